//! `PIVOT` and `UNPIVOT` behind a relation.

use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::{self, Ident};
use crate::sql::syntax::{Expression, Label, Pivot, Reshape, Unpivot, Way};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// Columns that the values of several keys may make together.
const COLUMNS: usize = 10_000;

impl Parser<'_> {
    /// Reads everything that turns the rows of the relation before it into others.
    pub(in crate::sql::clauses) fn reshapes(&mut self) -> Vec<Reshape> {
        let mut reshapes = Vec::new();
        while let Some(way) = self.way() {
            let (alias, columns) = self.alias();
            reshapes.push(Reshape { way, alias, columns });
        }
        reshapes
    }

    fn way(&mut self) -> Option<Way> {
        match self.word(0) {
            Word::Pivot if self.is_mark(1, b'(') => {
                self.advance(1);
                Some(Way::Pivot(self.enclosed(Self::pivot)))
            }
            Word::Unpivot if self.ends_operand() => {
                self.advance(1);
                if matches!(self.word(0), Word::Include | Word::Exclude | Word::Including | Word::Excluding) {
                    self.advance(2);
                }
                let is_there = self.is_mark(0, b'(');
                is_there.then(|| Way::Unpivot(self.enclosed(Self::unpivot)))
            }
            Word::MatchRecognize if self.is_mark(1, b'(') => {
                self.advance(1);
                Some(Way::Matches(self.enclosed(Self::matches)))
            }
            _ => None,
        }
    }

    fn pivot(&mut self) -> Pivot {
        // Oracle's `PIVOT XML` and Databricks' hints come as words before the list.
        let mut pivot = Pivot { aggregates: self.aggregates(), ..Pivot::default() };
        while self.eat(Word::For) || !matches!(self.word(0), Word::Group | Word::Default) && !self.is_at_end() {
            let from = self.at;
            self.pivot_key(&mut pivot);
            if self.at == from {
                break;
            }
        }
        if self.eat_all(&[Word::Default, Word::On]) {
            self.eat(Word::Null);
            self.pass_enclosed();
        }
        if self.eat_all(&[Word::Group, Word::By]) {
            pivot.kept = self.sort_keys();
        }
        self.at = self.end;
        pivot
    }

    /// Reads `sum(a) AS x, max(b) y`.
    pub(in crate::sql::clauses) fn aggregates(&mut self) -> Vec<(Expression, Option<Ident>)> {
        let mut list = Vec::new();
        loop {
            let from = self.at;
            let expression = self.expression();
            if self.at == from {
                return list;
            }
            let has_alias =
                self.eat(Word::As) || !(self.is_at_end() || self.word(0).is_reserved() || self.word(0) == Word::For);
            let alias = if has_alias { self.label(false) } else { None };
            list.push((expression, alias));
            if !self.eat_mark(b',') {
                return list;
            }
        }
    }

    /// Reads `a IN (1 AS x, 2)` or `(a, b) IN ((1, 2) AS x)`.
    fn pivot_key(&mut self, pivot: &mut Pivot) {
        if self.is_mark(0, b'(') {
            pivot.keys.extend(self.enclosed(Self::key_columns));
        } else {
            pivot.keys.extend(self.key_column());
        }
        if !self.eat(Word::In) {
            return;
        }
        let is_list = self.is_mark(0, b'(') && !self.holds_query(self.at);
        let values = if is_list { self.enclosed(Self::pivot_values) } else { Vec::new() };
        if !is_list {
            self.expression();
        }
        pivot.values = if pivot.values.is_empty() { values } else { self.products(&pivot.values, &values) };
    }

    fn key_columns(&mut self) -> Vec<Expression> {
        let mut list = Vec::new();
        while !self.is_at_end() {
            list.extend(self.key_column());
            self.pass_to_comma();
        }
        list
    }

    /// Reads one column before `IN`, which an expression would take for an operator.
    fn key_column(&mut self) -> Option<Expression> {
        let from = self.at;
        let outer = self.end;
        let stop = (self.at..self.end).find(|at| self.text.tokens[*at].kind == Kind::Word(Word::In));
        self.end = stop.unwrap_or(outer);
        let expression = self.expression();
        self.end = outer;
        (self.at > from).then_some(expression)
    }

    fn pivot_values(&mut self) -> Vec<Ident> {
        let mut list = Vec::new();
        while !self.is_at_end() && list.len() < COLUMNS {
            if matches!(self.word(0), Word::Any) {
                self.at = self.end;
                return Vec::new();
            }
            list.extend(self.pivot_value());
            self.pass_to_comma();
        }
        list
    }

    /// Reads one value and tells what its column is called after.
    fn pivot_value(&mut self) -> Option<Ident> {
        let from = self.at;
        let mut labels = Vec::new();
        if self.is_mark(0, b'(') {
            self.enclosed(|parser| {
                while !parser.is_at_end() {
                    labels.push(parser.value_label());
                    parser.pass_to_comma();
                }
            });
        } else {
            labels.push(self.value_label());
        }
        if self.at == from {
            return None;
        }
        if self.eat(Word::As) || !self.is_at_end() && !self.is_mark(0, b',') {
            return self.label(false);
        }
        let name = labels.join("_");
        Some(self.names.exact(&name))
    }

    /// Reads a constant and spells it as a name.
    fn value_label(&mut self) -> String {
        if self.kind(0) == Kind::Text {
            let text = names::unquote(self.spelling(0).trim_start_matches(['N', 'n']));
            self.advance(1);
            return text;
        }
        if let (Kind::Quoted, Some(ident)) = (self.kind(0), self.ident_at(0, false)) {
            self.advance(1);
            return self.names.text(ident.name).to_owned();
        }
        let span = self.expression().span;
        self.text.sql.get(span.0..span.1).unwrap_or_default().to_owned()
    }

    /// Every value of the one list with every value of the other.
    pub(in crate::sql::clauses) fn products(&mut self, left: &[Ident], right: &[Ident]) -> Vec<Ident> {
        let mut list = Vec::new();
        for one in left {
            for other in right {
                if list.len() < COLUMNS {
                    let name = format!("{}_{}", self.names.text(one.name), self.names.text(other.name));
                    list.push(self.names.exact(&name));
                }
            }
        }
        list
    }

    fn unpivot(&mut self) -> Unpivot {
        let mut unpivot = Unpivot { values: self.one_or_more(), ..Unpivot::default() };
        if self.eat(Word::For) {
            unpivot.names = self.one_or_more();
        }
        if self.eat(Word::In) && self.is_mark(0, b'(') {
            unpivot.groups = self.enclosed(Self::unpivot_groups);
        }
        self.at = self.end;
        unpivot
    }

    /// Reads a name or a parenthesis with names.
    fn one_or_more(&mut self) -> Vec<Ident> {
        if self.is_mark(0, b'(') { self.name_list() } else { self.dotted().into_iter().last().into_iter().collect() }
    }

    pub(in crate::sql::clauses) fn unpivot_groups(&mut self) -> Vec<Vec<Ident>> {
        let mut groups = Vec::new();
        while !self.is_at_end() {
            let group = self.unpivot_group();
            if !group.is_empty() {
                groups.push(group);
            }
            self.pass_to_comma();
        }
        groups
    }

    /// Reads `a`, `(a, b)`, or a text that names a column as pandas-like shells do.
    fn unpivot_group(&mut self) -> Vec<Ident> {
        if self.kind(0) == Kind::Text && self.dialect() == Dialect::DuckDb {
            return self.label(false).into_iter().collect();
        }
        self.one_or_more()
    }

    /// Reads DuckDB's `PIVOT t ON a IN (…) USING sum(b) GROUP BY c`; the relation was read already.
    pub(in crate::sql::clauses) fn simple_pivot(&mut self) -> Pivot {
        let mut pivot = Pivot::default();
        if self.eat(Word::On) {
            loop {
                let from = self.at;
                self.simple_key(&mut pivot);
                if self.at == from || !self.eat_mark(b',') {
                    break;
                }
            }
        }
        if self.eat(Word::Using) {
            pivot.aggregates = self.aggregates();
        }
        if self.eat_all(&[Word::Group, Word::By]) {
            pivot.kept = self.sort_keys();
        }
        pivot
    }

    fn simple_key(&mut self, pivot: &mut Pivot) {
        let has_list = (self.at..self.end)
            .take_while(|at| {
                !matches!(self.text.tokens[*at].kind, Kind::Mark(b',') | Kind::Word(Word::Using | Word::Group))
            })
            .any(|at| self.text.tokens[at].kind == Kind::Word(Word::In));
        if has_list {
            self.pivot_key(pivot);
            return;
        }
        let expression = self.expression();
        if !matches!(expression.label, Label::Empty) {
            pivot.keys.push(expression);
        }
    }

    /// Reads DuckDB's `UNPIVOT t ON a, b INTO NAME n VALUE v`; the relation was read already.
    pub(in crate::sql::clauses) fn simple_unpivot(&mut self) -> Unpivot {
        let mut unpivot = Unpivot::default();
        if self.eat(Word::On) {
            loop {
                let from = self.at;
                let group = self.unpivot_group();
                if group.is_empty() {
                    self.expression();
                } else {
                    unpivot.groups.push(group);
                }
                if self.eat(Word::As) {
                    self.label(false);
                }
                if self.at == from || !self.eat_mark(b',') {
                    break;
                }
            }
        }
        if self.eat(Word::Into) {
            self.eat(Word::Name);
            unpivot.names.extend(self.ident());
            self.eat_any(&[Word::Value]);
            loop {
                unpivot.values.extend(self.ident());
                if !self.eat_mark(b',') {
                    break;
                }
            }
        }
        if unpivot.names.is_empty() {
            unpivot.names.push(self.names.bare("name"));
        }
        if unpivot.values.is_empty() {
            unpivot.values.push(self.names.bare("value"));
        }
        unpivot
    }
}
