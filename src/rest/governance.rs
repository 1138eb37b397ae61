//! What people decided about assets as a table: fetched, previewed, and written.

use std::collections::BTreeSet;

use axum::{
    Extension, Json,
    body::{Body, Bytes},
    extract::{Query, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use catalog::{AssetKind, Error, Listing};
use futures_util::stream;
use serde::Deserialize;

use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Footprint},
    http::{error::Problem, read_body},
    sheet::{self, MOST_BYTES, MOST_LINES, Preview, Writer},
};

/// Which assets are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Kinds, parted by commas; tables when left out.
    kinds: Option<String>,
    /// The system they live in; any when left out.
    namespace: Option<String>,
}

/// Answers what people decided about assets of some kinds, one a line.
///
/// # Errors
/// 400 for an unknown kind, or more assets than one table has; 403 for those who may not.
pub async fn table(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = wanted.map_err(|_| Problem::invalid("query", "knows kinds and namespace"))?;
    let kinds: BTreeSet<AssetKind> = wanted
        .kinds
        .as_deref()
        .unwrap_or("table")
        .split(',')
        .map(|kind| kind.trim().to_lowercase().parse())
        .collect::<Result<_, Error>>()?;
    let kinds: Vec<AssetKind> = kinds.into_iter().collect();
    let listing = Listing { kinds: &kinds, namespace: wanted.namespace.as_deref(), name: None };
    let count = app.catalog().count_listed(&caller.viewer, &listing).await?;
    if count > MOST_LINES as u64 {
        let problem = format!("{count} assets are of these kinds; {MOST_LINES} fit into a table: name a namespace");
        return Err(Error::invalid("kinds", problem).into());
    }
    let writer = Writer::new(&app, &caller.viewer).await?;
    let head = Bytes::from([b"\xef\xbb\xbf".as_slice(), &writer.head()].concat());
    let entry = Entry::new(&caller.viewer, &footprint, "exportGovernance");
    app.audit().note(vec![entry]).await;
    let reading = Reading { app, caller, writer, kinds, namespace: wanted.namespace, after: Some(None) };
    let rest = stream::unfold(reading, |mut reading| async move {
        let after = reading.after.take()?;
        let lines = reading.next(after).await.map_err(|_| std::io::Error::other("the store failed"));
        Some((lines, reading))
    });
    let lines = futures_util::StreamExt::chain(stream::iter([Ok(head)]), rest);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/csv; charset=utf-8"));
    let disposition = header::HeaderValue::from_static("attachment; filename=\"governance.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    // Whoever packs the answer asks once more behind the end.
    Ok((headers, Body::from_stream(futures_util::StreamExt::fuse(lines))).into_response())
}

/// A table that is being read.
struct Reading {
    app: App,
    caller: Caller,
    writer: Writer,
    kinds: Vec<AssetKind>,
    namespace: Option<String>,
    /// Behind which asset the next page begins; none at the end.
    after: Option<Option<String>>,
}

impl Reading {
    async fn next(&mut self, after: Option<String>) -> catalog::Result<Bytes> {
        let viewer = &self.caller.viewer;
        let listing = Listing { kinds: &self.kinds, namespace: self.namespace.as_deref(), name: None };
        let page = self.app.catalog().listed(viewer, &listing, &sheet::page(after)).await?;
        self.after = page.next().map(|next| Some(next.to_owned()));
        let assets: Vec<catalog::Asset> = page.items.into_iter().map(|(_, asset)| asset).collect();
        Ok(Bytes::from(self.writer.lines(&self.app, viewer, &assets).await?))
    }
}

/// Answers what a table would change, and which cells are wrong.
///
/// # Errors
/// 400 for what is no such table; 413 for too much.
pub async fn preview(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Json<Preview>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    Ok(Json(sheet::preview(&app, &caller.viewer, &body).await?))
}

/// Writes what a table changes in one commit; nothing when a cell is wrong, which the answer tells.
///
/// # Errors
/// As [`preview`].
pub async fn write(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    request: Request,
) -> Result<Json<Preview>, Problem> {
    let body = read_body(request, MOST_BYTES).await?;
    let written = sheet::apply(&app, &caller.viewer, &body).await?;
    let entry = Entry::new(&caller.viewer, &footprint, "importGovernance");
    app.audit().note(vec![entry]).await;
    Ok(Json(written))
}
