//! What breaks, asked through the router: the numbers of the command line, less what a caller may not know of.

use catalog::{Role, Scope, Viewer};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::support::{Client, World, code};
use crate::{access::NewToken, sources::NewSource};

const NAMESPACE: &str = "postgres://h:5432";
const ASK: &str = "query($input: WhatIfInput!) { whatIf(input: $input) { total truncated notes
    changes { name kind change isBreaking } broken { name kind effect distance subtype owners path why asset { name } }
    contractsTotal contracts { name effect owners breaches { kind column change why } asset { name } } } }";

impl Client {
    async fn what_if(&self, proposal: Value) -> Value {
        let input = json!({ "proposal": proposal });
        self.post("/graphql", &json!({ "query": ASK, "variables": { "input": input } })).await.json()
    }
}

/// A table with two columns, and a view that sums one of them, owned by `bi`.
async fn world() -> (World, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    let place = |parts: &[&str], kind: &str| {
        let parts: Vec<&str> = ["shop", "public"].into_iter().chain(parts.iter().copied()).collect();
        json!({ "namespace": NAMESPACE, "parts": parts, "kind": kind })
    };
    let column = |table: &str, name: &str| {
        let mut column = place(&[table, name], "COLUMN");
        column["details"] = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": 1 });
        column
    };
    let mut view = place(&["sums"], "TABLE");
    view["details"] = json!({ "table_type": "view", "dialect": "postgres",
        "definition": "SELECT sum(amount) AS total FROM shop.public.orders" });
    let assets = json!([
        place(&["orders"], "TABLE"),
        column("orders", "amount"),
        column("orders", "note"),
        view,
        column("sums", "total")
    ]);
    let mut owner = place(&["sums"], "TABLE");
    owner["relation"] = "OWNER".into();
    owner["target"] = "bi".into();
    let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let input = json!({ "assets": assets, "relations": [owner] });
    let answer = program.post("/graphql", &json!({ "query": query, "variables": { "input": input } })).await.json();
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    world.app.catch_up().await.unwrap();
    (world, program)
}

#[tokio::test]
async fn j9_contract_that_is_kept_here_is_named_when_its_column_goes() {
    let (world, program) = world().await;
    let text = "apiVersion: v3.1.0\nkind: DataContract\nid: c-1\nname: Orders\nversion: 1.2.0\nstatus: active\n\
                schema:\n  - name: orders\n    properties:\n      - {name: amount, logicalType: integer}\n";
    let save =
        "mutation($input: ContractInput!) { saveContract(input: $input) { contract { tables { asset { name } } } } }";
    let input = json!({ "input": { "text": text, "owner": "olga" } });
    let saved = program.post("/graphql", &json!({ "query": save, "variables": input })).await.json();
    let table = &saved["data"]["saveContract"]["contract"]["tables"][0]["asset"];
    assert!(table["name"].as_str().is_some_and(|name| name.ends_with("orders")), "{saved}");
    let drop = |column: &str| json!({ "columns": [{ "name": format!("shop.public.orders.{column}") }] });
    let answer = program.what_if(drop("amount")).await;
    let contracts = &answer["data"]["whatIf"]["contracts"];
    assert_eq!(answer["data"]["whatIf"]["contractsTotal"], 1, "{answer}");
    assert_eq!((&contracts[0]["owners"], &contracts[0]["effect"]), (&json!(["olga"]), &json!("BREAKS")));
    let breach = &contracts[0]["breaches"][0];
    assert_eq!((&breach["column"], &breach["change"]), (&json!("amount"), &json!(0)));
    assert_eq!(breach["why"], "the contract Orders 1.2.0 promises this column");
    let answer = program.what_if(drop("note")).await;
    assert_eq!(answer["data"]["whatIf"]["contractsTotal"], 0, "it does not promise that one: {answer}");
    world.user("vera", Role::Viewer).await;
    let vera = world.program("vera", &[Scope::Admin]).await;
    assert_eq!(vera.what_if(drop("amount")).await["data"]["whatIf"]["contractsTotal"], 1);
    let orders =
        program.post("/graphql", &json!({ "query": "{ asset(name: \"shop.public.orders\") { id } }" })).await.json();
    let input = json!({ "name": "no", "effect": "DENY", "permissions": ["VIEW"],
        "assets": [orders["data"]["asset"]["id"]], "subjects": [{ "kind": "USER", "name": "vera" }] });
    let policy = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
    let made = program.post("/graphql", &json!({ "query": policy, "variables": { "input": input } })).await.json();
    assert!(made["errors"].is_null(), "{made}");
    let hidden = vera.what_if(drop("amount")).await;
    assert_eq!(hidden["data"]["whatIf"]["contracts"].as_array().map_or(0, Vec::len), 0, "{hidden}");
}

