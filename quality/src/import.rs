//! Results of checks that another tool made: dbt, Great Expectations, Soda, and whoever sends OpenLineage events.
//!
//! What a tool says is taken as the outcome of a check of that tool, under a key that stays the same from run to run. What it
//! does not say is never taken for a pass: a result without a verdict, one with an unknown word for it, and a run that broke
//! before it judged anything are outcomes `error`. Values of the data that tools put beside their results are passed over.
//! Pure; input is bounded in bytes, depth and results; what is not known is ignored.

mod dbt;
mod great_expectations;
mod openlineage;
mod read;
mod soda;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    dbt::dbt,
    great_expectations::great_expectations,
    openlineage::openlineage,
    read::{MOST_BYTES, MOST_RESULTS},
    soda::soda,
};
use crate::{
    error::{Error, Result},
    outcome::Outcome,
};

/// Who made a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// dbt: `run_results.json` and `manifest.json`.
    Dbt,
    /// Great Expectations: a validation result, or those of a checkpoint.
    GreatExpectations,
    /// Soda Core: scan results.
    Soda,
    /// An `OpenLineage` event with facets of data quality.
    OpenLineage,
}

/// One result of another tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// Who made it.
    pub tool: Tool,
    /// The same for the same check of the same table in every run.
    pub key: String,
    /// The check, by the tool's name for its kind, such as `expect_column_values_to_be_unique`.
    pub kind: String,
    /// What people call this one.
    pub name: String,
    /// Where the table is, as the tool says: a namespace of `OpenLineage`, a data source.
    pub namespace: Option<String>,
    /// The table, as the tool says, with dots between the parts of its name; none for what is about no one table.
    pub table: Option<String>,
    /// The column, for checks of one.
    pub column: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the tool took what it found for a warning only.
    pub is_warning: bool,
    /// How many rows or values are wrong, when the tool counts them.
    pub errors: Option<i64>,
    /// Out of how many, when it says so.
    pub total: Option<i64>,
    /// What was measured, by name: numbers, and lists of column names.
    pub measured: BTreeMap<String, Value>,
    /// What the tool says about it, cut.
    pub message: Option<String>,
    /// When it was found.
    pub at: Option<DateTime<Utc>>,
}

/// Reads the results of any tool but dbt, whose results are two files, by the shape they have.
///
/// # Errors
/// `Invalid` for what is no JSON, is too large, or has the shape of no tool.
pub fn any(text: &str) -> Result<Vec<Imported>> {
    let document = read::json("results", text)?;
    if document.get("checks").is_some_and(Value::is_array) && document.get("definitionName").is_some() {
        return soda::of(&document);
    }
    if document.get("eventTime").is_some() && (document.get("inputs").is_some() || document.get("outputs").is_some()) {
        return openlineage(&document);
    }
    if ["results", "run_results"].iter().any(|key| document.get(key).is_some()) && document.get("args").is_none() {
        return great_expectations::of(&document);
    }
    let problem = "have the shape of no tool that is known: a validation result of Great Expectations, scan results of Soda, \
                   an OpenLineage event (of dbt, give `run_results.json` and `manifest.json`)";
    Err(Error::invalid("results", problem))
}

impl Imported {
    /// A result that says nothing yet; it is an error until something is known of it.
    fn new(tool: Tool, kind: impl Into<String>, name: impl Into<String>) -> Self {
        let (kind, name) = (read::cut(&kind.into()), read::cut(&name.into()));
        Self {
            tool,
            key: String::new(),
            kind,
            name,
            namespace: None,
            table: None,
            column: None,
            outcome: Outcome::Error,
            is_warning: false,
            errors: None,
            total: None,
            measured: BTreeMap::new(),
            message: None,
            at: None,
        }
    }
}
