//! One row of the audit log, before it is stored.

use std::time::Duration;

use catalog::{RequestId, UserId, Viewer};
use chrono::{DateTime, Utc};

use super::store::audit::AuditRow;
use crate::{
    access::{Caller, Client},
    telemetry,
};

/// The result of what was done.
pub const OK: &str = "OK";
/// The result of what was refused.
pub const DENIED: &str = "FORBIDDEN";
/// The result of what was broken off: the caller went, or it took too long. It may have been done.
pub const STOPPED: &str = "STOPPED";

/// The most characters of any text of a row.
const MOST_TEXT: usize = 300;
/// The most characters of arguments.
const MOST_ARGUMENTS: usize = 4_000;

/// Where a request comes from, and under which number it is answered.
#[derive(Debug, Clone, Default)]
pub struct Footprint {
    /// The address and the browser or program.
    pub client: Client,
    /// The request.
    pub request: Option<String>,
}

impl Footprint {
    /// That of the request that is answered now.
    #[must_use]
    pub fn of(client: Client) -> Self {
        Self { client, request: telemetry::request_id() }
    }
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The sort of thing, such as `user`.
    pub kind: String,
    /// Its name or identifier.
    pub name: String,
}

impl Target {
    /// A thing of a sort.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind: kind.into(), name: name.into() }
    }
}

/// One thing that was done, or refused.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name that history records for whoever did it.
    pub actor: String,
    /// Their account.
    pub user: Option<UserId>,
    /// From where.
    pub footprint: Footprint,
    /// The GraphQL field, the route, or the command.
    pub operation: String,
    /// To what.
    pub target: Option<Target>,
    /// With which arguments: never a secret (see `scrub`).
    pub arguments: Option<serde_json::Value>,
    /// How long it took.
    pub took: Duration,
    /// [`OK`], or the code of the error.
    pub result: String,
}

impl Entry {
    /// Something that `viewer` did.
    pub fn new(viewer: &Viewer, footprint: &Footprint, operation: impl Into<String>) -> Self {
        Self {
            actor: viewer.name.clone(),
            user: viewer.user,
            footprint: footprint.clone(),
            operation: operation.into(),
            target: None,
            arguments: None,
            took: Duration::ZERO,
            result: OK.to_owned(),
        }
    }

    /// Something that was refused to `caller`.
    pub fn denied(caller: &Caller, footprint: &Footprint, operation: impl Into<String>) -> Self {
        Self::new(&caller.viewer, footprint, operation).ending(DENIED)
    }

    /// The same with how it ended.
    #[must_use]
    pub fn ending(mut self, result: impl Into<String>) -> Self {
        self.result = result.into();
        self
    }

    /// The same with what it was done to.
    #[must_use]
    pub fn on(mut self, target: impl Into<Option<Target>>) -> Self {
        self.target = target.into();
        self
    }

    /// The same with how long it took.
    #[must_use]
    pub fn taking(mut self, took: Duration) -> Self {
        self.took = took;
        self
    }

    pub(super) fn into_row(self, at: DateTime<Utc>) -> AuditRow {
        let (kind, target) = self.target.map(|target| (target.kind, target.name)).unzip();
        let arguments = self.arguments.filter(|value| !value.is_null()).map(|value| value.to_string());
        AuditRow {
            id: RequestId::new().0,
            at: at.timestamp_micros(),
            actor: cut(self.actor),
            user_id: self.user.map(|user| user.0),
            address: self.footprint.client.address.map(|address| address.to_string()),
            agent: self.footprint.client.agent.map(cut),
            operation: cut(self.operation),
            target_kind: kind.map(cut),
            target: target.map(cut),
            arguments: arguments.map(|text| if text.chars().count() > MOST_ARGUMENTS { "\"…\"".into() } else { text }),
            took_micros: i64::try_from(self.took.as_micros()).unwrap_or(i64::MAX),
            result: cut(self.result),
            request_id: self.footprint.request,
        }
    }
}

/// A text of bounded length without NUL, which PostgreSQL does not keep.
fn cut(text: String) -> String {
    if text.len() <= MOST_TEXT && !text.contains('\0') {
        return text;
    }
    text.chars().filter(|found| *found != '\0').take(MOST_TEXT).collect()
}
