//! The shape of tables before and after a proposal, and what of it changes. Pure.
//!
//! Steps of a script are played on the tables as the catalog knows them, and only what is other in the end counts: a
//! column that is dropped and added again with its type is no change.

use std::collections::HashMap;

use catalog::{Asset, AssetId, AssetKind, DataType, Details, Name, platform::folded};

use super::{ChangeKind, narrow};
use crate::sql::{DdlChange, DdlColumn, Schema};

/// A column, before or after.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The column that the catalog knows.
    pub(super) asset: Option<AssetId>,
    pub(super) name: String,
    /// Its type; none where nobody says.
    pub(super) data_type: Option<DataType>,
    /// Whether it may be without a value; none where nobody says.
    pub(super) is_nullable: Option<bool>,
    pub(super) has_default: bool,
}

/// A table or view, as it is and as it will be.
#[derive(Debug)]
pub(super) struct Table {
    /// The table that the catalog knows; none for a new one.
    pub(super) asset: Option<Asset>,
    before: Vec<Column>,
    /// Its columns then; none when that cannot be told.
    pub(super) after: Option<Vec<Column>>,
    pub(super) is_gone: bool,
    /// Its path then, where it is another.
    pub(super) renamed: Option<Vec<String>>,
    /// Whether a new statement says where its rows come from.
    pub(super) is_redefined: bool,
}

/// Something that changes.
#[derive(Debug, Clone)]
pub(super) struct Difference {
    pub(super) kind: ChangeKind,
    /// What changes; the table of a column that is new.
    pub(super) asset: AssetId,
    /// The table of a column.
    pub(super) table: Option<AssetId>,
    pub(super) name: Name,
    pub(super) asset_kind: AssetKind,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) is_breaking: bool,
}

impl Table {
    /// A table that the catalog knows, with its columns.
    pub(super) fn known(asset: Asset, columns: Vec<Column>) -> Self {
        let after = (!columns.is_empty()).then(|| columns.clone());
        Self { asset: Some(asset), before: columns, after, is_gone: false, renamed: None, is_redefined: false }
    }

    fn new() -> Self {
        Self { asset: None, before: Vec::new(), after: None, is_gone: false, renamed: None, is_redefined: false }
    }

    /// Gives it these columns; those with a name that was there are the same columns.
    pub(super) fn set_columns(&mut self, columns: Vec<Column>) {
        let known = self.before.iter();
        let mut by_name: HashMap<String, &Column> = known.map(|column| (folded(&column.name), column)).collect();
        let same = |column: Column, known: Option<&Column>| match known {
            None => column,
            Some(known) => Column {
                asset: known.asset,
                data_type: column.data_type.or_else(|| known.data_type.clone()),
                is_nullable: column.is_nullable.or(known.is_nullable),
                ..column
            },
        };
        let after = columns.into_iter().map(|column| {
            let known = by_name.remove(&folded(&column.name));
            same(column, known)
        });
        self.after = Some(after.collect());
        self.is_gone = false;
    }

    /// What changes about it.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let Some(asset) = &self.asset else { return Vec::new() };
        let whole = |kind: ChangeKind, after: Option<String>| Difference {
            kind,
            asset: asset.id,
            table: None,
            name: asset.name.clone(),
            asset_kind: asset.kind,
            before: None,
            after,
            is_breaking: true,
        };
        if self.is_gone {
            return vec![whole(ChangeKind::Dropped, None)];
        }
        let mut found = Vec::new();
        let renamed = self.renamed.as_ref().filter(|path| !asset.name.parts.ends_with(path));
        if let Some(path) = renamed {
            found.push(whole(ChangeKind::Renamed, Some(path.join("."))));
        }
        if self.is_redefined {
            found.push(Difference { is_breaking: false, ..whole(ChangeKind::Redefined, None) });
        }
        let Some(after) = &self.after else { return found };
        for column in &self.before {
            let now = after.iter().find(|now| now.asset.is_some() && now.asset == column.asset);
            found.extend(compare(asset, column, now));
        }
        let is_new = |column: &&Column| column.asset.is_none();
        // What is not told may be anything: columns of a table whose columns are not known are not new.
        let new = after.iter().filter(is_new).filter(|_| !self.before.is_empty());
        found.extend(new.map(|column| Difference {
            kind: ChangeKind::Added,
            name: asset.name.child(column.name.as_str()),
            asset_kind: AssetKind::Column,
            after: column.data_type.as_ref().map(|data_type| data_type.text.clone()),
            is_breaking: column.is_nullable == Some(false) && !column.has_default,
            ..whole(ChangeKind::Added, None)
        }));
        found
    }
}

