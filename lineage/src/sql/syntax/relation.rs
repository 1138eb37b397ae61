//! The operands of `FROM`, what joins them, and what turns their rows into others.

use super::{Expression, Query, TableName};
use crate::sql::names::Ident;
use crate::sql::statement::Span;

/// Relations joined by `JOIN`; commas separate trees.
#[derive(Debug)]
pub(in crate::sql) struct FromTree {
    pub(in crate::sql) first: Source,
    pub(in crate::sql) joins: Vec<Join>,
}

/// One joined relation.
#[derive(Debug)]
pub(in crate::sql) struct Join {
    pub(in crate::sql) kind: JoinKind,
    pub(in crate::sql) source: Source,
    pub(in crate::sql) condition: Condition,
}

/// Which sides keep rows without a partner, and which are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sql) enum JoinKind {
    Inner,
    Left,
    Right,
    Full,
    /// The joined relation only decides about rows: `SEMI` and `ANTI`.
    Half,
}

/// What the rows of a join have in common.
#[derive(Debug, Default)]
pub(in crate::sql) enum Condition {
    #[default]
    None,
    On(Expression),
    Using(Vec<Ident>, Span),
    /// Every name that both sides have.
    Natural(Span),
}

/// One operand of `FROM`.
#[derive(Debug)]
pub(in crate::sql) struct Source {
    pub(in crate::sql) relation: Relation,
    pub(in crate::sql) alias: Option<Ident>,
    /// Names given to its columns.
    pub(in crate::sql) columns: Vec<Ident>,
    /// What turns its rows into others, in order.
    pub(in crate::sql) reshapes: Vec<Reshape>,
}

impl Source {
    /// `relation` under its own name.
    pub(in crate::sql) fn of(relation: Relation) -> Self {
        Self { relation, alias: None, columns: Vec::new(), reshapes: Vec::new() }
    }
}

/// What turns the rows of a relation into others, and what the result is called.
#[derive(Debug)]
pub(in crate::sql) struct Reshape {
    pub(in crate::sql) way: Way,
    pub(in crate::sql) alias: Option<Ident>,
    pub(in crate::sql) columns: Vec<Ident>,
}

/// How rows are turned into others.
#[derive(Debug)]
pub(in crate::sql) enum Way {
    /// Rows become columns.
    Pivot(Pivot),
    /// Columns become rows.
    Unpivot(Unpivot),
    /// Rows become matches of a pattern.
    Matches(Matches),
}

/// `PIVOT (aggregates FOR keys IN (values))`
#[derive(Debug, Default)]
pub(in crate::sql) struct Pivot {
    /// What each new column holds, with the name that is part of the column's.
    pub(in crate::sql) aggregates: Vec<(Expression, Option<Ident>)>,
    /// What decides which column a value goes to.
    pub(in crate::sql) keys: Vec<Expression>,
    /// What the new columns are called after; empty when only the data tell.
    pub(in crate::sql) values: Vec<Ident>,
    /// The columns that stay, when they are listed.
    pub(in crate::sql) kept: Vec<Expression>,
}

/// `UNPIVOT (values FOR name IN (groups))`
#[derive(Debug, Default)]
pub(in crate::sql) struct Unpivot {
    /// The new columns that hold values.
    pub(in crate::sql) values: Vec<Ident>,
    /// The new columns that tell where a value was.
    pub(in crate::sql) names: Vec<Ident>,
    /// The columns that become rows, each with one for each of the new ones; empty when all do.
    pub(in crate::sql) groups: Vec<Vec<Ident>>,
}

/// `MATCH_RECOGNIZE (…)`
#[derive(Debug, Default)]
pub(in crate::sql) struct Matches {
    pub(in crate::sql) partition: Vec<Expression>,
    pub(in crate::sql) order: Vec<Expression>,
    pub(in crate::sql) measures: Vec<(Expression, Ident)>,
    /// Whether a match yields each of its rows and not one for all.
    pub(in crate::sql) keeps_rows: bool,
    pub(in crate::sql) conditions: Vec<Expression>,
}

/// Where rows come from.
#[derive(Debug)]
pub(in crate::sql) enum Relation {
    Table(TableName),
    Query {
        query: Box<Query>,
        /// Whether it sees the relations to its left.
        is_lateral: bool,
    },
    Function(Box<TableFunction>),
    /// What the step before yields.
    Piped,
    Tree(Box<FromTree>),
    Missing,
}

/// A function that yields rows.
#[derive(Debug)]
pub(in crate::sql) struct TableFunction {
    pub(in crate::sql) name: Ident,
    /// What qualifies the name.
    pub(in crate::sql) path: Vec<Ident>,
    /// One entry an argument.
    pub(in crate::sql) arguments: Vec<Expression>,
    /// Names of its columns that the call itself states.
    pub(in crate::sql) columns: Vec<Ident>,
    /// Whether `WITH ORDINALITY` or `WITH OFFSET` adds a column.
    pub(in crate::sql) has_ordinality: bool,
    /// What that column is called.
    pub(in crate::sql) ordinality: Option<Ident>,
    /// Relations among its arguments, whose columns it passes on.
    pub(in crate::sql) inputs: Vec<Source>,
}
