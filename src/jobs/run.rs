//! What is known of one run of a job.

use async_graphql::{Enum, SimpleObject};
use catalog::{AssetId, Count, Error, HoldId, RunId, SourceId};
use chrono::{DateTime, Utc};
use quality::drift;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "RunStatus")]
pub enum Status {
    /// Waits for its turn, or for its next attempt.
    Queued = 1,
    /// At work.
    Running = 2,
    /// Did everything.
    Succeeded = 3,
    /// Did what it could; parts of the source could not be read.
    Partial = 4,
    /// Gave up.
    Failed = 5,
    /// Was stopped by a person.
    Cancelled = 6,
    /// Its process ended before it did; the next run converges.
    Lost = 7,
}

impl Status {
    const ALL: [Self; 7] =
        [Self::Queued, Self::Running, Self::Succeeded, Self::Partial, Self::Failed, Self::Cancelled, Self::Lost];

    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The status with this stored number; what a newer version may have written counts as lost.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        Self::ALL.into_iter().find(|status| status.number() == number).unwrap_or(Self::Lost)
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Lost => "lost",
        }
    }
}

impl std::str::FromStr for Status {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.code() == code).ok_or_else(|| {
            let known = Self::ALL.map(Self::code).join(", ");
            Error::invalid("status", format!("`{code}` is not a status; known: {known}"))
        })
    }
}

/// What made a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A person, by page or command.
    Manual = 1,
    /// A schedule.
    Cron = 2,
    /// A report of an outside module.
    Report = 3,
}

impl Trigger {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The trigger with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Self {
        match number {
            2 => Self::Cron,
            3 => Self::Report,
            _ => Self::Manual,
        }
    }
}

/// How much a log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "LogLevel")]
pub enum Level {
    /// Detail.
    Debug = 1,
    /// What happens.
    Info = 2,
    /// What people should look at.
    Warn = 3,
    /// What went wrong.
    Error = 4,
}

impl Level {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The level with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Debug,
            3 => Self::Warn,
            4 => Self::Error,
            _ => Self::Info,
        }
    }
}

/// What a run counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[graphql(name = "RunCounts")]
pub struct Counts {
    /// Assets that the source showed.
    pub seen: Count,
    /// New ones.
    pub added: Count,
    /// Ones that look different.
    pub changed: Count,
    /// Ones that are gone.
    pub removed: Count,
    /// Removals that wait for a person.
    pub held: Count,
    /// Scopes and items that could not be read or stored.
    pub failed: Count,
}

/// A part of a source that could not be read, or an item that could not be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
#[graphql(name = "RunError")]
pub struct Problem {
    /// Which part.
    pub scope: String,
    /// Why, for people; never a secret.
    pub message: String,
}

/// A line of a run's log.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
#[graphql(name = "LogLine")]
pub struct Line {
    /// Its place in the log, from 1.
    pub number: Count,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How much it matters.
    pub level: Level,
    /// The text; never a secret.
    pub message: String,
}

/// One run of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its identifier; later runs sort after earlier ones.
    pub id: RunId,
    /// The job, such as `crawl`.
    pub job: String,
    /// The source that it reads, for a crawl.
    pub source: Option<SourceId>,
    /// What the source was called when the run was made.
    pub source_name: Option<String>,
    /// The source's connector.
    pub connector: Option<String>,
    /// What it is about, where that is no source: a suite of checks, a table.
    pub subject: Option<Uuid>,
    /// Only what is of this source.
    pub within: Option<SourceId>,
    /// Of a suite, only these tables.
    pub tables: Option<Vec<AssetId>>,
    /// How far it is.
    pub status: Status,
    /// What made it.
    pub trigger: Trigger,
    /// Who: an account, a token, or `system`.
    pub actor: String,
    /// When it was made.
    pub queued_at: DateTime<Utc>,
    /// The earliest moment of its next attempt.
    pub not_before: DateTime<Utc>,
    /// When its last attempt began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// Which attempt this is, from 1; 0 before the first.
    pub attempt: i32,
    /// How many attempts it has.
    pub attempts: i32,
    /// What it is doing.
    pub phase: Option<String>,
    /// How much is done, from 0 to 1, where that can be told.
    pub progress: Option<f64>,
    /// What it counted.
    pub counts: Counts,
    /// What its changes mean to readers of the data.
    pub drift: drift::Summary,
    /// The removals it found that wait for a person.
    pub hold: Option<HoldId>,
    /// Why it ended as it did, for people.
    pub message: Option<String>,
    /// The error kind of a failed run.
    pub code: Option<String>,
    /// The first hundred things that could not be read or stored.
    pub problems: Vec<Problem>,
}

impl Run {
    /// How long it has worked, in milliseconds.
    #[must_use]
    pub fn duration_ms(&self, now: DateTime<Utc>) -> i64 {
        self.started_at.map_or(0, |start| (self.ended_at.unwrap_or(now) - start).num_milliseconds())
    }
}
