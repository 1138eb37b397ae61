//! The small tree that stage three makes of a statement: clauses in full, expressions only as what they mention.
//!
//! An expression is a flat list, however deeply it nests, so that size and not
//! depth decides what it costs. Only queries nest, up to the limit on depth.

mod relation;

pub(super) use relation::{
    Condition, FromTree, Join, JoinKind, Matches, Pivot, Relation, Reshape, Source, TableFunction, Unpivot, Way,
};

use super::names::Ident;
use super::statement::{IndirectSubtype, Kind, Mode, Span, Subtype};

/// A statement as the parser understood it.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) kind: Kind,
    pub(super) action: Action,
}

/// What a statement does with which objects.
#[derive(Debug)]
pub(super) enum Action {
    /// Yields rows.
    Query(Query),
    /// Writes rows or defines something by a query.
    Write(Box<Write>),
    /// Writes the same rows to several objects.
    Fan(Box<Fan>),
    /// Changes or removes rows.
    Modify(Box<Modify>),
    /// Touches objects without moving values.
    Touch { reads: Vec<TableName>, writes: Vec<(TableName, Mode)> },
    /// Moves no data.
    Nothing,
}

/// Several writes that read the same relations.
#[derive(Debug, Default)]
pub(super) struct Fan {
    pub(super) with: With,
    pub(super) from: Vec<FromTree>,
    pub(super) writes: Vec<Write>,
}

/// A write into one stored object.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) target: TableName,
    pub(super) alias: Option<Ident>,
    pub(super) mode: Mode,
    /// The columns it names, when it does.
    pub(super) columns: Vec<Ident>,
    /// Whether the object exists before, so that its columns are known by position.
    pub(super) is_existing: bool,
    /// Whether columns of the query go to those of the same name.
    pub(super) by_name: bool,
    /// The view that does the writing, when its rows go to another table.
    pub(super) through: Option<TableName>,
    /// Columns that get a constant, since they name the written partition.
    pub(super) fixed: Vec<Ident>,
    /// `WITH` that stands before the verb.
    pub(super) with: With,
    pub(super) query: Query,
    /// What the proposed row is called, and its columns.
    pub(super) proposed: (Option<Ident>, Vec<Ident>),
    /// What happens to rows that are already there.
    pub(super) conflict: Option<Conflict>,
    pub(super) returning: Vec<Item>,
    /// The table that gets what is returned, and its columns.
    pub(super) returned_to: Option<(TableName, Vec<Ident>)>,
}

/// What an insert does with rows that are already there.
#[derive(Debug, Default)]
pub(super) struct Conflict {
    pub(super) keys: Vec<Expression>,
    pub(super) assignments: Vec<Assignment>,
    pub(super) filter: Option<Expression>,
}

/// A change of rows that are already there: `UPDATE`, `DELETE` or `MERGE`.
#[derive(Debug)]
pub(super) struct Modify {
    pub(super) kind: Kind,
    pub(super) mode: Mode,
    pub(super) with: With,
    /// The relations before `SET`, `USING` or `WHERE`; the first is changed unless others are named.
    pub(super) targets: Vec<FromTree>,
    /// The relations that lose rows, when they are named apart from the others.
    pub(super) named: Vec<TableName>,
    /// Further relations.
    pub(super) from: Vec<FromTree>,
    pub(super) clauses: Vec<Clause>,
    pub(super) sets: Vec<Set>,
    pub(super) returning: Vec<Item>,
    /// The table that gets what is returned, and its columns.
    pub(super) returned_to: Option<(TableName, Vec<Ident>)>,
}

/// Values that columns get.
#[derive(Debug)]
pub(super) enum Set {
    /// Each column, possibly qualified, gets the value in its place, or all get the columns of one query.
    ///
    /// What a merge inserts comes from its source alone.
    Columns { columns: Vec<Vec<Ident>>, values: Vec<Expression>, is_inserted: bool },
    /// Every column gets that of the same name.
    Star(Span),
    /// Every column gets that in the same place.
    Row(Span),
}

/// `column = expression`
#[derive(Debug)]
pub(super) struct Assignment {
    pub(super) column: Ident,
    pub(super) value: Expression,
}

/// A possibly qualified object name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableName {
    pub(super) parts: Vec<Ident>,
    /// Whether the one part is a file or another place outside the database, which no path completes.
    pub(super) is_file: bool,
    pub(super) span: Span,
}

/// The named queries before a query.
#[derive(Debug, Default)]
pub(super) struct With {
    pub(super) is_recursive: bool,
    pub(super) ctes: Vec<Cte>,
    /// Expressions with names, as ClickHouse allows.
    pub(super) values: Vec<(Expression, Ident)>,
}

/// One named query.
#[derive(Debug)]
pub(super) struct Cte {
    pub(super) name: Ident,
    pub(super) columns: Vec<Ident>,
    pub(super) body: CteBody,
}

/// What a name in `WITH` stands for.
#[derive(Debug)]
pub(super) enum CteBody {
    Query(Query),
    /// A write whose `RETURNING` is read.
    Write(Box<Write>),
    Modify(Box<Modify>),
}

/// A query: one select or several combined.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub(super) with: With,
    pub(super) first: Term,
    /// Further terms, from left to right.
    pub(super) rest: Vec<(Combination, Term)>,
    pub(super) order: Vec<Expression>,
    pub(super) span: Span,
}

