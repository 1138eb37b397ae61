//! Pages of others that make a browser send something.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::Role;

use super::support::{HOST, World};

const LISTED: &str = "{\"query\":\"{ me { name } }\"}";

#[tokio::test]
async fn change_with_a_cookie_needs_our_header_and_our_origin() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let ours = format!("http://{HOST}");
    let send = |headers: &[(&str, &str)]| {
        let client = headers.iter().fold(ada.clone(), |client, (name, value)| client.with(name, value));
        async move { client.send(Method::POST, "/graphql", Body::from(LISTED)).await.status }
    };
    let csrf = ("x-cadastre-csrf", "1");
    assert_eq!(send(&[csrf, ("origin", &ours)]).await, StatusCode::OK);
    assert_eq!(send(&[csrf, ("sec-fetch-site", "same-origin")]).await, StatusCode::OK);
    assert_eq!(send(&[("origin", &ours)]).await, StatusCode::FORBIDDEN);
    assert_eq!(send(&[csrf]).await, StatusCode::FORBIDDEN);
    for origin in [
        "null",
        "http://evil.example",
        "https://127.0.0.1:7878",
        "http://127.0.0.1:7878.evil.example",
        "http://127.0.0.1",
    ] {
        assert_eq!(send(&[csrf, ("origin", origin)]).await, StatusCode::FORBIDDEN, "{origin}");
        let both = [csrf, ("origin", origin), ("sec-fetch-site", "same-origin")];
        assert_eq!(send(&both).await, StatusCode::FORBIDDEN, "{origin}");
    }
    for site in ["cross-site", "same-site", "none"] {
        assert_eq!(send(&[csrf, ("origin", &ours), ("sec-fetch-site", site)]).await, StatusCode::FORBIDDEN, "{site}");
    }
}

#[tokio::test]
async fn foreign_page_cannot_sign_somebody_in_or_out() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let foreign = ada.clone().with("origin", "http://evil.example").with("x-cadastre-csrf", "1");
    assert_eq!(foreign.send(Method::DELETE, "/api/session", Body::empty()).await.status, StatusCode::FORBIDDEN);
    let body = r#"{"name":"ada","password":"correct horse battery"}"#;
    let foreign = world.anonymous().with("origin", "http://evil.example").with("x-cadastre-csrf", "1");
    assert_eq!(foreign.send(Method::POST, "/api/session", Body::from(body)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ada.get("/api/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn program_with_a_token_needs_no_header_of_a_page() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let program = world.program("ada", &[catalog::Scope::Read]).await;
    assert_eq!(program.send(Method::POST, "/graphql", Body::from(LISTED)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn public_address_counts_as_our_origin() {
    let world =
        World::with(|config| config.server.public_url = Some("https://cadastre.example".parse().unwrap())).await;
    let body = r#"{"name":"nobody","password":"correct horse battery"}"#;
    let page = world.anonymous().with("origin", "https://cadastre.example").with("x-cadastre-csrf", "1");
    assert_eq!(page.send(Method::POST, "/api/session", Body::from(body)).await.status, StatusCode::UNAUTHORIZED);
}
