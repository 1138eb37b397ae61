//! Tags and sources as Marquez has them, through the router.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    marquez::{SHOP, get, world},
    openlineage::{event, send},
};

#[tokio::test]
async fn i1_tags_are_given_and_taken_by_who_may_edit() {
    let (world, module, reader) = world().await;
    world.user("ed", Role::Editor).await;
    let editor = world.program("ed", &[Scope::Read, Scope::Edit]).await;
    let call = async |method: &Method, path: &str| editor.send(method.clone(), path, Body::empty()).await;
    let totals = format!("{SHOP}/datasets/shop.public.totals");
    let (table, field) = (format!("{totals}/tags/pii"), format!("{totals}/fields/day/tags/key"));
    let job = "/api/v1/namespaces/etl/jobs/load/tags/nightly";
    for path in [table.as_str(), field.as_str(), job] {
        for client in [&reader, &module] {
            assert_eq!(client.send(Method::POST, path, Body::empty()).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let reply = call(&Method::POST, path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text());
    }
    let shown = get(&reader, &totals).await;
    assert_eq!((&shown["tags"], &shown["fields"][0]["tags"]), (&json!(["pii"]), &json!(["key"])));
    assert_eq!(get(&reader, "/api/v1/namespaces/etl/jobs/load").await["tags"], json!(["nightly"]));
    let tag = |name: &str| json!({ "name": name, "description": null });
    let all = json!({ "tags": [tag("key"), tag("nightly"), tag("pii")] });
    assert_eq!(get(&reader, "/api/v1/tags").await, all);
    assert_eq!(get(&reader, "/api/v1/tags?limit=1&offset=1").await, json!({ "tags": [tag("nightly")] }));

    for path in [table.as_str(), field.as_str(), job] {
        assert_eq!(call(&Method::DELETE, path).await.status, StatusCode::OK, "{path}");
        assert_eq!(call(&Method::DELETE, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let admin = world.browser("ada", Role::Admin).await;
    let log = admin.run("{ auditLog(filter: { result: \"OK\" }) { nodes { operation targetKind arguments } } }").await;
    let all = log["data"]["auditLog"]["nodes"].as_array().unwrap_or_else(|| panic!("{log}"));
    let is_tag = |row: &&Value| row["operation"].as_str().is_some_and(|operation| operation.ends_with("tagAsset"));
    let done: Vec<&Value> = all.iter().filter(is_tag).collect();
    let row = |operation: &str, kind: &str, tag: &str| json!({ "operation": operation, "targetKind": kind, "arguments": json!({ "tag": tag }).to_string() });
    let expected = ["untagAsset", "tagAsset"].map(|operation| {
        [row(operation, "pipeline", "nightly"), row(operation, "column", "key"), row(operation, "table", "pii")]
    });
    assert_eq!(json!(done), json!(expected.concat()));
    assert_eq!(get(&reader, "/api/v1/tags").await, json!({ "tags": [] }));
    assert_eq!(get(&reader, &totals).await["fields"][0]["tags"], json!([]));
}

#[tokio::test]
async fn i1_tag_of_a_source_stays_and_odd_tags_are_refused() {
    let (world, module, reader) = world().await;
    world.user("ed", Role::Editor).await;
    let editor = world.program("ed", &[Scope::Read, Scope::Edit]).await;
    let mut said = event(3, "COMPLETE", &[], &["totals"]);
    said["outputs"][0]["facets"] = json!({ "tags": { "tags": [{ "key": "gold", "value": "true" }] } });
    assert_eq!(send(&module, "/api/v1/lineage", said.to_string()).await.status, StatusCode::CREATED);
    let totals = format!("{SHOP}/datasets/shop.public.totals");
    assert_eq!(get(&reader, &totals).await["tags"], json!(["gold"]));
    let call = async |method: Method, path: String| editor.send(method, &path, Body::empty()).await.status;
    assert_eq!(call(Method::DELETE, format!("{totals}/tags/gold")).await, StatusCode::CONFLICT);
    assert_eq!(call(Method::POST, format!("{totals}/tags/{}", "x".repeat(101))).await, StatusCode::BAD_REQUEST);
    assert_eq!(call(Method::POST, format!("{totals}/fields/nothing/tags/x")).await, StatusCode::NOT_FOUND);
    assert_eq!(call(Method::POST, format!("{SHOP}/datasets/shop.public.nothing/tags/x")).await, StatusCode::NOT_FOUND);
    let put = async |name: &str, body: &'static str| {
        editor.send(Method::PUT, &format!("/api/v1/tags/{name}"), Body::from(body)).await
    };
    assert_eq!(put("pii", "{\"description\": null}").await.json(), json!({ "name": "pii", "description": null }));
    assert_eq!(put("pii", "").await.status, StatusCode::OK);
    assert_eq!(put("pii", "{\"description\": \"personal\"}").await.json()["field"], "description");
    assert_eq!(put("%20", "").await.json()["field"], "tag");
    let refused = reader.send(Method::PUT, "/api/v1/tags/pii", Body::empty()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn i1_sources_are_the_systems_that_data_sets_are_in() {
    let (_world, _, reader) = world().await;
    let source = json!({ "type": "POSTGRES", "name": "postgres://h:5432", "createdAt": null, "updatedAt": null,
        "connectionUrl": "postgres://h:5432", "description": null });
    assert_eq!(get(&reader, "/api/v1/sources").await, json!({ "sources": [source], "totalCount": 1 }));
    assert_eq!(get(&reader, "/api/v1/sources/postgres%3A%2F%2Fh%3A5432").await, source);
    assert_eq!(reader.get("/api/v1/sources/etl").await.status, StatusCode::NOT_FOUND);
}
