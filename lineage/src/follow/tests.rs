//! Following the log: what views and tools say, whatever the order in which things appear, change and go.

mod by_hand;

use std::collections::BTreeSet;

use catalog::{
    AssetId, AssetKind, AssetRecord, ChangeNumber, Details, Fault as _, Follower as _, Name, Record, SourceId, Viewer,
    kinds::{pipeline::TaskDetails, procedure::ProcedureDetails, query::QueryDetails},
    record::{DeclaredQuery, LineageRecord},
};
use sea_orm::ConnectionTrait as _;

use crate::{
    Direction, Level, Lineage, RouteAnswer, Status, Traversal,
    testing::{Table, World, declared, on_both, sqlite, store, table, view},
};

fn set(edges: &[&str]) -> BTreeSet<String> {
    edges.iter().map(|edge| (*edge).to_owned()).collect()
}

fn orders() -> Table {
    table("orders", &["id", "amount", "paid"])
}

fn sales() -> Table {
    view(
        "sales",
        &["id", "total"],
        "SELECT orders.id, sum(orders.amount) AS total FROM public.orders WHERE orders.paid GROUP BY orders.id",
    )
}

#[tokio::test]
async fn j1_lineage_of_a_view_is_known_by_table_and_column() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        assert_eq!(world.edges("orders", Level::Table, None).await, set(&["orders > sales"]));
        let columns = world.edges("sales.total", Level::Column, None).await;
        assert!(columns.contains("orders.amount > sales.total AGGREGATION"), "{columns:?}");
        assert!(columns.contains("orders.paid > sales FILTER"), "{columns:?}");
        let scene = world.scene("sales.id", Level::Column, None).await;
        let identity = scene.edges.iter().find(|edge| edge.transformation.word() == Some("IDENTITY")).unwrap();
        assert_eq!((identity.assertions[0].tool.as_str(), identity.assertions[0].confidence_permille), ("view", 1000));
    })
    .await;
}

