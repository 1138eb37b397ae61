//! GraphQL that asks for too much.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope};
use serde_json::json;

use super::support::{Client, World, code};

async fn program() -> (World, Client) {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let client = world.program("ada", &[Scope::Admin]).await;
    (world, client)
}

#[tokio::test]
async fn threat_11_many_aliases_are_refused() {
    let (_world, client) = program().await;
    let aliases: String = (0..10_000).map(|at| format!("a{at}: me {{ name }} ")).collect();
    let reply = client.post("/graphql", &json!({ "query": format!("{{ {aliases} }}") })).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "longer than a document may be");
    let aliases: String = (0..3_000).map(|at| format!("a{at}: version ")).collect();
    let answer = client.run(&format!("{{ {aliases} }}")).await;
    assert_eq!(code(&answer), "INVALID", "{answer}");
}

#[tokio::test]
async fn threat_11_batches_are_refused() {
    let (_world, client) = program().await;
    for body in ["[]", " [{\"query\": \"{ me { name } }\"}]"] {
        let reply = client.send(Method::POST, "/graphql", Body::from(body)).await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::BAD_REQUEST, Some("INVALID")));
    }
}

#[tokio::test]
async fn threat_11_deep_cyclic_and_exploding_documents_are_refused() {
    let (_world, client) = program().await;
    let deep = format!("{}name{}", "{ me ".repeat(40), "}".repeat(40));
    let brackets = "{".repeat(100_000);
    let lists = format!("{{ people(text: {}1{}) {{ name }} }}", "[".repeat(10_000), "]".repeat(10_000));
    let cycle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned();
    let itself = "{ ...a } fragment a on Query { me { name } ...a }".to_owned();
    let mut bomb = String::from("{ ...f0 } ");
    for at in 0..60 {
        bomb.push_str(&format!("fragment f{at} on Query {{ ...f{n} ...f{n} }} ", n = at + 1));
    }
    bomb.push_str("fragment f60 on Query { me { name } }");
    let directives = format!("{{ me {{ name {} }} }}", "@include(if: true) ".repeat(1_000));
    for query in [deep, brackets, lists, cycle, itself, bomb, directives] {
        let reply = client.post("/graphql", &json!({ "query": query })).await;
        let body = reply.json();
        let word = body["code"].as_str().unwrap_or_else(|| code(&body)).to_owned();
        assert_eq!(word, "INVALID", "{}: {body}", query.chars().take(60).collect::<String>());
    }
}

#[tokio::test]
async fn threat_11_large_and_malformed_bodies_are_refused_with_the_field() {
    let (_world, client) = program().await;
    let huge = Body::from(vec![b' '; 13 * 1024 * 1024]);
    assert_eq!(client.send(Method::POST, "/graphql", huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    for (body, field) in
        [("{}", "query"), ("{\"query\": 1}", "body"), ("x", "body"), ("{\"documentId\": \"x\"}", "documentId")]
    {
        let reply = client.send(Method::POST, "/graphql", Body::from(body)).await;
        assert_eq!((reply.status, reply.json()["field"].as_str()), (StatusCode::BAD_REQUEST, Some(field)), "{body}");
    }
}

#[tokio::test]
async fn threat_11_request_that_takes_too_long_is_stopped() {
    let world = World::with(|config| config.server.request_timeout = std::time::Duration::from_millis(20)).await;
    let never = futures_util::stream::pending::<std::io::Result<String>>();
    let page = world.anonymous().with("origin", "http://127.0.0.1:7878").with("x-cadastre-csrf", "1");
    let reply = page.send(Method::POST, "/api/session", Body::from_stream(never)).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("UNAVAILABLE")));
}
