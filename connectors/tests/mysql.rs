//! The MySQL connector against a real MariaDB.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use std::time::Duration;

use catalog::{
    AssetKind, ErrorKind, Fault, Name, Record, TypeClass,
    kinds::table::{Constraint, ConstraintType, Index, Partitioning, TableType},
};
use connectors::{Connector, Outbound, QueryLimits, from_url};
use serde_json::{Value, json};
use support::records::{Assets, crawl, statistics};
use testkit::{TestDatabase, mysql_database};

const FIXTURE: &str = include_str!("fixtures/mysql.sql");

async fn fixture() -> TestDatabase {
    let database = mysql_database().await;
    database.run(FIXTURE).await;
    database
}

/// The connector for a database, with more fields of configuration.
fn connector(database: &TestDatabase, more: Value) -> Box<dyn Connector> {
    let (definition, mut config) = from_url(&database.url(), None).unwrap();
    for (field, value) in more.as_object().unwrap() {
        config[field] = value.clone();
    }
    (definition.build)(config, Outbound::default()).unwrap()
}

async fn assets(database: &TestDatabase) -> Assets {
    Assets::of(&crawl(&*connector(database, json!({}))).await)
}

fn constraint(constraint_type: ConstraintType, name: &str, columns: &[&str]) -> Constraint {
    Constraint {
        name: Some(name.to_owned()),
        constraint_type,
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        referenced_table: Vec::new(),
        referenced_columns: Vec::new(),
        expression: None,
    }
}

#[tokio::test]
async fn b1_mysql_yields_exactly_the_expected_assets() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let records = crawl(&*source).await;
    let assets = Assets::of(&records);

    assert_eq!(assets.names(AssetKind::Database), [database.name()]);
    assert_eq!(assets.names(AssetKind::Table), ["Orders", "customer", "event", "orders", "rich", "broken"]);
    assert_eq!(
        assets.columns_of(&["customer"]),
        [
            "id",
            "name",
            "mood",
            "flags",
            "born",
            "seen",
            "worth",
            "name_length",
            "is_good",
            "raw",
            "ratio",
            "note",
            "place",
            "bits"
        ]
    );
    assert_eq!(assets.columns_of(&["Orders"]), ["Id", "customer"]);
    assert_eq!(assets.columns_of(&["orders"]), ["a.b", "say \"hi\" `x`"]);
    assert_eq!(assets.columns_of(&["rich"]), ["id", "name", "total"]);
    assert_eq!(
        assets.names(AssetKind::Procedure),
        [
            "add_order(int(11), varchar(20))",
            "add_order(int(11), varchar(20)) procedure",
            "clean_up(int(11), decimal(10,2))"
        ]
    );
    let root = Name::new(source.namespace(), [database.name()]);
    assert!(records.contains(&Record::ScopeRead { root: root.clone() }));
    let broken = records
        .iter()
        .any(|record| matches!(record, Record::ScopeFailed { root: name, .. } if *name == root.child("broken")));
    assert!(broken, "a view over a table that is gone would lose its columns");
}

#[tokio::test]
async fn b1_mysql_columns_have_type_key_default_and_generation() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let column = |name: &str| assets.column(&["customer", name]);

    let id = column("id");
    assert_eq!((id.is_nullable, id.primary_key_position, id.position), (false, Some(1), 1));
    assert_eq!((id.generation.as_deref(), id.data_type.text.as_str()), (Some("auto_increment"), "int(10) unsigned"));
    let name = column("name");
    assert_eq!((name.is_nullable, name.data_type.length), (false, Some(40)));
    assert_eq!(name.collation.as_deref(), Some("utf8mb4_bin"));
    assert_eq!(name.default_value.as_deref(), Some("'无''名'"));
    assert_eq!(assets.description(AssetKind::Column, &["customer", "name"]), Some("姓名; with a \"quote\""));
    assert_eq!(column("mood").data_type.values, ["sad", "it's ok", "高兴"]);
    assert_eq!((column("mood").is_nullable, &column("mood").default_value), (true, &None));
    assert_eq!(column("flags").data_type.values, ["a", "b"]);
    let seen = column("seen");
    assert_eq!((seen.data_type.class, seen.data_type.precision), (TypeClass::Timestamp, Some(3)));
    assert_eq!(seen.default_value.as_deref(), Some("current_timestamp(3)"));
    assert_eq!(seen.generation.as_deref(), Some("on update current_timestamp(3)"));
    let worth = column("worth");
    assert_eq!((worth.data_type.precision, worth.data_type.scale), (Some(10), Some(2)));
    assert_eq!(worth.default_value.as_deref(), Some("0.50"));
    assert_eq!(column("name_length").generation.as_deref(), Some("generated: char_length(`name`)"));
    for (name, class) in [
        ("flags", TypeClass::Array),
        ("born", TypeClass::Date),
        ("is_good", TypeClass::Boolean),
        ("raw", TypeClass::Binary),
        ("ratio", TypeClass::Float),
        ("note", TypeClass::Text),
        ("place", TypeClass::Geometry),
    ] {
        assert_eq!(column(name).data_type.class, class, "{name}");
    }
    assert_eq!((column("raw").data_type.length, column("bits").data_type.length), (Some(16), Some(3)));
}