#[tokio::test]
async fn c7_lineage_composes_over_three_views_in_any_order() {
    let tables = [
        view("third", &["d"], "SELECT second.c AS d FROM public.second"),
        view("second", &["c"], "SELECT first.b AS c FROM public.first"),
        view("first", &["b"], "SELECT base.a AS b FROM public.base"),
        table("base", &["a"]),
    ];
    on_both(async |world| {
        world.crawl_one_by_one(&tables).await;
        world.follow().await;
        let expected =
            set(&["base.a > first.b IDENTITY", "first.b > second.c IDENTITY", "second.c > third.d IDENTITY"]);
        assert_eq!(world.edges("base.a", Level::Column, None).await, expected);
        let impact = Traversal { depth: 9, level: Level::Column, ..Traversal::around(world.find("base.a").await) };
        let impact = world.lineage.impact(&Viewer::system(), &impact).await.unwrap();
        assert_eq!(impact.items.iter().map(|item| item.depth).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(impact.items[2].before, Some(world.find("second.c").await));
        let third = Traversal { depth: 2, direction: Direction::Up, ..Traversal::around(world.find("third").await) };
        let sources = world.lineage.impact(&Viewer::system(), &third).await.unwrap();
        assert_eq!((sources.items.len(), sources.items[1].asset), (2, world.find("first").await));
    })
    .await;
}

#[tokio::test]
async fn order_of_appearance_does_not_change_the_edges() {
    let tables = [orders(), sales(), view("top", &["id"], "SELECT sales.id FROM public.sales")];
    on_both(async |world| {
        let mut backwards = tables.to_vec();
        backwards.reverse();
        world.crawl_one_by_one(&backwards).await;
        world.follow().await;
        let late = world.edges("orders", Level::Column, None).await;
        let files = tempfile::tempdir().unwrap();
        let other = World::open(&sqlite(&files)).await;
        other.crawl_and_follow(&tables).await;
        assert_eq!(late, other.edges("orders", Level::Column, None).await);
        assert!(!late.is_empty());
    })
    .await;
}

#[tokio::test]
async fn j1_lineage_as_of_the_first_crawl_shows_the_first_edges() {
    on_both(async |world| {
        let customers = table("customers", &["id"]);
        let first = world
            .crawl_and_follow(&[orders(), customers.clone(), view("v", &["id"], "SELECT id FROM public.orders")])
            .await;
        let second =
            world.crawl_and_follow(&[orders(), customers, view("v", &["id"], "SELECT id FROM public.customers")]).await;
        assert_eq!(world.edges("v", Level::Table, Some(first)).await, set(&["orders > v"]));
        assert_eq!(world.edges("v", Level::Table, Some(second)).await, set(&["customers > v"]));
        assert_eq!(world.edges("v", Level::Table, None).await, set(&["customers > v"]));
        let scene = world.scene("v", Level::Table, None).await;
        assert!(scene.edges[0].since > first && scene.edges[0].since <= second);
        assert_eq!(scene.edges[0].assertions[0].from, scene.edges[0].since);
    })
    .await;
}

#[tokio::test]
async fn c7_removed_table_closes_its_edges_and_brings_them_back() {
    on_both(async |world| {
        let before = world.crawl_and_follow(&[orders(), sales()]).await;
        world.crawl_and_follow(&[sales()]).await;
        assert_eq!(world.edges("sales", Level::Column, None).await, set(&[]));
        assert_eq!(world.lineage.status_counts().await.unwrap()[&Status::Partial], 1);
        world.crawl_and_follow(&[orders(), sales()]).await;
        let now = world.edges("sales", Level::Column, None).await;
        assert_eq!(now, world.edges("sales", Level::Column, Some(before)).await);
        assert!(!now.is_empty());
        assert_eq!(world.lineage.status_counts().await.unwrap(), [(Status::Complete, 1)].into());
    })
    .await;
}

#[tokio::test]
async fn c7_removed_view_closes_its_edges() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        world.crawl_and_follow(&[orders()]).await;
        assert_eq!(world.edges("orders", Level::Table, None).await, set(&[]));
        assert!(world.lineage.status_counts().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn star_follows_the_columns_of_its_table() {
    let star = |columns: &[&str]| view("v", columns, "SELECT * FROM public.orders");
    on_both(async |world| {
        world.crawl_and_follow(&[star(&["id"])]).await;
        assert_eq!(world.edges("v", Level::Column, None).await, set(&[]));
        world.crawl_and_follow(&[table("orders", &["id"]), star(&["id"])]).await;
        assert_eq!(world.edges("v", Level::Column, None).await, set(&["orders.id > v.id IDENTITY"]));
        world.crawl_and_follow(&[table("orders", &["id", "note"]), star(&["id", "note"])]).await;
        let expected = set(&["orders.id > v.id IDENTITY", "orders.note > v.note IDENTITY"]);
        assert_eq!(world.edges("v", Level::Column, None).await, expected);
    })
    .await;
}

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

#[tokio::test]
async fn changes_that_are_applied_twice_have_one_effect() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        let changes = world.catalog.changes_after(ChangeNumber(0), 10_000).await.unwrap();
        let before = world.lineage.edge_counts();
        world.lineage.follower().apply(&changes).await.unwrap();
        assert_eq!(world.lineage.edge_counts(), before);
        let reopened = Lineage::open(world.catalog.clone()).await.unwrap();
        assert_eq!((reopened.edge_counts(), reopened.position()), (before, world.lineage.position()));
    })
    .await;
}

#[tokio::test]
async fn second_process_sees_what_the_first_followed() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        let other = Lineage::open(world.catalog.clone()).await.unwrap();
        world.crawl_and_follow(&[orders()]).await;
        let reached = world.catalog.catch_up(&other.follower()).await.unwrap();
        assert_eq!(other.position(), reached);
        assert_eq!(other.edge_counts(), world.lineage.edge_counts());
        assert_eq!(other.edge_counts().0, 0);
    })
    .await;
}

#[tokio::test]
async fn process_whose_lineage_was_reset_by_another_begins_anew() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        let other = Lineage::open(world.catalog.clone()).await.unwrap();
        world.lineage.follower().reset().await.unwrap();
        other.follower().position().await.unwrap();
        assert_eq!((other.position(), other.edge_counts()), (ChangeNumber(0), (0, 0)));
        world.catalog.catch_up(&other.follower()).await.unwrap();
        assert!(other.edge_counts().0 > 0);
    })
    .await;
}

#[tokio::test]
async fn unreadable_view_is_kept_and_counted() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales(), view("broken", &["x"], "((((")]).await;
        let counts = world.lineage.status_counts().await.unwrap();
        assert_eq!(counts.values().sum::<i64>(), 2);
        assert_eq!(counts[&Status::Complete], 1);
        let broken = world.find("broken").await;
        let readings = world.lineage.readings(&Viewer::system(), broken).await.unwrap();
        assert_ne!(readings[0].status, Status::Complete);
    })
    .await;
}

