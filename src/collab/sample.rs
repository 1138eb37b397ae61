//! Some rows of a table, read from its source while somebody waits; nothing of them is kept.
//!
//! Only columns that whoever asks may see samples of are named in the question, so values of others never leave the
//! source.

use std::{sync::Arc, time::Duration};

use catalog::{
    Action, Asset, AssetId, AssetKind, ChildFilter, Details, PageRequest, SourceId, TypeClass, Viewer,
    governance::Permission,
};
use connectors::{Query, QueryLimits, SampleColumn, sample::MOST_CHARACTERS};
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::{Collab, Error, Result};
use crate::sources::Connection;

/// The most rows of a sample.
pub const MOST_ROWS: usize = 100;
/// The most columns of a sample, by position.
const MOST_COLUMNS: usize = 200;
/// How long a source may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many samples are read at a time; who comes later waits as long as a source may take.
pub(super) const AT_A_TIME: usize = 8;

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its columns that are shown, in order.
    pub columns: Vec<AssetId>,
    /// The values of each row in the order of the columns: nothing, a text (cut, with `…` at its end), or for bytes
    /// their number as `{"bytes": 7}`.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more rows.
    pub has_more_rows: bool,
    /// Whether columns are left out because there are too many.
    pub has_more_columns: bool,
}

impl Collab {
    /// Up to `first` rows of a table.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden` for who may not see samples of it; `Invalid` for `first`; `Conflict` when nothing can be
    /// asked for it; `Unavailable` when its source does not answer in time.
    pub async fn sample(&self, viewer: &Viewer, id: AssetId, first: usize) -> Result<Sample> {
        viewer.must(Action::ReadCatalog)?;
        self.catalog.must_with(viewer, Permission::Sample, &[id]).await?;
        if first == 0 || first > MOST_ROWS {
            return Err(Error::invalid("first", format!("is {first}; 1 to {MOST_ROWS} are allowed")));
        }
        let table = self.catalog.asset(viewer, id, None).await?;
        check(&table)?;
        let (columns, has_more_columns) = self.sampled_columns(viewer, id).await?;
        if columns.is_empty() {
            return Err(Error::conflict("no column of it is known that you may see samples of"));
        }
        let opened = self.open(&table).await?;
        let names: Vec<SampleColumn> = columns.iter().map(|(_, column)| column.clone()).collect();
        let limits = QueryLimits { rows: first, timeout: PATIENCE };
        let answer = opened.query()?.sample(&table.name, &names, limits).await.map_err(crate::sources::Error::from)?;
        let rows = answer.rows.into_iter().map(|row| row.into_iter().map(shown).collect()).collect();
        let columns = columns.into_iter().map(|(id, _)| id).collect();
        Ok(Sample { columns, rows, has_more_rows: answer.is_truncated, has_more_columns })
    }

    /// The source of a table, ready to be asked: whoever calls this has checked that somebody may see samples.
    ///
    /// # Errors
    /// `Conflict` when nothing can be asked for it; `Unavailable` when too many are asking.
    pub(crate) async fn open(&self, table: &Asset) -> Result<Opened> {
        let source = check(table)?;
        let source = self.sources.get(&Viewer::system(), source).await?;
        let connection = self.sources.connect(&source)?;
        if !connection.connector.covers(&table.name, table.kind) {
            return Err(Error::conflict("its source is configured for something else by now; crawl it again"));
        }
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.samplers).acquire_owned()).await;
        let turn = waited.map_err(|_| busy())?.map_err(|_| busy())?;
        Ok(Opened { connection, _turn: turn })
    }

    /// The columns of a table that somebody may see samples of; whether there are more.
    pub(crate) async fn sampled_columns(
        &self,
        viewer: &Viewer,
        table: AssetId,
    ) -> Result<(Vec<(AssetId, SampleColumn)>, bool)> {
        let wanted = ChildFilter { kind: Some(AssetKind::Column), text: None };
        let page = PageRequest::first(MOST_COLUMNS);
        let found = self.catalog.children(viewer, Some(table), wanted, None, &page).await?;
        let ids: Vec<AssetId> = found.items.iter().map(|(_, column)| column.id).collect();
        let facts = self.catalog.facts(&ids).await?;
        let may = |id: &AssetId| facts.get(id).is_some_and(|facts| viewer.may_with(Permission::Sample, facts));
        let columns = found.items.into_iter().filter(|(_, column)| may(&column.id) && column.removed.is_none());
        let asked = columns.filter_map(|(_, column)| match &column.harvested.details {
            Details::Column(details) => {
                let is_binary = details.data_type.class == TypeClass::Binary;
                Some((column.id, SampleColumn { name: column.name.last().to_owned(), is_binary }))
            }
            _ => None,
        });
        Ok((asked.collect(), found.has_more))
    }
}

/// A source that can be asked, with a turn to ask it.
#[derive(Debug)]
pub(crate) struct Opened {
    connection: Connection,
    _turn: OwnedSemaphorePermit,
}

impl Opened {
    /// What answers.
    ///
    /// # Errors
    /// `Conflict` for a source that gives no rows.
    pub(crate) fn query(&self) -> Result<&dyn Query> {
        self.connection.connector.as_query().ok_or_else(|| Error::conflict("its source gives no samples"))
    }
}

/// The source of a table that is there.
fn check(table: &Asset) -> Result<SourceId> {
    let has_rows = matches!(table.kind, AssetKind::Table | AssetKind::Container | AssetKind::File);
    if !has_rows || table.removed.is_some() {
        return Err(Error::conflict("only tables and views that are there have samples"));
    }
    table.source.ok_or_else(|| Error::conflict("nobody crawls it, so nothing can be asked for it"))
}

fn busy() -> Error {
    Error::Source(
        connectors::Error::TimedOut { action: "waiting for other samples".into(), seconds: PATIENCE.as_secs() }.into(),
    )
}

/// A value as it is shown.
pub(crate) fn shown(value: Value) -> Value {
    match value {
        Value::Number(bytes) => json!({ "bytes": bytes }),
        Value::String(text) => match text.char_indices().nth(MOST_CHARACTERS) {
            Some((end, _)) => format!("{}…", &text[..end]).into(),
            None => text.into(),
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_and_bytes_are_counted() {
        assert_eq!(shown(json!("四".repeat(500))), json!("四".repeat(500)));
        assert_eq!(shown(json!("四".repeat(501))), json!(format!("{}…", "四".repeat(500))));
        assert_eq!(shown(json!(7)), json!({ "bytes": 7 }));
        assert_eq!(shown(Value::Null), Value::Null);
    }
}
