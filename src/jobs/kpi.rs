//! KPIs and insights: the days that are due are worked out from the change log.

use std::time::Duration;

use async_trait::async_trait;
use catalog::ErrorKind;

use super::job::{Failure, Job, Outcome, Work};

/// Works out what KPIs came to, and keeps what insights show, of every day that is due.
#[derive(Debug)]
pub(super) struct EvaluateKpis;

#[async_trait]
impl Job for EvaluateKpis {
    fn name(&self) -> &'static str {
        "kpi"
    }

    fn schedule(&self) -> Option<&'static str> {
        Some("7 * * * *")
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn needs_worth(&self) -> bool {
        true
    }

    async fn run(&self, work: Work) -> Result<Outcome, Failure> {
        let Some(worth) = work.worth else {
            let message = "the service was opened without what KPIs need".to_owned();
            return Err(Failure { kind: ErrorKind::Internal, message });
        };
        let (days, came_to) = worth.work_off().await.map_err(|cause| Failure::of(&cause))?;
        let message =
            format!("worked out {days} days: {} values, {} without data", came_to.values, came_to.without_data);
        Ok(Outcome { message, ..Outcome::default() })
    }
}