#[tokio::test]
async fn hidden_node_keeps_its_place_and_loses_its_name() {
    on_both(async |world| {
        let base = table("base", &["a"]);
        let secret = view("secret", &["b"], "SELECT base.a AS b FROM public.base");
        let top = view("top", &["c"], "SELECT secret.b AS c FROM public.secret");
        world.crawl_as(SourceId::new(), &[secret]).await;
        world.crawl_as(world.source, &[base, top]).await;
        world.follow().await;
        let sees = catalog::Visibility::Sources([world.source].into());
        let (system, viewer) = (Viewer::system(), Viewer { sees, ..Viewer::system() });
        let base = Traversal { depth: 3, direction: Direction::Down, ..Traversal::around(world.find("base").await) };
        let scene = world.lineage.traverse(&viewer, &base).await.unwrap();
        let shown: Vec<Option<AssetId>> = scene.nodes.iter().map(|node| node.asset).collect();
        assert_eq!(shown, [Some(base.focus), None, Some(world.find("top").await)]);
        assert_eq!(scene.edges.len(), 2);
        assert!(scene.edges.iter().all(|edge| edge.assertions.is_empty()));
        assert!(world.lineage.traverse(&system, &base).await.unwrap().nodes[1].asset.is_some());
        let impact = world.lineage.impact(&viewer, &base).await.unwrap();
        assert_eq!((impact.items.len(), impact.hidden, impact.items[0].before), (1, 1, None));
        let route = world.lineage.route(&viewer, &base, world.find("top").await).await.unwrap();
        let RouteAnswer::Found(route) = route else { panic!("{route:?}") };
        assert_eq!(route.nodes, shown);
        let secret = Traversal::around(world.find("secret").await);
        let error = world.lineage.traverse(&viewer, &secret).await.unwrap_err();
        assert_eq!(error.kind(), catalog::ErrorKind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn threat_30_replayed_log_gives_the_same_rows_twice() {
    on_both(async |world| {
        world.busy_history().await;
        for _ in 0..2 {
            let files = tempfile::tempdir().unwrap();
            let found = world.lineage.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
            assert_eq!((found.total, found.differences.as_slice()), (0, &[][..]));
            assert!(found.edges > 10);
        }
    })
    .await;
}

#[tokio::test]
async fn j2_row_that_was_tampered_with_is_found_and_mended() {
    on_both(async |world| {
        world.busy_history().await;
        let write = world.catalog.database().write().await.unwrap();
        write.execute_unprepared("UPDATE lineage_edge SET until_change = NULL WHERE id = 1").await.unwrap();
        write.execute_unprepared("UPDATE lineage_edge SET until_change = 1 WHERE id = 0").await.unwrap();
        write.execute_unprepared("DELETE FROM lineage_assertion WHERE id = 2").await.unwrap();
        write.commit().await.unwrap();
        let files = tempfile::tempdir().unwrap();
        let found = world.lineage.examine(&store(&sqlite(&files)).await, 1).await.unwrap();
        assert!(found.total >= 2 && found.differences.len() == 1, "{found:?}");
        world.lineage.follower().reset().await.unwrap();
        world.follow().await;
        let files = tempfile::tempdir().unwrap();
        let found = world.lineage.examine(&store(&sqlite(&files)).await, 1).await.unwrap();
        assert_eq!(found.differences, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn threat_30_name_that_a_namespace_gets_later_changes_nothing_that_was_declared() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), table("copy", &["id"])]).await;
        let alias = "postgres://10.0.0.7:5432";
        world.catalog.add_namespace_alias("postgres://h:5432", alias).await.unwrap();
        let mut edge = declared("orders.id > copy.id");
        edge.upstream.namespace = alias.into();
        let (tool, scope) = ("datax".to_owned(), "job".to_owned());
        let record = LineageRecord {
            tool,
            scope,
            through: None,
            edges: vec![edge],
            queries: vec![],
            statements: vec![],
            by_hand: None,
        };
        world.push(Record::Lineage(record)).await;
        let edges = world.edges("copy", Level::Column, None).await;
        assert!(edges.contains("orders.id > copy.id IDENTITY"), "{edges:?}");
        world.catalog.add_namespace_alias("postgres://other:5432", alias).await.unwrap();
        for _ in 0..2 {
            let files = tempfile::tempdir().unwrap();
            let found = world.lineage.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
            assert_eq!((found.differences, found.edges), (vec![], 2));
            world.lineage.follower().reset().await.unwrap();
            world.follow().await;
        }
    })
    .await;
}

#[tokio::test]
async fn j2_rows_that_make_no_graph_are_named_and_mended() {
    on_both(async |world| {
        world.busy_history().await;
        let write = world.catalog.database().write().await.unwrap();
        write.execute_unprepared("DELETE FROM lineage_edge WHERE id = 1").await.unwrap();
        write.commit().await.unwrap();
        let reopened = crate::Lineage::open(world.catalog.clone()).await.unwrap();
        assert!(reopened.follower().position().await.is_err(), "what cannot be read is not answered from");
        let files = tempfile::tempdir().unwrap();
        let found = reopened.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
        assert!(found.differences.contains(&"edge 1 is missing".to_owned()), "{found:?}");
        reopened.follower().reset().await.unwrap();
        world.catalog.catch_up(&reopened.follower()).await.unwrap();
        let files = tempfile::tempdir().unwrap();
        let found = reopened.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
        assert_eq!(found.differences, [""; 0]);
        assert!(found.edges > 10);
    })
    .await;
}

#[tokio::test]
async fn size_of_the_batches_does_not_change_the_rows() {
    on_both(async |world| {
        world.busy_history().await;
        world.lineage.follower().reset().await.unwrap();
        let (mut at, follower) = (ChangeNumber(0), world.lineage.follower());
        loop {
            let changes = world.catalog.changes_after(at, 1).await.unwrap();
            let Some(last) = changes.last() else { break };
            follower.apply(&changes).await.unwrap();
            at = last.number;
        }
        let files = tempfile::tempdir().unwrap();
        let found = world.lineage.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
        assert_eq!(found.differences, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn limit_of_nothing_is_refused_by_name() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders()]).await;
        let request = Traversal { limit: 0, ..Traversal::around(world.find("orders").await) };
        let error = world.lineage.traverse(&Viewer::system(), &request).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (catalog::ErrorKind::Invalid, Some("limit")));
    })
    .await;
}

