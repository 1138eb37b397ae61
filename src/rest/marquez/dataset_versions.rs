//! Versions of data sets: what a data set with its columns was behind each commit that changed one of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{Asset, AssetId, AssetKind, ChangeNumber, Details, RelationKind, StateSpan, TieSpan, Viewer};
use lineage::openlineage::{event::Facets, identity::spell};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Window, facets, not_found, time_text,
    version::{Version, identifier, number_of, versions},
};
use crate::{access::Caller, app::App, http::error::Problem};

/// A page of the versions of a data set, newest first.
///
/// # Errors
/// 404 when there is no such data set that the caller may know of; 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name)): Path<(String, String)>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let (limit, offset) = part.checked()?;
    let past = Past::of(&app, &caller.viewer, &namespace, &name).await?;
    let shown: Vec<Value> = past.versions.iter().skip(offset).take(limit).map(|version| past.shape(version)).collect();
    Ok(Json(json!({ "versions": shown, "totalCount": past.versions.len() })))
}

/// One version of a data set.
///
/// # Errors
/// 404 when there is no such data set or version; 400 for a version that is no UUID.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name, version)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let wanted = Uuid::parse_str(&version).map_err(|_| Problem::invalid("version", "is no UUID"))?;
    let past = Past::of(&app, &caller.viewer, &namespace, &name).await?;
    let number = number_of(past.asset.id, wanted);
    let found = past.versions.iter().find(|version| Some(version.number) == number);
    found.map(|version| Json(past.shape(version))).ok_or_else(|| not_found("dataset version", &version))
}

/// The latest change of a data set and of `columns`, removed ones included, and so its present version.
pub(super) fn current(asset: &Asset, columns: &[&Asset]) -> Uuid {
    let latest = columns.iter().map(|column| column.changed).fold(asset.changed, ChangeNumber::max);
    identifier(asset.id, latest)
}

/// Everything that a data set was.
struct Past {
    asset: Asset,
    spans: Vec<StateSpan>,
    tags: Vec<TieSpan>,
    facets: Facets,
    versions: Vec<Version>,
}

impl Past {
    async fn of(app: &App, viewer: &Viewer, namespace: &str, name: &str) -> Result<Self, Problem> {
        let found = app.openlineage().dataset(viewer, namespace, name).await?;
        let asset = found.ok_or_else(|| not_found("dataset", name))?;
        let catalog = app.catalog();
        let spans = catalog.state_spans(viewer, asset.id, AssetKind::Column).await?;
        let ids: BTreeSet<AssetId> = spans.iter().map(|span| span.id).collect();
        let ids: Vec<AssetId> = ids.into_iter().collect();
        let tags = catalog.tie_spans(viewer, &ids, RelationKind::Tag).await?;
        let numbers: BTreeSet<ChangeNumber> = spans.iter().map(|span| span.from).collect();
        let numbers: Vec<ChangeNumber> = numbers.into_iter().collect();
        let commits = catalog.written_with(&numbers).await?;
        let facets = facets(app, viewer, std::slice::from_ref(&asset)).await?.remove(&asset.id).unwrap_or_default();
        let mut versions = versions(numbers, &commits);
        // Where the oldest states were not read, there is no telling what it was.
        versions.retain(|version| spans.iter().any(|span| span.id == asset.id && span.held_at(version.number)));
        Ok(Self { asset, spans, tags, facets, versions })
    }

    fn tags_of(&self, id: AssetId, at: ChangeNumber) -> BTreeSet<&str> {
        self.tags.iter().filter(|tie| tie.id == id && tie.held_at(at)).map(|tie| tie.target.as_str()).collect()
    }

    fn shape(&self, version: &Version) -> Value {
        let at = version.number;
        let held = || self.spans.iter().filter(|span| span.held_at(at));
        let own = held().find(|span| span.id == self.asset.id);
        let columns = held().filter(|span| span.id != self.asset.id && !span.is_removed);
        let columns: BTreeMap<(i32, &str), &StateSpan> =
            columns.map(|span| ((span.ordinal, span.name.as_str()), span)).collect();
        let fields: Vec<Value> = columns.into_values().map(|span| self.field(span, at)).collect();
        let (namespace, name) = spell(&self.asset.name);
        let id = identifier(self.asset.id, at);
        let is_latest = self.versions.first() == Some(version);
        let lifecycle = self.facets.get("lifecycleStateChange").and_then(|facet| facet.get("lifecycleStateChange"));
        json!({
            "id": { "namespace": namespace, "name": name, "version": id },
            "type": if self.asset.kind == AssetKind::Topic { "STREAM" } else { "DB_TABLE" },
            "name": name,
            "physicalName": name,
            "createdAt": time_text(version.at),
            "version": id,
            "namespace": namespace,
            "sourceName": namespace,
            "fields": fields,
            "tags": self.tags_of(self.asset.id, at),
            "lifecycleState": if is_latest { lifecycle } else { None },
            "description": own.and_then(described),
            "createdByRun": null,
            "createdByRunId": null,
            "currentSchemaVersion": own.map(|span| span.version.to_string()),
            "facets": if is_latest { self.facets.clone() } else { Facets::new() },
        })
    }

    fn field(&self, column: &StateSpan, at: ChangeNumber) -> Value {
        let data_type = match &column.harvested.details {
            Details::Column(details) => details.data_type.text.as_str(),
            _ => "",
        };
        json!({
            "name": column.name,
            "type": data_type,
            "tags": self.tags_of(column.id, at),
            "description": described(column),
        })
    }
}

fn described(span: &StateSpan) -> Option<&str> {
    span.curated.description.as_deref().or_else(|| span.harvested.description())
}
