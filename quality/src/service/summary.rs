//! How healthy data is, in counts: by table, by side of quality, over all that somebody may know of.

use std::collections::{BTreeMap, HashMap};

use catalog::{Action, AssetId, SuiteId, Viewer};
use uuid::Uuid;

use super::{Quality, checks::dimension_of, record::outcome_of};
use crate::{
    error::Result,
    outcome::{Dimension, Outcome},
    store,
};

/// How many days back incidents that ended are counted.
const RESOLVED_DAYS: i64 = 30;

/// How many checks came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// What was expected holds.
    pub passed: i64,
    /// It does not.
    pub failed: i64,
    /// It could not be judged.
    pub errors: i64,
    /// There was nothing to judge, or nothing has been judged yet.
    pub no_data: i64,
}

impl Tally {
    pub(super) fn add(&mut self, outcome: Option<i16>, checks: i64) {
        let counter = match outcome.map(outcome_of) {
            Some(Outcome::Pass) => &mut self.passed,
            Some(Outcome::Fail) => &mut self.failed,
            Some(Outcome::Error) => &mut self.errors,
            Some(Outcome::NoData) | None => &mut self.no_data,
        };
        *counter += checks;
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.errors += other.errors;
        self.no_data += other.no_data;
    }

    /// How many checks there are.
    #[must_use]
    pub fn total(self) -> i64 {
        self.passed + self.failed + self.errors + self.no_data
    }

    /// The share that passed of those that were judged, errors counted as not passed; none when nothing was.
    #[must_use]
    pub fn pass_rate(self) -> Option<f64> {
        let judged = self.passed + self.failed + self.errors;
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
        (judged > 0).then(|| self.passed as f64 / judged as f64)
    }
}

/// The checks of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableTally {
    /// The table.
    pub asset: AssetId,
    /// What its checks came to.
    pub tally: Tally,
    /// The same by side of quality.
    pub by_dimension: BTreeMap<Dimension, Tally>,
    /// How many incidents are open.
    pub open_incidents: i64,
    /// How many incidents ended in the last 30 days.
    pub resolved_incidents: i64,
    /// How long all of these were open together, in seconds.
    pub resolved_seconds: i64,
}

/// The checks of everything that somebody may know of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// All of them.
    pub tally: Tally,
    /// The same by side of quality.
    pub by_dimension: BTreeMap<Dimension, Tally>,
    /// How many tables have a check.
    pub tables: i64,
    /// Of which so many have one that fails or could not be judged.
    pub failing_tables: i64,
    /// How many incidents are open.
    pub open_incidents: i64,
}

impl Summary {
    /// The sum of some tables.
    #[must_use]
    pub fn of<'a>(tables: impl IntoIterator<Item = &'a TableTally>) -> Self {
        let mut summary = Self::default();
        for table in tables {
            summary.tally.merge(table.tally);
            for (dimension, tally) in &table.by_dimension {
                summary.by_dimension.entry(*dimension).or_default().merge(*tally);
            }
            summary.tables += 1;
            summary.failing_tables += i64::from(table.tally.failed + table.tally.errors > 0);
            summary.open_incidents += table.open_incidents;
        }
        summary
    }
}

impl Quality {
    /// The tables of a suite that the viewer may know of, all checks of them counted.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn tallies_of_suite(&self, viewer: &Viewer, suite: SuiteId) -> Result<Vec<TableTally>> {
        let tables = store::check::tables_of(self.database().read(), suite).await?;
        let tables: Vec<AssetId> = tables.into_iter().map(AssetId).collect();
        let mut found = Vec::with_capacity(tables.len());
        for piece in tables.chunks(500) {
            found.extend(self.tallies(viewer, Some(piece)).await?);
        }
        Ok(found)
    }

    /// Every table with a check that the viewer may know of, or those of some.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn tallies(&self, viewer: &Viewer, assets: Option<&[AssetId]>) -> Result<Vec<TableTally>> {
        viewer.must(Action::ReadCatalog)?;
        let named: Option<Vec<Uuid>> = assets.map(|assets| assets.iter().map(|asset| asset.0).collect());
        let read = self.database().read();
        let mut tables: HashMap<Uuid, TableTally> = HashMap::new();
        for row in store::check::tallies(read, named.as_deref()).await? {
            let empty = || TableTally {
                asset: AssetId(row.asset_id),
                tally: Tally::default(),
                by_dimension: BTreeMap::new(),
                open_incidents: 0,
                resolved_incidents: 0,
                resolved_seconds: 0,
            };
            let table = tables.entry(row.asset_id).or_insert_with(empty);
            table.tally.add(row.outcome, row.checks);
            table.by_dimension.entry(dimension_of(&row.dimension)).or_default().add(row.outcome, row.checks);
        }
        for (asset, incidents) in store::incident::open_by_asset(read, named.as_deref()).await? {
            if let Some(table) = tables.get_mut(&asset) {
                table.open_incidents = incidents;
            }
        }
        let since = self.catalog.clock().now() - chrono::TimeDelta::days(RESOLVED_DAYS);
        for (asset, (ended, micros)) in store::incident::resolved_by_asset(read, named.as_deref(), since).await? {
            if let Some(table) = tables.get_mut(&asset) {
                (table.resolved_incidents, table.resolved_seconds) = (ended, micros / 1_000_000);
            }
        }
        let ids: Vec<AssetId> = tables.keys().copied().map(AssetId).collect();
        let seen = self.catalog.visible(viewer, &ids).await?;
        let mut seen: Vec<TableTally> = tables.into_values().filter(|table| seen.contains(&table.asset)).collect();
        seen.sort_by_key(|table| table.asset);
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_what_could_not_be_judged_is_not_passed_and_no_data_is_left_out() {
        let tally = Tally { passed: 3, failed: 1, errors: 1, no_data: 5 };
        assert_eq!(tally.pass_rate(), Some(0.6));
        assert_eq!(tally.total(), 10);
        assert_eq!(Tally { no_data: 2, ..Tally::default() }.pass_rate(), None);
    }
}
