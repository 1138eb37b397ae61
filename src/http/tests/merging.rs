//! One thing under several names, through the API.

use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::support::{Client, World, code};

async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
}

/// Two systems with a table of one name, and an editor; the identifiers of the tables.
async fn world() -> (World, Client, [String; 2]) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let spaces = ["postgres://db.example:5432", "postgres://10.0.0.7:5432"];
    let asset =
        |namespace: &&str| json!({ "namespace": namespace, "parts": ["shop", "public", "orders"], "kind": "TABLE" });
    let assets: Vec<Value> = spaces.iter().map(asset).collect();
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = ask(&ana, report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    let mut ids = Vec::new();
    for space in spaces {
        let query = "query($name: String!) { asset(name: $name) { id } }";
        let answer = ask(&ana, query, json!({ "name": format!("{space}/shop.public.orders") })).await;
        ids.push(answer["data"]["asset"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
    }
    world.app.catch_up().await.unwrap();
    (world, ana, [ids.remove(0), ids.remove(0)])
}

const MERGE: &str = "mutation($from: AssetId!, $into: AssetId!) {
    mergeAssets(input: { from: $from, into: $into, reason: \"one host\" }) { asset { id } count } }";
const IDENTITY: &str = "query($id: AssetId!) {
    identity(id: $id) { rule names { fullName evidence detail by assetId } mergedInto { id } }
    lookalikes(id: $id) { asset { id } resemblance { sharedParts otherNamespace } } }";

#[tokio::test]
async fn j7_editor_merges_sees_why_and_parts() {
    let (world, ana, [kept, gone]) = world().await;
    let likes = ask(&ana, IDENTITY, json!({ "id": kept })).await;
    assert_eq!(likes["data"]["lookalikes"][0]["asset"]["id"], json!(gone));
    assert_eq!(likes["data"]["lookalikes"][0]["resemblance"], json!({ "sharedParts": 3, "otherNamespace": true }));
    world.user("eve", Role::Editor).await;
    let eve = world.program("eve", &[Scope::Read, Scope::Edit]).await;
    let merged = ask(&eve, MERGE, json!({ "from": gone, "into": kept })).await;
    assert_eq!(merged["data"]["mergeAssets"], json!({ "asset": { "id": kept }, "count": 1 }), "{merged}");
    let why = ask(&ana, IDENTITY, json!({ "id": kept })).await;
    assert_eq!(
        why["data"]["identity"]["names"][1],
        json!({ "fullName": "postgres://10.0.0.7:5432/shop.public.orders", "evidence": "MERGED", "detail": "one host",
            "by": "token:eve/ci", "assetId": gone })
    );
    let other = ask(&ana, IDENTITY, json!({ "id": gone })).await;
    assert_eq!(other["data"]["identity"]["mergedInto"]["id"], json!(kept));
    world.app.catch_up().await.unwrap();
    let found = ana.run("{ search(input: { query: \"orders\" }) { total } }").await;
    assert_eq!(found["data"]["search"]["total"], 1);
    let part = "mutation($id: AssetId!) { partAsset(id: $id) { asset { id isRemoved } kept } }";
    let parted = ask(&eve, part, json!({ "id": gone })).await;
    assert_eq!(parted["data"]["partAsset"], json!({ "asset": { "id": gone, "isRemoved": false }, "kept": null }));
}

#[tokio::test]
async fn j7_reader_may_not_merge_and_does_not_learn_of_what_they_may_not_see() {
    let (world, ana, [kept, gone]) = world().await;
    world.user("vic", Role::Viewer).await;
    let vic = world.program("vic", &[Scope::Read]).await;
    let refused = ask(&vic, MERGE, json!({ "from": gone, "into": kept })).await;
    assert_eq!(code(&refused), "FORBIDDEN", "{refused}");
    assert_eq!(code(&vic.run("{ namespaces { name } }").await), "FORBIDDEN");
    ask(&ana, MERGE, json!({ "from": gone, "into": kept })).await;
    let policy = json!({ "name": "no", "effect": "DENY", "permissions": ["VIEW"], "assets": [gone],
        "subjects": [{ "kind": "EVERYONE" }] });
    let saved =
        ask(&ana, "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }", json!({ "input": policy }))
            .await;
    assert!(saved["errors"].is_null(), "{saved}");
    let why = ask(&vic, IDENTITY, json!({ "id": kept })).await;
    let names = why["data"]["identity"]["names"].as_array().unwrap_or_else(|| panic!("{why}"));
    assert_eq!(names.len(), 1, "{why}");
    assert_eq!(code(&ask(&vic, IDENTITY, json!({ "id": gone })).await), "NOT_FOUND");
}

#[tokio::test]
async fn j7_host_gets_another_name_when_its_assets_are_merged() {
    let (_world, ana, _) = world().await;
    let add = "mutation { addNamespaceAlias(namespace: \"postgres://db.example:5432\", alias: \"postgres://10.0.0.7:5432\") }";
    let refused = ana.run(add).await;
    assert_eq!(code(&refused), "CONFLICT", "{refused}");
    let merge = "mutation { mergeNamespaces(from: \"postgres://10.0.0.7:5432\", into: \"postgres://db.example:5432\") {
        merged left } }";
    let done = ana.run(merge).await;
    assert_eq!(done["data"]["mergeNamespaces"]["merged"].as_array().map(Vec::len), Some(1), "{done}");
    let all = ana.run("{ namespaces { name aliases { name by } } }").await;
    let told = json!([{ "name": "postgres://db.example:5432",
        "aliases": [{ "name": "postgres://10.0.0.7:5432", "by": "token:ana/ci" }] }]);
    assert_eq!(all["data"]["namespaces"], told, "{all}");
}
