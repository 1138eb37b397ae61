//! Insights: how the catalog grows and is looked after, day by day, and who works with it.
//!
//! A [`Snapshot`] keeps of one day how many assets there were in each small group, and what they had; every chart is a
//! sum over some of these rows, so that filters never average. [`Views`] sums up who looked at what.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use catalog::{AssetId, AssetKind};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    coverage::Share,
    standing::{Standing, Standings},
    unused::{self, Use},
};

/// What rows of a snapshot are told apart by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Group {
    /// The kind.
    pub kind: AssetKind,
    /// The tier.
    pub tier: Option<Arc<str>>,
    /// The domain.
    pub domain: Option<Arc<str>>,
    /// The first team of the owners.
    pub team: Option<Arc<str>>,
    /// The source.
    pub source: Option<Arc<str>>,
}

/// How many assets of a group there were, and what they had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Assets.
    pub assets: i64,
    /// With a description, columns included.
    pub described: i64,
    /// With an owner.
    pub owned: i64,
    /// With a tier.
    pub tiered: i64,
    /// With something tagged.
    pub classified: i64,
    /// Whose latest checks all passed.
    pub healthy: i64,
    /// With checks.
    pub checked: i64,
    /// Read in the last 30 days.
    pub used: i64,
    /// Read before, and not since.
    pub unused: i64,
    /// Bytes.
    pub bytes: i64,
    /// Bytes of what was read before, and not since.
    pub unused_bytes: i64,
}

impl Counts {
    /// An asset on a day.
    #[must_use]
    pub fn of(asset: &Standing, day: NaiveDate) -> Self {
        let read = unused::use_of(asset, day, crate::definition::DEFAULT_DAYS);
        let bytes = asset.bytes.filter(|_| unused::holds_data(asset.kind)).unwrap_or(0).max(0);
        let checks = asset.checked.filter(|checked| checked.results > 0);
        Self {
            assets: 1,
            described: asset.is_described().into(),
            owned: asset.is_owned().into(),
            tiered: asset.tier.is_some().into(),
            classified: asset.is_classified().into(),
            healthy: checks.is_some_and(|checked| checked.passed == checked.results).into(),
            checked: checks.is_some().into(),
            used: (read == Use::Used).into(),
            unused: (read == Use::Unused).into(),
            bytes,
            unused_bytes: if read == Use::Unused { bytes } else { 0 },
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            assets: self.assets + other.assets,
            described: self.described + other.described,
            owned: self.owned + other.owned,
            tiered: self.tiered + other.tiered,
            classified: self.classified + other.classified,
            healthy: self.healthy + other.healthy,
            checked: self.checked + other.checked,
            used: self.used + other.used,
            unused: self.unused + other.unused,
            bytes: self.bytes.saturating_add(other.bytes),
            unused_bytes: self.unused_bytes.saturating_add(other.unused_bytes),
        }
    }
}

/// What is kept of one day.
pub type Snapshot = BTreeMap<Group, Counts>;

impl Standings {
    /// What is kept of the day.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        for asset in &self.assets {
            let group = Group {
                kind: asset.kind,
                tier: asset.tier.clone(),
                domain: asset.domain.clone(),
                team: asset.teams.first().cloned(),
                source: asset.source.clone(),
            };
            let counts = snapshot.entry(group).or_default();
            *counts = counts.and(Counts::of(asset, self.day));
        }
        snapshot
    }
}

/// Of which assets a chart is; none: of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Only {
    /// Of this team.
    pub team: Option<String>,
    /// Of this domain.
    pub domain: Option<String>,
    /// Of this tier.
    pub tier: Option<String>,
    /// Of this kind.
    pub kind: Option<AssetKind>,
    /// Of this source.
    pub source: Option<String>,
}

impl Only {
    /// Whether a group is meant.
    #[must_use]
    pub fn has(&self, group: &Group) -> bool {
        let is = |wanted: &Option<String>, is: &Option<Arc<str>>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| is.as_ref().is_some_and(|is| is.to_lowercase() == wanted.to_lowercase()))
        };
        is(&self.team, &group.team)
            && is(&self.domain, &group.domain)
            && is(&self.tier, &group.tier)
            && is(&self.source, &group.source)
            && self.kind.is_none_or(|kind| kind == group.kind)
    }
}

/// A chart of snapshots over days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, async_graphql::Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "InsightChart")]
pub enum Chart {
    /// Assets by kind.
    AssetsByKind,
    /// Assets by tier; those without are left out.
    AssetsByTier,
    /// The part with a description, by kind.
    DescribedByKind,
    /// The part with an owner, by kind.
    OwnedByKind,
    /// The part with a tier, by kind.
    TieredByKind,
    /// The part with something tagged, by kind.
    ClassifiedByKind,
    /// The part whose latest checks all passed, of those that are checked, by kind.
    HealthyByKind,
    /// Bytes by source.
    BytesBySource,
    /// The part of those ever read that is unused, by source.
    UnusedBySource,
    /// The part of their bytes that is unused, by source.
    UnusedBytesBySource,
}

impl Chart {
    /// Every chart.
    pub const ALL: [Self; 10] = [
        Self::AssetsByKind,
        Self::AssetsByTier,
        Self::DescribedByKind,
        Self::OwnedByKind,
        Self::TieredByKind,
        Self::ClassifiedByKind,
        Self::HealthyByKind,
        Self::BytesBySource,
        Self::UnusedBySource,
        Self::UnusedBytesBySource,
    ];

    /// The line on which a group is; none where it is on none.
    fn line(self, group: &Group) -> Option<Arc<str>> {
        match self {
            Self::AssetsByTier => group.tier.clone(),
            Self::BytesBySource | Self::UnusedBySource | Self::UnusedBytesBySource => {
                Some(group.source.clone().unwrap_or_default())
            }
            _ => Some(group.kind.code().into()),
        }
    }

