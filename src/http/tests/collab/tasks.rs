//! Tasks and proposals.

use catalog::Role;
use serde_json::{Value, json};

use super::{Stage, ask, done};
use crate::http::tests::support::{Client, code};

const CREATE: &str =
    "mutation($input: TaskInput!) { createTask(input: $input) { id state mayDecide base { description tags } } }";
const ACCEPT: &str =
    "mutation($id: CollabId!, $anyway: Boolean!) { acceptTask(id: $id, anyway: $anyway) { state decidedBy { name } } }";
const DECLINE: &str =
    "mutation($id: CollabId!, $reason: String!) { declineTask(id: $id, reason: $reason) { state note } }";
const WITHDRAW: &str = "mutation($id: CollabId!) { withdrawTask(id: $id) { state } }";
const LIST: &str = "query($which: TaskList!, $asset: AssetId) { tasks(which: $which, asset: $asset) {
    nodes { id kind state author { name } asset { name } mayDecide edit { description tags } } } }";

async fn create(client: &Client, asset: &str, more: Value) -> Value {
    let mut input = json!({ "asset": asset, "kind": "PROPOSAL", "body": "because" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    done(client, CREATE, json!({ "input": input })).await
}

async fn list(client: &Client, which: &str) -> Vec<Value> {
    done(client, LIST, json!({ "which": which })).await["nodes"].as_array().unwrap().clone()
}

async fn describe(stage: &Stage, asset: &str, text: &str) {
    let edit = "mutation($id: AssetId!, $text: String!) { editAsset(id: $id, input: { description: $text }) { id } }";
    done(&stage.ana, edit, json!({ "id": asset, "text": text })).await;
}

#[tokio::test]
async fn b10_accepted_proposal_is_a_commit_with_both_names() {
    for stage in Stage::both().await {
        let (vera, ed) = (stage.somebody("vera", Role::Viewer).await, stage.somebody("ed", Role::Editor).await);
        stage.own("shop.public.orders", json!(["ed"])).await;
        let orders = stage.id("shop.public.orders").await;
        describe(&stage, &orders, "old").await;
        let edit = json!({ "edit": { "description": "All orders", "tags": ["core"] } });
        let task = create(&vera, &orders, edit).await;
        assert_eq!(task["base"], json!({ "description": "old", "tags": [] }));
        assert_eq!((&task["state"], &task["mayDecide"]), (&json!("OPEN"), &json!(false)));
        let waiting = list(&ed, "TO_DO").await;
        assert_eq!((&waiting[0]["id"], &waiting[0]["mayDecide"]), (&task["id"], &json!(true)));
        assert!(list(&stage.ana, "TO_DO").await.is_empty(), "it waits for owners");
        let accept = |anyway: bool| json!({ "id": task["id"], "anyway": anyway });
        assert_eq!(code(&ask(&vera, ACCEPT, accept(false)).await), "FORBIDDEN");
        describe(&stage, &orders, "somebody was faster").await;
        let refused = ask(&ed, ACCEPT, accept(false)).await;
        assert_eq!(code(&refused), "CONFLICT");
        assert!(refused.to_string().contains("description"), "it names what changed: {refused}");
        let accepted = done(&ed, ACCEPT, accept(true)).await;
        assert_eq!(accepted, json!({ "state": "ACCEPTED", "decidedBy": { "name": "ed" } }));
        let shown = "query($id: AssetId!) { asset(id: $id) { description tags { name } history(first: 1) { nodes { actor fields { field } } } } }";
        let shown = done(&vera, shown, json!({ "id": orders })).await;
        assert_eq!((&shown["description"], &shown["tags"][0]["name"]), (&json!("All orders"), &json!("core")));
        let change = &shown["history"]["nodes"][0];
        assert!(change["actor"].as_str().unwrap().ends_with(" (vera)"), "{change}");
        assert_eq!(change["fields"].as_array().unwrap().len(), 2, "one commit: {change}");
        assert_eq!(code(&ask(&ed, ACCEPT, accept(true)).await), "CONFLICT", "once");
    }
}

#[tokio::test]
async fn b10_proposal_is_accepted_as_a_whole_or_not_at_all() {
    for stage in Stage::both().await {
        let vera = stage.somebody("vera", Role::Viewer).await;
        let orders = stage.id("shop.public.orders").await;
        describe(&stage, &orders, "old").await;
        let task = create(&vera, &orders, json!({ "edit": { "description": "All orders", "tags": ["core"] } })).await;
        let accept = json!({ "id": task["id"], "anyway": false });
        let seen = async || {
            let query = "query($id: AssetId!) { asset(id: $id) { description version { major minor } tags { name }
                history(first: 9) { nodes { actor } } } }";
            let asset = done(&stage.ana, query, json!({ "id": orders })).await;
            (asset, list(&stage.ana, "ALL").await)
        };
        let before = seen().await;
        // The store breaks between the edit and the state of the task, and then between that and the end.
        for (table, event) in [("collab_task", "UPDATE"), ("notify_event", "INSERT")] {
            let end = stage.fault(event, table).await;
            let refused = ask(&stage.ana, ACCEPT, accept.clone()).await;
            assert_eq!(code(&refused), "INTERNAL", "{refused}");
            assert_eq!(seen().await, before, "{table}");
            for statement in end {
                stage.execute(statement).await;
            }
        }
        assert_eq!(done(&stage.ana, ACCEPT, accept.clone()).await["state"], "ACCEPTED");
        let (asset, tasks) = seen().await;
        assert_eq!((&asset["description"], &tasks[0]["state"]), (&json!("All orders"), &json!("ACCEPTED")));
        let more = |asset: &Value| asset["history"]["nodes"].as_array().unwrap().len();
        assert_eq!(more(&asset), more(&before.0) + 1, "written once");
        // The news of it are out: whoever follows the log is woken.
        stage.world.app.catch_up().await.unwrap();
        let found = "{ search(input: { query: \"All orders\" }) { total } }";
        assert_eq!(done(&stage.ana, found, json!({})).await["total"], 1);
    }
}

