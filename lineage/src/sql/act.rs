//! What a statement does to the session that it runs in, besides reading and writing rows.

use std::ops::Range;

use super::names::Ident;
use super::syntax::TableName;

/// One such thing, in the order of the text.
#[derive(Debug)]
pub(super) enum Act {
    /// Brings a table or view into being.
    Create {
        name: TableName,
        /// The columns that the statement lists.
        columns: Vec<Ident>,
        /// The table whose columns it gets.
        model: Option<TableName>,
        is_temporary: bool,
        /// Whether one that exists is left as it is.
        keeps: bool,
    },
    Drop(Vec<TableName>),
    Rename {
        from: TableName,
        to: TableName,
    },
    Swap(TableName, TableName),
    /// Sets what completes shorter names.
    Use {
        level: Level,
        parts: Vec<Ident>,
    },
    /// Sets where unqualified names are looked for.
    SearchPath(Vec<Ident>),
    Declare {
        name: Ident,
        shape: Declared,
    },
    /// A variable gets what these tokens say.
    Assign {
        variable: Ident,
        value: Range<usize>,
        /// Whether the text is put behind what the variable holds.
        adds: bool,
    },
    /// Runs the text that these tokens make.
    Run(Range<usize>),
    /// Gives a statement a name: the text that these tokens make, or the statement at hand.
    Prepare {
        name: Ident,
        text: Option<Range<usize>>,
    },
    /// Runs a statement by its name.
    RunPrepared(Ident),
    /// Calls a routine.
    Call(TableName),
    /// Makes a routine.
    Routine(Routine),
}

/// Which part of names `USE` sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Database,
    Schema,
    /// Whatever the platform takes a lone name for.
    Any,
}

/// What a declared name holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Declared {
    Value,
    /// A row, or the rows of a cursor.
    Record,
    /// A table, with its columns.
    Table(Vec<Ident>),
}

/// The head of a routine.
#[derive(Debug, Default)]
pub(super) struct Routine {
    pub(super) name: Option<TableName>,
    pub(super) parameters: Vec<Ident>,
    pub(super) language: Option<String>,
    /// The quoted body: the place of its token.
    pub(super) body: Option<usize>,
    /// The table whose changes fire it.
    pub(super) table: Option<TableName>,
    /// Whether it runs when rows of a table change that is told elsewhere.
    pub(super) yields_trigger: bool,
}