/// A table that a task fills from `orders`, and what the task promises of it.
async fn with_contract(program: &Client) {
    let place =
        |namespace: &str, parts: &[&str], kind: &str| json!({ "namespace": namespace, "parts": parts, "kind": kind });
    let clean = |more: &[&str], kind: &str| place(NAMESPACE, &[&["shop", "public", "clean"], more].concat(), kind);
    let (mut column, mut task) = (clean(&["amount"], "COLUMN"), place("dbt", &["shop", "clean"], "TASK"));
    column["details"] = json!({ "data_type": { "text": "bigint", "class": "integer" }, "position": 1 });
    task["details"] = json!({ "contract": { "columns": [{ "name": "amount", "data_type": "bigint" }] } });
    let assets = json!([clean(&[], "TABLE"), column, place("dbt", &["shop"], "PIPELINE"), task]);
    let name =
        |asset: &Value| json!({ "namespace": asset["namespace"], "parts": asset["parts"], "kind": asset["kind"] });
    let orders = json!({ "namespace": NAMESPACE, "parts": ["shop", "public", "orders"], "kind": "TABLE" });
    let edge = json!({ "upstream": orders, "downstream": name(&clean(&[], "TABLE")),
        "columns": [{ "upstream": "amount", "downstream": "amount", "subtype": "IDENTITY" }] });
    let lineage = json!([{ "tool": "dbt", "scope": "clean", "through": name(&task), "edges": [edge] }]);
    let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let input = json!({ "assets": assets, "lineage": lineage });
    let answer = program.post("/graphql", &json!({ "query": query, "variables": { "input": input } })).await.json();
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
}

#[tokio::test]
async fn j9_what_if_tells_which_contracts_break_over_which_change() {
    let (world, ana) = world().await;
    with_contract(&ana).await;
    world.app.catch_up().await.unwrap();
    let answer = ana.what_if(json!({ "columns": [{ "name": "orders.amount" }] })).await;
    let said = &answer["data"]["whatIf"];
    let why = "`shop.public.orders.amount` is dropped, and `amount` is computed from it";
    assert_eq!(said["contractsTotal"], 1, "{answer}");
    assert_eq!(
        said["contracts"][0]["breaches"],
        json!([{ "kind": "COMPUTED", "column": "amount", "change": 0, "why": why }])
    );
    assert_eq!(
        (&said["contracts"][0]["asset"]["name"], &said["contracts"][0]["effect"]),
        (&json!("clean"), &json!("BREAKS"))
    );
    let own = ana.what_if(json!({ "columns": [{ "name": "clean.amount", "dataType": "numeric" }] })).await;
    assert_eq!(
        own["data"]["whatIf"]["contracts"][0]["breaches"][0]["kind"], "CHANGED",
        "a wider type is another: {own}"
    );
    let note = ana.what_if(json!({ "columns": [{ "name": "orders.note" }] })).await;
    assert_eq!(note["data"]["whatIf"]["contractsTotal"], 0, "{note}");
}

fn dropped() -> Value {
    json!({ "ddl": { "sql": "ALTER TABLE orders DROP amount", "dialect": "postgres", "namespace": NAMESPACE,
        "defaultPath": ["shop", "public"] } })
}

