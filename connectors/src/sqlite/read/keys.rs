//! Keys, checks and indexes of all tables of an SQLite file, from three statements and the tables' own text.

use std::collections::HashMap;

use catalog::kinds::table::{Constraint, ConstraintType, Index, TableDetails};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{super::Sqlite, Table, ddl};
use crate::error::Result;

const PRIMARY_KEYS: &str = "SELECT m.name, p.name
    FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) p
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND p.pk > 0
    ORDER BY m.rowid, p.pk";

const FOREIGN_KEYS: &str = "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete
    FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
    ORDER BY m.rowid, f.id DESC, f.seq";

const INDEXES: &str = "SELECT m.name, i.name, i.\"unique\", i.origin, x.name, coalesce(s.sql, '')
    FROM sqlite_schema m
    JOIN pragma_index_list(m.name) i
    JOIN pragma_index_xinfo(i.name) x
    LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = i.name
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND x.key = 1
    ORDER BY m.rowid, i.seq DESC, x.seqno";

/// Reads the keys, checks and indexes of every table, by the table's name.
pub(super) async fn read(
    source: &Sqlite,
    connection: &mut SqliteConnection,
    tables: &[Table],
) -> Result<HashMap<String, TableDetails>> {
    let mut found: HashMap<String, TableDetails> =
        tables.iter().map(|table| (table.name.clone(), TableDetails::default())).collect();
    for (statement, add) in [
        (PRIMARY_KEYS, add_primary_key as fn(&SqliteRow, &mut TableDetails)),
        (INDEXES, add_index),
        (FOREIGN_KEYS, add_foreign_key),
    ] {
        let rows = sqlx::query(statement).fetch_all(&mut *connection).await;
        for row in rows.map_err(|cause| source.fault("the keys", cause))? {
            if let Some(details) = found.get_mut(row.get::<&str, _>(0)) {
                add(&row, details);
            }
        }
    }
    let primary_keys: HashMap<String, (String, Vec<String>)> = found
        .iter()
        .map(|(table, details)| (table.to_ascii_lowercase(), (table.clone(), primary_key(details))))
        .collect();
    for table in tables {
        if let Some(details) = found.get_mut(&table.name) {
            finish(source, table, details, &primary_keys);
        }
    }
    Ok(found)
}

fn primary_key(details: &TableDetails) -> Vec<String> {
    let mut keys = details.constraints.iter().filter(|key| key.constraint_type == ConstraintType::PrimaryKey);
    keys.next().map(|key| key.columns.clone()).unwrap_or_default()
}

fn constraint(constraint_type: ConstraintType) -> Constraint {
    Constraint {
        name: None,
        constraint_type,
        columns: Vec::new(),
        referenced_table: Vec::new(),
        referenced_columns: Vec::new(),
        expression: None,
    }
}

fn add_primary_key(row: &SqliteRow, details: &mut TableDetails) {
    if details.constraints.is_empty() {
        details.constraints.push(constraint(ConstraintType::PrimaryKey));
    }
    details.constraints[0].columns.push(row.get(1));
}

fn add_index(row: &SqliteRow, details: &mut TableDetails) {
    let (name, is_unique, origin): (String, bool, &str) = (row.get(1), row.get(2), row.get(3));
    let column: Option<String> = row.get(4);
    if details.indexes.last().is_none_or(|index| index.name != name) {
        let (_, predicate) = ddl::index_text(row.get(5));
        let method = Some("btree".to_owned());
        details.indexes.push(Index { name, columns: Vec::new(), is_unique, method, predicate });
        if origin == "u" {
            details.constraints.push(constraint(ConstraintType::Unique));
        }
    }
    let Some(index) = details.indexes.last_mut() else { return };
    let expression = || {
        let (columns, _) = ddl::index_text(row.get(5));
        columns.get(index.columns.len()).cloned().unwrap_or_default()
    };
    let column = column.unwrap_or_else(expression);
    if origin == "u"
        && let Some(unique) = details.constraints.last_mut()
    {
        unique.columns.push(column.clone());
    }
    index.columns.push(column);
}

fn add_foreign_key(row: &SqliteRow, details: &mut TableDetails) {
    // The engine numbers the keys of a table; the number stands in for a name until the table is finished.
    let number = Some(row.get::<i64, _>(1).to_string());
    let foreign = ConstraintType::ForeignKey;
    if details.constraints.last().is_none_or(|key| key.constraint_type != foreign || key.name != number) {
        let (update, delete): (&str, &str) = (row.get(5), row.get(6));
        details.constraints.push(Constraint {
            name: number,
            referenced_table: vec![row.get(2)],
            expression: Some(format!("ON UPDATE {update} ON DELETE {delete}")),
            ..constraint(foreign)
        });
    }
    let Some(key) = details.constraints.last_mut() else { return };
    key.columns.push(row.get(3));
    key.referenced_columns.extend(row.get::<Option<String>, _>(4));
}

/// Adds what only the text says, and makes references whole.
fn finish(
    source: &Sqlite,
    table: &Table,
    details: &mut TableDetails,
    primary_keys: &HashMap<String, (String, Vec<String>)>,
) {
    for key in &mut details.constraints {
        let sort = match key.constraint_type {
            ConstraintType::PrimaryKey => "primary key",
            ConstraintType::Unique => "unique",
            _ => "foreign key",
        };
        let same = |named: &&ddl::Named| {
            let mut pairs = named.columns.iter().zip(&key.columns);
            named.sort == sort
                && named.columns.len() == key.columns.len()
                && pairs.all(|(left, right)| left.eq_ignore_ascii_case(right))
        };
        key.name = table.text.named.iter().find(same).map(|named| named.name.clone());
        if let [target] = key.referenced_table.as_slice() {
            let known = primary_keys.get(&target.to_ascii_lowercase());
            let spelled = known.map_or_else(|| target.clone(), |(spelled, _)| spelled.clone());
            // A key that names no columns means the primary key there.
            if let (true, Some((_, columns))) = (key.referenced_columns.is_empty(), known) {
                key.referenced_columns.clone_from(columns);
            }
            key.referenced_table = vec![source.path.to_string_lossy().into_owned(), spelled];
        }
    }
    details.constraints.extend(table.text.checks.iter().map(|(name, condition)| Constraint {
        name: name.clone(),
        expression: Some(condition.clone()),
        ..constraint(ConstraintType::Check)
    }));
}
