//! `CREATE TABLE` and `CREATE VIEW`: which columns there are from then on.

use super::{DdlChange, DdlColumn, DdlName, reader::Reader};

/// How many words may stand between `CREATE` and what is created, for `ALGORITHM`, `DEFINER` and the like.
const HEADER_TOKENS: usize = 24;
/// What begins an entry of a list of columns that is none.
const NO_COLUMNS: &[&str] = &[
    "constraint",
    "primary",
    "foreign",
    "unique",
    "check",
    "index",
    "key",
    "fulltext",
    "spatial",
    "exclude",
    "like",
    "period",
    "watermark",
    "projection",
    "inherits",
];

impl Reader<'_> {
    pub(super) fn create(&mut self) -> bool {
        for ahead in 1..HEADER_TOKENS {
            if self.is(ahead, &["temp", "temporary", "volatile"]) || self.spelling(ahead).starts_with('#') {
                return true;
            }
            if self.is(ahead, &["view"]) {
                self.at += ahead + 1;
                return self.create_as(false);
            }
            if self.is(ahead, &["table"]) && !self.is(ahead + 1, &["function"]) {
                self.at += ahead + 1;
                return self.create_as(true);
            }
            let is_other = ["function", "procedure", "index", "trigger", "on", "as", "schema", "database", "type"];
            if self.is(ahead, &is_other) || self.spelling(ahead) == "(" || self.spelling(ahead).is_empty() {
                return true;
            }
        }
        true
    }

    fn create_as(&mut self, is_table: bool) -> bool {
        let is_kept = self.eat(&["if", "not", "exists"]);
        if self.spelling(0).starts_with('#') {
            return true;
        }
        let Some(table) = self.path() else { return false };
        if !is_table {
            return self.define(table, is_kept);
        }
        if self.is(0, &["like", "clone", "copy", "partition", "of"]) {
            return true;
        }
        if self.is_mark(b'(') && !self.holds_query() {
            let begin = self.at;
            let Some(columns) = self.column_list() else { return false };
            if self.has_query() {
                self.at = begin;
                return self.define(table, is_kept);
            }
            if !columns.is_empty() {
                self.changes.push(DdlChange::CreateTable { table, columns, is_kept });
            }
            return true;
        }
        if self.has_query() { self.define(table, is_kept) } else { true }
    }

    /// Reads the columns that the head of a view names; its query is read by whoever knows what its names mean.
    pub(super) fn define(&mut self, table: DdlName, is_kept: bool) -> bool {
        let mut columns = Vec::new();
        if self.is_mark(b'(') && !self.holds_query() {
            let Some(named) = self.column_list() else { return false };
            columns = named.into_iter().map(|column| column.name).collect();
        }
        self.changes.push(DdlChange::Define { table, columns, is_kept });
        true
    }

    fn holds_query(&self) -> bool {
        self.is(1, &["select", "with", "values", "table"]) || self.spelling(1) == "("
    }

    /// Whether a query follows, behind whatever options.
    fn has_query(&mut self) -> bool {
        let begin = self.at;
        let mut is_found = false;
        while !self.is_at_end() && !is_found {
            is_found = self.is(0, &["select"])
                || (self.is(0, &["as"]) && (self.is(1, &["select", "with", "table"]) || self.spelling(1) == "("));
            if self.is_mark(b'(') { self.pass_enclosed() } else { self.at += 1 }
        }
        self.at = begin;
        is_found
    }

    /// Reads the columns in parentheses; entries that are none are passed over.
    pub(super) fn column_list(&mut self) -> Option<Vec<DdlColumn>> {
        let mut columns = Vec::new();
        self.eat_mark(b'(').then_some(())?;
        while !self.is_at_end() && !self.is_mark(b')') {
            if self.is(0, NO_COLUMNS) && !self.is_column_called_so() {
                self.pass_item();
            } else {
                columns.push(self.column()?);
            }
            if !self.eat_mark(b',') {
                break;
            }
        }
        self.eat_mark(b')').then_some(columns)
    }

    /// `key text` is a column; `key (a)` and `key k (a)` are none.
    fn is_column_called_so(&self) -> bool {
        let is_listed = self.spelling(1) == "(" || self.spelling(2) == "(";
        self.is(0, &["key", "index", "period", "projection", "watermark"])
            && !is_listed
            && !self.is(1, &["for"])
            && !self.spelling(1).is_empty()
    }

    /// Reads a column: its name, its type, and what is told of it.
    pub(super) fn column(&mut self) -> Option<DdlColumn> {
        let name = self.name()?;
        let data_type = self.data_type();
        let (mut is_nullable, mut has_default) = (true, false);
        let serial = data_type.to_ascii_lowercase();
        if serial.ends_with("serial") || serial.starts_with("serial") {
            (is_nullable, has_default) = (false, true);
        }
        while !self.is_at_end() && !self.is_mark(b',') && !self.is_mark(b')') {
            if self.eat(&["not", "null"]) || self.eat(&["primary", "key"]) {
                is_nullable = false;
            } else if self.is(
                0,
                &["default", "generated", "identity", "auto_increment", "autoincrement", "as", "materialized", "alias"],
            ) {
                has_default = true;
                self.at += 1;
            } else if self.is_mark(b'(') {
                self.pass_enclosed();
            } else {
                self.at += 1;
            }
        }
        Some(DdlColumn { name, data_type, is_nullable, has_default })
    }
}
