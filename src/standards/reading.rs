//! Reading the distinct values of a column from its source, and showing them to who may see samples of it.

use std::collections::HashSet;

use catalog::{Action, AssetId, Viewer, governance::Permission};
use connectors::{
    QueryLimits, Rows,
    codes::{self, Codes},
};
use serde_json::Value;

use super::{
    Bound, Error, PATIENCE, Result, Standards,
    contrast::code_of,
    store::{self, ReadingRow},
    suggest::{Suggester, Suggestion},
};
use crate::{collab::sample::Opened, sources};

/// The most distinct values that are kept of a column, the most frequent ones.
pub const MAX_VALUES: usize = 1_000;

/// A value that a column was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnValue {
    /// The value; what is longer than 100 characters is cut.
    pub value: String,
    /// How many rows have it.
    pub rows: i64,
    /// The code that it means.
    pub code: Option<String>,
    /// Whether somebody said so; else the value is itself the code.
    pub is_said: bool,
    /// What it probably means, where it means nothing yet.
    pub suggestion: Option<Suggestion>,
}

/// How many rows there are, how many have a value, and how many one that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) rows: i64,
    pub(super) values: i64,
    pub(super) outside: i64,
}

impl Standards {
    /// Reads which values a column has from its source, and keeps them.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden` for who may not see samples of it; `Conflict` when it keeps no standard, the standard has no
    /// codes or its source cannot be asked; `Unavailable` when that does not answer in time.
    pub async fn read(&self, viewer: &Viewer, column: AssetId) -> Result<Bound> {
        let bound = self.sampled(viewer, column).await?;
        let codes = bound.codes()?;
        let opened = self.open(viewer, &bound).await?;
        let limits = QueryLimits { rows: MAX_VALUES, timeout: PATIENCE };
        let found = ask(&opened, &bound, Codes::Distinct, limits).await?;
        let counts = count(&opened, &bound, &codes).await?;
        drop(opened);
        let row = ReadingRow {
            column_id: bound.column.id.0,
            list_id: bound.list.id.0,
            at: self.now().timestamp_micros(),
            actor: viewer.name.clone(),
            count_rows: counts.rows,
            count_nulls: counts.rows - counts.values,
            count_outside: counts.outside,
            is_partial: found.is_truncated,
        };
        let write = self.database().write().await?;
        store::replace(&*write, &row, &distinct(&found)).await?;
        write.commit().await?;
        Ok(bound)
    }

    /// The values that a column was found to hold, most frequent first; nothing when nothing was read.
    ///
    /// # Errors
    /// As [`Self::read`], without what the source says.
    pub async fn values(&self, viewer: &Viewer, column: AssetId) -> Result<Vec<ColumnValue>> {
        let bound = self.sampled(viewer, column).await?;
        if !self.contrasts(std::slice::from_ref(&bound)).await?.contains_key(&column) {
            return Ok(Vec::new());
        }
        let rows = store::values(self.database().read(), &[column.0]).await?;
        let codes: HashSet<&str> = bound.standard().codes.iter().map(|code| code.code.as_str()).collect();
        let suggester = Suggester::of(&bound.standard().codes);
        let value = |row: store::ValueRow| {
            let code = code_of(&codes, &row).map(str::to_owned);
            let is_said = row.code.as_deref().is_some_and(|said| codes.contains(said));
            let suggestion = if code.is_none() { suggester.suggest(&row.value) } else { None };
            ColumnValue { value: row.value, rows: row.count_rows, code, is_said, suggestion }
        };
        Ok(rows.into_iter().map(value).collect())
    }

    /// Whether somebody may see the values of a column.
    ///
    /// # Errors
    /// The store's own.
    pub async fn may(&self, viewer: &Viewer, permission: Permission, column: AssetId) -> Result<bool> {
        let facts = self.catalog.facts(&[column]).await?;
        Ok(facts.get(&column).is_some_and(|facts| viewer.may_with(permission, facts)))
    }

    /// A column with its standard, for who may see samples of it.
    pub(super) async fn sampled(&self, viewer: &Viewer, column: AssetId) -> Result<Bound> {
        viewer.must(Action::ReadCatalog)?;
        self.catalog.must_with(viewer, Permission::Sample, &[column]).await?;
        self.get(viewer, column).await
    }

    /// The source of a column, ready to be asked.
    pub(super) async fn open(&self, viewer: &Viewer, bound: &Bound) -> Result<Opened> {
        let table = bound.column.parent.ok_or_else(|| Error::conflict("it is in no table"))?;
        let table = self.catalog.asset(viewer, table, None).await?;
        Ok(self.collab.open(&table).await?)
    }
}

/// Asks about the values of a column.
pub(super) async fn ask(opened: &Opened, bound: &Bound, asked: Codes<'_>, limits: QueryLimits) -> Result<Rows> {
    let answer = opened.query()?.codes(&bound.column.name, asked, limits).await;
    Ok(answer.map_err(sources::Error::from)?)
}

/// Counts the rows of a column.
pub(super) async fn count(opened: &Opened, bound: &Bound, codes: &[String]) -> Result<Counts> {
    let limits = QueryLimits { rows: 1, timeout: PATIENCE };
    let answer = ask(opened, bound, Codes::Outside(codes), limits).await?;
    let counts: Vec<i64> = answer.rows.first().into_iter().flatten().filter_map(number).collect();
    match counts[..] {
        [rows, values, outside] => Ok(Counts { rows, values, outside }),
        _ => Err(Error::conflict("its source did not answer with three numbers")),
    }
}

/// The distinct values with their rows; bytes that are no text are one value, written as such.
fn distinct(found: &Rows) -> Vec<(String, i64)> {
    let mut once: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    for row in &found.rows {
        let [digits, rows] = row.as_slice() else { continue };
        let value = digits.as_str().and_then(codes::read).unwrap_or_else(|| "\u{fffd}".to_owned());
        // PostgreSQL keeps no NUL character in a text.
        *once.entry(value.replace('\0', "\u{fffd}")).or_default() += number(rows).unwrap_or_default();
    }
    once.into_iter().collect()
}

/// A count, which comes as text when it is very great.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
