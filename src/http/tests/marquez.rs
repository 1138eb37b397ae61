//! Marquez' addresses through the router: what its clients read of what was crawled, reported and heard.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    openlineage::{event, send},
    support::{Client, World},
};

pub(super) const SHOP: &str = "/api/v1/namespaces/postgres%3A%2F%2Fh%3A5432";

/// A world in which a job read one table and wrote another, a module that reports, and somebody who reads.
pub(super) async fn world() -> (World, Client, Client) {
    let world = World::new().await;
    world.user("loader", Role::Editor).await;
    world.user("vera", Role::Viewer).await;
    let module = world.program("loader", &[Scope::Report]).await;
    let reader = world.program("vera", &[Scope::Read]).await;
    let mut start = event(1, "START", &["orders"], &[]);
    start["run"]["facets"] = json!({ "engine": { "name": "Spark" } });
    let mut end = event(1, "COMPLETE", &[], &["totals"]);
    end["eventTime"] = json!("2025-10-09T08:03:00Z");
    end["job"]["facets"] = json!({ "documentation": { "description": "Adds it up" }, "mine": { "x": 1 } });
    end["outputs"][0]["facets"] = json!({ "schema": { "fields": [{ "name": "day", "type": "date" }] } });
    let reply = send(&module, "/api/v1/lineage/batch", json!([end, start]).to_string()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    world.app.catch_up().await.unwrap();
    (world, module, reader)
}

pub(super) async fn get(client: &Client, path: &str) -> Value {
    let reply = client.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text());
    reply.json()
}