    fn share(self, counts: Counts) -> Share {
        match self {
            Self::AssetsByKind | Self::AssetsByTier => Share::new(counts.assets, counts.assets),
            Self::DescribedByKind => Share::new(counts.described, counts.assets),
            Self::OwnedByKind => Share::new(counts.owned, counts.assets),
            Self::TieredByKind => Share::new(counts.tiered, counts.assets),
            Self::ClassifiedByKind => Share::new(counts.classified, counts.assets),
            Self::HealthyByKind => Share::new(counts.healthy, counts.checked),
            Self::BytesBySource => Share::new(counts.bytes, counts.bytes),
            Self::UnusedBySource => Share::new(counts.unused, counts.used + counts.unused),
            Self::UnusedBytesBySource => Share::new(counts.unused_bytes, counts.bytes),
        }
    }

    /// Whether its values are parts of a whole, rather than counts.
    #[must_use]
    pub const fn is_share(self) -> bool {
        !matches!(self, Self::AssetsByKind | Self::AssetsByTier | Self::BytesBySource)
    }

    /// Its lines on the days there are snapshots of: by name, oldest day first. A chart of shares has the whole of all
    /// lines as the line without a name.
    #[must_use]
    pub fn lines<'a>(
        self,
        rows: impl IntoIterator<Item = (NaiveDate, &'a Group, Counts)>,
        only: &Only,
    ) -> BTreeMap<Arc<str>, BTreeMap<NaiveDate, Share>> {
        let mut lines: BTreeMap<Arc<str>, BTreeMap<NaiveDate, Share>> = BTreeMap::new();
        for (day, group, counts) in rows.into_iter().filter(|(_, group, _)| only.has(group)) {
            let Some(line) = self.line(group) else { continue };
            let share = self.share(counts);
            let whole = self.is_share().then(|| Arc::from(""));
            for line in [Some(line), whole].into_iter().flatten() {
                let point = lines.entry(line).or_default().entry(day).or_default();
                *point = point.and(share);
            }
        }
        lines
    }
}

/// That somebody looked at an asset, or at another page, once or several times in a sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Who, by account.
    pub user: Arc<str>,
    /// In which sitting.
    pub session: Arc<str>,
    /// The asset; none for other pages.
    pub asset: Option<AssetId>,
    /// Its kind.
    pub kind: Option<AssetKind>,
    /// How often.
    pub count: i64,
    /// When, the first time.
    pub first_at: DateTime<Utc>,
    /// When, the last time.
    pub last_at: DateTime<Utc>,
}

/// How active somebody was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Who, by account.
    pub user: Arc<str>,
    /// Sittings.
    pub sessions: i64,
    /// Pages.
    pub views: i64,
    /// Seconds from the first to the last page of each sitting, all together.
    pub seconds: i64,
    /// When they last looked at something.
    pub last_at: DateTime<Utc>,
}

/// Who looked at what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Views {
    /// Views by kind of asset.
    pub by_kind: BTreeMap<AssetKind, i64>,
    /// Views by asset, the most first.
    pub most_viewed: Vec<(AssetId, i64)>,
    /// People, the most views first.
    pub most_active: Vec<Activity>,
    /// How many different people looked at something on each day.
    pub users_by_day: BTreeMap<NaiveDate, i64>,
}

/// Sittings of somebody: the first and the last page, and how many.
type Sittings<'a> = BTreeMap<&'a str, (DateTime<Utc>, DateTime<Utc>, i64)>;

/// Sums up views; of assets and people the first `most`.
#[must_use]
pub fn views(log: &[View], most: usize) -> Views {
    let mut assets: BTreeMap<AssetId, i64> = BTreeMap::new();
    let mut days: BTreeMap<NaiveDate, BTreeSet<&str>> = BTreeMap::new();
    let mut people: BTreeMap<&Arc<str>, Sittings<'_>> = BTreeMap::new();
    let mut views = Views::default();
    for view in log {
        if let Some(kind) = view.kind {
            *views.by_kind.entry(kind).or_default() += view.count;
        }
        if let Some(asset) = view.asset {
            *assets.entry(asset).or_default() += view.count;
        }
        days.entry(view.first_at.date_naive()).or_default().insert(&view.user);
        let sitting =
            people.entry(&view.user).or_default().entry(&view.session).or_insert((view.first_at, view.last_at, 0));
        *sitting = (sitting.0.min(view.first_at), sitting.1.max(view.last_at), sitting.2 + view.count);
    }
    views.users_by_day =
        days.into_iter().map(|(day, users)| (day, i64::try_from(users.len()).unwrap_or(i64::MAX))).collect();
    views.most_viewed = assets.into_iter().collect();
    views.most_viewed.sort_by_key(|(asset, count)| (std::cmp::Reverse(*count), *asset));
    views.most_viewed.truncate(most);
    views.most_active = people.into_iter().map(|(user, sittings)| activity(user, &sittings)).collect();
    views.most_active.sort_by(|one, other| other.views.cmp(&one.views).then_with(|| one.user.cmp(&other.user)));
    views.most_active.truncate(most);
    views
}

fn activity(user: &Arc<str>, sittings: &Sittings<'_>) -> Activity {
    Activity {
        user: Arc::clone(user),
        sessions: i64::try_from(sittings.len()).unwrap_or(i64::MAX),
        views: sittings.values().map(|(.., views)| views).sum(),
        seconds: sittings.values().map(|(first, last, _)| (*last - *first).num_seconds()).sum(),
        last_at: sittings.values().map(|(_, last, _)| *last).max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
