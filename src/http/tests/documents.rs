//! Which documents a browser's session may run.

use axum::http::StatusCode;
use catalog::Role;
use serde_json::json;

use super::support::World;
use crate::http::persisted;

#[tokio::test]
async fn threat_11_session_of_an_ordinary_user_runs_listed_documents_only() {
    let world = World::new().await;
    let ed = world.browser("ed", Role::Editor).await;
    for query in ["{ me { name } }", "{ __schema { types { name } } }"] {
        let reply = ed.post("/graphql", &json!({ "query": query })).await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::FORBIDDEN, Some("FORBIDDEN")));
    }
    let reply = ed.post("/graphql", &json!({ "documentId": "0".repeat(64) })).await;
    assert_eq!((reply.status, reply.json()["field"].as_str()), (StatusCode::BAD_REQUEST, Some("documentId")));
}

#[tokio::test]
async fn listed_document_runs_whatever_text_comes_with_it() {
    let world = World::new().await;
    let ed = world.browser("ed", Role::Editor).await;
    let Some((id, _)) = persisted::all().next() else {
        // A build without the user interface has no documents; then there is nothing to run.
        return;
    };
    let reply = ed.post("/graphql", &json!({ "documentId": id, "query": "{ users { nodes { name } } }" })).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(!reply.text().contains("users"), "{}", reply.text());
}

#[tokio::test]
async fn administrator_may_write_their_own() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    assert_eq!(ada.run("{ me { name isDemo } }").await["data"]["me"]["name"], "ada");
    assert_eq!(ada.get("/graphiql").await.status, StatusCode::OK);
}
