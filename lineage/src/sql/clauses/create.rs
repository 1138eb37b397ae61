//! `CREATE VIEW` and `CREATE TABLE`.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::names::Ident;
use crate::sql::statement::{Kind, Mode};
use crate::sql::syntax::{Action, Parsed, Query, TableName, With, Write};
use crate::sql::tokens;
use crate::sql::words::Word;

/// How many tokens may stand between `CREATE` and what is created, for `ALGORITHM`, `DEFINER` and the like.
const HEADER_TOKENS: usize = 24;

impl Parser<'_> {
    pub(super) fn create(&mut self) -> Parsed {
        let mut mode = Mode::Create;
        for ahead in 1..HEADER_TOKENS {
            match self.kind(ahead) {
                tokens::Kind::Word(Word::Replace) => mode = Mode::Replace,
                tokens::Kind::Word(Word::View) => {
                    self.advance(ahead + 1);
                    return self.create_view(mode);
                }
                tokens::Kind::Word(Word::Table) => {
                    self.advance(ahead + 1);
                    return self.create_table(mode);
                }
                tokens::Kind::Word(Word::Procedure | Word::Function | Word::Trigger | Word::Event) => {
                    return self.opaque(Kind::Opaque);
                }
                tokens::Kind::Mark(b';' | b'(') => break,
                _ => {}
            }
        }
        self.at = self.end;
        Parsed { kind: Kind::Set, action: Action::Nothing }
    }

    fn create_view(&mut self, mode: Mode) -> Parsed {
        self.eat_any(&[Word::If, Word::Not, Word::Exists]);
        let Some(target) = self.table_name() else { return self.opaque(Kind::CreateView) };
        let columns = self.name_list();
        self.pass_to_query();
        let query = self.query();
        self.pass_view_options();
        Write::defining(target, mode, columns, query).into_parsed(Kind::CreateView)
    }

    /// Passes over options between a name and the query after it.
    fn pass_to_query(&mut self) {
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Word(Word::As) if self.starts_query(1) => return self.advance(1),
                tokens::Kind::Word(_) | tokens::Kind::Mark(b'(') if self.starts_query(0) => return,
                tokens::Kind::Mark(b'(') => self.pass_enclosed(),
                _ => self.advance(1),
            }
        }
    }

    /// Whether a query begins at the token `ahead`.
    fn starts_query(&self, ahead: usize) -> bool {
        match self.kind(ahead) {
            tokens::Kind::Word(Word::Select) => true,
            // `FOR VALUES …` bounds a partition.
            tokens::Kind::Word(Word::Values) => self.is_mark(ahead + 1, b'(') || self.word(ahead + 1) == Word::Row,
            tokens::Kind::Word(Word::Table) => {
                matches!(self.kind(ahead + 1), tokens::Kind::Word(Word::Other) | tokens::Kind::Quoted)
            }
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
        self.eat_any(&[Word::If, Word::Not, Word::Exists]);
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
        let columns = if self.dialect() == Dialect::MySql { Vec::new() } else { columns };
        Write::defining(target, mode, columns, query).into_parsed(Kind::CreateTableAs)
    }

    /// Reads `LIKE t` or `(LIKE t …)`.
    fn like_clause(&mut self) -> Option<TableName> {
        let ahead = usize::from(self.is_mark(0, b'('));
        if self.word(ahead) != Word::Like {
            return None;
        }
        self.advance(ahead + 1);
        self.table_name()
    }
}

impl Write {
    /// A statement that brings `target` into being from `query`.
    fn defining(target: TableName, mode: Mode, columns: Vec<Ident>, query: Query) -> Self {
        Self {
            target,
            alias: None,
            mode,
            columns,
            is_existing: false,
            with: With::default(),
            query,
            proposed: (None, Vec::new()),
            conflict: None,
            returning: Vec::new(),
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
