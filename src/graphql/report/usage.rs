//! Use, as modules report it.

use async_graphql::InputObject;
use catalog::{
    AssetKind, Count, Name,
    usage::{ReportedUse, UseCounts},
};
use chrono::{DateTime, NaiveDate, Utc};

/// That somebody used an asset on a day: all that the module knows of that asset, day and user.
#[derive(InputObject)]
pub struct ReportedUsage {
    /// The system the asset lives in.
    namespace: String,
    /// The parts of its name, outermost first.
    parts: Vec<String>,
    /// What it is.
    kind: AssetKind,
    /// The day, in UTC.
    day: NaiveDate,
    /// The account or process.
    user: Option<String>,
    /// How often it was used: queries that name it, views of it, …
    queries: Count,
    /// How often it was read; as often as it was used, when left out.
    reads: Option<Count>,
    /// How often it was written.
    #[graphql(default)]
    writes: Count,
    /// How long that took together, in milliseconds.
    total_time_ms: Option<Count>,
    /// When it was last read.
    last_read_at: Option<DateTime<Utc>>,
    /// When it was last written.
    last_written_at: Option<DateTime<Utc>>,
}

impl ReportedUsage {
    pub(super) fn read(self) -> ReportedUse {
        let counts = UseCounts {
            queries: self.queries.0,
            reads: self.reads.unwrap_or(self.queries).0,
            writes: self.writes.0,
            total_micros: self.total_time_ms.map(|time| time.0.saturating_mul(1000)),
        };
        ReportedUse {
            name: Name::new(self.namespace, self.parts),
            kind: self.kind,
            day: self.day,
            actor: self.user,
            counts,
            last_read: self.last_read_at,
            last_write: self.last_written_at,
        }
    }
}
