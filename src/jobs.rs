//! Background work: the list of jobs, and the one runner that queues, claims, watches and remembers their runs.
//!
//! A run is a row. Whoever claims it in a short transaction holds it by a lease and says regularly that it still works;
//! a run whose lease is over is *lost*, and the next run of that source converges. Of one source one run works at a
//! time. What a run reads and writes is the business of the job, one file each in `jobs/`.

use std::{collections::HashMap, sync::Arc, time::Duration};

use catalog::{Action, Catalog, Clock, Error, Page, PageRequest, Result, RunId, SourceId, Viewer};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::{checking::Checking, sources::Sources, worth::Worth};

pub mod cron;
pub mod job;
pub mod live;
pub mod run;

mod after_run;
mod checks;
mod crawl;
mod kpi;
mod quality;
mod queue;
mod retention;
mod schedule;
pub(crate) mod store;
mod worker;

#[cfg(test)]
mod tests;

pub use self::{
    job::{Failure, Job, Outcome},
    live::Live,
    run::{Counts, Level, Line, Problem, Run, Status, Trigger},
    store::Filter,
    worker::Workers,
};

/// Every job. A new one is one file in `jobs/` and one line here.
pub static JOBS: &[&dyn Job] = &[
    &checks::Checks,       // makes the checks of a suite, or of a table
    &crawl::Crawl,         // reads a source
    &checks::Profiling,    // measures a table
    &kpi::EvaluateKpis,    // works out KPIs and insights
    &retention::Retention, // forgets old logs
];

/// The job of this name.
pub(crate) fn job(name: &str) -> Result<&'static dyn Job> {
    let found = JOBS.iter().copied().find(|job| job.name() == name);
    found.ok_or_else(|| Error::not_found("job", name))
}

/// How the runner keeps time.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How often a run says that it still works, and its log lines are stored.
    pub beat: Duration,
    /// How long a run counts as held after it last said so.
    pub lease: Duration,
    /// How often the queue and the schedules are looked at when nothing else wakes the runner.
    pub poll: Duration,
    /// How long the first pause before another attempt is; each further one is twice as long.
    pub back_off: Duration,
    /// How late a schedule may be served before its time counts as missed.
    pub grace: Duration,
    /// What is forgotten when.
    pub keep: Keep,
    /// Where faults of runs are told.
    pub faults: Option<tokio::sync::mpsc::Sender<crate::telemetry::Seen>>,
}

/// How long what happened is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Runs of outside pipelines.
    pub pipeline_runs: chrono::Duration,
    /// Who used what on which day.
    pub usage: chrono::Duration,
    /// Who did what.
    pub audit: chrono::Duration,
    /// What went wrong.
    pub exceptions: chrono::Duration,
    /// What checks came to, and profiles.
    pub quality: chrono::Duration,
    /// OpenLineage events as they came.
    pub events: chrono::Duration,
    /// The most bytes that all these events have together.
    pub events_bytes: i64,
    /// What people and programs were told.
    pub news: chrono::Duration,
    /// The most events of that.
    pub news_rows: i64,
}

impl Default for Keep {
    fn default() -> Self {
        let days = chrono::Duration::days;
        Self {
            pipeline_runs: days(400),
            usage: days(400),
            audit: days(400),
            exceptions: days(90),
            quality: days(400),
            events: days(30),
            events_bytes: 1 << 30,
            news: days(30),
            news_rows: 500_000,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            beat: Duration::from_secs(2),
            lease: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            back_off: Duration::from_secs(30),
            grace: Duration::from_secs(90),
            keep: Keep::default(),
            faults: None,
        }
    }
}

/// The runs of an installation; cheap to clone.
#[derive(Debug, Clone)]
pub struct Jobs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    catalog: Catalog,
    sources: Sources,
    checking: Checking,
    settings: Settings,
    /// Who this process is, where leases are concerned.
    holder: Uuid,
    /// The runs that work in this process.
    live: std::sync::Mutex<HashMap<RunId, Live>>,
    /// Wakes the workers.
    wake: Notify,
    /// What the catalog is worth, once it is there.
    worth: std::sync::OnceLock<Worth>,
}

impl Jobs {
    /// The runs in the store of `catalog`.
    #[must_use]
    pub fn new(catalog: Catalog, sources: Sources, checking: Checking, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            catalog,
            sources,
            checking,
            settings,
            holder: RunId::new().0,
            live: std::sync::Mutex::default(),
            wake: Notify::new(),
            worth: std::sync::OnceLock::new(),
        }))
    }

    /// Lets jobs work out what the catalog is worth; the first call counts.
    pub fn attach_worth(&self, worth: Worth) {
        // Nobody attaches twice, and it would be the same.
        let _ = self.0.worth.set(worth);
    }

    fn clock(&self) -> &Clock {
        self.0.catalog.clock()
    }

    /// One run, as it is at this moment.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` when there is none, or none that the viewer may know of.
    pub async fn get(&self, viewer: &Viewer, id: RunId) -> Result<Run> {
        viewer.must(Action::ReadSources)?;
        let run = match self.progress(id) {
            Some(live) => Some(live.borrow().clone()),
            None => store::find(self.0.catalog.database(), id).await?,
        };
        run.filter(|run| may_see(viewer, run)).ok_or_else(|| Error::not_found("run", id))
    }

    /// A page of runs, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn list(&self, viewer: &Viewer, filter: &Filter, page: &PageRequest) -> Result<Page<Run>> {
        viewer.must(Action::ReadSources)?;
        let runs = store::list(self.0.catalog.database(), &viewer.sees, filter, page).await?;
        Ok(runs.map(|run| self.refreshed(run)))
    }

    /// A page of a run's log, oldest first, from `least` upwards.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a foreign cursor.
    pub async fn log(&self, viewer: &Viewer, id: RunId, least: Level, page: &PageRequest) -> Result<Page<Line>> {
        self.get(viewer, id).await?;
        store::lines(self.0.catalog.database(), id, least, page).await
    }

    /// The newest run of each of these sources with one of `statuses`, in one statement.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn newest(
        &self,
        viewer: &Viewer,
        sources: &[SourceId],
        statuses: &[Status],
    ) -> Result<HashMap<SourceId, Run>> {
        viewer.must(Action::ReadSources)?;
        let seen: Vec<SourceId> = sources.iter().copied().filter(|id| viewer.sees_source(Some(*id))).collect();
        let runs = store::newest(self.0.catalog.database(), &seen, statuses).await?;
        Ok(runs.into_iter().map(|(source, run)| (source, self.refreshed(run))).collect())
    }

    /// The progress of a run that works in this process; none for any other.
    #[must_use]
    pub fn progress(&self, id: RunId) -> Option<watch::Receiver<Run>> {
        self.lock_live().get(&id).map(Live::watch)
    }

    fn refreshed(&self, run: Run) -> Run {
        self.progress(run.id).map_or(run, |live| live.borrow().clone())
    }

    fn lock_live(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, Live>> {
        // Nothing in here can be left half-done by a panic.
        self.0.live.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Runs without a source (of the service itself) are for those who see everything.
fn may_see(viewer: &Viewer, run: &Run) -> bool {
    viewer.sees_source(run.source)
}