#[tokio::test]
async fn b1_mysql_tables_have_keys_checks_and_indexes() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let customer = assets.table(&["customer"]);
    assert_eq!(assets.description(AssetKind::Table, &["customer"]), Some("客户表"));
    assert_eq!(customer.storage.as_deref(), Some("InnoDB"));
    assert_eq!(
        customer.constraints,
        [
            constraint(ConstraintType::PrimaryKey, "PRIMARY", &["id"]),
            constraint(ConstraintType::Unique, "customer_name", &["name", "born"]),
            Constraint {
                expression: Some("`worth` >= 0".into()),
                ..constraint(ConstraintType::Check, "positive", &[])
            },
        ]
    );
    let index = |name: &str, columns: &[&str], is_unique| Index {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        is_unique,
        method: Some("btree".into()),
        predicate: None,
    };
    assert_eq!(
        customer.indexes,
        [
            index("PRIMARY", &["id"], true),
            index("customer_name", &["name", "born"], true),
            index("customer_note", &["note(10)"], false),
        ]
    );
    let buyer = Constraint {
        referenced_table: vec![database.name().into(), "customer".into()],
        referenced_columns: vec!["id".into()],
        expression: Some("ON UPDATE CASCADE ON DELETE SET NULL".into()),
        ..constraint(ConstraintType::ForeignKey, "buyer", &["customer"])
    };
    assert_eq!(assets.table(&["Orders"]).constraints[1], buyer);
}

#[tokio::test]
async fn b1_mysql_partitions_and_views() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let event = assets.table(&["event"]);
    assert_eq!(event.table_type, TableType::Partitioned);
    let partitioning = Partitioning {
        strategy: Some("range columns".into()),
        keys: vec!["day".into()],
        partitions: vec!["p2023".into(), "rest".into()],
        ..Partitioning::default()
    };
    assert_eq!(event.partitioning.as_ref(), Some(&partitioning));
    let rich = assets.table(&["rich"]);
    assert_eq!((rich.table_type, rich.dialect.as_deref()), (TableType::View, Some("mysql")));
    assert!(rich.definition.as_deref().unwrap().starts_with("select `c`.`id`"), "{rich:?}");
    assert_eq!(assets.description(AssetKind::Table, &["broken"]), None);
}

#[tokio::test]
async fn b1_mysql_routines_and_figures() {
    let database = fixture().await;
    let records = crawl(&*connector(&database, json!({}))).await;
    let assets = Assets::of(&records);
    let add = assets.procedure(&["add_order(int(11), varchar(20))"]);
    assert_eq!((add.procedure_type.as_str(), add.returns.as_deref()), ("function", Some("bigint(20)")));
    assert_eq!(
        (add.arguments.as_str(), add.definition.as_deref()),
        ("amount int(11), note varchar(20)", Some("RETURN amount"))
    );
    assert_eq!(assets.description(AssetKind::Procedure, &["add_order(int(11), varchar(20))"]), Some("下单"));
    let clean = assets.procedure(&["clean_up(int(11), decimal(10,2))"]);
    assert_eq!(clean.arguments, "INOUT x int(11), OUT y decimal(10,2)");
    let customer = statistics(&records, &["customer"]);
    assert_eq!((customer.row_count, customer.is_estimate), (Some(3), true));
    assert!(customer.size_bytes.unwrap() >= 16_384);
}

