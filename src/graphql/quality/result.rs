//! What checks came to.

use async_graphql::{Json, SimpleObject};
use catalog::{Count, RunId};
use chrono::{DateTime, Utc};
use quality::{Finding, Outcome, service::CheckResult};
use serde_json::Value;

use super::Sentence;
use crate::graphql::connection::PageInfo;

/// What a check came to in the rows of one value.
#[derive(SimpleObject)]
pub struct GroupOutcome {
    /// The value; null for rows without one.
    value: Option<String>,
    /// How it ended.
    outcome: Outcome,
    /// How many rows were wrong.
    errors: Option<Count>,
    /// Of how many.
    total: Option<Count>,
    /// What it says.
    message: Sentence,
}

/// Some rows that a check objects to, of columns whose samples whoever asks may see.
#[derive(SimpleObject)]
pub struct FailingRows {
    /// The names of the columns.
    columns: Vec<String>,
    /// The values of each row: text, cut, or the length of a binary value.
    rows: Vec<Vec<Json<Value>>>,
    /// Whether there are more.
    is_truncated: bool,
    /// The question that shows them, in the SQL of the source.
    sql: String,
}

impl From<quality::outcome::FailingRows> for FailingRows {
    fn from(failing: quality::outcome::FailingRows) -> Self {
        let rows = failing.rows.into_iter().map(|row| row.into_iter().map(Json).collect()).collect();
        Self { columns: failing.columns, rows, is_truncated: failing.is_truncated, sql: failing.sql }
    }
}

/// What a check came to.
#[derive(SimpleObject)]
#[graphql(name = "CheckResult")]
pub struct OutcomeOfCheck {
    /// When; null for one that was only tried out.
    at: Option<DateTime<Utc>>,
    /// How it ended.
    outcome: Outcome,
    /// How many rows were wrong, where rows are counted.
    errors: Option<Count>,
    /// Of how many.
    total: Option<Count>,
    /// What was measured, as a number, for a line over time.
    value: Option<f64>,
    /// What was measured, by name.
    measured: Json<Value>,
    /// What it says.
    message: Sentence,
    /// The same by group.
    groups: Vec<GroupOutcome>,
    /// Some rows that are wrong.
    failing: Option<FailingRows>,
    /// By which run.
    run_id: Option<RunId>,
}

impl OutcomeOfCheck {
    pub(super) fn of(result: CheckResult) -> Self {
        let (at, value, run_id) = (Some(result.at), result.value, result.run);
        Self { at, value, run_id, ..Self::found(result.finding) }
    }

    pub(super) fn found(finding: Finding) -> Self {
        let group = |group: quality::outcome::GroupFinding| GroupOutcome {
            message: Sentence::from(&group.message),
            value: group.value,
            outcome: group.outcome,
            errors: group.errors.map(Count),
            total: group.total.map(Count),
        };
        Self {
            at: None,
            outcome: finding.outcome,
            errors: finding.errors.map(Count),
            total: finding.total.map(Count),
            value: None,
            measured: Json(serde_json::json!(finding.measured)),
            message: Sentence::from(&finding.message),
            groups: finding.groups.into_iter().map(group).collect(),
            failing: finding.failing.map(FailingRows::from),
            run_id: None,
        }
    }
}

/// A page of results, newest first.
#[derive(SimpleObject)]
pub struct ResultConnection {
    /// The results.
    pub(super) nodes: Vec<OutcomeOfCheck>,
    /// Where the page ends.
    pub(super) page_info: PageInfo,
}
