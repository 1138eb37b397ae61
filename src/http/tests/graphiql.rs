//! GraphiQL's page: whom it is for, and its policy, which no other page has.

use axum::http::{StatusCode, header};
use catalog::Role;

use super::support::{Reply, World};

fn policy(reply: &Reply) -> String {
    reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn threat_19_every_page_of_graphiql_has_a_new_number_used_once() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let (one, other) = (ada.get("/graphiql").await, ada.get("/graphiql").await);
    assert_eq!(one.headers[header::CACHE_CONTROL], "no-store");
    let nonce = policy(&one).split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_eq!(nonce.len(), 32);
    assert!(!policy(&other).contains(&nonce));
    assert!(!one.text().contains("%CSP_NONCE%"));
    assert!(!one.text().contains("http://") && !one.text().contains("https://"), "{}", one.text());
}

#[tokio::test]
async fn threat_19_policy_of_graphiql_is_for_its_page_alone() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let ed = world.browser("ed", Role::Editor).await;
    for reply in [ada.get("/").await, ada.get("/api/session").await, ed.get("/graphiql").await] {
        assert!(!policy(&reply).contains("unsafe") && !policy(&reply).contains("nonce"));
    }
    assert_eq!(ed.get("/graphiql").await.status, StatusCode::FORBIDDEN);
    assert_eq!(ada.get("/graphiql.html").await.status, StatusCode::NOT_FOUND);
}