/// How a further term of a query joins those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Combination {
    /// Its rows are added, or both sides must have them; columns match by position.
    Union,
    /// Its rows are added; columns match by name.
    UnionByName,
    /// Its rows are added; columns that both sides have match by name, the others are left out.
    UnionCommon,
    /// Its rows only take others away.
    Except,
}

/// One operand of a set operation.
#[derive(Debug, Default)]
pub(super) enum Term {
    Select(Box<Select>),
    /// The expressions of all rows, column by column.
    Values(Vec<Expression>),
    Query(Box<Query>),
    /// A query whose rows go through steps, each a select from what came before or a further term.
    Piped(Option<Box<Query>>, Vec<Step>),
    /// Nothing that could be understood.
    #[default]
    Missing,
}

/// One step that rows go through after `|>`.
#[derive(Debug)]
pub(super) enum Step {
    Select(Box<Select>),
    Combine(Combination, Box<Term>),
    Order(Vec<Expression>),
}

/// `SELECT … FROM … WHERE …`
#[derive(Debug, Default)]
pub(super) struct Select {
    pub(super) items: Vec<Item>,
    pub(super) from: Vec<FromTree>,
    /// The clauses that decide about rows.
    pub(super) clauses: Vec<Clause>,
    pub(super) windows: Vec<(Ident, Expression)>,
    pub(super) into: Option<TableName>,
    /// The variables that get the columns.
    pub(super) variables: Vec<Ident>,
    /// Whether each row is one value with the columns as fields.
    pub(super) is_struct: bool,
    /// Whether the fields of its only column are its columns: `SELECT AS VALUE`.
    pub(super) is_value: bool,
    /// Whether the relations that several writes share come before its own.
    pub(super) takes_shared: bool,
}

/// An expression that decides about the rows of a query.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) subtype: IndirectSubtype,
    pub(super) expression: Expression,
    pub(super) names: ClauseNames,
}

/// What an unqualified name in a clause means first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClauseNames {
    /// A column of `FROM`, and nothing else while one could be meant.
    Columns,
    /// A column of `FROM`, else a column of the result.
    ColumnsThenResult,
    /// A column of the result, else one of `FROM`.
    ResultThenColumns,
}

/// One entry of a select list.
#[derive(Debug)]
pub(super) enum Item {
    Value {
        expression: Expression,
        alias: Option<Ident>,
        /// Names of further columns that a generator yields.
        more: Vec<Ident>,
    },
    Star(Star),
}

/// Every column, but for what is said to be different.
#[derive(Debug, Default)]
pub(super) struct Star {
    pub(super) qualifier: Vec<Ident>,
    /// Columns that are left out, possibly qualified.
    pub(super) without: Vec<Vec<Ident>>,
    /// Expressions that stand for the column of their name.
    pub(super) replaced: Vec<(Expression, Ident)>,
    /// Old and new names.
    pub(super) renamed: Vec<(Ident, Ident)>,
    pub(super) span: Span,
}

/// What an expression mentions, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Expression {
    pub(super) mentions: Vec<Mention>,
    /// What is inside the value, when the expression puts a structure together.
    pub(super) fields: Vec<Field>,
    pub(super) label: Label,
    pub(super) span: Span,
}

/// One field of a structure that an expression puts together.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Ident,
    pub(super) name_span: Span,
    /// Which of the expression's mentions belong to it.
    pub(super) mentions: std::ops::Range<usize>,
}

/// What an expression without an alias is called by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing was read yet.
    #[default]
    Empty,
    /// A column, possibly in parentheses.
    Column(Ident),
    /// A column cast to a type, or a part of one.
    Derived(Ident),
    /// A call, by the function's name.
    Call(Ident),
    /// `CASE`
    Case,
    /// A subquery, by the name of its first column.
    Subquery,
    /// A number: in `ORDER BY` and `GROUP BY` a position.
    Number(u32),
    /// Anything else.
    Unnamed,
}

/// One thing an expression mentions.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) what: What,
    pub(super) role: Role,
    pub(super) span: Span,
}

/// What is mentioned.
#[derive(Debug)]
pub(super) enum What {
    /// A column, with whatever qualifies it before and selects in it after.
    Column(Vec<Ident>),
    /// Every column of the named relation.
    Row(Vec<Ident>),
    /// A nested query, read for its values.
    Query(Box<Query>),
    /// A nested query that is only asked whether it has rows.
    Existence(Box<Query>),
    /// Columns of a stored object that a call names by texts.
    Lookup(TableName, Vec<Ident>),
    /// A window of the `WINDOW` clause.
    Window(Ident),
    /// A variable that no column hides.
    Variable(Ident),
}

/// What a mention does to the expression's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Value { subtype: Subtype, masking: bool },
    Indirect(IndirectSubtype),
}

impl Role {
    /// A value that arrives unchanged.
    pub(super) const COPY: Self = Self::Value { subtype: Subtype::Identity, masking: false };

    /// The role of something that has `self` inside what has the role `outer`.
    pub(super) fn within(self, outer: Self) -> Self {
        match (outer, self) {
            (Self::Indirect(subtype), _) | (Self::Value { .. }, Self::Indirect(subtype)) => Self::Indirect(subtype),
            (Self::Value { subtype, masking }, Self::Value { subtype: inner, masking: inner_masking }) => {
                Self::Value { subtype: subtype.max(inner), masking: masking || inner_masking }
            }
        }
    }

    /// A value computed from others of its row.
    pub(super) fn computed() -> Self {
        Self::Value { subtype: Subtype::Transformation, masking: false }
    }
}
