//! Programs and their tokens; what a caller of one sort may not do or see.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope, SourceId, Viewer, Visibility};
use chrono::Duration;
use serde_json::json;

use super::support::{World, code};
use crate::access::NewToken;

#[tokio::test]
async fn token_speaks_for_its_owner_under_its_own_name() {
    let world = World::new().await;
    world.user("ada", Role::Editor).await;
    let program = world.program("ada", &[Scope::Read]).await;
    let answer = program.run("{ me { name role permissions } }").await;
    assert_eq!(answer["data"]["me"]["name"], "token:ada/ci");
    assert_eq!(answer["data"]["me"]["permissions"], json!(["READ_CATALOG", "READ_SOURCES", "READ_ORGANISATION"]));
}

#[tokio::test]
async fn threat_02_no_json_web_token_is_ever_good() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let payload = "eyJzdWIiOiJhZGEiLCJyb2xlIjoiYWRtaW4iLCJleHAiOjk5OTk5OTk5OTl9";
    let headers = [
        "eyJhbGciOiJub25lIn0",                                 // none
        "eyJhbGciOiJOb05lIn0",                                 // NoNe
        "eyJhbGciOiJIUzI1NiJ9",                                // HS256
        "eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLy4uL2Rldi9udWxsIn0", // RS256, a kid that is a path
    ];
    for header in headers {
        for signature in ["", "c2lnbmF0dXJl"] {
            let client = world.anonymous().with("authorization", &format!("Bearer {header}.{payload}.{signature}"));
            assert_eq!(client.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
            assert_eq!(client.run("{ me { name } }").await["code"], "UNAUTHENTICATED");
        }
    }
    let huge = format!("Bearer {}.{payload}.x", "A".repeat(2 * 1024 * 1024));
    assert_eq!(world.anonymous().with("authorization", &huge).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn odd_authorization_is_refused_even_with_a_good_cookie() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    for value in ["", "Bearer", "Bearer ", "Basic YWRhOng=", "cdt_", "Bearer cdt_", "Bearer cdt_0000"] {
        let reply = ada.clone().with("authorization", value).get("/api/session").await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{value}");
    }
}

#[tokio::test]
async fn threat_05_revoked_expired_and_disabled_tokens_end_at_once() {
    let world = World::new().await;
    world.user("root", Role::Admin).await;
    let ada = world.user("ada", Role::Editor).await;
    let access = world.app.access();
    let program = world.program("ada", &[Scope::Read]).await;
    assert_eq!(program.get("/metrics").await.status, StatusCode::OK);
    let id = access.tokens_of(&Viewer::system(), "ada").await.unwrap()[0].id;
    access.revoke_token_for(&Viewer::system(), "ada", id).await.unwrap();
    assert_eq!(program.get("/metrics").await.status, StatusCode::UNAUTHORIZED);

    let new = NewToken {
        name: "short".into(),
        scopes: [Scope::Read].into(),
        sources: None,
        expires_at: Some(world.clock.now() + Duration::hours(1)),
    };
    let (_, secret) = access.create_token_for(&Viewer::system(), "ada", new).await.unwrap();
    let program =
        world.anonymous().with("authorization", &format!("Bearer {}", secrecy::ExposeSecret::expose_secret(&secret)));
    assert_eq!(program.get("/metrics").await.status, StatusCode::OK);
    world.clock.advance(Duration::minutes(61));
    assert_eq!(program.get("/metrics").await.status, StatusCode::UNAUTHORIZED);

    let program = world.program("ada", &[Scope::Read]).await;
    let change = crate::access::UserChange { is_disabled: Some(true), ..Default::default() };
    access.update_user(&Viewer::system(), ada.id, change).await.unwrap();
    assert_eq!(program.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_09_denied_caller_has_nothing_of_their_body_read() {
    let world = World::new().await;
    let bodies = ["{", "[", "{\"query\": \"{\"}", "not json"];
    for body in bodies {
        let reply = world.anonymous().send(Method::POST, "/graphql", Body::from(body)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{body}");
    }
    let endless = futures_util::stream::poll_fn(|_| -> std::task::Poll<Option<std::io::Result<String>>> {
        panic!("the body was read")
    });
    let reply = world.anonymous().send(Method::POST, "/graphql", Body::from_stream(endless)).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_10_accounts_are_shown_to_administrators_only() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    assert_eq!(ada.run("{ users { nodes { name } } }").await["data"]["users"]["nodes"][0]["name"], "ada");
    for (name, role) in [("ed", Role::Editor), ("vera", Role::Viewer)] {
        world.user(name, role).await;
        let program = world.program(name, &[Scope::Admin]).await;
        for query in [
            "{ users { nodes { name } } }",
            "mutation { createUser(input: {name: \"eve\", password: \"correct horse battery\", role: ADMIN}) { id } }",
            "mutation { updateUser(id: \"00000000-0000-0000-0000-000000000000\", input: {role: ADMIN}) { id } }",
        ] {
            let answer = program.run(query).await;
            assert_eq!(code(&answer), "FORBIDDEN", "{name}: {answer}");
        }
        let people = program.run("{ people(text: \"a\") { name displayName } }").await;
        assert_eq!(people["data"]["people"], json!([{ "name": "ada", "displayName": "ada" }]));
    }
}

#[tokio::test]
async fn threat_13_tokens_of_others_are_neither_seen_nor_revoked() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    world.token("ada", "hers", &[Scope::Read]).await;
    world.user("ed", Role::Editor).await;
    let program = world.program("ed", &[Scope::Admin]).await;
    let mine = program.run("{ tokens { name prefix } }").await;
    assert_eq!(mine["data"]["tokens"].as_array().unwrap().len(), 1);
    let id = world.app.access().tokens_of(&Viewer::system(), "ada").await.unwrap()[0].id;
    let answer = program.run(&format!("mutation {{ revokeToken(id: \"{id}\") }}")).await;
    assert_eq!(code(&answer), "NOT_FOUND");
    assert_eq!(world.app.access().tokens_of(&Viewer::system(), "ada").await.unwrap().len(), 1);
}

#[tokio::test]
async fn threat_13_token_does_no_more_than_its_scopes() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    for (name, scopes) in [("r", [Scope::Read]), ("p", [Scope::Report]), ("e", [Scope::Edit]), ("c", [Scope::Crawl])] {
        let secret = world.token("ada", name, &scopes).await;
        let bearer = format!("Bearer {}", secrecy::ExposeSecret::expose_secret(&secret));
        let program = world.anonymous().with("authorization", &bearer);
        for query in [
            "{ users { nodes { name } } }",
            "{ tokens { name } }",
            "mutation { createToken(input: {name: \"more\", scopes: [ADMIN]}) { secret } }",
            "mutation { createUser(input: {name: \"eve\", password: \"correct horse battery\", role: ADMIN}) { id } }",
            "mutation { changePassword(current: \"correct horse battery\", new: \"another good one\") }",
        ] {
            assert_eq!(code(&program.run(query).await), "FORBIDDEN", "{name}: {query}");
        }
        let reads = scopes.contains(&Scope::Read);
        assert_eq!(program.get("/metrics").await.status == StatusCode::OK, reads, "{name}");
        assert_eq!(program.get("/graphiql").await.status, StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn threat_13_token_bound_to_sources_cannot_free_itself() {
    let world = World::new().await;
    let ada = world.user("ada", Role::Admin).await;
    let bound = Viewer {
        scopes: Some([Scope::Admin].into()),
        sees: Visibility::Sources([SourceId::new()].into()),
        ..Viewer::person(ada.id, "ada", Role::Admin)
    };
    let access = world.app.access();
    let new = NewToken { name: "free".into(), scopes: [Scope::Admin].into(), sources: None, expires_at: None };
    assert!(access.create_token(&bound, None, new).await.is_err());
    let change = crate::access::UserChange { password: Some("another good one".into()), ..Default::default() };
    assert!(access.update_user(&bound, ada.id, change).await.is_err());
}

#[tokio::test]
async fn token_shows_the_sources_it_is_bound_to() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let new = crate::sources::NewSource {
        name: "shop".into(),
        connector: "sqlite".into(),
        config: json!({ "path": "/nowhere/shop.db" }),
        schedule: None,
    };
    let source = world.app.sources().create(&Viewer::system(), new).await.unwrap();
    let input = format!("{{name: \"bound\", scopes: [READ], sources: [\"{}\"]}}", source.id);
    let query = format!("mutation {{ createToken(input: {input}) {{ token {{ sources {{ name connector }} }} }} }}");
    let answer = ada.run(&query).await;
    let bound = json!([{ "name": "shop", "connector": "sqlite" }]);
    assert_eq!(answer["data"]["createToken"]["token"]["sources"], bound, "{answer}");
    ada.run("mutation { createToken(input: {name: \"free\", scopes: [READ]}) { secret } }").await;
    let listed = ada.run("{ tokens { name sources { name } } }").await;
    assert_eq!(listed["data"]["tokens"][0], json!({ "name": "free", "sources": null }));
}
