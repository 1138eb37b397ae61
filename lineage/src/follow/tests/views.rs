//! What views say, as their SQL and their tables come, change and go.

use catalog::Viewer;

use super::{orders, sales, set};
use crate::{
    Direction, Level, Status, Traversal,
    testing::{World, on_both, sqlite, table, view},
};

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
