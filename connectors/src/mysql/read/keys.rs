//! Keys, conditions, indexes and partitions of the tables of one database, from a statement each.
//!
//! They are joined here: `information_schema` has no indexes, and a join inside the server compares every row with every
//! row.

use catalog::kinds::table::{Constraint, ConstraintType, Index, Partitioning, TableType};
use sqlx::mysql::MySqlRow;

use super::{
    super::row::{number, said, text, word},
    Reading, Tables,
};
use crate::{error::Result, scan};

const KEY_COLUMNS: &str = "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME,
           REFERENCED_COLUMN_NAME
    FROM information_schema.KEY_COLUMN_USAGE
    WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)
    ORDER BY CAST(TABLE_NAME AS BINARY), REFERENCED_TABLE_NAME IS NOT NULL, CONSTRAINT_NAME <> 'PRIMARY', CONSTRAINT_NAME,
             ORDINAL_POSITION";

const RULES: &str = "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE
    FROM information_schema.REFERENTIAL_CONSTRAINTS
    WHERE CONSTRAINT_SCHEMA = ? AND CAST(CONSTRAINT_SCHEMA AS BINARY) = CAST(? AS BINARY)";

const MARIADB_CHECKS: &str = "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE
    FROM information_schema.CHECK_CONSTRAINTS
    WHERE CONSTRAINT_SCHEMA = ? AND CAST(CONSTRAINT_SCHEMA AS BINARY) = CAST(? AS BINARY)
    ORDER BY CAST(TABLE_NAME AS BINARY), CONSTRAINT_NAME";

const MYSQL_CHECKS: &str = "SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE
    FROM information_schema.CHECK_CONSTRAINTS c
    JOIN information_schema.TABLE_CONSTRAINTS t
      ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME
    WHERE t.TABLE_SCHEMA = ? AND CAST(t.TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY) AND t.CONSTRAINT_TYPE = 'CHECK'
    ORDER BY CAST(t.TABLE_NAME AS BINARY), c.CONSTRAINT_NAME";

const INDEXES: &str = "SELECT TABLE_NAME, INDEX_NAME, CAST(NON_UNIQUE AS SIGNED), INDEX_TYPE, COLUMN_NAME,
           CAST(SUB_PART AS SIGNED), NULL
    FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)
    ORDER BY CAST(TABLE_NAME AS BINARY), INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX";

const INDEXES_WITH_EXPRESSIONS: &str =
    "SELECT TABLE_NAME, INDEX_NAME, CAST(NON_UNIQUE AS SIGNED), INDEX_TYPE, COLUMN_NAME,
           CAST(SUB_PART AS SIGNED), EXPRESSION
    FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)
    ORDER BY CAST(TABLE_NAME AS BINARY), INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX";

const PARTITIONS: &str = "SELECT TABLE_NAME, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION
    FROM information_schema.PARTITIONS
    WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY) AND PARTITION_NAME IS NOT NULL
    ORDER BY CAST(TABLE_NAME AS BINARY), PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION";

/// Adds everything of the sort to the tables that have it.
pub(super) async fn read(reading: &mut Reading<'_>, tables: &mut Tables) -> Result<()> {
    let rows = reading.rows("the keys", KEY_COLUMNS).await?;
    rows.iter().for_each(|row| add_key_column(tables, row));
    let rows = reading.rows("the foreign keys", RULES).await?;
    rows.iter().for_each(|row| add_rules(tables, row));
    if reading.server.has_checks {
        let statement = if reading.server.is_mariadb() { MARIADB_CHECKS } else { MYSQL_CHECKS };
        let rows = reading.rows("the checks", statement).await?;
        rows.iter().for_each(|row| add_check(tables, row));
    }
    let statement = if reading.server.has_index_expressions { INDEXES_WITH_EXPRESSIONS } else { INDEXES };
    let rows = reading.rows("the indexes", statement).await?;
    rows.iter().for_each(|row| add_index_column(tables, row));
    let rows = reading.rows("the partitions", PARTITIONS).await?;
    rows.iter().for_each(|row| add_partition(tables, row));
    Ok(())
}

