//! Text that is run, statements that are prepared, and routines that are called.

use std::ops::Range;

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::act::Act;
use crate::sql::statement::Kind;
use crate::sql::syntax::Parsed;
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a text that is run, up to what it is given and where its result goes.
    pub(super) fn run(&mut self) -> Parsed {
        let range = self.text_range();
        self.acts.push(Act::Run(range));
        self.nothing(Kind::Call)
    }

    fn text_range(&mut self) -> Range<usize> {
        let from = self.at;
        while !self.is_at_end() && !self.says(0, &["using", "into", "bulk", "returning", "at"]) {
            if matches!(self.kind(0), tokens::Kind::Mark(b',')) {
                break;
            }
            if self.is_mark(0, b'(') { self.pass_enclosed() } else { self.advance(1) }
        }
        from..self.at
    }

    /// Reads `EXECUTE` and `EXEC`, which run a text, a prepared statement or a procedure.
    pub(super) fn execute(&mut self) -> Parsed {
        self.advance(1);
        if self.says(0, &["immediate"]) {
            self.advance(1);
            return self.run();
        }
        // `EXEC @status = p …`
        if self.kind(0) == tokens::Kind::Parameter && self.is_mark(1, b'=') {
            self.advance(2);
        }
        if self.dialect() == Dialect::SqlServer {
            return self.execute_procedure();
        }
        let is_name = self.ident_at(0, false).is_some_and(|name| !self.is_declared(name));
        let is_alone = matches!(self.kind(1), tokens::Kind::Mark(b';')) || self.says(1, &["using"]);
        let is_call = self.is_mark(1, b'(') && self.partner(self.at + 1) + 1 >= self.end && !self.is_body();
        if let (Some(name), true) = (self.ident_at(0, false), is_name && (is_alone || is_call)) {
            self.acts.push(Act::RunPrepared(name));
            return self.nothing(Kind::Call);
        }
        self.run()
    }

    fn execute_procedure(&mut self) -> Parsed {
        if self.is_mark(0, b'(') {
            return self.run();
        }
        let Some(name) = self.table_name() else { return self.run() };
        let last = name.parts.last().map(|part| self.names.text(part.name).to_ascii_lowercase()).unwrap_or_default();
        match last.as_str() {
            "sp_executesql" => {
                if self.kind(0) == tokens::Kind::Parameter && self.is_mark(1, b'=') {
                    self.advance(2);
                }
                self.run()
            }
            "sp_rename" => self.procedure_renames(),
            _ => {
                self.acts.push(Act::Call(name));
                self.nothing(Kind::Call)
            }
        }
    }

    /// Reads `CALL p(…)`.
    pub(super) fn call(&mut self) -> Parsed {
        self.advance(1);
        match self.table_name() {
            Some(name) => {
                self.acts.push(Act::Call(name));
                self.nothing(Kind::Call)
            }
            None => self.opaque(Kind::Call),
        }
    }

    /// Reads `PREPARE name AS …` or `PREPARE name FROM text`.
    pub(super) fn prepare(&mut self) -> Parsed {
        self.advance(1);
        let Some(name) = self.variable() else { return self.nothing(Kind::Set) };
        self.pass_enclosed();
        if self.eat(Word::From) {
            let text = Some(self.text_range());
            self.acts.push(Act::Prepare { name, text });
            return self.nothing(Kind::Set);
        }
        self.eat(Word::As);
        self.acts.push(Act::Prepare { name, text: None });
        if self.is_at_end() { self.nothing(Kind::Set) } else { self.statement() }
    }
}
