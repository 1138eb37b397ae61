//! The PostgreSQL connector against a real server.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod records;
}

use std::time::Duration;

use catalog::{
    AssetKind, DataType, Details, ErrorKind, Fault, Name, Record, TypeClass,
    kinds::table::{Constraint, ConstraintType, Index, Partitioning, TableType},
};
use connectors::{Connector, Outbound, QueryLimits, build_connector, from_url};
use serde_json::{Value, json};
use support::records::{Assets, crawl, statistics};
use testkit::{TestDatabase, postgres_database, postgres_tls_database};

const FIXTURE: &str = include_str!("fixtures/postgres.sql");

async fn fixture() -> TestDatabase {
    let database = postgres_database().await;
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
async fn b1_postgres_yields_exactly_the_expected_assets() {
    let database = fixture().await;
    let records = crawl(&*connector(&database, json!({}))).await;
    let assets = Assets::of(&records);

    assert_eq!(assets.names(AssetKind::Database), [database.name()]);
    assert_eq!(assets.names(AssetKind::Schema), ["Sales Dept", "public", "secret_stuff"]);
    assert_eq!(
        assets.names(AssetKind::Table),
        [
            "hidden",
            "customer",
            "Orders",
            "orders",
            "event",
            "event_2024",
            "event_2024_click",
            "rich",
            "rich_copy",
            "remote_item"
        ]
    );
    assert_eq!(assets.names(AssetKind::UserType), ["mood", "address", "price"]);
    let mut routines = assets.names(AssetKind::Procedure);
    routines.sort_unstable();
    assert_eq!(
        routines,
        ["add_order(integer, text)", "add_order(numeric)", "biggest(integer)", "clean_up()", "parsed(integer)"]
    );
    let (host, port) = database.address();
    let namespace = format!("postgres://{host}:{port}");
    assert!(assets.0.iter().all(|asset| *asset.name.namespace == *namespace));
    let root = Name::new(namespace, [database.name()]);
    assert_eq!(records.last(), Some(&Record::ScopeRead { root }));
    assert!(!format!("{records:?}").contains("canary"), "a secret of the source came along");
}

#[tokio::test]
async fn b1_postgres_columns_are_exactly_those_of_each_table() {
    let database = fixture().await;
    let assets = assets(&database).await;
    assert_eq!(
        assets.columns_of(&["public", "customer"]),
        [
            "id",
            "name",
            "mood",
            "home",
            "scores",
            "born",
            "seen",
            "worth",
            "code",
            "name_length",
            "extra",
            "token",
            "raw",
            "flag",
            "ratio"
        ]
    );
    assert_eq!(assets.columns_of(&["Sales Dept", "orders"]), ["a.b", "say \"hi\" 😀"]);
    assert_eq!(assets.columns_of(&["Sales Dept", "Orders"]), ["Id", "customer", "during"]);
    assert_eq!(assets.columns_of(&["public", "rich"]), ["id", "name", "total"]);
}

#[tokio::test]
async fn b1_postgres_comments_and_identities() {
    let database = fixture().await;
    let assets = assets(&database).await;
    for (kind, tail, comment) in [
        (AssetKind::Schema, &["Sales Dept"][..], "销售部"),
        (AssetKind::Table, &["customer"], "客户表"),
        (AssetKind::Column, &["customer", "name"], "姓名; with a \"quote\""),
        (AssetKind::Table, &["rich"], "有钱的客户"),
        (AssetKind::Column, &["rich", "total"], "合计"),
        (AssetKind::UserType, &["mood"], "心情"),
        (AssetKind::Procedure, &["add_order(integer, text)"], "下单"),
    ] {
        assert_eq!(assets.description(kind, tail), Some(comment), "{tail:?}");
    }
    assert_eq!(assets.description(AssetKind::Table, &["Orders"]), None);
    let identity = |kind, tail: &[&str]| assets.get(kind, tail).object_id.clone().unwrap();
    let table = identity(AssetKind::Table, &["customer"]);
    assert!(table.starts_with(&format!("{}/", identity(AssetKind::Database, &[database.name()]))));
    // The second column was dropped: the place closes up, the identity does not.
    assert_eq!(identity(AssetKind::Column, &["customer", "name"]), format!("{table}.3"));
    assert_eq!(assets.column(&["customer", "name"]).position, 2);
}

#[tokio::test]
async fn b1_postgres_columns_have_type_key_default_and_generation() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let data_type = |column: &str| &assets.column(&["customer", column]).data_type;

    let id = assets.column(&["customer", "id"]);
    assert_eq!((id.is_nullable, id.primary_key_position), (false, Some(1)));
    assert_eq!((id.generation.as_deref(), &id.default_value), (Some("identity always"), &None));
    let name = assets.column(&["customer", "name"]);
    assert_eq!((name.is_nullable, name.collation.as_deref()), (false, Some("C")));
    assert_eq!(name.default_value.as_deref(), Some("'无名'::character varying"));
    assert_eq!(
        name.data_type,
        DataType { length: Some(40), ..DataType::new("character varying(40)", TypeClass::Text) }
    );
    assert_eq!(assets.column(&["customer", "code"]).generation.as_deref(), Some("identity by default"));
    let generated = assets.column(&["customer", "name_length"]);
    assert_eq!(generated.generation.as_deref(), Some("generated: length((name)::text)"));
    assert_eq!(generated.default_value, None);

    let mood = DataType {
        values: vec!["sad".into(), "ok".into(), "it's \"great\"".into()],
        ..DataType::new("public.mood", TypeClass::Enumeration)
    };
    assert_eq!(*data_type("mood"), mood);
    let home = data_type("home");
    assert_eq!((home.class, home.text.as_str()), (TypeClass::Struct, "public.address"));
    let fields: Vec<_> = home.fields.iter().map(|field| (field.name.as_str(), field.data_type.text.as_str())).collect();
    assert_eq!(fields, [("street", "character varying(80)"), ("zip", "character(5)"), ("moods", "public.mood[]")]);
    assert_eq!(home.fields[1].data_type.length, Some(5));
    assert_eq!(home.fields[2].data_type.fields[0].data_type, mood);
    let scores = data_type("scores");
    assert_eq!((scores.class, scores.text.as_str()), (TypeClass::Array, "numeric(4,1)[]"));
    assert_eq!((scores.fields[0].data_type.precision, scores.fields[0].data_type.scale), (Some(4), Some(1)));
    let worth = data_type("worth");
    assert_eq!((worth.text.as_str(), worth.class), ("public.price", TypeClass::Decimal));
    assert_eq!((worth.precision, worth.scale), (Some(10), Some(2)));
    assert_eq!((data_type("seen").class, data_type("seen").precision), (TypeClass::Timestamp, Some(3)));
    for (column, class) in [
        ("born", TypeClass::Date),
        ("extra", TypeClass::Document),
        ("token", TypeClass::Uuid),
        ("raw", TypeClass::Binary),
        ("flag", TypeClass::Boolean),
        ("ratio", TypeClass::Float),
        ("code", TypeClass::Integer),
    ] {
        assert_eq!(data_type(column).class, class, "{column}");
    }
}

