//! What was last measured of an asset, as the API shows it.

use async_graphql::SimpleObject;
use catalog::Count;
use chrono::{DateTime, Utc};

/// What was last measured of an asset; not part of its versions.
#[derive(SimpleObject)]
pub struct Statistics {
    /// Rows.
    row_count: Option<Count>,
    /// Whether `rowCount` is the engine's estimate.
    is_estimate: bool,
    /// Bytes on disk, indexes included.
    size_bytes: Option<Count>,
    /// When the engine last analysed it.
    analyzed_at: Option<DateTime<Utc>>,
    /// When it was last written to, as far as the engine tells.
    written_at: Option<DateTime<Utc>>,
    /// Rows written since the engine's statistics were reset.
    rows_written: Option<Count>,
}

impl From<catalog::Statistics> for Statistics {
    fn from(measured: catalog::Statistics) -> Self {
        Self {
            row_count: measured.row_count.map(Count),
            is_estimate: measured.is_estimate,
            size_bytes: measured.size_bytes.map(Count),
            analyzed_at: measured.analyzed_at,
            written_at: measured.written_at,
            rows_written: measured.rows_written.map(Count),
        }
    }
}
