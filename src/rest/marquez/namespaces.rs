//! Namespaces: the systems that anything is in.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use serde_json::{Value, json};

use super::{Window, not_found};
use crate::{access::Caller, app::App, http::error::Problem};

/// A page of namespaces, by name.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(window): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let (limit, offset) = window.checked()?;
    let all = app.catalog().namespaces(&caller.viewer).await?;
    let shown: Vec<Value> = all.iter().skip(offset).take(limit).map(|name| namespace(name)).collect();
    Ok(Json(json!({ "namespaces": shown, "totalCount": all.len() })))
}

/// One namespace.
///
/// # Errors
/// 404 when there is none that the caller may know of.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let all = app.catalog().namespaces(&caller.viewer).await?;
    if all.contains(&name) { Ok(Json(namespace(&name))) } else { Err(not_found("namespace", &name)) }
}

/// Owners of namespaces and the times of their making are nothing that the catalog has.
fn namespace(name: &str) -> Value {
    json!({ "name": name, "createdAt": null, "updatedAt": null, "ownerName": "", "description": null, "isHidden": false })
}
