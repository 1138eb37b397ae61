//! A suite: table by table, each taken down in a transaction of its own, so that what was made is kept when the rest is
//! not.

use catalog::{AssetId, RunId, SourceId};
use quality::{
    Outcome, Result,
    incident::tier_number,
    service::{Batch, Impact, Made, News, OURS},
    suite::Suite,
};

use super::{Checking, table::Open};
use crate::notify;

/// How far downstream is looked at to say how much hangs on a table.
const REACH: u32 = 10;

/// Which part of a suite is run.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only these tables.
    pub tables: Option<Vec<AssetId>>,
    /// Only tables of this source.
    pub within: Option<SourceId>,
    /// By which run.
    pub run: Option<RunId>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// How many tables were checked.
    pub tables: i64,
    /// How many checks were made.
    pub checks: i64,
    /// Of which so many passed.
    pub passed: i64,
    /// So many failed.
    pub failed: i64,
    /// So many could not be judged.
    pub errors: i64,
    /// So many had nothing to judge.
    pub no_data: i64,
    /// How many statements were sent to sources, those for failing rows left out.
    pub statements: usize,
}

impl Told {
    /// Adds another's counts.
    pub fn merge(&mut self, other: Self) {
        self.tables += other.tables;
        self.checks += other.checks;
        self.passed += other.passed;
        self.failed += other.failed;
        self.errors += other.errors;
        self.no_data += other.no_data;
        self.statements += other.statements;
    }

    fn count(&mut self, made: &[Made]) {
        self.tables += 1;
        for check in made {
            self.checks += 1;
            *match check.finding.outcome {
                Outcome::Pass => &mut self.passed,
                Outcome::Fail => &mut self.failed,
                Outcome::Error => &mut self.errors,
                Outcome::NoData => &mut self.no_data,
            } += 1;
        }
    }
}

impl Checking {
    /// Makes the checks of a suite on its tables, or on some of them, and takes down what they came to. `log` hears a
    /// line for each table.
    ///
    /// # Errors
    /// `Invalid` for the suite's search; the store's own. A table that cannot be asked is no error: its checks are.
    pub async fn run_suite(&self, suite: &Suite, scope: &Scope, log: impl Fn(&str)) -> Result<Told> {
        let selected = self.selected(&suite.draft.selection).await?;
        let write = self.catalog.database().write().await?;
        self.quality.leave_tables(&write, suite.id, &selected).await?;
        write.commit().await?;
        let sources = self.catalog.sources_of(&selected).await?;
        let is_meant = |table: &AssetId| {
            scope.tables.as_ref().is_none_or(|tables| tables.contains(table))
                && scope.within.is_none_or(|source| sources.get(table) == Some(&source))
        };
        let (mut told, mut open) = (Told::default(), Open::default());
        for table in selected.iter().filter(|table| is_meant(table)) {
            let (made, is_complete) = match self.make(suite, *table, &mut open).await {
                Ok((made, sent)) => {
                    told.statements += sent;
                    (made, true)
                }
                Err(cause) => {
                    let why = crate::telemetry::chain(&cause);
                    log(&format!("cannot ask {table}: {why}"));
                    (Self::unasked(suite, *table, &cause.to_string()), false)
                }
            };
            told.count(&made);
            let bad = made.iter().filter(|made| matches!(made.finding.outcome, Outcome::Fail | Outcome::Error)).count();
            log(&format!("{table}: {} checks, {bad} of them not passed", made.len()));
            self.take_down(suite, *table, made, (scope.run, is_complete)).await?;
        }
        self.conclude(suite, scope).await?;
        Ok(told)
    }

    async fn take_down(
        &self,
        suite: &Suite,
        table: AssetId,
        made: Vec<Made>,
        (run, is_complete): (Option<RunId>, bool),
    ) -> Result<()> {
        let is_bad = made.iter().any(|made| matches!(made.finding.outcome, Outcome::Fail | Outcome::Error));
        let impact = if is_bad { self.impact_of(table).await? } else { Impact::default() };
        let batch = Batch {
            table,
            tool: OURS.into(),
            suite: Some(suite.id),
            at: self.catalog.clock().now(),
            run,
            made,
            is_complete,
            impact,
        };
        self.store(batch).await?;
        Ok(())
    }

    /// Takes down what checks came to, and tells people of it, in one transaction.
    ///
    /// # Errors
    /// The store's own.
    pub async fn store(&self, batch: Batch) -> Result<Vec<News>> {
        let at = batch.at;
        let write = self.catalog.database().write().await?;
        let news = self.quality.record(&write, batch).await?;
        notify::post_all(&write, super::tell::events(&news, at)).await?;
        write.commit().await?;
        Ok(news)
    }

    /// What hangs on a table.
    ///
    /// # Errors
    /// The store's own; lineage that lags behind counts as none.
    pub async fn impact_of(&self, table: AssetId) -> Result<Impact> {
        let facts = self.catalog.facts(&[table]).await?;
        let tier = facts.get(&table).and_then(|facts| facts.tier.as_deref()).and_then(tier_number);
        let request = lineage::Traversal {
            direction: lineage::Direction::Down,
            depth: REACH,
            ..lineage::Traversal::around(table)
        };
        let downstream = self.lineage.impact(&catalog::Viewer::system(), &request).await;
        Ok(Impact { tier, downstream: downstream.map_or(0, |impact| impact.total) })
    }
}
