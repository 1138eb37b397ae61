//! What a job is, and how its runs end.

use std::time::Duration;

use async_trait::async_trait;
use catalog::{Catalog, ErrorKind, Fault, HoldId};
use quality::drift;

use super::{Keep, live::Live};
use crate::{checking::Checking, sources::Sources, worth::Worth};

/// A recurring piece of work.
#[async_trait]
pub trait Job: Send + Sync {
    /// Its name, such as `crawl`.
    fn name(&self) -> &'static str;

    /// When it runs by itself, as a cron expression in UTC; none for jobs that sources schedule.
    fn schedule(&self) -> Option<&'static str>;

    /// Whether it works out what the catalog is worth, so that it only runs where that can be.
    fn needs_worth(&self) -> bool {
        false
    }

    /// The longest that one attempt may take.
    fn timeout(&self) -> Duration;

    /// Does it once. Dropped when it is cancelled, so it must leave nothing half-done at any await.
    async fn run(&self, work: Work) -> Result<Outcome, Failure>;
}

/// What a job works with.
#[derive(Debug, Clone)]
pub struct Work {
    /// The catalog.
    pub catalog: Catalog,
    /// The sources.
    pub sources: Sources,
    /// Checks and profiles.
    pub checking: Checking,
    /// Its run: to say how far it is.
    pub live: Live,
    /// What is forgotten when.
    pub keep: Keep,
    /// What the catalog is worth; none where nothing but sources was opened.
    pub worth: Option<Worth>,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Whether parts were left out.
    pub is_partial: bool,
    /// What its changes mean to readers of the data.
    pub drift: drift::Summary,
    /// Removals that wait for a person.
    pub hold: Option<HoldId>,
    /// What happened, in a line.
    pub message: String,
}

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What can be done about it; only what is unavailable is tried again.
    pub kind: ErrorKind,
    /// Why, for people; never a secret.
    pub message: String,
}

impl Failure {
    /// A failure for people, with the whole chain of causes in the process's log when it is a fault of ours.
    pub fn of(fault: &dyn Fault) -> Self {
        if fault.kind() == ErrorKind::Internal {
            crate::telemetry::fault(None, crate::telemetry::chain(fault));
            return Self { kind: ErrorKind::Internal, message: format!("{fault}; the server's log has the details") };
        }
        Self { kind: fault.kind(), message: fault.to_string() }
    }
}

impl From<catalog::Error> for Failure {
    fn from(cause: catalog::Error) -> Self {
        Self::of(&cause)
    }
}

impl From<crate::sources::Error> for Failure {
    fn from(cause: crate::sources::Error) -> Self {
        Self::of(&cause)
    }
}

impl From<quality::Error> for Failure {
    fn from(cause: quality::Error) -> Self {
        Self::of(&cause)
    }
}

impl From<connectors::Error> for Failure {
    fn from(cause: connectors::Error) -> Self {
        Self::of(&cause)
    }
}

/// The word for an error kind, as answers have it.
#[must_use]
pub const fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Invalid => "invalid",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::Unavailable => "unavailable",
        ErrorKind::Internal => "internal",
    }
}
