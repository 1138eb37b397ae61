//! Discussions, and that nothing people write is told to who may not know of what it is about.

use catalog::Role;
use serde_json::{Value, json};

use super::{Stage, ask, done};
use crate::http::tests::support::code;

const BEGIN: &str = "mutation($asset: AssetId!, $body: String!) { beginThread(asset: $asset, body: $body) { id firstComment { id bodyHtml } } }";
const REPLY: &str = "mutation($thread: CollabId!, $body: String!) { reply(thread: $thread, body: $body) { id } }";
const THREADS: &str = "query($asset: AssetId!, $resolved: Boolean) { threads(asset: $asset, isResolved: $resolved) {
    nodes { id commentCount resolvedBy { name } mayResolve firstComment { body } } } }";
const COMMENTS: &str = "query($thread: CollabId!, $first: Int!, $after: String) { comments(thread: $thread, first: $first, after: $after) {
    nodes { id body author { name } mayEdit mayDelete editedAt } pageInfo { hasNextPage endCursor } } }";
const EDIT: &str = "mutation($id: CollabId!, $body: String!) { editComment(id: $id, body: $body) { body editedAt } }";
const DELETE: &str = "mutation($id: CollabId!) { deleteComment(id: $id) { body } }";
const RESOLVE: &str = "mutation($id: CollabId!, $resolved: Boolean!) { resolveThread(id: $id, resolved: $resolved) { resolvedBy { name } } }";

#[tokio::test]
async fn b10_discussion_is_answered_changed_moderated_and_resolved() {
    for stage in Stage::both().await {
        let (vera, max) = (stage.somebody("vera", Role::Viewer).await, stage.somebody("max", Role::Viewer).await);
        let ed = stage.somebody("ed", Role::Editor).await;
        let column = stage.id("shop.public.orders.id").await;
        let begun =
            done(&vera, BEGIN, json!({ "asset": column, "body": "@max is this **it**? <script>x</script>" })).await;
        assert_eq!(begun["firstComment"]["bodyHtml"], "<p>@max is this <strong>it</strong>? </p>\n");
        let thread = begun["id"].clone();
        let mut answers = Vec::new();
        for number in 0..5 {
            let reply = done(&max, REPLY, json!({ "thread": thread, "body": format!("answer {number}") })).await;
            answers.push(reply["id"].clone());
        }
        let mut seen: Vec<String> = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = done(&vera, COMMENTS, json!({ "thread": thread, "first": 2, "after": after })).await;
            let bodies = page["nodes"].as_array().unwrap().iter().map(|one| one["body"].as_str().unwrap().to_owned());
            seen.extend(bodies);
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen[1..], ["answer 0", "answer 1", "answer 2", "answer 3", "answer 4"], "oldest first");
        assert_eq!(code(&ask(&vera, EDIT, json!({ "id": answers[0], "body": "x" })).await), "FORBIDDEN");
        assert_eq!(code(&ask(&vera, DELETE, json!({ "id": answers[0] })).await), "FORBIDDEN");
        let edited = done(&max, EDIT, json!({ "id": answers[0], "body": "better" })).await;
        assert!(edited["body"] == "better" && edited["editedAt"].is_string(), "{edited}");
        assert_eq!(done(&max, DELETE, json!({ "id": answers[1] })).await["body"], Value::Null);
        assert_eq!(done(&ed, DELETE, json!({ "id": answers[2] })).await["body"], Value::Null, "who may edit moderates");
        assert_eq!(code(&ask(&max, EDIT, json!({ "id": answers[2], "body": "again" })).await), "CONFLICT");
        let threads = done(&max, THREADS, json!({ "asset": column })).await["nodes"].clone();
        assert_eq!((&threads[0]["commentCount"], &threads[0]["mayResolve"]), (&json!(6), &json!(false)));
        assert_eq!(code(&ask(&max, RESOLVE, json!({ "id": thread, "resolved": true })).await), "FORBIDDEN");
        let resolved = done(&vera, RESOLVE, json!({ "id": thread, "resolved": true })).await;
        assert_eq!(resolved["resolvedBy"]["name"], "vera");
        let open = done(&max, THREADS, json!({ "asset": column, "resolved": false })).await;
        assert_eq!(open["nodes"], json!([]));
        let long = "x".repeat(10_001);
        assert_eq!(code(&ask(&max, REPLY, json!({ "thread": thread, "body": long })).await), "INVALID");
    }
}

#[tokio::test]
async fn j8_who_may_not_know_of_an_asset_knows_of_nothing_that_is_written_about_it() {
    for stage in Stage::both().await {
        let vera = stage.somebody("vera", Role::Viewer).await;
        let orders = stage.id("shop.public.orders").await;
        let thread =
            done(&stage.ana, BEGIN, json!({ "asset": orders, "body": "canary-thread @vera" })).await["id"].clone();
        let comment = thread.clone();
        let task = json!({ "input": { "asset": orders, "kind": "OWNER", "body": "canary-task", "assignee": "vera" } });
        let create = "mutation($input: TaskInput!) { createTask(input: $input) { id } }";
        let task = done(&stage.ana, create, task).await["id"].clone();
        let said = json!({ "input": { "asset": orders, "level": "INCIDENT", "title": "canary-title" } });
        let announce = "mutation($input: AnnouncementInput!) { saveAnnouncement(input: $input) { id } }";
        done(&stage.ana, announce, said).await;
        let asked = "{ tasks(which: ALL) { nodes { body } } todo: tasks(which: TO_DO) { nodes { body } } announcements { nodes { title } } }";
        let before = ask(&vera, asked, json!({})).await.to_string();
        assert_eq!(before.matches("canary").count(), 3, "while she may: {before}");
        stage.policy("DENY", "VIEW", "vera", "shop.public.orders").await;
        let after = ask(&vera, asked, json!({})).await;
        assert!(after["errors"].is_null() && !after.to_string().contains("canary"), "{after}");
        let refused = [
            (THREADS, json!({ "asset": orders })),
            (COMMENTS, json!({ "thread": thread, "first": 5 })),
            (REPLY, json!({ "thread": thread, "body": "x" })),
            (EDIT, json!({ "id": comment, "body": "x" })),
            (DELETE, json!({ "id": comment })),
            (RESOLVE, json!({ "id": thread, "resolved": true })),
            (BEGIN, json!({ "asset": orders, "body": "x" })),
            ("mutation($id: CollabId!) { acceptTask(id: $id) { state } }", json!({ "id": task })),
            ("query($id: AssetId!) { tasks(which: ALL, asset: $id) { nodes { id } } }", json!({ "id": orders })),
            ("query($id: AssetId!) { deprecationImpact(asset: $id) { hidden } }", json!({ "id": orders })),
        ];
        for (query, variables) in refused {
            let answer = ask(&vera, query, variables).await;
            assert_eq!(code(&answer), "NOT_FOUND", "{query}: {answer}");
            assert!(!answer.to_string().contains("canary"), "{answer}");
        }
    }
}
