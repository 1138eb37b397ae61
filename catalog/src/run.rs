//! Runs of outside pipelines and tasks: when one ran, how it ended, how much it moved.
//!
//! Runs are observations. They are no versions of an asset and not in the change log; they are kept in a table of
//! their own, in which one run is one row however often and in whatever order its news arrive (`merge`), and are
//! forgotten after a while. Exports leave them out.

mod apply;
mod log;
mod merge;
mod newest;
mod read;
mod success;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(crate) use self::apply::apply;
pub use self::{
    log::LogExcerpt,
    read::{DayCount, MAX_DAYS, RunDetail, RunFilter, RunGrain},
};
use crate::{
    error::{Error, Result},
    id::{AssetId, PipelineRunId},
    kinds::AssetKind,
    name::Name,
};

/// The most bytes of an identifier that a tool gives to a run.
pub const MAX_EXTERNAL_ID_BYTES: usize = 500;
/// The most bytes of the reason of a failure; what is longer is cut.
pub const MAX_REASON_BYTES: usize = 8 * 1024;
/// The most bytes of what a tool says besides; what is longer is left out.
pub const MAX_FACETS_BYTES: usize = 256 * 1024;

/// How far a run of an outside pipeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "PipelineRunStatus")]
pub enum RunStatus {
    /// Waits for its turn.
    Queued = 1,
    /// At work.
    Running = 2,
    /// Was left out.
    Skipped = 3,
    /// Was stopped by somebody.
    Cancelled = 4,
    /// Did its work.
    Succeeded = 5,
    /// Gave up.
    Failed = 6,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Running, Self::Skipped, Self::Cancelled, Self::Succeeded, Self::Failed];

    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The status with this stored number; what a newer version may have written counts as failed.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        Self::ALL.into_iter().find(|status| status.number() == number).unwrap_or(Self::Failed)
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// What made a run begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "PipelineRunTrigger")]
pub enum RunTrigger {
    /// Another program.
    Api = 1,
    /// A person.
    Manual = 2,
    /// Its schedule.
    Cron = 3,
}

impl RunTrigger {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The trigger with this stored number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Api, Self::Manual, Self::Cron].into_iter().find(|trigger| trigger.number() == number)
    }
}

/// How much a run moved, as far as its tool tells. Only ever grows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunCounts {
    /// Records read.
    pub records_read: Option<i64>,
    /// Records written.
    pub records_written: Option<i64>,
    /// Records that could be neither read nor written.
    pub records_failed: Option<i64>,
    /// Bytes moved.
    pub bytes: Option<i64>,
    /// Records a second.
    pub records_per_second: Option<f64>,
    /// Bytes a second.
    pub bytes_per_second: Option<f64>,
}

/// News of a run. Several about the same run (same asset, same external identifier) make one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The pipeline or task that ran.
    pub name: Name,
    /// Which of the two.
    pub kind: AssetKind,
    /// What its tool calls the run, unique among the runs of the asset.
    pub external_id: String,
    /// What the tool calls the run that this one is a part of.
    pub parent_external_id: Option<String>,
    /// When this news was true. Of two ends of one run the later counts.
    pub said_at: DateTime<Utc>,
    /// How far it is.
    pub status: RunStatus,
    /// Whether it succeeded with errors.
    pub with_errors: bool,
    /// What made it begin.
    pub trigger: Option<RunTrigger>,
    /// When it should have begun.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// When it began; for a running one [`Self::said_at`], when not said.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over; [`Self::said_at`], when not said and it is.
    pub ended_at: Option<DateTime<Utc>>,
    /// Which attempt it is, from 1.
    pub attempt: Option<i32>,
    /// How much it moved.
    pub counts: RunCounts,
    /// Its first and last log lines.
    pub log: Option<LogExcerpt>,
    /// Why it failed, for people.
    pub error_reason: Option<String>,
    /// What its tool says besides, by name.
    pub facets: serde_json::Map<String, serde_json::Value>,
}

