//! The command line from outside: what scripts rely on.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};

/// A data directory and a source.
struct House {
    directory: tempfile::TempDir,
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not one JSON value: {:?} {}", self.out, self.err))
    }
}

impl House {
    async fn new() -> Self {
        let house = Self { directory: tempfile::tempdir().expect("a directory is made") };
        let url = format!("{}?mode=rwc", house.url());
        let mut source = SqliteConnection::connect(&url).await.expect("the source opens");
        let sql = "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount NUMERIC(10,2) NOT NULL, note TEXT);
                   CREATE VIEW big_orders AS SELECT id, amount FROM orders WHERE amount > 100;";
        sqlx::raw_sql(sql).execute(&mut source).await.expect("the tables are made");
        source.close().await.expect("the source closes");
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.path("shop.db").display())
    }

    fn on(&self, data: &str, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_cadastre"))
            .arg("--data")
            .arg(self.path(data))
            .args(arguments)
            .stdin(Stdio::null())
            .env_remove("CADASTRE_PASSWORD")
            .output()
            .expect("the binary starts");
        Said {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
            err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
        }
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.on("data", arguments)
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn has(value: &Value, wanted: &[&str]) {
    let found = keys(value);
    assert!(wanted.iter().all(|key| found.contains(key)), "{found:?} lacks some of {wanted:?}");
}

#[tokio::test]
async fn answers_have_the_shapes_that_scripts_rely_on() {
    let house = House::new().await;
    let crawl = house.run(&["crawl", &house.url(), "--json"]).json();
    has(&crawl, &["run", "source", "status", "seen", "added", "changed", "removed", "held", "errors", "duration_ms"]);
    assert_eq!((&crawl["status"], &crawl["added"]), (&"succeeded".into(), &8.into()));
    let search = house.run(&["search", "orders", "--json"]).json();
    has(&search, &["total", "hits", "facets", "next"]);
    has(&search["hits"][0], &["id", "kind", "name", "display_name", "score"]);
    let show = house.run(&["show", "orders", "--json"]).json();
    has(&show, &["id", "kind", "name", "namespace", "parts", "description", "owners", "tags", "version", "columns"]);
    has(&show["columns"][1], &["name", "data_type", "nullable", "description", "position"]);
    assert_eq!(
        (&show["columns"][1]["data_type"], &show["columns"][1]["nullable"]),
        (&"NUMERIC(10,2)".into(), &false.into())
    );
    let history = house.run(&["history", "orders", "--json"]).json();
    has(&history[0], &["version", "number", "at", "actor", "origin", "changes"]);
    let lineage = house.run(&["lineage", "big_orders", "--up", "--json"]).json();
    has(&lineage, &["nodes", "edges", "total", "truncated"]);
    has(&lineage["edges"][0], &["from", "to", "type", "subtype", "through"]);
    assert!(lineage["edges"][0]["from"].as_str().unwrap().ends_with(".orders"));
    let doctor = house.run(&["doctor", "--json"]).json();
    has(&doctor, &["differences", "checked", "details"]);
    has(&doctor["checked"], &["assets", "edges", "documents"]);
    assert_eq!(doctor["differences"], 0);
}

#[tokio::test]
async fn j2_doctor_names_edges_that_do_not_follow_from_the_log_and_mends_them() {
    let house = House::new().await;
    house.run(&["crawl", &house.url()]);
    let well = house.run(&["doctor", "--json"]).json();
    assert_eq!(well["differences"], 0, "{well}");
    let edges = well["checked"]["edges"].as_i64().unwrap();
    assert!(edges >= 3, "{well}");
    for damage in [
        "DELETE FROM lineage_edge WHERE id = 0",
        "UPDATE lineage_edge SET until_change = 1 WHERE id = 1",
        "DELETE FROM lineage_statement",
    ] {
        let mut store = SqliteConnection::connect(&format!("sqlite://{}", house.path("data/catalog.db").display()))
            .await
            .expect("the store opens");
        sqlx::raw_sql(damage).execute(&mut store).await.expect("rows are damaged");
        store.close().await.expect("the store closes");
        let ill = house.run(&["doctor", "--json"]);
        assert_eq!(ill.code, 1, "{damage}: {}", ill.err);
        let answer = ill.json();
        assert!(answer["differences"].as_i64().unwrap() > 0);
        assert!(answer["details"].as_array().unwrap().iter().all(|detail| detail["in"] == "lineage"), "{answer}");
        let mended = house.run(&["doctor", "--repair", "--json"]);
        assert_eq!((mended.code, mended.json()["differences"].as_i64()), (0, Some(0)), "{damage}: {}", mended.err);
        assert_eq!(house.run(&["doctor", "--json"]).json()["checked"]["edges"], edges);
    }
}

#[tokio::test]
async fn refusals_name_field_and_fix_and_have_their_exit_code() {
    let house = House::new().await;
    house.run(&["crawl", &house.url()]);
    let cases: [(&[&str], i32, &str); 6] = [
        (&["crawl", "oracle://h/x"], 2, "known: "),
        (&["crawl", "nobody-has-this-name"], 3, "no source"),
        (&["show", "nothing.like.this"], 3, "no asset"),
        (&["show", "\"open"], 2, "double quote"),
        (&["search", "x", "--as-of", "someday"], 2, "as-of"),
        (&["search", "x", "--limit", "0"], 2, "first"),
    ];
    for (arguments, code, word) in cases {
        let said = house.run(arguments);
        assert_eq!(said.code, code, "{arguments:?}: {}", said.err);
        assert!(
            said.err.lines().any(|line| line.starts_with("error: ")) && said.err.contains(word),
            "{arguments:?}: {}",
            said.err
        );
        let with_json = house.run(&[arguments, &["--json"]].concat());
        assert_eq!((with_json.code, with_json.json()["error"]["code"].is_string()), (code, true));
    }
    let nowhere = house.on("nowhere", &["search", "x"]);
    assert!(nowhere.code == 2 && nowhere.err.contains("there is no Cadastre"), "{}", nowhere.err);
}

#[tokio::test]
async fn b3_source_that_does_not_answer_is_exit_code_5_and_removes_nothing() {
    let house = House::new().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ana:canary-4711@{}/shop", listener.local_addr().unwrap());
    drop(listener);
    let said = house.run(&["crawl", &url, "--json"]);
    assert_eq!((said.code, said.json()["status"].as_str()), (5, Some("failed")), "{}", said.err);
    assert!(!said.out.contains("canary") && !said.err.contains("canary"));
}

#[tokio::test]
async fn d6_password_is_nowhere_in_the_data_directory_and_its_backup() {
    let house = House::new().await;
    let url = "postgres://ana@127.0.0.1:1/shop";
    let file = house.path("pw");
    std::fs::write(&file, "canary-4711\n").unwrap();
    house.run(&["crawl", url, "--password-file", file.to_str().unwrap()]);
    let backup = house.path("backup");
    assert_eq!(house.run(&["backup", backup.to_str().unwrap()]).code, 0);
    for directory in [house.path("data"), backup] {
        for bytes in files(&directory) {
            assert!(!bytes.windows(11).any(|window| window == b"canary-4711"));
        }
    }
    for arguments in [["sources", "--json"], ["runs", "--json"]] {
        assert!(!house.run(&arguments).out.contains("canary"));
    }
    std::fs::write(house.path("data/secret.key"), format!("{}\n", "ab".repeat(32))).unwrap();
    let said = house.run(&["crawl", "postgres://127.0.0.1:1/shop"]);
    assert!(said.code != 0 && said.err.contains("error: "), "{}", said.err);
}

fn files(directory: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).expect("the directory is read") {
        let path = entry.expect("the directory is read").path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(std::fs::read(path).expect("the file is read"))
        }
    }
    found
}

