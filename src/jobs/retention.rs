//! Retention: logs and runs that nobody will look at any more are forgotten; of outside pipelines too, use, events,
//! and the logs of what was done and what went wrong.

use std::time::Duration;

use async_trait::async_trait;
use lineage::openlineage::OpenLineage;

use super::{
    job::{Failure, Job, Outcome, Work},
    store,
};
use crate::audit::store::{audit, exception};

/// How long log lines are kept.
const LOG_DAYS: i64 = 30;
/// How long runs are kept.
const RUN_DAYS: i64 = 400;
/// How many runs one transaction deals with, so that writers in between need not wait long.
const BATCH: u64 = 20;
/// How many rows of the logs one transaction forgets.
const LOG_BATCH: u64 = 5_000;
/// How many runs of outside pipelines one transaction deals with; they are small.
const OUTSIDE_BATCH: u64 = 1000;

/// Forgets log lines after 30 days and runs after 400; those of outside pipelines, use, events, and the logs of what was
/// done and what went wrong when the settings say.
#[derive(Debug)]
pub(super) struct Retention;

#[async_trait]
impl Job for Retention {
    fn name(&self) -> &'static str {
        "retention"
    }

    fn schedule(&self) -> Option<&'static str> {
        Some("17 3 * * *")
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(3600)
    }

    async fn run(&self, work: Work) -> Result<Outcome, Failure> {
        let now = work.catalog.clock().now();
        let (logs, runs) = (now - chrono::Duration::days(LOG_DAYS), now - chrono::Duration::days(RUN_DAYS));
        let mut total = 0;
        loop {
            let write = work.catalog.database().write().await?;
            let done = store::prune(&write, logs, runs, BATCH).await?;
            write.commit().await?;
            total += done;
            if done < BATCH {
                break;
            }
        }
        let outside = forget_outside(&work).await?;
        let used = work.catalog.forget_usage((now - work.keep.usage).date_naive()).await?;
        let (done, wrong) = forget_logs(&work).await?;
        let openlineage = OpenLineage::new(work.catalog.clone());
        let events = openlineage.forget_events(now - work.keep.events, work.keep.events_bytes).await;
        let events = events.map_err(|cause| Failure::of(&cause))?;
        let checked = work.checking.quality().forget(now - work.keep.quality).await?;
        let told = crate::notify::forget(work.catalog.database(), now - work.keep.news, work.keep.news_rows).await?;
        if let Some(worth) = &work.worth {
            let (days, results) = ((now - work.keep.usage).date_naive(), (now - work.keep.audit).date_naive());
            worth.kpis().forget(days, results).await.map_err(|cause| Failure::of(&cause))?;
        }
        let message = format!(
            "forgot old lines or the whole of {total} runs, {outside} runs of pipelines, {used} counts of old use, \
             {events} events, {checked} results of checks and profiles, {told} news, {done} rows of the audit log and {wrong} exceptions"
        );
        Ok(Outcome { message, ..Outcome::default() })
    }
}

/// Forgets runs of outside pipelines; returns how many.
async fn forget_outside(work: &Work) -> Result<u64, Failure> {
    let before = work.catalog.clock().now() - work.keep.pipeline_runs;
    let mut total = 0;
    loop {
        let done = work.catalog.forget_runs(before, OUTSIDE_BATCH).await?;
        total += done;
        if done < OUTSIDE_BATCH {
            return Ok(total);
        }
    }
}

/// Forgets what was done and what went wrong long ago; returns how many rows of each.
async fn forget_logs(work: &Work) -> Result<(u64, u64), Failure> {
    let (now, database) = (work.catalog.clock().now(), work.catalog.database());
    let done = (now - work.keep.audit).timestamp_micros();
    let wrong = (now - work.keep.exceptions).timestamp_micros();
    let mut totals = (0, 0);
    loop {
        let write = database.write().await?;
        let forgotten = audit::forget(&*write, done, LOG_BATCH).await?;
        let cleared = exception::forget(&*write, wrong, LOG_BATCH).await?;
        write.commit().await?;
        totals = (totals.0 + forgotten, totals.1 + cleared);
        if forgotten < LOG_BATCH && cleared < LOG_BATCH {
            return Ok(totals);
        }
    }
}
