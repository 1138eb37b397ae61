//! GraphiQL's place: a page to write GraphQL in, for those who may. It is ours and small, because GraphiQL itself comes
//! from another host or needs what the strict policy forbids.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

/// The page.
pub async fn page() -> Response {
    send("text/html; charset=utf-8", include_str!("console/console.html"))
}

/// Its script.
pub async fn script() -> Response {
    send("text/javascript; charset=utf-8", include_str!("console/console.js"))
}

/// Its style.
pub async fn style() -> Response {
    send("text/css; charset=utf-8", include_str!("console/console.css"))
}

fn send(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
