//! Faults of ours: what the client hears, and what administrators find under the number that the client was told.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use super::support::{Client, World, code};
use crate::http::error::INTERNAL;

const LIST: &str = "{ exceptions { nodes { at count traceId place actor message chain } } }";

async fn found(reader: &Client, trace_id: &str) -> Value {
    let query = format!(
        "{{ exceptions(filter: {{traceId: \"{trace_id}\"}}) {{ nodes {{ place actor message chain count }} }} }}"
    );
    // It is kept beside the answer, so it may be there a moment later.
    loop {
        let answer = reader.run(&query).await;
        let nodes = answer["data"]["exceptions"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        match nodes.as_slice() {
            [] => tokio::task::yield_now().await,
            [one] => return one.clone(),
            more => panic!("one row for one fault: {more:?}"),
        }
    }
}

/// Breaks the store: a table is gone, as after a disk's fault or a careless hand.
async fn drop_table(world: &World, table: &str) {
    let statement = format!("DROP TABLE {table}");
    world.app.database().for_migrations().execute_unprepared(&statement).await.unwrap();
}

#[tokio::test]
async fn d8_forced_fault_is_found_under_the_number_that_the_client_was_told() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let program = world.program("ada", &[Scope::Admin]).await;
    drop_table(&world, "jobs_run").await;
    let answer = ada.run("{ runs { nodes { id } } }").await;
    assert_eq!((code(&answer), answer["errors"][0]["message"].as_str().unwrap()), ("INTERNAL", INTERNAL));
    assert!(!answer.to_string().contains("jobs_run") && !answer.to_string().contains("no such table"), "{answer}");
    let trace_id = answer["errors"][0]["extensions"]["requestId"].as_str().unwrap();
    let fault = found(&program, trace_id).await;
    assert_eq!((&fault["place"], &fault["actor"], &fault["count"]), (&json!("GraphQL runs"), &json!("ada"), &json!(1)));
    assert!(fault["chain"].as_str().unwrap().contains("no such table"), "{fault}");

    let log = program.run("{ auditLog { nodes { operation } } }").await.to_string();
    assert!(!log.contains("no such table"), "the two logs do not mix");
}

#[tokio::test]
async fn d8_fault_of_a_route_is_found_too_and_clearing_keeps_the_audit() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let program = world.program("ada", &[Scope::Admin]).await;
    drop_table(&world, "access_setup").await;
    let reply = world.anonymous().get("/api/setup").await;
    assert_eq!(reply.status, StatusCode::OK, "this one does not need the table");
    let body = json!({ "token": "x", "name": "eve", "password": "correct horse battery" });
    let reply = world.anonymous().post("/api/setup", &body).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!reply.text().contains("access_setup"), "{}", reply.text());
    let trace_id = reply.json()["requestId"].as_str().unwrap().to_owned();
    assert_eq!(reply.headers["x-request-id"], trace_id.as_str());
    let fault = found(&program, &trace_id).await;
    assert_eq!((&fault["place"], &fault["actor"]), (&json!("POST /api/setup"), &Value::Null));

    let cleared = ada.run("mutation { clearExceptions }").await;
    assert_eq!(cleared["data"]["clearExceptions"], 1, "{cleared}");
    assert_eq!(program.run(LIST).await["data"]["exceptions"]["nodes"], json!([]));
    let log = program.run("{ auditLog { nodes { operation result } } }").await["data"]["auditLog"]["nodes"].clone();
    let told: Vec<(&str, &str)> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["operation"].as_str().unwrap(), row["result"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("clearExceptions", "OK"), ("setUp", "INTERNAL"), ("signIn", "OK")]);
}

#[tokio::test]
async fn d8_fault_of_a_job_is_found_under_its_run() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let program = world.program("ada", &[Scope::Admin]).await;
    drop_table(&world, "catalog_usage").await;
    world.app.jobs().fire_due().await.unwrap();
    world.app.jobs().work_off().await.unwrap();
    let answer = program.run("{ runs { nodes { id job } } }").await;
    let run = answer["data"]["runs"]["nodes"][0].clone();
    assert_eq!(run["job"], "retention", "{answer}");
    let fault = found(&program, run["id"].as_str().unwrap()).await;
    assert_eq!(fault["place"], "job retention");
    assert!(fault["chain"].as_str().unwrap().contains("catalog_usage"), "{fault}");
}

#[tokio::test]
async fn d8_only_administrators_see_and_clear_faults() {
    let world = World::new().await;
    world.user("ed", Role::Editor).await;
    let program = world.program("ed", &[Scope::Admin]).await;
    assert_eq!(code(&program.run(LIST).await), "FORBIDDEN");
    assert_eq!(code(&program.run("mutation { clearExceptions }").await), "FORBIDDEN");
}