#[tokio::test]
async fn b1_postgres_tables_have_keys_checks_and_indexes() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let customer = assets.table(&["customer"]);
    assert_eq!(
        customer.constraints,
        [
            constraint(ConstraintType::PrimaryKey, "customer_pkey", &["id"]),
            constraint(ConstraintType::Unique, "customer_name_key", &["name", "born"]),
            Constraint {
                expression: Some("(born < '2010-01-01'::date)".into()),
                ..constraint(ConstraintType::Check, "adult", &["born"])
            },
        ]
    );
    assert_eq!(
        customer.indexes[0],
        Index {
            name: "customer_lower".into(),
            columns: vec!["lower(name::text)".into(), "born".into()],
            is_unique: false,
            method: Some("btree".into()),
            predicate: Some("flag".into()),
        }
    );
    assert_eq!(customer.storage.as_deref(), Some("heap"));
    let orders = assets.table(&["Sales Dept", "Orders"]);
    assert_eq!(
        orders.constraints[1],
        Constraint {
            referenced_table: vec![database.name().into(), "public".into(), "customer".into()],
            referenced_columns: vec!["id".into()],
            expression: Some("ON UPDATE CASCADE ON DELETE SET NULL".into()),
            ..constraint(ConstraintType::ForeignKey, "buyer", &["customer"])
        }
    );
    assert_eq!(orders.constraints[2].constraint_type, ConstraintType::Exclusion);
    assert_eq!(orders.constraints[2].expression.as_deref(), Some("EXCLUDE USING gist (during WITH &&)"));
    assert_eq!(assets.table(&["rich_copy"]).indexes[0].columns, ["id"]);
}

