//! `FROM`: tables, joins, derived tables and functions that yield rows.

use super::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::syntax::{Condition, FromTree, Join, JoinKind, Relation, Source, TableFunction, TableName};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads the relations of a `FROM`, up to the next clause.
    pub(super) fn relations(&mut self) -> Vec<FromTree> {
        let mut trees = vec![self.joined()];
        while self.eat_mark(b',') {
            trees.push(self.joined());
        }
        trees
    }

    pub(super) fn joined(&mut self) -> FromTree {
        let first = self.source();
        let mut joins = Vec::new();
        loop {
            if let Some((kind, is_natural)) = self.join_words() {
                let from = self.at;
                let source = self.source();
                let condition = if is_natural { Condition::Natural(self.span_from(from)) } else { self.condition() };
                joins.push(Join { kind, source, condition });
            } else if matches!(self.word(0), Word::On | Word::Using)
                && !joins.is_empty()
                && self.word(1) != Word::Conflict
            {
                // `a JOIN b JOIN c ON … ON …`: the second condition belongs to a join further left.
                let condition = self.condition();
                if matches!(condition, Condition::None) {
                    break;
                }
                let source = Source { relation: Relation::Missing, alias: None, columns: Vec::new() };
                joins.push(Join { kind: JoinKind::InnerOrLeft, source, condition });
            } else {
                break;
            }
        }
        FromTree { first, joins }
    }

    /// Reads `[NATURAL] [LEFT] [OUTER] JOIN` and the like: the kind, and whether it is natural.
    fn join_words(&mut self) -> Option<(JoinKind, bool)> {
        let mut kind = JoinKind::InnerOrLeft;
        let mut is_natural = false;
        for ahead in 0..5 {
            match self.word(ahead) {
                Word::Natural => is_natural = true,
                Word::Right => kind = JoinKind::Right,
                Word::Full => kind = JoinKind::Full,
                Word::Left | Word::Inner | Word::Cross | Word::Outer => {}
                Word::Join | Word::StraightJoin => {
                    self.advance(ahead + 1);
                    return Some((kind, is_natural));
                }
                _ => return None,
            }
        }
        None
    }

    fn condition(&mut self) -> Condition {
        let from = self.at;
        if self.word(0) == Word::On && !matches!(self.word(1), Word::Conflict | Word::Duplicate) {
            self.advance(1);
            return Condition::On(self.expression());
        }
        if self.word(0) == Word::Using && self.is_mark(1, b'(') {
            self.advance(1);
            let columns = self.name_list();
            if self.eat(Word::As) {
                self.ident();
            }
            return Condition::Using(columns, self.span_from(from));
        }
        Condition::None
    }

    /// Reads one operand of `FROM` with its alias.
    pub(super) fn source(&mut self) -> Source {
        self.eat(Word::Only);
        let is_lateral = self.eat(Word::Lateral);
        let relation = match self.kind(0) {
            Kind::Mark(b'(') if self.holds_query(self.at) => match self.enclosed(|parser| parser.nested(Parser::query))
            {
                Some(query) => Relation::Query { query: Box::new(query), is_lateral },
                None => Relation::Missing,
            },
            Kind::Mark(b'(') => match self.enclosed(|parser| parser.nested(Self::joined_list)) {
                Some(tree) => Relation::Tree(Box::new(tree)),
                None => Relation::Missing,
            },
            Kind::Word(Word::Rows) if self.word(1) == Word::From => self.rows_from(),
            _ => self.named_relation(),
        };
        if matches!(relation, Relation::Missing) && !self.is_mark(0, b')') {
            return Source { relation, alias: None, columns: Vec::new() };
        }
        self.pass_table_options();
        let (alias, columns) = self.alias();
        self.pass_table_options();
        Source { relation, alias, columns }
    }

    /// Reads relations in parentheses; commas join like `JOIN` without a condition there.
    fn joined_list(&mut self) -> FromTree {
        let mut tree = self.joined();
        while self.eat_mark(b',') {
            let next = self.joined();
            tree.joins.push(Join { kind: JoinKind::InnerOrLeft, source: next.first, condition: Condition::None });
            tree.joins.extend(next.joins);
        }
        tree
    }

    fn named_relation(&mut self) -> Relation {
        let Some(name) = self.table_name() else {
            self.note(self.at, "missing_relation", "the name of a table or a query was expected");
            return Relation::Missing;
        };
        if !self.is_mark(0, b'(') {
            return Relation::Table(name);
        }
        let mut function = self.table_function(&name);
        function.has_ordinality = self.eat_all(&[Word::With, Word::Ordinality]);
        Relation::Function(Box::new(function))
    }

    /// Reads the parenthesis of a call that yields rows.
    fn table_function(&mut self, name: &TableName) -> TableFunction {
        let name = name.parts[name.parts.len() - 1];
        let mut columns = Vec::new();
        let arguments = self.enclosed(|parser| {
            let mut arguments = Vec::new();
            while !parser.is_at_end() {
                if parser.eat(Word::Columns) {
                    parser.nested(|parser| parser.declared_columns(&mut columns));
                    continue;
                }
                let from = parser.at;
                arguments.push(parser.expression());
                if !parser.eat_mark(b',') && parser.word(0) != Word::Columns && parser.at == from {
                    parser.advance(1);
                }
            }
            arguments
        });
        TableFunction { name, arguments, columns, has_ordinality: false }
    }

    /// Reads the columns that `JSON_TABLE` and `XMLTABLE` declare, nested ones included.
    fn declared_columns(&mut self, columns: &mut Vec<Ident>) {
        if self.is_mark(0, b'(') {
            return self.enclosed(|parser| parser.declared_entries(columns));
        }
        self.declared_entries(columns);
    }

    fn declared_entries(&mut self, columns: &mut Vec<Ident>) {
        while !self.is_at_end() {
            if self.eat(Word::Nested) {
                self.eat(Word::Path);
                self.advance(1);
                if self.eat(Word::Columns) {
                    self.nested(|parser| parser.declared_columns(columns));
                }
            } else {
                columns.extend(self.ident());
            }
            self.pass_to_comma();
        }
    }

    /// Reads `ROWS FROM (f(…), g(…))`, a function each of whose columns is another call.
    fn rows_from(&mut self) -> Relation {
        self.advance(2);
        let name = self.names.bare("rows");
        if !self.is_mark(0, b'(') {
            return Relation::Missing;
        }
        let arguments = self.enclosed(|parser| {
            let mut calls = Vec::new();
            while !parser.is_at_end() {
                calls.push(parser.expression());
                parser.pass_to_comma();
            }
            calls
        });
        let has_ordinality = self.eat_all(&[Word::With, Word::Ordinality]);
        Relation::Function(Box::new(TableFunction { name, arguments, columns: Vec::new(), has_ordinality }))
    }

    /// Passes over samples, partitions, hints and versions of a table.
    fn pass_table_options(&mut self) {
        loop {
            match self.word(0) {
                Word::Tablesample => {
                    self.advance(1);
                    self.dotted();
                    self.pass_enclosed();
                    if self.word(0) == Word::Other && self.spelling(0).eq_ignore_ascii_case("repeatable") {
                        self.advance(1);
                        self.pass_enclosed();
                    }
                }
                Word::Partition if self.is_mark(1, b'(') => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                Word::Use | Word::Force | Word::Ignore if matches!(self.word(1), Word::Index | Word::Key) => {
                    self.pass_hint()
                }
                Word::Indexed if self.word(1) == Word::By => self.advance(3),
                Word::Not if self.word(1) == Word::Indexed => self.advance(2),
                Word::For if self.word(1) == Word::SystemTime => self.pass_version(),
                Word::Other if self.is_mark(0, b'*') => self.advance(1),
                _ => return,
            }
        }
    }

    /// Passes over `USE INDEX [FOR JOIN] (…)`.
    fn pass_hint(&mut self) {
        self.advance(2);
        if self.eat(Word::For) {
            self.eat_any(&[Word::Join, Word::Order, Word::Group, Word::By]);
        }
        self.pass_enclosed();
    }

    /// Passes over `FOR SYSTEM_TIME …`.
    fn pass_version(&mut self) {
        self.advance(2);
        self.eat_any(&[Word::As, Word::Of, Word::Between, Word::From, Word::All, Word::Timestamp]);
        self.expression();
        if self.eat(Word::To) {
            self.expression();
        }
    }

    /// Reads an alias and the names it gives to columns.
    pub(super) fn alias(&mut self) -> (Option<Ident>, Vec<Ident>) {
        let alias = if self.eat(Word::As) {
            self.label(true)
        } else if self.word(0).follows_expression() || self.starts_table_option() {
            return (None, Vec::new());
        } else {
            self.ident()
        };
        if alias.is_none() && self.token(self.at.wrapping_sub(1)).is_none_or(|token| token.kind != Kind::Word(Word::As))
        {
            return (None, Vec::new());
        }
        let columns = if self.holds_query(self.at) { Vec::new() } else { self.name_list() };
        (alias, columns)
    }

    fn starts_table_option(&self) -> bool {
        match self.word(0) {
            Word::Tablesample | Word::Values | Word::Value => true,
            Word::Partition => self.is_mark(1, b'('),
            Word::Use | Word::Force | Word::Ignore => matches!(self.word(1), Word::Index | Word::Key),
            Word::Indexed => self.word(1) == Word::By,
            _ => false,
        }
    }
}
