//! What tools declare: edges, and queries whose rows they move; what several say of one edge, and what ends.

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, SourceId, Viewer,
    record::{DeclaredQuery, LineageRecord},
};

use super::{orders, set};
use crate::{
    Level, Traversal,
    testing::{declared, on_both, table},
};

#[tokio::test]
async fn j4_edge_that_is_no_longer_declared_is_closed() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("mart", &["id", "sum"])]).await;
        let first = world.declare("airflow", "daily", &["orders.id > mart.id", "orders.amount > mart.sum"]).await;
        assert_eq!(world.edges("mart.sum", Level::Column, None).await.len(), 1);
        world.declare("airflow", "daily", &["orders.id > mart.id"]).await;
        assert_eq!(world.edges("mart.sum", Level::Column, None).await, set(&[]));
        assert_eq!(world.edges("mart.sum", Level::Column, Some(first)).await.len(), 1);
        assert_eq!(world.edges("mart", Level::Table, None).await, set(&["orders > mart"]));
    })
    .await;
}

#[tokio::test]
async fn j4_assertion_of_another_tool_keeps_an_edge_alive() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("mart", &["id"])]).await;
        let since = world.declare("airflow", "daily", &["orders.id > mart.id"]).await;
        world.declare("datax", "job", &["orders.id > mart.id"]).await;
        world.declare("airflow", "daily", &["orders > mart"]).await;
        let scene = world.scene("mart.id", Level::Column, None).await;
        let tools: Vec<&str> = scene.edges[0].assertions.iter().map(|said| said.tool.as_str()).collect();
        assert_eq!((scene.edges.len(), tools, scene.edges[0].since), (1, vec!["datax"], since));
        world.declare("datax", "job", &["orders > mart"]).await;
        assert_eq!(world.edges("mart.id", Level::Column, None).await, set(&[]));
        assert_eq!(world.edges("mart", Level::Table, None).await, set(&["orders > mart"]));
    })
    .await;
}

#[tokio::test]
async fn j4_edge_that_is_declared_again_holds_again() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("mart", &["id"])]).await;
        let first = world.declare("airflow", "daily", &["orders.id > mart.id"]).await;
        let gone = world.declare("airflow", "daily", &["orders > mart"]).await;
        let back = world.declare("airflow", "daily", &["orders.id > mart.id"]).await;
        for (at, count) in [(Some(first), 1), (Some(gone), 0), (Some(back), 1), (None, 1)] {
            assert_eq!(world.edges("mart.id", Level::Column, at).await.len(), count, "as of {at:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn threat_38_duplicate_edges_of_five_tools_are_one_edge() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("mart", &["id"])]).await;
        for tool in ["a", "b", "c", "d", "e"] {
            world.declare(tool, "job", &["orders.id > mart.id", "orders.id > mart.id"]).await;
        }
        let scene = world.scene("mart.id", Level::Column, None).await;
        assert_eq!((scene.edges.len(), scene.edges[0].assertions.len()), (1, 5));
    })
    .await;
}

#[tokio::test]
async fn c9_edge_to_an_unknown_table_waits_on_a_placeholder_that_the_crawl_fills() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders()]).await;
        world.declare("datax", "job", &["orders.id > later.id"]).await;
        assert!(world.asset("later").await.is_placeholder);
        assert_eq!(world.edges("later", Level::Table, None).await, set(&["orders > later"]));
        assert_eq!(world.edges("orders.id", Level::Column, None).await, set(&["orders.id > later.id IDENTITY"]));
        let placeholders = (world.find("later").await, world.find("later.id").await);
        world.crawl_and_follow(&[orders(), table("later", &["id"])]).await;
        assert_eq!((world.find("later").await, world.find("later.id").await), placeholders);
        assert_eq!(world.edges("later", Level::Column, None).await, set(&["orders.id > later.id IDENTITY"]));
    })
    .await;
}

#[tokio::test]
async fn c9_edge_names_the_task_that_moves_the_data() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("mart", &["id"])]).await;
        let task = Name::new("airflow://prod", ["daily", "load"]);
        let record = LineageRecord {
            tool: "airflow".into(),
            scope: "daily.load".into(),
            through: Some(task.clone()),
            edges: vec![declared("orders.id > mart.id")],
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        };
        world.push(Record::Lineage(record)).await;
        let task = world.catalog.resolve(&Viewer::system(), &[(task, AssetKind::Task)]).await.unwrap()[0];
        assert!(task.is_some());
        for level in [Level::Table, Level::Column] {
            let scene = world.scene("mart", level, None).await;
            assert_eq!(scene.edges.iter().map(|edge| edge.through).collect::<Vec<_>>(), [task]);
        }
        let sees = catalog::Visibility::Sources([world.source].into());
        let focus = Traversal::around(world.find("mart").await);
        let scene = world.lineage.traverse(&Viewer { sees, ..Viewer::system() }, &focus).await.unwrap();
        assert_eq!((scene.edges.len(), scene.edges[0].through), (1, None));
    })
    .await;
}

/// A task's query over `orders` whose rows go to `mart`.
fn query(sql: &str, columns: &[&str]) -> LineageRecord {
    LineageRecord {
        tool: "datax".into(),
        scope: "job".into(),
        through: Some(Name::new("datax", ["nightly", "job.json"])),
        edges: Vec::new(),
        queries: vec![DeclaredQuery {
            sql: sql.into(),
            dialect: Some("postgres".into()),
            namespace: "postgres://h:5432".into(),
            defaults: vec!["shop".into(), "public".into()],
            downstream: Name::new("postgres://h:5432", ["shop", "public", "mart"]),
            downstream_kind: AssetKind::Table,
            columns: columns.iter().map(|&column| column.into()).collect(),
            by_name: false,
            changed: vec![2],
            masked: vec![2],
        }],
        statements: Vec::new(),
        by_hand: None,
    }
}

