//! `UPDATE`, `DELETE` and `MERGE`.

use super::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::statement::{IndirectSubtype, Kind, Mode};
use crate::sql::syntax::{Clause, ClauseNames, Expression, FromTree, Modify, Relation, Set, Source, TableName, With};
use crate::sql::tokens;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads a change of rows that named queries may precede; `None`, and nothing is read, when it is none.
    pub(super) fn modify(&mut self, with: With) -> Option<Modify> {
        let (kind, mode) = match self.word(0) {
            Word::Update => (Kind::Update, Mode::Update),
            Word::Delete => (Kind::Delete, Mode::Delete),
            Word::Merge => (Kind::Merge, Mode::Upsert),
            _ => return None,
        };
        self.advance(1);
        let mut modify = Modify {
            kind,
            mode,
            with,
            targets: Vec::new(),
            named: Vec::new(),
            from: Vec::new(),
            clauses: Vec::new(),
            sets: Vec::new(),
            returning: Vec::new(),
            returned_to: None,
        };
        match kind {
            Kind::Update => self.update(&mut modify),
            Kind::Delete => self.delete(&mut modify),
            _ => self.merge(&mut modify),
        }
        Some(modify)
    }

    fn update(&mut self, modify: &mut Modify) {
        if self.eat(Word::Or) {
            self.advance(1);
        }
        self.modify_words();
        modify.targets = self.relations();
        // Teradata names further relations before what is set.
        if self.eat(Word::From) {
            modify.from = self.relations();
        }
        if self.eat(Word::Set) {
            self.sets(modify);
        }
        (modify.returning, modify.returned_to) = self.output_items();
        if self.eat(Word::From) {
            modify.from.extend(self.relations());
        }
        self.modify_tail(modify);
    }

    /// Passes over words between the verb and the relations.
    fn modify_words(&mut self) {
        self.eat_any(&[Word::LowPriority, Word::Ignore]);
        if self.word(0) == Word::Top && self.is_mark(1, b'(') {
            self.advance(1);
            self.pass_enclosed();
            self.eat(Word::Percent);
        }
    }

    fn delete(&mut self, modify: &mut Modify) {
        self.modify_words();
        while !matches!(self.word(0), Word::From | Word::Output | Word::Where) {
            let Some(name) = self.table_name() else { break };
            // `DELETE t.* FROM` is an old way to write `DELETE t FROM`.
            if self.eat_mark(b'.') {
                self.advance(1);
            }
            modify.named.push(name);
            self.eat_mark(b',');
        }
        if self.eat(Word::From) {
            modify.targets = self.relations();
        } else if let Some(name) = modify.named.pop() {
            modify.targets.push(name.into());
        }
        if self.eat(Word::Using) {
            modify.from = self.relations();
        }
        (modify.returning, modify.returned_to) = self.output_items();
        // `DELETE FROM t FROM u JOIN …`: the second names further relations.
        if self.eat(Word::From) {
            modify.from.extend(self.relations());
        }
        self.modify_tail(modify);
    }

    /// Reads what chooses rows, and what is returned of them.
    fn modify_tail(&mut self, modify: &mut Modify) {
        if self.eat(Word::Where) {
            let expression = self.expression();
            modify.clauses.push(filter(expression));
        }
        self.order_and_limit();
        if self.eat(Word::Returning) {
            modify.returning = self.items();
            self.pass_variables();
        }
        if self.word(0) == Word::Option {
            self.advance(1);
            self.pass_enclosed();
        }
    }

    /// Passes over the variables that returned values go to.
    fn pass_variables(&mut self) {
        if self.eat(Word::Into) {
            while !self.is_at_end() && !self.is_mark(0, b';') {
                self.advance(1);
            }
        }
    }

    /// Reads `a = x, (b, c) = (y, z)`.
    fn sets(&mut self, modify: &mut Modify) {
        loop {
            let from = self.at;
            if self.eat_mark(b'*') {
                modify.sets.push(Set::Star(self.span_from(from)));
                return;
            }
            let columns = self.set_columns();
            if columns.is_empty() {
                return;
            }
            // Some dialects write `a += x`.
            while matches!(self.kind(0), tokens::Kind::Operator) {
                self.advance(1);
            }
            if !self.eat_mark(b'=') && self.kind(0) == tokens::Kind::Named {
                self.advance(1);
            }
            let values = self.set_values(columns.len());
            modify.sets.push(Set::Columns { columns, values, is_inserted: false });
            if !self.eat_mark(b',') {
                return;
            }
        }
    }

    pub(super) fn set_columns(&mut self) -> Vec<Vec<Ident>> {
        // SQL Server lets a variable get the value too.
        if self.kind(0) == tokens::Kind::Parameter && self.is_mark(1, b'=') {
            self.advance(
                if matches!(self.kind(2), tokens::Kind::Word(_) | tokens::Kind::Quoted) && self.is_mark(3, b'=') {
                    2
                } else {
                    0
                },
            );
        }
        if self.kind(0) == tokens::Kind::Parameter {
            let name = self.names.bare(self.spelling(0));
            self.advance(1);
            return vec![vec![name]];
        }
        if !self.is_mark(0, b'(') {
            let column = self.dotted();
            return if column.is_empty() { Vec::new() } else { vec![column] };
        }
        self.enclosed(|parser| {
            let mut columns = Vec::new();
            while !parser.is_at_end() {
                let column = parser.dotted();
                if !column.is_empty() {
                    columns.push(column);
                }
                parser.pass_to_comma();
            }
            columns
        })
    }

    /// Reads one value, or as many as there are columns when they are listed.
    fn set_values(&mut self, count: usize) -> Vec<Expression> {
        if count > 1 {
            self.eat(Word::Row);
            if self.is_mark(0, b'(') && !self.holds_query(self.at) {
                return self.enclosed(Self::expressions);
            }
        }
        vec![self.expression()]
    }

    fn merge(&mut self, modify: &mut Modify) {
        self.modify_words();
        if self.word(0) == Word::With && self.word(1) != Word::Other {
            self.advance(1);
        }
        while !self.is_at_end() && self.word(0) == Word::With {
            self.advance(3);
        }
        self.eat(Word::Into);
        let target = self.joined();
        modify.targets.push(target);
        if self.eat(Word::Using) {
            modify.from.push(self.joined());
        }
        if self.eat(Word::On) {
            let expression = self.expression();
            let subtype = IndirectSubtype::Join;
            modify.clauses.push(Clause { subtype, expression, names: ClauseNames::Columns });
        }
        while self.word(0) == Word::When {
            self.merge_branch(modify);
        }
        // Redshift's short form takes every row of the source as it is.
        let from = self.at;
        if self.eat(Word::Remove) {
            self.advance(1);
            modify.sets.push(Set::Row(self.span_from(from)));
        }
        (modify.returning, modify.returned_to) = self.output_items();
        if self.eat(Word::Returning) {
            modify.returning = self.items();
        }
        if self.word(0) == Word::Option {
            self.advance(1);
            self.pass_enclosed();
        }
    }

    /// Reads `WHEN … THEN …`.
    fn merge_branch(&mut self, modify: &mut Modify) {
        self.advance(1);
        while !self.is_at_end() && !matches!(self.word(0), Word::Then | Word::And) {
            self.advance(1);
        }
        if self.eat(Word::And) {
            let expression = self.expression();
            modify.clauses.push(filter(expression));
        }
        self.eat(Word::Then);
        match self.word(0) {
            Word::Update => {
                let from = self.at;
                self.advance(1);
                if self.eat(Word::All) {
                    modify.sets.push(Set::Star(self.span_from(from)));
                } else {
                    self.eat(Word::Set);
                    self.sets(modify);
                }
            }
            Word::Insert => self.merge_insert(modify),
            _ => {}
        }
        self.merge_filters(modify);
    }

    /// Reads what chooses among the rows of a branch, up to the next one.
    fn merge_filters(&mut self, modify: &mut Modify) {
        while !self.is_at_end() && !matches!(self.word(0), Word::When | Word::Returning | Word::Output) {
            self.advance(1);
            let before = self.token(self.at - 1).map(|token| token.kind);
            if before == Some(tokens::Kind::Word(Word::Where)) {
                let expression = self.expression();
                modify.clauses.push(filter(expression));
            }
        }
    }

    fn merge_insert(&mut self, modify: &mut Modify) {
        let from = self.at;
        self.advance(1);
        if self.eat(Word::Row) {
            modify.sets.push(Set::Row(self.span_from(from)));
            return;
        }
        if self.is_mark(0, b'*') || self.word(0) == Word::All {
            self.advance(1);
            modify.sets.push(Set::Star(self.span_from(from)));
            return;
        }
        let columns = self.set_columns();
        if self.eat(Word::Overriding) {
            self.advance(2);
        }
        if self.eat(Word::Row) {
            modify.sets.push(Set::Row(self.span_from(from)));
            return;
        }
        if self.eat(Word::Values) && self.is_mark(0, b'(') {
            let values = self.enclosed(Self::expressions);
            modify.sets.push(Set::Columns { columns, values, is_inserted: true });
        }
    }
}

fn filter(expression: Expression) -> Clause {
    Clause { subtype: IndirectSubtype::Filter, expression, names: ClauseNames::Columns }
}

impl From<TableName> for FromTree {
    fn from(name: TableName) -> Self {
        Self { first: Source::of(Relation::Table(name)), joins: Vec::new() }
    }
}
