//! `ALTER`, in the spellings of all dialects.

use super::{DdlChange, DdlName, reader::Reader};
use crate::sql::Dialect;

/// What `ADD` and `DROP` may also be followed by: things that are no columns.
const NO_COLUMNS: &[&str] = &[
    "constraint",
    "primary",
    "foreign",
    "unique",
    "index",
    "key",
    "check",
    "partition",
    "fulltext",
    "spatial",
    "exclude",
    "default",
    "statistics",
    "projection",
    "policy",
    "row",
    "period",
    "clustering",
    "rollup",
    "distribution",
    "search",
    "subpartition",
    "partitions",
];
/// What an `ALTER TABLE` does that leaves the columns as they are.
const HARMLESS: &[&str] = &[
    "set",
    "owner",
    "enable",
    "disable",
    "validate",
    "cluster",
    "inherit",
    "no",
    "replica",
    "engine",
    "comment",
    "auto_increment",
    "convert",
    "character",
    "charset",
    "collate",
    "order",
    "force",
    "attach",
    "detach",
    "partition",
    "exchange",
    "truncate",
    "check",
    "nocheck",
    "reset",
    "rebuild",
    "recluster",
    "resume",
    "suspend",
    "swap",
    "unset",
    "tblproperties",
    "execute",
    "append",
    "refresh",
    "optimize",
    "analyze",
    "coalesce",
    "reorganize",
    "discard",
    "import",
    "row_format",
    "algorithm",
    "lock",
    "default",
    "grant",
    "touch",
    "archive",
    "recover",
    "materialize",
    "freeze",
    "fetch",
    "delete",
    "update",
    "move",
    "dist",
    "distkey",
    "diststyle",
    "sortkey",
    "encode",
    "compact",
    "clear",
    "unfreeze",
    "depends",
    "cache",
    "nologging",
    "logging",
    "parallel",
    "shrink",
    "monitoring",
    "nomonitoring",
    "read",
    "key_block_size",
    "max_rows",
    "min_rows",
    "avg_row_length",
    "stats_persistent",
    "stats_auto_recalc",
    "stats_sample_pages",
    "without",
    "replace",
    "with",
];

