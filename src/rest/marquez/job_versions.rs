//! Versions of jobs: what a job was, read and wrote behind each commit that changed it or what it declares.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{
    Asset, AssetId, AssetKind, Change, ChangeFilter, ChangeNumber, CommitId, Name, Operation, PageRequest, PipelineRun,
    Viewer, record::LineageRecord, run::RunFilter,
};
use chrono::{DateTime, Utc};
use lineage::openlineage::{event::Facets, identity::spell};
use serde::Deserialize as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Window, facets, job_name, not_found, pair, runs, time_text,
    version::{Version, identifier, number_of, versions},
};
use crate::{access::Caller, app::App, http::error::Problem};

/// How many changes of a job are looked at; the latest count.
const MOST_CHANGES: usize = 1000;
/// Among how many of its last runs the latest one of each version is looked for.
const MOST_RUNS: usize = 500;

/// A page of the versions of a job, newest first.
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
    let past = Past::of(&app, &caller.viewer, &namespace, &name).await?;
    let wanted: Vec<usize> = (0..past.versions.len()).skip(offset).take(limit).collect();
    let shown = past.shapes(&app, &caller.viewer, &wanted).await?;
    Ok(Json(json!({ "versions": shown, "totalCount": past.versions.len() })))
}

/// One version of a job.
///
/// # Errors
/// 404 when there is no such job or version; 400 for a version that is no UUID.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name, version)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let wanted = Uuid::parse_str(&version).map_err(|_| Problem::invalid("version", "is no UUID"))?;
    let past = Past::of(&app, &caller.viewer, &namespace, &name).await?;
    let number = number_of(past.asset.id, wanted);
    let place = past.versions.iter().position(|version| Some(version.number) == number);
    let place = place.ok_or_else(|| not_found("job version", &version))?;
    let shown = past.shapes(&app, &caller.viewer, &[place]).await?.pop();
    Ok(Json(shown.unwrap_or_default()))
}

/// What a job reads and writes.
type Sides = (BTreeSet<(Name, AssetKind)>, BTreeSet<(Name, AssetKind)>);

/// Everything that a job was.
struct Past {
    asset: Asset,
    facets: Facets,
    versions: Vec<Version>,
    /// Changes of what it declares, oldest first: tool and scope, and what is declared since.
    declared: Vec<(ChangeNumber, (String, String), Option<LineageRecord>)>,
    runs: Vec<PipelineRun>,
}

impl Past {
    async fn of(app: &App, viewer: &Viewer, namespace: &str, name: &str) -> Result<Self, Problem> {
        let found = app.openlineage().job(viewer, namespace, name).await?;
        let asset = found.ok_or_else(|| not_found("job", name))?;
        let changes = changes(app, viewer, asset.id).await?;
        let commits: HashMap<ChangeNumber, (CommitId, DateTime<Utc>)> =
            changes.iter().map(|(change, commit)| (change.number, (commit.0, commit.1))).collect();
        let versions = versions(commits.keys().copied(), &commits);
        let declared = changes.iter().rev().filter_map(|(change, _)| declared(change)).collect();
        let filter = RunFilter { asset: Some(asset.id), ..RunFilter::default() };
        let runs = app.catalog().pipeline_runs(viewer, &filter, &PageRequest::first(MOST_RUNS)).await?;
        let runs = runs.items.into_iter().map(|(_, run)| run).collect();
        let facets = facets(app, viewer, std::slice::from_ref(&asset)).await?.remove(&asset.id).unwrap_or_default();
        Ok(Self { asset, facets, versions, declared, runs })
    }

    /// What the job read and wrote right behind a change.
    fn sides(&self, at: ChangeNumber) -> Sides {
        let mut sets: BTreeMap<&(String, String), &LineageRecord> = BTreeMap::new();
        for (_, scope, record) in self.declared.iter().take_while(|(number, ..)| *number <= at) {
            match record {
                Some(record) => sets.insert(scope, record),
                None => sets.remove(scope),
            };
        }
        let own = &self.asset.name;
        let edges = || sets.values().flat_map(|record| &record.edges);
        let upstream = edges().map(|edge| (edge.upstream.clone(), edge.upstream_kind));
        let downstream = edges().map(|edge| (edge.downstream.clone(), edge.downstream_kind));
        (upstream.filter(|(name, _)| name != own).collect(), downstream.filter(|(name, _)| name != own).collect())
    }

