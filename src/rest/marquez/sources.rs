//! Sources, as Marquez has them: the systems that data sets are in. Sources that are crawled are another thing, and not
//! told of here; their configuration is theirs who manage them.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::Viewer;
use serde_json::{Value, json};

use super::{Window, not_found};
use crate::{access::Caller, app::App, http::error::Problem};

/// A page of sources, by name.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(window): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let (limit, offset) = window.checked()?;
    let all = names(&app, &caller.viewer).await?;
    let shown: Vec<Value> = all.iter().skip(offset).take(limit).map(|name| source(name)).collect();
    Ok(Json(json!({ "sources": shown, "totalCount": all.len() })))
}

/// One source.
///
/// # Errors
/// 404 when there is none that the caller may know of.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let all = names(&app, &caller.viewer).await?;
    if all.contains(&name) { Ok(Json(source(&name))) } else { Err(not_found("source", &name)) }
}

/// The systems that have data sets of which the viewer may know.
pub(super) async fn names(app: &App, viewer: &Viewer) -> Result<Vec<String>, Problem> {
    Ok(app.catalog().data_namespaces(viewer).await?)
}

/// A namespace has no secret: it is where a system is, not how one gets in.
fn source(name: &str) -> Value {
    let kind = name.split(':').next().unwrap_or(name).to_ascii_uppercase();
    json!({
        "type": kind,
        "name": name,
        "createdAt": null,
        "updatedAt": null,
        "connectionUrl": name,
        "description": null,
    })
}
