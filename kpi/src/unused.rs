//! What nobody uses: by how long ago it was last read, what was never read apart, dead ends, duplicates, and what can be
//! removed.
//!
//! At `n` days an asset is unused when its last read lies on the day `n` days before the day that is asked for, or
//! earlier: exactly `n` days ago counts as unused. What was never read that anybody knows of is a class of its own and
//! neither used nor unused. Totals count every asset.

use std::collections::{BTreeMap, HashMap};

use catalog::{AssetId, AssetKind};
use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::standing::{Standing, end_of};

/// After how many days without a read assets are told apart.
pub const SPANS: [u32; 6] = [3, 7, 14, 30, 60, 90];
/// After how many days without a reader something that is still written is a dead end.
pub const DEAD_END_DAYS: u32 = 30;

/// Whether an asset is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Use {
    /// It was read since.
    Used,
    /// It was read, and not since.
    Unused,
    /// Nobody knows of any read.
    NeverRead,
}

/// The moment from which on a read counts as recent, `days` days before the end of `today`.
#[must_use]
pub fn since(today: NaiveDate, days: u32) -> DateTime<Utc> {
    end_of(today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN))
}

/// Whether an asset was used in the `days` days before `today`.
#[must_use]
pub fn use_of(asset: &Standing, today: NaiveDate, days: u32) -> Use {
    match asset.read_at {
        None => Use::NeverRead,
        Some(at) if at >= since(today, days) => Use::Used,
        Some(_) => Use::Unused,
    }
}

/// How many assets, of which size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Assets.
    pub count: i64,
    /// Their bytes; those that nobody measured have none.
    pub bytes: i64,
}

impl Tally {
    fn add(&mut self, asset: &Standing) {
        self.count += 1;
        self.bytes = self.bytes.saturating_add(asset.bytes.unwrap_or(0).max(0));
    }
}

/// Used and unused assets at one span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bucket {
    /// Days without a read.
    pub days: u32,
    /// Those that were read since.
    pub used: Tally,
    /// Those that were read before, and not since.
    pub unused: Tally,
}

/// A part of a whole in percent; 0 where there is no whole.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts and sizes are shown, not reckoned with")]
pub fn percent(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 * 100.0 }
}

impl Bucket {
    /// Which part of the assets that were ever read is unused, in percent by number; 0 where there are none.
    #[must_use]
    pub fn unused_count_percent(&self) -> f64 {
        percent(self.unused.count, self.used.count + self.unused.count)
    }

    /// The same by size.
    #[must_use]
    pub fn unused_bytes_percent(&self) -> f64 {
        percent(self.unused.bytes, self.used.bytes.saturating_add(self.unused.bytes))
    }
}

/// Use of a set of assets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseReport {
    /// All of them.
    pub total: Tally,
    /// Those of which nobody knows any read.
    pub never_read: Tally,
    /// The others, at each span.
    pub buckets: Vec<Bucket>,
}

/// Whether data is kept in it, so that removing it frees something.
#[must_use]
pub fn holds_data(kind: AssetKind) -> bool {
    matches!(kind, AssetKind::Table | AssetKind::File | AssetKind::Topic)
}

/// How assets are used at each of `spans`.
#[must_use]
pub fn report<'a>(assets: impl IntoIterator<Item = &'a Standing>, today: NaiveDate, spans: &[u32]) -> UseReport {
    let buckets = spans.iter().map(|days| Bucket { days: *days, ..Bucket::default() }).collect();
    let mut report = UseReport { total: Tally::default(), never_read: Tally::default(), buckets };
    let moments: Vec<DateTime<Utc>> = spans.iter().map(|days| since(today, *days)).collect();
    for asset in assets {
        report.total.add(asset);
        let Some(at) = asset.read_at else {
            report.never_read.add(asset);
            continue;
        };
        for (bucket, since) in std::iter::zip(&mut report.buckets, &moments) {
            let tally = if at >= *since { &mut bucket.used } else { &mut bucket.unused };
            tally.add(asset);
        }
    }
    report
}

/// The same by group, such as the source; those without a group are under none.
#[must_use]
pub fn report_by<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    today: NaiveDate,
    by: crate::cost::GroupBy,
) -> BTreeMap<Option<std::sync::Arc<str>>, UseReport> {
    let mut groups: BTreeMap<_, Vec<&Standing>> = BTreeMap::new();
    for asset in assets {
        groups.entry(by.of(asset)).or_default().push(asset);
    }
    groups.into_iter().map(|(group, assets)| (group, report(assets, today, &SPANS))).collect()
}

