//! What differs between two profiles of a table.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ColumnProfile, Profile};

/// One number or value that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Of which column; none for the table.
    pub column: Option<String>,
    /// What differs, such as `nulls`; `column` when it is there on one side only.
    pub field: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
}

impl Profile {
    /// What differs in a later profile: the table first, then column by column in the order of this one, new columns last.
    #[must_use]
    pub fn diff(&self, later: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut note = |column: Option<&str>, field: &str, before: Value, after: Value| {
            if before != after {
                found.push(Difference { column: column.map(str::to_owned), field: field.to_owned(), before, after });
            }
        };
        note(None, "rows", self.rows.into(), later.rows.into());
        note(None, "column_count", self.column_count.into(), later.column_count.into());
        for column in &self.columns {
            match later.columns.iter().find(|other| other.name == column.name) {
                None => note(Some(&column.name), "column", column.name.clone().into(), Value::Null),
                Some(other) => {
                    for (field, before, after) in fields(column, other) {
                        note(Some(&column.name), &field, before, after);
                    }
                }
            }
        }
        for column in &later.columns {
            if !self.columns.iter().any(|other| other.name == column.name) {
                note(Some(&column.name), "column", Value::Null, column.name.clone().into());
            }
        }
        found
    }
}

/// Every field of both as JSON.
fn fields(before: &ColumnProfile, after: &ColumnProfile) -> Vec<(String, Value, Value)> {
    let object = |column: &ColumnProfile| match serde_json::to_value(column) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let mut later = object(after);
    let pair = |(field, before)| {
        let after = later.remove(&field).unwrap_or_default();
        (field, before, after)
    };
    object(before).into_iter().map(pair).collect()
}
