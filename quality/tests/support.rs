//! Tables of real PostgreSQL, MariaDB and SQLite as checks see them.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by test binaries; may fail the test")]

use catalog::{AssetKind, Details, Record};
use chrono::{DateTime, Utc};
use connectors::{Connector, Outbound, build_connector, from_url};
use futures_util::StreamExt;
use quality::{Asked, Column, Engine, Finding, History, Limits, Plan, Table, Wish, execute, judge, plan};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use testkit::TestDatabase;

/// One database that tables are made in.
pub(crate) struct Source {
    pub(crate) engine: Engine,
    pub(crate) connector: Box<dyn Connector>,
    place: Place,
}

enum Place {
    Server(TestDatabase),
    File(TempDir),
}

/// What a plan of checks found.
pub(crate) struct Found {
    pub(crate) plan: Plan,
    pub(crate) findings: Vec<(String, Finding)>,
    pub(crate) sent: usize,
}

pub(crate) async fn sources() -> Vec<Source> {
    let servers =
        [(Engine::Postgres, testkit::postgres_database().await), (Engine::MySql, testkit::mysql_database().await)];
    let mut sources: Vec<Source> = servers
        .into_iter()
        .map(|(engine, database)| {
            let (definition, config) = from_url(&database.url(), None).unwrap();
            let connector = build_connector(definition.name, config, Outbound::default()).unwrap();
            Source { engine, connector, place: Place::Server(database) }
        })
        .collect();
    sources.push(sqlite().await);
    sources
}

pub(crate) async fn sqlite() -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    options.connect().await.unwrap().close().await.unwrap();
    let connector = build_connector("sqlite", json!({ "path": path }), Outbound::default()).unwrap();
    Source { engine: Engine::Sqlite, connector, place: Place::File(folder) }
}

impl Source {
    /// Runs statements.
    pub(crate) async fn run(&self, statements: &[impl AsRef<str>]) {
        let sql = statements.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(";\n");
        match &self.place {
            Place::Server(database) => database.run(&sql).await,
            Place::File(folder) => {
                let options = SqliteConnectOptions::new().filename(folder.path().join("shop.db"));
                let mut connection = options.connect().await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// A table as a crawl tells it.
    pub(crate) async fn table(&self, name: &str) -> Table {
        let records: Vec<Record> = self.connector.crawl().map(Result::unwrap).collect().await;
        let mut found: Option<Table> = None;
        for record in records {
            let Record::Asset(asset) = record else { continue };
            match asset.harvested.details {
                Details::Column(column) => {
                    let Some(table) = &mut found else { continue };
                    if asset.name.parent().as_ref() == Some(&table.name) {
                        let is_nullable = column.is_nullable;
                        let name = asset.name.last().to_owned();
                        table.columns.push(Column { name, data_type: column.data_type, is_nullable });
                    }
                }
                details if details.kind() == AssetKind::Table && asset.name.last() == name => {
                    found = Some(Table { name: asset.name, columns: Vec::new(), engine: self.engine, is_view: false });
                }
                _ => {}
            }
        }
        found.unwrap_or_else(|| panic!("{:?} has no table `{name}`", self.engine))
    }
}

pub(crate) fn asked(key: &str, kind: &str, column: Option<&str>, settings: Value) -> Asked {
    Asked { key: key.into(), kind: kind.into(), column: column.map(str::to_owned), settings, ..Asked::default() }
}

/// The time of all runs.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-01-11T08:00:00Z".parse().unwrap()
}

pub(crate) async fn find(source: &Source, table: &str, checks: &[Asked]) -> Found {
    find_in(source, &source.table(table).await, checks).await
}

pub(crate) async fn find_in(source: &Source, table: &Table, checks: &[Asked]) -> Found {
    let plan = plan(table, checks, &Wish { now: now(), ..Wish::default() });
    let answers = execute(source.connector.as_query().unwrap(), &plan, Limits::default()).await;
    let findings = judge(&plan, &answers, &History { now: now(), ..History::default() });
    Found { sent: answers.sent, plan, findings }
}
