//! `DROP` and `RENAME` of whole tables and views, and SQL Server's procedure for it.

use super::{DdlChange, reader::Reader};

impl Reader<'_> {
    pub(super) fn drop(&mut self) -> bool {
        self.at += 1;
        self.pass(&["temporary", "external", "foreign", "materialized", "dynamic", "iceberg"]);
        if self.is(0, &["schema", "database"]) {
            return self.drop_schemas();
        }
        if !self.is(0, &["table", "view"]) {
            return true;
        }
        self.at += 1;
        self.pass(&["if", "exists"]);
        loop {
            let Some(table) = self.path() else { return false };
            self.changes.push(DdlChange::DropTable { table });
            if !self.eat_mark(b',') {
                return true;
            }
        }
    }

    fn drop_schemas(&mut self) -> bool {
        self.at += 1;
        self.pass(&["if", "exists"]);
        loop {
            let Some(schema) = self.path() else { return false };
            self.changes.push(DdlChange::DropSchema { schema });
            if !self.eat_mark(b',') {
                return true;
            }
        }
    }

    /// Reads MySQL's `RENAME TABLE a TO b, …`, and `RENAME a TO b`.
    pub(super) fn rename(&mut self) -> bool {
        self.at += 1;
        self.pass(&["table", "tables", "if", "exists"]);
        loop {
            let Some(table) = self.path() else { return false };
            if !self.eat(&["to"]) {
                return false;
            }
            let Some(to) = self.path() else { return false };
            self.changes.push(DdlChange::RenameTable { table, to });
            if !self.eat_mark(b',') {
                return true;
            }
        }
    }

    /// Reads `EXEC sp_rename …`; other procedures change what they change.
    pub(super) fn execute(&mut self) -> bool {
        self.at += 1;
        let begin = self.at;
        match self.path() {
            Some(path) if path.last().is_some_and(|name| name.eq_ignore_ascii_case("sp_rename")) => self.renamed(),
            _ => {
                self.at = begin;
                true
            }
        }
    }

    pub(super) fn stored_rename(&mut self) -> bool {
        self.at += 1;
        self.renamed()
    }

    /// Reads what `sp_rename` is called with.
    fn renamed(&mut self) -> bool {
        let mut given = Vec::new();
        while !self.is_at_end() {
            match self.string() {
                Some(text) => given.push(text),
                None => self.at += 1,
            }
        }
        let [what, to, rest @ ..] = given.as_slice() else { return false };
        let mut parts: Vec<String> =
            what.split('.').map(|part| part.trim_matches(['[', ']', '"']).to_owned()).collect();
        match rest.first().map(|kind| kind.to_ascii_lowercase()).as_deref() {
            Some("column") if parts.len() > 1 => {
                let column = parts.pop().unwrap_or_default();
                self.changes.push(DdlChange::RenameColumn { table: parts, column, to: to.clone() });
                true
            }
            None | Some("object") => {
                self.changes.push(DdlChange::RenameTable { table: parts, to: vec![to.clone()] });
                true
            }
            Some(_) => true,
        }
    }
}
