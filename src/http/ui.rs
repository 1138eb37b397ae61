//! The user interface, from inside the binary.
//!
//! Files with a hash in their name never change, so browsers keep them; the page itself is asked for every time. Only
//! addresses that the interface could know lead to the page: a word of its list first, and no dot anywhere, so that a
//! missing file is missing.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::Problem;

#[derive(RustEmbed)]
#[folder = "ui/dist"]
#[allow_missing = true]
struct Files;

/// The first words of the interface's addresses; a test compares them with its routes.
const PAGES: [&str; 29] = [
    "",
    "a",
    "admin",
    "browse",
    "changes",
    "cost",
    "domains",
    "glossary",
    "health",
    "held",
    "inbox",
    "insights",
    "kpis",
    "lineage",
    "login",
    "me",
    "pipelines",
    "products",
    "quality",
    "requests",
    "runs",
    "search",
    "setup",
    "sources",
    "sql",
    "standards",
    "tags",
    "tasks",
    "what-if",
];

/// Shown when the binary was built without the interface.
const STUB: &str = include_str!("ui/stub.html");

/// Answers with a file of the interface, or its page.
pub async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::no_route().into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = Files::get(path).filter(|_| !path.ends_with(".html")) {
        return send(path, file, request.headers().get(header::IF_NONE_MATCH));
    }
    if is_page(path) { page() } else { Problem::no_route().into_response() }
}

/// Whether this path, without its first slash, could be a page of the interface.
pub(super) fn is_page(path: &str) -> bool {
    let mut segments = path.split('/');
    let first = segments.next().unwrap_or_default();
    PAGES.contains(&first)
        && segments.clone().count() <= 4
        && !path.contains('.')
        && segments.all(|part| !part.is_empty())
}

fn page() -> Response {
    let body = Files::get("index.html").map_or(Cow::Borrowed(STUB.as_bytes()), |file| file.data);
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, body.into_owned()).into_response()
}

/// GraphiQL's page, as it was built.
pub(super) fn graphiql() -> Cow<'static, [u8]> {
    Files::get("graphiql.html").map_or(Cow::Borrowed(STUB.as_bytes()), |file| file.data)
}

fn send(path: &str, file: EmbeddedFile, known: Option<&HeaderValue>) -> Response {
    let tag = format!(
        "\"{}\"",
        file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    );
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data.into_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn addresses_of_the_interface_lead_to_its_page() {
        for path in ["", "search", "login", "a/0190-ab", "sources/new", "runs/0190/log"] {
            assert!(is_page(path), "{path}");
        }
    }

    #[test]
    fn every_route_of_the_interface_is_known() {
        let features = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/features");
        let mut routes = 0;
        for feature in std::fs::read_dir(features).unwrap() {
            let Ok(text) = std::fs::read_to_string(feature.unwrap().path().join("routes.ts")) else { continue };
            for route in text.split("path: '/").skip(1) {
                let path = route.split('\'').next().unwrap().replace('$', "");
                assert!(is_page(&path), "/{path}");
                routes += 1;
            }
        }
        assert!(routes > 5, "the routes were read");
    }

    #[test]
    fn threat_01_other_addresses_do_not() {
        for path in [
            "GraphQL",
            "graphqlx",
            "api/other",
            "metrics2",
            "search/x.js",
            "assets/index.js",
            "search//x",
            "a/b/c/d/e/f",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }
}
