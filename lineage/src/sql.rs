//! Column lineage of SQL text: which stored columns a statement's columns come from.
//!
//! [`analyze`] reads text that may be broken, foreign or hostile and says what
//! it understood, how much that was, and where it had to guess. The stages are
//! `tokens`, `split` (statements), `clauses` (a skeleton of each), `resolve`
//! (what names mean), `session` (what statements of a script mean to one
//! another) and `emit` (the answer); beside them `ddl` (what a script does to the
//! shape of tables).
//!
//! It knows nothing of the catalog: names are looked up through [`Schema`] and
//! edges are told by name. It reads no clock, file or global state.

mod act;
mod clauses;
mod ddl;
mod dialect;
mod emit;
mod flow;
mod names;
mod resolve;
mod session;
mod split;
mod statement;
mod syntax;
mod tokens;
mod words;

pub use ddl::{Ddl, DdlChange, DdlColumn, DdlName, DdlStep, ddl};
pub use dialect::{DIALECTS, Dialect};
pub use statement::{
    ColumnEdge, DefinedColumn, Defines, EdgeType, IndirectEdge, IndirectSubtype, Kind, Mode, Note, Read, Script,
    Source, Span, Statement, Status, Subtype, Summary, Target, Why, Write,
};

/// What the names in a statement mean.
pub trait Schema {
    /// The columns, in order, of the table whose full name has these parts; `None` when it is not known.
    ///
    /// The parts are folded and completed with the default path already.
    fn columns(&self, table: &[String]) -> Option<Vec<String>>;
}

/// How far an analysis may go; whatever is cut off is told in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length of the text, in bytes.
    pub bytes: usize,
    /// Tokens of the text.
    pub tokens: usize,
    /// Queries and parenthesised joins inside one another.
    pub depth: usize,
    /// Columns that the stars of one statement expand to.
    pub columns: usize,
    /// Objects that an unqualified column may belong to before it is given up.
    pub candidates: usize,
    /// Elementary steps of resolving one statement.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, tokens: 8 << 20, depth: 100, columns: 50_000, candidates: 16, steps: 20_000_000 }
    }
}

/// What an analysis needs to know besides the text.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Which SQL is spoken.
    pub dialect: Dialect,
    /// What names mean.
    pub schema: &'a dyn Schema,
    /// What completes a name from the left, such as `["shop", "public"]`.
    pub default_path: &'a [String],
    /// Further paths in which an unqualified table is looked for, in order, when the default path does not have it.
    pub search_path: &'a [Vec<String>],
    /// How far the analysis may go.
    pub limits: Limits,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Options")
            .field("dialect", &self.dialect)
            .field("default_path", &self.default_path)
            .field("search_path", &self.search_path)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Tells the lineage of every statement in `sql`.
///
/// Takes time and memory in proportion to the text and to the columns that
/// stars expand to, and never fails: what is not understood is skipped, counted
/// in [`Statement::coverage`] and noted.
pub fn analyze(sql: &str, options: &Options<'_>) -> Script {
    if sql.len() > options.limits.bytes || u32::try_from(sql.len()).is_err() {
        return emit::refused(sql, &options.limits);
    }
    session::read(sql, None, options)
}

/// The same for the body of a routine, whose parameters are declared as `parameters`, such as `IN day date, n integer`.
///
/// Parameters are no columns, and what a body alone may begin with is understood.
pub fn analyze_body(sql: &str, parameters: &str, options: &Options<'_>) -> Script {
    if sql.len().saturating_add(parameters.len()) > options.limits.bytes || u32::try_from(sql.len()).is_err() {
        return emit::refused(sql, &options.limits);
    }
    session::read(sql, Some(parameters), options)
}

/// How many tokens a text has: the least that reading it costs, which figures are held against.
pub(crate) fn token_count(sql: &str, dialect: Dialect) -> usize {
    tokens::read(sql, dialect, Limits::default().tokens).list.len()
}
