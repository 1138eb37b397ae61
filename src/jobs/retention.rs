//! Retention: logs and runs that nobody will look at any more are forgotten.

use std::time::Duration;

use async_trait::async_trait;

use super::{
    job::{Failure, Job, Outcome, Work},
    store,
};

/// How long log lines are kept.
const LOG_DAYS: i64 = 30;
/// How long runs are kept.
const RUN_DAYS: i64 = 400;
/// How many runs one transaction deals with, so that writers in between need not wait long.
const BATCH: u64 = 20;

/// Forgets log lines after 30 days and runs after 400.
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
        Ok(Outcome { message: format!("forgot old lines or the whole of {total} runs"), ..Outcome::default() })
    }
}
