//! What is written down of what callers do, and who may read it.

use axum::http::{Method, StatusCode};
use catalog::{Role, Scope, Viewer};
use chrono::Duration;
use serde_json::{Value, json};

use super::support::{Client, PASSWORD, World, code};

const LOG: &str = "{ auditLog { nodes { actor userId address agent operation targetKind target arguments
    milliseconds result requestId } pageInfo { hasNextPage } } }";

/// The rows that came since `before` were counted, oldest first.
async fn rows(reader: &Client) -> Vec<Value> {
    let answer = reader.run(LOG).await;
    let mut rows = answer["data"]["auditLog"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
    rows.reverse();
    rows
}

/// What `work` adds to the log.
async fn added(reader: &Client, work: impl Future<Output = ()>) -> Vec<Value> {
    let before = rows(reader).await.len();
    work.await;
    rows(reader).await.split_off(before)
}

fn brief(rows: &[Value]) -> Vec<(&str, &str, &str, &str)> {
    rows.iter()
        .map(|row| {
            let get = |name: &str| row[name].as_str().unwrap_or_default();
            (get("actor"), get("operation"), get("target"), get("result"))
        })
        .collect()
}

async fn reader(world: &World) -> Client {
    world.user("root", Role::Admin).await;
    world.program("root", &[Scope::Admin]).await
}

#[tokio::test]
async fn d7_signing_in_well_and_badly_and_out_is_one_row_each() {
    let world = World::new().await;
    let root = reader(&world).await;
    world.user("Ada", Role::Editor).await;
    let there = world.anonymous().with("user-agent", "Mozilla/5.0 (X11)");
    let sign_in = async |name: &str, password: &str| {
        there.post("/api/session", &json!({ "name": name, "password": password })).await
    };
    let added = added(&root, async {
        sign_in("ada", "wrong password").await;
        sign_in("canary-as-name", "wrong password").await;
        sign_in("ada", PASSWORD).await;
        let ada = world.sign_in("ada").await;
        assert_eq!(ada.delete("/api/session").await.status, StatusCode::NO_CONTENT);
        there.post("/api/session", &json!({ "name": "ada" })).await;
    });
    let added = added.await;
    assert_eq!(
        brief(&added),
        [
            ("anonymous", "signIn", "Ada", "UNAUTHENTICATED"),
            ("anonymous", "signIn", "", "UNAUTHENTICATED"),
            ("Ada", "signIn", "", "OK"),
            ("Ada", "signIn", "", "OK"),
            ("Ada", "signOut", "", "OK"),
        ]
    );
    assert_eq!((&added[0]["address"], &added[0]["agent"]), (&json!("127.0.0.1"), &json!("Mozilla/5.0 (X11)")));
    assert!(added[2]["milliseconds"].as_f64().unwrap() > 0.0 && added[2]["userId"].is_string());
    assert!(added.iter().all(|row| row["requestId"].is_string()));
}

#[tokio::test]
async fn d7_request_of_a_row_is_that_of_the_answer() {
    let world = World::new().await;
    let root = reader(&world).await;
    let reply = root.post("/graphql", &json!({ "query": "mutation { endSessions }" })).await;
    let row = rows(&root).await.pop().unwrap();
    assert_eq!(row["requestId"], reply.headers["x-request-id"].to_str().unwrap());
}

#[tokio::test]
async fn d7_each_field_of_a_mutation_is_one_row_with_how_it_ended() {
    let world = World::new().await;
    let root = reader(&world).await;
    let query = "mutation($name: String!) {
        createUser(input: {name: $name, password: \"canary horse battery\", role: VIEWER}) { id }
        again: createUser(input: {name: \"bob\", password: \"canary horse battery\", role: VIEWER}) { id }
        short: createUser(input: {name: \"carl\", password: \"canary\", role: VIEWER}) { id } }";
    let body = json!({ "query": query, "variables": { "name": "bob" } });
    let added = added(&root, async {
        root.post("/graphql", &body).await;
    });
    let added = added.await;
    assert_eq!(
        brief(&added),
        [
            ("token:root/ci", "createUser", "bob", "CONFLICT"),
            ("token:root/ci", "createUser", "carl", "INVALID"),
            ("token:root/ci", "createUser", "bob", "OK"),
        ]
    );
    assert!(!json!(added).to_string().contains("canary"), "{added:?}");
    let arguments: Value = serde_json::from_str(added[2]["arguments"].as_str().unwrap()).unwrap();
    assert_eq!(arguments, json!({ "input": { "name": "bob", "password": "…", "role": "VIEWER" } }));
    assert_eq!((&added[2]["targetKind"], &added[2]["userId"].is_string()), (&json!("user"), &true));
}

#[tokio::test]
async fn d7_update_delete_and_grant_are_one_row_each() {
    let world = World::new().await;
    let root = reader(&world).await;
    let ada = world.user("ada", Role::Viewer).await;
    let new = crate::sources::NewSource {
        name: "shop".into(),
        connector: "sqlite".into(),
        config: json!({ "path": "/nowhere/shop.db" }),
        schedule: None,
    };
    let source = world.app.sources().create(&Viewer::system(), new).await.unwrap();
    let added = added(&root, async {
        for query in [
            format!("mutation {{ updateUser(id: \"{}\", input: {{displayName: \"A\"}}) {{ id }} }}", ada.id),
            format!("mutation {{ updateUser(id: \"{}\", input: {{role: EDITOR}}) {{ id }} }}", ada.id),
            format!("mutation {{ deleteSource(id: \"{}\") }}", source.id),
        ] {
            let answer = root.run(&query).await;
            assert!(answer["errors"].is_null(), "{answer}");
        }
    });
    let (id, source) = (ada.id.to_string(), source.id.to_string());
    let added = added.await;
    assert_eq!(
        brief(&added),
        [
            ("token:root/ci", "updateUser", id.as_str(), "OK"),
            ("token:root/ci", "updateUser", id.as_str(), "OK"),
            ("token:root/ci", "deleteSource", source.as_str(), "OK"),
        ]
    );
    assert!(added[1]["arguments"].as_str().unwrap().contains("EDITOR"), "what was granted is told");
}

#[tokio::test]
async fn d7_denied_access_is_one_row_wherever_it_is_denied() {
    let world = World::new().await;
    let root = reader(&world).await;
    let vera = world.browser("vera", Role::Viewer).await;
    let editor = world.browser("ed", Role::Editor).await;
    world.user("bot", Role::Viewer).await;
    let bot = world.program("bot", &[Scope::Read]).await;
    let forged = world.anonymous().with("authorization", "Bearer cdt_0000");
    let added = added(&root, async {
        vera.get("/graphiql").await;
        vera.run("{ me { name role } }").await;
        bot.run("{ one: users { nodes { name } } two: users { nodes { name } } me { name } }").await;
        bot.run("mutation { endSession(id: \"x\") }").await;
        bot.run(
            "mutation { createUser(input: {name: \"e\", password: \"correct horse battery\", role: ADMIN}) { id } }",
        )
        .await;
        bot.post("/api/v1/lineage", &json!({})).await;
        forged.get("/metrics").await;
        world.anonymous().get("/metrics").await;
        editor.clone().with("origin", "https://evil.example").send(Method::POST, "/graphql", "{}".into()).await;
    });
    assert_eq!(
        brief(&added.await),
        [
            ("vera", "GET /graphiql", "", "FORBIDDEN"),
            ("vera", "POST /graphql", "", "FORBIDDEN"),
            ("token:bot/ci", "one", "", "FORBIDDEN"),
            ("token:bot/ci", "two", "", "FORBIDDEN"),
            ("token:bot/ci", "endSession", "x", "NOT_FOUND"),
            ("token:bot/ci", "createUser", "e", "FORBIDDEN"),
            ("token:bot/ci", "POST /api/v1/lineage", "", "FORBIDDEN"),
            ("anonymous", "GET /metrics", "", "UNAUTHENTICATED"),
            ("ed", "POST /graphql", "", "FORBIDDEN"),
        ]
    );
}

#[tokio::test]
async fn d7_export_is_one_row_and_harmless_in_spreadsheets() {
    let world = World::new().await;
    let root = reader(&world).await;
    let agent = "=HYPERLINK(\"http://evil.example\")";
    world.anonymous().with("user-agent", agent).post("/api/session", &json!({ "name": "x", "password": "y" })).await;
    let exported = added(&root, async {
        let reply = root.get("/api/audit.csv?result=UNAUTHENTICATED").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        assert_eq!(reply.headers["content-type"], "text/csv; charset=utf-8");
        let text = reply.text();
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("time,user,operation,"));
        assert!(lines[1].contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{}", lines[1]);
    });
    assert_eq!(brief(&exported.await), [("token:root/ci", "exportAudit", "", "OK")]);
    assert_eq!(root.get("/api/audit.csv?from=yesterday").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(root.get("/api/audit.csv?colour=red").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn d7_export_goes_on_over_many_pages() {
    let world = World::new().await;
    let root = reader(&world).await;
    let entry =
        |number| crate::audit::Entry::new(&Viewer::system(), &crate::audit::Footprint::default(), format!("o{number}"));
    world.app.audit().write((0..1_234).map(entry).collect()).await;
    let text = root.get("/api/audit.csv?user=system").await.text();
    assert_eq!(text.split_terminator("\r\n").count(), 1_235);
}

#[tokio::test]
async fn d7_only_administrators_read_the_log_and_nobody_edits_it() {
    let world = World::new().await;
    let root = reader(&world).await;
    for (name, role) in [("ed", Role::Editor), ("vera", Role::Viewer)] {
        world.user(name, role).await;
        let program = world.program(name, &[Scope::Admin]).await;
        assert_eq!(code(&program.run(LOG).await), "FORBIDDEN", "{name}");
        assert_eq!(program.get("/api/audit.csv").await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let secret = world.token("root", "reads", &[Scope::Read]).await;
    let bearer = format!("Bearer {}", secrecy::ExposeSecret::expose_secret(&secret));
    assert_eq!(code(&world.anonymous().with("authorization", &bearer).run(LOG).await), "FORBIDDEN");
    let schema = crate::graphql::text();
    let mutations = schema.split("type Mutation {").nth(1).unwrap().split("\n}").next().unwrap();
    let fields = mutations.lines().filter(|line| line.contains('(') || line.contains(':'));
    assert!(fields.clone().count() > 10 && fields.clone().all(|line| !line.to_lowercase().contains("audit")));
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let client = root.clone().with("content-type", "application/json");
        let status = client.send(method, "/api/audit.csv", "{}".into()).await.status;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn threat_12_no_text_that_people_type_is_in_the_log_but_names() {
    let world = World::new().await;
    let root = reader(&world).await;
    // Every mutation that the schema has, with the marker in every text that is not the name of something.
    let introspect = "{ __schema { mutationType { fields { name args { name type { ...T } } } }
        types { name kind inputFields { name type { ...T } } enumValues { name } } } }
        fragment T on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }";
    let schema = root.run(introspect).await["data"]["__schema"].clone();
    let fields = schema["mutationType"]["fields"].as_array().unwrap().clone();
    assert!(fields.len() > 20);
    for field in &fields {
        let arguments: Vec<String> = field["args"]
            .as_array()
            .unwrap()
            .iter()
            .map(|argument| {
                let name = argument["name"].as_str().unwrap();
                format!("{name}: {}", filled(&schema, name, &argument["type"], 0))
            })
            .collect();
        let name = field["name"].as_str().unwrap();
        let list = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        for selection in ["", " { __typename }"] {
            root.run(&format!("mutation {{ {name}{list}{selection} }}")).await;
        }
        world.clock.advance(Duration::seconds(1));
    }
    let text = root.get("/api/audit.csv").await.text();
    let reached = fields.iter().filter(|field| text.contains(field["name"].as_str().unwrap())).count();
    assert!(reached * 2 > fields.len(), "only {reached} of {} were run", fields.len());
    assert!(!text.contains("canary"), "{text}");
}

/// A value of a type, with the marker in it.
fn filled(schema: &Value, argument: &str, of: &Value, depth: usize) -> String {
    let name = of["name"].as_str().unwrap_or_default();
    match of["kind"].as_str().unwrap() {
        "NON_NULL" => filled(schema, argument, &of["ofType"], depth),
        "LIST" => format!("[{}]", filled(schema, argument, &of["ofType"], depth)),
        "ENUM" => {
            let found = schema["types"].as_array().unwrap().iter().find(|found| found["name"] == name).unwrap();
            found["enumValues"][0]["name"].as_str().unwrap().to_owned()
        }
        "INPUT_OBJECT" if depth > 3 => "null".to_owned(),
        "INPUT_OBJECT" => {
            let found = schema["types"].as_array().unwrap().iter().find(|found| found["name"] == name).unwrap();
            let fields = found["inputFields"].as_array().unwrap().iter().map(|field| {
                let name = field["name"].as_str().unwrap();
                format!("{name}: {}", filled(schema, name, &field["type"], depth + 1))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        _ => match name {
            "String" | "JSON" if crate::audit::scrub::SHOWN.contains(&argument) => "\"shown\"".to_owned(),
            "String" => "\"canary horse battery\"".to_owned(),
            "JSON" => "{ password: \"canary\", name: \"canary\" }".to_owned(),
            "Boolean" => "true".to_owned(),
            "Int" | "Long" | "Float" => "1".to_owned(),
            "DateTime" => "\"2020-01-01T00:00:00Z\"".to_owned(),
            _ => "\"00000000-0000-0000-0000-000000000000\"".to_owned(),
        },
    }
}
