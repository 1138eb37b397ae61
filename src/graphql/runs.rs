//! Runs: background work under way and in the past, its log, and its progress as it happens.

use std::{collections::HashMap, time::Duration};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject, Subscription, dataloader::Loader};
use catalog::{Count, Page, PageRequest, RunId, SourceId};
use chrono::{DateTime, Utc};
use futures_util::Stream;
use tokio_stream::wrappers::ReceiverStream;

use super::{
    app,
    asset::SourceRef,
    change::{Commit, CommitConnection},
    connection::{PageInfo, page},
    curate::Hold,
    loaders::{Reader, Shared, share},
    viewer,
};
use crate::jobs::{self, Counts, Filter, Level, Line, Problem, Status, Trigger};

/// The most commits of one run that an answer has.
const MOST_COMMITS: usize = 100;
/// How often a run that works in another process is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// One run of a job, such as a crawl.
pub struct Run(pub(super) jobs::Run);

/// A page of runs, newest first.
#[derive(SimpleObject)]
pub struct RunConnection {
    /// The runs.
    nodes: Vec<Run>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl RunConnection {
    pub(super) fn of(page: Page<jobs::Run>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, run)| Run(run)).collect(), page_info }
    }
}

/// A page of log lines, oldest first.
#[derive(SimpleObject)]
pub struct LogConnection {
    /// The lines.
    nodes: Vec<Line>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// What the changes of a run mean to those who read the data.
#[derive(SimpleObject)]
pub struct DriftSummary {
    /// Changes that may break a reader.
    breaking: Count,
    /// Changes that only add.
    additive: Count,
    /// The rest.
    other: Count,
}

/// Which runs are wanted.
#[derive(InputObject, Default)]
pub struct RunFilter {
    /// Those of this source.
    source: Option<SourceId>,
    /// Those with one of these.
    statuses: Option<Vec<Status>>,
    /// Those made at this moment or later.
    from: Option<DateTime<Utc>>,
    /// Those made before this moment.
    to: Option<DateTime<Utc>>,
}

/// One run of a job, such as a crawl.
#[Object]
impl Run {
    /// Its identifier.
    async fn id(&self) -> RunId {
        self.0.id
    }

    /// The job, such as `crawl`.
    async fn job(&self) -> &str {
        &self.0.job
    }

    /// The source it reads, as it was called when the run was made; null for a job of the service itself.
    async fn source(&self) -> Option<SourceRef> {
        let run = &self.0;
        Some(SourceRef {
            id: run.source?,
            name: run.source_name.clone().unwrap_or_default(),
            connector: run.connector.clone().unwrap_or_default(),
        })
    }

    /// How far it is.
    async fn status(&self) -> Status {
        self.0.status
    }

    /// What made it.
    async fn trigger(&self) -> Trigger {
        self.0.trigger
    }

    /// Who: an account, a token, or `system`.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// When it was made.
    async fn queued_at(&self) -> DateTime<Utc> {
        self.0.queued_at
    }

    /// When its last attempt began; null before the first.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        self.0.started_at
    }

    /// When it was over; null while it is not.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Which attempt this is, from 1; 0 before the first.
    async fn attempt(&self) -> i32 {
        self.0.attempt
    }

    /// What it is doing; null when it does not work.
    async fn phase(&self) -> Option<&str> {
        self.0.phase.as_deref()
    }

    /// How much is done, from 0 to 1; null where that cannot be told.
    async fn progress(&self) -> Option<f64> {
        self.0.progress
    }

    /// What it counted.
    async fn counts(&self) -> Counts {
        self.0.counts
    }

    /// Why it ended as it did, for people; null before.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What can be done about a failure, such as `unavailable`; null without one.
    async fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The first hundred things that could not be read or stored.
    async fn errors(&self) -> &[Problem] {
        &self.0.problems
    }

    /// The removals it found that wait for a person; null when there are none.
    async fn hold(&self, ctx: &Context<'_>) -> Result<Option<Hold>> {
        let Some(id) = self.0.hold else { return Ok(None) };
        Ok(Some(Hold(app(ctx).catalog().hold(viewer(ctx), id).await?)))
    }

    /// Its commits, newest first; at most a hundred.
    #[graphql(complexity = "50 + child_complexity")]
    async fn commits(&self, ctx: &Context<'_>) -> Result<Vec<Commit>> {
        let page = PageRequest::first(MOST_COMMITS);
        let found = app(ctx).catalog().commits(viewer(ctx), Some(self.0.id), &page).await?;
        Ok(CommitConnection::of(found).nodes)
    }

    /// Its log, oldest first, from `level` upwards.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn log(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 200)] first: i32,
        after: Option<String>,
        level: Option<Level>,
    ) -> Result<LogConnection> {
        let least = level.unwrap_or(Level::Debug);
        let found = app(ctx).jobs().log(viewer(ctx), self.0.id, least, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(LogConnection { nodes: found.items.into_iter().map(|(_, line)| line).collect(), page_info })
    }

    /// What its changes mean to readers of the data; null before its end.
    async fn drift(&self) -> Option<DriftSummary> {
        let drift = self.0.drift;
        matches!(self.0.status, Status::Succeeded | Status::Partial).then(|| DriftSummary {
            breaking: Count(drift.breaking),
            additive: Count(drift.additive),
            other: Count(drift.other),
        })
    }
}

