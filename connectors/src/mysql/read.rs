//! Reads one database into records, by about ten statements over `information_schema`, whatever its size.
//!
//! What there is one of per table (keys, indexes, views' SQL) is read first and kept; columns, which are most of it, are
//! read as a stream.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, Statistics, clock,
    kinds::{
        database::DatabaseDetails,
        table::{TableDetails, TableType},
    },
};
use futures_util::TryStreamExt;
use sqlx::{MySqlConnection, mysql::MySqlRow};

use super::{
    MySql,
    connect::Server,
    row::{number, said, text, word},
};
use crate::{
    crawl::Sink,
    error::{Error, Result},
};

mod columns;
mod keys;
mod routines;

/// One database while it is read.
struct Reading<'a> {
    source: &'a MySql,
    connection: &'a mut MySqlConnection,
    server: &'a Server,
    sink: &'a Sink,
    root: Name,
}

/// A table before it is said.
#[derive(Default)]
struct Table {
    details: TableDetails,
    comment: Option<String>,
    statistics: Statistics,
    /// The order of text, which columns are compared with.
    collation: Option<String>,
}

/// Reads a database. When the account does not see all of it, only the tables that it sees are judged.
pub(super) async fn database(
    source: &MySql,
    connection: &mut MySqlConnection,
    server: &Server,
    (database, is_seen_whole): (&str, bool),
    sink: &Sink,
) -> Result<()> {
    let root = Name::new(Arc::clone(&source.namespace), [database]);
    let mut reading = Reading { source, connection, server, sink, root };
    reading.say_database().await?;
    let mut tables = reading.tables().await?;
    reading.views(&mut tables).await?;
    keys::read(&mut reading, &mut tables).await?;
    let statistics: Vec<(String, Statistics)> = tables
        .iter()
        .filter(|(_, table)| table.details.table_type != TableType::View)
        .map(|(name, table)| (name.clone(), table.statistics.clone()))
        .collect();
    reading.say_tables(tables, is_seen_whole).await?;
    routines::say(&mut reading).await?;
    for (table, statistics) in statistics {
        let name = reading.root.child(table);
        sink.say(Record::Statistics { name, kind: AssetKind::Table, statistics }).await;
    }
    if is_seen_whole {
        sink.scope_read(reading.root).await;
    }
    Ok(())
}

/// The tables of a database by name, in the order of their bytes.
type Tables = BTreeMap<String, Table>;

