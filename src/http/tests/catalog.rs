//! The catalog through the router: what each role may ask and change, and what comes of it.

use catalog::{Role, Scope, Viewer};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::support::{Client, World};
use crate::{access::NewToken, sources::NewSource};

const NAMESPACE: &str = "postgres://h:5432";

/// A report of two tables and a view over one of them.
fn company() -> Value {
    let asset = |parts: &[&str], kind: &str, details: Value| json!({ "namespace": NAMESPACE, "parts": parts, "kind": kind, "details": details });
    let column = |parts: &[&str], position: u32| {
        let details = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": position });
        asset(parts, "COLUMN", details)
    };
    let sql = "SELECT id, amount AS total FROM shop.public.orders";
    json!({ "idempotencyKey": "first", "assets": [
        asset(&["shop"], "DATABASE", json!({ "engine": "postgres" })),
        asset(&["shop", "public"], "SCHEMA", json!({})),
        asset(&["shop", "public", "orders"], "TABLE", json!({})),
        column(&["shop", "public", "orders", "id"], 1),
        column(&["shop", "public", "orders", "amount"], 2),
        asset(&["shop", "public", "totals"], "TABLE",
            json!({ "table_type": "view", "definition": sql, "dialect": "postgres" })),
        column(&["shop", "public", "totals", "id"], 1),
        column(&["shop", "public", "totals", "total"], 2),
    ] })
}

impl Client {
    async fn ask(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }
}

async fn report(client: &Client, input: &Value) -> Value {
    let query = "mutation($input: ReportInput!) { report(input: $input) {
        accepted replayed errors { list index field message } } }";
    let answer = client.ask(query, json!({ "input": input })).await;
    answer["data"]["report"].clone()
}

/// A world with the company in it, and a program that may do everything its owner may.
async fn world() -> (World, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    let answer = report(&program, &company()).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    world.app.catch_up().await.unwrap();
    (world, program)
}

