//! Asking for checks of what pipelines wrote, once a run of theirs has succeeded.
//!
//! Successes wait a while before they count, so that the tasks of one pipeline, and the lineage that came with them, are
//! looked at together; however many runs there are, a suite has at most one run that waits.

use std::collections::BTreeSet;

use catalog::{AssetId, Result};
use chrono::{DateTime, Duration, Utc};
use quality::suite::{MOST_TABLES, Suite};

use super::{
    Jobs,
    quality::plain,
    run::{Run, Status, Trigger},
    store,
};

/// How long a success waits for others.
const QUIET: Duration = Duration::seconds(30);
/// How long it waits for lineage that lags behind.
const PATIENCE: Duration = Duration::minutes(5);

impl Jobs {
    /// Queues the suites that run after runs, for the tables that were written. Returns how many.
    pub(super) async fn fire_after_runs(&self, now: DateTime<Utc>) -> Result<usize> {
        let catalog = &self.0.catalog;
        let waiting = catalog.successes(now - QUIET).await?;
        let Some((_, since)) = waiting.first() else { return Ok(0) };
        let checking = &self.0.checking;
        // What a run wrote may have been reported together with it, and be followed only now.
        if !checking.knows_lineage_of(catalog.last_change().await?) && *since > now - PATIENCE {
            return Ok(0);
        }
        let ran: Vec<AssetId> = waiting.into_iter().map(|(asset, _)| asset).collect();
        let suites = checking.quality().suites_after_runs().await.map_err(plain)?;
        let written = if suites.is_empty() { BTreeSet::new() } else { self.written_by(&ran).await? };
        let mut wanted: Vec<(Suite, Vec<AssetId>)> = Vec::new();
        for suite in suites.into_iter().filter(|_| !written.is_empty()) {
            // A suite whose search cannot be answered says so when it runs by itself; others are not held up by it.
            let selected = checking.selected(&suite.draft.selection).await.unwrap_or_default();
            let meant: Vec<AssetId> = selected.into_iter().filter(|table| written.contains(table)).collect();
            if !meant.is_empty() {
                wanted.push((suite, meant));
            }
        }
        let write = catalog.database().write().await?;
        if catalog.settle_successes(&write, &ran).await? == 0 {
            // Another server was here first.
            return Ok(0);
        }
        let mut fired = 0;
        for (suite, tables) in wanted {
            fired += usize::from(self.queue_tables(&write, &suite, tables).await?);
        }
        write.commit().await?;
        Ok(fired)
    }

    /// Queues a run of a suite on some tables, or adds them to the one that waits already. Returns whether it is a new one.
    async fn queue_tables(&self, write: &catalog::Write, suite: &Suite, tables: Vec<AssetId>) -> Result<bool> {
        let open = store::open_about(write, "checks", suite.id.0).await?;
        let waiting = |run: &&Run| run.status == Status::Queued && run.within.is_none();
        let Some(run) = open.iter().find(waiting) else {
            let run = Run { tables: Some(tables), ..self.checks_of(suite, Trigger::Report, None) };
            store::insert(write, &run, None).await?;
            return Ok(true);
        };
        // One without tables is about all of them.
        if let Some(known) = &run.tables {
            let mut all: BTreeSet<AssetId> = known.iter().copied().collect();
            all.extend(tables);
            store::set_tables(write, run.id, &all.into_iter().take(MOST_TABLES).collect::<Vec<_>>()).await?;
        }
        Ok(false)
    }

    /// What goes through these pipelines and tasks, the tasks of the pipelines included.
    async fn written_by(&self, ran: &[AssetId]) -> Result<BTreeSet<AssetId>> {
        let through = self.0.catalog.with_tasks(ran).await?;
        self.0.checking.written_through(&through).await
    }
}