#[tokio::test]
async fn b1_postgres_views_partitions_and_foreign_tables() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let rich = assets.table(&["rich"]);
    assert_eq!((rich.table_type, rich.dialect.as_deref()), (TableType::View, Some("postgres")));
    let definition = rich.definition.as_deref().unwrap();
    assert!(definition.starts_with("SELECT") && definition.contains("FROM public.customer c"), "{definition}");
    assert_eq!(assets.table(&["rich_copy"]).table_type, TableType::MaterializedView);

    let event = assets.table(&["event"]);
    assert_eq!(event.table_type, TableType::Partitioned);
    let partitioning = Partitioning {
        strategy: Some("range".into()),
        keys: vec!["day".into(), "lower(kind)".into()],
        ..Partitioning::default()
    };
    assert_eq!(event.partitioning.as_ref(), Some(&partitioning));
    let year = assets.table(&["event_2024"]).partitioning.as_ref().unwrap();
    assert_eq!(year.strategy.as_deref(), Some("list"));
    assert_eq!(year.partition_of, [database.name(), "public", "event"]);
    let click = assets.table(&["event_2024_click"]);
    assert_eq!(click.table_type, TableType::Partition);
    assert_eq!(click.partitioning.as_ref().unwrap().bound.as_deref(), Some("FOR VALUES IN ('click')"));

    let remote = assets.table(&["remote_item"]);
    assert_eq!(remote.table_type, TableType::External);
    assert_eq!(
        remote.location.as_deref(),
        Some("remote (postgres_fdw) dbname=shop host=db.example port=5433 schema_name=public table_name=item")
    );
}

#[tokio::test]
async fn b1_postgres_routines_and_types_have_their_bodies() {
    let database = fixture().await;
    let assets = assets(&database).await;
    let add = assets.procedure(&["add_order(integer, text)"]);
    assert_eq!((add.procedure_type.as_str(), add.language.as_deref()), ("function", Some("sql")));
    assert_eq!(add.arguments, "amount integer, note text DEFAULT 'x'::text");
    assert_eq!(add.returns.as_deref(), Some("bigint"));
    assert_eq!(add.definition.as_deref(), Some("SELECT amount::bigint"));
    assert_eq!(assets.procedure(&["parsed(integer)"]).definition.as_deref(), Some("RETURN (a + 1)"));
    assert_eq!(assets.procedure(&["clean_up()"]).procedure_type, "procedure");
    let biggest = assets.procedure(&["biggest(integer)"]);
    assert_eq!((biggest.procedure_type.as_str(), &biggest.definition), ("aggregate", &None));

    let Details::UserType(price) = &assets.get(AssetKind::UserType, &["price"]).harvested.details else { panic!() };
    assert_eq!((price.data_type.text.as_str(), price.data_type.scale), ("numeric(10,2)", Some(2)));
    assert_eq!(price.check.as_deref(), Some("CHECK ((VALUE >= (0)::numeric))"));
}

#[tokio::test]
async fn b1_postgres_figures_are_those_of_the_server() {
    let database = fixture().await;
    let records = crawl(&*connector(&database, json!({}))).await;
    let customer = statistics(&records, &["customer"]);
    assert_eq!((customer.row_count, customer.is_estimate), (Some(100), true));
    assert!(customer.size_bytes.unwrap() >= 8192 * 3, "{customer:?}");
    assert!(customer.analyzed_at.is_some());
    assert_eq!(statistics(&records, &["hidden"]).row_count, None);
    assert!(statistics(&records, &[database.name()]).size_bytes.unwrap() > 1_000_000);
}