#[tokio::test]
async fn edge_between_two_tables_lists_their_columns() {
    on_both(async |world| {
        world.crawl_and_follow(&[orders(), sales()]).await;
        let ends = (world.find("orders").await, world.find("sales").await);
        let edges = world.lineage.edges_between(&Viewer::system(), ends, None).await.unwrap();
        assert!(edges.len() > 3 && edges.iter().all(|edge| !edge.assertions.is_empty()));
    })
    .await;
}

fn routine(name: &str, arguments: &str, language: &str, definition: &str) -> Record {
    let is_sql = ["sql", "plpgsql"].contains(&language);
    let details = ProcedureDetails {
        procedure_type: "function".into(),
        language: Some(language.into()),
        arguments: arguments.into(),
        definition: Some(definition.into()),
        dialect: is_sql.then(|| "postgres".into()),
        ..ProcedureDetails::default()
    };
    AssetRecord::new(crate::testing::name(name), Details::Procedure(details)).into()
}

/// The tables that `orders` and the others of these tests are.
async fn with_tables(world: &World) {
    world
        .crawl_and_follow(&[
            orders(),
            table("daily", &["id", "total"]),
            table("log", &["id"]),
            table("temporary", &["x"]),
        ])
        .await;
}

const LOAD: &str = "DECLARE r record;
    BEGIN
      CREATE TEMP TABLE t ON COMMIT DROP AS SELECT id, amount FROM orders WHERE paid;
      INSERT INTO daily (id, total) SELECT id, sum(amount) FROM t GROUP BY id;
      EXECUTE 'INSERT INTO log (id) SELECT id FROM orders';
    END";

#[tokio::test]
async fn c8_body_of_a_routine_becomes_lineage_through_it() {
    on_both(async |world| {
        with_tables(&world).await;
        world.push(routine("load(integer)", "p_id integer", "plpgsql", LOAD)).await;
        let edges = world.edges("daily.total", Level::Column, None).await;
        assert!(edges.contains("orders.amount > daily.total AGGREGATION"), "{edges:?}");
        assert_eq!(world.edges("orders", Level::Table, None).await, set(&["orders > daily", "orders > log"]));
        let scene = world.scene("log", Level::Table, None).await;
        let edge = &scene.edges[0];
        let load = world.find("\"load(integer)\"").await;
        assert_eq!(edge.through, Some(load));
        assert_eq!((edge.assertions[0].tool.as_str(), edge.assertions[0].scope.as_str()), ("sql", &*load.to_string()));
        let readings = world.lineage.readings(&Viewer::system(), load).await.unwrap();
        assert!(readings.iter().all(|reading| reading.status == Status::Complete), "{readings:?}");
    })
    .await;
}

