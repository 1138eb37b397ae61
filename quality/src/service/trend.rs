//! How healthy data was, day by day.

use std::collections::BTreeMap;

use catalog::{Action, AssetId, SuiteId, Viewer};
use chrono::{DateTime, Days, NaiveDate};
use uuid::Uuid;

use super::{Quality, Tally, checks::dimension_of};
use crate::{
    error::{Error, Result},
    outcome::Dimension,
    store::{self, result::OfDay},
};

/// The most days of a trend.
pub const MOST_DAYS: i64 = 366;

/// What checks came to on a day (UTC): of each check its last result of the day. A check that nobody made on a day is in
/// none of its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// All of them.
    pub tally: Tally,
    /// The same by side of quality.
    pub by_dimension: BTreeMap<Dimension, Tally>,
}

/// Of which checks a trend tells; of all that are still made when nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrendFilter {
    /// Of these tables, as far as the viewer may know of them.
    pub assets: Option<Vec<AssetId>>,
    /// Of this suite.
    pub suite: Option<SuiteId>,
    /// On this side of quality.
    pub dimension: Option<Dimension>,
}

impl Quality {
    /// The last `days` days, today included, oldest first; a day without results has empty counts. Only checks of tables
    /// that the viewer may know of are counted.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for `days`.
    pub async fn trend(&self, viewer: &Viewer, days: i64, filter: &TrendFilter) -> Result<Vec<Day>> {
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Error::invalid("days", format!("is {days}; 1 to {MOST_DAYS} are allowed")));
        }
        viewer.must(Action::ReadCatalog)?;
        let today = self.now().date_naive();
        let first = today - Days::new(days.unsigned_abs() - 1);
        let since = first.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
        let tables: Vec<Uuid> = match &filter.assets {
            Some(assets) => self.catalog.visible(viewer, assets).await?.into_iter().map(|asset| asset.0).collect(),
            None => self.tallies(viewer, None).await?.into_iter().map(|table| table.asset.0).collect(),
        };
        let (read, suite) = (self.database().read(), filter.suite.map(|suite| suite.0));
        let mut found = Vec::new();
        for piece in tables.chunks(store::NAMED) {
            found.extend(store::result::by_day(read, since, (piece, suite)).await?);
        }
        found.retain(|of| filter.dimension.is_none_or(|wanted| dimension_of(&of.dimension) == wanted));
        Ok(calendar(first, today, found))
    }
}

/// Every day from `first` to `last`, with what was found of it.
fn calendar(first: NaiveDate, last: NaiveDate, found: Vec<OfDay>) -> Vec<Day> {
    let empty = |day| Day { day, tally: Tally::default(), by_dimension: BTreeMap::new() };
    let mut days: Vec<Day> = first.iter_days().take_while(|day| *day <= last).map(empty).collect();
    for of in found {
        let Some(day) = DateTime::from_timestamp(of.day * 86_400, 0).map(|at| at.date_naive()) else { continue };
        let place = usize::try_from((day - first).num_days()).ok();
        // A result of tomorrow, from a clock that goes ahead, has no day here.
        let Some(day) = place.and_then(|place| days.get_mut(place)) else { continue };
        day.tally.add(Some(of.outcome), of.checks);
        day.by_dimension.entry(dimension_of(&of.dimension)).or_default().add(Some(of.outcome), of.checks);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_trend_has_every_day_and_counts_of_several_statements_add_up() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // 20,000 days after 1970-01-01.
        let of = |day, outcome, checks| OfDay { day, dimension: "validity".into(), outcome, checks };
        let found = vec![of(20_000, 1, 3), of(20_000, 1, 2), of(20_000, 2, 1), of(20_002, 4, 1), of(20_003, 1, 9)];
        let days = calendar(day("2024-10-04"), day("2024-10-06"), found);
        let tallies: Vec<_> = days.iter().map(|day| (day.tally.passed, day.tally.failed, day.tally.no_data)).collect();
        assert_eq!(tallies, [(5, 1, 0), (0, 0, 0), (0, 0, 1)]);
        assert_eq!(days[0].by_dimension[&Dimension::Validity].pass_rate(), Some(5.0 / 6.0));
        assert_eq!(days[2].tally.pass_rate(), None);
    }
}
