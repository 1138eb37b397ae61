//! What a check found: [`Outcome`], and the [`Finding`] with the numbers behind it.

use std::collections::BTreeMap;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{plan::Sampling, words::Words};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckOutcome")]
pub enum Outcome {
    /// What was expected holds.
    Pass,
    /// There was nothing to judge: an empty table, an expected value of zero, too little history.
    NoData,
    /// It could not be judged: the question failed, took too long, or the check does not fit the table any more.
    Error,
    /// What was expected does not hold.
    Fail,
}

/// Which side of quality a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "QualityDimension")]
pub enum Dimension {
    /// Nothing is missing.
    Completeness,
    /// Nothing is there twice.
    Uniqueness,
    /// Values have the form they must have.
    Validity,
    /// Values agree with each other, and with other tables.
    Consistency,
    /// Values are what they are in the world.
    Accuracy,
    /// Data is as new as promised.
    Freshness,
    /// There is as much data as there should be.
    Volume,
    /// The table has the shape it should have.
    Schema,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// How it ended.
    pub outcome: Outcome,
    /// The number of rows (or values) that are wrong, for checks that count them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<i64>,
    /// Out of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// What was measured, by name, such as `actual`; history is compared by these.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub measured: BTreeMap<String, Value>,
    /// One sentence with the numbers. It may repeat values of the data where the check is about one of them (a maximum).
    pub message: Words,
    /// The same for each group, when results were asked for by group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupFinding>,
    /// Some rows that are wrong; see [`crate::failing`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing: Option<FailingRows>,
    /// Which part of the rows was looked at; none when all were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<Sampling>,
}

/// What a check found in the rows that have one value in the grouping column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupFinding {
    /// The value, as text and cut; none for rows without one.
    pub value: Option<String>,
    /// How the check ended for these rows.
    pub outcome: Outcome,
    /// The wrong rows among them.
    pub errors: Option<i64>,
    /// Their number.
    pub total: Option<i64>,
    /// One sentence with the numbers.
    pub message: Words,
}

/// Some rows that a check objects to: values of the source, so whoever shows them asks first who may see which column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FailingRows {
    /// The columns, at most 20.
    pub columns: Vec<String>,
    /// At most 50 rows; values are text, cut after 500 characters, or the length of a binary value.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more.
    pub is_truncated: bool,
    /// The question that shows them, in the SQL of the source.
    pub sql: String,
}

impl Finding {
    /// A finding with nothing but a sentence.
    #[must_use]
    pub fn new(outcome: Outcome, message: Words) -> Self {
        Self {
            outcome,
            errors: None,
            total: None,
            measured: BTreeMap::new(),
            message,
            groups: Vec::new(),
            failing: None,
            sampled: None,
        }
    }

    /// The same with something measured.
    #[must_use]
    pub fn measuring(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.measured.insert(name.to_owned(), value.into());
        self
    }

    /// The share of wrong rows, between 0 and 1; none when nothing was counted, or nothing was there.
    #[must_use]
    pub fn error_share(&self) -> Option<f64> {
        let (errors, total) = (self.errors?, self.total?);
        // Exact to 2^53 rows.
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
        (total > 0).then(|| errors as f64 / total as f64)
    }
}