#[tokio::test]
async fn sizes_of_locked_tables_cost_no_crawl() {
    let database = fixture().await;
    database.run("INSERT INTO \"Sales Dept\".orders VALUES (1, 'x')").await;
    database.run("VACUUM \"Sales Dept\".orders").await;
    let mut holder = <sqlx::PgConnection as sqlx::Connection>::connect(&database.url()).await.unwrap();
    sqlx::raw_sql("BEGIN; LOCK TABLE \"Sales Dept\".orders IN ACCESS EXCLUSIVE MODE")
        .execute(&mut holder)
        .await
        .unwrap();
    let records = crawl(&*connector(&database, json!({}))).await;
    let last = records.iter().rev().find_map(|record| match record {
        Record::Statistics { name, statistics, .. } if name.last() == "orders" => Some(statistics),
        _ => None,
    });
    assert!(last.unwrap().size_bytes.unwrap() >= 8192, "{last:?}");
    assert!(matches!(records.last(), Some(Record::ScopeRead { .. })));
}

#[tokio::test]
async fn filter_leaves_schemas_and_tables_out_and_covers_says_the_same() {
    let database = fixture().await;
    let filter = json!({ "exclude_schemas": ["secret*"], "include_tables": ["public.*", "Orders"], "exclude_tables": ["event*"] });
    let source = connector(&database, filter);
    let assets = Assets::of(&crawl(&*source).await);
    assert_eq!(assets.names(AssetKind::Schema), ["Sales Dept", "public"]);
    assert_eq!(assets.names(AssetKind::Table), ["customer", "Orders", "rich", "rich_copy", "remote_item"]);
    assert_eq!(assets.columns_of(&["Orders"]), ["Id", "customer", "during"]);
    let covers = |kind, parts: &[&str]| {
        let parts = std::iter::once(database.name()).chain(parts.iter().copied());
        source.covers(&Name::new(source.namespace(), parts), kind)
    };
    assert!(covers(AssetKind::Column, &["public", "customer", "id"]));
    assert!(!covers(AssetKind::Column, &["public", "event", "day"]));
    assert!(!covers(AssetKind::Table, &["Sales Dept", "orders"]));
    assert!(!covers(AssetKind::Schema, &["secret_stuff"]));
    assert!(covers(AssetKind::Procedure, &["public", "event()"]));
    assert!(!source.covers(&Name::new(source.namespace(), ["other"]), AssetKind::Database));
}

#[tokio::test]
async fn server_that_lists_its_databases_loses_those_that_are_gone() {
    let (one, two) = (postgres_database().await, postgres_database().await);
    one.run("CREATE TABLE a (x integer)").await;
    two.run("CREATE TABLE b (x integer)").await;
    let source = connector(&one, json!({ "databases": [format!("{{{},{}}}", one.name(), two.name())] }));
    assert_eq!(source.check().await.unwrap().databases, [one.name(), two.name()]);
    let records = crawl(&*source).await;
    assert_eq!(Assets::of(&records).names(AssetKind::Table), ["a", "b"]);
    let root = Name { namespace: source.namespace(), parts: Vec::new() };
    assert_eq!(records.last(), Some(&Record::ScopeRead { root }));

    // Named one by one, a database that cannot be opened is reported and not judged.
    let source = connector(&one, json!({ "databases": [one.name(), "not_there"] }));
    let records = crawl(&*source).await;
    let failed = records.iter().any(|record| {
        matches!(record, Record::ScopeFailed { root, message } if root.parts == ["not_there"] && message.contains("not_there"))
    });
    assert!(
        failed && !records.iter().any(|record| matches!(record, Record::ScopeRead { root } if root.parts.is_empty()))
    );
}

