//! Some rows of a table, read from its source while somebody waits; nothing of them is kept.
//!
//! Only columns that whoever asks may see samples of are named in the question, so values of others never leave the
//! source. Values that they see only masked are masked here, before anything else gets them.

use std::{sync::Arc, time::Duration};

use catalog::{
    Action, Asset, AssetId, AssetKind, ChildFilter, Details, PageRequest, Sampling, SourceId, TypeClass, Viewer,
    governance::{Masking, Permission},
};
use connectors::{Query, QueryLimits, SampleColumn, sample::MOST_CHARACTERS};
use quality::mask::mask_values;
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
    /// How the values of each column are hidden; none where they are shown as they are.
    pub masked: Vec<Option<Masking>>,
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
        self.sampling(viewer, id).await?;
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
        let names: Vec<SampleColumn> = columns.iter().map(|column| column.asked.clone()).collect();
        let limits = QueryLimits { rows: first, timeout: PATIENCE };
        let answer = opened.query()?.sample(&table.name, &names, limits).await.map_err(crate::sources::Error::from)?;
        let rows = self.masked(&columns, answer.rows);
        let masked = columns.iter().map(|column| column.masking).collect();
        let columns = columns.into_iter().map(|column| column.id).collect();
        Ok(Sample { columns, masked, rows, has_more_rows: answer.is_truncated, has_more_columns })
    }

    /// Rows as they may be shown: values hidden where they are masked, texts cut.
    pub(crate) fn masked(&self, columns: &[SampledColumn], mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        for (place, column) in columns.iter().enumerate() {
            let Some(masking) = column.masking else { continue };
            let values = rows.iter_mut().filter_map(|row| row.get_mut(place));
            mask_values(&column.asked.name, values, masking, &self.sources.mask_key());
        }
        rows.into_iter().map(|row| row.into_iter().map(shown).collect()).collect()
    }

    /// How somebody may see samples of a table.
    async fn sampling(&self, viewer: &Viewer, table: AssetId) -> Result<Sampling> {
        let facts = self.catalog.facts(&[table]).await?;
        if let Some(sampling) = facts.get(&table).and_then(|facts| viewer.sampling(facts)) {
            return Ok(sampling);
        }
        self.catalog.must_with(viewer, Permission::Sample, &[table]).await?;
        Err(catalog::Error::not_found("asset", table).into())
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

    /// The columns of a table that somebody may see samples of; whether there are more. What is masked of the table is
    /// masked of each.
    ///
    /// # Errors
    /// `Forbidden` for who may not see samples of the table; `NotFound`.
    pub(crate) async fn sampled_columns(&self, viewer: &Viewer, table: AssetId) -> Result<(Vec<SampledColumn>, bool)> {
        let whole = self.sampling(viewer, table).await?;
        let wanted = ChildFilter { kind: Some(AssetKind::Column), text: None };
        let page = PageRequest::first(MOST_COLUMNS);
        let found = self.catalog.children(viewer, Some(table), wanted, None, &page).await?;
        let ids: Vec<AssetId> = found.items.iter().map(|(_, column)| column.id).collect();
        let facts = self.catalog.facts(&ids).await?;
        let there = found.items.into_iter().filter(|(_, column)| column.removed.is_none());
        let asked = there.filter_map(|(_, column)| match &column.harvested.details {
            Details::Column(details) => {
                let sampling = viewer.sampling(facts.get(&column.id)?)?.max(whole);
                let is_binary = details.data_type.class == TypeClass::Binary;
                let asked = SampleColumn { name: column.name.last().to_owned(), is_binary };
                Some(SampledColumn { id: column.id, masking: masking(sampling), asked })
            }
            _ => None,
        });
        Ok((asked.collect(), found.has_more))
    }
}

/// A column that somebody may see samples of.
#[derive(Debug, Clone)]
pub(crate) struct SampledColumn {
    /// As an asset.
    pub(crate) id: AssetId,
    /// How its values are hidden; none when they are not.
    pub(crate) masking: Option<Masking>,
    /// As its source is asked for it.
    pub(crate) asked: SampleColumn,
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

const fn masking(sampling: Sampling) -> Option<Masking> {
    match sampling {
        Sampling::Plain => None,
        Sampling::Masked(masking) => Some(masking),
    }
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