#[tokio::test]
async fn c8_lineage_of_a_routine_changes_with_its_sql_and_ends_with_it() {
    on_both(async |world| {
        with_tables(&world).await;
        let before = world.push(routine("load()", "", "sql", "INSERT INTO daily (id) SELECT id FROM orders")).await;
        assert_eq!(world.edges("daily", Level::Table, None).await, set(&["orders > daily"]));
        world.push(routine("load()", "", "sql", "INSERT INTO log (id) SELECT id FROM orders")).await;
        assert!(world.edges("daily", Level::Table, None).await.is_empty());
        assert_eq!(world.edges("log", Level::Table, None).await, set(&["orders > log"]));
        assert_eq!(world.edges("daily", Level::Table, Some(before)).await, set(&["orders > daily"]));
        let mut everything = crate::testing::records(&[orders(), table("log", &["id"])]);
        everything.insert(2, routine("load()", "", "sql", "INSERT INTO log (id) SELECT id FROM orders"));
        world.crawl_records(world.source, everything).await;
        world.follow().await;
        assert_eq!(world.edges("log", Level::Table, None).await, set(&["orders > log"]));
        world.crawl_and_follow(&[orders(), table("log", &["id"])]).await;
        assert!(world.edges("log", Level::Table, None).await.is_empty(), "the routine is gone");
        assert!(world.lineage.status_counts().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn c8_task_and_query_tell_where_their_tables_live() {
    on_both(async |world| {
        with_tables(&world).await;
        let (namespace, defaults) =
            (Some("postgres://h:5432".to_owned()), vec!["shop".to_owned(), "public".to_owned()]);
        let task = TaskDetails {
            definition: Some("INSERT INTO daily (id, total) SELECT id, amount FROM orders".into()),
            dialect: Some("postgres".into()),
            namespace: namespace.clone(),
            defaults: defaults.clone(),
            ..TaskDetails::default()
        };
        let name = Name::new("airflow://scheduler", ["nightly", "load"]);
        world
            .push(
                AssetRecord::new(Name::new("airflow://scheduler", ["nightly"]), Details::Pipeline(Default::default()))
                    .into(),
            )
            .await;
        world.push(AssetRecord::new(name, Details::Task(task)).into()).await;
        let edges = world.edges("daily.id", Level::Column, None).await;
        assert!(edges.contains("orders.id > daily.id IDENTITY"), "{edges:?}");
        let query = QueryDetails {
            definition: "SELECT max(total) FROM daily WHERE id > 1".into(),
            dialect: Some("postgres".into()),
            namespace,
            defaults,
            ..QueryDetails::default()
        };
        world.push(AssetRecord::new(crate::testing::name("best"), Details::Query(query)).into()).await;
        assert_eq!(world.edges("best", Level::Table, None).await, set(&["orders > daily", "daily > best"]));
    })
    .await;
}

#[tokio::test]
async fn c8_what_cannot_be_followed_is_counted_with_its_reason() {
    on_both(async |world| {
        with_tables(&world).await;
        world.push(routine("p(text)", "t text", "plpgsql", "BEGIN EXECUTE 'DELETE FROM ' || t; END")).await;
        world.push(routine("q()", "", "plpython3u", "return 1")).await;
        world.push(routine("r()", "", "sql", "FROBNICATE; INSERT INTO log SELECT nothing FROM nowhere")).await;
        let counts = world.lineage.status_counts().await.unwrap();
        assert_eq!(counts, [(Status::Partial, 1), (Status::Opaque, 2), (Status::Failed, 1)].into());
        let q = world.find("\"q()\"").await;
        let readings = world.lineage.readings(&Viewer::system(), q).await.unwrap();
        assert!(readings[0].notes.contains("the body is written in plpython3u"), "{readings:?}");
        world.crawl_and_follow(&[orders(), table("log", &["nothing"]), table("nowhere", &["nothing"])]).await;
        let edges = world.edges("nowhere.nothing", Level::Column, None).await;
        assert!(edges.contains("nowhere.nothing > log.nothing IDENTITY"), "what was missing is there now: {edges:?}");
    })
    .await;
}
