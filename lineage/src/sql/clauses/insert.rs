//! `INSERT` and `REPLACE`, with what happens to rows that are already there.

use super::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::statement::Mode;
use crate::sql::syntax::{Assignment, Conflict, Query, Term, With, Write};
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads an insert that named queries may precede; `None`, and nothing is read, when it is none.
    pub(super) fn write(&mut self, with: With) -> Option<Write> {
        let from = self.at;
        let mut mode = Mode::Append;
        match self.word(0) {
            Word::Insert => self.advance(1),
            Word::Replace => {
                mode = Mode::Upsert;
                self.advance(1);
            }
            _ => return None,
        }
        if self.eat_all(&[Word::Or, Word::Replace]) {
            mode = Mode::Upsert;
        }
        self.eat_any(INSERT_MODIFIERS);
        let Some(target) = self.table_name() else {
            self.rewind(from);
            return None;
        };
        let alias = self.insert_alias();
        if self.eat(Word::Partition) {
            self.pass_enclosed();
        }
        let columns = if self.holds_query(self.at) { Vec::new() } else { self.name_list() };
        if self.eat(Word::Overriding) {
            self.advance(1);
            self.eat(Word::Value);
        }
        let (columns, query) = self.inserted_rows(columns);
        let proposed = if self.word(0) == Word::As { self.alias() } else { (None, Vec::new()) };
        let conflict = self.conflict();
        if conflict.is_some() {
            mode = Mode::Upsert;
        }
        let returning = if self.eat(Word::Returning) { self.items() } else { Vec::new() };
        Some(Write { target, alias, mode, columns, is_existing: true, with, query, proposed, conflict, returning })
    }

    fn insert_alias(&mut self) -> Option<Ident> {
        if self.eat(Word::As) {
            return self.ident();
        }
        let is_verb =
            matches!(self.word(0), Word::Value | Word::Partition | Word::Overriding | Word::Default | Word::Set);
        if is_verb { None } else { self.ident() }
    }

    /// Reads what is inserted, and the columns it goes to.
    fn inserted_rows(&mut self, columns: Vec<Ident>) -> (Vec<Ident>, Query) {
        if self.eat_all(&[Word::Default, Word::Values]) {
            return (columns, Query::default());
        }
        if self.eat(Word::Set) {
            let (columns, values) = self.assignments().into_iter().map(|one| (one.column, one.value)).unzip();
            return (columns, Query { first: Term::Values(values), ..Query::default() });
        }
        if self.word(0) == Word::Value {
            return (columns, self.value_rows());
        }
        (columns, self.query())
    }

    /// Reads MySQL's `VALUE (…)`, which is `VALUES (…)`.
    fn value_rows(&mut self) -> Query {
        self.advance(1);
        let mut query = Query::default();
        if self.is_mark(0, b'(') {
            query.first = Term::Values(self.enclosed(Self::expressions));
        }
        query
    }

    fn conflict(&mut self) -> Option<Conflict> {
        let mut conflict = Conflict::default();
        if self.eat_all(&[Word::On, Word::Duplicate, Word::Key, Word::Update]) {
            conflict.assignments = self.assignments();
            return Some(conflict);
        }
        if !self.eat_all(&[Word::On, Word::Conflict]) {
            return None;
        }
        if self.is_mark(0, b'(') {
            conflict.keys = self.enclosed(Self::expressions);
        } else if self.eat_all(&[Word::On, Word::Constraint]) {
            self.dotted();
        }
        if self.eat(Word::Where) {
            self.expression();
        }
        if self.eat(Word::Do) && !self.eat(Word::Nothing) && self.eat_all(&[Word::Update, Word::Set]) {
            conflict.assignments = self.assignments();
            if self.eat(Word::Where) {
                conflict.filter = Some(self.expression());
            }
        }
        Some(conflict)
    }

    /// Reads `a = x, b = y`.
    fn assignments(&mut self) -> Vec<Assignment> {
        let mut assignments = Vec::new();
        while let Some(column) = self.dotted().pop() {
            if !self.eat_mark(b'=') && self.kind(0) != crate::sql::tokens::Kind::Named {
                break;
            }
            if self.kind(0) == crate::sql::tokens::Kind::Named {
                self.advance(1);
            }
            let value = self.expression();
            assignments.push(Assignment { column, value });
            if !self.eat_mark(b',') {
                break;
            }
        }
        assignments
    }
}

/// Words between `INSERT` and the table.
const INSERT_MODIFIERS: &[Word] = &[
    Word::Into,
    Word::Or,
    Word::Ignore,
    Word::Abort,
    Word::Rollback,
    Word::LowPriority,
    Word::HighPriority,
    Word::Delayed,
    Word::Table,
];
