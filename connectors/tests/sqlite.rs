//! The SQLite connector against real files.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use std::{path::Path, time::Duration};

use catalog::{
    AssetKind, ErrorKind, Fault, Name, Record, TypeClass,
    kinds::table::{Constraint, ConstraintType, Index, TableType},
};
use connectors::{Connector, Outbound, QueryLimits, SampleColumn, build_connector, from_url};
use serde_json::json;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use support::records::{Assets, crawl, statistics};
use tempfile::TempDir;

const SHOP: &str = "
    CREATE TABLE customer (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        姓名 TEXT NOT NULL DEFAULT '无' COLLATE NOCASE,
        email VARCHAR(120) CONSTRAINT one_mail UNIQUE,
        balance DECIMAL(10,2) CHECK (balance >= 0)
    );
    CREATE TABLE \"order\" (
        day DATE NOT NULL, number INTEGER NOT NULL,
        customer INTEGER CONSTRAINT buyer REFERENCES CUSTOMER ON DELETE CASCADE,
        total REAL GENERATED ALWAYS AS (number * 2.5) STORED,
        \"a.b\"\"c😀\" BLOB,
        PRIMARY KEY (day, number),
        CONSTRAINT positive CHECK (number > 0)
    ) WITHOUT ROWID;
    CREATE INDEX recent ON \"order\" (customer, lower(day) DESC) WHERE number > 10;
    CREATE VIEW big (id, total) AS SELECT number, total FROM \"order\" WHERE total > 100;
    CREATE VIRTUAL TABLE note USING fts5 (title, body);
    CREATE TRIGGER stamp AFTER INSERT ON customer BEGIN SELECT 1; END;
    INSERT INTO customer (姓名) VALUES ('ana'), ('bob'), ('王');
    ANALYZE;
";

async fn file(sql: &str) -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().canonicalize().unwrap().join("shop.db");
    write(&path, sql).await;
    (directory, path.to_str().unwrap().to_owned())
}

