//! Runs of outside pipelines and tasks, as their tools report them: lists, one with its log, counts by day, and which
//! pipelines are late.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject, dataloader::Loader};
use catalog::{
    AssetId, Count, Error, PageRequest, PipelineRunId, RunStatus, RunTrigger,
    run::{DayCount, RunDetail, RunFilter, RunGrain},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    app,
    asset::{AssetRef, loaders},
    connection::{PageInfo, page},
    loaders::{Reader, Shared, share},
    viewer,
};
use crate::lateness::{self, Late};

/// How many days a chart has when nobody says.
const USUAL_DAYS: i64 = 30;

/// One run of an outside pipeline or task.
pub struct PipelineRun(catalog::PipelineRun);

/// A page of runs, newest first.
#[derive(SimpleObject)]
pub struct PipelineRunConnection {
    /// The runs.
    nodes: Vec<PipelineRun>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Which runs are wanted.
#[derive(InputObject, Default)]
pub struct PipelineRunFilter {
    /// Those of this pipeline and of its tasks.
    pipeline: Option<AssetId>,
    /// Those of this pipeline or task itself.
    asset: Option<AssetId>,
    /// Only those of pipelines, or only those of tasks.
    grain: Option<RunGrain>,
    /// Those with one of these.
    statuses: Option<Vec<RunStatus>>,
    /// Those with this identifier of their tool.
    external_run_id: Option<String>,
    /// Those that happened at this moment or later.
    from: Option<DateTime<Utc>>,
    /// Those that happened before this moment.
    to: Option<DateTime<Utc>>,
}

impl From<PipelineRunFilter> for RunFilter {
    fn from(filter: PipelineRunFilter) -> Self {
        Self {
            pipeline: filter.pipeline,
            asset: filter.asset,
            grain: filter.grain,
            statuses: filter.statuses.unwrap_or_default(),
            external_id: filter.external_run_id,
            from: filter.from,
            to: filter.to,
        }
    }
}

/// The first and the last lines of a log.
#[derive(SimpleObject)]
pub struct PipelineRunLog {
    /// The first lines.
    head: String,
    /// The last lines; empty when the first ones are all there are.
    tail: String,
    /// How many lines between the two are not kept.
    omitted_lines: Count,
}

/// One run of an outside pipeline or task.
#[Object]
impl PipelineRun {
    /// Its identifier.
    async fn id(&self) -> PipelineRunId {
        self.0.id
    }

    /// What ran: a pipeline or a task.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<AssetRef>> {
        reference(ctx, self.0.asset).await
    }

