//! Checks and profiles as background work.

use std::time::Duration;

use async_trait::async_trait;
use catalog::{AssetId, Count, ErrorKind, SuiteId, Viewer};
use uuid::Uuid;

use super::{
    job::{Failure, Job, Outcome, Work},
    run::{Counts, Level},
};
use crate::checking::{Checking, Scope, Told};

/// Makes the checks of a suite, or every check of a table.
#[derive(Debug)]
pub(super) struct Checks;

#[async_trait]
impl Job for Checks {
    fn name(&self) -> &'static str {
        "checks"
    }

    fn schedule(&self) -> Option<&'static str> {
        None
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(6 * 3600)
    }

    async fn run(&self, work: Work) -> Result<Outcome, Failure> {
        let run = work.live.now();
        let subject = run.subject.ok_or_else(gone)?;
        let plan = planned(&work.checking, subject, run.tables.clone()).await?;
        let (mut told, all) = (Told::default(), plan.len());
        for (done, (suite, tables)) in plan.into_iter().enumerate() {
            let scope = Scope { tables, within: run.within, run: Some(run.id) };
            #[expect(clippy::cast_precision_loss, reason = "a share for people")]
            work.live.change(|run| run.progress = Some(done as f64 / all.max(1) as f64));
            told.merge(work.checking.run_suite(&suite, &scope, |line| work.live.log(Level::Info, line)).await?);
        }
        let counts = Counts { seen: Count(told.checks), failed: Count(told.errors), ..Counts::default() };
        work.live.counts(counts);
        let message = format!(
            "{} checks of {} tables: {} passed, {} failed, {} could not be judged, {} without data; {} statements",
            told.checks, told.tables, told.passed, told.failed, told.errors, told.no_data, told.statements
        );
        Ok(Outcome { is_partial: told.errors > 0, message, ..Outcome::default() })
    }
}

/// Measures a table.
#[derive(Debug)]
pub(super) struct Profiling;

#[async_trait]
impl Job for Profiling {
    fn name(&self) -> &'static str {
        "profile"
    }

    fn schedule(&self) -> Option<&'static str> {
        None
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(6 * 3600)
    }

    async fn run(&self, work: Work) -> Result<Outcome, Failure> {
        let run = work.live.now();
        let table = AssetId(run.subject.ok_or_else(gone)?);
        work.live.phase("measuring");
        let kept = work.checking.profile(table, Some(run.id)).await?;
        let message = format!("{} rows, {} columns", kept.profile.rows, kept.profile.columns.len());
        Ok(Outcome { message, ..Outcome::default() })
    }
}

/// The suites to run, each with its tables where only some are meant.
async fn planned(
    checking: &Checking,
    subject: Uuid,
    tables: Option<Vec<AssetId>>,
) -> Result<Vec<(quality::suite::Suite, Option<Vec<AssetId>>)>, Failure> {
    let system = Viewer::system();
    match checking.quality().suite(&system, SuiteId(subject)).await {
        Ok(suite) => Ok(vec![(suite, tables)]),
        Err(cause) if catalog::Fault::kind(&cause) == ErrorKind::NotFound => {
            let suites = checking.suites_of(AssetId(subject)).await?;
            Ok(suites.into_iter().map(|suite| (suite, Some(vec![AssetId(subject)]))).collect())
        }
        Err(cause) => Err(cause.into()),
    }
}

fn gone() -> Failure {
    Failure { kind: ErrorKind::NotFound, message: "what it was about is gone".into() }
}
