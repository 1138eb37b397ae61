//! Tables that only scripts name: there before a crawl of their system, and the same ones after it.

use lineage::{Direction, Level, Lineage, Traversal};
use serde_json::Value;

use super::*;

impl House {
    /// A source of `connector`.
    pub(super) async fn source_of(&self, connector: &str, config: Value) -> Source {
        let new = NewSource { name: connector.into(), connector: connector.into(), config, schedule: None };
        self.sources.create(&ADMIN(), new).await.unwrap()
    }

    /// A folder with one script that fills `totals` from `orders`, through a table that is gone afterwards.
    async fn scripts(&self) -> Source {
        let folder = self.directory.path().join("scripts");
        std::fs::create_dir_all(&folder).unwrap();
        let script = "DROP TABLE old_totals;
            CREATE TEMPORARY TABLE stage AS SELECT amount FROM orders;
            INSERT INTO totals SELECT amount FROM stage;
            INSERT INTO remote.totals SELECT amount FROM orders;";
        std::fs::write(folder.join("load.sql"), script).unwrap();
        let config = json!({ "path": folder, "dialect": "sqlite", "namespace": "sqlite", "database": self.shop(),
            "name": "nightly" });
        self.source_of("sql_files", config).await
    }

    /// The database that the script means.
    async fn database(&self) -> Source {
        run_sql(&self.shop(), "CREATE TABLE orders (id INTEGER, amount TEXT); CREATE TABLE totals (amount TEXT);")
            .await;
        self.source_of("sqlite", json!({ "path": self.shop() })).await
    }

    /// What is upstream of the table `totals` of the shop, and whether each is a placeholder.
    async fn above_totals(&self, level: Level) -> Vec<(String, bool)> {
        let lineage = Lineage::open(self.catalog.clone()).await.unwrap();
        self.catalog.catch_up(&lineage.follower()).await.unwrap();
        let totals = catalog::Name::new("sqlite", [self.shop().display().to_string(), "totals".to_owned()]);
        let found = self.catalog.resolve(&ADMIN(), &[(totals, AssetKind::Table)]).await.unwrap();
        let around = Traversal::around(found[0].unwrap());
        let request = Traversal { direction: Direction::Up, level, ..around };
        let scene = lineage.traverse(&ADMIN(), &request).await.unwrap();
        let ids: Vec<_> = scene.edges.iter().filter_map(|edge| scene.nodes[edge.from].asset).collect();
        let assets = self.catalog.assets(&ADMIN(), &ids, None).await.unwrap();
        assets.into_iter().map(|asset| (asset.name.last().to_owned(), asset.is_placeholder)).collect()
    }
}

async fn scripts_first(house: House) {
    let scripts = house.scripts().await;
    let run = house.crawl(&scripts).await;
    assert_eq!(run.status, Status::Succeeded, "{run:?}");
    assert_eq!(house.above_totals(Level::Table).await, [("orders".to_owned(), true)]);
    // Neither what is dropped, nor what is gone behind the script, nor what it is not clear where that is.
    assert_eq!(house.tables().await, ["load.sql", "orders", "totals"]);
    let again = house.crawl(&scripts).await;
    assert_eq!((again.counts.added.0, again.counts.removed.0), (0, 0));

    let database = house.database().await;
    let run = house.crawl(&database).await;
    assert_eq!(run.status, Status::Succeeded, "{run:?}");
    assert_eq!(house.tables().await, ["load.sql", "orders", "totals"], "they are the same ones");
    assert_eq!(house.above_totals(Level::Table).await, [("orders".to_owned(), false)]);
    assert_eq!(house.above_totals(Level::Column).await, [("amount".to_owned(), false)]);
}

async fn database_first(house: House) {
    let database = house.database().await;
    house.crawl(&database).await;
    let before = house.tables().await;
    let scripts = house.scripts().await;
    let run = house.crawl(&scripts).await;
    assert_eq!((run.status, before), (Status::Succeeded, vec!["orders".to_owned(), "totals".to_owned()]));
    assert_eq!(house.tables().await, ["load.sql", "orders", "totals"]);
    assert_eq!(house.above_totals(Level::Table).await, [("orders".to_owned(), false)]);
    assert_eq!(house.above_totals(Level::Column).await, [("amount".to_owned(), false)]);
}

on_both! {
    tables_of_scripts_are_there_before_their_crawl => super::scripts_first;
    tables_of_scripts_are_those_that_were_crawled => super::database_first;
}
