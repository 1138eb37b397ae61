//! What a script knows at a place: its variables, its temporary tables, what it made, and where names are looked for.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::MARK;
use crate::sql::Options;
use crate::sql::names::{Ident, Names, Symbol};
use crate::sql::syntax::{Action, Parsed, TableName};

/// Variables that are kept; of a routine that has more the others are taken for columns.
const VARIABLES: usize = 1000;

/// Rows and cursors that are kept.
const RECORDS: usize = 100;

/// What is known of a table's columns.
#[derive(Debug, Clone)]
pub(in crate::sql) enum Known {
    Columns(Vec<Ident>),
    /// Those of another name, which the table had before.
    Elsewhere(Vec<String>),
    Nothing,
}

/// A name for a row: what it stands for.
#[derive(Debug, Clone)]
pub(in crate::sql) struct Record {
    pub(in crate::sql) name: Ident,
    pub(in crate::sql) table: TableName,
}

/// What a script knows at a place.
#[derive(Debug, Default)]
pub(in crate::sql) struct Locals {
    tables: HashMap<Vec<Symbol>, Known>,
    /// The names of temporary tables, as they are written.
    temporary: HashSet<Vec<Symbol>>,
    variables: HashSet<Symbol>,
    variable_names: Vec<Ident>,
    records: Vec<Record>,
    /// What completes names, when the script says so.
    pub(in crate::sql) path: Option<Vec<String>>,
    /// Where names are looked for besides, when the script says so.
    pub(in crate::sql) search: Option<Vec<Vec<String>>>,
    pub(in crate::sql) is_body: bool,
}

impl Locals {
    pub(in crate::sql) fn is_body(&self) -> bool {
        self.is_body
    }

    pub(in crate::sql) fn is_variable(&self, key: Symbol) -> bool {
        self.variables.contains(&key)
    }

    pub(in crate::sql) fn is_record(&self, key: Symbol) -> bool {
        self.records.iter().any(|record| record.name.key == key)
    }

    pub(in crate::sql) fn records(&self) -> &[Record] {
        &self.records
    }

    pub(in crate::sql) fn has_variables(&self) -> bool {
        !self.variables.is_empty() || !self.records.is_empty()
    }

    pub(super) fn declare_variable(&mut self, name: Ident, names: &mut Names) {
        if self.variable_names.len() < VARIABLES && self.variables.insert(name.key) {
            self.variable_names.push(name);
            let identity = identity(&super::variables(names).parts, names);
            self.tables.insert(identity, Known::Columns(self.variable_names.clone()));
        }
    }

    pub(super) fn declare_record(&mut self, name: Ident, table: TableName) {
        self.records.retain(|record| record.name.key != name.key);
        if self.records.len() < RECORDS {
            self.records.push(Record { name, table });
        }
    }

    pub(super) fn clear_variables(&mut self) {
        self.variables.clear();
        self.variable_names.clear();
        self.records.clear();
    }

    /// Makes the written name of a statement that creates one that only the session knows.
    pub(super) fn make_local(&self, parsed: &mut Parsed, names: &mut Names) {
        let target = match &mut parsed.action {
            Action::Write(write) => Some(&mut write.target),
            Action::Touch { writes, .. } => writes.first_mut().map(|(name, _)| name),
            _ => None,
        };
        if let Some(target) = target {
            target.parts = local_parts(&target.parts, names);
        }
    }

    /// Takes note of a temporary table, and tells its identity.
    pub(super) fn make_temporary(
        &mut self,
        parts: &[Ident],
        names: &mut Names,
        columns: Option<Vec<Ident>>,
    ) -> Vec<Symbol> {
        self.temporary.insert(identity(parts, names));
        let identity = identity(&local_parts(parts, names), names);
        self.learn(identity.clone(), columns);
        identity
    }

    pub(super) fn learn(&mut self, identity: Vec<Symbol>, columns: Option<Vec<Ident>>) {
        self.tables.insert(identity, columns.map_or(Known::Nothing, Known::Columns));
    }

    pub(super) fn forget(&mut self, identity: &[Symbol], written: &[Ident], names: &Names) {
        self.temporary.remove(&self::identity(written, names));
        self.tables.remove(identity);
    }

    pub(super) fn rename(&mut self, from: &[Symbol], to: &[Symbol], name: &[String]) {
        let known = self.tables.insert(from.to_vec(), Known::Nothing);
        self.tables.insert(to.to_vec(), known.unwrap_or_else(|| Known::Elsewhere(name.to_vec())));
    }

    pub(super) fn swap(&mut self, one: (&[Symbol], &[String]), other: (&[Symbol], &[String])) {
        let take = |tables: &mut HashMap<Vec<Symbol>, Known>, (identity, name): (&[Symbol], &[String])| {
            tables.remove(identity).unwrap_or_else(|| Known::Elsewhere(name.to_vec()))
        };
        let (first, second) = (take(&mut self.tables, one), take(&mut self.tables, other));
        self.tables.insert(one.0.to_vec(), second);
        self.tables.insert(other.0.to_vec(), first);
    }

    fn is_temporary(&self, parts: &[Ident], names: &Names) -> bool {
        let by_name = parts.len() == 1 && names.text(parts[0].name).starts_with(['#', '@']);
        by_name || !self.temporary.is_empty() && self.temporary.contains(&identity(parts, names))
    }
}

fn identity(parts: &[Ident], names: &Names) -> Vec<Symbol> {
    parts.iter().map(|part| names.table_key(*part)).collect()
}

fn local_parts(parts: &[Ident], names: &mut Names) -> Vec<Ident> {
    let marks = [names.exact(MARK), names.exact("table")];
    marks.into_iter().chain(parts.iter().copied()).collect()
}

/// The options of an analysis together with what its script knows at a place.
#[derive(Clone, Copy)]
pub(in crate::sql) struct Context<'a> {
    pub(in crate::sql) options: Options<'a>,
    pub(in crate::sql) locals: &'a Locals,
}

impl<'a> Deref for Context<'a> {
    type Target = Options<'a>;

    fn deref(&self) -> &Self::Target {
        &self.options
    }
}

impl Context<'_> {
    /// What a name means that only the session knows; no path completes it.
    pub(in crate::sql) fn local(&self, parts: &[Ident], names: &mut Names) -> Option<Vec<Ident>> {
        let first = parts.first()?;
        if names.text(first.name) == MARK {
            return Some(parts.to_vec());
        }
        self.locals.is_temporary(parts, names).then(|| local_parts(parts, names))
    }

    /// The table whose changed rows a name means in a trigger.
    pub(in crate::sql) fn changed_rows(&self, parts: &[Ident], names: &Names) -> Option<&TableName> {
        let [name] = parts else { return None };
        let record = self.locals.records.iter().find(|record| record.name.key == name.key)?;
        let is_stored = record.table.parts.first().is_some_and(|first| names.text(first.name) != MARK);
        is_stored.then_some(&record.table)
    }

    /// What the script knows of the columns of a table.
    pub(in crate::sql) fn known(&self, path: &[Ident], names: &Names) -> Option<&Known> {
        if self.locals.tables.is_empty() {
            return None;
        }
        self.locals.tables.get(&identity(path, names))
    }
}