#[tokio::test]
async fn a5_backup_and_export_come_back_with_the_same_digest() {
    let house = House::new().await;
    house.run(&["crawl", &house.url()]);
    let (backup, export) = (house.path("backup"), house.path("catalog.jsonl"));
    let saved = house.run(&["backup", backup.to_str().unwrap(), "--json"]).json();
    let restored = house.on("second", &["restore", backup.to_str().unwrap(), "--json"]);
    assert_eq!(restored.json(), saved, "{}", restored.err);
    assert_eq!(house.on("second", &["doctor", "--json"]).json()["differences"], 0);
    assert_eq!(
        house.on("second", &["search", "orders", "--json"]).json()["total"],
        house.run(&["search", "orders", "--json"]).json()["total"]
    );
    assert_eq!(house.on("second", &["restore", backup.to_str().unwrap()]).code, 2, "nothing is overwritten");
    let exported = house.run(&["export", export.to_str().unwrap(), "--json"]).json();
    let imported = house.on("third", &["import", export.to_str().unwrap(), "--json"]).json();
    assert_eq!(imported["digest"], exported["digest"]);
    assert_eq!(house.on("third", &["doctor", "--json"]).json()["differences"], 0);
}

#[tokio::test]
async fn threat_29_backup_taken_under_load_from_a_server_comes_back_on_either_engine() {
    let house = House::new().await;
    let server = testkit::postgres_database().await;
    let (file, backup) = (house.path("pw"), |name: &str| house.path(name).display().to_string());
    std::fs::write(&file, "correct horse battery\n").unwrap();
    let on = |data: &str, arguments: &[&str]| {
        house.on(data, &[&["--database", &server.url(), "--json"], arguments].concat())
    };
    let live = |arguments: &[&str]| on("live", arguments);
    live(&["user", "create", "ana", "--admin", "--password-file", file.to_str().unwrap()]);
    live(&["token", "create", "--user", "ana", "--name", "ci", "--scope", "read"]);
    assert_eq!(live(&["crawl", &house.url(), "--name", "shop"]).json()["status"], "succeeded");

    // Another server crawls many tables while the backup is taken.
    let many = house.path("many.db");
    let mut source = SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", many.display())).await.unwrap();
    let tables: String =
        (0..300).map(|table| format!("CREATE TABLE t{table} (id INTEGER PRIMARY KEY, a TEXT, b TEXT);")).collect();
    sqlx::raw_sql(sqlx::AssertSqlSafe(tables)).execute(&mut source).await.unwrap();
    source.close().await.unwrap();
    let busy = std::thread::scope(|scope| {
        let address = format!("sqlite://{}", many.display());
        let crawl = scope.spawn(move || on("another", &["crawl", &address]).json());
        let busy = live(&["backup", &backup("busy")]);
        assert_eq!(crawl.join().unwrap()["status"], "succeeded");
        busy
    });
    let quiet = live(&["backup", &backup("quiet")]).json();
    assert!(busy.json()["changes"].as_i64() <= quiet["changes"].as_i64(), "{}", busy.err);

    for (taken, figures) in [("busy", busy.json()), ("quiet", quiet)] {
        let onto_server = testkit::postgres_database().await;
        for (data, database) in [("file", None), ("server", Some(onto_server.url()))] {
            let data = format!("{taken}-{data}");
            let at = |arguments: &[&str]| {
                let database = database.as_deref().map_or(vec![], |url| vec!["--database", url]);
                house.on(&data, &[&database, &["--json"][..], arguments].concat())
            };
            let restored = at(&["restore", &backup(taken)]);
            assert_eq!(restored.json(), figures, "{data}: {}", restored.err);
            let doctor = at(&["doctor"]).json();
            assert_eq!(doctor["differences"], 0, "{data}: {doctor}");
            assert_eq!(at(&["user", "list"]).json(), live(&["user", "list"]).json());
            assert_eq!(
                at(&["token", "list", "--user", "ana"]).json(),
                live(&["token", "list", "--user", "ana"]).json()
            );
            // The sealed part of a source opens with the key that came along.
            assert_eq!(at(&["crawl", "shop"]).json()["status"], "succeeded", "{data}");
        }
    }
    let into = ["--database", &server.url(), "restore", &backup("quiet")];
    let refused = house.on("elsewhere", &into);
    assert!(refused.code == 1 && refused.err.contains("the store is not empty"), "{}", refused.err);
}

