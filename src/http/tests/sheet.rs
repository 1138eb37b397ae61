//! What people decided as a table: it reads back as it was written, shows beforehand what it would change and which cells
//! are wrong, and is written in one commit or not at all.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use catalog::{Role, Scope};
use serde_json::{Value, json};

use super::support::{Client, World};

async fn ask(who: &Client, query: &str, variables: Value) -> Value {
    let answer = who.post("/graphql", &json!({ "query": query, "variables": variables })).await.json();
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"].clone()
}

async fn send(who: &Client, path: &str, table: impl Into<Body>) -> (StatusCode, Value) {
    let reply = who.send(Method::POST, path, table.into()).await;
    (reply.status, reply.json())
}

async fn fetch(who: &Client, query: &str) -> String {
    let reply = who.get(&format!("/api/governance.csv{query}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.text()
}

/// Two tables, a glossary with a term, a domain and a custom property; an editor and somebody who reads.
async fn world() -> (World, Client, Client) {
    let world = World::new().await;
    world.user("ana", Role::Editor).await;
    world.user("vera", Role::Viewer).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    let table = |name: &str| json!({ "namespace": "postgres://h:5432", "parts": ["shop", name], "kind": "TABLE" });
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    ask(&ana, report, json!({ "input": { "assets": [table("orders"), table("staff")] } })).await;
    let made = ask(
        &ana,
        "mutation { saveGlossary(input: { name: \"Words\" }) { id } saveDomain(input: { name: \"Sales\" }) { id }
            saveProperty(input: { name: \"costCenter\", kinds: [TABLE], propertyType: INTEGER }) { name } }",
        json!({}),
    )
    .await;
    let term = "mutation($parent: AssetId!) { saveTerm(input: { name: \"Order\", parent: $parent }) { id } }";
    ask(&ana, term, json!({ "parent": made["saveGlossary"]["id"] })).await;
    (world, ana, vera)
}

const HEAD: &str = "name,kind,displayName,description,owners,tags,tier,terms,domain,products,property:costCenter";

#[tokio::test]
async fn governance_table_is_previewed_written_once_and_reads_back() {
    let (_world, ana, vera) = world().await;
    let table = format!(
        "{HEAD}\r\npostgres://h:5432/shop.orders,table,Orders,\"Two\nlines\",ana; team:Sales,a; b,tier1,Words.Order,Sales,,4711\r\n"
    );
    let (status, preview) = send(&ana, "/api/governance.csv/preview", table.clone()).await;
    assert_eq!((status, &preview["wrong"], &preview["changed"]), (StatusCode::OK, &json!(0), &json!(1)), "{preview}");
    let fields: Vec<&str> = preview["changes"][0]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "curated.description",
            "curated.display_name",
            "curated.properties.costCenter",
            "owners",
            "tags",
            "tier",
            "terms",
            "domain"
        ]
    );
    assert_eq!(preview["commit"], Value::Null);
    assert!(!fetch(&vera, "").await.contains("4711"), "a preview writes nothing");
    let (_, written) = send(&ana, "/api/governance.csv", table).await;
    assert!(written["commit"].is_string(), "{written}");
    let fetched = fetch(&vera, "?kinds=table").await;
    let expected = format!(
        "\u{feff}{HEAD}\r\n\
         postgres://h:5432/shop.orders,table,Orders,\"Two\nlines\",ana; team:Sales,a; b,tier1,Words.Order,Sales,,4711\r\n\
         postgres://h:5432/shop.staff,table,,,,,,,,,\r\n"
    );
    assert_eq!(fetched, expected);
    let (_, again) = send(&ana, "/api/governance.csv", fetched).await;
    assert_eq!(
        (&again["lines"], &again["changed"], &again["wrong"], &again["commit"]),
        (&json!(2), &json!(0), &json!(0), &Value::Null)
    );
    for path in ["/api/governance.csv", "/api/governance.csv/preview"] {
        assert_eq!(send(&vera, path, "name,kind\r\n").await.0, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn governance_table_with_a_wrong_cell_is_answered_by_line_and_column_and_not_written() {
    let (_world, ana, _vera) = world().await;
    let table = "name,kind,description,tier,terms,property:costCenter\n\
        postgres://h:5432/shop.orders,table,good,tier1,,\n\
        postgres://h:5432/shop.staff,table,,tier9,,\n\
        postgres://h:5432/shop.nothing,table,,,,\n\
        orders,table,,,,\n\
        postgres://h:5432/shop.orders,table,twice,,,\n\
        postgres://h:5432/shop.staff,tabel,,,,\n\
        postgres://h:5432/shop.staff,table,,,Words.Nope,\n";
    let (status, answer) = send(&ana, "/api/governance.csv", table).await;
    assert_eq!(status, StatusCode::OK);
    let errors: Vec<(u64, &str)> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["line"].as_u64().unwrap(), error["column"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(errors, [(3, "tier"), (4, "name"), (5, "name"), (6, ""), (7, "kind"), (8, "terms")], "{answer}");
    assert_eq!(answer["commit"], Value::Null);
    assert!(!fetch(&ana, "").await.contains("good"), "nothing is written when something is wrong");
    let wrong = "name,kind,property:costCenter\npostgres://h:5432/shop.orders,table,x\n";
    let (_, answer) = send(&ana, "/api/governance.csv/preview", wrong).await;
    assert_eq!(answer["errors"][0]["column"], "property:costCenter", "{answer}");
    for (table, said) in [
        ("name,kind,colour\n", "`colour` is no column"),
        ("name\n", "lacks the column `kind`"),
        ("name,kind,kind\n", "twice"),
        ("name,kind\na\n", "line 2"),
        ("", "lacks the column"),
    ] {
        let (status, answer) = send(&ana, "/api/governance.csv/preview", table).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{table:?}");
        assert!(answer["detail"].as_str().unwrap().contains(said), "{answer}");
    }
    assert_eq!(send(&ana, "/api/governance.csv/preview", vec![0xff, 0xfe]).await.0, StatusCode::BAD_REQUEST);
    let reply = ana.send(Method::POST, "/api/governance.csv", Body::from(vec![b'a'; 11 * 1024 * 1024])).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn threat_19_formula_in_a_description_is_text_in_the_table_and_itself_when_read_back() {
    let (_world, ana, _vera) = world().await;
    let table = "name,kind,description\npostgres://h:5432/shop.orders,table,\"'=HYPERLINK(\"\"http://evil\"\")\"\n";
    send(&ana, "/api/governance.csv", table).await;
    let shown = ask(&ana, "{ asset(name: \"shop.orders\") { curatedDescription } }", json!({})).await;
    assert_eq!(shown["asset"]["curatedDescription"], "=HYPERLINK(\"http://evil\")");
    let fetched = fetch(&ana, "").await;
    assert!(fetched.contains("\"'=HYPERLINK("), "{fetched}");
    let (_, again) = send(&ana, "/api/governance.csv", fetched).await;
    assert_eq!((&again["changed"], &again["wrong"]), (&json!(0), &json!(0)), "{again}");
}
