//! Asking for checks and profiles: by people, by schedule, and after a crawl.

use catalog::{Action, AssetId, Result, SourceId, SuiteId, Viewer};
use chrono::{DateTime, Duration, Utc};
use quality::suite::Suite;
use uuid::Uuid;

use super::{
    Jobs,
    cron::Cron,
    run::{Run, Trigger},
    store,
};

/// Times that are older than this are not made up for.
const LATEST: Duration = Duration::days(1);

impl Jobs {
    /// Asks for the checks of a suite now. Whether one may is for the caller to have asked.
    ///
    /// # Errors
    /// `Forbidden`; `Conflict` while they are being made.
    pub async fn start_suite(&self, viewer: &Viewer, suite: &Suite) -> Result<Run> {
        viewer.must(Action::ManageQuality)?;
        self.start_about("checks", viewer, suite.id.0, &suite.draft.name).await
    }

    /// Asks for all checks of a table now. Whether one may is for the caller to have asked.
    ///
    /// # Errors
    /// As [`Jobs::start_suite`].
    pub async fn start_checks(&self, viewer: &Viewer, table: AssetId, name: &str) -> Result<Run> {
        viewer.must(Action::ManageQuality)?;
        self.start_about("checks", viewer, table.0, name).await
    }

    /// Asks for a profile of a table now. Whether one may is for the caller to have asked.
    ///
    /// # Errors
    /// As [`Jobs::start_suite`].
    pub async fn start_profile(&self, viewer: &Viewer, table: AssetId, name: &str) -> Result<Run> {
        viewer.must(Action::ManageQuality)?;
        self.start_about("profile", viewer, table.0, name).await
    }

    async fn start_about(&self, job: &str, viewer: &Viewer, subject: Uuid, name: &str) -> Result<Run> {
        let write = self.0.catalog.database().write().await?;
        if let Some(open) = store::open_about(&write, job, subject).await?.first() {
            return Err(catalog::Error::conflict(format!("run `{}` of `{name}` is not over", open.id)));
        }
        let run = Run {
            subject: Some(subject),
            source_name: Some(name.to_owned()),
            ..self.run_of(job, Trigger::Manual, &viewer.name)
        };
        store::insert(&write, &run, None).await?;
        write.commit().await?;
        self.0.wake.notify_one();
        Ok(run)
    }

    /// Queues the suites whose schedule is due. Returns how many.
    pub(super) async fn fire_suites(&self, now: DateTime<Utc>) -> Result<usize> {
        let quality = self.0.checking.quality();
        let suites = quality.scheduled_suites().await.map_err(plain)?;
        let mut fired = 0;
        for suite in suites {
            let Some((cron, timezone)) = &suite.draft.timing.cron else { continue };
            let Ok(cron) = Cron::parse(cron, timezone) else { continue };
            let Some(at) = cron.last_between(suite.fired_until.max(now - LATEST), now) else { continue };
            let write = self.0.catalog.database().write().await?;
            if !quality.claim_schedule(&write, &suite, now).await.map_err(plain)? {
                continue;
            }
            let is_free = store::open_about(&write, "checks", suite.id.0).await?.is_empty();
            let slot = format!("{}@{}", suite.id, cron.slot(at));
            if is_free && store::insert(&write, &self.checks_of(&suite, Trigger::Cron, None), Some(&slot)).await? {
                fired += 1;
            }
            write.commit().await?;
        }
        Ok(fired)
    }

    /// Queues the suites that run after crawls, for tables of the source that was crawled.
    pub(super) async fn check_after_crawl(&self, source: SourceId) -> Result<()> {
        self.0.checking.settle_contracts().await.map_err(plain)?;
        let suites = self.0.checking.quality().suites_after_crawls().await.map_err(plain)?;
        for suite in suites {
            let write = self.0.catalog.database().write().await?;
            let open = store::open_about(&write, "checks", suite.id.0).await?;
            if open.iter().all(|run| run.within.is_some_and(|within| within != source)) {
                store::insert(&write, &self.checks_of(&suite, Trigger::Report, Some(source)), None).await?;
            }
            write.commit().await?;
        }
        self.0.wake.notify_one();
        Ok(())
    }

    pub(super) fn checks_of(&self, suite: &Suite, trigger: Trigger, within: Option<SourceId>) -> Run {
        let subject: SuiteId = suite.id;
        Run {
            subject: Some(subject.0),
            source_name: Some(suite.draft.name.clone()),
            within,
            ..self.run_of("checks", trigger, "system")
        }
    }
}

/// What the store says, which is all that can go wrong here.
pub(super) fn plain(cause: quality::Error) -> catalog::Error {
    match cause {
        quality::Error::Catalog(cause) => cause,
        other => catalog::Error::conflict(other.to_string()),
    }
}