#[tokio::test]
async fn j9_what_if_lists_what_breaks_with_path_owners_and_reason() {
    let (_world, ana) = world().await;
    for proposal in [dropped(), json!({ "columns": [{ "name": "orders.amount" }] })] {
        let answer = ana.what_if(proposal).await;
        let said = &answer["data"]["whatIf"];
        assert_eq!((&said["total"], &said["truncated"]), (&json!(2), &json!(false)), "{answer}");
        assert_eq!(
            said["changes"][0],
            json!({ "name": format!("{NAMESPACE}/shop.public.orders.amount"), "kind": "COLUMN",
            "change": "DROPPED", "isBreaking": true })
        );
        let total = said["broken"].as_array().unwrap().iter().find(|broken| broken["kind"] == "COLUMN").unwrap();
        assert_eq!(total["owners"], json!(["bi"]), "{answer}");
        let path = ["orders.amount", "sums.total"].map(|name| format!("{NAMESPACE}/shop.public.{name}"));
        assert_eq!(
            (&total["path"], &total["effect"], &total["subtype"]),
            (&json!(path), &json!("BREAKS"), &json!("AGGREGATION"))
        );
        assert_eq!(total["asset"]["name"], "total");
    }
    let wider = json!({ "columns": [{ "name": "orders.amount", "dataType": "numeric" }] });
    assert_eq!(ana.what_if(wider).await["data"]["whatIf"]["total"], 0);
}

#[tokio::test]
async fn j9_what_if_that_makes_no_sense_names_the_field() {
    let (_world, ana) = world().await;
    let both = json!([{ "name": "orders.amount", "dataType": "text", "renameTo": "x" }]);
    for (proposal, field) in [
        (json!({ "ddl": { "sql": "DROP TABLE orders", "dialect": "klingon" } }), "dialect"),
        (json!({ "columns": both }), "columns"),
        (json!({ "columns": [] }), "columns"),
        (json!({ "manifest": { "manifest": "{", "namespace": NAMESPACE } }), "manifest"),
        (json!({ "manifest": { "manifest": "{}", "namespace": NAMESPACE } }), "manifest"),
        (json!({ "manifest": { "manifest": "[[[[", "base": "{}", "namespace": NAMESPACE } }), "base"),
    ] {
        let answer = ana.what_if(proposal.clone()).await;
        assert_eq!(code(&answer), "INVALID", "{proposal} {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["field"], field, "{proposal} {answer}");
    }
    let two = json!({ "columns": [{ "name": "orders.amount" }], "ddl": { "sql": "", "dialect": "postgres" } });
    assert_eq!(code(&ana.what_if(two).await), "INVALID");
    let deep = "[".repeat(100_000);
    let answer = ana.what_if(json!({ "manifest": { "manifest": deep, "namespace": NAMESPACE } })).await;
    assert_eq!(code(&answer), "INVALID", "{answer}");
}

#[tokio::test]
async fn threat_10_what_if_tells_nothing_of_what_the_caller_may_not_know() {
    let (world, ana) = world().await;
    with_contract(&ana).await;
    world.app.catch_up().await.unwrap();
    let config = json!({ "path": "/nowhere/other.db" });
    let source = NewSource { name: "other".into(), connector: "sqlite".into(), config, schedule: None };
    let source = world.app.sources().create(&Viewer::system(), source).await.unwrap();
    let new = NewToken {
        name: "bound".into(),
        scopes: [Scope::Read].into(),
        sources: Some([source.id].into()),
        expires_at: None,
    };
    let (_, secret) = world.app.access().create_token_for(&Viewer::system(), "ana", new).await.unwrap();
    let bound = world.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()));
    let answer = bound.what_if(dropped()).await;
    let said = &answer["data"]["whatIf"];
    assert_eq!((&said["total"], &said["changes"], &said["broken"]), (&json!(0), &json!([]), &json!([])), "{answer}");
    assert_eq!((&said["contractsTotal"], &said["contracts"]), (&json!(0), &json!([])), "{answer}");
    let answer = bound.what_if(json!({ "columns": [{ "name": "orders.amount" }] })).await;
    assert_eq!(code(&answer), "NOT_FOUND", "{answer}");
    world.user("eddi", Role::Editor).await;
    let reporter = world.program("eddi", &[Scope::Report]).await;
    let answer = reporter.what_if(json!({ "manifest": { "manifest": "{", "namespace": NAMESPACE } })).await;
    assert_eq!(code(&answer), "FORBIDDEN", "a caller without the right is refused before anything is read: {answer}");
}
