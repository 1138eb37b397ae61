//! What other tools' checks came to, and profiles, through the router: what is taken, what is shown to whom, who may not.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, done},
    support::{Client, World, code},
};

const GX: &str = include_str!("../../../quality/tests/data/results/great_expectations_1.json");
const SODA: &str = include_str!("../../../quality/tests/data/results/soda.json");
const EVENT: &str = include_str!("../../../quality/tests/data/results/openlineage.json");
const RUN_RESULTS: &str = include_str!("../../../connectors/tests/fixtures/dbt/v12/run_results.json");
const MANIFEST: &str = include_str!("../../../connectors/tests/fixtures/dbt/v12/manifest.json");

const TAKE: &str = "mutation($results: String!, $manifest: String) {
    reportCheckResults(results: $results, manifest: $manifest) { taken untaken { name problem } } }";
const CHECKS: &str = "query($tool: String!) { checks(first: 100, filter: { tool: $tool }) { nodes { kind column tool
    asset { name } last { outcome errors total } } } }";
const PROFILES: &str = "query($asset: AssetId!) { profiles(asset: $asset) { nodes { rows columns } } }";
const MEASURE: &str = "mutation($asset: AssetId!) { profileTable(asset: $asset) { id } }";

/// A world with tables of a schema that a module has reported.
async fn world(schema: &str, tables: &[&str]) -> (World, Client, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    world.user("vera", Role::Viewer).await;
    let (ana, vera) = (world.program("ana", &[Scope::Admin]).await, world.program("vera", &[Scope::Admin]).await);
    let table = |name: &&str| json!({ "namespace": "postgres://db.example.com:5432", "parts": ["shop", schema, name], "kind": "TABLE" });
    let input = json!({ "assets": tables.iter().map(table).collect::<Vec<_>>() });
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    assert_eq!(done(&ana, report, json!({ "input": input })).await["errors"], json!([]));
    world.app.catch_up().await.unwrap();
    (world, ana, vera)
}

/// Each check of a tool: kind, column, outcome, in order.
async fn told(client: &Client, tool: &str) -> Vec<(String, String, String)> {
    let nodes = done(client, CHECKS, json!({ "tool": tool })).await["nodes"].clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |check: &Value| (text(&check["kind"]), text(&check["column"]), text(&check["last"]["outcome"]));
    let mut rows: Vec<_> = nodes.as_array().unwrap().iter().map(row).collect();
    rows.sort();
    rows
}

fn row(kind: &str, column: &str, outcome: &str) -> (String, String, String) {
    (kind.to_owned(), column.to_owned(), outcome.to_owned())
}

#[tokio::test]
async fn f1_results_of_great_expectations_soda_and_openlineage_become_checks_of_those_tools() {
    let (_world, ana, vera) = world("public", &["orders"]).await;
    assert_eq!(code(&ask(&vera, TAKE, json!({ "results": GX })).await), "FORBIDDEN");
    let taken = done(&ana, TAKE, json!({ "results": GX })).await;
    assert_eq!(taken, json!({ "taken": 7, "untaken": [] }));
    let gx = told(&vera, "great_expectations").await;
    assert!(gx.contains(&row("expect_column_values_to_not_be_null", "gone", "ERROR")), "an error is no pass: {gx:?}");
    assert!(gx.contains(&row("expect_column_values_to_be_unique", "id", "FAIL")), "{gx:?}");
    assert!(gx.contains(&row("expect_column_values_to_be_between", "amount", "PASS")), "{gx:?}");
    done(&ana, TAKE, json!({ "results": GX })).await;
    assert_eq!(told(&vera, "great_expectations").await.len(), 7, "the same again is the same checks");
    let open = done(&ana, "{ incidents { nodes { failures check { tool } } } }", json!({})).await;
    let open = open["nodes"].as_array().unwrap();
    assert!(!open.is_empty() && open.iter().all(|one| one["failures"] == 2), "counted, not opened again: {open:?}");
    let taken = done(&ana, TAKE, json!({ "results": SODA })).await;
    assert_eq!(taken["untaken"], json!([]), "{taken}");
    let soda = told(&vera, "soda").await;
    assert_eq!(i64::try_from(soda.len()).unwrap(), taken["taken"].as_i64().unwrap(), "{soda:?}");
    assert!(soda.iter().any(|check| check.2 == "FAIL") && soda.iter().any(|check| check.2 == "PASS"), "{soda:?}");
    done(&ana, TAKE, json!({ "results": EVENT })).await;
    let event = told(&vera, "openlineage").await;
    assert!(
        event.contains(&row("unique", "id", "FAIL")) && event.contains(&row("not_null", "id", "PASS")),
        "{event:?}"
    );
    let refused = ask(&ana, TAKE, json!({ "results": "{\"what\": 1}" })).await;
    assert_eq!(code(&refused), "INVALID", "{refused}");
}

