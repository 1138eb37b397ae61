//! Reading runs: lists, one with its log, counts by day, the newest of each pipeline; and forgetting old ones.

use std::collections::{BTreeMap, HashMap};

use async_graphql::Enum;
use chrono::{DateTime, NaiveDate, Offset as _, TimeZone, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::{LogExcerpt, PipelineRun, RunCounts, RunStatus, RunTrigger};
use crate::{
    catalog::Catalog,
    clock::from_micros,
    error::{Error, Result},
    id::{AssetId, PipelineRunId},
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    read::trim::Fetched,
    store::{ROWS, asset, run},
    viewer::{Action, Viewer, Visibility},
};

/// The most days of one chart.
pub const MAX_DAYS: i64 = 400;

/// Whose runs are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "PipelineRunGrain")]
pub enum RunGrain {
    /// Those of pipelines.
    Pipeline,
    /// Those of tasks.
    Task,
}

/// Which runs are wanted.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Those of this pipeline and of its tasks.
    pub pipeline: Option<AssetId>,
    /// Those of this pipeline or task itself.
    pub asset: Option<AssetId>,
    /// Only those of pipelines, or only those of tasks.
    pub grain: Option<RunGrain>,
    /// Those with one of these; empty means any.
    pub statuses: Vec<RunStatus>,
    /// Those with this identifier of their tool.
    pub external_id: Option<String>,
    /// Those that happened at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Those that happened before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// What is only read with one run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunDetail {
    /// Its first and last log lines.
    pub log: Option<LogExcerpt>,
    /// What its tool says besides, by name.
    pub facets: serde_json::Map<String, serde_json::Value>,
}

/// How many runs of a day are in which status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// The day, in the time zone that was asked for.
    pub day: NaiveDate,
    /// The number of runs by status; statuses without runs are absent.
    pub counts: BTreeMap<RunStatus, i64>,
}

#[derive(FromQueryResult)]
struct Bucket {
    bucket: i64,
    status: i16,
    count: i64,
}

