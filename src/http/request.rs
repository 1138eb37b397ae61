//! What happens around every request: its identifier, one line in the log, figures, headers that protect the browser,
//! refusal of paths that two readers could read differently, and an answer even when a handler panics.

use std::{panic::AssertUnwindSafe, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use catalog::RequestId;
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use super::error::Problem;
use crate::{
    app::App,
    telemetry::{self, Trace},
};

/// The policy for everything served but GraphiQL: only what comes from here runs, and only scripts of files.
pub const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; frame-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types default";

/// Wraps a request.
pub async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = RequestId::new().to_string();
    let span = tracing::info_span!("request", request.id = %id);
    // The route, not the path: a path or query may hold what nobody should read in a log.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let trace = Trace::new(&id, format!("{} {route}", request.method()), Some(app.exceptions().sink()));
    let work = answer(request, next, id, route).instrument(span);
    telemetry::within(trace, work).await
}

async fn answer(request: Request, next: Next, id: String, route: String) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let is_plain = is_plain(request.uri().path());
    let mut response = if is_plain {
        AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref().map(String::as_str));
            telemetry::fault(None, format!("a handler panicked: {}", said.unwrap_or("it does not say why")));
            Problem::internal().into_response()
        })
    } else {
        Problem::invalid("path", "has a character or a spelling that no address here has").into_response()
    };
    protect(&mut response, &id);
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    let labels = [("route", route.clone()), ("status", status.to_string())];
    metrics::counter!("cadastre_requests_total", &labels).increment(1);
    metrics::histogram!("cadastre_request_seconds", "route" => route.clone()).record(seconds);
    tracing::info!(%method, route, status, ms = started.elapsed().as_millis(), "answered");
    response
}

/// Below these, parts of an address are names of systems, such as `postgres://host:5432`, whose slashes are written
/// `%2F`. Whoever reads those as slashes still sees an address below the same one, which is for the same callers.
const NAMES: [&str; 3] = ["/api/v1/namespaces/", "/api/v1/sources/", "/api/v1/events/"];

/// Whether every reader of this path reads the same: no encoded separators or dots, no empty or dot segments, no
/// parameters, no backslash, no control characters.
fn is_plain(path: &str) -> bool {
    let mut lower = path.to_ascii_lowercase();
    let is_doubled = lower.contains("//");
    if NAMES.iter().any(|names| lower.starts_with(names)) {
        lower = lower.replace("%2f", "/");
    }
    let is_odd = ["%2f", "%5c", "%2e", "%3b", "%25", "%00", ";", "\\"].iter().any(|odd| lower.contains(odd));
    let has_control = path.bytes().any(|byte| byte < 0x21 || byte == 0x7f);
    let has_dots = lower.split('/').any(|segment| segment == "." || segment == ".." || segment.ends_with('.'));
    path.starts_with('/') && !is_odd && !is_doubled && !has_control && !has_dots && path.len() <= 2048
}

fn protect(response: &mut Response, id: &str) {
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 7] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Only GraphiQL's page brings a policy of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-request-id", id);
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn plain_paths_pass() {
        for path in ["/", "/graphql", "/api/session", "/assets/index-1a2b.js", "/search", "/%E8%AE%A2%E5%8D%95"] {
            assert!(is_plain(path), "{path}");
        }
        assert!(is_plain("/api/v1/namespaces/postgres%3A%2F%2Fh%3A5432/datasets/shop.public.orders"));
    }

    #[test]
    fn threat_01_paths_with_two_readings_are_refused() {
        let tricks = [
            "/graphql;x",
            "/api;/session",
            "/api%2fsession",
            "/api%2Fsession",
            "//graphql",
            "/a/../graphql",
            "/./graphql",
            "/graphql/..",
            "/graphql.",
            "/graphql%2e",
            "/api%5csession",
            "/api\\session",
            "/graphql%3Bx",
            "/graphql%00",
            "/graph%2571l",
            "/graphql%252f",
            "graphql",
            "/a b",
            "/api/v1/namespaces/..%2F..%2F..%2Fgraphql",
            "/api/v1/namespaces/x%2F..%2F..%2Fgraphql",
            "/api/v1/namespaces/%2e%2e%2fgraphql",
            "/api/v1/namespaces/x%252f..",
            "/api/v1/namespaces/../jobs",
            "/api/v1/namespaces//jobs",
            "/api/v1/sources/..%2Fjobs",
            "/api/v1/events//x",
            "/api/v1/jobs%2fruns",
        ];
        for path in tricks {
            assert!(!is_plain(path), "{path}");
        }
    }
}
