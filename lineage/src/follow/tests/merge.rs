//! What is merged: everything that was said about the one counts for the other, until they are parted.

use catalog::{AssetId, AssetKind, Viewer};

use super::{orders, set};
use crate::{
    Level,
    testing::{World, name, on_both, sqlite, store, table, view},
};

async fn id(world: &World, path: &str) -> AssetId {
    let found = world.catalog.resolve(&Viewer::system(), &[(name(path), AssetKind::Table)]).await.unwrap();
    found[0].unwrap()
}

async fn is_as_the_log_says(world: &World) {
    let files = tempfile::tempdir().unwrap();
    let found = world.lineage.examine(&store(&sqlite(&files)).await, 10).await.unwrap();
    assert_eq!(found.differences, Vec::<String>::new());
}

#[tokio::test]
async fn j7_lineage_of_a_merged_table_goes_over_and_comes_back() {
    on_both(async |world| {
        let shown = || view("shown", &["id"], "SELECT id FROM public.legacy_orders");
        let tables = [orders(), table("legacy_orders", &["id", "amount"]), table("copy", &["id", "amount"]), shown()];
        world.crawl_and_follow(&tables).await;
        world.declare("airflow", "daily", &["legacy_orders.id > copy.id", "orders.amount > copy.amount"]).await;
        world.follow().await;
        let before = world.edges("copy", Level::Column, None).await;
        assert_eq!(before, set(&["legacy_orders.id > copy.id IDENTITY", "orders.amount > copy.amount IDENTITY"]));
        let (legacy, orders) = (id(&world, "legacy_orders").await, id(&world, "orders").await);
        world.catalog.merge(&Viewer::system(), legacy, orders, None).await.unwrap();
        world.follow().await;
        let merged = world.edges("copy", Level::Column, None).await;
        assert_eq!(merged, set(&["orders.amount > copy.amount IDENTITY", "orders.id > copy.id IDENTITY"]));
        assert_eq!(world.edges("shown", Level::Column, None).await, set(&["orders.id > shown.id IDENTITY"]));
        is_as_the_log_says(&world).await;
        // What names it from now on means the other, too.
        world.declare("dbt", "run", &["legacy_orders.amount > copy.amount"]).await;
        world.follow().await;
        assert_eq!(world.edges("copy", Level::Column, None).await, merged);
        world.catalog.part(&Viewer::system(), legacy).await.unwrap();
        world.follow().await;
        let parted = world.edges("copy", Level::Column, None).await;
        assert!(parted.is_superset(&before), "{parted:?}");
        assert!(parted.contains("legacy_orders.amount > copy.amount IDENTITY"), "{parted:?}");
        assert_eq!(world.edges("shown", Level::Column, None).await, set(&["legacy_orders.id > shown.id IDENTITY"]));
        is_as_the_log_says(&world).await;
    })
    .await;
}