#[tokio::test]
async fn i1_namespaces_jobs_and_data_sets_are_listed() {
    let (_world, _, reader) = world().await;
    let names = get(&reader, "/api/v1/namespaces").await;
    let listed: Vec<&Value> = names["namespaces"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(json!(listed), json!(["etl", "postgres://h:5432"]));
    assert_eq!(get(&reader, SHOP).await["name"], "postgres://h:5432");

    let jobs = get(&reader, "/api/v1/namespaces/etl/jobs?limit=5&offset=0").await;
    assert_eq!((&jobs["totalCount"], &jobs["jobs"][0]["name"]), (&json!(1), &json!("load")));
    assert_eq!(get(&reader, "/api/v1/jobs").await["jobs"], jobs["jobs"]);
    assert_eq!(get(&reader, "/api/v1/namespaces/etl/jobs?offset=1").await["jobs"], json!([]));

    let datasets = get(&reader, &format!("{SHOP}/datasets")).await;
    let listed: Vec<&Value> = datasets["datasets"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(json!(listed), json!(["shop.public.orders", "shop.public.totals"]));
    let totals = get(&reader, &format!("{SHOP}/datasets/shop.public.totals")).await;
    assert_eq!(totals["fields"], json!([{ "name": "day", "type": "date", "tags": [], "description": null }]));
    assert!(totals["facets"]["schema"].is_object() && totals["createdAt"].is_string(), "{totals}");
}

#[tokio::test]
async fn i1_job_has_its_sides_runs_and_facets() {
    let (_world, _, reader) = world().await;
    let job = get(&reader, "/api/v1/namespaces/etl/jobs/load").await;
    let shop = |name: &str| json!([{ "namespace": "postgres://h:5432", "name": name }]);
    assert_eq!((&job["inputs"], &job["outputs"]), (&shop("shop.public.orders"), &shop("shop.public.totals")));
    assert_eq!((&job["description"], &job["facets"]["mine"]), (&json!("Adds it up"), &json!({ "x": 1 })));
    let run = &job["latestRun"];
    assert_eq!((&run["state"], &run["durationMs"]), (&json!("COMPLETED"), &json!(120_000)));
    let runs = get(&reader, "/api/v1/namespaces/etl/jobs/load/runs").await;
    assert_eq!((&runs["runs"][0], &runs["totalCount"]), (run, &json!(1)));
    let id = run["id"].as_str().unwrap();
    assert_eq!(&get(&reader, &format!("/api/v1/jobs/runs/{id}")).await, run);
    let facets = get(&reader, &format!("/api/v1/jobs/runs/{id}/facets?type=run")).await;
    assert_eq!(facets, json!({ "runId": id, "facets": { "engine": { "name": "Spark" } } }));
    let facets = get(&reader, &format!("/api/v1/jobs/runs/{id}/facets?type=job")).await;
    assert_eq!(facets["facets"]["mine"]["x"], 1);
}

#[tokio::test]
async fn i1_graph_goes_from_data_set_through_job_to_data_set() {
    let (_world, _, reader) = world().await;
    let expected = [
        "dataset:postgres://h:5432:shop.public.orders",
        "dataset:postgres://h:5432:shop.public.totals",
        "job:etl:load",
    ];
    for node in expected {
        let path = format!("/api/v1/lineage?nodeId={}&depth=2", node.replace(':', "%3A").replace('/', "%2F"));
        let graph = get(&reader, &path).await["graph"].clone();
        let ids: Vec<&Value> = graph.as_array().unwrap().iter().map(|node| &node["id"]).collect();
        assert_eq!(json!(ids), json!(expected));
        let edge = |from: usize, to: usize| json!([{ "origin": expected[from], "destination": expected[to] }]);
        assert_eq!((&graph[0]["inEdges"], &graph[0]["outEdges"]), (&json!([]), &edge(0, 2)));
        assert_eq!((&graph[2]["inEdges"], &graph[2]["outEdges"]), (&edge(0, 2), &edge(2, 1)));
        assert_eq!((&graph[2]["type"], &graph[2]["data"]["name"]), (&json!("JOB"), &json!("load")));
    }
}

#[tokio::test]
async fn i1_fields_lead_to_what_feeds_them() {
    let (world, module, reader) = world().await;
    let mut end = event(2, "COMPLETE", &["orders"], &["totals"]);
    let fields = |names: [&str; 2]| json!({ "fields": names.map(|name| json!({ "name": name, "type": "int" })) });
    end["inputs"][0]["facets"] = json!({ "schema": fields(["id", "amount"]) });
    let sum = json!({ "inputFields": [{
        "namespace": "postgres://h:5432", "name": "shop.public.orders", "field": "amount",
        "transformations": [{ "type": "DIRECT", "subtype": "AGGREGATION" }],
    }] });
    end["outputs"][0]["facets"] =
        json!({ "schema": fields(["day", "sum"]), "columnLineage": { "fields": { "sum": sum } } });
    assert_eq!(send(&module, "/api/v1/lineage", end.to_string()).await.status, StatusCode::CREATED);
    world.app.catch_up().await.unwrap();

    let [amount, sum] =
        ["orders:amount", "totals:sum"].map(|field| format!("datasetField:postgres://h:5432:shop.public.{field}"));
    let asked = |node: &str| format!("/api/v1/column-lineage?nodeId={}", node.replace(':', "%3A").replace('/', "%2F"));
    for node in [sum.as_str(), "dataset:postgres://h:5432:shop.public.totals", "job:etl:load"] {
        let graph = get(&reader, &asked(node)).await["graph"].clone();
        let ids: Vec<&Value> = graph.as_array().unwrap().iter().map(|node| &node["id"]).collect();
        assert_eq!(json!(ids), json!([amount, sum]), "{node}");
        let input = &graph[1]["data"]["inputFields"][0];
        assert_eq!((&input["field"], &input["transformationType"]), (&json!("amount"), &json!("AGGREGATION")));
        assert_eq!(graph[1]["inEdges"], json!([{ "origin": sum, "destination": amount }]));
    }
    let nothing = get(&reader, &asked(&amount)).await;
    assert_eq!(nothing["graph"], json!([]), "nothing feeds it, and downstream was not asked for");
    let downstream = get(&reader, &format!("{}&withDownstream=true", asked(&amount))).await;
    assert_eq!(downstream["graph"][0]["outEdges"], json!([{ "origin": amount, "destination": sum }]));
    assert_eq!(reader.get(&asked("datasetField:x")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(reader.get(&asked(&format!("{sum}x"))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(module.get(&asked(&sum)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn i1_search_finds_jobs_and_data_sets() {
    let (_world, _, reader) = world().await;
    let found = get(&reader, "/api/v1/search?q=totals&filter=DATASET&limit=3").await;
    assert_eq!(found["totalCount"], 1);
    assert_eq!(found["results"][0]["nodeId"], "dataset:postgres://h:5432:shop.public.totals");
    assert_eq!(get(&reader, "/api/v1/search?q=load&filter=JOB").await["results"][0]["nodeId"], "job:etl:load");
    assert_eq!(get(&reader, "/api/v1/search?q=load&filter=DATASET").await["totalCount"], 0);
}

#[tokio::test]
async fn i1_what_is_not_there_is_404_and_what_is_wrong_names_the_parameter() {
    let (_world, _, reader) = world().await;
    for path in [
        "/api/v1/namespaces/nowhere",
        "/api/v1/namespaces/etl/jobs/nothing",
        "/api/v1/namespaces/etl/jobs/nothing/runs",
        "/api/v1/jobs/runs/01a2060d-d77e-7f99-9d21-999999999999",
        "/api/v1/lineage?nodeId=dataset:x:y",
        &format!("{SHOP}/datasets/shop.public.nothing"),
    ] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, field) in [
        ("/api/v1/jobs?limit=0", "limit"),
        ("/api/v1/jobs?offset=1000000", "offset"),
        ("/api/v1/lineage?nodeId=dataset", "nodeId"),
        ("/api/v1/lineage?nodeId=table:x:y", "nodeId"),
        ("/api/v1/search?q=x&filter=ALL", "filter"),
        ("/api/v1/search?q=nothing:x", "query"),
    ] {
        let reply = reader.get(path).await;
        assert_eq!((reply.status, &reply.json()["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{path}");
    }
}

#[tokio::test]
async fn threat_10_module_and_stranger_read_nothing() {
    let (world, module, _) = world().await;
    let paths = ["/api/v1/namespaces", "/api/v1/jobs", "/api/v1/search?q=load", "/api/v1/lineage?nodeId=job:etl:load"];
    for path in paths.into_iter().chain([SHOP]) {
        assert_eq!(module.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.anonymous().get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}
