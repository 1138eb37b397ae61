//! Versions of data sets and jobs as Marquez has them, through the router.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::{
    marquez::{SHOP, get, world},
    openlineage::{event, send},
    support::Client,
};

/// Tells of `totals` with these columns, read from `inputs`.
async fn tell(module: &Client, run: u8, inputs: &[&str], columns: &[(&str, &str)]) {
    let mut said = event(run, "COMPLETE", inputs, &["totals"]);
    let fields: Vec<Value> = columns.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
    said["outputs"][0]["facets"] = json!({ "schema": { "fields": fields } });
    let reply = send(module, "/api/v1/lineage", said.to_string()).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
}

fn fields(version: &Value) -> Vec<String> {
    let text = |field: &Value| format!("{} {}", field["name"].as_str().unwrap(), field["type"].as_str().unwrap());
    version["fields"].as_array().unwrap().iter().map(text).collect()
}

#[tokio::test]
async fn i1_data_set_has_a_version_for_each_change_of_it_or_its_columns() {
    let (world, module, reader) = world().await;
    let totals = format!("{SHOP}/datasets/shop.public.totals");
    let first = get(&reader, &totals).await["currentVersion"].clone();
    world.clock.advance(chrono::Duration::hours(1));
    tell(&module, 2, &["orders"], &[("day", "timestamp"), ("sum", "int")]).await;
    tell(&module, 3, &["orders"], &[("day", "timestamp"), ("sum", "int")]).await;

    let all = get(&reader, &format!("{totals}/versions")).await;
    let versions = all["versions"].as_array().unwrap();
    assert_eq!(all["totalCount"], 2, "{all:#}");
    assert_eq!(fields(&versions[0]), ["day timestamp", "sum int"]);
    assert_eq!(fields(&versions[1]), ["day date"]);
    assert_eq!(versions[1]["version"], first);
    assert_eq!(versions[0]["version"], get(&reader, &totals).await["currentVersion"]);
    assert_eq!(versions[0]["id"]["version"], versions[0]["version"]);
    let made = [&versions[0]["createdAt"], &versions[1]["createdAt"]];
    assert_eq!(made, [&json!("2025-10-09T09:53:20.000000Z"), &json!("2025-10-09T08:53:20.000000Z")]);
    assert!(versions[0]["facets"]["schema"].is_object() && versions[1]["facets"] == json!({}));
    let first = first.as_str().unwrap();
    assert_eq!(get(&reader, &format!("{totals}/versions/{first}")).await, versions[1]);
    assert_eq!(get(&reader, &format!("{totals}/versions?limit=1&offset=1")).await["versions"], json!([versions[1]]));
    let orders = format!("{SHOP}/datasets/shop.public.orders/versions");
    assert_eq!(get(&reader, &orders).await["totalCount"], 1);
    assert_eq!(reader.get(&format!("{orders}/{first}")).await.status, StatusCode::NOT_FOUND, "another's version");
}

#[tokio::test]
async fn i1_job_has_a_version_for_each_change_of_what_it_reads_and_writes() {
    let (world, module, reader) = world().await;
    world.clock.advance(chrono::Duration::hours(1));
    tell(&module, 2, &["users"], &[("day", "date")]).await;
    let job = get(&reader, "/api/v1/namespaces/etl/jobs/load").await;
    let all = get(&reader, "/api/v1/namespaces/etl/jobs/load/versions").await;
    let versions = all["versions"].as_array().unwrap();
    // That it is there was written before what it reads.
    assert_eq!(all["totalCount"], 3, "{all:#}");
    let inputs: Vec<&Value> = versions.iter().map(|version| &version["inputs"][0]["name"]).collect();
    assert_eq!(json!(inputs), json!(["shop.public.users", "shop.public.orders", null]));
    assert_eq!(versions[0]["version"], job["currentVersion"]);
    let runs: Vec<&Value> = versions.iter().map(|version| &version["latestRun"]["id"]).collect();
    let run = |number: u8| format!("01a2060d-d77e-7f99-9d21-{number:012}");
    assert_eq!(json!(runs[..2]), json!([run(2), run(1)]));
    let oldest = versions[1]["version"].as_str().unwrap();
    assert_eq!(get(&reader, &format!("/api/v1/namespaces/etl/jobs/load/versions/{oldest}")).await, versions[1]);

    let listed = get(&reader, "/api/v1/jobs").await;
    assert_eq!(
        (&listed["jobs"][0]["latestRun"], listed["jobs"][0]["latestRuns"].as_array().unwrap().len()),
        (&job["latestRun"], 2)
    );
    assert_eq!(get(&reader, "/api/v1/jobs?lastRunStates=FAILED").await, json!({ "jobs": [], "totalCount": 0 }));
    let done = get(&reader, "/api/v1/jobs?lastRunStates=FAILED&lastRunStates=completed").await;
    assert_eq!((&done["totalCount"], &done["jobs"]), (&json!(1), &listed["jobs"]));
}

#[tokio::test]
async fn threat_10_versions_are_for_those_who_may_know_of_the_thing() {
    let (world, module, reader) = world().await;
    let totals = format!("{SHOP}/datasets/shop.public.totals");
    let version = get(&reader, &totals).await["currentVersion"].as_str().unwrap().to_owned();
    world.user("sam", Role::Viewer).await;
    let limited = world.program_of_sources("sam", &[Scope::Read], &[catalog::SourceId::new()]).await;
    let job = "/api/v1/namespaces/etl/jobs/load/versions";
    for path in [format!("{totals}/versions"), format!("{totals}/versions/{version}"), job.to_owned()] {
        assert_eq!(limited.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(module.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(world.anonymous().get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let reply = reader.get(&format!("{totals}/versions/one")).await;
    assert_eq!((reply.status, &reply.json()["field"]), (StatusCode::BAD_REQUEST, &json!("version")));
}