impl Catalog {
    /// Runs that the viewer may know of, newest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor of another list.
    pub async fn pipeline_runs(
        &self,
        viewer: &Viewer,
        filter: &RunFilter,
        page: &PageRequest,
    ) -> Result<Page<PipelineRun>> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = condition(viewer, filter);
        let fetch = |page| -> Fetched<'_, _> { Box::pin(self.runs_of(wanted.clone(), page)) };
        self.trimmed(viewer, page, |run: &PipelineRun| run.asset, fetch).await
    }

    async fn runs_of(&self, mut wanted: Condition, page: PageRequest) -> Result<Page<PipelineRun>> {
        if let Some(after) = &page.after {
            let bad = || Error::invalid("after", "is not a cursor of this list");
            let parts = decode_cursor(after, 2)?;
            let at: i64 = parts[0].parse().map_err(|_| bad())?;
            let id = Uuid::parse_str(&parts[1]).map_err(|_| bad())?;
            let same = Condition::all().add(run::Column::At.eq(at)).add(run::Column::Id.lt(id));
            wanted = wanted.add(Condition::any().add(run::Column::At.lt(at)).add(same));
        }
        let rows = run::Entity::find()
            .filter(wanted)
            .order_by_desc(run::Column::At)
            .order_by_desc(run::Column::Id)
            .limit(page.first as u64 + 1)
            .all(self.database().read())
            .await?;
        let runs = rows.into_iter().map(of_row).collect();
        Ok(Page::cut(runs, page.first, |run: &PipelineRun| {
            encode_cursor(&[&run.at.timestamp_micros().to_string(), &run.id.to_string()])
        }))
    }

    /// How many runs [`Self::pipeline_runs`] has in all its pages.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn count_runs(&self, viewer: &Viewer, filter: &RunFilter) -> Result<u64> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = self.seen_runs(viewer, condition(viewer, filter)).await?;
        Ok(run::Entity::find().filter(wanted).count(self.database().read()).await?)
    }

    /// One run.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the viewer may know of.
    pub async fn pipeline_run(&self, viewer: &Viewer, id: PipelineRunId) -> Result<PipelineRun> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = condition(viewer, &RunFilter::default()).add(run::Column::Id.eq(id.0));
        let row = run::Entity::find().filter(wanted).one(self.database().read()).await?;
        let not_found = || Error::not_found("pipeline run", id);
        let run = row.map(of_row).ok_or_else(not_found)?;
        if self.visible(viewer, &[run.asset]).await?.is_empty() { Err(not_found()) } else { Ok(run) }
    }

    /// The same runs without those of pipelines and tasks that rules hide from the viewer.
    async fn seen_runs(&self, viewer: &Viewer, wanted: Condition) -> Result<Condition> {
        if !matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(wanted);
        }
        let ran: Vec<Uuid> = run::Entity::find()
            .select_only()
            .distinct()
            .column(run::Column::AssetId)
            .filter(wanted.clone())
            .into_tuple()
            .all(self.database().read())
            .await?;
        let ran: Vec<AssetId> = ran.into_iter().map(AssetId).collect();
        let seen = self.visible(viewer, &ran).await?;
        let hidden: Vec<&AssetId> = ran.iter().filter(|id| !seen.contains(id)).collect();
        // Whichever list is the shorter one: engines take a bounded number of values.
        Ok(if hidden.len() < seen.len() {
            wanted.add(run::Column::AssetId.is_not_in(hidden.into_iter().map(|id| id.0)))
        } else {
            wanted.add(run::Column::AssetId.is_in(seen.into_iter().map(|id| id.0)))
        })
    }

    /// The logs and facets of runs that the viewer may know of; those without either are absent.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn run_details(
        &self,
        viewer: &Viewer,
        runs: &[PipelineRunId],
    ) -> Result<HashMap<PipelineRunId, RunDetail>> {
        viewer.must(Action::ReadCatalog)?;
        let mut details = HashMap::new();
        for chunk in runs.chunks(ROWS) {
            let ids = chunk.iter().map(|run| run.0);
            let wanted = condition(viewer, &RunFilter::default()).add(run::Column::Id.is_in(ids));
            let seen: Vec<Uuid> = run::Entity::find()
                .select_only()
                .column(run::Column::Id)
                .filter(self.seen_runs(viewer, wanted).await?)
                .into_tuple()
                .all(self.database().read())
                .await?;
            let rows = run::log::Entity::find().filter(run::log::Column::RunId.is_in(seen));
            for row in rows.all(self.database().read()).await? {
                let has_log = !row.head.is_empty();
                let log = LogExcerpt { omitted: row.omitted, head: row.head, tail: row.tail };
                let facets = row.facets.as_deref().and_then(|text| serde_json::from_str(text).ok());
                let detail = RunDetail { log: has_log.then_some(log), facets: facets.unwrap_or_default() };
                details.insert(PipelineRunId(row.run_id), detail);
            }
        }
        Ok(details)
    }

    /// How many runs of each day are in which status, oldest day first; days without runs are absent. Counted by the
    /// store over exactly the runs that [`Self::pipeline_runs`] lists.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] without both ends, or for more than [`MAX_DAYS`].
    pub async fn run_days<Z: TimeZone>(&self, viewer: &Viewer, filter: &RunFilter, zone: &Z) -> Result<Vec<DayCount>> {
        viewer.must(Action::ReadCatalog)?;
        let (Some(from), Some(to)) = (filter.from, filter.to) else {
            return Err(Error::invalid("from", "is needed, and so is `to`"));
        };
        if to - from > chrono::Duration::days(MAX_DAYS) || to < from {
            return Err(Error::invalid("to", format!("is not 0 to {MAX_DAYS} days behind `from`")));
        }
        let wanted = self.seen_runs(viewer, condition(viewer, filter)).await?;
        // The distance of every zone from UTC is a multiple of a quarter of an hour, so quarters fall into one day each.
        const QUARTER: i64 = 15 * 60 * 1_000_000;
        // Written out: an engine does not see that two bound values are one.
        let bucket = Expr::cust(format!("\"catalog_run\".\"at\" / {QUARTER}"));
        let rows: Vec<Bucket> = run::Entity::find()
            .select_only()
            .column_as(bucket.clone(), "bucket")
            .column(run::Column::Status)
            .column_as(run::Column::Id.count(), "count")
            .filter(wanted)
            .group_by(bucket)
            .group_by(run::Column::Status)
            .into_model()
            .all(self.database().read())
            .await?;
        let mut days: BTreeMap<NaiveDate, BTreeMap<RunStatus, i64>> = BTreeMap::new();
        for row in rows {
            let at = from_micros(row.bucket * QUARTER);
            let local = at.naive_utc() + zone.offset_from_utc_datetime(&at.naive_utc()).fix();
            *days.entry(local.date()).or_default().entry(RunStatus::from_number(row.status)).or_default() += row.count;
        }
        Ok(days.into_iter().map(|(day, counts)| DayCount { day, counts }).collect())
    }

    /// When each of `pipelines` last ran: the newest moment at which one of its runs began or should have begun.
    /// Pipelines that never ran are absent. One statement for up to 500.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn last_runs(&self, viewer: &Viewer, pipelines: &[AssetId]) -> Result<HashMap<AssetId, DateTime<Utc>>> {
        viewer.must(Action::ReadCatalog)?;
        let mut last = HashMap::new();
        let seen: Vec<AssetId> = self.visible(viewer, pipelines).await?.into_iter().collect();
        for chunk in seen.chunks(ROWS) {
            let rows: Vec<(Uuid, i64)> = run::Entity::find()
                .select_only()
                .column(run::Column::PipelineId)
                .column_as(run::Column::At.max(), "last_at")
                .filter(condition(viewer, &RunFilter::default()))
                .filter(run::Column::PipelineId.is_in(chunk.iter().map(|id| id.0)))
                .group_by(run::Column::PipelineId)
                .into_tuple()
                .all(self.database().read())
                .await?;
            last.extend(rows.into_iter().map(|(id, at)| (AssetId(id), from_micros(at))));
        }
        Ok(last)
    }

    /// Forgets up to `most` runs that happened before `before`, with their logs; returns how many.
    ///
    /// # Errors
    /// The store's own.
    pub async fn forget_runs(&self, before: DateTime<Utc>, most: u64) -> Result<u64> {
        let write = self.database().write().await?;
        let old: Vec<Uuid> = run::Entity::find()
            .select_only()
            .column(run::Column::Id)
            .filter(run::Column::At.lt(before.timestamp_micros()))
            .order_by_asc(run::Column::At)
            .limit(most)
            .into_tuple()
            .all(&*write)
            .await?;
        for chunk in old.chunks(ROWS) {
            let ids = || chunk.iter().copied();
            run::log::Entity::delete_many().filter(run::log::Column::RunId.is_in(ids())).exec(&*write).await?;
            run::Entity::delete_many().filter(run::Column::Id.is_in(ids())).exec(&*write).await?;
        }
        write.commit().await?;
        Ok(old.len() as u64)
    }
}

