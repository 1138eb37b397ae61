//! OpenLineage clients through the router: what is taken, what is answered, who may.

use std::io::Write as _;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::support::{Client, Reply, World};

/// A module that may report, and somebody who may read.
async fn world() -> (World, Client, Client) {
    let world = World::new().await;
    world.user("loader", Role::Editor).await;
    world.user("vera", Role::Viewer).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let reader = world.program("vera", &[Scope::Read]).await;
    (world, module, reader)
}

pub(super) fn event(run: u8, event_type: &str, inputs: &[&str], outputs: &[&str]) -> Value {
    let dataset = |name: &&str| json!({ "namespace": "postgres://h:5432", "name": format!("shop.public.{name}") });
    json!({ "eventType": event_type, "eventTime": format!("2025-10-09T08:{run:02}:00Z"), "producer": "https://example.org/etl",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": { "runId": format!("01a2060d-d77e-7f99-9d21-{run:012}") },
        "job": { "namespace": "etl", "name": "load" },
        "inputs": inputs.iter().map(dataset).collect::<Vec<_>>(),
        "outputs": outputs.iter().map(dataset).collect::<Vec<_>>() })
}

/// Posts as a client does: no header but its token and type.
pub(super) async fn send(client: &Client, path: &str, body: impl Into<Body>) -> Reply {
    client.clone().with("content-type", "application/json").send(Method::POST, path, body.into()).await
}

async fn read(client: &Client, query: &str) -> Value {
    client.post("/graphql", &json!({ "query": query })).await.json()["data"].clone()
}

const RUNS: &str = "{ pipelineRuns { nodes { status asset { name kind } facets } } }";

#[tokio::test]
async fn i1_event_is_taken_once_and_seen_everywhere() {
    let (world, module, reader) = world().await;
    let said = event(1, "COMPLETE", &["orders"], &["totals"]).to_string();
    for _ in 0..2 {
        let reply = send(&module, "/api/v1/lineage", said.clone()).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    }
    world.app.catch_up().await.unwrap();
    let runs = read(&reader, RUNS).await;
    let expected = json!([{ "status": "SUCCEEDED", "asset": { "name": "load", "kind": "PIPELINE" }, "facets": {} }]);
    assert_eq!(runs["pipelineRuns"]["nodes"], expected);
    let found = read(&reader, "{ search(input: { query: \"totals\" }) { hits { asset { id } } } }").await;
    let id = found["search"]["hits"][0]["asset"]["id"].as_str().unwrap().to_owned();
    let scene =
        format!("{{ lineage(input: {{ focus: \"{id}\", direction: UP }}) {{ nodes {{ asset {{ name }} }} }} }}");
    assert_eq!(read(&reader, &scene).await["lineage"]["nodes"][1]["asset"]["name"], "orders");
}

#[tokio::test]
async fn threat_36_batch_with_a_bad_event_is_a_partial_success() {
    let (_world, module, reader) = world().await;
    let mut bad = event(2, "START", &[], &[]);
    bad["run"]["runId"] = json!("two");
    let batch = json!([event(1, "START", &["a"], &["b"]), bad, event(3, "FAIL", &["a"], &["b"])]);
    let reply = send(&module, "/api/v1/lineage/batch", batch.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let expected = json!({ "status": "partial_success",
        "summary": { "received": 3, "successful": 2, "failed": 1, "retriable": 0, "non_retriable": 1 },
        "failed_events": [{ "index": 1, "reason": "`run.runId`: is missing or no UUID", "retriable": false }] });
    assert_eq!(reply.json(), expected);
    assert_eq!(read(&reader, RUNS).await["pipelineRuns"]["nodes"].as_array().unwrap().len(), 2);
    let reply = send(&module, "/api/v1/lineage/batch", json!([7]).to_string()).await;
    assert_eq!((reply.status, &reply.json()["status"]), (StatusCode::BAD_REQUEST, &json!("failure")));
    let reply = send(&module, "/api/v1/lineage/batch", "[]").await;
    assert_eq!((reply.status, &reply.json()["status"]), (StatusCode::OK, &json!("success")));
}

#[tokio::test]
async fn i1_wrong_event_is_answered_with_its_field() {
    let (_world, module, _) = world().await;
    let mut bad = event(1, "START", &["a"], &[]);
    bad["inputs"][0]["namespace"] = json!("");
    let reply = send(&module, "/api/v1/lineage", bad.to_string()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let body = reply.json();
    assert_eq!(
        (&body["field"], &body["detail"]),
        (&json!("inputs[0].namespace"), &json!("`inputs[0].namespace`: is empty"))
    );
    let reply = send(&module, "/api/v1/lineage", "{\"eventTime\": ").await;
    assert!(reply.json()["detail"].as_str().unwrap().starts_with("`body`: is not JSON"), "{}", reply.text());
    let reply = send(&module, "/api/v1/lineage/batch", "{}").await;
    assert_eq!(reply.json()["detail"], "`body`: is not a list of events");
}

#[tokio::test]
async fn threat_36_event_of_20_mb_is_taken_and_a_larger_one_refused() {
    let (_world, module, reader) = world().await;
    let mut huge = event(1, "COMPLETE", &["orders"], &["totals"]);
    huge["run"]["facets"] = json!({ "huge": { "text": "x".repeat(20_000_000) }, "small": { "x": 1 } });
    let reply = send(&module, "/api/v1/lineage", huge.to_string()).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let runs = read(&reader, RUNS).await;
    assert_eq!(runs["pipelineRuns"]["nodes"][0]["facets"], json!({ "small": { "x": 1 } }));
    huge["run"]["facets"]["huge"]["text"] = json!("x".repeat(25 << 20));
    let reply = send(&module, "/api/v1/lineage", huge.to_string()).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn threat_36_deep_and_packed_events_are_bounded() {
    let (_world, module, _) = world().await;
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let reply = send(&module, "/api/v1/lineage/batch", deep).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text());
    let pack = |text: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    };
    let packing = module.clone().with("content-encoding", "gzip");
    let said = pack(event(1, "START", &["a"], &["b"]).to_string().as_bytes());
    assert_eq!(send(&packing, "/api/v1/lineage", said).await.status, StatusCode::CREATED);
    let bomb = pack(&vec![b' '; 200 << 20]);
    assert!(bomb.len() < 2 << 20);
    assert_eq!(send(&packing, "/api/v1/lineage", bomb).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn threat_13_only_who_may_report_sends_events() {
    let (world, _, reader) = world().await;
    let said = event(1, "START", &["a"], &["b"]).to_string();
    for path in ["/api/v1/lineage", "/api/v1/lineage/batch"] {
        assert_eq!(send(&reader, path, said.clone()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(send(&world.anonymous(), path, said.clone()).await.status, StatusCode::UNAUTHORIZED);
        let browser = world.browser(&format!("b{}", path.len()), Role::Admin).await;
        assert_eq!(send(&browser, path, said.clone()).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(read(&reader, RUNS).await["pipelineRuns"]["nodes"], json!([]));
}
