//! Codes of data standards, and what values of columns mean, as tables: fetched, previewed, and written.

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use catalog::AssetId;

use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Footprint, Target},
    http::{error::Problem, read_body},
    standards::sheet::{MOST_BYTES, Outcome},
};

fn id(text: &str) -> Result<AssetId, Problem> {
    Ok(text.parse().map_err(|_| catalog::Error::not_found("asset", text))?)
}

fn table(bytes: Vec<u8>, name: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    (headers, bytes).into_response()
}

async fn note(app: &App, (caller, footprint): (&Caller, &Footprint), operation: &'static str, asset: AssetId) {
    let entry = Entry::new(&caller.viewer, footprint, operation).on(Target::new("asset", asset.to_string()));
    app.audit().note(vec![entry]).await;
}

/// Answers the codes of a standard.
///
/// # Errors
/// 404 for what is no standard or what the caller may not know of.
pub async fn codes(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(standard): Path<String>,
) -> Result<Response, Problem> {
    let found = app.standards().codes_table(&caller.viewer, id(&standard)?).await?;
    Ok(table(found, "attachment; filename=\"codes.csv\""))
}

/// Answers what a table would change of the codes of a standard.
///
/// # Errors
/// 400 for what is no such table; 403 and 404 for those who may not.
pub async fn preview_codes(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(standard): Path<String>,
    request: Request,
) -> Result<Json<Outcome>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    Ok(Json(app.standards().read_codes(&caller.viewer, id(&standard)?, &body, true).await?))
}

/// Puts the codes of a table in the place of those of a standard; nothing when a line is wrong, which the answer tells.
///
/// # Errors
/// As [`preview_codes`]; 409 when somebody else changed them.
pub async fn write_codes(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(standard): Path<String>,
    request: Request,
) -> Result<Json<Outcome>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    let standard = id(&standard)?;
    let outcome = app.standards().read_codes(&caller.viewer, standard, &body, false).await?;
    note(&app, (&caller, &footprint), "importCodes", standard).await;
    Ok(Json(outcome))
}

/// Answers the values of a column with what they mean.
///
/// # Errors
/// 403 for who may not see samples of it; 404; 409 when it keeps no standard.
pub async fn mapping(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(column): Path<String>,
) -> Result<Response, Problem> {
    let column = id(&column)?;
    let found = app.standards().mapping_table(&caller.viewer, column).await?;
    note(&app, (&caller, &footprint), "exportMapping", column).await;
    Ok(table(found, "attachment; filename=\"mapping.csv\""))
}

/// Answers what a table would change of what values mean.
///
/// # Errors
/// As [`mapping`]; 400 for what is no such table.
pub async fn preview_mapping(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(column): Path<String>,
    request: Request,
) -> Result<Json<Outcome>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    Ok(Json(app.standards().read_mapping(&caller.viewer, id(&column)?, &body, true).await?))
}

/// Says what values mean; nothing when a line is wrong, which the answer tells.
///
/// # Errors
/// As [`preview_mapping`].
pub async fn write_mapping(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path(column): Path<String>,
    request: Request,
) -> Result<Json<Outcome>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    let column = id(&column)?;
    let outcome = app.standards().read_mapping(&caller.viewer, column, &body, false).await?;
    note(&app, (&caller, &footprint), "importMapping", column).await;
    Ok(Json(outcome))
}
