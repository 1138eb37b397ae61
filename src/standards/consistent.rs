//! The rule `consistent`: exactly the rows whose value is no code of the standard. A row without a value is no error.

use catalog::{AssetId, Viewer};
use connectors::{QueryLimits, codes::Codes};
use serde_json::Value;

use super::{Error, PATIENCE, Result, Standards, reading};
use crate::collab::sample::MOST_ROWS;

/// The rows of a column whose value is no code.
#[derive(Debug, Clone, PartialEq)]
pub struct Consistency {
    /// How many rows have a value.
    pub total: i64,
    /// How many of them have one that is no code.
    pub errors: i64,
    /// The columns of the rows that are shown.
    pub columns: Vec<AssetId>,
    /// Rows that are errors, as samples have them.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more of them.
    pub has_more_rows: bool,
}

impl Standards {
    /// Asks the source of a column how many rows have a value that is no code, with up to `first` of them: only of
    /// columns that the viewer may see samples of.
    ///
    /// # Errors
    /// As [`Standards::read`]; `Invalid` for `first`.
    pub async fn consistency(&self, viewer: &Viewer, column: AssetId, first: usize) -> Result<Consistency> {
        let bound = self.sampled(viewer, column).await?;
        if first == 0 || first > MOST_ROWS {
            return Err(Error::invalid("first", format!("is {first}; 1 to {MOST_ROWS} are allowed")));
        }
        let codes = bound.codes()?;
        let table = bound.column.parent.ok_or_else(|| Error::conflict("it is in no table"))?;
        let (shown, _) = self.collab.sampled_columns(viewer, table).await?;
        let names: Vec<_> = shown.iter().map(|column| column.asked.clone()).collect();
        let opened = self.open(viewer, &bound).await?;
        let counts = reading::count(&opened, &bound, &codes).await?;
        let limits = QueryLimits { rows: first, timeout: PATIENCE };
        let found = reading::ask(&opened, &bound, Codes::RowsOutside(&codes, &names), limits).await?;
        Ok(Consistency {
            total: counts.values,
            errors: counts.outside,
            rows: self.collab.masked(&shown, found.rows),
            columns: shown.into_iter().map(|column| column.id).collect(),
            has_more_rows: found.is_truncated,
        })
    }
}
