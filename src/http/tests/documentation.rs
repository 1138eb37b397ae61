//! Documentation as files: as many rows as the catalog has, nothing of what the reader may not know.

use axum::http::{StatusCode, header};
use catalog::{Role, Scope};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::support::{Client, World, code};

const NAMESPACE: &str = "postgres://h:5432";
/// Two tables; one has columns that a hostile source described.
const COLUMNS: [[&str; 4]; 5] = [
    ["shop", "public", "orders", "id"],
    ["shop", "public", "orders", "customer_id"],
    ["shop", "public", "orders", "note"],
    ["shop", "public", "customer", "id"],
    ["shop", "public", "customer", "phone"],
];
const HOSTILE: &str = "=1+1<script>alert(1)</script>|\n# 客户";

async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    let answer = client.post("/graphql", &json!({ "query": query, "variables": variables })).await.json();
    assert!(answer["errors"].is_null(), "{answer}");
    answer
}

async fn id(client: &Client, name: &str) -> String {
    let query = "query($name: String!) { asset(name: $name) { id } }";
    ask(client, query, json!({ "name": name })).await["data"]["asset"]["id"].as_str().unwrap().to_owned()
}

async fn fill(world: &World) -> Client {
    world.user("ana", Role::Admin).await;
    let ana = world.program("ana", &[Scope::Admin]).await;
    let keys = json!([
        { "name": "orders_pk", "constraint_type": "primary_key", "columns": ["id"] },
        { "name": "orders_fk", "constraint_type": "foreign_key", "columns": ["customer_id"],
          "referenced_table": ["shop", "public", "customer"], "referenced_columns": ["id"] },
    ]);
    let table = |name: &str, details: Value| json!({ "namespace": NAMESPACE, "parts": ["shop", "public", name], "kind": "TABLE", "details": details });
    let mut assets = vec![table("orders", json!({ "constraints": keys })), table("customer", json!({}))];
    for (position, parts) in (1..).zip(COLUMNS) {
        let details = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": position });
        let description = if parts[3] == "note" { HOSTILE } else { "" };
        assets.push(json!({ "namespace": NAMESPACE, "parts": parts, "kind": "COLUMN", "details": details,
            "description": description }));
    }
    let report = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = ask(&ana, report, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    let edit = "mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }";
    let orders = id(&ana, "shop.public.orders").await;
    let input = json!({ "owners": ["ana"], "tags": ["finance"], "tier": "tier1", "description": "Every order" });
    ask(&ana, edit, json!({ "id": orders, "input": input })).await;
    ana
}

/// The lines of a table, as cells.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn exported(client: &Client, asset: &str, format: &str) -> super::support::Reply {
    let asset = id(client, asset).await;
    let reply = client.get(&format!("/api/assets/{asset}/documentation/{format}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply
}

async fn b11_rows_are_those_of_the_catalog(world: &World) {
    let ana = fill(world).await;
    let reply = exported(&ana, "shop", "csv").await;
    assert!(reply.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("filename=\"shop.csv\""));
    let rows = cells(&reply.text());
    let counted = |kind: &str| rows.iter().filter(|row| row[0] == kind).count();
    assert_eq!((counted("database"), counted("schema"), counted("table"), counted("column")), (1, 1, 2, 5));
    let order = |name: &str| rows.iter().position(|row| row[4].ends_with(name)).unwrap_or_else(|| panic!("{name}"));
    assert!(order("public.customer") < order("public.customer.id"));
    assert!(order("public.customer.phone") < order("public.orders"), "columns follow their table");
    let row = &rows[order("public.orders.customer_id")];
    assert_eq!((row[7].as_str(), row[10].as_str(), row[15].as_str()), ("bigint", "FK → customer(id)", "token:ana/ci"));
    assert!(row[16].starts_with("2025-10-09T"), "{row:?}");
    let row = &rows[order("public.orders")];
    assert_eq!([&row[11], &row[12], &row[13], &row[14]], ["Every order", "ana", "finance", "tier1"]);
}

#[tokio::test]
async fn b11_rows_are_those_of_the_catalog_on_sqlite() {
    b11_rows_are_those_of_the_catalog(&World::new().await).await;
}

#[tokio::test]
async fn b11_rows_are_those_of_the_catalog_on_postgres() {
    let database = testkit::postgres_database().await;
    let world = World::with(|config| config.database = Some(SecretString::from(database.url()))).await;
    b11_rows_are_those_of_the_catalog(&world).await;
}

#[tokio::test]
async fn threat_19_what_a_source_says_is_text_in_every_format() {
    let world = World::new().await;
    let ana = fill(&world).await;
    let html = exported(&ana, "shop", "html").await.text();
    assert!(!html.contains("<script"), "{html}");
    assert!(html.contains("=1+1&lt;script&gt;alert(1)&lt;/script&gt;|\n# 客户") && html.ends_with("</html>\n"));
    let markdown = exported(&ana, "shop", "md").await.text();
    assert!(markdown.contains("\\=1\\+1&lt;script\\>alert\\(1\\)&lt;/script\\>\\| \\# 客户"), "{markdown}");
    let rows = cells(&exported(&ana, "shop", "csv").await.text());
    assert!(rows.iter().any(|row| row[11].starts_with("'=1+1")), "no cell is a formula");
    let word = exported(&ana, "shop", "docx").await;
    assert!(word.body.starts_with(b"PK"), "a Word document is an archive");
}

#[tokio::test]
async fn b11_page_and_markdown_tell_exporter_time_keys_and_totals_in_both_languages() {
    let world = World::new().await;
    let ana = fill(&world).await;
    let shop = id(&ana, "shop").await;
    let html = ana.get(&format!("/api/assets/{shop}/documentation/html?lang=zh")).await.text();
    for told in [
        "导出人: token:ana/ci",
        "2025-10-09 08:53 UTC",
        "<td>PK</td>",
        "表: 2 · 字段: 5",
        "<dt>负责人</dt><dd>ana</dd>",
    ] {
        assert!(html.contains(told), "{told} is missing in {html}");
    }
    let markdown = ana.get(&format!("/api/assets/{shop}/documentation/md")).await.text();
    for told in ["# shop (database)", "### orders (table)", "Exported by: token:ana/ci", "Tables: 2 · Columns: 5"] {
        assert!(markdown.contains(told), "{told} is missing in {markdown}");
    }
}

#[tokio::test]
async fn b11_hidden_columns_are_in_no_format() {
    let world = World::new().await;
    let ana = fill(&world).await;
    let phone = id(&ana, "shop.public.customer.phone").await;
    let policy = json!({ "name": "phones", "effect": "DENY", "permissions": ["VIEW"],
        "subjects": [{ "kind": "EVERYONE" }], "assets": [phone] });
    ask(&ana, "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }", json!({ "input": policy })).await;
    world.user("vic", Role::Viewer).await;
    let vic = world.program("vic", &[Scope::Read]).await;
    for format in ["html", "md", "csv"] {
        let text = exported(&vic, "shop", format).await.text();
        assert!(!text.contains("phone") && text.contains("customer"), "{format}: {text}");
    }
    let rows = cells(&exported(&vic, "shop", "csv").await.text());
    assert_eq!(rows.iter().filter(|row| row[0] == "column").count(), 4);
    let reply = vic.get(&format!("/api/assets/{phone}/documentation/csv")).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn b11_wrong_wishes_are_told_and_strangers_get_nothing() {
    let world = World::new().await;
    let ana = fill(&world).await;
    let shop = id(&ana, "shop").await;
    for (wish, told) in [("pdf", "known: html, md, csv, docx"), ("csv?lang=fr", "known: en, zh"), ("csv?x=1", "lang")] {
        let reply = ana.get(&format!("/api/assets/{shop}/documentation/{wish}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{wish}");
        assert!(reply.text().contains(told), "{}", reply.text());
    }
    let reply = world.anonymous().get(&format!("/api/assets/{shop}/documentation/csv")).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn d7_export_of_documentation_is_in_the_audit_log() {
    let world = World::new().await;
    let ana = fill(&world).await;
    exported(&ana, "shop", "md").await;
    let query = "{ auditLog(filter: { operation: \"exportDocumentation\" }) { nodes { target arguments result } } }";
    let answer = ana.run(query).await;
    assert_eq!(code(&answer), "", "{answer}");
    let rows = answer["data"]["auditLog"]["nodes"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{answer}");
    assert_eq!(rows[0]["target"], format!("{NAMESPACE}/shop"));
    assert!(rows[0]["arguments"].as_str().unwrap().contains("md"));
}