/// Whether it is written and nobody reads it: written in the last 30 days, not read in them.
#[must_use]
pub fn is_dead_end(asset: &Standing, today: NaiveDate) -> bool {
    let since = since(today, DEAD_END_DAYS);
    asset.written_at.is_some_and(|at| at >= since) && asset.read_at.is_none_or(|at| at < since)
}

/// Why something should not simply be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Blocker {
    /// It is read.
    Used,
    /// Nobody knows whether it is read.
    UseUnknown,
    /// Something that is there comes from it.
    Downstream,
    /// Nobody looked whether something comes from it.
    DownstreamUnknown,
}

/// Why an asset should not be removed; none when it is safe: unused, and nothing that is there comes from it.
/// `live_downstream` counts what does; none where nobody looked.
#[must_use]
pub fn blocker(asset: &Standing, (today, days): (NaiveDate, u32), live_downstream: Option<usize>) -> Option<Blocker> {
    match (use_of(asset, today, days), live_downstream) {
        (Use::Used, _) => Some(Blocker::Used),
        (_, Some(1..)) => Some(Blocker::Downstream),
        (_, None) => Some(Blocker::DownstreamUnknown),
        (Use::NeverRead, Some(0)) => Some(Blocker::UseUnknown),
        (Use::Unused, Some(0)) => None,
    }
}

/// Unused assets, the largest first; of the same size by name. With `never`, those that were never read instead.
#[must_use]
pub fn list<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    (today, days): (NaiveDate, u32),
    never: bool,
) -> Vec<&'a Standing> {
    let wanted = if never { Use::NeverRead } else { Use::Unused };
    let mut unused: Vec<&Standing> = assets.into_iter().filter(|asset| use_of(asset, today, days) == wanted).collect();
    unused.sort_by(|one, other| {
        let size = |asset: &Standing| asset.bytes.unwrap_or(-1);
        size(other).cmp(&size(one)).then_with(|| one.name.cmp(&other.name)).then_with(|| one.id.cmp(&other.id))
    });
    unused
}

