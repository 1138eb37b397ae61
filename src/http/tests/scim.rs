//! Accounts and groups that an identity provider keeps.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope, Viewer};
use serde_json::{Value, json};

use super::support::{Client, PASSWORD, Reply, World};

async fn provider(world: &World) -> Client {
    world.user("idp", Role::Admin).await;
    world.program("idp", &[Scope::Provision]).await.with("content-type", "application/scim+json")
}

async fn send(client: &Client, method: Method, path: &str, body: Value) -> Reply {
    client.send(method, path, Body::from(body.to_string())).await
}

async fn make(client: &Client, name: &str) -> Value {
    let body = json!({ "userName": name, "externalId": format!("x-{name}"), "name": { "givenName": "A", "familyName": "B" },
        "emails": [{ "value": format!("{name}@example.com"), "primary": true }] });
    let reply = send(client, Method::POST, "/scim/v2/Users", body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    reply.json()
}

fn at(resource: &Value) -> String {
    let kind = resource["meta"]["resourceType"].as_str().unwrap();
    format!("/scim/v2/{kind}s/{}", resource["id"].as_str().unwrap())
}

#[tokio::test]
async fn i10_account_is_made_found_changed_and_ended() {
    let world = World::new().await;
    let idp = provider(&world).await;
    let ada = make(&idp, "ada").await;
    assert_eq!((&ada["displayName"], &ada["active"]), (&json!("A B"), &json!(true)));
    for filter in [
        "userName eq \"ADA\"",
        "externalId eq \"x-ada\"",
        "emails.value eq \"ada@example.com\"",
        "userName sw \"a\" and active eq true",
    ] {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let found = idp.get(&format!("/scim/v2/Users?filter={query}")).await;
        assert_eq!(found.json()["totalResults"], 1, "{filter}: {}", found.text());
        assert_eq!(found.headers["content-type"], "application/scim+json");
    }
    let bad = idp.get("/scim/v2/Users?filter=userName+is+x").await;
    assert_eq!((bad.status, &bad.json()["scimType"]), (StatusCode::BAD_REQUEST, &json!("invalidFilter")));
    let twice = send(&idp, Method::POST, "/scim/v2/Users", json!({ "userName": "Ada" })).await;
    assert_eq!((twice.status, &twice.json()["scimType"]), (StatusCode::CONFLICT, &json!("uniqueness")));

    let renamed = json!({ "userName": "ada.l", "displayName": "Ada L.", "active": true });
    let reply = send(&idp, Method::PUT, &at(&ada), renamed).await;
    assert_eq!(reply.json()["userName"], "ada.l", "{}", reply.text());
    assert_eq!(reply.json()["id"], ada["id"]);
    assert_eq!(idp.send(Method::DELETE, &at(&ada), Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(idp.get(&at(&ada)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn threat_08_deactivating_ends_sessions_and_tokens_at_once() {
    let world = World::new().await;
    let idp = provider(&world).await;
    for (name, body) in [
        ("ada", json!({ "Operations": [{ "op": "Replace", "path": "active", "value": "False" }] })),
        ("eve", json!({ "Operations": [{ "op": "replace", "value": { "active": false } }] })),
        ("zoe", Value::Null),
    ] {
        let user = make(&idp, name).await;
        let id = catalog::UserId(user["id"].as_str().unwrap().parse().unwrap());
        let change = crate::access::UserChange { password: Some(PASSWORD.into()), ..Default::default() };
        world.app.access().update_user(&Viewer::system(), id, change).await.unwrap();
        let (browser, program) = (world.sign_in(name).await, world.program(name, &[Scope::Read]).await);
        assert_eq!(browser.get("/api/session").await.status, StatusCode::OK);
        let reply = match body {
            Value::Null => idp.send(Method::DELETE, &at(&user), Body::empty()).await,
            body => send(&idp, Method::PATCH, &at(&user), body).await,
        };
        assert!(reply.status.is_success(), "{name}: {}", reply.text());
        assert_eq!(browser.get("/api/session").await.status, StatusCode::UNAUTHORIZED, "{name}");
        assert_eq!(program.get("/metrics").await.status, StatusCode::UNAUTHORIZED, "{name}");
        let again = json!({ "name": name, "password": PASSWORD });
        assert_eq!(world.anonymous().post("/api/session", &again).await.status, StatusCode::UNAUTHORIZED, "{name}");
    }
}

#[tokio::test]
async fn threat_08_account_made_again_under_the_same_name_inherits_nothing() {
    let world = World::new().await;
    let idp = provider(&world).await;
    let old = make(&idp, "ada").await;
    let group = json!({ "displayName": "stewards", "members": [{ "value": old["id"] }] });
    let group = send(&idp, Method::POST, "/scim/v2/Groups", group).await.json();
    let id = catalog::UserId(old["id"].as_str().unwrap().parse().unwrap());
    let change =
        crate::access::UserChange { role: Some(Role::Admin), password: Some(PASSWORD.into()), ..Default::default() };
    world.app.access().update_user(&Viewer::system(), id, change).await.unwrap();
    let program = world.program("ada", &[Scope::Admin]).await;
    idp.send(Method::DELETE, &at(&old), Body::empty()).await;
    let new = make(&idp, "ada").await;
    assert_ne!(new["id"], old["id"]);
    assert_eq!(program.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    let account = world.app.access().user_named(&Viewer::system(), "ada").await.unwrap();
    assert_eq!((account.role, account.id.to_string()), (Role::Viewer, new["id"].as_str().unwrap().to_owned()));
    assert!(world.app.access().tokens_of(&Viewer::system(), "ada").await.unwrap().is_empty());
    assert_eq!(idp.get(&at(&group)).await.json()["members"], json!([]));
    let body = json!({ "name": "ada", "password": PASSWORD });
    assert_eq!(world.anonymous().post("/api/session", &body).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_08_group_keeps_its_identity_when_renamed_and_takes_only_accounts_it_may() {
    let world = World::new().await;
    let idp = provider(&world).await;
    let (ada, eve) = (make(&idp, "ada").await, make(&idp, "eve").await);
    let root = world.user("root", Role::Admin).await;
    let group = json!({ "displayName": "data", "members": [{ "value": ada["id"] }] });
    let group = send(&idp, Method::POST, "/scim/v2/Groups", group).await.json();
    send(&idp, Method::POST, "/scim/v2/Groups", json!({ "displayName": "admins" })).await;
    let patched =
        async |operations: Value| send(&idp, Method::PATCH, &at(&group), json!({ "Operations": operations })).await;
    let renamed = patched(json!([{ "op": "replace", "path": "displayName", "value": "Data 团队" }])).await.json();
    assert_eq!((&renamed["id"], &renamed["displayName"]), (&group["id"], &json!("Data 团队")));
    assert_eq!(renamed["members"][0]["value"], ada["id"]);
    let taken = patched(json!([{ "op": "replace", "path": "displayName", "value": "ADMINS" }])).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    let added = patched(json!([{ "op": "add", "path": "members", "value": [{ "value": eve["id"] }] }])).await.json();
    assert_eq!(added["members"].as_array().unwrap().len(), 2);
    let stranger = patched(json!([{ "op": "add", "path": "members", "value": [{ "value": root.id }] }])).await;
    assert_eq!(stranger.status, StatusCode::BAD_REQUEST, "{}", stranger.text());
    let path = format!("members[value eq \"{}\"]", ada["id"].as_str().unwrap());
    let removed = patched(json!([{ "op": "remove", "path": path }])).await.json();
    assert_eq!(removed["members"], json!([{ "value": eve["id"], "display": "eve", "type": "User" }]));
    for path in ["members[value is \"x\"]", "members[", "owner", "members[value eq \"x\"].a.b"] {
        let refused = patched(json!([{ "op": "remove", "path": path }])).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}: {}", refused.text());
    }
    assert_eq!(idp.get(&at(&group)).await.json()["members"].as_array().unwrap().len(), 1, "nothing was removed");
}

#[tokio::test]
async fn threat_08_accounts_of_the_house_are_neither_seen_nor_touched() {
    let world = World::new().await;
    let idp = provider(&world).await;
    let root = world.user("root", Role::Admin).await;
    let path = format!("/scim/v2/Users/{}", root.id);
    assert_eq!(idp.get("/scim/v2/Users").await.json()["totalResults"], 0);
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(idp.send(method, &path, Body::empty()).await.status, StatusCode::NOT_FOUND);
    }
    let takeover = json!({ "userName": "root", "active": false });
    assert_eq!(send(&idp, Method::PUT, &path, takeover.clone()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&idp, Method::POST, "/scim/v2/Users", takeover).await.status, StatusCode::CONFLICT);
    assert!(!world.app.access().user_named(&Viewer::system(), "root").await.unwrap().is_disabled);
}

#[tokio::test]
async fn threat_13_only_a_token_of_that_scope_provisions_and_it_does_nothing_else() {
    let world = World::new().await;
    let idp = provider(&world).await;
    assert_eq!(idp.get("/scim/v2/ServiceProviderConfig").await.json()["patch"]["supported"], true);
    assert_eq!(idp.get("/scim/v2/Schemas").await.json()["totalResults"], 2);
    assert_eq!(idp.get("/metrics").await.status, StatusCode::FORBIDDEN);
    assert_eq!(super::support::code(&idp.run("{ users { nodes { name } } }").await), "FORBIDDEN");
    world.user("ed", Role::Editor).await;
    world.user("root", Role::Admin).await;
    for client in [world.program("ed", &[Scope::Provision]).await, world.program("root", &[Scope::Read]).await] {
        assert_eq!(client.get("/scim/v2/Users").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.anonymous().get("/scim/v2/Users").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn d7_provisioning_is_written_down() {
    let world = World::new().await;
    let idp = provider(&world).await;
    let ada = make(&idp, "ada").await;
    send(&idp, Method::POST, "/scim/v2/Users", json!({ "userName": "ada" })).await;
    idp.send(Method::DELETE, &at(&ada), Body::empty()).await;
    world.user("root", Role::Admin).await;
    let reader = world.program("root", &[Scope::Admin]).await;
    let log = reader.run("{ auditLog { nodes { actor operation target result } } }").await;
    let row = |operation: &str, result: &str| json!({ "actor": "token:idp/ci", "operation": operation, "target": "ada", "result": result });
    let expected = json!([row("scimDeleteUser", "OK"), row("scimCreateUser", "CONFLICT"), row("scimCreateUser", "OK")]);
    assert_eq!(log["data"]["auditLog"]["nodes"], expected);
}

#[tokio::test]
async fn i10_group_of_scim_gives_and_takes_a_role_at_the_next_request() {
    let world = World::new().await;
    let idp = provider(&world).await;
    world.user("root", Role::Admin).await;
    let root = world.program("root", &[Scope::Admin]).await;
    let role = "mutation { saveRole(input: { name: \"reader\", level: 5, scope: ALL, permits: [READ_CATALOG],
        fedBy: [\"scim/Readers\"] }) { id } }";
    assert!(root.run(role).await["errors"].is_null());
    let ada = make(&idp, "ada").await;
    let id = catalog::UserId(ada["id"].as_str().unwrap().parse().unwrap());
    let change = crate::access::UserChange {
        role: Some(Role::Member),
        password: Some(PASSWORD.into()),
        ..crate::access::UserChange::default()
    };
    world.app.access().update_user(&Viewer::system(), id, change).await.unwrap();
    let program = world.program("ada", &[Scope::Admin]).await;
    let ask = json!({ "query": "{ governance(kind: DOMAIN) { nodes { id } } }" });
    let may = async || program.post("/graphql", &ask).await.json()["errors"].is_null();
    assert!(!may().await);
    let group = json!({ "displayName": "readers", "members": [{ "value": ada["id"] }] });
    let group = send(&idp, Method::POST, "/scim/v2/Groups", group).await.json();
    assert!(may().await, "a group gives what is given to it");
    let empty = json!({ "displayName": "readers", "members": [] });
    assert_eq!(send(&idp, Method::PUT, &at(&group), empty).await.status, StatusCode::OK);
    assert!(!may().await, "who leaves the group has it no more");
    let full = json!({ "displayName": "readers", "members": [{ "value": ada["id"] }] });
    send(&idp, Method::PUT, &at(&group), full).await;
    assert!(may().await);
    assert_eq!(idp.send(Method::DELETE, &at(&group), Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert!(!may().await, "a group that is gone gives nothing");
}