#[tokio::test]
async fn b10_task_is_declined_with_a_reason_withdrawn_or_assigned() {
    for stage in Stage::both().await {
        let vera = stage.somebody("vera", Role::Viewer).await;
        let max = stage.somebody("max", Role::Viewer).await;
        let orders = stage.id("shop.public.orders").await;
        let asked = json!({ "kind": "DESCRIPTION", "body": "what is it?", "assignee": "Max" });
        let task = create(&vera, &orders, asked).await;
        assert_eq!(list(&max, "TO_DO").await.len(), 1, "whoever it is assigned to");
        assert_eq!(code(&ask(&max, DECLINE, json!({ "id": task["id"], "reason": "" })).await), "INVALID");
        let declined = done(&max, DECLINE, json!({ "id": task["id"], "reason": "not mine" })).await;
        assert_eq!(declined, json!({ "state": "DECLINED", "note": "not mine" }));
        assert!(list(&max, "TO_DO").await.is_empty());
        let task = create(&vera, &orders, json!({ "kind": "OWNER" })).await;
        assert_eq!(code(&ask(&max, WITHDRAW, json!({ "id": task["id"] })).await), "NOT_FOUND");
        assert_eq!(done(&vera, WITHDRAW, json!({ "id": task["id"] })).await["state"], "WITHDRAWN");
        // A proposal that is assigned to somebody without the right to edit is not theirs to write.
        let edit = json!({ "assignee": "max", "edit": { "description": "x" } });
        let task = create(&vera, &orders, edit).await;
        let answer = ask(&max, ACCEPT, json!({ "id": task["id"], "anyway": false })).await;
        assert_eq!(code(&answer), "FORBIDDEN");
        let inputs = [
            ("assignee", json!({ "asset": orders, "kind": "OWNER", "assignee": "nobody" })),
            ("edit", json!({ "asset": orders, "kind": "PROPOSAL" })),
            ("edit", json!({ "asset": orders, "kind": "PROPOSAL", "edit": {} })),
            ("edit", json!({ "asset": orders, "kind": "PROPOSAL", "edit": { "tags": [] } })),
            ("edit", json!({ "asset": orders, "kind": "OWNER", "edit": { "tags": ["x"] } })),
        ];
        for (field, input) in inputs {
            let answer = ask(&vera, CREATE, json!({ "input": input })).await;
            assert_eq!(answer["errors"][0]["extensions"]["field"], field, "{answer}");
        }
    }
}