async fn id_of(client: &Client, name: &str) -> String {
    let answer = client.ask("query($name: String!) { asset(name: $name) { id } }", json!({ "name": name })).await;
    answer["data"]["asset"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[tokio::test]
async fn c9_bad_item_of_a_hundred_is_answered_alone_and_the_rest_is_stored() {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let module = world.program("ana", &[Scope::Report]).await;
    let table = |n: usize| {
        let name = if n == 41 { String::new() } else { format!("t{n}") };
        json!({ "namespace": NAMESPACE, "parts": ["shop", "public", name], "kind": "TABLE" })
    };
    let assets: Vec<Value> = (0..100).map(table).collect();
    let answer = report(&module, &json!({ "assets": assets })).await;
    assert_eq!(answer["accepted"], 99);
    let error = &answer["errors"][0];
    assert_eq!((error["list"].as_str(), error["index"].as_i64()), (Some("assets"), Some(41)));
    assert_eq!(error["message"], "`parts[2]`: is empty");
}

#[tokio::test]
async fn c9_same_key_twice_has_one_effect() {
    let (world, program) = world().await;
    let before = world.app.catalog().last_change().await.unwrap();
    let answer = report(&program, &company()).await;
    assert_eq!(answer["replayed"], true);
    assert_eq!(world.app.catalog().last_change().await.unwrap(), before);
}

#[tokio::test]
async fn c9_module_token_only_reports() {
    let (world, _) = world().await;
    world.user("loader", Role::Editor).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let answer = module.ask("{ catalogStats { lastChange } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    let answer = module.ask("{ asset(name: \"orders\") { id } }", json!({})).await;
    assert!(answer["data"]["asset"].is_null(), "{answer}");
}

#[tokio::test]
async fn viewer_reads_and_may_not_edit() {
    let (world, program) = world().await;
    let id = id_of(&program, "public.orders").await;
    world.user("vera", Role::Viewer).await;
    let viewer = world.program("vera", &[Scope::Admin]).await;
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { description: \"x\" }) { id } }";
    let answer = viewer.ask(edit, json!({ "id": id })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let answer =
        viewer.ask("query($id: AssetId!) { asset(id: $id) { mayEdit description } }", json!({ "id": id })).await;
    assert_eq!(answer["data"]["asset"], json!({ "mayEdit": false, "description": null }));
}

#[tokio::test]
async fn edit_is_seen_with_its_history() {
    let (_world, program) = world().await;
    let id = id_of(&program, "public.orders").await;
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: {
        description: \"**Every** order\", owners: [\"ana\"], tags: [\"core\"], tier: \"tier1\" }) {
        descriptionHtml owners { name displayName } tags { name } tier version { major minor } } }";
    let answer = program.ask(edit, json!({ "id": id })).await;
    let asset = &answer["data"]["editAsset"];
    assert_eq!(asset["descriptionHtml"], "<p><strong>Every</strong> order</p>\n", "{answer}");
    assert_eq!(asset["version"], json!({ "major": 1, "minor": 1 }));
    assert_eq!(asset["tier"], "tier1");
    let history = "query($id: AssetId!) { asset(id: $id) { history { nodes { actor operation fields { field } } } } }";
    let answer = program.ask(history, json!({ "id": id })).await;
    let newest = &answer["data"]["asset"]["history"]["nodes"][0];
    let fields: Vec<&str> = newest["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["curated.description", "owners", "tags", "tier"]);
}

#[tokio::test]
async fn wrong_tier_names_the_field_and_the_known_ones() {
    let (_world, program) = world().await;
    let id = id_of(&program, "public.orders").await;
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { tier: \"gold\" }) { id } }";
    let error = program.ask(edit, json!({ "id": id })).await["errors"][0].clone();
    assert_eq!(
        (error["extensions"]["code"].as_str(), error["extensions"]["field"].as_str()),
        (Some("INVALID"), Some("tier"))
    );
    assert!(error["message"].as_str().unwrap().contains("tier1"));
}

#[tokio::test]
async fn j1_asset_is_answered_as_of_a_change() {
    let (world, program) = world().await;
    let then = world.app.catalog().last_change().await.unwrap();
    let id = id_of(&program, "public.orders").await;
    let edit = "mutation($id: AssetId!) { editAsset(id: $id, input: { displayName: \"订单\" }) { displayName } }";
    program.ask(edit, json!({ "id": id })).await;
    let query = "query($id: AssetId!, $then: ChangeNumber!) {
        now: asset(id: $id) { displayName } then: asset(id: $id, asOf: { change: $then }) { displayName mayEdit } }";
    let answer = program.ask(query, json!({ "id": id, "then": then.0 })).await;
    assert_eq!(answer["data"]["now"]["displayName"], "订单");
    assert_eq!(answer["data"]["then"], json!({ "displayName": "orders", "mayEdit": false }));
}

#[tokio::test]
async fn e1_search_answers_hits_with_facets_and_columns() {
    let (_world, program) = world().await;
    let query = "{ search(input: { query: \"total\" }) {
        total hits { asset { fullName kind } matchedColumns { name } } facets { name values { value count } } } }";
    let answer = program.ask(query, json!({})).await;
    let found = &answer["data"]["search"];
    assert_eq!(found["hits"][0]["asset"]["kind"], "COLUMN", "{answer}");
    let kinds = found["facets"].as_array().unwrap().iter().find(|facet| facet["name"] == "kind").unwrap();
    let sum: i64 = kinds["values"].as_array().unwrap().iter().map(|value| value["count"].as_i64().unwrap()).sum();
    assert_eq!(Some(sum), found["total"].as_i64());
}

#[tokio::test]
async fn threat_17_malformed_search_names_the_field() {
    let (_world, program) = world().await;
    let answer = program.ask("{ search(input: { query: \"nothing:x\" }) { total } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["field"], "query", "{answer}");
}

#[tokio::test]
async fn lineage_of_a_view_has_tables_and_columns() {
    let (_world, program) = world().await;
    let id = id_of(&program, "public.totals").await;
    let query = "query($id: AssetId!) { lineage(input: { focus: $id, direction: UP, withColumns: true }) {
        nodes { asset { name } columns { name } } edges { level type subtype sql span } totalNodes truncated } }";
    let answer = program.ask(query, json!({ "id": id })).await;
    let scene = &answer["data"]["lineage"];
    assert_eq!(scene["totalNodes"], 2, "{answer}");
    let edges = scene["edges"].as_array().unwrap();
    let columns = edges.iter().filter(|edge| edge["level"] == "COLUMN" && edge["subtype"] == "IDENTITY").count();
    assert_eq!(columns, 2, "{answer}");
    let counts = "query($id: AssetId!) { asset(id: $id) { lineageCounts { upstream downstream } } }";
    let answer = program.ask(counts, json!({ "id": id })).await;
    assert_eq!(answer["data"]["asset"]["lineageCounts"], json!({ "upstream": 1, "downstream": 0 }));
}

#[tokio::test]
async fn threat_10_token_bound_to_another_source_knows_of_nothing() {
    let (world, program) = world().await;
    let id = id_of(&program, "public.orders").await;
    let config = json!({ "path": "/nowhere/other.db" });
    let source = NewSource { name: "other".into(), connector: "sqlite".into(), config, schedule: None };
    let source = world.app.sources().create(&Viewer::system(), source).await.unwrap();
    let new = NewToken {
        name: "bound".into(),
        scopes: [Scope::Read].into(),
        sources: Some([source.id].into()),
        expires_at: None,
    };
    let (_, secret) = world.app.access().create_token_for(&Viewer::system(), "ana", new).await.unwrap();
    let bound = world.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()));
    let query = "query($id: AssetId!) { asset(id: $id) { name } roots { nodes { name } }
        search(input: { query: \"orders\" }) { total hits { score } facets { values { count } } }
        suggest(text: \"ord\") { name } changes { nodes { number } } }";
    let answer = bound.ask(query, json!({ "id": id })).await;
    let data = &answer["data"];
    assert!(data["asset"].is_null(), "{answer}");
    assert_eq!(
        (&data["search"]["total"], &data["suggest"], &data["roots"]["nodes"]),
        (&json!(0), &json!([]), &json!([]))
    );
    assert_eq!(data["changes"]["nodes"], json!([]));
}

#[tokio::test]
async fn j6_commit_is_taken_back_by_an_administrator_only() {
    let (world, program) = world().await;
    let answer = program.ask("{ commits(first: 1) { nodes { id } } }", json!({})).await;
    let commit = answer["data"]["commits"]["nodes"][0]["id"].clone();
    let revert = "mutation($id: CommitId!) { revertCommit(id: $id) { origin summary } }";
    world.user("ed", Role::Editor).await;
    let editor = world.program("ed", &[Scope::Admin]).await;
    let answer = editor.ask(revert, json!({ "id": commit })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let answer = program.ask(revert, json!({ "id": commit })).await;
    assert_eq!(answer["data"]["revertCommit"]["summary"], "8 removed", "{answer}");
}
