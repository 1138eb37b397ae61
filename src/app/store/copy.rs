//! Copying a whole store from one engine to the other: every table, as it was at one moment.
//!
//! Rows travel as JSON, which both engines write and read themselves. The embedded side tells what tables and columns
//! there are and which of them need translation. What is left out: the list of migrations, which each side has of its own.

use catalog::{Database, Engine};
use futures_util::TryStreamExt as _;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, Statement, TransactionTrait as _,
};

use super::Result;

/// How many rows, and how many bytes of them, one statement carries at most.
const ROWS: usize = 500;
const BYTES: usize = 4 * 1024 * 1024;

/// What a column holds, as far as the engines write it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// An identifier: 16 bytes here, a type of its own there.
    Identifier,
    Bytes,
    /// 0 and 1 here, false and true there.
    Truth,
    /// Text and numbers, which JSON has too.
    Plain,
}

/// A table with its columns.
#[derive(Debug)]
struct Table {
    name: String,
    columns: Vec<(String, Holds)>,
}

/// Copies everything from a server into an embedded store, or the other way. `to` has the same tables, all empty but for
/// what the migrations themselves put there.
///
/// # Errors
/// A conflict when `to` has rows already; the stores' own. Then nothing was copied.
pub(super) async fn copy(from: &Database, to: &Database) -> Result<()> {
    let embedded = if from.engine() == Engine::Sqlite { from } else { to };
    let tables = tables(embedded).await?;
    let snapshot =
        from.read().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    let write = to.write().await?;
    for table in &tables {
        table.clear(&write).await?;
    }
    for table in &tables {
        copy_table(&snapshot, &write, table).await?;
    }
    Ok(write.commit().await?)
}

async fn copy_table(from: &DatabaseTransaction, to: &DatabaseTransaction, table: &Table) -> Result<()> {
    let engine = from.get_database_backend();
    let select = Statement::from_string(engine, table.select(engine));
    let mut rows = sea_orm::StreamTrait::stream_raw(from, select).await?;
    let mut batch = Batch::default();
    while let Some(row) = rows.try_next().await? {
        let row: String = row.try_get("", "line")?;
        batch.add(&row);
        if batch.is_full() {
            table.insert(to, batch.take()).await?;
        }
    }
    if batch.rows > 0 {
        table.insert(to, batch.take()).await?;
    }
    Ok(())
}

/// Rows on their way, as a JSON list.
#[derive(Default)]
struct Batch {
    text: String,
    rows: usize,
}

impl Batch {
    fn add(&mut self, row: &str) {
        self.text.push(if self.rows == 0 { '[' } else { ',' });
        self.text.push_str(row);
        self.rows += 1;
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS || self.text.len() >= BYTES
    }

    fn take(&mut self) -> String {
        self.rows = 0;
        let mut text = std::mem::take(&mut self.text);
        text.push(']');
        text
    }
}

/// The tables of an embedded store, in the order in which they were made: none refers to a later one.
async fn tables(store: &Database) -> Result<Vec<Table>> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
               AND name <> 'seaql_migrations' ORDER BY rowid";
    let ask = |sql: String| Statement::from_string(DbBackend::Sqlite, sql);
    let mut tables = Vec::new();
    for row in store.read().query_all_raw(ask(sql.to_owned())).await? {
        let name: String = row.try_get("", "name")?;
        let mut columns = Vec::new();
        for row in store.read().query_all_raw(ask(format!("PRAGMA table_info(\"{name}\")"))).await? {
            let declared: String = row.try_get("", "type")?;
            columns.push((row.try_get("", "name")?, Holds::declared(&declared)));
        }
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

impl Holds {
    fn declared(word: &str) -> Self {
        match word {
            "uuid_blob" => Self::Identifier,
            "blob" => Self::Bytes,
            "boolean" => Self::Truth,
            _ => Self::Plain,
        }
    }
}

impl Table {
    /// Takes away what the migrations put there.
    async fn clear(&self, to: &DatabaseTransaction) -> Result<()> {
        let Self { name, .. } = self;
        // The rows that number changes and events and count those of the organisation are the only ones that a fresh store has.
        let used = match name.as_str() {
            "catalog_sequence" | "access_stamp" | "notify_counter" => {
                format!("SELECT 1 AS used FROM \"{name}\" WHERE value <> 0 LIMIT 1")
            }
            _ => format!("SELECT 1 AS used FROM \"{name}\" LIMIT 1"),
        };
        if to.query_one_raw(Statement::from_string(to.get_database_backend(), used)).await?.is_some() {
            let problem =
                format!("the store is not empty (`{name}` has rows); name another one, nothing is overwritten");
            return Err(catalog::Error::conflict(problem).into());
        }
        to.execute_unprepared(&format!("DELETE FROM \"{name}\"")).await?;
        Ok(())
    }

    /// Every row as a JSON object.
    fn select(&self, engine: DbBackend) -> String {
        let Self { name, columns } = self;
        if engine == DbBackend::Postgres {
            return format!("SELECT row_to_json(t)::text AS line FROM \"{name}\" t");
        }
        let fields: Vec<String> = columns
            .iter()
            .map(|(column, holds)| {
                let value = match holds {
                    Holds::Identifier => format!("lower(hex(\"{column}\"))"),
                    Holds::Bytes => format!("'\\x' || lower(hex(\"{column}\"))"),
                    Holds::Truth => format!("CASE WHEN \"{column}\" THEN json('true') ELSE json('false') END"),
                    Holds::Plain => format!("\"{column}\""),
                };
                format!("'{column}', CASE WHEN \"{column}\" IS NULL THEN NULL ELSE {value} END")
            })
            .collect();
        format!("SELECT json_object({}) AS line FROM \"{name}\"", fields.join(", "))
    }

    /// Writes the rows of a JSON list of objects.
    async fn insert(&self, to: &DatabaseTransaction, rows: String) -> Result<()> {
        let Self { name, columns } = self;
        let names: Vec<String> = columns.iter().map(|(column, _)| format!("\"{column}\"")).collect();
        let names = names.join(", ");
        let engine = to.get_database_backend();
        let source = if engine == DbBackend::Postgres {
            format!("SELECT {names} FROM json_populate_recordset(NULL::\"{name}\", $1::json)")
        } else {
            let values: Vec<String> = columns.iter().map(|(column, holds)| read(column, *holds)).collect();
            format!("SELECT {} FROM json_each(?)", values.join(", "))
        };
        let sql = format!("INSERT INTO \"{name}\" ({names}) {source}");
        to.execute_raw(Statement::from_sql_and_values(engine, sql, [rows.into()])).await?;
        Ok(())
    }
}

/// A column's value of a row that `json_each` gives.
fn read(column: &str, holds: Holds) -> String {
    let value = format!("value ->> '$.{column}'");
    match holds {
        Holds::Identifier => format!("unhex(replace({value}, '-', ''))"),
        Holds::Bytes => format!("unhex(substr({value}, 3))"),
        Holds::Truth | Holds::Plain => value,
    }
}
