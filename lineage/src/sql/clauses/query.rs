//! Queries: `WITH`, the operands of set operations, and what orders or limits the whole.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::syntax::{Combination, Cte, CteBody, Expression, FromTree, Item, Query, Select, Star, Term, With};
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
        let is_from = self.word(0) == Word::From;
        let mut first = self.term();
        if self.is_pipe() {
            let is_open = is_from && matches!(&first, Term::Select(select) if is_bare(select));
            first = self.piped(first, is_open);
        }
        let mut query = Query { with, first, ..Query::default() };
        while let Some(combination) = self.combination(query.rest.last().map(|last| last.0)) {
            let term = self.term();
            query.rest.push((combination, term));
        }
        query.order = self.order_and_limit();
        if self.is_pipe() {
            let base = std::mem::take(&mut query);
            let first = Term::Query(Box::new(base));
            query.first = self.piped(first, false);
        }
        query.span = self.span_from(from);
        query
    }

    /// Reads the words between two operands; `INTERSECT` binds tighter and so stays on the side of an `EXCEPT`.
    pub(super) fn combination(&mut self, before: Option<Combination>) -> Option<Combination> {
        // BigQuery says in front which columns stay when they match by name.
        let sides = [Word::Full, Word::Left, Word::Inner, Word::Outer];
        let ahead = (0..2).find(|ahead| !sides.contains(&self.word(*ahead))).unwrap_or(2);
        let combination = match self.word(ahead) {
            Word::Union => Combination::Union,
            Word::Intersect => before.unwrap_or(Combination::Union),
            Word::Except | Word::Minus => Combination::Except,
            _ => return None,
        };
        let keeps_all = ahead > 0 && self.word(0) == Word::Full;
        self.advance(ahead + 1);
        self.eat_any(&[Word::All, Word::Distinct]);
        if combination != Combination::Union {
            self.corresponding();
            return Some(combination);
        }
        if self.eat_all(&[Word::By, Word::Name]) {
            if self.eat(Word::On) {
                self.pass_enclosed();
            }
            let is_common = self.dialect() == Dialect::BigQuery && !keeps_all && ahead > 0;
            return Some(if is_common { Combination::UnionCommon } else { Combination::UnionByName });
        }
        Some(if self.corresponding() && !keeps_all { Combination::UnionCommon } else { combination })
    }

    /// Reads `[STRICT] CORRESPONDING [BY (a, b)]`.
    fn corresponding(&mut self) -> bool {
        if self.spelling(0).eq_ignore_ascii_case("strict") {
            self.advance(1);
        }
        let is_there = self.eat(Word::Corresponding);
        if is_there && self.eat(Word::By) {
            self.pass_enclosed();
        }
        is_there
    }

    pub(super) fn term(&mut self) -> Term {
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
            Kind::Word(Word::Pivot | Word::Unpivot) => {
                let source = self.nested(Self::simple_reshape);
                let mut select = Select { from: Vec::new(), ..Select::default() };
                select.items.push(Item::Star(Star::default()));
                select.from.extend(source.map(|first| FromTree { first, joins: Vec::new() }));
                Term::Select(Box::new(select))
            }
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
        if self.spelling(0).eq_ignore_ascii_case("xmlnamespaces") && self.is_mark(1, b'(') {
            self.advance(1);
            self.pass_enclosed();
            self.eat_mark(b',');
        }
        loop {
            if self.starts_value() {
                let expression = self.expression();
                self.eat(Word::As);
                with.values.extend(self.ident().map(|name| (expression, name)));
                if !self.eat_mark(b',') {
                    break;
                }
                continue;
            }
            let Some(name) = self.ident() else { break };
            let columns = if self.holds_query(self.at) { Vec::new() } else { self.name_list() };
            if self.eat(Word::Using) {
                self.eat(Word::Key);
                self.pass_enclosed();
            }
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

    /// Whether an expression with a name stands here, as ClickHouse allows between named queries.
    fn starts_value(&mut self) -> bool {
        if self.dialect() != Dialect::ClickHouse {
            return false;
        }
        let is_named = self.ident_at(0, false).is_some() && (self.word(1) == Word::As || self.is_mark(1, b'('));
        let holds_query = self.holds_query(self.at + 2) || self.is_mark(1, b'(') && self.word(0) != Word::Other;
        let is_query = is_named && (holds_query || self.is_mark(1, b'(') && self.names_query());
        !is_query
    }

    /// Whether the parenthesis after a name lists columns of a named query.
    fn names_query(&self) -> bool {
        let after = self.partner(self.at + 1) + 1;
        self.text.tokens.get(after).is_some_and(|token| token.kind == Kind::Word(Word::As))
            && self.holds_query(after + 1)
    }

    fn cte_body(&mut self) -> CteBody {
        if matches!(self.word(0), Word::Insert | Word::Replace)
            && !self.is_mark(1, b'(')
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
                Word::Order if self.word(2) == Word::By => {
                    // Oracle orders siblings of a hierarchy.
                    self.advance(3);
                    order.extend(self.sort_keys());
                }
                Word::Limit | Word::Offset => self.pass_limit(),
                Word::Cluster | Word::Distribute | Word::Sort if self.word(1) == Word::By => {
                    self.advance(2);
                    order.extend(self.sort_keys());
                }
                Word::Settings if self.dialect() == Dialect::ClickHouse => self.pass_settings(),
                Word::Format if self.dialect() == Dialect::ClickHouse => self.advance(2),
                Word::Option if self.is_mark(1, b'(') => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                Word::Into if matches!(self.word(1), Word::Outfile | Word::Dumpfile) => return order,
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
        self.eat_any(&[Word::Row, Word::Rows, Word::Percent]);
        if self.eat_all(&[Word::With, Word::Ties]) || self.eat(Word::By) {
            self.expressions_here();
        }
    }

    /// Reads expressions between commas, up to whatever else comes.
    fn expressions_here(&mut self) {
        loop {
            self.expression();
            if !self.eat_mark(b',') {
                return;
            }
        }
    }

    /// Passes over a clause of no importance, up to the next one.
    fn pass_to_clause(&mut self) {
        self.advance(1);
        while !self.is_at_end() && !self.is_mark(0, b')') && !self.is_pipe() {
            if matches!(self.word(0), Word::Limit | Word::Offset | Word::Union | Word::Order | Word::On | Word::Into) {
                return;
            }
            if self.word(0) == Word::For && self.word(1) != Word::Update {
                return;
            }
            self.advance(1);
            self.pass_enclosed();
        }
    }

    /// Passes over ClickHouse's `WITH FILL FROM a TO b STEP c`.
    fn pass_filling(&mut self) {
        let is_there = self.word(0) == Word::With && self.spelling(1).eq_ignore_ascii_case("fill");
        if !is_there {
            return;
        }
        self.advance(2);
        while self.word(0) == Word::From || self.word(0) == Word::To || self.spelling(0).eq_ignore_ascii_case("step") {
            self.advance(1);
            self.expression();
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
            self.pass_filling();
            if !self.eat_mark(b',') {
                return keys;
            }
        }
    }
}

/// Whether a select only names relations, so that all it says is `FROM t`.
fn is_bare(select: &Select) -> bool {
    let is_star = match select.items.as_slice() {
        [Item::Star(star)] => star.qualifier.is_empty() && star.without.is_empty() && star.replaced.is_empty(),
        _ => false,
    };
    is_star && select.clauses.is_empty()
}
