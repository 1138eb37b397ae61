//! The log read anew, in other pieces, by another process, or beside damaged rows: always the same rows.

use catalog::{AssetRecord, ChangeNumber, Details, Follower as _, Name, Record, Viewer, record::LineageRecord};
use sea_orm::ConnectionTrait as _;

use super::{orders, sales};
use crate::{
    Level, Lineage,
    testing::{declared, on_both, sqlite, store, table},
};

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
        world.catalog.add_namespace_alias(&Viewer::system(), "postgres://h:5432", alias).await.unwrap();
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
        let other =
            AssetRecord::new(Name::new("postgres://other:5432", ["shop"]), Details::Database(Default::default()));
        world.push(other.into()).await;
        world.catalog.add_namespace_alias(&Viewer::system(), "postgres://other:5432", alias).await.unwrap();
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