async fn write(path: &Path, sql: &str) {
    let mut connection = SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn connector(path: &str) -> Box<dyn Connector> {
    build_connector("sqlite", json!({ "path": path }), Outbound::default()).unwrap()
}

fn constraint(constraint_type: ConstraintType, name: Option<&str>, columns: &[&str]) -> Constraint {
    Constraint {
        name: name.map(str::to_owned),
        constraint_type,
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        referenced_table: Vec::new(),
        referenced_columns: Vec::new(),
        expression: None,
    }
}

#[tokio::test]
async fn b1_sqlite_yields_exactly_the_expected_assets() {
    let (_directory, path) = file(SHOP).await;
    let records = crawl(&*connector(&path)).await;
    let assets = Assets::of(&records);

    assert_eq!(assets.names(AssetKind::Database), [path.as_str()]);
    assert_eq!(assets.names(AssetKind::Table), ["customer", "order", "big", "note"]);
    assert_eq!(assets.names(AssetKind::Procedure), ["stamp"]);
    assert_eq!(assets.columns_of(&["customer"]), ["id", "姓名", "email", "balance"]);
    assert_eq!(assets.columns_of(&["order"]), ["day", "number", "customer", "total", "a.b\"c😀"]);
    assert_eq!(assets.columns_of(&["big"]), ["id", "total"]);
    assert_eq!(assets.columns_of(&["note"])[..2], ["title", "body"]);
    assert!(assets.procedure(&["stamp"]).definition.as_deref().unwrap().starts_with("CREATE TRIGGER stamp"));
    assert_eq!(records.last(), Some(&Record::ScopeRead { root: Name::new("sqlite", [path.as_str()]) }));
}

#[tokio::test]
async fn b1_sqlite_columns_have_type_key_default_and_generation() {
    let (_directory, path) = file(SHOP).await;
    let assets = Assets::of(&crawl(&*connector(&path)).await);

    let id = assets.column(&["customer", "id"]);
    assert_eq!((id.position, id.is_nullable, id.primary_key_position), (1, false, Some(1)));
    assert_eq!(id.generation.as_deref(), Some("auto_increment"));
    let name = assets.column(&["customer", "姓名"]);
    assert_eq!((name.position, name.is_nullable), (2, false));
    assert_eq!((name.default_value.as_deref(), name.collation.as_deref()), (Some("'无'"), Some("NOCASE")));
    let email = assets.column(&["customer", "email"]);
    assert_eq!((email.data_type.class, email.data_type.length), (TypeClass::Text, Some(120)));
    assert!(email.is_nullable);
    let balance = &assets.column(&["customer", "balance"]).data_type;
    assert_eq!((balance.precision, balance.scale, balance.text.as_str()), (Some(10), Some(2), "DECIMAL(10,2)"));
    let total = assets.column(&["order", "total"]);
    assert_eq!(total.generation.as_deref(), Some("generated: number * 2.5"));
    assert_eq!(assets.column(&["order", "number"]).primary_key_position, Some(2));
    assert_eq!(assets.column(&["note", "note"]).generation.as_deref(), Some("hidden"));
}

#[tokio::test]
async fn b1_sqlite_tables_have_keys_checks_indexes_and_definitions() {
    let (_directory, path) = file(SHOP).await;
    let records = crawl(&*connector(&path)).await;
    let assets = Assets::of(&records);

    let customer = assets.table(&["customer"]);
    assert_eq!(
        customer.constraints,
        [
            constraint(ConstraintType::PrimaryKey, None, &["id"]),
            constraint(ConstraintType::Unique, Some("one_mail"), &["email"]),
            Constraint { expression: Some("balance >= 0".into()), ..constraint(ConstraintType::Check, None, &[]) },
        ]
    );
    let order = assets.table(&["order"]);
    assert_eq!(
        order.constraints[1],
        Constraint {
            referenced_table: vec![path.clone(), "customer".into()],
            referenced_columns: vec!["id".into()],
            expression: Some("ON UPDATE NO ACTION ON DELETE CASCADE".into()),
            ..constraint(ConstraintType::ForeignKey, Some("buyer"), &["customer"])
        }
    );
    assert_eq!(order.constraints[2].name.as_deref(), Some("positive"));
    let recent = Index {
        name: "recent".into(),
        columns: vec!["customer".into(), "lower(day) DESC".into()],
        is_unique: false,
        method: Some("btree".into()),
        predicate: Some("number > 10".into()),
    };
    assert!(order.indexes.contains(&recent), "{:#?}", order.indexes);
    let big = assets.table(&["big"]);
    assert_eq!((big.table_type, big.dialect.as_deref()), (TableType::View, Some("sqlite")));
    assert!(big.definition.as_deref().unwrap().starts_with("CREATE VIEW big (id, total) AS SELECT"));
    assert_eq!(assets.table(&["note"]).table_type, TableType::Virtual);
    let figures = statistics(&records, &["customer"]);
    assert_eq!((figures.row_count, figures.is_estimate), (Some(3), true));
    assert!(figures.size_bytes.unwrap() >= 4096);
}

#[tokio::test]
async fn view_over_a_table_that_is_gone_is_not_judged_and_hides_nothing_else() {
    let (_directory, path) = file(
        "CREATE TABLE t (a); CREATE VIEW bad AS SELECT * FROM t; CREATE VIEW good AS SELECT 1 AS one; DROP TABLE t",
    )
    .await;
    let records = crawl(&*connector(&path)).await;
    assert_eq!(Assets::of(&records).columns_of(&["good"]), ["one"]);
    let failed: Vec<_> = records.iter().filter(|record| matches!(record, Record::ScopeFailed { .. })).collect();
    assert!(
        matches!(failed.as_slice(), [Record::ScopeFailed { root, message }] if root.last() == "bad" && message.contains("bad")),
        "{failed:?}"
    );
}

#[tokio::test]
async fn what_is_not_a_database_is_refused_and_says_so() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().canonicalize().unwrap().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("text"), "id,name\n1,ana\n").unwrap();
    std::fs::write(at("empty"), "").unwrap();
    for (name, problem) in [
        ("text", "is not an SQLite database"),
        ("empty", "is empty"),
        ("absent", "does not exist"),
        ("", "is not a file"),
    ] {
        let error = connector(&at(name)).check().await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("path")), "{name}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn damaged_file_fails_the_crawl_instead_of_losing_tables() {
    let (_directory, path) = file(&format!("{SHOP} CREATE TABLE big_one AS SELECT randomblob(90000) AS x")).await;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..3_000].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let (said, error) = support::records::crawl_until_failure(&*connector(&path)).await;
    assert!(error.is_some());
    assert!(!said.iter().any(|record| matches!(record, Record::ScopeRead { .. })));
}

