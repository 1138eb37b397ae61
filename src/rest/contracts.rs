//! Data contracts as files: `/api/contracts/{id}.yaml`, the version that counts, or the one that `version` names.

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{access::Caller, app::App, http::error::Problem};

/// Which version is wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    /// What its document calls it.
    version: Option<String>,
}

/// Answers a contract as YAML of ODCS 3.x in its canonical form, with its state as its status.
///
/// # Errors
/// 404 for what is no contract, or one that the caller may not know of.
pub async fn file(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let missing = || catalog::Error::not_found("contract", &file);
    let id = file.strip_suffix(".yaml").and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    let quality = app.checking().quality();
    let version = quality.contract_version(&caller.viewer, id, wanted.version.as_deref()).await?;
    let text = version.contract()?.canonical();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/yaml; charset=utf-8"));
    let name = HeaderValue::from_static("attachment; filename=\"contract.odcs.yaml\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok((headers, text).into_response())
}