/// What changes about a column.
fn compare(table: &Asset, before: &Column, after: Option<&Column>) -> Vec<Difference> {
    let Some(id) = before.asset else { return Vec::new() };
    let change = |kind: ChangeKind, is_breaking: bool, (was, is): (Option<String>, Option<String>)| Difference {
        kind,
        asset: id,
        table: Some(table.id),
        name: table.name.child(before.name.as_str()),
        asset_kind: AssetKind::Column,
        before: was,
        after: is,
        is_breaking,
    };
    let Some(after) = after else { return vec![change(ChangeKind::Dropped, true, (None, None))] };
    let mut found = Vec::new();
    let key = |name: &str| table.name.platform().identity_key(AssetKind::Column, name);
    if key(&after.name) != key(&before.name) {
        found.push(change(ChangeKind::Renamed, true, (None, Some(after.name.clone()))));
    }
    if let (Some(was), Some(is)) = (&before.data_type, &after.data_type)
        && !was.text.eq_ignore_ascii_case(&is.text)
    {
        let texts = (Some(was.text.clone()), Some(is.text.clone()));
        found.push(change(ChangeKind::Retyped, narrow::narrows(was, is), texts));
    }
    match (before.is_nullable, after.is_nullable) {
        (Some(true), Some(false)) => found.push(change(ChangeKind::Demanded, true, (None, None))),
        (Some(false), Some(true)) => found.push(change(ChangeKind::Freed, false, (None, None))),
        _ => {}
    }
    found
}

/// The columns of a table, as the catalog describes them.
pub(super) fn columns(assets: &[Asset]) -> Vec<Column> {
    let column = |asset: &Asset| match &asset.harvested.details {
        Details::Column(details) if asset.removed.is_none() => Some(Column {
            asset: Some(asset.id),
            name: asset.name.last().to_owned(),
            data_type: Some(details.data_type.clone()).filter(|data_type| !data_type.text.is_empty()),
            is_nullable: Some(details.is_nullable && details.primary_key_position.is_none()),
            has_default: details.default_value.is_some() || details.generation.is_some(),
        }),
        _ => None,
    };
    assets.iter().filter_map(column).collect()
}

/// Tables by every path that they go by.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub(super) tables: Vec<Table>,
    places: HashMap<Vec<String>, usize>,
    schemas: HashMap<Vec<String>, Name>,
}

impl Shapes {
    /// Lets a path mean a table.
    pub(super) fn call(&mut self, path: &[String], table: usize) {
        self.places.insert(key(path), table);
    }

    /// The table that a path means.
    pub(super) fn find(&self, path: &[String]) -> Option<usize> {
        self.places.get(&key(path)).copied()
    }