impl Reader<'_> {
    pub(super) fn alter(&mut self) -> bool {
        self.at += 1;
        self.pass(&["online", "offline", "ignore", "external", "foreign", "materialized", "dynamic", "iceberg"]);
        let is_view = self.is(0, &["view"]);
        if !self.is(0, &["table", "view"]) {
            return true;
        }
        self.at += 1;
        self.pass(&["if", "exists", "only"]);
        let Some(table) = self.path() else { return false };
        self.eat_mark(b'*');
        if is_view && (self.is(0, &["as", "with"]) || self.is_mark(b'(')) {
            return self.define(table, false);
        }
        let mut before = "";
        while !self.is_at_end() {
            match self.action(&table, before) {
                Some(done) => before = done,
                None => return false,
            }
            if !self.eat_mark(b',') && !self.is_at_end() {
                return false;
            }
        }
        true
    }

    /// Reads one action of an `ALTER TABLE`; `before` is what the one before it did.
    fn action(&mut self, table: &DdlName, before: &'static str) -> Option<&'static str> {
        let word = self.word(0);
        match word.as_str() {
            "drop" => self.drop_part(table),
            "add" => self.add_part(table),
            "rename" => self.rename_part(table),
            "alter" => self.alter_column(table),
            "modify" => {
                self.at += 1;
                self.modify_columns(table)
            }
            "change" => self.change_column(table),
            "set" if self.is(1, &["schema"]) => {
                self.at += 2;
                let schema = self.name()?;
                self.changes.push(DdlChange::MoveTable { table: table.clone(), schema });
                Some("other")
            }
            "replace" if self.is(1, &["columns"]) => {
                self.at += 2;
                let columns = self.column_list()?;
                self.changes.push(DdlChange::CreateTable { table: table.clone(), columns, is_kept: false });
                Some("other")
            }
            // `DROP COLUMN a, b` names the verb once.
            _ if before == "drop" && self.lists_names() => {
                let column = self.name()?;
                self.changes.push(DdlChange::DropColumn { table: table.clone(), column });
                Some("drop")
            }
            _ if before == "add" && !HARMLESS.contains(&word.as_str()) => self.added(table),
            _ if HARMLESS.contains(&word.as_str()) => {
                self.pass_item();
                Some("other")
            }
            _ => None,
        }
    }

    /// Whether a name stands here alone.
    fn lists_names(&self) -> bool {
        matches!(self.dialect, Dialect::SqlServer | Dialect::Snowflake | Dialect::Databricks)
            && (self.spelling(1).is_empty() || [",", ";"].contains(&self.spelling(1)))
    }

    fn drop_part(&mut self, table: &DdlName) -> Option<&'static str> {
        self.at += 1;
        if self.is(0, NO_COLUMNS) && !self.is(0, &["row"]) {
            self.pass_item();
            return Some("other");
        }
        self.pass(&["column", "columns", "if", "exists"]);
        if self.eat_mark(b'(') {
            loop {
                let column = self.name()?;
                self.changes.push(DdlChange::DropColumn { table: table.clone(), column });
                if !self.eat_mark(b',') {
                    break;
                }
            }
            self.eat_mark(b')').then_some(())?;
        } else {
            let column = self.name()?;
            // A nested field is a part of its column's type.
            if self.is_mark(b'.') {
                self.pass_item();
                let data_type = "changed".to_owned();
                self.changes.push(DdlChange::Retype { table: table.clone(), column, data_type });
            } else {
                self.changes.push(DdlChange::DropColumn { table: table.clone(), column });
            }
        }
        self.pass(&["cascade", "restrict", "constraints"]);
        Some("drop")
    }

    fn add_part(&mut self, table: &DdlName) -> Option<&'static str> {
        self.at += 1;
        if self.is(0, NO_COLUMNS) {
            self.pass_item();
            return Some("other");
        }
        self.pass(&["column", "columns", "if", "not", "exists"]);
        if self.is_mark(b'(') {
            for column in self.column_list()? {
                self.changes.push(DdlChange::AddColumn { table: table.clone(), column });
            }
            return Some("add");
        }
        self.added(table)
    }

    fn added(&mut self, table: &DdlName) -> Option<&'static str> {
        if self.is(0, NO_COLUMNS) {
            self.pass_item();
            return Some("add");
        }
        let column = self.column()?;
        self.changes.push(DdlChange::AddColumn { table: table.clone(), column });
        Some("add")
    }

    fn rename_part(&mut self, table: &DdlName) -> Option<&'static str> {
        self.at += 1;
        if self.is(0, &["index", "key", "constraint", "partition", "projection"]) {
            self.pass_item();
            return Some("other");
        }
        if self.is(0, &["to", "as"]) {
            self.at += 1;
            let to = self.path()?;
            self.changes.push(DdlChange::RenameTable { table: table.clone(), to });
            return Some("other");
        }
        self.pass(&["column", "if", "exists"]);
        let column = self.name()?;
        // SQLite and MySQL may leave out `TO` for tables.
        if self.is_at_end() {
            self.changes.push(DdlChange::RenameTable { table: table.clone(), to: vec![column] });
            return Some("other");
        }
        self.eat(&["to"]).then_some(())?;
        let to = self.name()?;
        self.changes.push(DdlChange::RenameColumn { table: table.clone(), column, to });
        Some("other")
    }

    fn alter_column(&mut self, table: &DdlName) -> Option<&'static str> {
        self.at += 1;
        if self.is(0, &["index", "constraint", "check", "distkey", "diststyle", "sortkey", "compound", "encode"]) {
            self.pass_item();
            return Some("other");
        }
        self.pass(&["column", "if", "exists"]);
        let column = self.name()?;
        let table = table.clone();
        if self.eat(&["set", "not", "null"]) {
            self.changes.push(DdlChange::Demand { table, column, is_nullable: false });
        } else if self.eat(&["drop", "not", "null"]) {
            self.changes.push(DdlChange::Demand { table, column, is_nullable: true });
        } else if self.eat(&["type"]) || self.eat(&["set", "data", "type"]) {
            let data_type = self.data_type();
            self.changes.push(DdlChange::Retype { table, column, data_type });
        } else if !self.is(0, &["set", "drop", "add", "restart", "first", "after", "comment", "unset"]) {
            self.retyped(table, column);
        }
        self.pass_item();
        Some("other")
    }

    /// Reads `type [NULL | NOT NULL]`, as SQL Server and Oracle write it.
    fn retyped(&mut self, table: DdlName, column: String) {
        let data_type = self.data_type();
        if !data_type.is_empty() {
            let (table, column) = (table.clone(), column.clone());
            self.changes.push(DdlChange::Retype { table, column, data_type });
        }
        while !self.is_at_end() && !self.is_mark(b',') && !self.is_mark(b')') {
            if self.eat(&["not", "null"]) {
                let (table, column) = (table.clone(), column.clone());
                self.changes.push(DdlChange::Demand { table, column, is_nullable: false });
            } else if self.is_mark(b'(') {
                self.pass_enclosed();
            } else {
                self.at += 1;
            }
        }
    }

    fn modify_columns(&mut self, table: &DdlName) -> Option<&'static str> {
        if self.is(0, NO_COLUMNS) || self.is(0, &["query", "setting", "order", "ttl", "comment"]) {
            self.pass_item();
            return Some("other");
        }
        self.pass(&["column", "if", "exists"]);
        let is_list = self.eat_mark(b'(');
        loop {
            let column = self.name()?;
            self.retyped(table.clone(), column);
            if !is_list || !self.eat_mark(b',') {
                break;
            }
        }
        (!is_list || self.eat_mark(b')')).then_some("other")
    }

    fn change_column(&mut self, table: &DdlName) -> Option<&'static str> {
        self.at += 1;
        self.pass(&["column", "if", "exists"]);
        let (column, to) = (self.name()?, self.name()?);
        if column != to {
            let (table, to) = (table.clone(), to.clone());
            self.changes.push(DdlChange::RenameColumn { table, column, to });
        }
        self.retyped(table.clone(), to);
        Some("other")
    }
}
