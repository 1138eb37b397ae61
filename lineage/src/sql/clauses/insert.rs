//! `INSERT` and `REPLACE`, with what happens to rows that are already there.

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::names::Ident;
use crate::sql::statement::Mode;
use crate::sql::syntax::{Assignment, Conflict, Item, Query, TableName, Term, With, Write};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Reads an insert that named queries may precede; `None`, and nothing is read, when it is none.
    pub(super) fn write(&mut self, with: With) -> Option<Write> {
        let from = self.at;
        let mut mode = Mode::Append;
        match self.word(0) {
            Word::Insert => self.advance(1),
            Word::Replace => {
                mode = Mode::Upsert;
                self.advance(1);
            }
            _ => return None,
        }
        if self.eat_all(&[Word::Or, Word::Replace]) {
            mode = Mode::Upsert;
        }
        if self.word(0) == Word::Top {
            self.advance(1);
            self.pass_enclosed();
            self.eat(Word::Percent);
        }
        mode = self.insert_words(mode);
        let Some(target) = self.insert_target() else {
            self.rewind(from);
            return None;
        };
        let mut write =
            Write { mode, is_existing: true, with, ..Write::defining(target, mode, Vec::new(), Query::default()) };
        self.insert_body(&mut write);
        Some(write)
    }

    /// Reads the words between the verb and the table.
    fn insert_words(&mut self, mode: Mode) -> Mode {
        let mut mode = mode;
        loop {
            if self.eat(Word::Overwrite) {
                mode = Mode::Replace;
            } else if self.word(0) == Word::Local && self.word(1) == Word::Directory
                || matches!(self.kind(0), Kind::Word(word) if INSERT_MODIFIERS.contains(&word))
            {
                self.advance(1);
            } else {
                return mode;
            }
        }
    }

    /// Reads the table, or the place of files or of a function that rows are written to.
    fn insert_target(&mut self) -> Option<TableName> {
        let is_directory = self.eat(Word::Directory);
        if self.word(0) == Word::Function && !self.is_mark(1, b'.') {
            self.advance(1);
        }
        let target = self.table_name()?;
        let is_call = self.is_mark(0, b'(') && self.dialect() == Dialect::ClickHouse && self.kind(1) == Kind::Text;
        if is_call {
            let place = self.enclosed(|parser| {
                let place = parser.file_place();
                parser.at = parser.end;
                place
            });
            let name = place.map(|place| self.names.exact(&place));
            return Some(TableName { parts: name.into_iter().collect(), is_file: true, span: target.span });
        }
        if is_directory {
            // How the files are written stands between the place and the query.
            while !self.is_at_end() && !self.begins_rows() {
                self.advance(1);
            }
        }
        Some(target)
    }

    fn begins_rows(&self) -> bool {
        matches!(self.word(0), Word::Select | Word::From | Word::Values)
            || self.holds_query(self.at)
            || self.word(0) == Word::With && !matches!(self.word(1), Word::With)
    }

    /// Reads what follows the table.
    fn insert_body(&mut self, write: &mut Write) {
        write.alias = self.insert_alias();
        self.partition(write);
        self.pass_existence();
        write.by_name = self.eat_all(&[Word::By, Word::Name]);
        self.insert_columns(write);
        self.partition(write);
        if self.eat(Word::Overriding) {
            self.advance(1);
            self.eat(Word::Value);
        }
        let (output, returned_to) = self.output_items();
        write.returned_to = returned_to;
        if self.word(0) == Word::Replace && matches!(self.word(1), Word::Where | Word::Using) {
            self.advance(2);
            if self.is_mark(0, b'(') {
                self.pass_enclosed()
            } else {
                self.expression();
            }
            write.mode = Mode::Replace;
        }
        let columns = std::mem::take(&mut write.columns);
        (write.columns, write.query) = self.inserted_rows(columns);
        write.proposed = if self.word(0) == Word::As { self.alias() } else { (None, Vec::new()) };
        write.conflict = self.conflict();
        if write.conflict.is_some() {
            write.mode = Mode::Upsert;
        }
        write.returning = if self.eat(Word::Returning) { self.items() } else { output };
    }

    /// Reads the columns in parentheses; ClickHouse allows a star with exceptions there.
    fn insert_columns(&mut self, write: &mut Write) {
        if self.is_mark(0, b'(') && self.is_mark(1, b'*') {
            return self.pass_enclosed();
        }
        if self.is_mark(0, b'(') && !self.holds_query(self.at) {
            write.columns = self.name_list();
        }
    }

    /// Reads `PARTITION (a = 1, b)`: columns with a constant get no value from the query.
    fn partition(&mut self, write: &mut Write) {
        if !(self.word(0) == Word::Partition && self.is_mark(1, b'(')) {
            return;
        }
        self.advance(1);
        let fixed = self.enclosed(|parser| {
            let mut fixed = Vec::new();
            while !parser.is_at_end() {
                let name = parser.dotted().pop();
                if parser.is_mark(0, b'=') {
                    fixed.extend(name);
                }
                parser.pass_to_comma();
            }
            fixed
        });
        write.fixed.extend(fixed);
    }

    /// Reads SQL Server's `OUTPUT a, b [INTO t (…)]`.
    pub(super) fn output_items(&mut self) -> (Vec<Item>, Option<(TableName, Vec<Ident>)>) {
        if self.dialect() != Dialect::SqlServer || !self.eat(Word::Output) {
            return (Vec::new(), None);
        }
        let items = self.items();
        let target = if self.eat(Word::Into) { self.table_name() } else { None };
        let returned_to = target.map(|name| {
            let lists_columns = self.is_mark(0, b'(') && !self.holds_query(self.at);
            (name, if lists_columns { self.name_list() } else { Vec::new() })
        });
        (items, returned_to)
    }

    fn insert_alias(&mut self) -> Option<Ident> {
        if self.eat(Word::As) {
            return self.ident();
        }
        let is_verb = matches!(
            self.word(0),
            Word::Value
                | Word::Partition
                | Word::Overriding
                | Word::Default
                | Word::Set
                | Word::Output
                | Word::If
                | Word::Exec
        ) || matches!(
            self.word(0),
            Word::Settings | Word::Format | Word::Replace | Word::Execute | Word::By | Word::Table
        );
        if is_verb || self.is_mark(1, b'.') { None } else { self.ident() }
    }

    /// Reads what is inserted, and the columns it goes to.
    fn inserted_rows(&mut self, columns: Vec<Ident>) -> (Vec<Ident>, Query) {
        if self.eat_all(&[Word::Default, Word::Values]) {
            return (columns, Query::default());
        }
        if self.eat(Word::Set) {
            let (columns, values) = self.assignments().into_iter().map(|one| (one.column, one.value)).unzip();
            return (columns, Query { first: Term::Values(values), ..Query::default() });
        }
        if self.word(0) == Word::Value {
            return (columns, self.value_rows());
        }
        if self.dialect() == Dialect::ClickHouse {
            self.clickhouse_format();
        }
        if matches!(self.word(0), Word::Exec | Word::Execute) {
            let rest = self.end - self.at;
            self.skip(rest, "not_followed", "the rows come from a routine, which is not followed");
            return (columns, Query::default());
        }
        // Teradata and Hive list values or name a table without a word for it.
        if self.word(0) == Word::Values && !self.is_mark(1, b'(') && self.word(1) != Word::Row {
            self.advance(1);
            return (columns, Query::default());
        }
        (columns, self.query())
    }

    /// Passes over settings, and a format whose rows come after the text.
    fn clickhouse_format(&mut self) {
        if self.word(0) == Word::Settings || self.word(0) == Word::Format {
            while !self.is_at_end() && !self.begins_rows() {
                self.advance(1);
            }
        }
    }

    /// Reads MySQL's `VALUE (…)`, which is `VALUES (…)`.
    fn value_rows(&mut self) -> Query {
        self.advance(1);
        let mut query = Query::default();
        if self.is_mark(0, b'(') {
            query.first = Term::Values(self.enclosed(Self::expressions));
        }
        query
    }

    fn conflict(&mut self) -> Option<Conflict> {
        let mut conflict = Conflict::default();
        if self.eat_all(&[Word::On, Word::Duplicate, Word::Key, Word::Update]) {
            conflict.assignments = self.assignments();
            return Some(conflict);
        }
        if !self.eat_all(&[Word::On, Word::Conflict]) {
            return None;
        }
        if self.is_mark(0, b'(') {
            conflict.keys = self.enclosed(Self::expressions);
        } else if self.eat_all(&[Word::On, Word::Constraint]) {
            self.dotted();
        }
        if self.eat(Word::Where) {
            self.expression();
        }
        if self.eat(Word::Do) && !self.eat(Word::Nothing) && self.eat_all(&[Word::Update, Word::Set]) {
            conflict.assignments = self.assignments();
            if self.eat(Word::Where) {
                conflict.filter = Some(self.expression());
            }
        }
        Some(conflict)
    }

    /// Reads `a = x, b = y`.
    fn assignments(&mut self) -> Vec<Assignment> {
        let mut assignments = Vec::new();
        while let Some(column) = self.dotted().pop() {
            if !self.eat_mark(b'=') && self.kind(0) != Kind::Named {
                break;
            }
            if self.kind(0) == Kind::Named {
                self.advance(1);
            }
            let value = self.expression();
            assignments.push(Assignment { column, value });
            if !self.eat_mark(b',') {
                break;
            }
        }
        assignments
    }
}

/// Words between `INSERT` and the table.
const INSERT_MODIFIERS: &[Word] = &[
    Word::Into,
    Word::Or,
    Word::Ignore,
    Word::Abort,
    Word::Rollback,
    Word::LowPriority,
    Word::HighPriority,
    Word::Delayed,
    Word::Table,
    Word::Update,
];
