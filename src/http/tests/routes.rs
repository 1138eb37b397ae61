//! Who may call what; addresses with two readings; headers that protect the browser.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use catalog::Role;

use super::support::World;
use crate::http::{ROUTES, guard::Audience};

#[tokio::test]
async fn every_route_keeps_out_those_it_is_not_for() {
    let world = World::new().await;
    let viewer = world.browser("vera", Role::Viewer).await;
    for route in ROUTES {
        let method = if route.path == "/graphql" { Method::POST } else { Method::GET };
        // An address with a place for a name is asked with that word for the name.
        let path = route.path.replace(['{', '}'], "");
        let anonymous = world.anonymous().send(method.clone(), &path, Body::empty()).await;
        let is_open = route.audience == Audience::Anyone || route.path == "/api/session";
        assert_eq!(
            anonymous.status != StatusCode::UNAUTHORIZED,
            is_open && route.path != "/api/session",
            "{}",
            route.path
        );
        if let Audience::May(action) = route.audience {
            let expected = action.least_role() == Role::Viewer;
            let reply = viewer.get(&path).await;
            assert_eq!(reply.status != StatusCode::FORBIDDEN, expected, "{}", route.path);
        }
    }
}

#[tokio::test]
async fn threat_01_tricks_with_the_path_never_reach_a_route() {
    let world = World::new().await;
    let admin = world.browser("ada", Role::Admin).await;
    let tricks = [
        "/graphiql;x",
        "/graphiql%3bx",
        "//graphiql",
        "/./graphiql",
        "/x/../graphiql",
        "/graphiql/",
        "/graphiql.",
        "/GraphiQL",
        "/graphiql%2e",
        "/%67raphiql%2f",
        "/graphiql%2f",
        "/graphiql%252f",
        "/graphiql.html",
        "/graphiql%00",
        "/healthz/../metrics",
        "/healthz;/metrics",
        "/healthz/..;/metrics",
        "/setup/../metrics",
        "/login%2f..%2fmetrics",
    ];
    for path in tricks {
        for client in [world.anonymous(), admin.clone()] {
            let status = client.get(path).await.status;
            assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND), "{path}: {status}");
        }
    }
}

#[tokio::test]
async fn threat_01_method_cannot_be_overridden() {
    let world = World::new().await;
    let admin = world.browser("ada", Role::Admin).await;
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        assert_eq!(admin.clone().with(name, "DELETE").get("/api/session").await.status, StatusCode::OK);
    }
    assert_eq!(admin.get("/api/session?_method=DELETE").await.status, StatusCode::OK);
    assert_eq!(admin.get("/api/session").await.status, StatusCode::OK);
    let put = admin.clone().with("x-cadastre-csrf", "1").with("origin", "http://127.0.0.1:7878");
    let reply = put.send(Method::PUT, "/api/session", Body::empty()).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn threat_03_identity_headers_from_outside_say_nothing() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let names = [
        "x-forwarded-user",
        "x-remote-user",
        "x-cadastre-actor",
        "x-datahub-actor",
        "remote-user",
        "x-auth-request-user",
    ];
    for name in names {
        let client = world.anonymous().with(name, "ada");
        assert_eq!(client.get("/metrics").await.status, StatusCode::UNAUTHORIZED, "{name}");
    }
    let client = world.anonymous().with("x-forwarded-for", "127.0.0.1").with("forwarded", "for=127.0.0.1");
    assert_eq!(client.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn figures_are_for_this_machine_only_when_the_configuration_says_so() {
    let world = World::with(|config| config.server.open_metrics = true).await;
    assert_eq!(world.anonymous().get("/metrics").await.status, StatusCode::OK);
    let rebound = world.anonymous().with("host", "evil.example:7878");
    assert_eq!(rebound.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    let text = world.anonymous().get("/metrics").await.text();
    assert!(text.contains("cadastre_requests_total{route=\"/metrics\""), "{text}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_a_browser() {
    let world = World::new().await;
    for path in ["/", "/healthz", "/graphql", "/nothing.js", "/api//x"] {
        let reply = world.anonymous().get(path).await;
        let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("require-trusted-types-for 'script'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(reply.headers.contains_key("x-request-id"), "{path}");
        assert!(reply.headers.contains_key(header::CACHE_CONTROL), "{path}");
    }
}

#[tokio::test]
async fn interface_answers_its_addresses_and_nothing_else() {
    let world = World::new().await;
    for path in ["/", "/search?q=orders", "/login", "/setup?token=x"] {
        let reply = world.anonymous().get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(reply.text().contains("<!doctype html>"), "{path}");
        assert_eq!(reply.headers[header::CACHE_CONTROL], "no-cache", "{path}");
    }
    for path in ["/missing.js", "/assets/missing.js", "/unknown", "/api/unknown", "/index.html", "/search/x.map"] {
        let reply = world.anonymous().get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(reply.json()["code"], "NOT_FOUND", "{path}");
    }
}

#[tokio::test]
async fn server_says_that_it_lives_and_is_ready() {
    let world = World::new().await;
    assert_eq!(world.anonymous().get("/healthz").await.text(), "ok\n");
    let ready = world.anonymous().get("/readyz").await;
    assert_eq!((ready.status, ready.json()["store"].as_bool()), (StatusCode::OK, Some(true)));
}