impl RunRecord {
    /// News that a run of `name` is in `status`, and nothing else.
    #[must_use]
    pub fn new(
        (name, kind): (Name, AssetKind),
        external_id: impl Into<String>,
        status: RunStatus,
        said_at: DateTime<Utc>,
    ) -> Self {
        Self {
            name,
            kind,
            external_id: external_id.into(),
            parent_external_id: None,
            said_at,
            status,
            with_errors: false,
            trigger: None,
            scheduled_at: None,
            started_at: None,
            ended_at: None,
            attempt: None,
            counts: RunCounts::default(),
            log: None,
            error_reason: None,
            facets: serde_json::Map::new(),
        }
    }

    /// Checks what no store can keep and no list can show.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn validate(&self) -> Result<()> {
        self.name.validate()?;
        if !matches!(self.kind, AssetKind::Pipeline | AssetKind::Task) {
            return Err(Error::invalid("kind", format!("is `{}`; only pipelines and tasks run", self.kind)));
        }
        for (field, id) in
            [("externalRunId", Some(&self.external_id)), ("parentRunId", self.parent_external_id.as_ref())]
        {
            let Some(id) = id else { continue };
            if id.trim().is_empty() || id.len() > MAX_EXTERNAL_ID_BYTES || id.contains('\0') {
                let problem = format!("must have 1 to {MAX_EXTERNAL_ID_BYTES} bytes and no NUL character");
                return Err(Error::invalid(field, problem));
            }
        }
        let times = [
            ("at", Some(self.said_at)),
            ("scheduledAt", self.scheduled_at),
            ("startedAt", self.started_at),
            ("endedAt", self.ended_at),
        ];
        for (field, at) in times {
            // What tools write where they know no time (year 1, year 9999) would stand before or behind every run.
            if at.is_some_and(|at| !(0..7_258_118_400).contains(&at.timestamp())) {
                return Err(Error::invalid(field, "is not between the years 1970 and 2200"));
            }
        }
        let counts = &self.counts;
        let whole = [
            ("recordsRead", counts.records_read),
            ("recordsWritten", counts.records_written),
            ("recordsFailed", counts.records_failed),
            ("bytes", counts.bytes),
            ("attempt", self.attempt.map(i64::from)),
        ];
        let negative = whole.iter().find(|(_, count)| count.is_some_and(|count| count < 0)).map(|(field, _)| *field);
        let rates = [("recordsPerSecond", counts.records_per_second), ("bytesPerSecond", counts.bytes_per_second)];
        let odd = rates.iter().find(|(_, rate)| rate.is_some_and(|rate| !rate.is_finite() || rate < 0.0));
        match negative.or(odd.map(|(field, _)| *field)) {
            Some(field) => Err(Error::invalid(field, "is negative or no number")),
            None => Ok(()),
        }
    }
}

/// A run, as everything that was said about it adds up.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineRun {
    /// Its identifier.
    pub id: PipelineRunId,
    /// What ran: a pipeline or a task.
    pub asset: AssetId,
    /// The pipeline: the asset itself, or what the task is inside of.
    pub pipeline: AssetId,
    /// What its tool calls it.
    pub external_id: String,
    /// What the tool calls the run that this one is a part of.
    pub parent_external_id: Option<String>,
    /// How far it is.
    pub status: RunStatus,
    /// Whether it succeeded with errors.
    pub with_errors: bool,
    /// What made it begin.
    pub trigger: Option<RunTrigger>,
    /// When it should have begun.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it counts as having happened: when it began, else when it should have, else when it was over.
    pub at: DateTime<Utc>,
    /// Which attempt it is, from 1.
    pub attempt: Option<i32>,
    /// How much it moved.
    pub counts: RunCounts,
    /// Why it failed, for people.
    pub error_reason: Option<String>,
    /// Who reported it first.
    pub reporter: String,
    /// When it was first reported.
    pub reported_at: DateTime<Utc>,
}

impl PipelineRun {
    /// How long it took, or takes until `now`; none before it began. Clocks that disagree make it 0.
    #[must_use]
    pub fn duration(&self, now: DateTime<Utc>) -> Option<chrono::Duration> {
        let started = self.started_at?;
        let until = if self.status.is_over() { self.ended_at? } else { now };
        Some((until - started).max(chrono::Duration::zero()))
    }
}
