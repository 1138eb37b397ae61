//! What a source or a module says: the vocabulary that connectors, reports and imports speak to
//! [`ingest`](crate::ingest).

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    asset::{Harvested, Statistics},
    id::AssetId,
    kinds::{AssetKind, Details},
    name::Name,
    relation::RelationKind,
    run::RunRecord,
};

/// One statement of a source.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An asset is there and looks like this. Parents come before children, and the columns of a table right behind it.
    Asset(Box<AssetRecord>),
    /// An asset measured like this.
    Statistics {
        /// The asset.
        name: Name,
        /// Its kind.
        kind: AssetKind,
        /// What was measured.
        statistics: Statistics,
    },
    /// The source itself ties an asset to something, such as a tag.
    Relation {
        /// The asset.
        name: Name,
        /// Its kind.
        kind: AssetKind,
        /// What sort of tie.
        relation: RelationKind,
        /// To what.
        target: String,
    },
    /// A tool describes an asset that is another source's own; it counts where neither that nor a person says anything.
    Description {
        /// The asset.
        name: Name,
        /// Its kind.
        kind: AssetKind,
        /// Who says so; a tool has one description of an asset.
        by: String,
        /// What it says; nothing takes back what it said before.
        text: String,
    },
    /// A tool speaks of something that another system has. Where nobody has said it yet, it becomes a placeholder with these
    /// columns.
    Mention {
        /// What is spoken of: a table or a topic.
        name: Name,
        /// Its kind.
        kind: AssetKind,
        /// The names of its columns, as far as the tool knows.
        columns: Vec<String>,
    },
    /// A tool declares where the data of something comes from.
    Lineage(LineageRecord),
    /// News of a run of a pipeline or task.
    Run(Box<RunRecord>),
    /// Queries that were seen to run. What they mean is worked out by who knows SQL, before ingest
    /// ([`Ingest::observe`](crate::Ingest::observe)); ingest itself passes over them.
    Queries(Box<QueryBatch>),
    /// Everything inside `root` (which passes the crawl's filter) was read. Only such scopes may lose what was not said.
    ScopeRead {
        /// The outermost asset that was read completely.
        root: Name,
    },
    /// Something that whoever looks at the run should know, such as a file that is left out; nothing fails because of it.
    Note {
        /// What it is about.
        about: Name,
        /// What is to be known, for people; never a secret.
        message: String,
        /// Whether somebody should do something about it.
        is_warning: bool,
    },
    /// A part of the source could not be read; nothing inside `root` is judged missing.
    ScopeFailed {
        /// The outermost asset that was not read completely.
        root: Name,
        /// Why, for people; never a secret.
        message: String,
    },
}

/// An asset, as its source describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct AssetRecord {
    /// What it is called.
    pub name: Name,
    /// What the source says.
    pub harvested: Harvested,
    /// The source's own identifier, by which a rename is told from a loss; unique among the assets of its kind in the source.
    pub object_id: Option<String>,
    /// Its place among its siblings, where they have an order (columns: from 1); 0 otherwise.
    pub ordinal: u32,
}

impl AssetRecord {
    /// An asset with the facts of its kind and nothing else.
    #[must_use]
    pub fn new(name: Name, details: Details) -> Self {
        let ordinal = match &details {
            Details::Column(column) => column.position,
            _ => 0,
        };
        Self { name, harvested: Harvested::new(details), object_id: None, ordinal }
    }

    /// The same with the source's comment; an empty one counts as none.
    #[must_use]
    pub fn described(mut self, description: Option<String>) -> Self {
        self.harvested.description = description.filter(|text| !text.trim().is_empty());
        self
    }

    /// The same with the source's own identifier.
    #[must_use]
    pub fn identified(mut self, object_id: impl Into<String>) -> Self {
        self.object_id = Some(object_id.into());
        self
    }
}

impl From<RunRecord> for Record {
    fn from(record: RunRecord) -> Self {
        Self::Run(Box::new(record))
    }
}

impl From<LineageRecord> for Record {
    fn from(record: LineageRecord) -> Self {
        Self::Lineage(record)
    }
}

impl From<AssetRecord> for Record {
    fn from(record: AssetRecord) -> Self {
        Self::Asset(Box::new(record))
    }
}

/// The complete set of edges that a tool declares for one scope. What it declared there before and no longer does is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineageRecord {
    /// Who says so, such as `airflow` or `datax`.
    pub tool: String,
    /// For what, in the tool's own words, such as a job's name. (tool, scope) has one current set.
    pub scope: String,
    /// The asset through which data flows, such as a pipeline's task.
    pub through: Option<Name>,
    /// The edges.
    pub edges: Vec<DeclaredEdge>,
    /// Queries whose rows go somewhere: their SQL says where the data comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<DeclaredQuery>,
    /// Statements that move data: their SQL says from where and to where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<DeclaredStatement>,
    /// What a person wrote; then it counts, and `edges` only tells what the ends were called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
}

