//! Data sets: tables, topics, folders and files, crawled or only heard of.

use std::collections::HashMap;

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{Asset, AssetId, AssetKind, Details, Listing, Viewer};
use lineage::openlineage::{identity::spell, read::DATASETS};
use serde_json::{Value, json};

use super::{Times, Window, dataset_versions, facets, not_found, pair, tags, window};
use crate::{access::Caller, app::App, http::error::Problem};

/// A page of the data sets of a namespace.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(namespace): Path<String>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let viewer = &caller.viewer;
    let listing = Listing { kinds: &DATASETS, namespace: Some(&namespace), name: None };
    let total = app.catalog().count_listed(viewer, &listing).await?;
    let assets = window(app.catalog(), viewer, &listing, part).await?;
    let shaped = shapes(&app, viewer, &assets).await?;
    let datasets: Vec<&Value> = assets.iter().filter_map(|asset| shaped.get(&asset.id)).collect();
    Ok(Json(json!({ "datasets": datasets, "totalCount": total })))
}

/// One data set.
///
/// # Errors
/// 404 when there is none that the caller may know of.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path((namespace, name)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let found = app.openlineage().dataset(&caller.viewer, &namespace, &name).await?;
    let asset = found.ok_or_else(|| not_found("dataset", &name))?;
    shown(&app, &caller.viewer, asset.id).await
}

/// One data set, by its identifier.
pub(super) async fn shown(app: &App, viewer: &Viewer, id: AssetId) -> Result<Json<Value>, Problem> {
    let asset = app.catalog().asset(viewer, id, None).await?;
    let shaped = shapes(app, viewer, &[asset]).await?.remove(&id);
    Ok(Json(shaped.unwrap_or_default()))
}

/// Data sets as Marquez shows them, with their columns: a handful of statements whatever their number.
pub(super) async fn shapes(app: &App, viewer: &Viewer, assets: &[Asset]) -> Result<HashMap<AssetId, Value>, Problem> {
    let times = Times::of(app.catalog(), assets).await?;
    let mut facets = facets(app, viewer, assets).await?;
    let tables: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    let columns = app.catalog().inside(viewer, &tables, Some(AssetKind::Column)).await?;
    let mut inside: HashMap<AssetId, Vec<&Asset>> = HashMap::new();
    for column in &columns {
        if let Some(table) = column.parent {
            inside.entry(table).or_default().push(column);
        }
    }
    let shape = |asset: &Asset| {
        let (namespace, name) = spell(&asset.name);
        let facets = facets.remove(&asset.id).unwrap_or_default();
        let columns = inside.remove(&asset.id).unwrap_or_default();
        let fields: Vec<Value> =
            columns.iter().filter(|column| column.removed.is_none()).map(|column| field(column)).collect();
        let value = json!({
            "id": pair((namespace.clone(), name.clone())),
            "type": if asset.kind == AssetKind::Topic { "STREAM" } else { "DB_TABLE" },
            "name": name,
            "physicalName": name,
            "namespace": namespace,
            "sourceName": namespace,
            "createdAt": times.at(asset.created),
            "updatedAt": times.at(asset.changed),
            "lastModifiedAt": null,
            "fields": fields,
            "tags": tags(asset),
            "lastLifecycleState": facets
                .get("lifecycleStateChange")
                .and_then(|facet| facet.get("lifecycleStateChange"))
                .cloned()
                .unwrap_or_else(|| "".into()),
            "description": asset.description(),
            "columnLineage": null,
            "currentVersion": dataset_versions::current(asset, &columns),
            "facets": facets,
            "deleted": asset.removed.is_some(),
        });
        (asset.id, value)
    };
    Ok(assets.iter().map(shape).collect())
}

fn field(column: &Asset) -> Value {
    let data_type = match &column.harvested.details {
        Details::Column(details) => details.data_type.text.as_str(),
        _ => "",
    };
    json!({ "name": column.name.last(), "type": data_type, "tags": tags(column), "description": column.description() })
}
