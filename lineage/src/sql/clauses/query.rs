//! Queries: `WITH`, the operands of set operations, and what orders or limits the whole.

use super::cursor::Parser;
use crate::sql::syntax::{Combination, Cte, CteBody, Expression, Query, Term, With};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a query and what orders and limits it.
    pub(super) fn query(&mut self) -> Query {
        let outer_end = self.end;
        // Parentheses around all of it mean nothing, and may be many.
        while self.holds_query(self.at) && self.partner(self.at) + 1 >= self.end {
            self.end = self.partner(self.at);
            self.advance(1);
        }
        let with = self.with();
        let query = self.query_after(with);
        if self.end < outer_end {
            let rest = self.end - self.at;
            if rest > 0 {
                self.skip(rest, "skipped_text", "the end of a query was not understood");
            }
            self.end = outer_end;
            self.at = outer_end;
        }
        query
    }

    /// Reads a query whose `WITH` was read already.
    pub(super) fn query_after(&mut self, with: With) -> Query {
        let from = self.at;
        let first = self.term();
        let mut query = Query { with, first, ..Query::default() };
        while let Some(combination) = self.combination(query.rest.last().map(|last| last.0)) {
            let term = self.term();
            query.rest.push((combination, term));
        }
        query.order = self.order_and_limit();
        query.span = self.span_from(from);
        query
    }

    /// Reads the word between two operands; `INTERSECT` binds tighter and so stays on the side of an `EXCEPT`.
    fn combination(&mut self, before: Option<Combination>) -> Option<Combination> {
        let combination = match self.word(0) {
            Word::Union => Combination::Union,
            Word::Intersect => before.unwrap_or(Combination::Union),
            Word::Except | Word::Minus => Combination::Except,
            _ => return None,
        };
        self.advance(1);
        self.eat_any(&[Word::All, Word::Distinct]);
        let by_name = self.eat_all(&[Word::By, Word::Name]);
        Some(if by_name && combination == Combination::Union { Combination::UnionByName } else { combination })
    }

    fn term(&mut self) -> Term {
        match self.kind(0) {
            Kind::Mark(b'(') => match self.enclosed(|parser| parser.nested(Parser::query)) {
                Some(query) => Term::Query(Box::new(query)),
                None => Term::Missing,
            },
            Kind::Word(Word::With) => match self.nested(Parser::query) {
                Some(query) => Term::Query(Box::new(query)),
                None => Term::Missing,
            },
            Kind::Word(Word::Values) => Term::Values(self.values()),
            Kind::Word(Word::Select | Word::Table | Word::From) => Term::Select(Box::new(self.select())),
            _ => Term::Missing,
        }
    }

    /// Reads `VALUES (…), (…)`; the rows' expressions are merged column by column.
    pub(super) fn values(&mut self) -> Vec<Expression> {
        self.advance(1);
        let mut columns: Vec<Expression> = Vec::new();
        loop {
            self.eat(Word::Row);
            if !self.is_mark(0, b'(') {
                break;
            }
            let row = self.enclosed(Self::expressions);
            for (position, expression) in row.into_iter().enumerate() {
                match columns.get_mut(position) {
                    Some(column) => column.mentions.extend(expression.mentions),
                    None => columns.push(expression),
                }
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        columns
    }

    /// Reads expressions between commas, whatever follows each being passed over.
    pub(super) fn expressions(&mut self) -> Vec<Expression> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            let from = self.at;
            list.push(self.expression());
            if !self.eat_mark(b',') {
                let rest = self.end - self.at;
                if rest > 0 && self.at == from {
                    self.skip(1, "skipped_text", "an expression was expected");
                }
                if self.is_at_end() {
                    break;
                }
            }
        }
        list
    }

    /// Reads the named queries before a query.
    pub(super) fn with(&mut self) -> With {
        let mut with = With::default();
        if !self.eat(Word::With) {
            return with;
        }
        with.is_recursive = self.eat(Word::Recursive);
        while let Some(name) = self.ident() {
            let columns = self.name_list();
            self.eat(Word::As);
            self.eat_any(&[Word::Not, Word::Materialized]);
            if !self.is_mark(0, b'(') {
                break;
            }
            if let Some(body) = self.enclosed(|parser| parser.nested(Self::cte_body)) {
                with.ctes.push(Cte { name, columns, body });
            }
            self.pass_search_and_cycle();
            if !self.eat_mark(b',') {
                break;
            }
        }
        with
    }

    fn cte_body(&mut self) -> CteBody {
        if matches!(self.word(0), Word::Insert | Word::Replace)
            && let Some(write) = self.write(With::default())
        {
            return CteBody::Write(Box::new(write));
        }
        if let Some(modify) = self.modify(With::default()) {
            return CteBody::Modify(Box::new(modify));
        }
        CteBody::Query(self.query())
    }

    /// Passes over `SEARCH …` and `CYCLE …` after a recursive query.
    fn pass_search_and_cycle(&mut self) {
        if !matches!(self.word(0), Word::Search | Word::Cycle) {
            return;
        }
        while !self.is_at_end() && !matches!(self.kind(0), Kind::Mark(b'(')) {
            let ends = matches!(self.word(0), Word::Select | Word::Insert | Word::Update | Word::Delete | Word::Values);
            // A comma also separates the columns to search by, which are names without `AS (`.
            let starts_next = self.is_mark(0, b',') && (self.word(2) == Word::As || self.is_mark(2, b'('));
            if ends || starts_next {
                return;
            }
            self.advance(1);
        }
    }

    /// Reads `ORDER BY`, and passes over what limits or locks rows.
    pub(super) fn order_and_limit(&mut self) -> Vec<Expression> {
        let mut order = Vec::new();
        loop {
            match self.word(0) {
                Word::Order if self.word(1) == Word::By => {
                    self.advance(2);
                    order.extend(self.sort_keys());
                }
                Word::Limit | Word::Offset => self.pass_limit(),
                Word::Fetch => self.pass_to_clause(),
                Word::For | Word::Lock | Word::Procedure => self.pass_to_clause(),
                _ => return order,
            }
        }
    }

    fn pass_limit(&mut self) {
        self.advance(1);
        self.eat(Word::All);
        self.expression();
        while self.eat_mark(b',') {
            self.expression();
        }
        self.eat_any(&[Word::Row, Word::Rows]);
    }

    /// Passes over a clause of no importance, up to the next one.
    fn pass_to_clause(&mut self) {
        self.advance(1);
        while !self.is_at_end() && !self.is_mark(0, b')') {
            if matches!(self.word(0), Word::Limit | Word::Offset | Word::Union | Word::Order | Word::On | Word::Into) {
                return;
            }
            if self.word(0) == Word::For && self.word(1) != Word::Update {
                return;
            }
            self.advance(1);
        }
    }

    /// Reads the keys of `ORDER BY` or of `GROUP BY`.
    pub(super) fn sort_keys(&mut self) -> Vec<Expression> {
        let mut keys = Vec::new();
        loop {
            let is_sets =
                self.spelling(0).eq_ignore_ascii_case("grouping") && self.spelling(1).eq_ignore_ascii_case("sets");
            self.advance(if is_sets { 2 } else { 0 });
            keys.push(self.expression());
            if self.eat(Word::Using) {
                self.advance(1);
            }
            self.eat_any(&[Word::Asc, Word::Desc]);
            if self.eat(Word::Nulls) {
                self.eat_any(&[Word::First, Word::Last]);
            }
            if !self.eat_mark(b',') {
                return keys;
            }
        }
    }
}
