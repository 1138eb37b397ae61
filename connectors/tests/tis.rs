//! A TIS installation: its folder, and its own database on a real server.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use catalog::{AssetKind, Details, Name, Record, RunRecord, RunStatus, RunTrigger};
use connectors::{Connector, Outbound, build_connector};
use serde_json::{Value, json};
use support::records::{Assets, crawl};
use testkit::TestDatabase;

const CANARY: &str = "canary-in-the-mine";

/// What TIS keeps for two applications.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let job = |table: &str| {
        json!({ "job": { "content": [{
            "reader": { "name": "mysqlreader", "parameter": { "password": CANARY, "column": ["id"],
                "connection": [{ "table": [table], "jdbcUrl": ["jdbc:mysql://src/shop"] }] } },
            "writer": { "name": "dorisWriter", "parameter": { "password": CANARY, "column": ["id"],
                "connection": [{ "table": [table], "jdbcUrl": "jdbc:mysql://dw:9030/ods" }] } },
        }] } })
        .to_string()
    };
    for (file, text) in [
        ("ap/orders_sync/dataxCfg/db1/orders.json", job("orders")),
        ("ap/orders_sync/dataxCfg/db1/items.json", job("items")),
        ("ap/orders_sync/dataxCfg/gen", "20240101000000".to_owned()),
        ("ap/orders_sync/dag-spec.json", "{}".to_owned()),
        ("ap/orders_sync/DataxReader.xml", format!("<password>{CANARY}</password>")),
        ("ap/users_sync/dataxCfg/db2/users.json", job("users")),
        ("global/x.json", "{}".to_owned()),
    ] {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const TABLES: &str = "
    CREATE TABLE application (app_id int PRIMARY KEY, project_name varchar(40), recept varchar(30), full_build_cron_time varchar(100));
    INSERT INTO application VALUES (1, 'orders_sync', 'ana', '0 0 2 * * ?');
    CREATE TABLE work_flow (id int PRIMARY KEY, name varchar(50), op_user_name varchar(30), schedule_cron varchar(60));
    INSERT INTO work_flow VALUES (5, 'nightly', 'bob', NULL);
    CREATE TABLE work_flow_build_history (
        id int PRIMARY KEY, start_time datetime, end_time datetime, state tinyint, trigger_type tinyint,
        app_id int, app_name varchar(40), work_flow_id int);
    INSERT INTO work_flow_build_history VALUES
        (1, '2024-01-01 02:00:00', '2024-01-01 02:10:00', 1, 1, 1, 'orders_sync', NULL),
        (2, '2024-01-02 02:00:00', '2024-01-02 02:01:00', -1, 1, 1, 'orders_sync', NULL),
        (3, '2024-01-03 02:00:00', NULL, 2, 2, 1, 'orders_sync', NULL),
        (4, '2024-01-03 02:00:00', NULL, 22, 2, 1, 'orders_sync', NULL),
        (5, '2024-01-04 02:00:00', '2024-01-04 02:01:00', 3, 2, NULL, NULL, 5);";

async fn source(folder: &tempfile::TempDir, database: &TestDatabase) -> Box<dyn Connector> {
    let account = database.create_account(CANARY).await;
    database.run(&format!("GRANT SELECT ON {}.* TO {account}@'%'", database.name())).await;
    let (host, port) = database.address();
    let config = json!({
        "path": folder.path().to_str().unwrap(), "name": "prod",
        "host": host, "port": port, "user": account, "password": CANARY, "database": database.name(),
    });
    build_connector("tis", config, Outbound::default()).unwrap()
}

fn runs(records: &[Record]) -> Vec<RunRecord> {
    let run = |record: &Record| match record {
        Record::Run(run) => Some((**run).clone()),
        _ => None,
    };
    let mut runs: Vec<RunRecord> = records.iter().filter_map(run).collect();
    runs.sort_by(|a, b| a.external_id.cmp(&b.external_id));
    runs
}

fn config_of(folder: &tempfile::TempDir) -> Value {
    json!({ "path": folder.path().join("ap").to_str().unwrap() })
}

#[tokio::test]
async fn c4_applications_are_pipelines_with_a_task_for_each_job() {
    let folder = folder();
    let source = build_connector("tis", config_of(&folder), Outbound::default()).unwrap();
    let records = crawl(&*source).await;
    let assets = Assets::of(&records);
    assert_eq!(assets.names(AssetKind::Pipeline), ["orders_sync", "users_sync"]);
    assert_eq!(assets.names(AssetKind::Task), ["db1/items.json", "db1/orders.json", "db2/users.json"]);
    let edges: Vec<String> = records
        .iter()
        .filter_map(|record| match record {
            Record::Lineage(lineage) => Some(&lineage.edges[0]),
            _ => None,
        })
        .map(|edge| format!("{} > {}", edge.upstream, edge.downstream))
        .collect();
    let edge = |table: &str| format!("mysql://src:3306/shop.{table} > mysql://dw:9030/ods.{table}");
    assert_eq!(edges, [edge("items"), edge("orders"), edge("users")]);
    assert!(!format!("{records:?}").contains(CANARY));
}

#[tokio::test]
async fn c4_history_becomes_runs_and_a_second_crawl_says_the_same() {
    let (folder, database) = (folder(), testkit::mysql_database().await);
    database.run(TABLES).await;
    let source = source(&folder, &database).await;
    assert_eq!(source.check().await.unwrap().databases, ["orders_sync", "users_sync"]);
    let records = crawl(&*source).await;
    let runs = runs(&records);
    let facts: Vec<_> = runs.iter().map(|run| (run.name.last(), run.status, run.trigger)).collect();
    let (cron, manual) = (Some(RunTrigger::Cron), Some(RunTrigger::Manual));
    assert_eq!(
        facts,
        [
            ("orders_sync", RunStatus::Succeeded, cron),
            ("orders_sync", RunStatus::Failed, cron),
            ("orders_sync", RunStatus::Running, manual),
            ("orders_sync", RunStatus::Running, manual),
            ("nightly", RunStatus::Cancelled, manual),
        ]
    );
    let first = &runs[0];
    assert_eq!((first.ended_at.unwrap() - first.started_at.unwrap()).num_minutes(), 10);
    assert_eq!(first.name, Name::new("tis://prod", ["orders_sync"]));
    assert!(runs.iter().all(|run| run.validate().is_ok()));
    let assets = Assets::of(&records);
    assert_eq!(assets.names(AssetKind::Pipeline), ["orders_sync", "users_sync", "nightly"]);
    let Details::Pipeline(pipeline) = &assets.get(AssetKind::Pipeline, &["orders_sync"]).harvested.details else {
        panic!("it is a pipeline")
    };
    assert_eq!(pipeline.schedule.as_deref(), Some("0 0 2 * * ?"));
    assert_eq!(crawl(&*source).await, records);
    assert!(!format!("{records:?}").contains(CANARY));
}

#[tokio::test]
async fn database_that_is_not_of_tis_is_named() {
    let (folder, database) = (folder(), testkit::mysql_database().await);
    let error = source(&folder, &database).await.check().await.unwrap_err();
    assert!(error.to_string().ends_with("has no table `work_flow_build_history`"), "{error}");
}
