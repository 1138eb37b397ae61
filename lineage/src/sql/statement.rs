//! What an analysis says, in the vocabulary of OpenLineage's column lineage.
//!
//! These types are the contract with whoever reads the JSON: field names and
//! values are fixed by it. Nothing here computes.

use serde::Serialize;

/// A half-open range of bytes of the analysed text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span(
    /// First byte.
    pub usize,
    /// Byte after the last.
    pub usize,
);

/// The statements of a text, in order, and what they do as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Script {
    /// One entry a statement.
    pub statements: Vec<Statement>,
    /// The text as a whole.
    pub summary: Summary,
}

/// What a script does as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Stored objects that are read, each once.
    pub inputs: Vec<Vec<String>>,
    /// Stored objects that are written, each once, by the names they have in the end.
    pub outputs: Vec<Vec<String>>,
    /// Stored objects that are called otherwise in the end: the old and the new name.
    pub renames: Vec<(Vec<String>, Vec<String>)>,
    /// Stored objects that changed places.
    pub swaps: Vec<(Vec<String>, Vec<String>)>,
    /// Statements understood as a whole.
    pub complete: usize,
    /// Statements of which something was skipped.
    pub partial: usize,
    /// Statements whose effect the text does not show.
    pub opaque: usize,
    /// Statements of which nothing was understood.
    pub failed: usize,
    /// Elementary steps taken; grows linearly with the text and the schema that stars expand to.
    pub steps: u64,
}

/// One statement's lineage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statement {
    /// Position among the statements of the text, from 0.
    pub index: usize,
    /// Where the statement stands.
    pub span: Span,
    /// Share of its tokens that were understood, 0 to 1.
    pub coverage: f64,
    /// What it does.
    pub kind: Kind,
    /// How much of it was understood.
    pub status: Status,
    /// What a reader should know about the gaps.
    pub notes: Vec<Note>,
    /// Stored objects it reads, each once.
    pub reads: Vec<Read>,
    /// Stored objects it writes, each once.
    pub writes: Vec<Write>,
    /// Value lineage: where the data of a column comes from.
    pub columns: Vec<ColumnEdge>,
    /// What decides which rows or values arrive, without being copied.
    pub indirect: Vec<IndirectEdge>,
    /// The columns it yields.
    pub defines: Defines,
    /// Columns that it compares to join rows, each pair once. Not part of what is printed.
    #[serde(skip)]
    pub joins: Vec<(Source, Source)>,
    /// Tables that it reads or writes and that are gone when the script is over, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub temporary: Vec<Vec<String>>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A query alone.
    Select,
    /// `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.
    CreateView,
    /// `CREATE TABLE … AS` and `SELECT … INTO`.
    CreateTableAs,
    /// `CREATE TABLE` with columns.
    CreateTable,
    /// `CREATE TABLE … (LIKE …)`: structure only.
    Like,
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE` and `TRUNCATE`.
    Delete,
    /// `MERGE`.
    Merge,
    /// `DROP`.
    Drop,
    /// `ALTER … RENAME`.
    Rename,
    /// Two tables, or partitions of them, change places.
    Swap,
    /// The head of a routine; the statements in its body follow.
    CreateRoutine,
    /// A call of a routine.
    Call,
    /// A copy from or to a file.
    Copy,
    /// A statement that moves no data, such as `GRANT`.
    Set,
    /// A routine or anything else whose effect the text does not show.
    Opaque,
}

/// How much of a statement was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it.
    Complete,
    /// Something was skipped; the notes say what.
    Partial,
    /// Its effect cannot be seen in the text.
    Opaque,
    /// Nothing of it.
    Failed,
}

/// A remark about a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The stretch.
    pub span: Span,
    /// A stable code, such as `unknown_column`.
    pub code: &'static str,
    /// The same for people.
    pub message: String,
}

/// A stored object that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Read {
    /// Its name's parts, outermost first.
    pub name: Vec<String>,
    /// Where it is named.
    pub spans: Vec<Span>,
}

/// A stored object that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Write {
    /// Its name's parts, outermost first.
    pub name: Vec<String>,
    /// How it is written.
    pub mode: Mode,
}

/// How a stored object is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It comes into being.
    Create,
    /// Its content or definition is replaced.
    Replace,
    /// Rows are added.
    Append,
    /// Rows are added or changed.
    Upsert,
    /// Rows are changed.
    Update,
    /// Rows, or the object itself, go away.
    Delete,
    /// It changes places with another.
    Swap,
}

/// The column that an edge leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Target {
    /// The written object; `None` for the result of a query.
    pub table: Option<Vec<String>>,
    /// The column; `None` when the edge concerns every column.
    pub column: Option<Vec<String>>,
}

/// The stored column that an edge starts from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Source {
    /// The stored object.
    pub table: Vec<String>,
    /// The column and the path inside it; `["*"]` for every column of an object whose columns are not known.
    pub column: Vec<String>,
}

/// Kinds of edges: only values are direct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EdgeType {
    /// The target holds the source's value or something made of it.
    Direct,
}

/// What happens to a value on its way; the strongest step of the way counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Subtype {
    /// Copied unchanged.
    Identity,
    /// Computed from values of the same row.
    Transformation,
    /// Computed from values of several rows.
    Aggregation,
}

/// How a column decides about rows or values that it does not supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IndirectSubtype {
    /// It is compared in a join.
    Join,
    /// Rows are grouped by it.
    GroupBy,
    /// Rows are chosen by it.
    Filter,
    /// Rows are ordered by it.
    Sort,
    /// It divides or orders a window.
    Window,
    /// It chooses among values.
    Conditional,
}

/// How sure the engine is that a name means this column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The statement or the schema says so.
    Resolved,
    /// The only object in scope whose columns are not known.
    AssumedSingleTable,
    /// Matched by position with columns that the schema knows.
    Positional,
    /// Matched by name, for want of a known schema.
    ByName,
    /// Reached through a star over an object whose columns are not known.
    InferredFromStar,
}

/// An edge that carries values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnEdge {
    /// Where the values arrive.
    pub target: Target,
    /// Where they come from.
    pub source: Source,
    /// Always direct here.
    #[serde(rename = "type")]
    pub edge_type: EdgeType,
    /// What happens on the way.
    pub subtype: Subtype,
    /// Whether the value can no longer be told from the result.
    pub masking: bool,
    /// The stretch of text that says so.
    pub span: Span,
    /// 0 to 1; below 1 when a name has several candidates.
    pub confidence: f64,
    /// What the confidence rests on.
    pub why: Why,
}

/// An edge that carries influence but no values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndirectEdge {
    /// What is influenced.
    pub target: Target,
    /// What influences.
    pub source: Source,
    /// How.
    pub subtype: IndirectSubtype,
    /// The stretch of text that says so.
    pub span: Span,
}

/// The columns that a statement yields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Defines {
    /// In order; a star over an unknown object stays one column named `*`.
    pub columns: Vec<DefinedColumn>,
}

/// One column that a statement yields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinedColumn {
    /// Its name.
    pub name: String,
    /// Its data type, when the statement tells.
    #[serde(rename = "type")]
    pub data_type: Option<String>,
}
