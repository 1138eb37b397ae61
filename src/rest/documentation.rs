//! Documentation of a part of the catalog as a file, sent while it is written.

use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use catalog::AssetId;
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;

use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Footprint, Target},
    documentation::{Document, Format, Language},
    http::error::Problem,
};

/// How it is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    lang: Option<String>,
}

/// Answers the file. What goes wrong on the way ends the connection, so that no half of a file is taken for a whole one.
///
/// # Errors
/// 400 for an unknown format or language, 404 for what the caller may not know of.
pub async fn file(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    Path((asset, format)): Path<(String, String)>,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = wanted.map_err(|_| Problem::invalid("query", "knows lang alone; it is en or zh"))?;
    let language: Language = wanted.lang.as_deref().map(str::parse).transpose()?.unwrap_or_default();
    let format: Format = format.parse()?;
    let asset: AssetId = asset.parse().map_err(|_| catalog::Error::not_found("asset", &asset))?;
    let mut document = Document::of(app.catalog(), &caller.viewer, asset, format, language).await?;
    // The first piece is made before anything is answered, so that a refusal is one.
    let first = document.next().await?.unwrap_or_default();
    let target = Target::new("asset", document.root().name.to_string());
    let arguments = serde_json::json!({ "format": format.ending() });
    let mut entry = Entry::new(&caller.viewer, &footprint, "exportDocumentation").on(target);
    entry.arguments = Some(arguments);
    app.audit().note(vec![entry]).await;
    let headers = headers(&document, format);
    let rest = stream::unfold(Some(document), |document| async move {
        let mut document = document?;
        match document.next().await {
            Ok(Some(piece)) => Some((Ok(piece), Some(document))),
            Ok(None) => None,
            Err(cause) => Some((Err(std::io::Error::other(cause)), None)),
        }
    });
    let pieces = stream::iter([Ok(first)]).chain(rest);
    // Whoever packs the answer asks once more behind the end.
    Ok((headers, Body::from_stream(pieces.fuse())).into_response())
}

fn headers(document: &Document, format: Format) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    let name = document.file_name();
    let plain: String = name.chars().map(|sign| if sign.is_ascii() { sign } else { '_' }).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    // Names beyond ASCII go in the second form (RFC 6266), which every browser prefers.
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}
