//! Every read of data quality by somebody who may not know of the table, or of one of its columns; and what is told of
//! templates that cannot be asked.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    crawled::{Crawled, ask, done},
    quality::{checks, incidents, run, save},
    support::{Client, code},
};

const EXPLAIN: &str =
    "query($asset: AssetId!, $items: [SuiteItemInput!]!) { explainChecks(asset: $asset, items: $items) {
    statements { sql answers { item column } } refused { check { item kind column } problem } } }";

/// A table that fails its checks, with an editor.
async fn stage() -> (testkit::TestDatabase, Crawled, Client, String, Value) {
    let database = testkit::postgres_database().await;
    database.run("CREATE TABLE orders (id int, secret text); INSERT INTO orders VALUES (1, NULL)").await;
    let stage = Crawled::of(&database.url()).await;
    stage.world.user("eddy", Role::Editor).await;
    let eddy = stage.world.program("eddy", &[Scope::Admin]).await;
    let orders = stage.id("orders").await;
    let items = json!([{ "kind": "not_null", "columns": "secret" }, { "kind": "row_count", "settings": { "min": 5 } }]);
    let suite = save(&stage, json!({ "name": "Orders", "assets": [orders], "items": items })).await;
    run(&stage, &suite).await;
    (database, stage, eddy, orders, suite)
}

#[tokio::test]
async fn threat_10_hidden_table_is_in_no_read_of_quality() {
    let (_database, stage, eddy, orders, suite) = stage().await;
    done(&stage.ana, "mutation($id: AssetId!) { profileTable(asset: $id) { id } }", json!({ "id": orders })).await;
    stage.world.app.jobs().work_off().await.unwrap();
    let check = checks(&stage.ana, &orders).await[0]["id"].clone();
    let incident = incidents(&stage.ana).await[0]["id"].clone();
    assert_eq!(incidents(&eddy).await.len(), 2);
    stage.policy("DENY", "VIEW", &orders, "eddy").await;
    let id = json!({ "id": orders, "check": check, "incident": incident, "suite": suite, "items": [] });
    for query in [
        "query($id: AssetId!) { checks(filter: { asset: $id }) { nodes { id } } }",
        "query($check: CheckId!) { check(id: $check) { id } }",
        "query($incident: IncidentId!) { incident(id: $incident) { id } }",
        "query($suite: SuiteId!) { suite(id: $suite) { id } }",
        "query($id: AssetId!) { profiles(asset: $id) { nodes { rows } } }",
        "query($id: AssetId!) { suggestedChecks(asset: $id) { kind } }",
        "query($id: AssetId!, $items: [SuiteItemInput!]!) { explainChecks(asset: $id, items: $items) { statements { sql } } }",
        "mutation($id: AssetId!, $items: [SuiteItemInput!]!) { tryChecks(asset: $id, items: $items) { kind } }",
        "mutation($id: AssetId!) { runChecks(asset: $id) { id } }",
        "mutation($id: AssetId!) { profileTable(asset: $id) { id } }",
        "mutation($suite: SuiteId!) { runSuite(id: $suite) { id } }",
    ] {
        let answer = ask(&eddy, query, id.clone()).await;
        assert_eq!(code(&answer), "NOT_FOUND", "{query}: {answer}");
        assert!(!answer.to_string().contains("orders"), "{query}: {answer}");
    }
    for (query, count) in [
        ("{ checks { nodes { id } } }", "nodes"),
        ("{ incidents { nodes { id } } }", "nodes"),
        ("{ suites { nodes { id } } }", "nodes"),
        ("{ qualitySummary { worst { asset { name } } } }", "worst"),
    ] {
        let found = done(&eddy, query, json!({})).await;
        assert_eq!(found[count], json!([]), "{query}");
    }
    let summary = "{ qualitySummary { tables openIncidents tally { total } by(group: OWNER) { tables } } }";
    let expected = json!({ "tables": 0, "openIncidents": 0, "tally": { "total": 0 }, "by": [] });
    assert_eq!(done(&eddy, summary, json!({})).await, expected);
}

#[tokio::test]
async fn threat_10_hidden_column_is_one_that_is_not_there_for_a_plan() {
    let (_database, stage, eddy, orders, _suite) = stage().await;
    stage.policy("DENY", "VIEW", &stage.id("secret").await, "eddy").await;
    let items = json!([{ "kind": "not_null", "columns": "id" }, { "kind": "not_null", "columns": "secret" },
        { "kind": "not_null", "columns": "*" }, { "kind": "not_null", "columns": "nothing" }]);
    let plan = done(&eddy, EXPLAIN, json!({ "asset": orders, "items": items })).await;
    let statements = plan["statements"].to_string();
    assert!(statements.contains("\\\"id\\\"") && !statements.contains("secret"), "{statements}");
    let refused = plan["refused"].as_array().unwrap();
    let places: Vec<i64> = refused.iter().map(|one| one["check"]["item"].as_i64().unwrap()).collect();
    assert_eq!(places, [1, 3], "{refused:?}");
    let problem = |place: usize| refused[place]["problem"].as_str().unwrap().to_owned();
    assert_eq!(problem(0).replace("secret", "x"), problem(1).replace("nothing", "x"), "no difference tells");
    let whole =
        done(&stage.ana, EXPLAIN, json!({ "asset": orders, "items": [{ "kind": "not_null", "columns": "*" }] }));
    assert!(whole.await["statements"].to_string().contains("secret"));
}

#[tokio::test]
async fn f1_template_that_cannot_be_asked_is_named_by_its_place() {
    let (_database, stage, eddy, orders, _suite) = stage().await;
    let explain = async |items: Value| ask(&eddy, EXPLAIN, json!({ "asset": orders, "items": items })).await;
    let good = json!({ "kind": "not_null", "columns": "id" });
    let twice = json!({ "id": "018f2c54-0000-7000-8000-000000000001", "kind": "not_null", "columns": "id" });
    let field = |answer: &Value| answer["errors"][0]["extensions"]["field"].clone();
    assert_eq!(field(&explain(json!([twice, twice])).await), "items.1.id");
    let long = json!({ "kind": "not_null", "columns": "x".repeat(300) });
    assert_eq!(field(&explain(json!([good, long])).await), "items.1.columns");
    assert_eq!(field(&explain(json!(vec![good.clone(); 501])).await), "items");
    let bad =
        json!([good, { "kind": "nonsense" }, { "kind": "in_set", "columns": "id", "settings": { "valeus": [1] } }]);
    let plan = explain(bad.clone()).await["data"]["explainChecks"].clone();
    let places: Vec<&Value> = plan["refused"].as_array().unwrap().iter().map(|one| &one["check"]["item"]).collect();
    assert_eq!(places, [1, 2], "{plan}");
    assert!(plan["refused"][1]["problem"].as_str().unwrap().contains("valeus"), "{plan}");
    let tried = "mutation($asset: AssetId!, $items: [SuiteItemInput!]!) { tryChecks(asset: $asset, items: $items) {
        item result { outcome } } }";
    let tried = done(&stage.ana, tried, json!({ "asset": orders, "items": bad })).await;
    let outcomes: Vec<(&Value, &Value)> =
        tried.as_array().unwrap().iter().map(|one| (&one["item"], &one["result"]["outcome"])).collect();
    let expected = [(json!(0), json!("PASS")), (json!(1), json!("ERROR")), (json!(2), json!("ERROR"))];
    assert_eq!(outcomes, expected.iter().map(|(item, outcome)| (item, outcome)).collect::<Vec<_>>());
}
