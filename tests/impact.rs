//! `cadastre impact` from outside: answers and exit codes over real sources, beside a data directory and a server.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use sqlx::Connection as _;

mod impact {
    mod metrics;
}

/// A data directory.
struct House(tempfile::TempDir);

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not one JSON value: {:?} {}", self.out, self.err))
    }

    /// What breaks, by the last two parts of its name, with how hard.
    fn broken(&self) -> Vec<String> {
        let answer = self.json();
        let line = |broken: &Value| {
            let name: Vec<&str> = broken["name"].as_str().expect("a name").rsplit('.').take(2).collect();
            format!(
                "{} {}.{}",
                broken["effect"].as_str().expect("an effect"),
                name[1].rsplit('/').next().unwrap_or_default(),
                name[0]
            )
        };
        answer["broken"].as_array().unwrap_or_else(|| panic!("{answer}")).iter().map(line).collect()
    }
}

impl House {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory is made"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> String {
        std::fs::create_dir_all(self.path(name).parent().expect("it is in the house")).expect("a folder is made");
        std::fs::write(self.path(name), text).expect("the file is written");
        self.path(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_cadastre"))
            .arg("--data")
            .arg(self.path("data"))
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("the binary starts");
        Said {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
            err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
        }
    }

    fn crawl(&self, url: &str) {
        let said = self.run(&["crawl", url, "--json"]);
        assert_eq!(said.json()["status"], "succeeded", "{}", said.out);
    }
}

const TABLES: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount NUMERIC(10,2) NOT NULL, note VARCHAR(20));
    CREATE VIEW big_orders AS SELECT id, amount FROM orders WHERE amount > 100;
    CREATE VIEW totals AS SELECT sum(amount) AS total FROM big_orders;
    CREATE VIEW notes AS SELECT note FROM orders;";

/// The file of an SQLite source.
async fn sqlite(house: &House) -> String {
    let url = format!("sqlite://{}", house.path("shop.db").display());
    let mut source = sqlx::SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("the source opens");
    sqlx::raw_sql(TABLES).execute(&mut source).await.expect("the tables are made");
    source.close().await.expect("the source closes");
    url
}

async fn postgres(sql: &'static str) -> testkit::TestDatabase {
    let database = testkit::postgres_database().await;
    let mut source = sqlx::PgConnection::connect(&database.url()).await.expect("the source opens");
    sqlx::raw_sql(sql).execute(&mut source).await.expect("the tables are made");
    source.close().await.expect("the source closes");
    database
}