/// The runs of `filter` that the viewer may know of.
fn condition(viewer: &Viewer, filter: &RunFilter) -> Condition {
    use run::Column;
    let mut wanted = Condition::all();
    if let Some(pipeline) = filter.pipeline {
        wanted = wanted.add(Column::PipelineId.eq(pipeline.0));
    }
    if let Some(asset) = filter.asset {
        wanted = wanted.add(Column::AssetId.eq(asset.0));
    }
    let is_own = Expr::col(Column::AssetId).equals(Column::PipelineId);
    match filter.grain {
        None => {}
        Some(RunGrain::Pipeline) => wanted = wanted.add(is_own),
        Some(RunGrain::Task) => wanted = wanted.add(is_own.not()),
    }
    if !filter.statuses.is_empty() {
        wanted = wanted.add(Column::Status.is_in(filter.statuses.iter().map(|status| status.number())));
    }
    if let Some(id) = &filter.external_id {
        wanted = wanted.add(Column::ExternalId.eq(id));
    }
    if let Some(from) = filter.from {
        wanted = wanted.add(Column::At.gte(from.timestamp_micros()));
    }
    if let Some(to) = filter.to {
        wanted = wanted.add(Column::At.lt(to.timestamp_micros()));
    }
    match viewer.sees.sources() {
        None => wanted,
        Some(sources) => {
            let seen = Query::select()
                .column(asset::Column::Id)
                .from(asset::Entity)
                .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                .to_owned();
            wanted.add(Column::AssetId.in_subquery(seen))
        }
    }
}

/// The run that a row is.
pub(super) fn of_row(row: run::Model) -> PipelineRun {
    PipelineRun {
        id: PipelineRunId(row.id),
        asset: AssetId(row.asset_id),
        pipeline: AssetId(row.pipeline_id),
        external_id: row.external_id,
        parent_external_id: row.parent_external_id,
        status: RunStatus::from_number(row.status),
        with_errors: row.with_errors,
        trigger: row.triggered_by.and_then(RunTrigger::from_number),
        scheduled_at: row.scheduled_at.map(from_micros),
        started_at: row.started_at.map(from_micros),
        ended_at: row.ended_at.map(from_micros),
        at: from_micros(row.at),
        attempt: row.attempt,
        counts: RunCounts {
            records_read: row.records_read,
            records_written: row.records_written,
            records_failed: row.records_failed,
            bytes: row.bytes,
            records_per_second: row.records_per_second,
            bytes_per_second: row.bytes_per_second,
        },
        error_reason: row.error_reason,
        reporter: row.reporter,
        reported_at: from_micros(row.reported_at),
    }
}
