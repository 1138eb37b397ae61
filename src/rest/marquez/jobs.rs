//! Jobs: pipelines and tasks.

use std::collections::HashMap;

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{Asset, AssetId, Listing, PageRequest, PipelineRun, Viewer, run::RunFilter};
use lineage::openlineage::{identity::spell, read::JOBS};
use serde_json::{Value, json};

use super::{Times, Window, facets, job_name, not_found, pair, runs, window};
use crate::{access::Caller, app::App, http::error::Problem};

/// How many of its last runs a job has with it, when it is asked for alone.
const LATEST_RUNS: usize = 10;

/// A page of the jobs of a namespace.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(namespace): Path<String>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, Some(&namespace), part).await
}

/// A page of all jobs.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list_all(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, None, part).await
}

async fn answer(app: &App, viewer: &Viewer, namespace: Option<&str>, part: Window) -> Result<Json<Value>, Problem> {
    let listing = Listing { kinds: &JOBS, namespace, name: None };
    let total = app.catalog().count_listed(viewer, &listing).await?;
    let assets = window(app.catalog(), viewer, &listing, part).await?;
    let jobs = shapes(app, viewer, &assets).await?;
    let jobs: Vec<&Value> = assets.iter().filter_map(|asset| jobs.get(&asset.id)).collect();
    Ok(Json(json!({ "jobs": jobs, "totalCount": total })))
}

/// One job with its last runs.
///
/// # Errors
/// 404 when there is none that the caller may know of.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let viewer = &caller.viewer;
    let found = app.openlineage().job(viewer, &namespace, &name).await?;
    let asset = found.ok_or_else(|| not_found("job", &name))?;
    let id = asset.id;
    let mut job = shapes(&app, viewer, &[asset]).await?.remove(&id).unwrap_or_default();
    let filter = RunFilter { asset: Some(id), ..RunFilter::default() };
    let page = app.catalog().pipeline_runs(viewer, &filter, &PageRequest::first(LATEST_RUNS)).await?;
    let last: Vec<PipelineRun> = page.items.into_iter().map(|(_, run)| run).collect();
    let last = runs::shapes(&app, viewer, &last).await?;
    job["latestRun"] = last.first().cloned().unwrap_or_default();
    job["latestRuns"] = last.into();
    Ok(Json(job))
}

/// Jobs as Marquez shows them, without runs: a handful of statements whatever their number.
pub(super) async fn shapes(app: &App, viewer: &Viewer, assets: &[Asset]) -> Result<HashMap<AssetId, Value>, Problem> {
    let times = Times::of(app.catalog(), assets).await?;
    let mut facets = facets(app, viewer, assets).await?;
    let mut sides = app.openlineage().sides(viewer, assets).await?;
    let shape = |asset: &Asset| {
        let sides = sides.remove(&asset.id).unwrap_or_default();
        let spelled = |side: Vec<(catalog::Name, AssetId)>| -> Vec<Value> {
            side.iter().map(|(name, _)| pair(spell(name))).collect()
        };
        let (namespace, name) = job_name(asset);
        let inside = asset.name.parent().map(|parent| parent.last().to_owned());
        let facets = facets.remove(&asset.id).unwrap_or_default();
        let value = json!({
            "id": pair((namespace.clone(), name.clone())),
            "type": "BATCH",
            "name": name,
            "simpleName": inside.as_ref().and_then(|inside| name.strip_prefix(&format!("{inside}."))).unwrap_or(&name),
            "parentJobName": inside,
            "namespace": namespace,
            "createdAt": times.at(asset.created),
            "updatedAt": times.at(asset.changed),
            "inputs": spelled(sides.inputs),
            "outputs": spelled(sides.outputs),
            "location": facets.get("sourceCodeLocation").and_then(|facet| facet.get("url")),
            "description": asset.description(),
            "tags": [],
            "labels": [],
            "latestRun": null,
            "latestRuns": [],
            "facets": facets,
            "currentVersion": null,
        });
        (asset.id, value)
    };
    Ok(assets.iter().map(shape).collect())
}
