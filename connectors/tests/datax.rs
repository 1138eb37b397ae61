//! Folders of DataX jobs, crawled whole.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use std::path::Path;

use catalog::{AssetKind, Details, Name, Record, kinds::pipeline::TaskDetails, record::LineageRecord};
use connectors::{Connector, Outbound, build_connector, from_url};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::records::{Assets, crawl};

const CANARY: &str = "canary-in-the-mine";

fn fixtures() -> String {
    format!("{}/tests/fixtures/datax", env!("CARGO_MANIFEST_DIR"))
}

fn source(path: &str) -> Box<dyn Connector> {
    build_connector("datax", json!({ "path": path, "name": "nightly" }), Outbound::default()).unwrap()
}

async fn fixture() -> Vec<Record> {
    crawl(&*source(&fixtures())).await
}

fn task(records: &[Record], file: &str) -> TaskDetails {
    match &Assets::of(records).get(AssetKind::Task, &[file]).harvested.details {
        Details::Task(task) => task.clone(),
        other => panic!("{other:?}"),
    }
}

fn lineage(records: &[Record], file: &str) -> LineageRecord {
    let found = records.iter().find_map(|record| match record {
        Record::Lineage(lineage) if lineage.scope == format!("datax/nightly/{file}") => Some(lineage.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{file} says nothing of lineage"))
}

/// What is said about files besides tasks and lineage: `file: message`, `!` before what somebody should look at.
fn remarks(records: &[Record]) -> Vec<String> {
    let remark = |record: &Record| match record {
        Record::Note { about, message, is_warning } => {
            Some(format!("{}{}: {message}", if *is_warning { "!" } else { "" }, about.last()))
        }
        Record::ScopeFailed { root, message } => Some(format!("!!{}: {message}", root.last())),
        _ => None,
    };
    records.iter().filter_map(remark).collect()
}

#[tokio::test]
async fn c1_jobs_become_tasks_and_every_other_file_is_said_with_its_reason() {
    let records = fixture().await;
    let assets = Assets::of(&records);
    assert_eq!(assets.names(AssetKind::Pipeline), ["nightly"]);
    let tasks = ["daily/half.json", "daily/orders.json", "daily/report.json", "smoke.json"];
    assert_eq!(assets.names(AssetKind::Task), tasks);
    let place = "line 1, column 88";
    assert_eq!(
        remarks(&records),
        [
            format!("!!broken.json: it looks like a job and cannot be read: it is not JSON ({place})"),
            "!daily/half.json: the job is partial: its writer is empty".to_owned(),
            "!daily/report.json: the writer is parameterised; its names are kept as they are written".to_owned(),
            "notes.json: left out: it is not JSON (line 1, column 2)".to_owned(),
            "plugin/core.json: left out: it has no `job`".to_owned(),
            "plugin/parameters.json: left out: it has the parameters of a plug-in and no job".to_owned(),
            "plugin/plugin.json: left out: it describes a plug-in".to_owned(),
            "plugin/plugin_job_template.json: left out: it is a template by its name".to_owned(),
        ]
    );
    assert_eq!(records.last(), Some(&Record::ScopeRead { root: Name::new("datax", ["nightly"]) }));
    assert_eq!(task(&records, "daily/half.json").problems, ["the job is partial: its writer is empty"]);
}

#[tokio::test]
async fn c1_job_says_tables_and_columns_in_the_namespaces_of_their_systems() {
    let records = fixture().await;
    let lineage = lineage(&records, "daily/orders.json");
    assert_eq!((lineage.tool.as_str(), lineage.through.unwrap().last()), ("datax", "daily/orders.json"));
    let ends: Vec<String> =
        lineage.edges.iter().map(|edge| format!("{} > {}", edge.upstream, edge.downstream)).collect();
    let downstream = "postgres://dw.example:5432/dw.ods.orders";
    let upstream = |table: &str| format!("mysql://shop.example:3306/shop.{table} > {downstream}");
    assert_eq!(ends, [upstream("orders_00"), upstream("orders_01")]);
    for edge in &lineage.edges {
        let columns: Vec<_> = edge
            .columns
            .iter()
            .map(|pair| (pair.upstream.as_str(), pair.downstream.as_str(), pair.subtype.as_str(), pair.masking))
            .collect();
        let expected = [
            ("id", "order_id", "IDENTITY", false),
            ("customer", "customer", "TRANSFORMATION", true),
            ("amount", "amount", "IDENTITY", false),
        ];
        assert_eq!(columns, expected);
    }
    assert_eq!(task(&records, "daily/orders.json").task_type.unwrap(), "mysqlreader → dx_digest → postgresqlwriter");
}

#[tokio::test]
async fn c3_query_of_a_job_travels_with_its_dialect_and_the_columns_it_fills() {
    let records = fixture().await;
    let lineage = lineage(&records, "daily/report.json");
    let query = &lineage.queries[0];
    assert_eq!(query.sql, "select a, b + c as d, 'x' from t join u on t.id = u.id");
    assert_eq!((query.dialect.as_deref(), query.namespace.as_str()), (Some("oracle"), "oracle://ora.example:1521"));
    assert_eq!(query.defaults, ["svc"]);
    assert_eq!(query.columns, ["a", "d", "x"]);
    assert_eq!(query.downstream, Name::new("hdfs://nn.example:8020", ["/dw/report/dt=${day}"]));
    assert_eq!(query.downstream_kind, AssetKind::Container);
    assert_eq!(task(&records, "daily/report.json").definition.as_deref(), Some(query.sql.as_str()));
}

#[tokio::test]
async fn c1_job_over_a_file_without_names_of_columns_is_complete_and_says_that_none_is_connected() {
    let folder = tempfile::tempdir().unwrap();
    let reader = json!({ "name": "txtfilereader", "parameter": { "path": ["/data/in.txt"], "column": ["*"] } });
    let writer = json!({ "name": "tdenginewriter", "parameter": { "column": ["ts", "f1"],
        "connection": [{ "table": ["stb"], "jdbcUrl": "jdbc:TAOS-RS://h:6041/db" }] } });
    let job = json!({ "job": { "content": [{ "reader": reader, "writer": writer }] } });
    std::fs::write(folder.path().join("csv.json"), job.to_string()).unwrap();
    let records = crawl(&*source(folder.path().to_str().unwrap())).await;
    let flagged = "its columns are `*` or have no names, so that no column is connected";
    assert_eq!(task(&records, "csv.json").problems, [flagged]);
    assert_eq!(task(&records, "csv.json").task_type.as_deref(), Some("txtfilereader → tdenginewriter"));
    let edges = lineage(&records, "csv.json").edges;
    assert_eq!((edges.len(), edges[0].downstream.last(), edges[0].columns.len()), (1, "stb", 0));
}

#[tokio::test]
async fn c1_test_streams_move_nothing_and_still_say_so() {
    let lineage = lineage(&fixture().await, "smoke.json");
    assert_eq!((lineage.edges.len(), lineage.queries.len()), (0, 0));
}

#[tokio::test]
async fn threat_12_no_secret_of_a_job_comes_out() {
    let said = format!("{:?}", fixture().await);
    assert!(!said.contains(CANARY), "{said}");
}

#[tokio::test]
async fn files_are_chosen_by_patterns_and_what_they_leave_out_is_not_covered() {
    let (definition, config) =
        from_url(&format!("datax://{}?include_files=daily/*&exclude_files=half*", fixtures()), None).unwrap();
    let source = (definition.build)(config, Outbound::default()).unwrap();
    let records = crawl(&*source).await;
    assert_eq!(Assets::of(&records).names(AssetKind::Task), ["daily/orders.json", "daily/report.json"]);
    let pipeline = &Assets::of(&records).0[0].name;
    assert!(source.covers(&pipeline.child("daily/gone.json"), AssetKind::Task));
    assert!(!source.covers(&pipeline.child("smoke.json"), AssetKind::Task));
}

const PLUG_INS: &[&str] = &[
    "mysql",
    "oracle",
    "hdfs",
    "mongodb",
    "elasticsearch",
    "txtfile",
    "ftp",
    "oss",
    "hbase11x",
    "odps",
    "kudu",
    "ots",
    "cassandra",
    "loghub",
    "datahub",
    "kafka",
    "neo4j",
    "gdb",
    "milvus",
    "adbpg",
    "ads",
    "tdengine",
    "stream",
    "other",
];
const SECRETS: &[&str] = &[
    "username",
    "password",
    "accessId",
    "accessKey",
    "accessKeySecret",
    "token",
    "secret",
    "userName",
    "userPassword",
    "kerberosKeytabFilePath",
    "kerberosPrincipal",
    "hadoopConfig",
    "loadProps",
    "securityToken",
];
const ADDRESSES: &[&str] = &[
    "jdbc:mysql://canary-in-the-mine:canary-in-the-mine@h:1/d?user=canary-in-the-mine",
    "jdbc:oracle:thin:canary-in-the-mine/canary-in-the-mine@h:1521:s",
    "jdbc:sqlserver://h;user=canary-in-the-mine;password=canary-in-the-mine",
    "canary-in-the-mine",
    "jdbc:canary-in-the-mine",
];

/// The parameters of every plug-in at once, with accounts in all addresses.
fn parameter() -> Value {
    let with_account = format!("http://{CANARY}:{CANARY}@host:99/x?key={CANARY}");
    json!({
        "column": ["a", "b"], "path": "/p", "fileName": "f", "bucket": "b", "object": "o", "index": "i", "table": "t",
        "project": "p", "topic": "t", "logstore": "l", "dbName": "d", "collectionName": "c", "keyspace": "k",
        "instanceName": "i", "collection": "c", "label": "l", "database": "d", "schema": "s",
        "endpoint": with_account, "host": format!("{CANARY}@host"), "defaultFS": format!("hdfs://{CANARY}@ns"),
        "address": [format!("{CANARY}:{CANARY}@m:27017")], "uri": with_account, "url": with_account,
        "odpsServer": with_account, "bootstrapServers": "k:9092",
        "hbaseConfig": { "hbase.zookeeper.quorum": "z", "password": CANARY },
        "kuduConfig": { "kudu.master_addresses": "k", "password": CANARY },
    })
}

/// A reader or writer in whose parameters everything that may be a secret is a canary.
fn side(word: &'static str) -> impl Strategy<Value = Value> {
    let secrets = prop::sample::subsequence(SECRETS, 0..SECRETS.len());
    let choice = (prop::sample::select(PLUG_INS), secrets, prop::sample::select(ADDRESSES), any::<bool>());
    choice.prop_map(move |(plug_in, secrets, address, is_relational)| {
        let mut parameter = parameter();
        for secret in secrets {
            parameter[secret] = json!(CANARY);
        }
        if is_relational {
            parameter["connection"] = json!([{ "jdbcUrl": [address], "table": ["t"], "password": CANARY }]);
        }
        json!({ "name": format!("{plug_in}{word}"), "parameter": parameter })
    })
}

fn job_with_canaries() -> impl Strategy<Value = Value> {
    (side("reader"), side("writer")).prop_map(|(reader, writer)| {
        let transformer = json!([{ "name": "dx_replace", "parameter": { "columnIndex": 0, "paras": [CANARY] } }]);
        json!({ "job": {
            "setting": { "token": CANARY },
            "content": [{ "reader": reader, "writer": writer, "transformer": transformer }],
        } })
    })
}

fn crawl_job(folder: &Path, text: &str) -> Vec<Record> {
    std::fs::write(folder.join("job.json"), text).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(crawl(&*source(folder.to_str().unwrap())))
}

proptest! {
    #[test]
    fn threat_12_canaries_anywhere_in_a_job_stay_there(job in job_with_canaries(), cut in 0_usize..2000) {
        let folder = tempfile::tempdir().unwrap();
        let text = job.to_string();
        for text in [&text[..], text.get(..cut).unwrap_or("")] {
            let said = format!("{:?}", crawl_job(folder.path(), text));
            prop_assert!(!said.contains(CANARY), "{}", said);
        }
    }

    #[test]
    fn threat_20_any_json_is_a_job_or_none(text in "[\\[\\]{}\":,a-z0-9 ]{0,80}", half in "[\\[\\]{}\":,a-z0-9 ]{0,40}") {
        let folder = tempfile::tempdir().unwrap();
        let job = format!("{{\"job\": {{\"content\": [{{\"reader\": {{{half}}}, \"writer\": {{}}}}]}}}}");
        for text in [text, job] {
            let records = crawl_job(folder.path(), &text);
            let is_read = records.iter().any(|record| matches!(record, Record::ScopeRead { .. }));
            prop_assert!(is_read, "the folder was not read to its end");
        }
    }
}