#[tokio::test]
async fn query_gives_names_and_values_up_to_its_limits() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let query = source.as_query().unwrap();
    let limits = QueryLimits { rows: 2, ..QueryLimits::default() };
    let sql = "SELECT id, name, 1.50::numeric, 2.5::float8, NULL::date, 9007199254740993, true, '{\"a\": [1]}'::jsonb, mood, id
               FROM customer ORDER BY id; -- the first two";
    let rows = query.query(sql, limits).await.unwrap();
    assert_eq!(rows.columns[..2], ["id", "name"]);
    assert_eq!(rows.columns[9], "id");
    let expected = json!([1, "c1", "1.50", 2.5, null, "9007199254740993", true, { "a": [1] }, "ok", 1]);
    assert_eq!(Value::from(rows.rows[0].clone()), expected);
    assert_eq!((rows.rows.len(), rows.is_truncated), (2, true));
    let none = query.query("SELECT id AS a FROM customer WHERE false", limits).await.unwrap();
    assert_eq!((none.columns, none.rows.len(), none.is_truncated), (vec!["a".to_owned()], 0, false));

    let limits = QueryLimits { timeout: Duration::from_millis(300), ..QueryLimits::default() };
    let error = query.query("SELECT pg_sleep(20)", limits).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn query_never_writes() {
    let database = fixture().await;
    let source = connector(&database, json!({}));
    let query = source.as_query().unwrap();
    database.run("CREATE FUNCTION sneak() RETURNS integer LANGUAGE sql AS 'DELETE FROM customer; SELECT 1'").await;
    for sql in [
        "DELETE FROM customer",
        "WITH gone AS (DELETE FROM customer RETURNING *) SELECT * FROM gone",
        "SELECT sneak()",
        "SELECT 1; DELETE FROM customer",
        "SELECT 1; COMMIT; DELETE FROM customer",
        "SELECT * INTO copy FROM customer",
        "SELECT nothing FROM customer",
        "SELECT FROM WHERE",
    ] {
        let error = query.query(sql, QueryLimits::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("sql")), "{sql}: {error}");
    }
    let count = query.query("SELECT count(*) FROM customer", QueryLimits::default()).await.unwrap();
    assert_eq!(count.rows, [[json!(100)]]);
}

#[tokio::test]
async fn database_that_is_not_there_and_encryption_that_is_not_offered_name_their_fields() {
    let database = postgres_database().await;
    let error = connector(&database, json!({ "database": "not_there" })).check().await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::NotFound, Some("database")));
    let error = connector(&database, json!({ "tls": "require" })).check().await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("tls")), "{error}");
}

#[tokio::test]
async fn address_that_may_not_be_reached_is_refused_before_connecting() {
    let database = postgres_database().await;
    let (_, config) = from_url(&database.url(), None).unwrap();
    let source = build_connector("postgres", config, Outbound::new(false)).unwrap();
    let error = source.check().await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("host")));
    let metadata = json!({ "host": "169.254.169.254", "user": "u" });
    let source = build_connector("postgres", metadata, Outbound::default()).unwrap();
    assert_eq!(source.check().await.unwrap_err().kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn encryption_is_used_and_the_certificate_is_verified_as_configured() {
    let (database, authority) = postgres_tls_database().await;
    let authority = authority.to_str().unwrap();
    let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    for (fields, is_encrypted) in [
        (json!({ "tls": "disable" }), false),
        (json!({ "tls": "prefer" }), true),
        (json!({ "tls": "require" }), true),
        (json!({ "tls": "verify_full", "ca_file": authority, "host": "localhost" }), true),
    ] {
        let source = connector(&database, fields.clone());
        let rows = source.as_query().unwrap().query(asked, QueryLimits::default()).await.unwrap();
        assert_eq!(rows.rows, [[json!(is_encrypted)]], "{fields}");
    }
    for fields in [
        // Signed for another name, by an authority that nobody knows, and by a file that is not there.
        json!({ "tls": "verify_full", "ca_file": authority }),
        json!({ "tls": "verify_full", "host": "localhost" }),
        json!({ "tls": "verify_full", "ca_file": "/not/there.pem", "host": "localhost" }),
    ] {
        let error = connector(&database, fields.clone()).check().await.unwrap_err();
        let at_fault = ["tls", "ca_file"].contains(&error.field().unwrap_or_default());
        assert!(error.kind() == ErrorKind::Invalid && at_fault, "{fields}: {error:?}");
    }
}