impl Reading<'_> {
    /// The rows of a statement whose two parameters are the database, once as the server compares names and once to the
    /// byte: `Shop` and `shop` may be two.
    async fn rows(&mut self, what: &'static str, statement: &'static str) -> Result<Vec<MySqlRow>> {
        let rows =
            sqlx::query(statement).bind(self.root.last()).bind(self.root.last()).fetch_all(&mut *self.connection).await;
        rows.map_err(|cause| self.source.fault(what, cause))
    }

    async fn say_database(&mut self) -> Result<()> {
        let rows = self
            .rows(
                "the database",
                "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME
                 FROM information_schema.SCHEMATA
                 WHERE SCHEMA_NAME = ? AND CAST(SCHEMA_NAME AS BINARY) = CAST(? AS BINARY)",
            )
            .await?;
        let details = DatabaseDetails {
            engine: self.server.engine().to_owned(),
            engine_version: Some(self.server.version.clone()),
            encoding: rows.first().and_then(|row| text(row, 0)),
            collation: rows.first().and_then(|row| text(row, 1)),
            owner_account: None,
        };
        self.sink.say(AssetRecord::new(self.root.clone(), Details::Database(details))).await;
        Ok(())
    }

    /// The tables and views that pass the filter. Sequences of MariaDB are left out.
    async fn tables(&mut self) -> Result<Tables> {
        let rows = self
            .rows(
                "the tables",
                "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, CAST(TABLE_ROWS AS SIGNED),
                        CAST(DATA_LENGTH + INDEX_LENGTH AS SIGNED), CAST(UNIX_TIMESTAMP(UPDATE_TIME) AS SIGNED),
                        TABLE_COMMENT, TABLE_COLLATION
                 FROM information_schema.TABLES
                 WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)
                   AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')",
            )
            .await?;
        let named = rows.iter().map(|row| (word(row, 0), table(row)));
        let database = self.root.last();
        Ok(named.filter(|(name, _)| self.source.tables.passes_table(database, name)).collect())
    }

    async fn views(&mut self, tables: &mut Tables) -> Result<()> {
        let rows = self
            .rows(
                "the views",
                "SELECT TABLE_NAME, VIEW_DEFINITION, DEFINER
                 FROM information_schema.VIEWS
                 WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)",
            )
            .await?;
        for row in rows {
            if let Some(table) = tables.get_mut(&word(&row, 0)) {
                table.details.definition = said(&row, 1);
                table.details.dialect = Some("mysql".to_owned());
                table.details.owner_account = said(&row, 2);
            }
        }
        Ok(())
    }

    /// Says every table with its columns behind it, as the stream of columns comes by.
    async fn say_tables(&mut self, mut tables: Tables, is_seen_whole: bool) -> Result<()> {
        let (source, sink, root) = (self.source, self.sink, &self.root);
        let is_mariadb = self.server.is_mariadb();
        let mut columns =
            sqlx::query(columns::COLUMNS).bind(root.last()).bind(root.last()).fetch(&mut *self.connection);
        let mut current: Option<columns::Owner> = None;
        while let Some(row) = columns.try_next().await.map_err(|cause| source.fault("the columns", cause))? {
            let name = word(&row, 0);
            if current.as_ref().is_none_or(|owner| owner.name.last() != name) {
                finish(sink, current.take(), is_seen_whole).await;
                // Rows of a table that does not pass the filter, or was made since, have no owner.
                current = match tables.remove(&name) {
                    Some(table) => Some(say_table(sink, root, &name, table).await),
                    None => None,
                };
            }
            if let Some(owner) = &current {
                sink.say(columns::column(owner, &row, is_mariadb)).await;
            }
        }
        drop(columns);
        finish(sink, current, is_seen_whole).await;
        // What has no columns is a view over something that is gone, or went away while we read.
        for (name, table) in tables {
            let answer = "the server lists no columns of it".to_owned();
            let cause = Error::NotAllowed { action: format!("read the columns of `{name}`"), answer };
            let owner = say_table(sink, root, &name, table).await;
            sink.scope_failed(owner.name, &cause).await;
        }
        Ok(())
    }
}

async fn say_table(sink: &Sink, root: &Name, name: &str, table: Table) -> columns::Owner {
    let owner = columns::Owner::of(root.child(name), &table);
    sink.say(AssetRecord::new(owner.name.clone(), Details::Table(table.details)).described(table.comment)).await;
    owner
}

/// Says that a table was read, where its database cannot be said to be: then the tables that are seen are judged, one by
/// one, and those that are not seen are not.
async fn finish(sink: &Sink, owner: Option<columns::Owner>, is_seen_whole: bool) {
    if let (Some(owner), false) = (owner, is_seen_whole) {
        sink.scope_read(owner.name).await;
    }
}

fn table(row: &MySqlRow) -> Table {
    let is_view = word(row, 1) == "VIEW";
    let details = TableDetails {
        table_type: if is_view { TableType::View } else { TableType::Regular },
        storage: said(row, 2),
        ..TableDetails::default()
    };
    let row_count = number(row, 3);
    let written_at = number(row, 5).map(|seconds| clock::from_micros(seconds.saturating_mul(1_000_000)));
    let statistics = Statistics {
        row_count,
        is_estimate: row_count.is_some(),
        size_bytes: number(row, 4),
        written_at,
        ..Statistics::default()
    };
    // The comment of a view is the word VIEW, or what is wrong with it.
    let comment = text(row, 6).filter(|_| !is_view);
    Table { details, comment, statistics, collation: text(row, 7) }
}
