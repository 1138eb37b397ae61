//! The head of a routine: what it is called, its parameters, and where its quoted body is.

use super::cursor::Parser;
use crate::sql::act::{Act, Routine};
use crate::sql::names::Ident;
use crate::sql::statement::Kind;
use crate::sql::syntax::{Action, Parsed};
use crate::sql::tokens;
use crate::sql::words::Word;

/// What may stand before the name of a parameter.
const MODES: &[&str] = &["in", "out", "inout", "variadic"];

impl Parser<'_> {
    /// Reads the head of a routine.
    pub(super) fn routine_piece(&mut self) -> Parsed {
        let mut routine = Routine::default();
        while !self.is_at_end() && !self.is_routine_word() {
            self.advance(1);
        }
        let is_trigger = self.says(0, &["trigger"]);
        self.advance(1);
        self.eat_any(&[Word::If, Word::Not, Word::Exists]);
        routine.name = self.table_name();
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Mark(b'(') if routine.parameters.is_empty() && !is_trigger => {
                    routine.parameters = self.enclosed(Self::parameters);
                }
                tokens::Kind::Parameter => {
                    routine.parameters.push(self.names.bare(self.spelling(0)));
                    self.advance(1);
                }
                tokens::Kind::Word(Word::On) if is_trigger && routine.table.is_none() => {
                    self.advance(1);
                    routine.table = self.table_name();
                }
                tokens::Kind::Word(_) if self.says(0, &["returns"]) => {
                    routine.yields_trigger = self.says(1, &["trigger"]);
                    self.advance(1);
                }
                tokens::Kind::Word(_) if self.says(0, &["language"]) => {
                    let is_text = self.kind(1) == tokens::Kind::Text;
                    let language = if is_text { self.spelling(1).trim_matches('\'') } else { self.spelling(1) };
                    routine.language = Some(language.to_ascii_lowercase());
                    self.advance(2);
                }
                tokens::Kind::Word(_) if self.says(0, &["as", "do"]) && self.has_quoted_body() => {
                    routine.body = Some(self.at + 1);
                    self.advance(2);
                }
                tokens::Kind::Mark(b'(') => self.pass_enclosed(),
                _ => self.advance(1),
            }
        }
        self.acts.push(Act::Routine(routine));
        Parsed { kind: Kind::CreateRoutine, action: Action::Nothing }
    }

    fn is_routine_word(&self) -> bool {
        self.says(0, &["procedure", "proc", "function", "trigger", "event", "package", "task"])
    }

    fn has_quoted_body(&self) -> bool {
        matches!(self.kind(1), tokens::Kind::Body | tokens::Kind::Text)
    }

    /// Reads a parenthesis of parameters that stands alone.
    pub(super) fn declared_parameters(&mut self) -> Vec<Ident> {
        self.enclosed(Self::parameters)
    }

    fn parameters(&mut self) -> Vec<Ident> {
        let mut parameters = Vec::new();
        while !self.is_at_end() {
            while self.says(0, MODES) && !matches!(self.kind(1), tokens::Kind::Mark(_)) {
                self.advance(1);
            }
            if self.kind(0) == tokens::Kind::Parameter {
                parameters.push(self.names.bare(self.spelling(0)));
            } else if matches!(self.kind(1), tokens::Kind::Word(_) | tokens::Kind::Quoted) {
                // A type alone is followed by nothing.
                parameters.extend(self.ident_at(0, true));
            }
            self.pass_to_comma();
        }
        parameters
    }

    /// Reads `DO $$ … $$`.
    pub(super) fn do_statement(&mut self) -> Parsed {
        let mut routine = Routine::default();
        while !self.is_at_end() {
            match self.kind(0) {
                tokens::Kind::Body | tokens::Kind::Text if routine.body.is_none() => routine.body = Some(self.at),
                tokens::Kind::Word(_) if self.says(0, &["language"]) => {
                    routine.language = Some(self.spelling(1).trim_matches('\'').to_ascii_lowercase());
                }
                _ => {}
            }
            self.advance(1);
        }
        if routine.body.is_none() {
            // MySQL's `DO expression` reads at most.
            return Parsed { kind: Kind::Set, action: Action::Nothing };
        }
        self.acts.push(Act::Routine(routine));
        Parsed { kind: Kind::Call, action: Action::Nothing }
    }
}