/// An edge that a person wrote. Its ends are told by identifier, so that no rename loses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ByHand {
    /// Where data comes from.
    pub upstream: AssetId,
    /// Where data goes.
    pub downstream: AssetId,
    /// As that of a [`DeclaredColumnEdge`]; none between whole assets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtype: Option<String>,
    /// Whether values are hidden on the way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masking: bool,
    /// Why it is there, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who wrote it like this.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl ByHand {
    /// Whether another says the same, whoever wrote it.
    #[must_use]
    pub fn says_what(&self, other: &Self) -> bool {
        let said = |hand: &Self| (hand.upstream, hand.downstream, hand.masking);
        said(self) == said(other) && self.subtype == other.subtype && self.note == other.note
    }
}

/// A query whose rows a tool writes to another place, perhaps on another system, column by column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredQuery {
    /// The SQL; one `SELECT`.
    pub sql: String,
    /// Its dialect.
    pub dialect: Option<String>,
    /// The namespace in which the tables that it names live.
    pub namespace: String,
    /// The leading parts, outermost first, that complete a shorter name in the SQL.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
    /// Where the rows go.
    pub downstream: Name,
    /// Its kind.
    pub downstream_kind: AssetKind,
    /// The columns there that take the query's columns, in order; empty for all that it has, in its own order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Whether a column of the query goes to the column of its own name, where there is one, rather than by position.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_name: bool,
    /// The places (from 0) of columns that the tool changes on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<usize>,
    /// The places (from 0) of columns whose values the tool hides on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub masked: Vec<usize>,
}

/// Statements that say themselves what they read and write, such as `INSERT … SELECT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredStatement {
    /// The SQL; a script counts as a whole.
    pub sql: String,
    /// Its dialect; the usual one of the namespace where nobody says.
    pub dialect: Option<String>,
    /// The namespace in which the tables that it names live.
    pub namespace: String,
    /// The leading parts, outermost first, that complete a shorter name in the SQL.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
}

/// What a query log says of a stretch of time. Batches come in order, and a position counts with the batch that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryBatch {
    /// The log itself, a pipeline; what its queries write is said to flow through it.
    pub log: Name,
    /// The dialect of the queries.
    pub dialect: String,
    /// The namespace in which the tables that they name live.
    pub namespace: String,
    /// The queries.
    pub queries: Vec<ObservedQuery>,
    /// How far the log was read with these, in the connector's own words; none when that is not behind all of them.
    pub position: Option<String>,
    /// For how long a query that is not seen again goes on to say where data comes from; told with the last batch.
    pub keep: Option<Duration>,
}

/// A query that ran, without any value that was in it; several of one day, place and account count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedQuery {
    /// Its SQL with `?` for each value.
    pub sql: String,
    /// The leading parts, outermost first, that complete a shorter name in the SQL, such as database and schema.
    pub defaults: Vec<String>,
    /// The account that ran it; none where the log does not tell.
    pub actor: Option<String>,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen, on the day for which it counts.
    pub last_seen: DateTime<Utc>,
    /// How often it ran; 0 for one that is there and of which nobody knows when it ran.
    pub count: i64,
    /// How many rows it gave or changed, where that is known.
    pub rows: Option<i64>,
    /// How long it took in all, in microseconds, where that is known.
    pub total_micros: Option<i64>,
}

/// One edge between tables (or topics, files, …) with the columns that it carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeclaredEdge {
    /// Where data comes from.
    pub upstream: Name,
    /// Its kind.
    pub upstream_kind: AssetKind,
    /// Where data goes.
    pub downstream: Name,
    /// Its kind.
    pub downstream_kind: AssetKind,
    /// Column pairs, by name below the two.
    #[serde(default)]
    pub columns: Vec<DeclaredColumnEdge>,
}

/// One pair of columns of an edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredColumnEdge {
    /// The upstream column.
    pub upstream: String,
    /// The downstream column; empty when the upstream one decides about the whole downstream asset.
    pub downstream: String,
    /// `IDENTITY`, `TRANSFORMATION` or `AGGREGATION` where values flow; `JOIN`, `GROUP_BY`, `FILTER`, `SORT`, `WINDOW` or
    /// `CONDITIONAL` where they only decide.
    pub subtype: String,
    /// Whether the value is hidden on the way.
    #[serde(default)]
    pub masking: bool,
}