    /// The latest run of a version: of the present one the last of all, since what a run reads and writes is often
    /// known only at its end; of another one the last that was first heard of before the next one was made.
    fn latest_run(&self, place: usize) -> Option<&PipelineRun> {
        let Some(newer) = place.checked_sub(1) else { return self.runs.first() };
        let (from, until) = (self.versions[place].at, self.versions[newer].at);
        self.runs.iter().find(|run| (from..until).contains(&run.reported_at))
    }

    async fn shapes(&self, app: &App, viewer: &Viewer, places: &[usize]) -> Result<Vec<Value>, Problem> {
        let sides: Vec<Sides> = places.iter().map(|place| self.sides(self.versions[*place].number)).collect();
        let all: BTreeSet<(Name, AssetKind)> =
            sides.iter().flat_map(|(inputs, outputs)| inputs.iter().chain(outputs)).cloned().collect();
        let all: Vec<(Name, AssetKind)> = all.into_iter().collect();
        let known = app.catalog().resolve(viewer, &all).await?;
        let known: BTreeSet<&(Name, AssetKind)> =
            std::iter::zip(&all, known).filter(|(_, id)| id.is_some()).map(|(place, _)| place).collect();
        let spelled = |side: &BTreeSet<(Name, AssetKind)>| -> Vec<Value> {
            side.iter().filter(|place| known.contains(place)).map(|(name, _)| pair(spell(name))).collect()
        };
        let latest: Vec<Option<&PipelineRun>> = places.iter().map(|place| self.latest_run(*place)).collect();
        let shown: Vec<PipelineRun> = latest.iter().flatten().map(|run| (*run).clone()).collect();
        let mut shown = runs::shapes(app, viewer, &shown).await?.into_iter();
        let (namespace, name) = job_name(&self.asset);
        let location = self.facets.get("sourceCodeLocation").and_then(|facet| facet.get("url"));
        let shape = |(place, ((inputs, outputs), run)): (&usize, (&Sides, &Option<&PipelineRun>))| {
            let version = self.versions[*place];
            let id = identifier(self.asset.id, version.number);
            json!({
                "id": { "namespace": namespace, "name": name, "version": id },
                "type": "BATCH",
                "name": name,
                "namespace": namespace,
                "version": id,
                "createdAt": time_text(version.at),
                "location": location,
                "inputs": spelled(inputs),
                "outputs": spelled(outputs),
                "latestRun": run.and_then(|_| shown.next()),
                "facets": if *place == 0 { self.facets.clone() } else { Facets::new() },
            })
        };
        Ok(std::iter::zip(places, std::iter::zip(&sides, &latest)).map(shape).collect())
    }
}

/// The latest changes of an asset with their commits, newest first.
async fn changes(
    app: &App,
    viewer: &Viewer,
    asset: AssetId,
) -> Result<Vec<(Change, (CommitId, DateTime<Utc>))>, Problem> {
    let filter = ChangeFilter { assets: Some(vec![asset]), ..ChangeFilter::default() };
    let (mut changes, mut after) = (Vec::new(), None);
    while changes.len() < MOST_CHANGES {
        let page = PageRequest { first: 500, after };
        let page = app.catalog().changes(viewer, &filter, &page).await?;
        after = page.next().map(str::to_owned);
        changes.extend(page.items.into_iter().map(|(_, (change, commit))| (change, (commit.id, commit.at))));
        if after.is_none() {
            break;
        }
    }
    Ok(changes)
}

/// What a change says is declared: for which tool and scope, and what.
fn declared(change: &Change) -> Option<(ChangeNumber, (String, String), Option<LineageRecord>)> {
    let field = change.fields.first().filter(|_| change.operation == Operation::LineageDeclared)?;
    let read = |value: &Value| LineageRecord::deserialize(value).ok();
    let (before, after) = (read(&field.before), read(&field.after));
    let of = after.as_ref().or(before.as_ref())?;
    Some((change.number, (of.tool.clone(), of.scope.clone()), after))
}

/// The present versions of jobs, by asset: those behind their latest changes of any sort.
pub(super) async fn current(app: &App, viewer: &Viewer, jobs: &[Asset]) -> Result<HashMap<AssetId, Uuid>, Problem> {
    let ids: Vec<AssetId> = jobs.iter().map(|job| job.id).collect();
    let latest = app.catalog().latest_changes(viewer, &ids).await?;
    Ok(latest.into_iter().map(|(id, number)| (id, identifier(id, number))).collect())
}
