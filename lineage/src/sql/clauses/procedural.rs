//! What stands in bodies of routines: conditions, results, loops and cursors.
//!
//! Variables are columns of one table that only the session knows, and rows
//! and cursors are such tables themselves: what fills them is a write.

use super::cursor::Parser;
use crate::sql::act::{Act, Declared};
use crate::sql::names::Ident;
use crate::sql::session;
use crate::sql::statement::{IndirectSubtype, Kind, Span};
use crate::sql::syntax::{
    Action, Clause, ClauseNames, FromTree, Item, Parsed, Query, Relation, Select, Source, Star, Term,
};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads what decides about statements: it only reads.
    pub(super) fn condition_piece(&mut self) -> Parsed {
        let mut select = Select::default();
        while !self.is_at_end() {
            let expression = self.expression();
            if expression.span == Span::default() {
                self.advance(1);
                continue;
            }
            let names = ClauseNames::Columns;
            select.clauses.push(Clause { subtype: IndirectSubtype::Filter, expression, names });
        }
        let query = Query { first: Term::Select(Box::new(select)), ..Query::default() };
        Parsed { kind: Kind::Set, action: Action::Query(query) }
    }

    /// Reads `RETURN`, which may yield rows.
    pub(super) fn return_statement(&mut self) -> Parsed {
        self.advance(1);
        if self.says(0, &["query"]) {
            self.advance(1);
            if self.eat(Word::Execute) {
                return self.run();
            }
        }
        if self.is_query(0) {
            let query = self.query();
            return Parsed { kind: Kind::Select, action: Action::Query(query) };
        }
        self.condition_piece()
    }

    /// Whether a query begins at the token `ahead`.
    pub(super) fn is_query(&self, ahead: usize) -> bool {
        match self.kind(ahead) {
            tokens::Kind::Word(Word::Select | Word::With | Word::Values) => true,
            tokens::Kind::Mark(b'(') => self.holds_query(self.at + ahead),
            _ => false,
        }
    }

    pub(super) fn is_body(&self) -> bool {
        self.locals.is_some_and(|locals| locals.is_body())
    }

    /// Whether a name is one that the script declared.
    pub(super) fn is_declared(&self, name: Ident) -> bool {
        self.locals.is_some_and(|locals| locals.is_variable(name.key) || locals.is_record(name.key))
    }

    /// Reads what `FOR` goes through.
    pub(super) fn loop_piece(&mut self) -> Parsed {
        let mut names = Vec::new();
        while let Some(name) = self.variable() {
            names.push(name);
            while self.is_mark(0, b'.') {
                self.advance(2);
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        while !self.is_at_end() && !self.eat(Word::In) {
            self.advance(1);
        }
        if self.says(0, &["reverse", "array"]) {
            self.advance(1);
        }
        let Some(first) = names.first().copied() else { return self.condition_piece() };
        if self.is_query(0) || self.eat(Word::Execute) {
            return self.each_row(names);
        }
        let cursor =
            self.ident_at(0, false).filter(|name| self.locals.is_some_and(|locals| locals.is_record(name.key)));
        if let Some(cursor) = cursor {
            let query = self.rows_of(cursor);
            self.at = self.end;
            self.acts.push(Act::Declare { name: first, shape: Declared::Record });
            return self.fill_record(first, Vec::new(), query);
        }
        self.acts.push(Act::Declare { name: first, shape: Declared::Value });
        let value = self.expression();
        self.at = self.end;
        self.assignment_of(vec![first], vec![value])
    }

    fn each_row(&mut self, names: Vec<Ident>) -> Parsed {
        let is_text = self.at > 0 && !self.is_query(0);
        let are_variables = names.iter().all(|name| self.locals.is_some_and(|locals| locals.is_variable(name.key)));
        if !are_variables {
            self.acts.extend(names.iter().map(|name| Act::Declare { name: *name, shape: Declared::Record }));
        }
        if is_text {
            return self.run();
        }
        let query = self.query();
        self.at = self.end;
        if are_variables {
            return self.fill_variables(names, query);
        }
        let target = session::record(self.names, names[0]);
        self.fill(target, Vec::new(), query)
    }

    /// `SELECT * FROM cursor`
    fn rows_of(&mut self, cursor: Ident) -> Query {
        let span = self.span_from(self.at);
        let mut name = session::record(self.names, cursor);
        name.span = span;
        let tree = FromTree { first: Source::of(Relation::Table(name)), joins: Vec::new() };
        let select =
            Select { items: vec![Item::Star(Star { span, ..Star::default() })], from: vec![tree], ..Select::default() };
        Query { first: Term::Select(Box::new(select)), span, ..Query::default() }
    }

    /// Reads `FETCH … c INTO x, y`.
    pub(super) fn fetch(&mut self) -> Parsed {
        let mut cursor = None;
        while !self.is_at_end() && !self.eat(Word::Into) {
            cursor = self.ident_at(0, false).or(cursor);
            self.advance(1);
        }
        let (Some(cursor), false) = (cursor, self.is_at_end()) else { return self.nothing(Kind::Set) };
        let query = self.rows_of(cursor);
        let mut variables = Vec::new();
        while let Some(name) = self.variable() {
            variables.push(name);
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.at = self.end;
        if let ([only], Some(locals)) = (variables.as_slice(), self.locals)
            && locals.is_record(only.key)
        {
            return self.fill_record(*only, Vec::new(), query);
        }
        self.fill_variables(variables, query)
    }

    /// Reads `OPEN c FOR …`.
    pub(super) fn open_cursor(&mut self) -> Parsed {
        self.advance(1);
        let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
        while !self.is_at_end() && !self.eat(Word::For) {
            self.advance(1);
        }
        if self.is_query(0) {
            let query = self.query();
            self.at = self.end;
            self.acts.push(Act::Declare { name, shape: Declared::Record });
            return self.fill_record(name, Vec::new(), query);
        }
        if self.is_at_end() {
            return self.nothing(Kind::Set);
        }
        self.eat(Word::Execute);
        self.run()
    }

    /// Reads the name of a variable.
    pub(super) fn variable(&mut self) -> Option<Ident> {
        if self.kind(0) == tokens::Kind::Parameter {
            let text = self.spelling(0).trim_start_matches(':');
            let name = self.names.bare(text);
            self.advance(1);
            return Some(name);
        }
        let colon = usize::from(self.is_mark(0, b':'));
        let name = self.ident_at(colon, false)?;
        self.advance(1 + colon);
        Some(name)
    }
}
