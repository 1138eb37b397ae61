//! Turns an error into an HTTP answer, as problem JSON. No other place knows which kind has which status.

use std::{any::Any, time::Duration};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use catalog::{ErrorKind, Fault};
use serde::Serialize;

use crate::{access, telemetry};

/// The word for a kind, the same in REST and GraphQL answers.
#[must_use]
pub const fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Invalid => "INVALID",
        ErrorKind::NotFound => "NOT_FOUND",
        ErrorKind::Conflict => "CONFLICT",
        ErrorKind::Forbidden => "FORBIDDEN",
        ErrorKind::Unavailable => "UNAVAILABLE",
        ErrorKind::Internal => "INTERNAL",
    }
}

/// What a client is told when the fault is ours.
pub const INTERNAL: &str = "something went wrong here; the log tells more under this request id";

/// A refusal or failure, as a client sees it.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    field: Option<String>,
    retry_after: Option<Duration>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl Problem {
    /// A problem with a status of its own.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), field: None, retry_after: None }
    }

    /// An input field that is wrong.
    pub fn invalid(field: &str, problem: impl Into<String>) -> Self {
        catalog::Error::invalid(field, problem).into()
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        access::Error::NotSignedIn.into()
    }

    /// Whether it says that nobody is signed in.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Whether it says that somebody tried too often.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// Its word for what is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// Something the caller may not do.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code(ErrorKind::Forbidden), detail)
    }

    /// No such route.
    #[must_use]
    pub fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, code(ErrorKind::NotFound), "there is nothing here")
    }

    /// Something that does not answer in time, or is too busy.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code(ErrorKind::Unavailable), detail)
    }

    /// A fault of ours that was logged already.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code(ErrorKind::Internal), INTERNAL)
    }

    /// A fault of ours that is no [`Fault`]: something that cannot be, or a task that panicked.
    pub fn broken(cause: &dyn std::error::Error) -> Self {
        telemetry::fault(None, telemetry::chain(cause));
        Self::internal()
    }

    /// The body, with members of its own beside the usual ones.
    #[must_use]
    pub fn body(&self) -> serde_json::Map<String, serde_json::Value> {
        let body = Body {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            field: self.field.as_deref(),
            request_id: telemetry::request_id(),
        };
        match serde_json::to_value(body) {
            Ok(serde_json::Value::Object(members)) => members,
            _ => serde_json::Map::new(),
        }
    }

    /// The answer with `body`, which the caller may have added to.
    #[must_use]
    pub fn with_body(&self, body: serde_json::Map<String, serde_json::Value>) -> Response {
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.with_body(self.body())
    }
}

impl<E: Fault> From<E> for Problem {
    fn from(error: E) -> Self {
        let kind = error.kind();
        if kind == ErrorKind::Internal {
            telemetry::fault(None, telemetry::chain(&error));
            return Self::internal();
        }
        if kind == ErrorKind::Unavailable {
            tracing::warn!(error = telemetry::chain(&error), "a request could not be answered now");
        }
        let access: Option<&access::Error> = as_any(&error).downcast_ref();
        let (status, code, retry_after) = match access {
            Some(access::Error::NotSignedIn | access::Error::WrongCredentials) => {
                (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", None)
            }
            Some(access::Error::Throttled { after }) => (StatusCode::TOO_MANY_REQUESTS, code(kind), Some(*after)),
            _ => (status(kind), code(kind), None),
        };
        Self { status, code, detail: error.to_string(), field: error.field().map(str::to_owned), retry_after }
    }
}

fn as_any<E: Fault>(error: &E) -> &dyn Any {
    error
}

const fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::Invalid => StatusCode::BAD_REQUEST,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_field_is_named() {
        let problem = Problem::from(catalog::Error::invalid("first", "is 0; 1 to 500 are allowed"));
        assert_eq!(problem.status, StatusCode::BAD_REQUEST);
        assert_eq!(problem.body()["field"], "first");
        assert_eq!(problem.body()["code"], "INVALID");
    }

    #[test]
    fn internal_error_tells_nothing() {
        let cause = sea_orm::DbErr::Custom("canary-4711 at db.example".into());
        let problem = Problem::from(catalog::Error::Store(cause));
        assert_eq!(problem.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!format!("{:?}", problem.body()).contains("canary"));
    }

    #[test]
    fn throttled_caller_is_told_when_to_come_back() {
        let response = Problem::from(access::Error::Throttled { after: Duration::from_secs(30) }).into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[header::RETRY_AFTER], "30");
    }

    #[test]
    fn nobody_signed_in_is_401_and_a_denied_user_is_403() {
        assert_eq!(Problem::not_signed_in().status, StatusCode::UNAUTHORIZED);
        let denied = catalog::Error::Forbidden { action: "manage users".into() };
        assert_eq!(Problem::from(denied).status, StatusCode::FORBIDDEN);
    }
}
