//! Jobs: pipelines and tasks.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    Extension, Json,
    extract::{Path, Query, RawQuery, State},
};
use catalog::{Asset, AssetId, Listing, PageRequest, PipelineRun, Viewer};
use lineage::openlineage::{identity::spell, read::JOBS};
use serde_json::{Value, json};

use url::form_urlencoded;

use super::{MOST_ITEMS, Times, Window, facets, job_name, job_versions, not_found, pair, runs, tags, window};
use crate::{access::Caller, app::App, http::error::Problem};

/// How many of its last runs a job has with it.
const LATEST_RUNS: u64 = 10;
/// Among how many jobs those are looked for whose last run ended in some way.
const MOST_LOOKED_AT: usize = 10_000;

/// Whose last run has one of these states; empty for any.
struct LastStates(Vec<&'static str>);

impl LastStates {
    /// Reads `lastRunStates`, which may be there more than once.
    fn of(query: Option<&str>) -> Result<Self, Problem> {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let words = pairs.filter(|(name, value)| name == "lastRunStates" && !value.is_empty());
        let read = |(_, word): (Cow<'_, str>, Cow<'_, str>)| {
            let known = runs::STATES.into_iter().find(|state| state.eq_ignore_ascii_case(&word));
            known.ok_or_else(|| Problem::invalid("lastRunStates", format!("is not one of {}", runs::STATES.join(", "))))
        };
        Ok(Self(words.map(read).collect::<Result<_, _>>()?))
    }
}

/// A page of the jobs of a namespace, with `lastRunStates` of those whose last run has one of them.
///
/// # Errors
/// 400 for a window out of range, or another state.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(namespace): Path<String>,
    Query(part): Query<Window>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, Some(&namespace), (part, LastStates::of(query.as_deref())?)).await
}

/// A page of all jobs, with `lastRunStates` of those whose last run has one of them.
///
/// # Errors
/// 400 for a window out of range, or another state.
pub async fn list_all(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(part): Query<Window>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, None, (part, LastStates::of(query.as_deref())?)).await
}

async fn answer(
    app: &App,
    viewer: &Viewer,
    namespace: Option<&str>,
    (part, states): (Window, LastStates),
) -> Result<Json<Value>, Problem> {
    let listing = Listing { kinds: &JOBS, namespace, name: None };
    let (assets, total) = if states.0.is_empty() {
        let total = app.catalog().count_listed(viewer, &listing).await?;
        (window(app.catalog(), viewer, &listing, part).await?, total)
    } else {
        let (limit, offset) = part.checked()?;
        let found = ended_so(app, viewer, &listing, &states).await?;
        let total = found.len() as u64;
        (found.into_iter().skip(offset).take(limit).collect(), total)
    };
    let jobs = with_runs(app, viewer, &assets).await?;
    let jobs: Vec<&Value> = assets.iter().filter_map(|asset| jobs.get(&asset.id)).collect();
    Ok(Json(json!({ "jobs": jobs, "totalCount": total })))
}

/// The jobs whose last run has one of some states; a few statements for every 500 that are looked at.
async fn ended_so(
    app: &App,
    viewer: &Viewer,
    listing: &Listing<'_>,
    states: &LastStates,
) -> Result<Vec<Asset>, Problem> {
    let (mut found, mut after, mut looked_at) = (Vec::new(), None, 0);
    while looked_at < MOST_LOOKED_AT {
        let page = app.catalog().listed(viewer, listing, &PageRequest { first: MOST_ITEMS, after }).await?;
        after = page.next().map(str::to_owned);
        looked_at += page.items.len();
        let ids: Vec<AssetId> = page.items.iter().map(|(_, asset)| asset.id).collect();
        let last = app.catalog().newest_runs(viewer, &ids, 1).await?;
        let state = |id: AssetId| last.get(&id).and_then(|runs| runs.first()).map(|run| runs::state(run.status));
        let fits = |asset: &Asset| state(asset.id).is_some_and(|state| states.0.contains(&state));
        found.extend(page.items.into_iter().map(|(_, asset)| asset).filter(fits));
        if after.is_none() {
            break;
        }
    }
    Ok(found)
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
    shown(&app, viewer, asset.id).await
}

/// One job with its last runs, by its identifier.
pub(super) async fn shown(app: &App, viewer: &Viewer, id: AssetId) -> Result<Json<Value>, Problem> {
    let asset = app.catalog().asset(viewer, id, None).await?;
    Ok(Json(with_runs(app, viewer, &[asset]).await?.remove(&id).unwrap_or_default()))
}

/// Jobs as Marquez shows them, with their last runs.
async fn with_runs(app: &App, viewer: &Viewer, assets: &[Asset]) -> Result<HashMap<AssetId, Value>, Problem> {
    let mut jobs = shapes(app, viewer, assets).await?;
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    let newest = app.catalog().newest_runs(viewer, &ids, LATEST_RUNS).await?;
    let all: Vec<PipelineRun> = newest.into_values().flatten().collect();
    let shown = runs::shapes(app, viewer, &all).await?;
    let mut by_job: HashMap<AssetId, Vec<Value>> = HashMap::new();
    for (run, shown) in std::iter::zip(&all, shown) {
        by_job.entry(run.asset).or_default().push(shown);
    }
    for (id, last) in by_job {
        if let Some(job) = jobs.get_mut(&id) {
            job["latestRun"] = last.first().cloned().unwrap_or_default();
            job["latestRuns"] = last.into();
        }
    }
    Ok(jobs)
}

/// Jobs as Marquez shows them, without runs: a handful of statements whatever their number.
pub(super) async fn shapes(app: &App, viewer: &Viewer, assets: &[Asset]) -> Result<HashMap<AssetId, Value>, Problem> {
    let times = Times::of(app.catalog(), assets).await?;
    let mut facets = facets(app, viewer, assets).await?;
    let mut sides = app.openlineage().sides(viewer, assets).await?;
    let versions = job_versions::current(app, viewer, assets).await?;
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
            "tags": tags(asset),
            "labels": [],
            "latestRun": null,
            "latestRuns": [],
            "facets": facets,
            "currentVersion": versions.get(&asset.id),
        });
        (asset.id, value)
    };
    Ok(assets.iter().map(shape).collect())
}