    /// The pipeline that it belongs to: the asset itself, or what the task is inside of.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Option<AssetRef>> {
        reference(ctx, self.0.pipeline).await
    }

    /// What its tool calls it.
    async fn external_run_id(&self) -> &str {
        &self.0.external_id
    }

    /// What its tool calls the run that this one is a part of.
    async fn parent_run_id(&self) -> Option<&str> {
        self.0.parent_external_id.as_deref()
    }

    /// How far it is.
    async fn status(&self) -> RunStatus {
        self.0.status
    }

    /// Whether it succeeded with errors.
    async fn with_errors(&self) -> bool {
        self.0.with_errors
    }

    /// What made it begin; null when nobody said.
    async fn trigger(&self) -> Option<RunTrigger> {
        self.0.trigger
    }

    /// When it should have begun.
    async fn scheduled_at(&self) -> Option<DateTime<Utc>> {
        self.0.scheduled_at
    }

    /// When it began.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        self.0.started_at
    }

    /// When it was over; null while it is not.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// When it counts as having happened: when it began, else when it should have, else when it was over.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// How long it took, or takes until now; null before it began.
    async fn duration_seconds(&self, ctx: &Context<'_>) -> Option<f64> {
        self.0.duration(app(ctx).clock().now()).map(Duration::as_seconds_f64)
    }

    /// Which attempt it is, from 1.
    async fn attempt(&self) -> Option<i32> {
        self.0.attempt
    }

    /// Records read.
    async fn records_read(&self) -> Option<Count> {
        self.0.counts.records_read.map(Count)
    }

    /// Records written.
    async fn records_written(&self) -> Option<Count> {
        self.0.counts.records_written.map(Count)
    }

    /// Records that could be neither read nor written.
    async fn records_failed(&self) -> Option<Count> {
        self.0.counts.records_failed.map(Count)
    }

    /// Bytes moved.
    async fn bytes(&self) -> Option<Count> {
        self.0.counts.bytes.map(Count)
    }

    /// Records a second.
    async fn records_per_second(&self) -> Option<f64> {
        self.0.counts.records_per_second
    }

    /// Bytes a second.
    async fn bytes_per_second(&self) -> Option<f64> {
        self.0.counts.bytes_per_second
    }

    /// Why it failed, for people.
    async fn error_reason(&self) -> Option<&str> {
        self.0.error_reason.as_deref()
    }

    /// Who reported it first.
    async fn reporter(&self) -> &str {
        &self.0.reporter
    }

    /// When it was first reported.
    async fn reported_at(&self) -> DateTime<Utc> {
        self.0.reported_at
    }

    /// Its first and last log lines; null when nobody sent any.
    async fn log(&self, ctx: &Context<'_>) -> Result<Option<PipelineRunLog>> {
        let detail = loaders(ctx).one(RunDetailKey(self.0.id)).await?;
        Ok(detail.and_then(|detail| detail.log).map(|log| PipelineRunLog {
            head: log.head,
            tail: log.tail,
            omitted_lines: Count(log.omitted),
        }))
    }

    /// What its tool says besides, by name; an object.
    async fn facets(&self, ctx: &Context<'_>) -> Result<Json<serde_json::Value>> {
        let detail = loaders(ctx).one(RunDetailKey(self.0.id)).await?.unwrap_or_default();
        Ok(Json(serde_json::Value::Object(detail.facets)))
    }
}

async fn reference(ctx: &Context<'_>, id: AssetId) -> Result<Option<AssetRef>> {
    Ok(loaders(ctx).one((id, None)).await?.map(|asset| AssetRef::from(&*asset)))
}

/// The log and facets of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RunDetailKey(PipelineRunId);

impl Loader<RunDetailKey> for Reader {
    type Value = RunDetail;
    type Error = Shared;

    async fn load(&self, keys: &[RunDetailKey]) -> Result<HashMap<RunDetailKey, Self::Value>, Shared> {
        let ids: Vec<PipelineRunId> = keys.iter().map(|key| key.0).collect();
        let details = self.app.catalog().run_details(&self.viewer, &ids).await.map_err(share)?;
        Ok(details.into_iter().map(|(id, detail)| (RunDetailKey(id), detail)).collect())
    }
}

/// How many runs of one day are in which status.
#[derive(SimpleObject)]
pub struct PipelineRunDay {
    /// The day.
    day: NaiveDate,
    /// Runs that wait.
    queued: Count,
    /// Runs at work.
    running: Count,
    /// Runs that did their work.
    succeeded: Count,
    /// Runs that gave up.
    failed: Count,
    /// Runs that were left out.
    skipped: Count,
    /// Runs that were stopped.
    cancelled: Count,
    /// All of them.
    total: Count,
}

impl From<DayCount> for PipelineRunDay {
    fn from(day: DayCount) -> Self {
        let count = |status| Count(day.counts.get(&status).copied().unwrap_or_default());
        Self {
            day: day.day,
            queued: count(RunStatus::Queued),
            running: count(RunStatus::Running),
            succeeded: count(RunStatus::Succeeded),
            failed: count(RunStatus::Failed),
            skipped: count(RunStatus::Skipped),
            cancelled: count(RunStatus::Cancelled),
            total: Count(day.counts.values().sum()),
        }
    }
}