    /// Plays a step, whose table has the path `path`; tells what cannot be done.
    pub(super) fn play(&mut self, path: &[String], change: &DdlChange) -> Result<(), String> {
        let place = self.find(path);
        let is_there = place.is_some_and(|place| !self.tables[place].is_gone);
        match change {
            DdlChange::CreateTable { is_kept: true, .. } | DdlChange::Define { is_kept: true, .. } if is_there => {
                return Err(format!("`{}` is there; IF NOT EXISTS leaves it as it is", path.join(".")));
            }
            DdlChange::CreateTable { columns, .. } => {
                let columns = columns.iter().map(described).collect();
                let place = self.made(path);
                self.tables[place].set_columns(columns);
                return Ok(());
            }
            DdlChange::DropSchema { .. } => return self.drop_inside(path),
            DdlChange::Define { .. } => return Ok(()),
            _ => {}
        }
        let Some(place) = place else {
            return Err(format!("`{}` is not in the catalog; nothing is known to depend on it", path.join(".")));
        };
        match change {
            DdlChange::DropTable { .. } => self.tables[place].is_gone = true,
            DdlChange::RenameTable { to, .. } => {
                let outer = if to.len() == 1 { &path[..path.len().saturating_sub(1)] } else { &[] };
                self.rename(place, [outer, to.as_slice()].concat());
            }
            DdlChange::MoveTable { schema, .. } => {
                let mut to = path.to_vec();
                let name = to.pop().unwrap_or_default();
                to.pop();
                to.extend([schema.clone(), name]);
                self.rename(place, to);
            }
            other => return change_column(&mut self.tables[place], other),
        }
        Ok(())
    }

    /// The table with this path, made if there is none.
    pub(super) fn made(&mut self, path: &[String]) -> usize {
        self.find(path).unwrap_or_else(|| {
            self.tables.push(Table::new());
            self.call(path, self.tables.len() - 1);
            self.tables.len() - 1
        })
    }

    /// Lets a path mean a schema or database.
    pub(super) fn call_schema(&mut self, path: &[String], name: Name) {
        self.schemas.insert(key(path), name);
    }

    fn drop_inside(&mut self, path: &[String]) -> Result<(), String> {
        let Some(schema) = self.schemas.get(&key(path)) else {
            return Err(format!("`{}` is not in the catalog; nothing is known to depend on it", path.join(".")));
        };
        let is_inside = |name: &Name| name.namespace == schema.namespace && name.parts.starts_with(&schema.parts);
        for table in &mut self.tables {
            table.is_gone |= table.asset.as_ref().is_some_and(|asset| is_inside(&asset.name));
        }
        Ok(())
    }

    fn rename(&mut self, place: usize, to: Vec<String>) {
        self.places.retain(|_, known| *known != place);
        self.call(&to, place);
        self.tables[place].renamed = Some(to);
    }
}

impl Schema for Shapes {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let table = &self.tables[self.find(table)?];
        let columns = table.after.as_ref().filter(|_| !table.is_gone)?;
        Some(columns.iter().map(|column| column.name.clone()).collect())
    }
}

fn change_column(table: &mut Table, change: &DdlChange) -> Result<(), String> {
    let columns = table.after.get_or_insert_default();
    if let DdlChange::AddColumn { column, .. } = change {
        let known = table.before.iter().find(|known| folded(&known.name) == folded(&column.name));
        let asset = known.and_then(|known| known.asset);
        columns.push(Column { asset, ..described(column) });
        return Ok(());
    }
    let (DdlChange::DropColumn { column: name, .. }
    | DdlChange::RenameColumn { column: name, .. }
    | DdlChange::Retype { column: name, .. }
    | DdlChange::Demand { column: name, .. }) = change
    else {
        return Ok(());
    };
    let place = columns.iter().position(|column| column.name == *name);
    let place = place.or_else(|| columns.iter().position(|column| folded(&column.name) == folded(name)));
    let Some(place) = place else {
        return Err(format!("`{}` has no column `{name}` in the catalog", change.table().join(".")));
    };
    match change {
        DdlChange::RenameColumn { to, .. } => columns[place].name.clone_from(to),
        DdlChange::Retype { data_type, .. } => columns[place].data_type = Some(narrow::read(data_type)),
        DdlChange::Demand { is_nullable, .. } => columns[place].is_nullable = Some(*is_nullable),
        _ => drop(columns.remove(place)),
    }
    Ok(())
}

fn described(column: &DdlColumn) -> Column {
    Column {
        asset: None,
        name: column.name.clone(),
        data_type: Some(narrow::read(&column.data_type)).filter(|data_type| !data_type.text.is_empty()),
        is_nullable: Some(column.is_nullable),
        has_default: column.has_default,
    }
}

fn key(path: &[String]) -> Vec<String> {
    path.iter().map(|part| folded(part)).collect()
}
