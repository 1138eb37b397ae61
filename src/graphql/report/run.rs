//! News of runs, as modules report them.

use async_graphql::{InputObject, Json};
use catalog::{AssetKind, Count, LogExcerpt, Name, RunRecord, RunStatus, RunTrigger, run::RunCounts};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Read, refused};

/// News of one run of an outside pipeline or task. What is left out is not known yet.
#[derive(InputObject)]
pub struct ReportedRun {
    /// The system the pipeline lives in, such as `airflow://etl.example`.
    namespace: String,
    /// The parts of its name, outermost first: the pipeline, then the task where one is meant.
    parts: Vec<String>,
    /// `PIPELINE` or `TASK`.
    kind: AssetKind,
    /// What the module calls the run, unique among the runs of this pipeline or task.
    external_run_id: String,
    /// What the module calls the run that this one is a part of.
    parent_run_id: Option<String>,
    /// When this was true; when left out, the time that it ended or began, else now. Of two ends the later counts.
    at: Option<DateTime<Utc>>,
    /// How far it is.
    status: RunStatus,
    /// Whether it succeeded with errors.
    #[graphql(default)]
    with_errors: bool,
    /// What made it begin.
    trigger: Option<RunTrigger>,
    /// When it should have begun.
    scheduled_at: Option<DateTime<Utc>>,
    /// When it began.
    started_at: Option<DateTime<Utc>>,
    /// When it was over.
    ended_at: Option<DateTime<Utc>>,
    /// Which attempt it is, from 1.
    attempt: Option<i32>,
    /// Records read.
    records_read: Option<Count>,
    /// Records written.
    records_written: Option<Count>,
    /// Records that could be neither read nor written.
    records_failed: Option<Count>,
    /// Bytes moved.
    bytes: Option<Count>,
    /// Records a second.
    records_per_second: Option<f64>,
    /// Bytes a second.
    bytes_per_second: Option<f64>,
    /// Its log; the first 50 and the last 200 lines are kept, without what looks like a password.
    log: Option<String>,
    /// Why it failed, for people.
    error_reason: Option<String>,
    /// What the module says besides: an object.
    facets: Option<Json<Value>>,
}

impl ReportedRun {
    /// The record, at most as late as it claims to be; `now` is for news that name no time.
    pub(super) fn read(self, now: DateTime<Utc>) -> Read {
        let told = if self.status.is_over() { self.ended_at } else { self.started_at };
        let said_at = self.at.or(told).unwrap_or(now);
        let name = (Name::new(self.namespace, self.parts), self.kind);
        let facets = match self.facets {
            None => serde_json::Map::new(),
            Some(Json(Value::Object(facets))) => facets,
            Some(_) => return Err(refused("facets", "`facets`: must be an object")),
        };
        let whole = |count: Option<Count>| count.map(|count| count.0);
        Ok(RunRecord {
            parent_external_id: self.parent_run_id,
            with_errors: self.with_errors,
            trigger: self.trigger,
            scheduled_at: self.scheduled_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            attempt: self.attempt,
            counts: RunCounts {
                records_read: whole(self.records_read),
                records_written: whole(self.records_written),
                records_failed: whole(self.records_failed),
                bytes: whole(self.bytes),
                records_per_second: self.records_per_second,
                bytes_per_second: self.bytes_per_second,
            },
            log: self.log.as_deref().map(LogExcerpt::of),
            error_reason: self.error_reason,
            facets,
            ..RunRecord::new(name, self.external_run_id, self.status, said_at)
        }
        .into())
    }
}