/// Sets of tables that look like copies of one another: as many rows, and the same columns by `shape` — a digest of their
/// names and types; only tables with rows and with a known shape. The set that wastes most first, and in it the oldest
/// first, which the others may be copies of.
#[must_use]
pub fn duplicates<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    shape: &HashMap<AssetId, u128>,
) -> Vec<Vec<&'a Standing>> {
    let mut sets: BTreeMap<(u128, i64), Vec<&Standing>> = BTreeMap::new();
    for asset in assets {
        if let (Some(shape), Some(rows @ 1..)) = (shape.get(&asset.id), asset.rows) {
            sets.entry((*shape, rows)).or_default().push(asset);
        }
    }
    let mut sets: Vec<Vec<&Standing>> = sets.into_values().filter(|set| set.len() > 1).collect();
    for set in &mut sets {
        set.sort_by_key(|asset| asset.id);
    }
    let wasted = |set: &[&Standing]| set[1..].iter().map(|asset| asset.bytes.unwrap_or(0)).fold(0, i64::saturating_add);
    sets.sort_by(|one, other| wasted(other).cmp(&wasted(one)).then_with(|| one[0].id.cmp(&other[0].id)));
    sets
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn today() -> NaiveDate {
        "2026-03-31".parse().unwrap()
    }

    fn read(at: &str, bytes: i64) -> Standing {
        let read_at = (!at.is_empty()).then(|| at.parse().unwrap());
        let bare = Standing::bare(AssetId::new(), AssetKind::Table, at);
        Standing { read_at, bytes: Some(bytes), ..bare }
    }

    #[test]
    fn f9_exactly_n_days_ago_is_unused_and_the_day_after_is_used() {
        for days in SPANS {
            let boundary = since(today(), days);
            let at = |at: DateTime<Utc>| Standing { read_at: Some(at), ..read("", 0) };
            assert_eq!(use_of(&at(boundary - TimeDelta::microseconds(1)), today(), days), Use::Unused, "{days}");
            assert_eq!(use_of(&at(boundary), today(), days), Use::Used, "{days}");
        }
        assert_eq!(use_of(&read("2026-03-28T23:59:59Z", 0), today(), 3), Use::Unused);
        assert_eq!(use_of(&read("2026-03-29T00:00:00Z", 0), today(), 3), Use::Used);
    }

    #[test]
    fn f9_the_first_table_is_counted_and_the_never_read_are_a_class_of_their_own() {
        let assets = [read("2026-03-31T08:00:00Z", 5), read("2026-01-15T08:00:00Z", 7), read("", 11)];
        let report = report(&assets, today(), &SPANS);
        assert_eq!(report.total, Tally { count: 3, bytes: 23 });
        assert_eq!(report.never_read, Tally { count: 1, bytes: 11 });
        let three = report.buckets[0];
        assert_eq!((three.used, three.unused), (Tally { count: 1, bytes: 5 }, Tally { count: 1, bytes: 7 }));
        assert!((three.unused_count_percent() - 50.0).abs() < 1e-9);
        assert!((three.unused_bytes_percent() - 700.0 / 12.0).abs() < 1e-9);
        let ninety = report.buckets[5];
        assert_eq!((ninety.days, ninety.used.count, ninety.unused.count), (90, 2, 0));
    }

    #[test]
    fn f9_nothing_has_no_unused_share() {
        let empty = report([], today(), &SPANS);
        assert_eq!(empty.total, Tally::default());
        assert!(empty.buckets.iter().all(|bucket| bucket.unused_count_percent().abs() < f64::EPSILON));
    }

    #[test]
    fn f9_the_report_equals_a_brute_force() {
        let moments = (0..200_i64).map(|n| end_of(today()) - TimeDelta::hours(n * 13 + 1));
        let assets: Vec<Standing> = moments
            .enumerate()
            .map(|(n, at)| Standing {
                read_at: (n % 7 != 0).then_some(at),
                bytes: (n % 5 != 0).then_some(i64::try_from(n).unwrap()),
                ..read("", 0)
            })
            .collect();
        let report = report(&assets, today(), &SPANS);
        for bucket in &report.buckets {
            let last = today() - Days::new(bucket.days.into());
            let brute: Vec<&Standing> =
                assets.iter().filter(|asset| asset.read_at.is_some_and(|at| at.date_naive() <= last)).collect();
            assert_eq!(bucket.unused.count, i64::try_from(brute.len()).unwrap(), "{}", bucket.days);
            assert_eq!(bucket.unused.bytes, brute.iter().filter_map(|asset| asset.bytes).sum::<i64>());
            assert_eq!(bucket.used.count + bucket.unused.count + report.never_read.count, report.total.count);
        }
    }

    #[test]
    fn f9_unused_are_listed_by_size_with_the_largest_first() {
        let assets = [
            read("2026-01-01T00:00:00Z", 1),
            read("2026-01-02T00:00:00Z", 9),
            read("2026-03-31T00:00:00Z", 99),
            read("", 50),
        ];
        let sizes =
            |never| list(&assets, (today(), 30), never).iter().map(|asset| asset.bytes.unwrap()).collect::<Vec<_>>();
        assert_eq!(sizes(false), [9, 1]);
        assert_eq!(sizes(true), [50]);
    }

    #[test]
    fn f9_what_is_written_and_not_read_is_a_dead_end() {
        let written =
            |read_at: &str| Standing { written_at: Some("2026-03-30T00:00:00Z".parse().unwrap()), ..read(read_at, 0) };
        assert!(is_dead_end(&written(""), today()));
        assert!(is_dead_end(&written("2026-03-01T23:00:00Z"), today()));
        assert!(!is_dead_end(&written("2026-03-30T00:00:00Z"), today()));
        assert!(!is_dead_end(&read("", 0), today()), "nobody writes it either");
    }

    #[test]
    fn f10_only_what_is_unused_and_feeds_nothing_is_safe_to_remove() {
        let (unused, used, never) = (read("2026-01-01T00:00:00Z", 1), read("2026-03-31T00:00:00Z", 1), read("", 1));
        let at = (today(), 30);
        assert_eq!(blocker(&unused, at, Some(0)), None);
        assert_eq!(blocker(&unused, at, Some(2)), Some(Blocker::Downstream));
        assert_eq!(blocker(&unused, at, None), Some(Blocker::DownstreamUnknown));
        assert_eq!(blocker(&used, at, Some(0)), Some(Blocker::Used));
        assert_eq!(blocker(&never, at, Some(0)), Some(Blocker::UseUnknown));
        assert_eq!(blocker(&never, at, Some(1)), Some(Blocker::Downstream));
    }

    #[test]
    fn f9_tables_of_one_shape_and_as_many_rows_may_be_copies() {
        let table = |rows| Standing { rows, ..read("", 10) };
        let assets = [table(Some(5)), table(Some(5)), table(Some(6)), table(None), table(Some(5))];
        let mut shape: HashMap<AssetId, u128> = assets.iter().map(|asset| (asset.id, 1)).collect();
        shape.insert(assets[4].id, 2);
        let sets = duplicates(&assets, &shape);
        assert_eq!(sets.len(), 1);
        assert_eq!(sets[0].iter().map(|asset| asset.id).collect::<Vec<_>>(), [assets[0].id, assets[1].id]);
    }
}
