//! `MATCH_RECOGNIZE`: rows become matches of a pattern.

use crate::sql::clauses::cursor::Parser;
use crate::sql::syntax::{Expression, Matches};
use crate::sql::words::Word;

impl Parser<'_> {
    pub(super) fn matches(&mut self) -> Matches {
        let mut matches = Matches::default();
        while !self.is_at_end() {
            match self.word(0) {
                Word::Partition if self.word(1) == Word::By => {
                    self.advance(2);
                    matches.partition = self.sort_keys();
                }
                Word::Order if self.word(1) == Word::By => {
                    self.advance(2);
                    matches.order = self.sort_keys();
                }
                Word::Measures => {
                    self.advance(1);
                    self.measures(&mut matches);
                }
                Word::All if self.word(1) == Word::Rows => {
                    matches.keeps_rows = true;
                    self.advance(2);
                }
                Word::Define => {
                    self.advance(1);
                    matches.conditions = self.definitions();
                }
                Word::Pattern => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                _ => self.advance(1),
            }
        }
        matches
    }

    fn measures(&mut self, matches: &mut Matches) {
        loop {
            let from = self.at;
            // `FINAL` and `RUNNING` say over which rows a measure looks.
            if self.word(0) == Word::Final || self.spelling(0).eq_ignore_ascii_case("running") {
                self.advance(1);
            }
            let expression = self.expression();
            self.eat(Word::As);
            if let Some(name) = self.ident() {
                matches.measures.push((expression, name));
            }
            if self.at == from || !self.eat_mark(b',') {
                return;
            }
        }
    }

    /// Reads `a AS condition, b AS condition`.
    fn definitions(&mut self) -> Vec<Expression> {
        let mut list = Vec::new();
        while self.ident().is_some() {
            self.eat(Word::As);
            list.push(self.expression());
            if !self.eat_mark(b',') {
                break;
            }
        }
        list
    }
}
