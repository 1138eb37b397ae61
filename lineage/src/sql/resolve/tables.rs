//! The stored tables that a statement names, each looked up once.

use std::collections::HashMap;

use crate::sql::flow::TableId;
use crate::sql::names::{Ident, Names, Symbol};
use crate::sql::session::{Context, Known};
use crate::sql::statement::Span;
use crate::sql::syntax::TableName;

/// A stored table.
#[derive(Debug)]
pub(super) struct Table {
    /// Its full name, as it is shown.
    pub(super) name: Vec<Symbol>,
    /// What qualified names of its columns are compared with.
    pub(super) keys: Vec<Symbol>,
    /// What tells it from other tables.
    pub(super) identity: Vec<Symbol>,
    /// Its columns in order, when they are known.
    pub(super) columns: Option<Vec<Ident>>,
    positions: HashMap<Symbol, usize>,
    /// Where it is read.
    pub(super) reads: Vec<Span>,
}

impl Table {
    /// The column of this name, when columns are known.
    pub(super) fn column(&self, key: Symbol) -> Option<Ident> {
        let position = *self.positions.get(&key)?;
        self.columns.as_ref()?.get(position).copied()
    }
}

/// All of them, in the order of their first mention.
#[derive(Debug, Default)]
pub(super) struct Tables {
    list: Vec<Table>,
    ids: HashMap<Vec<Symbol>, TableId>,
}

impl Tables {
    pub(super) fn get(&self, id: TableId) -> &Table {
        &self.list[id.0 as usize]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Table> {
        self.list.iter()
    }

    /// Notes that a table is read at `span`.
    pub(super) fn read(&mut self, id: TableId, span: Span) {
        self.list[id.0 as usize].reads.push(span);
    }

    /// Takes back that a table is read where it was read first.
    pub(super) fn unread(&mut self, id: TableId) {
        let reads = &mut self.list[id.0 as usize].reads;
        if !reads.is_empty() {
            reads.remove(0);
        }
    }

    /// The table or file that `name` means.
    pub(super) fn find(&mut self, name: &TableName, names: &mut Names, options: &Context<'_>) -> TableId {
        let (path, columns) =
            if name.is_file { (name.parts.clone(), None) } else { look_up(&name.parts, names, options) };
        let identity: Vec<Symbol> = path.iter().map(|part| names.table_key(*part)).collect();
        if let Some(id) = self.ids.get(&identity) {
            return *id;
        }
        let known = columns.as_deref().unwrap_or_default();
        let positions = known.iter().enumerate().rev().map(|(position, column)| (column.key, position)).collect();
        let id = TableId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let keys = path.iter().map(|part| part.key).collect();
        let name = path.iter().map(|part| part.name).collect();
        self.list.push(Table { name, keys, identity: identity.clone(), columns, positions, reads: Vec::new() });
        self.ids.insert(identity, id);
        id
    }
}

/// The full name that `parts` mean.
pub(in crate::sql) fn full_name(parts: &[Ident], names: &mut Names, options: &Context<'_>) -> Vec<Ident> {
    look_up(parts, names, options).0
}

/// The columns of what `parts` mean, when they are known.
pub(in crate::sql) fn known_columns(parts: &[Ident], names: &mut Names, options: &Context<'_>) -> Option<Vec<Ident>> {
    look_up(parts, names, options).1
}

/// The full name that `parts` stand for, and its columns.
fn look_up(parts: &[Ident], names: &mut Names, options: &Context<'_>) -> (Vec<Ident>, Option<Vec<Ident>>) {
    let local = options.local(parts, names);
    if let Some(local) = local {
        let columns = columns_of(&local, names, options);
        return (local, columns);
    }
    let table = options.changed_rows(parts, names).filter(|table| table.parts != parts);
    if let Some(table) = table {
        return look_up(&table.parts, names, options);
    }
    let default = complete(parts, options.default_path, names);
    let columns = columns_of(&default, names, options);
    if columns.is_some() {
        return (default, columns);
    }
    for path in options.search_path {
        let candidate = complete(parts, path, names);
        let columns = columns_of(&candidate, names, options);
        if columns.is_some() {
            return (candidate, columns);
        }
    }
    (default, None)
}

/// Puts in front of `parts` what they lack to be as long as a name in `path`; parts of it that are empty are not known.
fn complete(parts: &[Ident], path: &[String], names: &mut Names) -> Vec<Ident> {
    let missing = (path.len() + 1).saturating_sub(parts.len());
    let prefix = path.iter().take(missing).filter(|part| !part.is_empty()).map(|part| names.exact(part));
    let mut full: Vec<Ident> = prefix.collect();
    full.extend_from_slice(parts);
    full
}

fn columns_of(path: &[Ident], names: &mut Names, options: &Context<'_>) -> Option<Vec<Ident>> {
    let path: Vec<String> = match options.known(path, names) {
        Some(Known::Columns(columns)) => return Some(columns.clone()),
        Some(Known::Nothing) => return None,
        Some(Known::Elsewhere(path)) => path.clone(),
        None => path.iter().map(|part| names.text(part.name).to_owned()).collect(),
    };
    // A table without columns is one whose columns nobody told.
    let columns = options.schema.columns(&path).filter(|columns| !columns.is_empty())?;
    Some(columns.iter().map(|column| names.exact(column)).collect())
}