/// A pipeline that should have run by its schedule, and has not.
#[derive(SimpleObject)]
pub struct LatePipeline {
    /// The pipeline.
    pipeline: AssetRef,
    /// Its schedule, as its tool writes it.
    schedule: String,
    /// The time zone of the schedule.
    timezone: String,
    /// When it was due last.
    expected_at: DateTime<Utc>,
    /// When it, or one of its tasks, last ran; null when it never did.
    last_run_at: Option<DateTime<Utc>>,
}

/// A page of late pipelines.
#[derive(SimpleObject)]
pub struct LatePipelineConnection {
    /// The pipelines.
    nodes: Vec<LatePipeline>,
    /// Where the page ends; a page with few or no pipelines may still have a next one.
    page_info: PageInfo,
}

impl From<Late> for LatePipeline {
    fn from(late: Late) -> Self {
        Self {
            pipeline: AssetRef::from(&late.pipeline),
            schedule: late.schedule,
            timezone: late.timezone,
            expected_at: late.expected_at,
            last_run_at: late.last_run_at,
        }
    }
}

/// Questions about runs of outside pipelines.
#[derive(Default)]
pub struct PipelineQuery;

#[Object]
impl PipelineQuery {
    /// Runs of outside pipelines and tasks, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn pipeline_runs(
        &self,
        ctx: &Context<'_>,
        filter: Option<PipelineRunFilter>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<PipelineRunConnection> {
        let filter = filter.unwrap_or_default().into();
        let found = app(ctx).catalog().pipeline_runs(viewer(ctx), &filter, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(PipelineRunConnection {
            nodes: found.items.into_iter().map(|(_, run)| PipelineRun(run)).collect(),
            page_info,
        })
    }

    /// One run of an outside pipeline or task; null when there is none.
    async fn pipeline_run(&self, ctx: &Context<'_>, id: PipelineRunId) -> Result<Option<PipelineRun>> {
        match app(ctx).catalog().pipeline_run(viewer(ctx), id).await {
            Ok(run) => Ok(Some(PipelineRun(run))),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// How many runs of each day are in which status, oldest first; days without runs are absent. The last 30 days,
    /// when nobody says; at most 400.
    #[graphql(complexity = "50 + 10 * child_complexity")]
    async fn pipeline_run_days(
        &self,
        ctx: &Context<'_>,
        filter: Option<PipelineRunFilter>,
        #[graphql(
            default_with = "\"UTC\".to_owned()",
            desc = "The IANA name of the time zone that days are meant in."
        )]
        timezone: String,
    ) -> Result<Vec<PipelineRunDay>> {
        let zone: chrono_tz::Tz = timezone.parse().map_err(|_| {
            Error::invalid(
                "timezone",
                format!("`{timezone}` is not a time zone; give an IANA name such as `Asia/Shanghai`"),
            )
        })?;
        let mut filter: RunFilter = filter.unwrap_or_default().into();
        let to = filter.to.unwrap_or_else(|| app(ctx).clock().now() + Duration::days(1));
        filter.to = Some(to);
        filter.from = filter.from.or(Some(to - Duration::days(USUAL_DAYS)));
        let days = app(ctx).catalog().run_days(viewer(ctx), &filter, &zone).await?;
        Ok(days.into_iter().map(PipelineRunDay::from).collect())
    }

    /// Pipelines whose schedule was due and of which no run has begun since, by system and name.
    #[graphql(complexity = "100 + first.max(0) as usize * child_complexity / 10")]
    async fn late_pipelines(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<LatePipelineConnection> {
        let request: PageRequest = page(first, after)?;
        let found = lateness::late(app(ctx), viewer(ctx), &request).await?;
        Ok(LatePipelineConnection {
            page_info: PageInfo { has_next_page: found.next.is_some(), end_cursor: found.next },
            nodes: found.items.into_iter().map(LatePipeline::from).collect(),
        })
    }
}
