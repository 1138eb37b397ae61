//! Events as they came.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
};
use catalog::{PageRequest, Viewer};
use chrono::{DateTime, NaiveDateTime, Utc};
use lineage::openlineage::kept::EventFilter;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{MOST_OFFSET, Window};
use crate::{access::Caller, app::App, http::error::Problem};

/// The most events of one answer; each may have 256 KiB.
const MOST_EVENTS: usize = 100;

/// Which events are wanted.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
    #[serde(rename = "sortDirection")]
    sort_direction: Option<String>,
}

/// A page of events between two times, latest first unless `sortDirection` is `asc`.
///
/// # Errors
/// 400 naming the parameter that is wrong.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, None, asked).await
}

/// A page of the events of jobs of a namespace.
///
/// # Errors
/// As [`list`].
pub async fn list_of_namespace(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Path(namespace): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    answer(&app, &caller.viewer, Some(namespace), asked).await
}

async fn answer(app: &App, viewer: &Viewer, namespace: Option<String>, asked: Asked) -> Result<Json<Value>, Problem> {
    let (limit, offset) = Window { limit: asked.limit, offset: asked.offset }.checked()?;
    if limit > MOST_EVENTS {
        return Err(Problem::invalid("limit", format!("is {limit}; 1 to {MOST_EVENTS} are allowed")));
    }
    let is_oldest_first = match asked.sort_direction.as_deref().map(str::to_ascii_lowercase).as_deref() {
        None | Some("" | "desc") => false,
        Some("asc") => true,
        Some(_) => return Err(Problem::invalid("sortDirection", "is neither `asc` nor `desc`")),
    };
    let (from, to) = (time("after", asked.after)?, time("before", asked.before)?);
    let filter = EventFilter { namespace, run: None, from, to, is_oldest_first };
    let events = app.openlineage();
    let total = events.count_events(viewer, &filter).await?;
    let page = events.events(viewer, &filter, offset.min(MOST_OFFSET), &PageRequest::first(limit)).await?;
    let bodies: Vec<Value> = page.items.into_iter().map(|(_, event)| event.body).collect();
    Ok(Json(json!({ "events": bodies, "totalCount": total })))
}

/// A time as clients send it; without a zone it is UTC, and a `+` that was sent as it is arrives as a blank.
fn time(field: &str, text: Option<String>) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let text = text.replace(' ', "+");
    let zoned = DateTime::parse_from_rfc3339(&text).map(|at| at.with_timezone(&Utc));
    let at = zoned.or_else(|_| text.parse::<NaiveDateTime>().map(|at| at.and_utc()));
    match at {
        Ok(at) => Ok(Some(at)),
        Err(_) => Err(Problem::invalid(field, "is no time; give one such as `2026-01-31T12:00:00Z`")),
    }
}