#[tokio::test]
async fn f1_results_of_dbt_become_checks_by_the_manifest_and_strangers_are_named() {
    let (_world, ana, vera) = world("main", &["orders", "customer_totals"]).await;
    let files = json!({ "results": RUN_RESULTS, "manifest": MANIFEST });
    assert_eq!(code(&ask(&vera, TAKE, files.clone()).await), "FORBIDDEN");
    let taken = done(&ana, TAKE, files).await;
    assert_eq!(taken["taken"], 3, "{taken}");
    let strangers = taken["untaken"].as_array().unwrap();
    assert_eq!(strangers.len(), 2, "{taken}");
    assert!(strangers.iter().all(|one| one["problem"].as_str().unwrap().contains("stg_orders")), "{strangers:?}");
    let dbt = told(&vera, "dbt").await;
    assert_eq!(dbt.iter().filter(|check| check.2 == "FAIL").count(), 1, "{dbt:?}");
    assert_eq!(dbt.iter().filter(|check| check.2 == "PASS").count(), 2, "{dbt:?}");
}

#[tokio::test]
async fn f1_profile_is_kept_and_its_values_are_for_who_may_see_samples() {
    let database = testkit::postgres_database().await;
    database.run("CREATE TABLE orders (id int, status text); INSERT INTO orders VALUES (1, 'canary'), (2, NULL)").await;
    let stage = Crawled::of(&database.url()).await;
    let orders = stage.id("orders").await;
    assert_eq!(code(&ask(&stage.vera, MEASURE, json!({ "asset": orders })).await), "FORBIDDEN");
    let measure = async || {
        done(&stage.ana, MEASURE, json!({ "asset": orders })).await;
        stage.world.clock.advance(chrono::Duration::seconds(1));
        stage.world.app.jobs().work_off().await.unwrap();
    };
    measure().await;
    database.run("INSERT INTO orders VALUES (3, 'canary')").await;
    measure().await;
    let kept = done(&stage.ana, PROFILES, json!({ "asset": orders })).await["nodes"].clone();
    let rows: Vec<&Value> = kept.as_array().unwrap().iter().map(|profile| &profile["rows"]).collect();
    assert_eq!(rows, [&json!(3), &json!(2)], "newest first: {kept}");
    let columns = kept[0]["columns"].as_array().unwrap();
    let status = columns.iter().find(|column| column["name"] == "status").unwrap();
    assert_eq!((&status["nulls"], &status["distinct"]), (&json!(1), &json!(1)), "{status}");
    assert!(kept.to_string().contains("canary"), "an administrator sees values: {kept}");
    let seen = done(&stage.vera, PROFILES, json!({ "asset": orders })).await["nodes"].clone();
    assert_eq!(seen[0]["rows"], 3);
    assert!(!seen.to_string().contains("canary"), "{seen}");
    stage.policy("DENY", "VIEW", &orders, "vera").await;
    assert_eq!(code(&ask(&stage.vera, PROFILES, json!({ "asset": orders })).await), "NOT_FOUND");
}
