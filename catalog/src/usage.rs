//! Use of assets: who read and wrote what on which day, which columns are joined, by which queries.
//!
//! Use is observed, by query logs and by modules. It is no version of an asset and not in the change log; it is kept in
//! tables of its own, counted by day, and forgotten after a while, all but when something was used last. Exports leave it
//! out. What a query log has told is stored in one transaction with how far it was read, so that nothing counts twice.

mod apply;
mod forget;
mod queries;
mod read;
mod report;

use chrono::{DateTime, NaiveDate, Utc};

pub use self::queries::SeenQuery;
pub use self::read::{JoinedColumns, LastUse, MAX_LISTED, MAX_USAGE_DAYS, Period, Usage, UsageDay, UserUsage};
pub use self::report::{MAX_ACTOR_BYTES, ReportedUse};
pub(crate) use self::{
    apply::{apply, move_position},
    forget::end_unseen,
};
use crate::id::AssetId;

/// The tool in whose name lineage of observed queries is declared.
pub const QUERY_LOG: &str = "query_log";

/// How often something was used. Only ever added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UseCounts {
    /// Queries that name it.
    pub queries: i64,
    /// Those of them that read it.
    pub reads: i64,
    /// Those of them that write it.
    pub writes: i64,
    /// How long they took together, in microseconds, where that is known.
    pub total_micros: Option<i64>,
}

impl UseCounts {
    /// The two together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            queries: self.queries.saturating_add(other.queries),
            reads: self.reads.saturating_add(other.reads),
            writes: self.writes.saturating_add(other.writes),
            total_micros: sum(self.total_micros, other.total_micros),
        }
    }
}

/// The sum of what is known of two numbers.
pub(crate) fn sum(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    }
}

/// That somebody used an asset on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The table, column or other thing that was used.
    pub asset: AssetId,
    /// The day, in UTC.
    pub day: NaiveDate,
    /// The account or process; none where nobody tells.
    pub actor: Option<String>,
    /// How often.
    pub counts: UseCounts,
    /// When it was last read.
    pub last_read: Option<DateTime<Utc>>,
    /// When it was last written.
    pub last_write: Option<DateTime<Utc>>,
}

/// A column with its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnOf {
    /// The column.
    pub column: AssetId,
    /// Its table.
    pub table: AssetId,
}

/// That queries of a day compared two columns to join their tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JoinUse {
    /// The two columns, in any order.
    pub columns: [ColumnOf; 2],
    /// The day, in UTC.
    pub day: NaiveDate,
    /// How many queries.
    pub queries: i64,
}

/// That a query was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryUse {
    /// What tells it from others; also the scope of the lineage that is declared because of it.
    pub fingerprint: String,
    /// Its SQL, without any value.
    pub sql: String,
    /// Its dialect.
    pub dialect: Option<String>,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen.
    pub last_seen: DateTime<Utc>,
    /// How often it ran.
    pub queries: i64,
    /// How many rows it gave or changed, where that is known.
    pub rows: Option<i64>,
    /// How long it took in all, in microseconds, where that is known.
    pub total_micros: Option<i64>,
    /// The assets that it uses, and whether it writes each.
    pub assets: Vec<(AssetId, bool)>,
    /// Whether lineage is declared because of it.
    pub declares: bool,
}

/// What was observed of a stretch of a query log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// Who used what.
    pub uses: Vec<Use>,
    /// What was joined.
    pub joins: Vec<JoinUse>,
    /// The queries.
    pub queries: Vec<QueryUse>,
    /// How far the source has been read with this, in its connector's own words; none leaves that as it is.
    pub position: Option<String>,
    /// Queries that were last seen before this no longer declare lineage.
    pub forget_before: Option<DateTime<Utc>>,
}

/// What tells a query from others: the place where it was seen, what completes its names, and its text without values.
#[must_use]
pub fn fingerprint(place: &str, defaults: &[String], sql: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [place].into_iter().chain(defaults.iter().map(String::as_str)).chain(["\0", sql]) {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The number of a day.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(0)
}

/// The day with a number.
pub(crate) fn day_of(number: i32) -> NaiveDate {
    NaiveDate::default().checked_add_signed(chrono::Duration::days(number.into())).unwrap_or_default()
}