#[tokio::test]
async fn query_gives_names_and_values_up_to_its_limits() {
    let (_directory, path) = file(SHOP).await;
    let source = connector(&path);
    let query = source.as_query().unwrap();
    let limits = QueryLimits { rows: 2, ..QueryLimits::default() };
    let rows =
        query.query("SELECT id, 姓名, 1.5, NULL, x'0a', 9007199254740993 FROM customer ORDER BY id", limits).await;
    let rows = rows.unwrap();
    assert_eq!(rows.columns[..2], ["id", "姓名"]);
    assert_eq!(
        rows.rows[0],
        [json!(1), json!("ana"), json!(1.5), json!(null), json!("\\x0a"), json!("9007199254740993")]
    );
    assert_eq!((rows.rows.len(), rows.is_truncated), (2, true));

    let limits = QueryLimits { timeout: Duration::from_millis(50), ..QueryLimits::default() };
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    assert_eq!(query.query(endless, limits).await.unwrap_err().kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn threat_16_sample_of_a_column_that_is_gone_is_an_error_and_hostile_names_are_read() {
    let (_directory, path) = file("CREATE TABLE t (\"a`b\"\"c; --\" TEXT); INSERT INTO t VALUES ('v')").await;
    let source = connector(&path);
    let table = Name::new("file", [path.as_str(), "t"]);
    let sample = async |name: &str| {
        let columns = [SampleColumn { name: name.to_owned(), is_binary: false }];
        source.as_query().unwrap().sample(&table, &columns, QueryLimits::default()).await
    };
    assert_eq!(sample("a`b\"c; --").await.unwrap().rows, [[json!("v")]]);
    let gone = sample("gone").await;
    assert_eq!(gone.unwrap_err().kind(), ErrorKind::Invalid, "its name is no value");
}

#[tokio::test]
async fn query_never_writes_and_reads_no_other_file() {
    let (_directory, path) = file(SHOP).await;
    let source = connector(&path);
    let query = source.as_query().unwrap();
    for sql in [
        "DELETE FROM customer",
        "WITH x AS (SELECT 1) DELETE FROM customer",
        "WITH x AS (SELECT 1) INSERT INTO customer (姓名) SELECT 'x'",
        "SELECT 1; ATTACH '/etc/passwd' AS other",
        "ATTACH '/etc/passwd' AS other",
        "PRAGMA query_only = OFF",
        "SELECT nothing FROM customer",
    ] {
        let error = query.query(sql, QueryLimits::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("sql")), "{sql}: {error}");
    }
    let count = query.query("SELECT count(*) FROM customer", QueryLimits::default()).await.unwrap();
    assert_eq!(count.rows, [[json!(3)]]);
}

#[tokio::test]
async fn filter_leaves_tables_out_and_covers_says_the_same() {
    let (_directory, path) = file(SHOP).await;
    let config = json!({ "path": path, "include_tables": ["c*", "order"], "exclude_tables": ["order"] });
    let source = build_connector("sqlite", config, Outbound::default()).unwrap();
    let assets = Assets::of(&crawl(&*source).await);
    assert_eq!(assets.names(AssetKind::Table), ["customer"]);
    let covers = |table: &str| source.covers(&Name::new("sqlite", [path.as_str(), table]), AssetKind::Table);
    assert!(covers("customer") && !covers("order") && !covers("big"));
}

#[test]
fn address_without_a_path_says_how_to_write_one() {
    for url in ["sqlite:", "sqlite:///", "sqlite://shop.db"] {
        let error = from_url(url, None).unwrap_err();
        assert!(error.to_string().contains("sqlite:///path/of/the/file.db"), "{url}: {error}");
    }
    assert_eq!(from_url("sqlite:///a%20b/c.db", None).unwrap().1, json!({ "path": "/a b/c.db" }));
}

#[test]
fn files_follow_the_switch_for_this_machine() {
    let Err(error) = build_connector("sqlite", json!({ "path": "/etc/x" }), Outbound::new(false)) else {
        panic!("a file was allowed");
    };
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("path")));
}
