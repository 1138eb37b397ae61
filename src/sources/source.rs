//! What is known of a source, and when it is crawled.

use std::collections::BTreeSet;

use async_graphql::{Enum, SimpleObject};
use catalog::SourceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::jobs::cron::Cron;

/// What to do when a source is due while it is still being crawled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// Leave this time out.
    #[default]
    Skip = 1,
    /// Crawl once more afterwards.
    Queue = 2,
}

/// What to do about times that passed while no server ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum MissedRuns {
    /// Leave them out.
    Skip = 1,
    /// Crawl once, however many passed.
    #[default]
    RunOnce = 2,
}

/// When a source is crawled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct Schedule {
    /// The cron expression, of five or six fields.
    pub cron: String,
    /// The IANA name of the time zone it is meant in.
    pub timezone: String,
    /// What to do when it is due while a crawl is at work.
    pub overlap: Overlap,
    /// What to do about times that passed while no server ran.
    pub missed: MissedRuns,
    /// How often an unreachable source is tried again.
    pub retries: i32,
}

/// The most that an unreachable source may be tried again.
pub const MAX_RETRIES: i32 = 10;

impl Schedule {
    /// A daily or other schedule with the usual policies.
    #[must_use]
    pub fn new(cron: impl Into<String>, timezone: impl Into<String>) -> Self {
        let (overlap, missed) = (Overlap::default(), MissedRuns::default());
        Self { cron: cron.into(), timezone: timezone.into(), overlap, missed, retries: 2 }
    }

    /// Reads its expression.
    ///
    /// # Errors
    /// `Invalid` for `cron`, `timezone` or `retries`.
    pub fn parse(&self) -> catalog::Result<Cron> {
        if !(0..=MAX_RETRIES).contains(&self.retries) {
            let problem = format!("is {}; 0 to {MAX_RETRIES} are allowed", self.retries);
            return Err(catalog::Error::invalid("retries", problem));
        }
        Cron::parse(&self.cron, &self.timezone)
    }
}

/// An outside system that is crawled.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its identifier.
    pub id: SourceId,
    /// What people call it; no two share a name.
    pub name: String,
    /// The connector that reads it.
    pub connector: String,
    /// Its configuration without secrets.
    pub config: Map<String, Value>,
    /// The secret fields that have a value.
    pub secrets: BTreeSet<String>,
    /// When it is crawled; only by hand without.
    pub schedule: Option<Schedule>,
    /// Up to when its schedule has been looked at.
    pub fired_until: DateTime<Utc>,
    /// Whether its schedule rests.
    pub is_paused: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    pub(super) sealed: Option<String>,
}

impl Source {
    /// Its configuration as it may be shown: `{"set": true}` in place of each secret.
    #[must_use]
    pub fn shown_config(&self) -> Value {
        let mut shown = self.config.clone();
        for field in &self.secrets {
            shown.insert(field.clone(), json!({ "set": true }));
        }
        Value::Object(shown)
    }

    /// The next time its schedule is due after `now`; none when it has no schedule or rests.
    #[must_use]
    pub fn next_run_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let schedule = self.schedule.as_ref().filter(|_| !self.is_paused)?;
        schedule.parse().ok()?.next_after(now)
    }
}

/// A source to be made.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// What people will call it.
    pub name: String,
    /// The connector that reads it.
    pub connector: String,
    /// Its configuration, secrets included.
    pub config: Value,
    /// When it is crawled.
    pub schedule: Option<Schedule>,
}

/// What is to change about a source; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct SourceUpdate {
    /// Another name.
    pub name: Option<String>,
    /// The whole configuration anew; secret fields that are left out keep their value.
    pub config: Option<Value>,
    /// Another schedule, or (inner none) no schedule.
    pub schedule: Option<Option<Schedule>>,
}
