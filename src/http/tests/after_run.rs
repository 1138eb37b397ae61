//! Suites that run when a pipeline's run has succeeded: on what it wrote, once, and not when it failed.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, done},
    openlineage::send,
    quality::{checks, save},
    support::{Client, World},
};

const TABLES: &str = "CREATE TABLE orders (id int); CREATE TABLE totals (id int); CREATE TABLE others (id int);
    INSERT INTO totals VALUES (1)";

/// A crawled database with a suite on all of its tables, and a module that reports.
struct Stage {
    _database: testkit::TestDatabase,
    crawled: Crawled,
    module: Client,
    place: (String, String),
}

impl Stage {
    async fn on(world: World) -> Self {
        let database = testkit::postgres_database().await;
        database.run(TABLES).await;
        let crawled = Crawled::on(world, &database.url()).await;
        crawled.world.user("loader", Role::Editor).await;
        let module = crawled.world.program("loader", &[Scope::Report]).await;
        let mut assets = Vec::new();
        for table in ["orders", "totals", "others"] {
            assets.push(crawled.id(table).await);
        }
        let items = json!([{ "kind": "row_count", "settings": { "min": 1 } }]);
        save(&crawled, json!({ "name": "After runs", "assets": assets, "items": items, "isAfterRun": true })).await;
        let query = "query($id: AssetId!) { asset(id: $id) { namespace parts } }";
        let named = done(&crawled.ana, query, json!({ "id": assets[0] })).await;
        let place = (named["namespace"].as_str().unwrap().to_owned(), named["parts"][0].as_str().unwrap().to_owned());
        Self { _database: database, crawled, module, place }
    }

    fn event(&self, run: u8, event_type: &str, output: &str) -> Value {
        let (namespace, database) = &self.place;
        let dataset = |name: &str| json!([{ "namespace": namespace, "name": format!("{database}.public.{name}") }]);
        json!({ "eventType": event_type, "eventTime": self.crawled.world.clock.now(),
            "producer": "https://example.org/etl",
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": { "runId": format!("01a2060d-d77e-7f99-9d21-{run:012}") },
            "job": { "namespace": "etl", "name": format!("load_{output}") },
            "inputs": dataset("orders"), "outputs": dataset(output) })
    }

    async fn says(&self, event: Value) {
        let reply = send(&self.module, "/api/v1/lineage", event.to_string()).await;
        assert!(reply.status.is_success(), "{}", reply.text());
        self.crawled.world.app.catch_up().await.unwrap();
    }

    /// Lets the schedules be looked at, and returns how many suites were asked for.
    async fn fires(&self) -> usize {
        let world = &self.crawled.world;
        let before = self.waiting().await;
        world.app.jobs().fire_due().await.unwrap();
        self.waiting().await - before
    }

    async fn waiting(&self) -> usize {
        let query = "{ runs(first: 500, filter: { statuses: [QUEUED] }) { nodes { job } } }";
        let runs = done(&self.crawled.ana, query, json!({})).await["nodes"].clone();
        runs.as_array().unwrap().iter().filter(|run| run["job"] == "checks").count()
    }

    /// How often the table was checked.
    async fn times(&self, table: &str) -> usize {
        self.crawled.world.app.jobs().work_off().await.unwrap();
        let id = self.crawled.id(table).await;
        checks(&self.crawled.ana, &id).await.first().map_or(0, |check| check["strip"].as_array().unwrap().len())
    }

    fn later(&self, seconds: i64) {
        self.crawled.world.clock.advance(chrono::Duration::seconds(seconds));
    }
}

#[tokio::test]
async fn f2_suite_runs_on_what_a_succeeded_run_wrote_once_on_both_stores() {
    let store = testkit::postgres_database().await;
    for world in [World::new().await, World::with(|config| config.database = Some(store.url().into())).await] {
        let stage = Stage::on(world).await;
        stage.says(stage.event(1, "START", "totals")).await;
        stage.later(60);
        assert_eq!(stage.fires().await, 0, "a run that works has written nothing yet");
        stage.says(stage.event(1, "FAIL", "totals")).await;
        stage.later(60);
        assert_eq!(stage.fires().await, 0, "nor one that failed");
        stage.says(stage.event(2, "COMPLETE", "totals")).await;
        assert_eq!(stage.fires().await, 0, "others may be about to end, too");
        stage.says(stage.event(3, "COMPLETE", "totals")).await;
        stage.later(31);
        assert_eq!(stage.fires().await, 1, "both together");
        assert_eq!(stage.fires().await, 0);
        assert_eq!((stage.times("totals").await, stage.times("orders").await, stage.times("others").await), (1, 0, 0));
        stage.says(stage.event(3, "COMPLETE", "totals")).await;
        stage.later(60);
        assert_eq!(stage.fires().await, 0, "what was heard before is no news");
    }
}

#[tokio::test]
async fn f2_tables_of_more_runs_join_the_run_that_waits() {
    let stage = Stage::on(World::new().await).await;
    stage.says(stage.event(1, "COMPLETE", "totals")).await;
    stage.later(31);
    assert_eq!(stage.fires().await, 1);
    stage.later(1);
    stage.says(stage.event(2, "COMPLETE", "others")).await;
    stage.later(31);
    assert_eq!(stage.fires().await, 0, "the one that waits takes them along");
    assert_eq!((stage.times("totals").await, stage.times("others").await, stage.times("orders").await), (1, 1, 0));
}

#[tokio::test]
async fn f2_run_of_a_pipeline_stands_for_its_tasks_and_an_old_one_for_nothing() {
    let stage = Stage::on(World::new().await).await;
    let (namespace, database) = stage.place.clone();
    let table = |name: &str| json!({ "namespace": namespace, "parts": [database, "public", name], "kind": "TABLE" });
    let task = json!({ "namespace": "airflow://etl", "parts": ["nightly", "load"], "kind": "TASK" });
    let lineage = json!({ "tool": "loader", "scope": "nightly.load", "through": task,
        "edges": [{ "upstream": table("orders"), "downstream": table("totals") }] });
    let says = "mutation($lineage: ReportedLineage!) { reportLineage(lineage: $lineage) { accepted } }";
    done(&stage.module, says, json!({ "lineage": lineage })).await;
    let report = async |number: u8, hours_ago: i64| {
        let at = stage.crawled.world.clock.now() - chrono::Duration::hours(hours_ago);
        let run = json!({ "namespace": "airflow://etl", "parts": ["nightly"], "kind": "PIPELINE",
            "externalRunId": format!("r{number}"), "status": "SUCCEEDED", "startedAt": at, "endedAt": at });
        let says = "mutation($run: ReportedRun!) { reportRun(run: $run) { accepted errors { message } } }";
        let answer = done(&stage.module, says, json!({ "run": run })).await;
        assert_eq!(answer, json!({ "accepted": 1, "errors": [] }));
        stage.crawled.world.app.catch_up().await.unwrap();
        stage.later(31);
    };
    report(1, 48).await;
    assert_eq!(stage.fires().await, 0, "of two days ago");
    report(2, 1).await;
    assert_eq!(stage.fires().await, 1);
    assert_eq!((stage.times("totals").await, stage.times("orders").await), (1, 0));
}
