//! `CREATE VIEW` and `CREATE TABLE`.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::names::Ident;
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{
    Action, FromTree, Item, Parsed, Query, Relation, Select, Source, Star, TableName, Term, With, Write,
};
use crate::sql::tokens;
use crate::sql::words::Word;

/// How many tokens may stand between `CREATE` and what is created, for `ALGORITHM`, `DEFINER` and the like.
const HEADER_TOKENS: usize = 24;

impl Parser<'_> {
    pub(super) fn create(&mut self) -> Parsed {
        let mut mode = if self.word(0) == Word::Replace { Mode::Replace } else { Mode::Create };
        for ahead in 1..HEADER_TOKENS {
            match self.kind(ahead) {
                tokens::Kind::Word(Word::Replace) => mode = Mode::Replace,
                tokens::Kind::Word(Word::View) => {
                    self.advance(ahead + 1);
                    return self.create_view(mode);
                }
                tokens::Kind::Word(Word::Table) if self.word(ahead + 1) == Word::Function => {
                    return self.opaque(Kind::Opaque);
                }
                tokens::Kind::Word(Word::Table) => {
                    self.advance(ahead + 1);
                    return self.create_table(mode);
                }
                tokens::Kind::Word(Word::Stream)
                    if !matches!(self.kind(ahead + 1), tokens::Kind::Word(Word::Table)) =>
                {
                    self.advance(ahead + 1);
                    return self.create_stream(mode);
                }
                tokens::Kind::Word(Word::Procedure | Word::Function | Word::Trigger | Word::Event) => {
                    return self.opaque(Kind::Opaque);
                }
                tokens::Kind::Word(_) if self.wraps_statement(ahead) => return self.wrapped_statement(),
                tokens::Kind::Word(Word::Index | Word::On | Word::As) | tokens::Kind::Mark(b';' | b'(') => break,
                _ => {}
            }
        }
        self.at = self.end;
        Parsed { kind: Kind::Set, action: Action::Nothing }
    }

    /// Whether what is created runs a statement that stands at its end: Snowflake's tasks and pipes.
    fn wraps_statement(&self, ahead: usize) -> bool {
        let words = ["task", "pipe", "alert"];
        self.dialect() == Dialect::Snowflake && words.iter().any(|word| self.spelling(ahead).eq_ignore_ascii_case(word))
    }

    /// Reads the statement after `AS` or `THEN (`, whose lineage is that of the whole.
    fn wrapped_statement(&mut self) -> Parsed {
        while !self.is_at_end() {
            let is_before = self.word(0) == Word::As || self.word(0) == Word::Then;
            self.advance(1);
            let starts = matches!(
                self.word(0),
                Word::Insert
                    | Word::Merge
                    | Word::Update
                    | Word::Delete
                    | Word::Copy
                    | Word::With
                    | Word::Create
                    | Word::Truncate
            );
            if is_before && starts {
                return self.nested(Self::statement).unwrap_or(Parsed { kind: Kind::Set, action: Action::Nothing });
            }
        }
        Parsed { kind: Kind::Set, action: Action::Nothing }
    }

    /// Reads `CREATE STREAM s ON TABLE t`, whose rows are changes of `t`.
    fn create_stream(&mut self, mode: Mode) -> Parsed {
        self.pass_existence();
        let Some(target) = self.table_name() else { return self.opaque(Kind::CreateTable) };
        while !self.is_at_end() && self.word(0) != Word::On {
            self.advance(1);
        }
        self.advance(1);
        self.eat_any(&[Word::External, Word::Directory, Word::Table, Word::View]);
        let reads = self.table_name().into_iter().collect();
        self.at = self.end;
        Parsed { kind: Kind::CreateTable, action: Action::Touch { reads, writes: vec![(target, mode)] } }
    }

    fn create_view(&mut self, mode: Mode) -> Parsed {
        self.pass_existence();
        let Some(target) = self.table_name() else { return self.opaque(Kind::CreateView) };
        let columns = if self.is_mark(0, b'(') && !self.holds_query(self.at) { self.name_list() } else { Vec::new() };
        let stored = self.stored_in();
        self.pass_to_query();
        if self.is_at_end() {
            return Parsed {
                kind: Kind::CreateView,
                action: Action::Touch { reads: Vec::new(), writes: vec![(target, mode)] },
            };
        }
        let query = self.query();
        self.pass_view_options();
        let Some(stored) = stored else {
            return Write::defining(target, mode, columns, query).into_parsed(Kind::CreateView);
        };
        // The rows go to a table that is there; columns match by name.
        let mut write = Write::defining(stored, Mode::Append, Vec::new(), query);
        write.through = Some(target);
        write.into_parsed(Kind::CreateView)
    }

    /// Reads ClickHouse's `TO t`, where a view keeps its rows.
    fn stored_in(&mut self) -> Option<TableName> {
        if self.dialect() != Dialect::ClickHouse {
            return None;
        }
        if self.eat(Word::On) {
            self.advance(2);
        }
        if !self.eat(Word::To) {
            return None;
        }
        let name = self.table_name();
        self.name_list();
        name
    }

    /// Passes over options between a name and the query after it.
    pub(super) fn pass_to_query(&mut self) {
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Word(Word::As) if self.starts_query(1) => return self.advance(1),
                tokens::Kind::Word(Word::As) if self.word(1) == Word::Locking => self.advance(1),
                tokens::Kind::Word(_) | tokens::Kind::Mark(b'(') if self.starts_query(0) => return,
                tokens::Kind::Mark(b'(') => self.pass_enclosed(),
                _ => self.advance(1),
            }
        }
    }

    /// Whether a query begins at the token `ahead`.
    pub(super) fn starts_query(&self, ahead: usize) -> bool {
        match self.kind(ahead) {
            tokens::Kind::Word(Word::Select) => true,
            tokens::Kind::Word(Word::From) => ahead == 1,
            tokens::Kind::Word(Word::Pivot | Word::Unpivot) => ahead == 1,
            // `FOR VALUES …` bounds a partition.
            tokens::Kind::Word(Word::Values) => self.is_mark(ahead + 1, b'(') || self.word(ahead + 1) == Word::Row,
            tokens::Kind::Word(Word::Table) => match self.kind(ahead + 1) {
                tokens::Kind::Word(word) => !word.is_reserved() && self.dialect() != Dialect::ClickHouse,
                tokens::Kind::Quoted => true,
                _ => false,
            },
            tokens::Kind::Word(Word::With) => {
                self.word(ahead + 1) == Word::Recursive
                    || self.word(ahead + 2) == Word::As
                    || matches!(self.kind(ahead + 1), tokens::Kind::Word(Word::Other) | tokens::Kind::Quoted)
                        && matches!(self.kind(ahead + 2), tokens::Kind::Mark(b'('))
            }
            tokens::Kind::Mark(b'(') => self.holds_query(self.at + ahead),
            _ => false,
        }
    }

    /// Passes over `WITH CHECK OPTION`, `WITH NO DATA` and the like after a query.
    fn pass_view_options(&mut self) {
        if self.word(0) == Word::With {
            self.at = self.end;
        }
    }

    fn create_table(&mut self, mode: Mode) -> Parsed {
        self.pass_existence();
        let Some(target) = self.table_name() else { return self.opaque(Kind::CreateTable) };
        if let Some(model) = self.like_clause() {
            self.at = self.end;
            let reads = vec![model];
            return Parsed { kind: Kind::Like, action: Action::Touch { reads, writes: vec![(target, mode)] } };
        }
        let mut columns: Vec<Ident> = Vec::new();
        if self.is_mark(0, b'(') && !self.holds_query(self.at) {
            columns = self.name_list();
        }
        if let Some(source) = self.cloned() {
            self.at = self.end;
            return Write::defining(target, mode, Vec::new(), everything(source)).into_parsed(Kind::CreateTableAs);
        }
        // The model may also follow the columns or what the table is stored in.
        if self.word(0) == Word::With && self.is_mark(1, b'(') && self.is_like_after(self.partner(self.at + 1) + 1) {
            self.advance(1);
            self.pass_enclosed();
        }
        if let Some(model) = self.like_clause() {
            self.at = self.end;
            let reads = vec![model];
            return Parsed { kind: Kind::Like, action: Action::Touch { reads, writes: vec![(target, mode)] } };
        }
        self.pass_to_query();
        if self.is_at_end() {
            return Parsed {
                kind: Kind::CreateTable,
                action: Action::Touch { reads: Vec::new(), writes: vec![(target, mode)] },
            };
        }
        let query = self.query();
        self.pass_view_options();
        // MySQL appends the query's columns to those listed and matches them by name.
        let columns = if self.dialect().has_exact_tables() { Vec::new() } else { columns };
        Write::defining(target, mode, columns, query).into_parsed(Kind::CreateTableAs)
    }

    /// Reads `CLONE t` and `COPY t`, or Teradata's and ClickHouse's `AS t`: the table whose rows are copied.
    fn cloned(&mut self) -> Option<TableName> {
        let ahead = usize::from(matches!(self.word(0), Word::Shallow | Word::Deep));
        let is_option = self.is_mark(ahead + 1, b'=') || self.spelling(ahead + 1).eq_ignore_ascii_case("grants");
        let is_clone = matches!(self.word(ahead), Word::Clone | Word::Copy) && !is_option;
        let names_next = matches!(self.kind(1), tokens::Kind::Word(word) if !word.is_reserved())
            || matches!(self.kind(1), tokens::Kind::Quoted);
        let is_copy = self.word(0) == Word::As
            && names_next
            && !self.starts_query(1)
            && matches!(self.dialect(), Dialect::Teradata | Dialect::ClickHouse | Dialect::Ansi);
        if is_clone {
            self.advance(ahead + 1);
        } else if is_copy {
            self.advance(1);
        } else {
            return None;
        }
        let name = self.table_name()?;
        if is_copy && self.dialect() == Dialect::ClickHouse {
            // Only the structure is taken over.
            return None;
        }
        Some(name)
    }

    fn is_like_after(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == tokens::Kind::Word(Word::Like))
    }

    /// Reads `LIKE t` or `(LIKE t …)`.
    fn like_clause(&mut self) -> Option<TableName> {
        let ahead = usize::from(self.is_mark(0, b'('));
        let using = if self.word(ahead) == Word::Using { 1 } else { 0 };
        if self.word(ahead + using) != Word::Like {
            return None;
        }
        self.advance(ahead + using + 1);
        self.table_name()
    }
}

/// Every column of `source`.
fn everything(source: TableName) -> Query {
    let span = source.span;
    let tree = FromTree { first: Source::of(Relation::Table(source)), joins: Vec::new() };
    let select =
        Select { items: vec![Item::Star(Star { span, ..Star::default() })], from: vec![tree], ..Select::default() };
    Query { first: Term::Select(Box::new(select)), span, ..Query::default() }
}

impl Write {
    /// A statement that brings `target` into being from `query`.
    pub(super) fn defining(target: TableName, mode: Mode, columns: Vec<Ident>, query: Query) -> Self {
        Self {
            target,
            alias: None,
            mode,
            columns,
            is_existing: false,
            by_name: false,
            through: None,
            fixed: Vec::new(),
            with: With::default(),
            query,
            proposed: (None, Vec::new()),
            conflict: None,
            returning: Vec::new(),
            returned_to: None,
        }
    }

    pub(super) fn into_parsed(self, kind: Kind) -> Parsed {
        Parsed { kind, action: Action::Write(Box::new(self)) }
    }
}

impl From<Write> for Parsed {
    /// A statement that adds rows.
    fn from(write: Write) -> Self {
        write.into_parsed(Kind::Insert)
    }
}
