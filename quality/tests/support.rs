//! Tables of real PostgreSQL, MariaDB and SQLite as checks see them.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by test binaries; may fail the test")]

#[path = "support/folder.rs"]
pub(crate) mod folder;

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
    Folder(TempDir),
    Elsewhere,
}

/// The table that most cases are about: ten orders.
///
/// id 1-10; email: 7 different, one twice, one absent, one empty; amount -5, 0, 10, 20 … 70, one absent.
pub(crate) const ORDERS: [&str; 11] = [
    "CREATE TABLE orders (id integer NOT NULL, email varchar(60), status varchar(20), amount decimal(10,2), \
     created timestamp NULL, paid date, score double precision)",
    "INSERT INTO orders VALUES (1, 'ana@example.com', 'new', 10, '2026-01-01 08:00:00', '2026-01-02', 1.5)",
    "INSERT INTO orders VALUES (2, 'bob@example.com', 'paid', 20, '2026-01-02 08:00:00', '2026-01-03', 2.5)",
    "INSERT INTO orders VALUES (3, 'ana@example.com', 'paid', 30, '2026-01-03 08:00:00', '2026-01-03', 3.5)",
    "INSERT INTO orders VALUES (4, 'cara@example', 'sent', 40, '2026-01-04 08:00:00', '2026-01-05', 4.5)",
    "INSERT INTO orders VALUES (5, '', 'sent', 50, '2026-01-05 08:00:00', NULL, 5.5)",
    "INSERT INTO orders VALUES (6, NULL, 'lost', 60, '2026-01-06 08:00:00', '2026-01-01', 6.5)",
    "INSERT INTO orders VALUES (7, 'dan@example.com', NULL, 70, '2026-01-07 08:00:00', '2026-01-08', 7.5)",
    "INSERT INTO orders VALUES (8, '王@example.com', 'new', 0, '2026-01-08 08:00:00', '2026-01-09', 8.5)",
    "INSERT INTO orders VALUES (9, 'eve@example.com', 'new', -5, '2026-01-09 08:00:00', '2026-01-10', 9.5)",
    "INSERT INTO orders VALUES (10, 'fay@example.com', 'paid', NULL, '2026-01-10 08:00:00', '2026-01-11', 10.5)",
];

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

/// A folder that the test writes files into; its path is as names have it.
pub(crate) fn files() -> (Source, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    let config = json!({ "path": path, "layout": "files" });
    let connector = build_connector("files", config, Outbound::default()).unwrap();
    (Source { engine: Engine::DataFusion, connector, place: Place::Folder(folder) }, path)
}

impl Source {
    /// A source that the test itself makes tables in.
    pub(crate) fn of(engine: Engine, connector: Box<dyn Connector>) -> Self {
        Self { engine, connector, place: Place::Elsewhere }
    }

    /// Runs statements.
    pub(crate) async fn run(&self, statements: &[impl AsRef<str>]) {
        let sql = statements.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(";\n");
        match &self.place {
            Place::Server(database) => database.run(&sql).await,
            Place::Elsewhere | Place::Folder(_) => panic!("the test makes its tables itself"),
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
                details if is_table(details.kind()) && is_called(asset.name.last(), name) => {
                    found = Some(Table {
                        name: asset.name,
                        columns: Vec::new(),
                        engine: self.engine,
                        is_view: false,
                        written_at: None,
                    });
                }
                _ => {}
            }
        }
        found.unwrap_or_else(|| panic!("{:?} has no table `{name}`", self.engine))
    }
}

fn is_table(kind: AssetKind) -> bool {
    matches!(kind, AssetKind::Table | AssetKind::File | AssetKind::Container)
}

/// Tables by their name, files by the end of their path.
fn is_called(found: &str, name: &str) -> bool {
    found == name || (found.starts_with('/') && found.ends_with(&format!("/{name}")))
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
