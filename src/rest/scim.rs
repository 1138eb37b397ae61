//! SCIM 2.0 (RFC 7643, RFC 7644): accounts and groups as an identity provider keeps them here. Its token has a scope of
//! its own; what it may touch is decided in `access::provision`.

mod describe;
mod filter;
mod group;
mod patch;
mod user;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub use self::{
    describe::{provider, resource_types, schemas},
    group::{
        create as create_group, delete as delete_group, list as list_groups, patch as patch_group,
        replace as replace_group, show as show_group,
    },
    user::{
        create as create_user, delete as delete_user, list as list_users, patch as patch_user, replace as replace_user,
        show as show_user,
    },
};
use crate::{
    audit::{Entry, Footprint, Target, entry},
    http::{error::Problem, read_body},
};

/// The most bytes of a request; a group of 20,000 members has about 2 MB.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most resources of one list.
const MOST_COUNT: u64 = 200;
/// How many resources a list has when nobody says.
const COUNT: u64 = 100;

/// A refusal in the form of SCIM.
#[derive(Debug)]
pub struct Refusal {
    problem: Problem,
    kind: Option<&'static str>,
}

impl Refusal {
    fn invalid(kind: &'static str, field: &str, problem: impl Into<String>) -> Self {
        Self { problem: Problem::invalid(field, problem), kind: Some(kind) }
    }

    fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl<E: Into<Problem>> From<E> for Refusal {
    fn from(error: E) -> Self {
        let problem = error.into();
        let kind = match problem.code() {
            "CONFLICT" => Some("uniqueness"),
            "INVALID" => Some("invalidValue"),
            _ => None,
        };
        Self { problem, kind }
    }
}

impl axum::response::IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let told = self.problem.body();
        let status = told.get("status").and_then(Value::as_u64).unwrap_or(500);
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": status.to_string(),
            "detail": told.get("detail"),
        });
        if let Some(kind) = self.kind {
            body["scimType"] = kind.into();
        }
        let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        answer(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &body)
    }
}

type Answer = Result<Response, Refusal>;

fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
    response
}

/// Which part of a list is wanted.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    filter: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
}

impl Wanted {
    /// How many are left out, and how many are wanted.
    fn part(&self) -> (u64, u64) {
        let start = u64::try_from(self.start_index.unwrap_or(1).max(1) - 1).unwrap_or(0);
        let count = self.count.map_or(COUNT, |count| u64::try_from(count).unwrap_or(0).min(MOST_COUNT));
        (start, count)
    }
}

fn page(resources: Vec<Value>, total: i64, start: u64) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total,
        "startIndex": start + 1,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    });
    answer(StatusCode::OK, &body)
}

fn identifier(text: &str, kind: &'static str) -> Result<Uuid, Refusal> {
    text.parse().map_err(|_| catalog::Error::not_found(kind, text).into())
}

/// The members of a body that is an object.
async fn read(request: Request) -> Result<Map<String, Value>, Refusal> {
    let body = read_body(request, MOST_BYTES).await.map_err(Refusal::from)?;
    match serde_json::from_slice(&body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(Refusal::invalid("invalidSyntax", "body", "is not an object in JSON")),
    }
}

/// A member, whatever the case of its name, as SCIM has it.
fn get<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .filter(|value| !value.is_null())
}

fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match get(members, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Refusal::invalid("invalidValue", name, "is no text")),
    }
}

/// True and false, also as texts, which a large provider sends.
fn truth(members: &Map<String, Value>, name: &str) -> Result<Option<bool>, Refusal> {
    match get(members, name) {
        None => Ok(None),
        Some(Value::Bool(is_so)) => Ok(Some(*is_so)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid("invalidValue", name, "is neither true nor false")),
    }
}

/// What is written down of a change.
fn row(
    caller: &crate::access::Caller,
    footprint: &Footprint,
    operation: &'static str,
    target: Target,
    outcome: Option<&Refusal>,
) -> Entry {
    let result = outcome.map_or(entry::OK, Refusal::code);
    Entry::new(&caller.viewer, footprint, operation).on(target).ending(result)
}
