//! KPIs, costs, unused assets and health as tables for spreadsheets.

use axum::{
    Extension,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    access::Caller,
    app::App,
    http::error::Problem,
    worth::table::{Table, grouping},
};

/// What a table is by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    by: Option<String>,
    days: Option<u32>,
}

type Asked = Result<Query<Wanted>, axum::extract::rejection::QueryRejection>;

fn wanted(asked: Asked) -> Result<Wanted, Problem> {
    let Query(wanted) = asked.map_err(|_| Problem::invalid("query", "knows by and days, a number"))?;
    Ok(wanted)
}

fn answer(name: &str, table: &Table) -> Response {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, table.csv()).into_response()
}

/// Answers the KPIs that the caller may know of.
///
/// # Errors
/// 403 for those who may not read the catalog.
pub async fn kpis(State(app): State<App>, Extension(caller): Extension<Caller>) -> Result<Response, Problem> {
    Ok(answer("kpis", &app.worth().kpi_table(&caller.viewer).await?))
}

/// Answers the report on KPIs, cost, use and health as a page that stands alone.
///
/// # Errors
/// 403 for those who may not read the catalog.
pub async fn report(State(app): State<App>, Extension(caller): Extension<Caller>) -> Result<Response, Problem> {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"report.html\""),
    ];
    Ok((headers, app.worth().report(&caller.viewer).await?).into_response())
}

/// Answers what assets cost a month.
///
/// # Errors
/// 400 for an unknown grouping, 403 for those who may not read the catalog.
pub async fn cost(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    asked: Asked,
) -> Result<Response, Problem> {
    let by = grouping(wanted(asked)?.by.as_deref().unwrap_or("source"))?;
    Ok(answer("cost", &app.worth().cost_table(&caller.viewer, by).await?))
}

/// Answers the assets that nobody read for some days, 30 where that is not said.
///
/// # Errors
/// 400 for days that are none, 403 for those who may not read the catalog.
pub async fn unused(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    asked: Asked,
) -> Result<Response, Problem> {
    let days = wanted(asked)?.days.unwrap_or(30);
    if !(1..=730).contains(&days) {
        return Err(Problem::invalid("days", "has to be 1 to 730"));
    }
    Ok(answer("unused", &app.worth().unused_table(&caller.viewer, days).await?))
}

/// Answers how healthy groups of assets are.
///
/// # Errors
/// 400 for an unknown grouping, 403 for those who may not read the catalog.
pub async fn health(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    asked: Asked,
) -> Result<Response, Problem> {
    let by = grouping(wanted(asked)?.by.as_deref().unwrap_or("schema"))?;
    Ok(answer("health", &app.worth().health_table(&caller.viewer, by).await?))
}
