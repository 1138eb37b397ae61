//! Runs of jobs.

use std::collections::HashMap;

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{AssetId, PageRequest, PipelineRun, PipelineRunId, RunStatus, Viewer, run::RunFilter};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{MOST_ITEMS, Window, job_name, not_found, pair, time_text};
use crate::{access::Caller, app::App, http::error::Problem};

/// Whose facets are wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    r#type: Option<String>,
}

/// A page of the runs of a job, newest first.
///
/// # Errors
/// 404 when there is no such job that the caller may know of; 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name)): Path<(String, String)>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let (limit, offset) = part.checked()?;
    let viewer = &caller.viewer;
    let found = app.openlineage().job(viewer, &namespace, &name).await?;
    let job = found.ok_or_else(|| not_found("job", &name))?;
    let filter = RunFilter { asset: Some(job.id), ..RunFilter::default() };
    let (mut runs, mut after) = (Vec::new(), None);
    while runs.len() < offset + limit {
        let first = (offset + limit - runs.len()).min(MOST_ITEMS);
        let page = app.catalog().pipeline_runs(viewer, &filter, &PageRequest { first, after }).await?;
        after = page.next().map(str::to_owned);
        runs.extend(page.items.into_iter().map(|(_, run)| run));
        if after.is_none() {
            break;
        }
    }
    let runs: Vec<PipelineRun> = runs.into_iter().skip(offset).collect();
    let total = app.catalog().count_runs(viewer, &filter).await?;
    Ok(Json(json!({ "runs": shapes(&app, viewer, &runs).await?, "totalCount": total })))
}

/// One run, by what its tool calls it.
///
/// # Errors
/// 404 when there is none that the caller may know of.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let run = find(&app, &caller.viewer, &id).await?;
    let mut shaped = shapes(&app, &caller.viewer, &[run]).await?;
    Ok(Json(shaped.pop().unwrap_or_default()))
}

/// The facets of a run, or of its job.
///
/// # Errors
/// 404 when there is no such run; 400 for another type than `run` and `job`.
pub async fn show_facets(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let viewer = &caller.viewer;
    let run = find(&app, viewer, &id).await?;
    let facets: Map<String, Value> = match wanted.r#type.as_deref().unwrap_or("run").to_ascii_lowercase().as_str() {
        "run" => {
            let mut details = app.catalog().run_details(viewer, &[run.id]).await?;
            details.remove(&run.id).unwrap_or_default().facets
        }
        "job" => app.openlineage().facets(viewer, &[run.asset]).await?.remove(&run.asset).unwrap_or_default(),
        _ => return Err(Problem::invalid("type", "is neither `run` nor `job`")),
    };
    Ok(Json(json!({ "runId": run.external_id, "facets": facets })))
}

async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<PipelineRun, Problem> {
    let filter = RunFilter { external_id: Some(id.to_ascii_lowercase()), ..RunFilter::default() };
    let page = app.catalog().pipeline_runs(viewer, &filter, &PageRequest::first(1)).await?;
    page.items.into_iter().next().map(|(_, run)| run).ok_or_else(|| not_found("run", id))
}

/// Runs as Marquez shows them.
pub(super) async fn shapes(app: &App, viewer: &Viewer, runs: &[PipelineRun]) -> Result<Vec<Value>, Problem> {
    let ids: Vec<PipelineRunId> = runs.iter().map(|run| run.id).collect();
    let mut details = app.catalog().run_details(viewer, &ids).await?;
    let jobs: Vec<AssetId> = runs.iter().map(|run| run.asset).collect();
    let jobs = app.catalog().assets(viewer, &jobs, None).await?;
    let jobs: HashMap<AssetId, Value> = jobs.iter().map(|job| (job.id, pair(job_name(job)))).collect();
    let now = app.clock().now();
    let shape = |run: &PipelineRun| {
        let facets = details.remove(&run.id).unwrap_or_default().facets;
        let nominal = |end: &str| facets.get("nominalTime").and_then(|facet| facet.get(end)).cloned();
        json!({
            "id": run.external_id,
            "createdAt": time_text(run.reported_at),
            "updatedAt": time_text(run.ended_at.or(run.started_at).unwrap_or(run.reported_at)),
            "nominalStartTime": nominal("nominalStartTime").or(run.scheduled_at.map(time_text)),
            "nominalEndTime": nominal("nominalEndTime"),
            "state": state(run.status),
            "startedAt": run.started_at.map(time_text),
            "endedAt": run.ended_at.map(time_text),
            "durationMs": run.duration(now).map(|took| took.num_milliseconds()),
            "args": {},
            "jobVersion": jobs.get(&run.asset),
            "inputDatasetVersions": [],
            "outputDatasetVersions": [],
            "facets": facets,
        })
    };
    Ok(runs.iter().map(shape).collect())
}

/// Marquez' words for how far a run is.
pub(super) const STATES: [&str; 5] = ["NEW", "RUNNING", "COMPLETED", "FAILED", "ABORTED"];

/// Marquez' word for a status.
pub(super) fn state(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Queued => "NEW",
        RunStatus::Running => "RUNNING",
        RunStatus::Succeeded => "COMPLETED",
        RunStatus::Failed => "FAILED",
        RunStatus::Skipped | RunStatus::Cancelled => "ABORTED",
    }
}
