//! Writes that share what they read: Hive's `FROM … INSERT … INSERT` and Oracle's `INSERT ALL`.

use super::cursor::Parser;
use crate::sql::statement::{IndirectSubtype, Kind, Mode};
use crate::sql::syntax::{
    Action, Clause, ClauseNames, Expression, Fan, FromTree, Item, Parsed, Query, Relation, Select, Source, Star, Term,
    With, Write,
};
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a statement that begins with `FROM`: a query, or several writes of its relations.
    pub(super) fn statement_of_relations(&mut self, with: With) -> Parsed {
        let from = self.at;
        if !self.feeds_writes() {
            let query = self.query_after(with);
            return Parsed { kind: Kind::Select, action: Action::Query(query) };
        }
        self.advance(1);
        let mut fan = Fan { with, from: self.relations(), writes: Vec::new() };
        while self.word(0) == Word::Insert {
            let Some(mut write) = self.write(With::default()) else { break };
            for term in std::iter::once(&mut write.query.first).chain(write.query.rest.iter_mut().map(|(_, term)| term))
            {
                if let Term::Select(select) = term {
                    select.takes_shared = true;
                }
            }
            fan.writes.push(write);
        }
        if fan.writes.is_empty() {
            self.note(from, "skipped_text", "nothing is done with these relations");
        }
        Parsed { kind: Kind::Insert, action: Action::Fan(Box::new(fan)) }
    }

    /// Whether an insert follows the relations after `FROM`.
    fn feeds_writes(&self) -> bool {
        let mut at = self.at;
        while at < self.end {
            match self.text.tokens[at].kind {
                crate::sql::tokens::Kind::Mark(b'(' | b'[' | b'{') => at = self.partner(at),
                crate::sql::tokens::Kind::Word(Word::Select) => return false,
                crate::sql::tokens::Kind::Word(Word::Insert) => return true,
                _ => {}
            }
            at += 1;
        }
        false
    }

    /// Whether several targets of one insert follow: `INSERT ALL` and `INSERT FIRST`.
    pub(super) fn starts_fan(&self) -> bool {
        let ahead = if self.word(1) == Word::Overwrite { 2 } else { 1 };
        self.word(0) == Word::Insert
            && matches!(self.word(ahead), Word::All | Word::First)
            && matches!(self.word(ahead + 1), Word::Into | Word::When)
    }

    /// Reads `INSERT ALL [WHEN … THEN] INTO t (…) VALUES (…) … SELECT …`.
    pub(super) fn insert_all(&mut self, with: With) -> Parsed {
        self.advance(1);
        let mode = if self.eat(Word::Overwrite) { Mode::Replace } else { Mode::Append };
        self.advance(1);
        let mut fan = Fan { with, ..Fan::default() };
        let mut conditions: Vec<usize> = Vec::new();
        while matches!(self.word(0), Word::When | Word::Else | Word::Into) {
            if self.eat(Word::When) {
                conditions = vec![self.at];
                self.expression();
                self.eat(Word::Then);
            } else if self.eat(Word::Else) {
                conditions = Vec::new();
            } else if let Some(write) = self.fan_target(mode, &conditions) {
                fan.writes.push(write);
            }
        }
        let query = self.query();
        let source = Source::of(Relation::Query { query: Box::new(query), is_lateral: false });
        fan.from.push(FromTree { first: source, joins: Vec::new() });
        Parsed { kind: Kind::Insert, action: Action::Fan(Box::new(fan)) }
    }

    /// Reads `INTO t (a, b) VALUES (x, y)`; the condition that stands at a place before decides about the rows.
    fn fan_target(&mut self, mode: Mode, conditions: &[usize]) -> Option<Write> {
        self.advance(1);
        let target = self.table_name()?;
        let columns = if self.holds_query(self.at) { Vec::new() } else { self.name_list() };
        let mut select = Select { takes_shared: true, ..Select::default() };
        if self.eat(Word::Values) && self.is_mark(0, b'(') {
            let values = self.enclosed(Self::expressions);
            select.items = values.into_iter().map(value).collect();
        } else {
            select.items.push(Item::Star(Star { span: self.span_from(self.at), ..Star::default() }));
        }
        for place in conditions {
            let expression = self.again(*place);
            select.clauses.push(Clause { subtype: IndirectSubtype::Filter, expression, names: ClauseNames::Columns });
        }
        let query = Query { first: Term::Select(Box::new(select)), ..Query::default() };
        let mut write = Write::defining(target, mode, columns, query);
        write.is_existing = true;
        Some(write)
    }

    /// Reads the expression at an earlier place once more.
    fn again(&mut self, place: usize) -> Expression {
        let at = std::mem::replace(&mut self.at, place);
        let expression = self.expression();
        self.at = at;
        expression
    }
}

fn value(expression: Expression) -> Item {
    Item::Value { expression, alias: None, more: Vec::new() }
}
