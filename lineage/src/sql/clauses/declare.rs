//! Declarations of variables, rows, cursors and tables that live as long as a routine or a session.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::{Act, Declared};
use crate::sql::names::Ident;
use crate::sql::statement::Kind;
use crate::sql::syntax::{Expression, Parsed};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads one declaration.
    pub(super) fn declaration(&mut self) -> Parsed {
        if self.says(0, &["cursor"]) {
            self.advance(1);
            let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
            return self.cursor_declaration(name);
        }
        if self.says(0, &["type", "subtype", "pragma"]) {
            return self.nothing(Kind::Set);
        }
        let mut targets: Vec<Ident> = Vec::new();
        let mut values: Vec<Expression> = Vec::new();
        while let Some(name) = self.variable() {
            let mut names = vec![name];
            while self.dialect() != Dialect::SqlServer && self.eat_mark(b',') {
                names.extend(self.variable());
            }
            if self.names_cursor() {
                return self.cursor_declaration(name);
            }
            let shape = self.declared_type();
            self.acts.extend(names.iter().map(|name| Act::Declare { name: *name, shape: shape.clone() }));
            if self.pass_to_default() {
                if shape == Declared::Record && self.is_query(0) {
                    let query = self.query();
                    return self.fill_record(name, Vec::new(), query);
                }
                let value = self.assigned(name);
                targets.push(name);
                values.push(value);
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.at = self.end;
        if targets.is_empty() {
            return self.nothing(Kind::Set);
        }
        self.assignment_of(targets, values)
    }

    fn names_cursor(&self) -> bool {
        (0..4).any(|ahead| self.says(ahead, &["cursor"])) && !self.says(0, &["table"])
    }

    pub(super) fn cursor_declaration(&mut self, name: Ident) -> Parsed {
        self.acts.push(Act::Declare { name, shape: Declared::Record });
        while !(self.is_at_end() || self.says(0, &["for", "is"]) && self.is_query(1)) {
            if self.is_mark(0, b'(') { self.pass_enclosed() } else { self.advance(1) }
        }
        if self.is_at_end() {
            return self.nothing(Kind::Set);
        }
        self.advance(1);
        let query = self.query();
        // `FOR UPDATE OF …` and the like.
        self.at = self.end;
        self.fill_record(name, Vec::new(), query)
    }

    /// Looks at the type of a declaration, and leaves it unread.
    fn declared_type(&mut self) -> Declared {
        let from = self.at;
        self.eat(Word::As);
        if self.word(0) == Word::Table && self.is_mark(1, b'(') {
            self.advance(1);
            let columns = self.column_definitions();
            return Declared::Table(columns);
        }
        let is_record = self.says(0, &["record", "resultset", "refcursor", "sys_refcursor", "cursor"])
            || (0..8)
                .take_while(|ahead| !matches!(self.kind(*ahead), tokens::Kind::Mark(b';' | b',')))
                .any(|ahead| self.says(ahead, &["rowtype"]));
        self.rewind(from);
        if is_record { Declared::Record } else { Declared::Value }
    }

    /// Passes over a type up to what the variable begins with; false when there is nothing such.
    fn pass_to_default(&mut self) -> bool {
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Mark(b',') => return false,
                tokens::Kind::Named | tokens::Kind::Mark(b'=') => {
                    self.advance(1);
                    return true;
                }
                tokens::Kind::Word(Word::Default) => {
                    self.advance(1);
                    return true;
                }
                tokens::Kind::Mark(b'(') => self.pass_enclosed(),
                _ => self.advance(1),
            }
        }
        false
    }
}
