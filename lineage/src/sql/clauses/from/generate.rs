//! Joins that make rows from columns: `LATERAL VIEW` and `ARRAY JOIN`.

use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::syntax::{Condition, Join, JoinKind, Label, Relation, Source, TableFunction};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads one join that makes rows; false, and nothing is read, when there is none.
    pub(super) fn generators(&mut self, joins: &mut Vec<Join>) -> bool {
        match self.word(0) {
            Word::Lateral if self.word(1) == Word::View => {
                self.advance(2);
                self.eat(Word::Outer);
                let source = self.lateral_view();
                joins.extend(source.map(joined));
            }
            Word::Array | Word::Left | Word::Inner if self.starts_array_join() => {
                self.advance(if self.word(0) == Word::Array { 2 } else { 3 });
                self.array_join(joins);
            }
            _ => return false,
        }
        true
    }

    /// Reads `explode(a) t AS x, y`.
    fn lateral_view(&mut self) -> Option<Source> {
        let name = self.table_name()?;
        let mut function = if self.is_mark(0, b'(') { self.table_function(&name) } else { return None };
        function.has_ordinality = false;
        let mut source = Source::of(Relation::Function(Box::new(function)));
        if self.word(0) != Word::As && !self.ends_operand() {
            source.alias = self.ident();
        }
        if self.eat(Word::As) {
            source.columns = if self.is_mark(0, b'(') { self.name_list() } else { self.bare_names() };
        }
        Some(source)
    }

    /// Reads names between commas.
    pub(in crate::sql::clauses) fn bare_names(&mut self) -> Vec<Ident> {
        let mut list: Vec<Ident> = self.ident().into_iter().collect();
        while self.is_mark(0, b',') && self.ident_at(1, false).is_some() {
            self.advance(1);
            list.extend(self.ident());
        }
        list
    }

    fn starts_array_join(&self) -> bool {
        let ahead = usize::from(self.word(0) != Word::Array);
        self.word(ahead) == Word::Array && self.word(ahead + 1) == Word::Join && self.dialect() == Dialect::ClickHouse
    }

    /// Reads ClickHouse's `ARRAY JOIN a AS x, b`: each element stands for its array.
    fn array_join(&mut self, joins: &mut Vec<Join>) {
        loop {
            let from = self.at;
            let argument = self.expression();
            if self.at == from {
                return;
            }
            let alias = if self.eat(Word::As) { self.ident() } else { None };
            let own = match argument.label {
                Label::Column(name) => Some(name),
                _ => None,
            };
            let name = self.names.bare("arrayjoin");
            let columns: Vec<Ident> = alias.or(own).into_iter().collect();
            let function = TableFunction {
                name,
                path: Vec::new(),
                arguments: vec![argument],
                columns: Vec::new(),
                has_ordinality: false,
                ordinality: None,
                inputs: Vec::new(),
            };
            let relation = Relation::Function(Box::new(function));
            joins.push(joined(Source { relation, alias, columns, reshapes: Vec::new() }));
            if !self.is_mark(0, b',') || matches!(self.kind(1), Kind::Mark(b';')) {
                return;
            }
            self.advance(1);
        }
    }
}

fn joined(source: Source) -> Join {
    Join { kind: JoinKind::Left, source, condition: Condition::None }
}
