//! Detection of what the columns of a table hold, from their names and some of their values.

use catalog::{AssetId, TypeClass};
use connectors::{Query, QueryLimits, SampleColumn};
use quality::detect::{Column, suggest};
use serde_json::Value;

use super::{Checking, make::of_quality, table::Ready};
use crate::sources;

/// How many rows are looked at.
const ROWS: usize = 200;
/// How many columns one question asks for.
const COLUMNS: usize = 200;
/// How long a source may take for one question.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

impl Checking {
    /// Suggests what the columns of a table hold. Where its source gives no rows, names alone speak. The values are looked
    /// at and not kept.
    pub(super) async fn detect(&self, table: AssetId, ready: &Ready) -> sources::Result<usize> {
        let source = ready.connector.as_query();
        let mut found = Vec::new();
        for columns in ready.table.columns.chunks(COLUMNS) {
            let rows = match source {
                Some(source) => rows(source, ready, columns).await,
                None => Vec::new(),
            };
            for (place, column) in columns.iter().enumerate() {
                let Some(id) = ready.columns.get(&column.name) else { continue };
                let values: Vec<&str> = rows.iter().filter_map(|row| row.get(place)?.as_str()).collect();
                let seen = Column { name: &column.name, comment: None, class: column.class(), values: &values };
                // The likeliest alone: two guesses about a column are a riddle.
                found.push((*id, suggest(&seen).into_iter().take(1).collect()));
            }
        }
        let write = self.catalog.database().write().await?;
        let waiting = self.quality.keep_detections(&write, table, &found).await.map_err(of_quality)?;
        write.commit().await?;
        Ok(waiting)
    }
}

/// Some rows with these columns; none when the source does not give them.
async fn rows(source: &dyn Query, ready: &Ready, columns: &[quality::Column]) -> Vec<Vec<Value>> {
    let asked = |column: &quality::Column| SampleColumn {
        name: column.name.clone(),
        is_binary: column.class() == TypeClass::Binary,
    };
    let asked: Vec<SampleColumn> = columns.iter().map(asked).collect();
    let limits = QueryLimits { rows: ROWS, timeout: PATIENCE };
    source.sample(&ready.table.name, &asked, limits).await.map(|found| found.rows).unwrap_or_default()
}