#[tokio::test]
async fn c3_rows_of_a_query_fill_columns_by_position() {
    on_both(async |world| {
        let sql = "SELECT id, amount + 1 AS x, paid, 'c' FROM orders WHERE paid";
        world.push(Record::Lineage(query(sql, &["k", "l", "m", "n"]))).await;
        world.crawl_and_follow(&[orders(), table("mart", &["m", "k", "l", "n"])]).await;
        let columns = world.edges("orders.paid", Level::Column, None).await;
        assert!(columns.contains("orders.paid > mart.m TRANSFORMATION"), "{columns:?}");
        assert!(columns.contains("orders.paid > mart FILTER"), "{columns:?}");
        let filter = "orders.paid > mart FILTER";
        for (column, expected) in [
            ("mart.k", set(&["orders.id > mart.k IDENTITY", filter])),
            ("mart.l", set(&["orders.amount > mart.l TRANSFORMATION", filter])),
            ("mart.n", set(&[])),
        ] {
            assert_eq!(world.edges(column, Level::Column, None).await, expected, "{column}");
        }
        let scene = world.scene("mart.m", Level::Column, None).await;
        assert!(scene.edges.iter().any(|edge| edge.masking));
        assert_eq!(scene.edges[0].assertions[0].tool, "datax");
    })
    .await;
}

#[tokio::test]
async fn i3_rows_of_a_query_fill_columns_of_their_names() {
    on_both(async |world| {
        let mut record =
            query("WITH o AS (SELECT id, paid, amount FROM orders) SELECT amount AS total, o.id FROM o", &[]);
        record.queries[0].by_name = true;
        world.push(Record::Lineage(record)).await;
        world.crawl_and_follow(&[orders(), table("mart", &["id", "other", "total"])]).await;
        assert_eq!(world.edges("mart.total", Level::Column, None).await, set(&["orders.amount > mart.total IDENTITY"]));
        assert_eq!(world.edges("mart.id", Level::Column, None).await, set(&["orders.id > mart.id IDENTITY"]));
        assert_eq!(world.edges("mart.other", Level::Column, None).await, set(&[]));
    })
    .await;
}

#[tokio::test]
async fn j4_words_of_a_tools_query_are_shown_to_who_may_know_of_its_owner() {
    on_both(async |world| {
        let sql = "SELECT id, amount, paid FROM orders";
        world.push(Record::Lineage(query(sql, &["k", "l", "m"]))).await;
        world.crawl_and_follow(&[orders(), table("mart", &["k", "l", "m"])]).await;
        let ends = (world.find("orders").await, world.find("mart").await);
        let edges = world.lineage.edges_between(&Viewer::system(), ends, None).await.unwrap();
        let said = &edges[0].assertions[0];
        assert_eq!((said.carrier(), said.span.is_some()), (None, true));
        let scopes = [("datax".to_owned(), "job".to_owned()), ("datax".to_owned(), "other".to_owned())].into();
        let found = world.lineage.declared_sql(&Viewer::system(), &scopes).await.unwrap();
        let texts: Vec<&str> = found.values().flat_map(|said| &said.queries).map(|query| query.sql.as_str()).collect();
        assert_eq!(texts, [sql]);
        let stranger = Viewer { sees: catalog::Visibility::Sources([].into()), ..Viewer::system() };
        assert!(world.lineage.declared_sql(&stranger, &scopes).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn c2_star_is_resolved_when_its_table_is_crawled() {
    on_both(async |world| {
        world.push(Record::Lineage(query("SELECT * FROM orders", &[]))).await;
        world.crawl_and_follow(&[table("mart", &["a", "b", "c"])]).await;
        assert_eq!(world.edges("mart", Level::Table, None).await, set(&[]));
        world.crawl_and_follow(&[orders(), table("mart", &["a", "b", "c"])]).await;
        assert_eq!(world.edges("mart.b", Level::Column, None).await, set(&["orders.amount > mart.b IDENTITY"]));
        assert_eq!(world.edges("mart.c", Level::Column, None).await, set(&["orders.paid > mart.c TRANSFORMATION"]));
    })
    .await;
}

#[tokio::test]
async fn j4_what_went_through_a_task_ends_with_the_task() {
    on_both(async |world| {
        let pipeline = Name::new("datax", ["nightly"]);
        let task = pipeline.child("job.json");
        let mut record = query("SELECT id FROM orders", &["k"]);
        record.edges = vec![declared("orders.amount > mart.l")];
        let source = SourceId::new();
        let folder = async |has_task: bool| {
            let mut records = vec![AssetRecord::new(pipeline.clone(), Details::empty(AssetKind::Pipeline)).into()];
            if has_task {
                records.push(AssetRecord::new(task.clone(), Details::empty(AssetKind::Task)).into());
                records.push(Record::Lineage(record.clone()));
            }
            records.push(Record::ScopeRead { root: pipeline.clone() });
            world.crawl_records(source, records).await;
        };
        world.crawl_and_follow(&[orders(), table("mart", &["k", "l"])]).await;
        let both = set(&["orders.id > mart.k IDENTITY", "orders.amount > mart.l IDENTITY"]);
        for (has_task, expected) in [(true, both.clone()), (false, set(&[])), (true, both)] {
            folder(has_task).await;
            world.follow().await;
            let mut edges = world.edges("mart.k", Level::Column, None).await;
            edges.extend(world.edges("mart.l", Level::Column, None).await);
            assert_eq!(edges, expected, "{has_task}");
        }
    })
    .await;
}
