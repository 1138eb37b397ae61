//! The log of who did what as a table for spreadsheets, sent page by page while it is read.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use catalog::PageRequest;
use chrono::{DateTime, Utc};
use futures_util::stream;
use serde::Deserialize;

use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Filter, Footprint, csv},
    http::error::Problem,
};

/// The most rows of one table.
const MOST_ROWS: usize = 100_000;
/// How many rows are read at a time.
const PAGE: usize = 500;

/// Which rows are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    user: Option<String>,
    operation: Option<String>,
    result: Option<String>,
    target: Option<String>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

/// Answers the newest rows, at most 100,000 of them.
///
/// # Errors
/// 400 for a bad time, 403 for those who may not.
pub async fn table(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = wanted.map_err(|_| {
        Problem::invalid(
            "query",
            "knows user, operation, result, target, from and until; times are like 2026-05-01T12:00:00Z",
        )
    })?;
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = Filter {
        user: text(wanted.user),
        operation: text(wanted.operation),
        result: text(wanted.result),
        target: text(wanted.target),
        from: wanted.from,
        until: wanted.until,
    };
    let mut reading = Reading { app, caller, filter, page: Some(PageRequest::first(PAGE)), left: MOST_ROWS };
    // The first page is read before anything is answered, so that a refusal is one.
    let first = reading.next(true).await?;
    let entry = Entry::new(&reading.caller.viewer, &footprint, "exportAudit");
    reading.app.audit().note(vec![entry]).await;
    let rest = stream::unfold(reading, |mut reading| async move {
        reading.page.as_ref()?;
        let lines = reading.next(false).await.map_err(|_| std::io::Error::other("the store failed"));
        Some((lines, reading))
    });
    let lines = futures_util::StreamExt::chain(stream::iter([Ok(first)]), rest);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/csv; charset=utf-8"));
    let disposition = header::HeaderValue::from_static("attachment; filename=\"audit.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    // Whoever packs the answer asks once more behind the end.
    Ok((headers, Body::from_stream(futures_util::StreamExt::fuse(lines))).into_response())
}

/// A table that is being read.
struct Reading {
    app: App,
    caller: Caller,
    filter: Filter,
    page: Option<PageRequest>,
    left: usize,
}

impl Reading {
    /// The lines of the next page.
    async fn next(&mut self, with_head: bool) -> catalog::Result<Bytes> {
        let Some(request) = self.page.take() else { return Ok(Bytes::new()) };
        let page = self.app.audit().list(&self.caller.viewer, &self.filter, &request).await?;
        self.left = self.left.saturating_sub(page.items.len());
        let next = page.next().filter(|_| self.left > 0).map(str::to_owned);
        self.page = next.map(|after| PageRequest { first: PAGE.min(self.left), after: Some(after) });
        let rows: Vec<_> = page.items.into_iter().map(|(_, row)| row).collect();
        Ok(Bytes::from(csv::lines(&rows, with_head)))
    }
}