#[tokio::test]
async fn j9_impact_of_a_script_lists_what_breaks_and_exits_1() {
    let house = House::new();
    let files = sqlite(&house).await;
    house.crawl(&files);
    let ddl = house.file("drop.sql", "ALTER TABLE orders DROP COLUMN amount;");
    let said = house.run(&["impact", "--ddl", &ddl, "--dialect", "sqlite", "--json"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let expected = ["breaks big_orders.amount", "breaks db.big_orders", "affected totals.total", "affected db.totals"];
    let mut found = said.broken();
    found.sort();
    let mut wanted = expected.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!(found.iter().map(|line| line.replace("\"", "")).collect::<Vec<_>>(), wanted, "{}", said.out);
    let answer = said.json();
    assert_eq!((&answer["total"], &answer["truncated"]), (&json!(4), &json!(false)));
    assert_eq!(answer["changes"][0]["change"], "dropped");
    assert_eq!(answer["broken"][0]["path"].as_array().unwrap().len(), 2);
    let ddl = house.file("wider.sql", "ALTER TABLE orders ADD COLUMN day TEXT;");
    let said = house.run(&["impact", "--ddl", &ddl, "--dialect", "sqlite", "--json"]);
    assert_eq!((said.code, &said.json()["broken"], &said.json()["total"]), (0, &json!([]), &json!(0)));
}

#[tokio::test]
async fn j9_impact_of_columns_over_postgres_is_exact() {
    let house = House::new();
    let database = postgres(TABLES).await;
    house.crawl(&database.url());
    let said = house.run(&["impact", "--columns", "orders.note", "--json"]);
    assert_eq!((said.code, said.broken()), (1, vec!["breaks notes.note".into(), "breaks public.notes".into()]));
    for (change, code) in [
        ("orders.note:varchar(40)", 0),
        ("orders.note:text", 0),
        ("orders.note:varchar(10)", 1),
        ("orders.note:dropped", 1),
        ("orders.note>remark", 1),
        ("orders.id:bigint", 0),
    ] {
        let said = house.run(&["impact", "--column", change, "--json"]);
        assert_eq!(said.code, code, "{change}: {}", said.out);
    }
    let text = house.run(&["impact", "--columns", "orders.note", "--markdown"]);
    assert!(text.out.contains("<details><summary>Breaks (2)</summary>"), "{}", text.out);
    assert!(house.run(&["impact", "--columns", "orders.note"]).out.contains("2 in all"));
}

#[tokio::test]
async fn j9_impact_refuses_what_it_cannot_read_and_says_why() {
    let house = House::new();
    house.crawl(&sqlite(&house).await);
    let ddl = house.file("a.sql", "SELECT 1");
    for (arguments, code, field) in [
        (vec!["impact"], 2, "ddl"),
        (vec!["impact", "--ddl", "/nowhere.sql", "--dialect", "sqlite"], 2, "ddl"),
        (vec!["impact", "--ddl", &ddl, "--dialect", "klingon"], 2, "dialect"),
        (vec!["impact", "--columns", "orders"], 2, "columns"),
        (vec!["impact", "--columns", "orders.nothing"], 3, "name"),
        (vec!["impact", "--manifest", &ddl, "--namespace", "sqlite"], 2, "manifest"),
        (vec!["impact", "--columns", "orders.id", "--limit", "0"], 2, "limit"),
    ] {
        let said = house.run(&[&arguments[..], &["--json"]].concat());
        let error = &said.json()["error"];
        assert_eq!(said.code, code, "{arguments:?} {}", said.out);
        assert!(error["field"] == field || (code == 3 && error["code"] == "not_found"), "{arguments:?} {}", said.out);
    }
}

/// A dbt project over tables in `public`, whose model `stg` has these columns and `mart` is computed so.
fn manifest(database: &str, stg: &str, mart: Option<&str>) -> String {
    let node = |name: &str, sql: &str, above: &[&str]| {
        json!({ "resource_type": "model", "name": name, "package_name": "shop", "database": database, "schema": "public",
            "alias": name, "relation_name": format!("\"{database}\".\"public\".\"{name}\""), "language": "sql",
            "compiled_code": sql.replace("public.", &format!("\"{database}\".\"public\".")),
            "config": { "materialized": "view" }, "depends_on": { "nodes": above } })
    };
    let mut nodes = serde_json::Map::new();
    nodes.insert("model.shop.stg".into(), node("stg", stg, &["source.shop.raw.orders"]));
    if let Some(mart) = mart {
        nodes.insert("model.shop.mart".into(), node("mart", mart, &["model.shop.stg"]));
    }
    let source = json!({ "resource_type": "source", "name": "orders", "source_name": "raw", "database": database,
        "schema": "public", "identifier": "orders", "relation_name": format!("\"{database}\".\"public\".\"orders\"") });
    let board = json!({ "resource_type": "exposure", "name": "board", "type": "dashboard",
        "owner": { "email": "bi@shop.example" }, "depends_on": { "nodes": ["model.shop.mart"] } });
    json!({ "metadata": { "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "dbt_version": "1.9.0", "project_name": "shop", "adapter_type": "postgres" },
        "nodes": nodes, "sources": { "source.shop.raw.orders": source },
        "exposures": { "exposure.shop.board": board } })
    .to_string()
}

#[tokio::test]
async fn j9_impact_of_a_dbt_manifest_lists_models_and_dashboards_with_their_owners() {
    let house = House::new();
    let database = postgres(
        "CREATE TABLE orders (id bigint, amount numeric(10,2));
         CREATE VIEW stg AS SELECT id, amount FROM public.orders;
         CREATE VIEW mart AS SELECT sum(amount) AS total FROM public.stg;",
    )
    .await;
    house.crawl(&database.url());
    let namespace = house.run(&["show", "orders", "--json"]).json()["namespace"].as_str().unwrap().to_owned();
    let path = house.run(&["show", "orders", "--json"]).json()["parts"].clone();
    let name = path[0].as_str().unwrap();
    let (stg, mart) = ("select id, amount from public.orders", "select sum(amount) as total from public.stg");
    let base = house.file("target/manifest.json", &manifest(name, stg, Some(mart)));
    let target = Path::new(&base).parent().unwrap().display().to_string();
    house.crawl(&format!("dbt://{target}?namespace={namespace}"));
    let same = house.run(&["impact", "--manifest", &base, "--json"]);
    assert_eq!((same.code, &same.json()["total"]), (0, &json!(0)), "{}", same.out);
    let new = house.file("new.json", &manifest(name, "select id from public.orders", Some(mart)));
    for base in [&["--base", base.as_str()][..], &[]] {
        let said = house.run(&[&["impact", "--manifest", &new, "--json"], base].concat());
        assert_eq!(said.code, 1, "{}", said.out);
        let broken = said.json()["broken"].clone();
        let of_kind = |kind: &str| broken.as_array().unwrap().iter().find(|item| item["kind"] == kind).cloned();
        assert_eq!(of_kind("dashboard").unwrap()["owners"], json!(["bi@shop.example"]), "{}", said.out);
        assert!(said.broken().contains(&"breaks public.mart".to_owned()), "{}", said.out);
    }
    let mended = house.file(
        "mended.json",
        &manifest(name, "select id from public.orders", Some("select count(id) as total from public.stg")),
    );
    let said = house.run(&["impact", "--manifest", &mended, "--json"]);
    assert_eq!((said.code, said.broken()), (0, vec![]), "{}", said.out);
    let gone = house.file("gone.json", &manifest(name, stg, None));
    let said = house.run(&["impact", "--manifest", &gone, "--json"]);
    assert_eq!((said.code, &said.json()["changes"][0]["change"]), (1, &json!("dropped")), "{}", said.out);
}

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a server on a free port and waits for the line that says where it is.
fn serve(data: &Path) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cadastre"))
        .arg("--data")
        .arg(data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let mut lines = BufReader::new(child.stderr.take().expect("it was piped")).lines().map_while(Result::ok);
    let ready = lines.by_ref().find_map(|line| Some(line.split_once("ready at ")?.1.to_owned()));
    // A log that nobody reads would stop the server one day.
    std::thread::spawn(move || lines.for_each(drop));
    let address =
        ready.and_then(|rest| rest.split_whitespace().next().map(str::to_owned)).expect("it says where it is");
    Server { child, address }
}

#[tokio::test]
async fn j9_impact_asks_a_server_and_answers_as_beside_its_data() {
    let house = House::new();
    house.crawl(&sqlite(&house).await);
    let password = house.file("pw", "correct horse battery\n");
    house.run(&["user", "create", "ana", "--admin", "--password-file", &password]);
    let token = house.run(&["token", "create", "--user", "ana", "--name", "ci", "--scope", "read", "--json"]).json();
    let token = house.file("token", token["secret"].as_str().unwrap());
    let ddl = house.file("drop.sql", "ALTER TABLE orders DROP COLUMN amount; ALTER TABLE nowhere DROP COLUMN x;");
    let asked: [&[&str]; 4] = [
        &["impact", "--ddl", &ddl, "--dialect", "sqlite", "--json"],
        &["impact", "--columns", "orders.amount,orders.note", "--json"],
        &["impact", "--column", "orders.note:text", "--json"],
        &["impact", "--columns", "orders.nothing", "--json"],
    ];
    let beside: Vec<Said> = asked.iter().map(|arguments| house.run(arguments)).collect();
    let server = serve(&house.path("data"));
    for (arguments, beside) in asked.iter().zip(beside) {
        let remote = ["--server", &server.address, "--token-file", &token];
        let said = house.run(&[*arguments, &remote[..]].concat());
        assert_eq!(said.code, beside.code, "{arguments:?} {} {}", said.out, said.err);
        if said.code != 3 {
            assert_eq!(said.json(), beside.json(), "{arguments:?}");
        }
    }
    let none = house.run(&["impact", "--columns", "orders.id", "--server", &server.address, "--json"]);
    assert_eq!((none.code, &none.json()["error"]["field"]), (2, &json!("token-file")), "{}", none.out);
}