fn constraint(name: String, constraint_type: ConstraintType) -> Constraint {
    Constraint {
        name: Some(name),
        constraint_type,
        columns: Vec::new(),
        referenced_table: Vec::new(),
        referenced_columns: Vec::new(),
        expression: None,
    }
}

fn add_key_column(tables: &mut Tables, row: &MySqlRow) {
    let Some(table) = tables.get_mut(&word(row, 0)) else { return };
    let name = word(row, 1);
    let target = text(row, 3).zip(text(row, 4));
    let constraint_type = match &target {
        Some(_) => ConstraintType::ForeignKey,
        None if name == "PRIMARY" => ConstraintType::PrimaryKey,
        None => ConstraintType::Unique,
    };
    let keys = &mut table.details.constraints;
    // A unique key and a foreign key may have one name.
    let is_known = |key: &Constraint| key.constraint_type == constraint_type && key.name.as_ref() == Some(&name);
    if !keys.last().is_some_and(is_known) {
        let referenced_table = target.map(|(database, table)| vec![database, table]).unwrap_or_default();
        keys.push(Constraint { referenced_table, ..constraint(name, constraint_type) });
    }
    if let Some(key) = keys.last_mut() {
        key.columns.push(word(row, 2));
        key.referenced_columns.extend(text(row, 5));
    }
}

fn add_rules(tables: &mut Tables, row: &MySqlRow) {
    let Some(table) = tables.get_mut(&word(row, 0)) else { return };
    let name = Some(word(row, 1));
    let mut keys = table.details.constraints.iter_mut();
    if let Some(key) = keys.find(|key| key.constraint_type == ConstraintType::ForeignKey && key.name == name) {
        key.expression = Some(format!("ON UPDATE {} ON DELETE {}", word(row, 2), word(row, 3)));
    }
}

fn add_check(tables: &mut Tables, row: &MySqlRow) {
    let Some(table) = tables.get_mut(&word(row, 0)) else { return };
    let check = constraint(word(row, 1), ConstraintType::Check);
    table.details.constraints.push(Constraint { expression: text(row, 2), ..check });
}

fn add_index_column(tables: &mut Tables, row: &MySqlRow) {
    let Some(table) = tables.get_mut(&word(row, 0)) else { return };
    let (name, indexes) = (word(row, 1), &mut table.details.indexes);
    if indexes.last().is_none_or(|index| index.name != name) {
        let method = said(row, 3).map(|method| method.to_ascii_lowercase());
        indexes.push(Index {
            name,
            columns: Vec::new(),
            is_unique: number(row, 2) == Some(0),
            method,
            predicate: None,
        });
    }
    let column = match (text(row, 4), number(row, 5)) {
        (Some(column), Some(length)) => format!("{column}({length})"),
        (Some(column), None) => column,
        // The server writes the quotes inside an expression with backslashes.
        (None, _) => word(row, 6).replace("\\'", "'"),
    };
    if let Some(index) = indexes.last_mut() {
        index.columns.push(column);
    }
}

fn add_partition(tables: &mut Tables, row: &MySqlRow) {
    let Some(table) = tables.get_mut(&word(row, 0)) else { return };
    table.details.table_type = TableType::Partitioned;
    let partitioning = table.details.partitioning.get_or_insert_with(|| {
        let expression = word(row, 3);
        Partitioning {
            strategy: said(row, 2).map(|method| method.to_ascii_lowercase()),
            keys: scan::items(&expression).into_iter().map(scan::unquoted).filter(|key| !key.is_empty()).collect(),
            ..Partitioning::default()
        }
    });
    let name = word(row, 1);
    // Each of its subpartitions names a partition again.
    if partitioning.partitions.last() != Some(&name) {
        partitioning.partitions.push(name);
    }
}
