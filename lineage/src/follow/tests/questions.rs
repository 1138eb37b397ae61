//! Questions to the graph behind the log: what must not be known, limits, the columns between two tables.

use catalog::{AssetId, Fault as _, SourceId, Viewer};

use super::{orders, sales};
use crate::{
    Direction, RouteAnswer, Traversal,
    testing::{on_both, table, view},
};

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
