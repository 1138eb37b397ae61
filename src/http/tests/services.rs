//! Accounts of programs, and who makes, sees and revokes tokens.

use axum::http::StatusCode;
use catalog::{Role, Scope};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::support::{Client, PASSWORD, World, code};

async fn service(admin: &Client, name: &str, role: &str, owner: Option<&str>) -> String {
    let owner = owner.map(|owner| format!(", owner: \"{owner}\"")).unwrap_or_default();
    let input = format!("{{name: \"{name}\", role: {role}{owner}}}");
    let made =
        admin.run(&format!("mutation {{ createServiceAccount(input: {input}) {{ id isService ownerId }} }}")).await;
    assert_eq!(made["data"]["createServiceAccount"]["isService"], true, "{made}");
    made["data"]["createServiceAccount"]["id"].as_str().unwrap().to_owned()
}

fn mint(user: &str, scopes: &str) -> String {
    format!(
        "mutation {{ createToken(user: \"{user}\", input: {{name: \"t\", scopes: [{scopes}]}}) {{ secret token {{ id }} }} }}"
    )
}

fn program(world: &World, made: &Value) -> Client {
    let secret = made["data"]["createToken"]["secret"].as_str().unwrap_or_else(|| panic!("{made}"));
    world.anonymous().with("authorization", &format!("Bearer {secret}"))
}

#[tokio::test]
async fn threat_13_program_has_no_password_and_does_what_its_token_says() {
    let world = World::new().await;
    let admin = world.browser("root", Role::Admin).await;
    let id = service(&admin, "crawler", "EDITOR", None).await;
    let made = admin.run(&mint(&id, "REPORT")).await;
    let crawler = program(&world, &made);
    let me = crawler.run("{ me { name permissions } }").await;
    assert_eq!(me["data"]["me"], json!({ "name": "token:crawler/t", "permissions": ["REPORT"] }));
    for password in ["", PASSWORD] {
        let body = json!({ "name": "crawler", "password": password });
        assert_eq!(world.anonymous().post("/api/session", &body).await.status, StatusCode::UNAUTHORIZED);
    }
    let given = format!("mutation {{ updateUser(id: \"{id}\", input: {{password: \"{PASSWORD}\"}}) {{ id }} }}");
    assert_eq!(code(&admin.run(&given).await), "INVALID");
    assert_eq!(code(&crawler.run("{ tokens { name } }").await), "FORBIDDEN", "it reads no tokens, not even its own");
    assert_eq!(code(&crawler.run("{ accountTokens { nodes { token { name } } } }").await), "FORBIDDEN");
    let disabled = format!("mutation {{ updateUser(id: \"{id}\", input: {{isDisabled: true}}) {{ id }} }}");
    admin.run(&disabled).await;
    assert_eq!(crawler.run("{ me { name } }").await["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn threat_13_owner_answers_for_a_program_and_gets_no_more_than_they_have() {
    let world = World::new().await;
    let admin = world.browser("root", Role::Admin).await;
    let ed = world.user("ed", Role::Editor).await.id.to_string();
    world.user("eve", Role::Editor).await;
    let (owner, other) = (world.program("ed", &[Scope::Admin]).await, world.program("eve", &[Scope::Admin]).await);
    let (modest, mighty) =
        (service(&admin, "modest", "EDITOR", Some(&ed)).await, service(&admin, "mighty", "ADMIN", Some(&ed)).await);
    assert_eq!(code(&other.run(&mint(&modest, "READ")).await), "NOT_FOUND");
    assert_eq!(code(&owner.run(&mint(&mighty, "READ")).await), "FORBIDDEN");
    let made = owner.run(&mint(&modest, "READ")).await;
    assert_eq!(program(&world, &made).get("/metrics").await.status, StatusCode::OK);
    let list = |user: &str| {
        format!("{{ accountTokens(user: \"{user}\") {{ nodes {{ token {{ name }} user {{ name }} }} }} }}")
    };
    let seen = owner.run(&list(&modest)).await["data"]["accountTokens"]["nodes"].clone();
    assert_eq!(seen, json!([{ "token": { "name": "t" }, "user": { "name": "modest" } }]));
    assert_eq!(code(&other.run(&list(&modest)).await), "FORBIDDEN");
    let id = &made["data"]["createToken"]["token"]["id"];
    let revoke = format!("mutation {{ revokeToken(id: {id}) }}");
    assert_eq!(code(&other.run(&revoke).await), "NOT_FOUND");
    assert_eq!(owner.run(&revoke).await["data"]["revokeToken"], true);
    assert_eq!(program(&world, &made).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
    // A person's account is nobody's to make tokens for.
    let root = world.app.access().user_named(&catalog::Viewer::system(), "root").await.unwrap().id;
    assert_eq!(code(&owner.run(&mint(&root.to_string(), "READ")).await), "NOT_FOUND");
    assert_eq!(code(&admin.run(&mint(&ed, "READ")).await), "NOT_FOUND");
}

#[tokio::test]
async fn threat_13_administrator_sees_and_revokes_the_tokens_of_all() {
    let world = World::new().await;
    let admin = world.browser("root", Role::Admin).await;
    world.user("ada", Role::Editor).await;
    for name in ["one", "two", "three"] {
        world.token("ada", name, &[Scope::Read]).await;
    }
    let secret = world.token("ada", "four", &[Scope::Read]).await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let query = format!(
            "{{ accountTokens(first: 3{after}) {{ nodes {{ token {{ id name prefix }} user {{ name }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = admin.run(&query).await["data"]["accountTokens"].clone();
        assert!(!page.to_string().contains(secret.expose_secret()));
        seen.extend(page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    let names: Vec<&str> = seen.iter().map(|node| node["token"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["four", "three", "two", "one"]);
    let revoke = format!("mutation {{ revokeToken(id: {}) }}", seen[0]["token"]["id"]);
    assert_eq!(admin.run(&revoke).await["data"]["revokeToken"], true);
    let bearer = format!("Bearer {}", secret.expose_secret());
    assert_eq!(world.anonymous().with("authorization", &bearer).get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_13_tokens_end_when_the_configuration_says_so() {
    let world = World::with(|config| config.tokens.longest = Some(chrono::Duration::days(30))).await;
    let ada = world.browser("ada", Role::Admin).await;
    let create = |name: &str, end: Option<i64>| {
        let end = end.map(|days| (world.clock.now() + chrono::Duration::days(days)).to_rfc3339());
        let end = end.map(|end| format!(", expiresAt: \"{end}\"")).unwrap_or_default();
        format!("mutation {{ createToken(input: {{name: \"{name}\", scopes: [READ]{end}}}) {{ secret }} }}")
    };
    for query in [create("a", None), create("b", Some(31))] {
        assert_eq!(ada.run(&query).await["errors"][0]["extensions"]["field"], "expiresAt");
    }
    let made = ada.run(&create("c", Some(30))).await;
    let client = program(&world, &made);
    assert_eq!(client.get("/metrics").await.status, StatusCode::OK);
    world.clock.advance(chrono::Duration::days(30));
    assert_eq!(client.get("/metrics").await.status, StatusCode::UNAUTHORIZED);
}