#[tokio::test]
async fn account_that_sees_single_tables_judges_only_those() {
    let database = fixture().await;
    let account = database.create_account("pw").await;
    database.run(&format!("GRANT SELECT, SHOW VIEW ON {}.orders TO {account}@'%'", database.name())).await;
    let source = connector(&database, json!({ "user": account, "password": "pw" }));
    let records = crawl(&*source).await;
    assert_eq!(Assets::of(&records).names(AssetKind::Table), ["orders"]);
    let scopes: Vec<_> = records
        .iter()
        .filter_map(|record| match record {
            Record::ScopeRead { root } => Some(root.parts.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(scopes, [vec![database.name().to_owned(), "orders".to_owned()]]);
}

#[tokio::test]
async fn database_that_the_account_no_longer_sees_is_not_judged() {
    let (database, other) = (fixture().await, mysql_database().await);
    let account = database.create_account("pw").await;
    database.run(&format!("GRANT SELECT ON {}.* TO {account}@'%'", database.name())).await;
    let databases = json!([database.name(), other.name()]);
    let source = connector(&database, json!({ "user": account, "password": "pw", "databases": databases }));
    let records = crawl(&*source).await;
    let has = |wanted: &Record| records.contains(wanted);
    assert!(has(&Record::ScopeRead { root: Name::new(source.namespace(), [database.name()]) }));
    assert!(!has(&Record::ScopeRead { root: Name { namespace: source.namespace(), parts: Vec::new() } }));
    let failed = records.iter().any(|record| {
        matches!(record, Record::ScopeFailed { root, message } if root.parts == [other.name()] && message.contains("does not see it"))
    });
    assert!(failed);
}

#[tokio::test]
async fn account_that_sees_everything_reads_the_whole_server() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let root = Name { namespace: source.namespace(), parts: Vec::new() };
    assert_eq!(crawl(&*source).await.last(), Some(&Record::ScopeRead { root }));
}

#[tokio::test]
async fn filter_leaves_tables_out_and_covers_says_the_same() {
    let database = fixture().await;
    let source = connector(&database, json!({ "include_tables": ["*.o*", "customer"], "exclude_tables": ["orders"] }));
    let assets = Assets::of(&crawl(&*source).await);
    assert_eq!(assets.names(AssetKind::Table), ["customer"]);
    let covers =
        |table: &str| source.covers(&Name::new(source.namespace(), [database.name(), table]), AssetKind::Table);
    assert!(covers("customer") && covers("other") && !covers("orders") && !covers("Orders"));
    assert!(!source.covers(&Name::new(source.namespace(), ["mysql"]), AssetKind::Database));
}

#[tokio::test]
async fn query_gives_names_and_values_up_to_its_limits() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let query = source.as_query().unwrap();
    let limits = QueryLimits { rows: 2, ..QueryLimits::default() };
    let sql = "SELECT id, name, worth, 1e0 / 2, NULL, 9007199254740993, x'0a', DATE '2024-01-31', mood FROM customer ORDER BY id";
    let rows = query.query(sql, limits).await.unwrap();
    assert_eq!(rows.columns[..3], ["id", "name", "worth"]);
    let expected = json!([1, "a", "1.00", 0.5, null, "9007199254740993", "\\x0a", "2024-01-31", null]);
    assert_eq!(Value::from(rows.rows[0].clone()), expected);
    assert_eq!((rows.rows.len(), rows.is_truncated), (2, true));
    let limits = QueryLimits { timeout: Duration::from_millis(300), ..QueryLimits::default() };
    let error = query.query("SELECT SLEEP(20)", limits).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
}

#[tokio::test]
async fn query_never_writes() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let query = source.as_query().unwrap();
    database.run("CREATE FUNCTION sneak() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM orders; RETURN 1; END").await;
    for sql in [
        "DELETE FROM customer",
        "SELECT 1; DELETE FROM customer",
        "SELECT 1; COMMIT; DELETE FROM customer",
        "SELECT sneak()",
        "SELECT * FROM customer INTO OUTFILE '/tmp/never'",
        "/*! DELETE FROM customer */",
        "SELECT nothing FROM customer",
    ] {
        let error = query.query(sql, QueryLimits::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("sql")), "{sql}: {error}");
    }
    let count = query.query("SELECT count(*) FROM customer", QueryLimits::default()).await.unwrap();
    assert_eq!(count.rows, [[json!(3)]]);
}
