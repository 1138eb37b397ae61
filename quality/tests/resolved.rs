//! How long incidents were open that ended lately, on SQLite and on PostgreSQL.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests state facts in their names, and may fail")]

use catalog::{
    AssetId, AssetKind, AssetRecord, Catalog, Clock, Database, Details, Name, Origin, RunContext, RunId, SourceId,
    Viewer,
};
use chrono::Duration;
use quality::mask::MaskKey;
use quality::{
    Dimension, Finding, Outcome, Words,
    service::{Batch, Impact, Made, OURS, Quality},
    suite::Severity,
};

/// A table in the store at `url`, with a clock that the test moves.
struct House {
    catalog: Catalog,
    clock: Clock,
    table: AssetId,
}

impl House {
    async fn at(url: &str) -> Self {
        let database = Database::open(url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let clock = Clock::fixed("2026-03-01T08:00:00Z".parse().unwrap());
        let catalog = Catalog::new(database, clock.clone());
        let context = RunContext::new("crawler", Origin::Crawl, clock.now()).of_source(SourceId::new(), RunId::new());
        let name = Name::new("postgres://h:5432", ["shop"]);
        let mut ingest = catalog.begin(context).await.unwrap();
        ingest.push(AssetRecord::new(name.clone(), Details::empty(AssetKind::Database)).into()).await.unwrap();
        let schema = name.child("public");
        ingest.push(AssetRecord::new(schema.clone(), Details::empty(AssetKind::Schema)).into()).await.unwrap();
        let orders = schema.child("orders");
        ingest.push(AssetRecord::new(orders.clone(), Details::empty(AssetKind::Table)).into()).await.unwrap();
        ingest.finish().await.unwrap();
        let found = catalog.resolve(&Viewer::system(), &[(orders, AssetKind::Table)]).await.unwrap();
        Self { catalog, clock, table: found[0].unwrap() }
    }

    async fn check(&self, key: &str, outcome: Outcome) {
        let made = Made {
            key: key.into(),
            item: None,
            kind: "row_count".into(),
            column: None,
            title: None,
            dimension: Dimension::Completeness,
            severity: Severity::Critical,
            settings: serde_json::json!({}),
            finding: Finding::new(outcome, Words { en: "Told.".into(), zh: "结果".into() }),
            is_resolved_by_passing: true,
        };
        let batch = Batch {
            table: self.table,
            tool: OURS.into(),
            suite: None,
            at: self.clock.now(),
            run: None,
            made: vec![made],
            is_complete: false,
            impact: Impact::default(),
        };
        let write = self.catalog.database().write().await.unwrap();
        Quality::new(self.catalog.clone(), MaskKey::derive(b"test")).record(&write, batch).await.unwrap();
        write.commit().await.unwrap();
    }

    /// How many incidents ended, in how many seconds, and how many are open.
    async fn told(&self) -> (i64, i64, i64) {
        let quality = Quality::new(self.catalog.clone(), MaskKey::derive(b"test"));
        let tables = quality.tallies(&Viewer::system(), None).await.unwrap();
        (tables[0].resolved_incidents, tables[0].resolved_seconds, tables[0].open_incidents)
    }
}

async fn incidents_end(house: House) {
    for key in ["one", "two", "three"] {
        house.check(key, Outcome::Fail).await;
    }
    assert_eq!(house.told().await, (0, 0, 3));
    house.clock.advance(Duration::hours(2));
    house.check("one", Outcome::Pass).await;
    house.clock.advance(Duration::hours(3));
    house.check("two", Outcome::Pass).await;
    assert_eq!(house.told().await, (2, (2 + 5) * 3_600, 1), "two hours, and five");
    // Thirty days after the first ended, only the second counts.
    house.clock.advance(Duration::days(30) - Duration::hours(1));
    assert_eq!(house.told().await, (1, 5 * 3_600, 1));
    house.clock.advance(Duration::days(1));
    assert_eq!(house.told().await, (0, 0, 1));
}

#[tokio::test]
async fn f7_hours_to_resolve_are_of_incidents_that_ended_lately_on_sqlite() {
    let files = tempfile::tempdir().unwrap();
    incidents_end(House::at(&format!("sqlite://{}/catalog.db", files.path().display())).await).await;
}

#[tokio::test]
async fn f7_hours_to_resolve_are_of_incidents_that_ended_lately_on_postgres() {
    let database = testkit::postgres_database().await;
    incidents_end(House::at(&database.url()).await).await;
}