#[tokio::test]
async fn accounts_are_made_with_a_password_from_a_file() {
    let house = House::new().await;
    let file = house.path("pw");
    std::fs::write(&file, "correct horse battery\n").unwrap();
    assert_eq!(house.run(&["user", "create", "ana", "--admin"]).code, 2, "no password");
    let made = house.run(&["user", "create", "ana", "--admin", "--password-file", file.to_str().unwrap(), "--json"]);
    assert_eq!(made.json()["role"], "admin", "{}", made.err);
    let token = house.run(&["token", "create", "--user", "ana", "--name", "ci", "--scope", "read", "--json"]);
    assert!(token.json()["secret"].as_str().unwrap().starts_with("cdt_"), "{}", token.err);
    let listed = house.run(&["token", "list", "--user", "ana", "--json"]);
    assert!(!listed.out.contains(token.json()["secret"].as_str().unwrap()));
}

#[tokio::test]
async fn c1_lineage_of_sql_is_one_json_line_a_statement_and_one_for_the_script() {
    let house = House::new().await;
    let (schema, script) = (house.path("tables.json"), house.path("load.sql"));
    std::fs::write(&schema, r#"{"orders": ["id", "amount"]}"#).expect("the schema is written");
    let sql = "CREATE TABLE big AS SELECT * FROM orders WHERE amount > 100;\nSELECT id FROM big";
    std::fs::write(&script, sql).expect("the script is written");
    let (schema, script) = (schema.display().to_string(), script.display().to_string());
    let options = ["lineage-sql", "--dialect", "postgres", "--schema", &schema, "--default-schema", "shop.public"];
    let said = house.run(&[&options[..], &[script.as_str()]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3, "{}", said.out);
    has(&lines[0], &["index", "span", "coverage", "kind", "status", "notes", "reads", "writes", "columns", "indirect"]);
    assert_eq!(lines[0]["kind"], "create_table_as");
    assert_eq!(lines[0]["reads"][0]["name"], serde_json::json!(["shop", "public", "orders"]));
    assert_eq!(lines[0]["columns"][1]["source"]["column"], serde_json::json!(["amount"]));
    assert_eq!(lines[0]["indirect"][0]["subtype"], "FILTER");
    has(&lines[2], &["inputs", "outputs", "complete", "partial", "opaque", "failed"]);
    assert_eq!(lines[2]["outputs"], serde_json::json!([["shop", "public", "big"]]));
}

#[tokio::test]
async fn c1_lineage_of_sql_refuses_what_it_cannot_read_and_says_why() {
    let house = House::new().await;
    let (schema, nothing) = (house.path("bad.json"), house.path("nothing.sql"));
    std::fs::write(&schema, "[1]").expect("the schema is written");
    let (schema, nothing) = (schema.display().to_string(), nothing.display().to_string());
    let dialect = house.run(&["lineage-sql", "--dialect", "klingon"]);
    assert_eq!(dialect.code, 2);
    assert!(dialect.err.contains("`klingon`") && dialect.err.contains("snowflake"), "{}", dialect.err);
    let file = house.run(&["lineage-sql", "--dialect", "mysql", &nothing]);
    assert_eq!(file.code, 3, "{}", file.err);
    let shape = house.run(&["lineage-sql", "--dialect", "mysql", "--schema", &schema]);
    assert_eq!(shape.code, 2);
    assert!(shape.err.contains("it has to be an object"), "{}", shape.err);
    let empty = house.run(&["lineage-sql", "--dialect", "mysql"]);
    assert_eq!((empty.code, empty.out.lines().count()), (0, 1), "nothing on standard input is an empty script");
}

#[tokio::test]
async fn c4_tis_installation_is_crawled_with_pipelines_tasks_and_lineage_and_no_secret() {
    let house = House::new().await;
    let job = serde_json::json!({ "job": { "content": [{
        "reader": { "name": "mysqlreader", "parameter": { "password": "canary-4711", "column": ["id"],
            "connection": [{ "table": ["orders"], "jdbcUrl": ["jdbc:mysql://src/shop"] }] } },
        "writer": { "name": "dorisWriter", "parameter": { "password": "canary-4711", "column": ["id"],
            "connection": [{ "table": ["orders"], "jdbcUrl": "jdbc:mysql://dw:9030/ods" }] } },
    }] } });
    let folder = house.path("tis/ap/orders_sync/dataxCfg/db1");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("orders.json"), job.to_string()).unwrap();
    let url = format!("tis://{}?name=prod", house.path("tis").display());
    let first = house.run(&["crawl", &url, "--json"]).json();
    assert_eq!(first["status"], "succeeded", "{first}");
    let again = house.run(&["crawl", &url, "--json"]).json();
    assert_eq!((&again["added"], &again["changed"], &again["removed"]), (&0.into(), &0.into(), &0.into()), "{again}");
    let found = house.run(&["search", "orders_sync", "--kind", "pipeline", "--json"]).json();
    assert_eq!(found["total"], 1, "{found}");
    let lineage = house.run(&["lineage", "mysql://dw:9030/ods.orders", "--up", "--json"]).json();
    let edge = &lineage["edges"][0];
    assert_eq!(edge["from"], "mysql://src:3306/shop.orders", "{lineage}");
    assert!(edge["through"].as_str().unwrap().ends_with("\"db1/orders.json\""), "{lineage}");
    for bytes in files(&house.path("data")) {
        assert!(!bytes.windows(11).any(|window| window == b"canary-4711"));
    }
}

#[tokio::test]
async fn query_log_is_crawled_from_the_command_line_and_keeps_no_value() {
    let house = House::new().await;
    let folder = house.path("logs");
    std::fs::create_dir(&folder).expect("a folder is made");
    let entry = |second: u32, sql: &str| {
        format!("2026-11-23 10:00:{second:02} UTC,\"ana\",\"shop\",1,,,,,,,,LOG,00000,\"statement: {sql}\",,,,\n")
    };
    let statement = "INSERT INTO totals SELECT id FROM orders WHERE note = 'canary'";
    std::fs::write(folder.join("x.csv"), entry(1, statement)).expect("a log is written");
    let url = format!("query-log://{}?log=postgres_csvlog&namespace=postgres://h:5432&name=shop", folder.display());
    let first = house.run(&["crawl", &url, "--json"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!((&first.json()["status"], &first.json()["added"]), (&"succeeded".into(), &1.into()));
    let log = house.run(&["show", "query_log/shop", "--json"]).json();
    assert_eq!(log["kind"], "pipeline", "{log}");
    // The statement is the same; only how often it ran has changed.
    let more = format!("{}{}", entry(1, statement), entry(2, &statement.replace("canary", "another")));
    std::fs::write(folder.join("x.csv"), more).expect("a log is written");
    let second = house.run(&["crawl", &url, "--json"]).json();
    assert_eq!((&second["status"], &second["changed"]), (&"succeeded".into(), &0.into()), "{second}");
    let store = house.path("data/catalog.db");
    let mut open = SqliteConnection::connect(&format!("sqlite://{}", store.display())).await.expect("the store opens");
    let declared: Vec<String> = sqlx::query_scalar("SELECT declared FROM catalog_declaration WHERE tool = 'query_log'")
        .fetch_all(&mut open)
        .await
        .expect("the declarations are read");
    assert!(declared.len() == 1 && declared[0].contains("WHERE note = ?"), "{declared:?}");
    open.close().await.expect("the store closes");
    for file in ["data/catalog.db", "data/catalog.db-wal"] {
        let bytes = std::fs::read(house.path(file)).unwrap_or_default();
        assert!(!bytes.windows(6).any(|window| window == b"canary"), "a value is in {file}");
    }
    assert!(!format!("{} {}", first.out, first.err).contains("canary"));
}

/// A contract of `orders` that has this version, with these columns besides `id`.
fn contract(version: &str, columns: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nname: Orders\nversion: {version}\nstatus: active\nschema:\n  \
         - name: orders\n    properties:\n      - {{name: id, logicalType: integer, required: true, unique: true}}\n{columns}"
    )
}

const AMOUNT: &str = "      - {name: amount, logicalType: number, logicalTypeOptions: {minimum: 0}}\n";

impl House {
    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("the file is written");
        self.path(name).display().to_string()
    }

    async fn change(&self, sql: &'static str) {
        let mut source = SqliteConnection::connect(&self.url()).await.expect("the source opens");
        sqlx::raw_sql(sql).execute(&mut source).await.expect("the source changes");
        source.close().await.expect("the source closes");
    }
}

/// The codes and the report of `contract test`, while rows come that the contract does not allow.
async fn i5_tested(house: &House, data: &str, spoil: impl AsyncFn()) {
    let (good, junit) = (house.write("good.yaml", &contract("1.0.0", AMOUNT)), house.path("results.xml"));
    let test = || house.on(data, &["contract", "test", &good, "--junit", &junit.display().to_string(), "--json"]);
    let kept = test();
    assert_eq!(kept.code, 0, "{}{}", kept.out, kept.err);
    assert_eq!(kept.json()["kept"], true);
    let report = std::fs::read_to_string(&junit).unwrap();
    assert!(report.contains("<testsuite") && report.contains("failures=\"0\""), "{report}");
    spoil().await;
    let broken = test();
    assert_eq!(broken.code, 1, "{}{}", broken.out, broken.err);
    let findings = broken.json()["findings"].as_array().unwrap().clone();
    let bad: Vec<&str> =
        findings.iter().filter(|one| one["outcome"] == "fail").map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(bad, ["between"], "{findings:?}");
    let report = std::fs::read_to_string(&junit).unwrap();
    assert!(report.contains("failures=\"1\"") && report.contains("between"), "{report}");
    let gone = house.write("gone.yaml", &contract("1.0.0", "      - {name: gone, logicalType: string}\n"));
    let gone = house.on(data, &["contract", "test", &gone]);
    assert_eq!(gone.code, 1, "a column that is not there breaks it: {}", gone.err);
    assert!(gone.out.contains("there is no column `gone`"), "{}", gone.out);
    let wrong = house.write("wrong.yaml", "kind: DataContract\napiVersion: v2.0.0\n");
    let wrong = house.on(data, &["contract", "test", &wrong]);
    assert_eq!((wrong.code, wrong.err.contains("apiVersion")), (2, true), "{}", wrong.err);
    assert_eq!(house.on(data, &["contract", "test", "/no/such/file.yaml"]).code, 2);
}

#[tokio::test]
async fn i5_contract_test_ends_with_0_1_or_2_and_writes_junit_on_sqlite() {
    let house = House::new().await;
    house.change("INSERT INTO orders VALUES (1, 10, NULL), (2, 20, NULL)").await;
    house.run(&["crawl", &house.url()]);
    i5_tested(&house, "data", async || house.change("INSERT INTO orders VALUES (3, -1, NULL)").await).await;
}

#[tokio::test]
async fn i5_contract_test_ends_with_0_1_or_2_and_writes_junit_on_postgresql() {
    let house = House::new().await;
    let database = testkit::postgres_database().await;
    database
        .run("CREATE TABLE orders (id int, amount numeric(10,2)); INSERT INTO orders VALUES (1, 10), (2, 20)")
        .await;
    let crawl = house.on("pg", &["crawl", &database.url()]);
    assert_eq!(crawl.code, 0, "{}", crawl.err);
    i5_tested(&house, "pg", async || database.run("INSERT INTO orders VALUES (3, -1)").await).await;
}

#[tokio::test]
async fn i5_contract_diff_ends_with_1_when_something_breaks() {
    let house = House::new().await;
    let old = house.write("old.yaml", &contract("1.0.0", AMOUNT));
    let more = house.write("more.yaml", &contract("1.1.0", &format!("{AMOUNT}      - {{name: note}}\n")));
    let less = house.write("less.yaml", &contract("1.1.0", ""));
    let added = house.run(&["contract", "diff", &old, &more, "--json"]);
    assert_eq!((added.code, &added.json()["breaking"]), (0, &false.into()), "{}", added.err);
    let removed = house.run(&["contract", "diff", &old, &less, "--json"]);
    assert_eq!((removed.code, &removed.json()["breaking"]), (1, &true.into()), "{}", removed.err);
    assert_eq!(removed.json()["differences"][0]["what"], "column_removed", "{}", removed.out);
    assert_eq!(house.run(&["contract", "diff", &old, "/no/such/file.yaml"]).code, 2);
}

#[tokio::test]
async fn i5_contract_push_keeps_versions_and_refuses_what_breaks_unsaid() {
    let house = House::new().await;
    house.run(&["crawl", &house.url()]);
    let old = house.write("old.yaml", &contract("1.0.0", AMOUNT));
    let less = house.write("less.yaml", &contract("1.1.0", ""));
    let first = house.run(&["contract", "push", &old, "--consumer", "team:bi", "--json"]);
    assert_eq!(first.code, 0, "{}", first.err);
    has(&first.json(), &["id", "name", "version", "state", "new", "inForce", "breaking", "differences"]);
    assert_eq!((&first.json()["new"], &first.json()["inForce"]), (&true.into(), &true.into()));
    assert_eq!(house.run(&["contract", "push", &old, "--json"]).json()["new"], false, "the same again is nothing new");
    let refused = house.run(&["contract", "push", &less]);
    assert_eq!((refused.code, refused.err.contains("orders.amount")), (2, true), "{}", refused.err);
    let known = house.run(&["contract", "push", &less, "--breaking-is-known", "--json"]);
    assert_eq!((known.code, &known.json()["inForce"]), (0, &true.into()), "{}", known.err);
    let checked = house.run(&["check", "orders", "--json"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("promised_columns"), "what is in force is checked: {}", checked.out);
}

#[tokio::test]
async fn f1_profile_measures_a_table_from_the_command_line() {
    let house = House::new().await;
    house.change("INSERT INTO orders VALUES (1, 10, NULL), (2, 20, 'x'), (3, 20, NULL)").await;
    house.run(&["crawl", &house.url()]);
    let profile = house.run(&["profile", "orders", "--json"]);
    assert_eq!(profile.code, 0, "{}", profile.err);
    let profile = profile.json();
    assert_eq!(profile["rows"], 3, "{profile}");
    let column = |name: &str| {
        let columns = profile["columns"].as_array().unwrap();
        columns.iter().find(|column| column["name"] == name).unwrap().clone()
    };
    assert_eq!((&column("note")["nulls"], &column("amount")["distinct"]), (&2.into(), &2.into()), "{profile}");
    let shown = house.run(&["profile", "orders"]);
    assert!(shown.out.contains("3 rows, 3 columns"), "{}", shown.out);
    assert_eq!(house.run(&["profile", "nothing"]).code, 3);
}
