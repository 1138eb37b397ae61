//! Lineage that people write, through the router: who may, who wrote it, and how it is taken back.

use catalog::{Role, Scope, Viewer};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::support::{Client, World, code};
use crate::{access::NewToken, sources::NewSource};

const NAMESPACE: &str = "postgres://h:5432";
const SET: &str = "mutation($edges: [ManualLineageInput!]!) { setManualLineage(edges: $edges) { commit edges } }";
const REMOVE: &str = "mutation($edges: [ManualLineageEnds!]!) { removeManualLineage(edges: $edges) { commit edges } }";
const EDGE: &str = "query($from: AssetId!, $to: AssetId!) { lineageEdge(from: $from, to: $to) { edges { level subtype
    assertions { tool byHand { note actor at } } } } }";

impl Client {
    async fn say(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", &json!({ "query": query, "variables": variables })).await.json()
    }

    async fn id(&self, name: &str) -> String {
        let answer = self.say("query($name: String!) { asset(name: $name) { id } }", json!({ "name": name })).await;
        answer["data"]["asset"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn edges(&self, from: &str, to: &str) -> Value {
        let answer = self.say(EDGE, json!({ "from": from, "to": to })).await;
        answer["data"]["lineageEdge"]["edges"].clone()
    }
}

fn table(name: &str) -> Value {
    json!({ "namespace": NAMESPACE, "parts": ["shop", "public", name], "kind": "TABLE" })
}

fn column(table: &str, name: &str) -> Value {
    json!({ "namespace": NAMESPACE, "parts": ["shop", "public", table, name], "kind": "COLUMN",
        "details": { "data_type": { "text": "bigint", "class": "integer" }, "position": 1 } })
}

/// Two tables that no tool ties, with a column each, and somebody who may do everything.
async fn world() -> (World, Client) {
    let world = World::new().await;
    world.user("ana", Role::Admin).await;
    let program = world.program("ana", &[Scope::Admin]).await;
    let assets = json!([table("notes"), column("notes", "amount"), table("board"), column("board", "total")]);
    let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let answer = program.say(query, json!({ "input": { "assets": assets } })).await;
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    (world, program)
}

#[tokio::test]
async fn j4_manual_edge_is_added_described_and_removed_and_tells_who_wrote_it() {
    let (world, ana) = world().await;
    world.user("eddi", Role::Editor).await;
    let eddi = world.program("eddi", &[Scope::Read, Scope::Edit]).await;
    let (notes, board) = (ana.id("public.notes").await, ana.id("public.board").await);
    let (amount, total) = (ana.id("notes.amount").await, ana.id("board.total").await);
    let edge =
        |note: &str| json!([{ "upstream": amount, "downstream": total, "subtype": "TRANSFORMATION", "note": note }]);
    let answer = eddi.say(SET, json!({ "edges": edge("每晚人工抄录") })).await;
    assert_eq!(answer["data"]["setManualLineage"]["edges"], 1, "{answer}");
    let edges = eddi.edges(&notes, &board).await;
    let said = json!([{ "tool": "manual",
        "byHand": { "note": "每晚人工抄录", "actor": "token:eddi/ci", "at": "2025-10-09T08:53:20+00:00" } }]);
    let expected = json!([{ "level": "TABLE", "subtype": null, "assertions": said },
        { "level": "COLUMN", "subtype": "TRANSFORMATION", "assertions": said }]);
    assert_eq!(edges, expected);
    let answer = ana.say(SET, json!({ "edges": edge("by script now") })).await;
    let commit = answer["data"]["setManualLineage"]["commit"].clone();
    assert!(commit.is_string(), "{answer}");
    assert_eq!(ana.edges(&notes, &board).await[0]["assertions"][0]["byHand"]["actor"], "token:ana/ci");
    let revert = "mutation($id: CommitId!) { revertCommit(id: $id) { id } }";
    let answer = ana.say(revert, json!({ "id": commit })).await;
    assert!(answer["errors"].is_null(), "{answer}");
    assert_eq!(ana.edges(&notes, &board).await[0]["assertions"], said);
    let answer = eddi.say(REMOVE, json!({ "edges": [{ "upstream": notes, "downstream": board }] })).await;
    assert_eq!(answer["data"]["removeManualLineage"]["edges"], 1, "{answer}");
    assert_eq!(eddi.edges(&notes, &board).await, json!([]));
    let answer = eddi.say(REMOVE, json!({ "edges": [{ "upstream": notes, "downstream": board }] })).await;
    assert_eq!(
        (code(&answer), &answer["errors"][0]["extensions"]["field"]),
        ("INVALID", &json!("edges[0].downstream"))
    );
}

#[tokio::test]
async fn manual_edge_is_written_by_nobody_without_the_right() {
    let (world, ana) = world().await;
    let (notes, board) = (ana.id("public.notes").await, ana.id("public.board").await);
    let ends = json!([{ "upstream": notes, "downstream": board }]);
    world.user("vera", Role::Viewer).await;
    world.user("eddi", Role::Editor).await;
    let viewer = world.program("vera", &[Scope::Admin]).await;
    let reader = world.program("eddi", &[Scope::Read, Scope::Report]).await;
    for client in [&viewer, &reader] {
        for query in [SET, REMOVE] {
            let answer = client.say(query, json!({ "edges": ends })).await;
            assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
        }
    }
    assert_eq!(ana.edges(&notes, &board).await, json!([]));
}

#[tokio::test]
async fn threat_10_manual_edge_to_what_the_caller_may_not_know_is_as_to_nothing() {
    let (world, ana) = world().await;
    let (notes, board) = (ana.id("public.notes").await, ana.id("public.board").await);
    let config = json!({ "path": "/nowhere/other.db" });
    let source = NewSource { name: "other".into(), connector: "sqlite".into(), config, schedule: None };
    let source = world.app.sources().create(&Viewer::system(), source).await.unwrap();
    let new = NewToken {
        name: "bound".into(),
        scopes: [Scope::Read, Scope::Edit].into(),
        sources: Some([source.id].into()),
        expires_at: None,
    };
    let (_, secret) = world.app.access().create_token_for(&Viewer::system(), "ana", new).await.unwrap();
    let bound = world.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()));
    for query in [SET, REMOVE] {
        let answer = bound.say(query, json!({ "edges": [{ "upstream": notes, "downstream": board }] })).await;
        assert_eq!(code(&answer), "NOT_FOUND", "{answer}");
    }
}

#[tokio::test]
async fn manual_no_module_reports_in_the_name_of_people() {
    let (_world, ana) = world().await;
    let query = "mutation($lineage: ReportedLineage!) { reportLineage(lineage: $lineage) { errors { field } } }";
    for tool in ["manual", "view", "sql"] {
        let lineage = json!({ "tool": tool, "scope": "x", "edges": [
            { "upstream": table("notes"), "downstream": table("board") }] });
        let answer = ana.say(query, json!({ "lineage": lineage })).await;
        assert_eq!(answer["data"]["reportLineage"]["errors"], json!([{ "field": "tool" }]), "{answer}");
    }
}