/// The last runs of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LastRunsKey(pub SourceId);

/// The last runs of a source.
#[derive(Debug, Clone, Default)]
pub struct LastRuns {
    /// The newest one.
    pub newest: Option<jobs::Run>,
    /// The newest one that came to an end of its own.
    pub ended: Option<jobs::Run>,
}

const EVERY: [Status; 7] = [
    Status::Queued,
    Status::Running,
    Status::Succeeded,
    Status::Partial,
    Status::Failed,
    Status::Cancelled,
    Status::Lost,
];
const ENDED: [Status; 4] = [Status::Succeeded, Status::Partial, Status::Failed, Status::Lost];

impl Loader<LastRunsKey> for Reader {
    type Value = LastRuns;
    type Error = Shared;

    async fn load(&self, keys: &[LastRunsKey]) -> Result<HashMap<LastRunsKey, Self::Value>, Shared> {
        let ids: Vec<SourceId> = keys.iter().map(|key| key.0).collect();
        let jobs = self.app.jobs();
        let mut newest = jobs.newest(&self.viewer, &ids, &EVERY).await.map_err(share)?;
        let mut ended = jobs.newest(&self.viewer, &ids, &ENDED).await.map_err(share)?;
        let runs = |key: &LastRunsKey| LastRuns { newest: newest.remove(&key.0), ended: ended.remove(&key.0) };
        Ok(keys.iter().copied().zip(keys.iter().map(runs).collect::<Vec<_>>()).collect())
    }
}

/// Questions about runs.
#[derive(Default)]
pub struct RunQuery;

#[Object]
impl RunQuery {
    /// Runs, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn runs(
        &self,
        ctx: &Context<'_>,
        filter: Option<RunFilter>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<RunConnection> {
        let filter = filter.unwrap_or_default();
        let filter = Filter {
            source: filter.source,
            statuses: filter.statuses.unwrap_or_default(),
            from: filter.from,
            to: filter.to,
        };
        Ok(RunConnection::of(app(ctx).jobs().list(viewer(ctx), &filter, &page(first, after)?).await?))
    }

    /// One run; null when there is none.
    async fn run(&self, ctx: &Context<'_>, id: RunId) -> Result<Option<Run>> {
        match app(ctx).jobs().get(viewer(ctx), id).await {
            Ok(run) => Ok(Some(Run(run))),
            Err(catalog::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Starting and stopping runs.
#[derive(Default)]
pub struct RunMutation;

#[Object]
impl RunMutation {
    /// Crawls a source now; refused with `CONFLICT` while a crawl of it works or waits.
    async fn start_crawl(&self, ctx: &Context<'_>, source: SourceId) -> Result<Run> {
        Ok(Run(app(ctx).jobs().start_crawl(viewer(ctx), source).await?))
    }

    /// Stops a run that waits or works; what it stored stays.
    async fn cancel_run(&self, ctx: &Context<'_>, id: RunId) -> Result<Run> {
        Ok(Run(app(ctx).jobs().cancel(viewer(ctx), id).await?))
    }
}

/// Runs as they go on.
#[derive(Default)]
pub struct RunSubscription;

#[Subscription]
impl RunSubscription {
    /// A run as it is now and whenever something about it changes; ends with the run.
    async fn run_progress(&self, ctx: &Context<'_>, id: RunId) -> Result<impl Stream<Item = Run>> {
        let (app, viewer) = (app(ctx).clone(), viewer(ctx).clone());
        let mut shown = app.jobs().get(&viewer, id).await?;
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        tokio::spawn(async move {
            let stopping = app.stopping();
            while sender.send(Run(shown.clone())).await.is_ok() && !shown.status.is_over() {
                let next = tokio::select! {
                    () = sender.closed() => return,
                    () = stopping.cancelled() => return,
                    next = changed(&app, &viewer, &shown) => next,
                };
                let Ok(next) = next else { return };
                shown = next;
            }
        });
        Ok(ReceiverStream::new(receiver))
    }
}

/// The run as soon as it is not as `shown` any more; a slow listener gets the newest state and none in between.
async fn changed(app: &crate::app::App, viewer: &catalog::Viewer, shown: &jobs::Run) -> catalog::Result<jobs::Run> {
    loop {
        match app.jobs().progress(shown.id) {
            // An error means that it has ended and is stored.
            Some(mut live) => drop(live.wait_for(|run| run != shown).await),
            None => tokio::time::sleep(LOOK).await,
        }
        let run = app.jobs().get(viewer, shown.id).await?;
        if run != *shown {
            return Ok(run);
        }
    }
}
