//! Who manages webhooks, what they are told, and what is never told of them.

use std::{
    io,
    sync::{Arc, Mutex},
};

use catalog::{Role, Scope};
use secrecy::ExposeSecret as _;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use super::{Answer, Post, code, save, somebody};

#[tokio::test]
async fn webhooks_are_for_who_may_manage_them() {
    let post = Post::on_sqlite().await;
    let (id, _) = post.hook("/in", json!({})).await;
    let editor = somebody(&post.world, "ed", Role::Editor).await;
    let secret = post.world.token("root", "narrow", &[Scope::Edit]).await;
    let narrow = post.world.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()));
    let asked = [
        "{ webhooks { nodes { id } } }".to_owned(),
        format!("{{ webhook(id: \"{id}\") {{ name }} }}"),
        format!("{{ webhookDeliveries(id: \"{id}\") {{ nodes {{ number }} }} }}"),
        "{ webhookReaders { id } }".to_owned(),
        format!("mutation {{ testWebhook(id: \"{id}\") {{ isDelivered }} }}"),
        format!("mutation {{ rotateWebhookSecret(id: \"{id}\") {{ secret }} }}"),
        format!("mutation {{ replayWebhook(id: \"{id}\", number: 1) }}"),
        format!("mutation {{ replayWebhookFrom(id: \"{id}\", position: 0) }}"),
        format!("mutation {{ deleteWebhook(id: \"{id}\") }}"),
    ];
    for query in asked {
        for who in [&editor, &narrow] {
            assert_eq!(code(&who.run(&query).await), "FORBIDDEN", "{query}");
        }
    }
    assert_eq!(code(&save(&editor, json!({ "name": "x", "url": "https://example.com/" })).await), "FORBIDDEN");
    assert!(post.receiver.got("/in").is_empty());
}

#[tokio::test]
async fn webhook_is_told_what_its_reader_may_know_and_nothing_once_that_is_taken() {
    let post = Post::on_sqlite().await;
    let made = "mutation { createServiceAccount(input: {name: \"bot\", role: VIEWER}) { id } }";
    let bot = post.admin.run(made).await["data"]["createServiceAccount"]["id"].as_str().unwrap().to_owned();
    let (id, _) = post.hook("/in", json!({ "reader": bot })).await;
    let (open, hidden) = (post.asset("open").await, post.asset("hidden").await);
    let deny = |name: &str, asset: &str| {
        let input = json!({ "name": name, "effect": "DENY", "permissions": ["VIEW"], "assets": [asset],
            "subjects": [{ "kind": "USER", "name": "bot" }] });
        let query = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
        json!({ "query": query, "variables": { "input": input } })
    };
    let answer = post.admin.post("/graphql", &deny("hide", &hidden)).await.json();
    assert!(answer["errors"].is_null(), "{answer}");
    post.tell().await;
    let subjects = || -> Vec<serde_json::Value> {
        post.receiver.got("/in").iter().map(|got| got.json()["subject"].clone()).collect()
    };
    assert_eq!(subjects(), [json!(open)]);
    // What waits is asked about once more before it is sent.
    post.receiver.answer("/in", Answer::Status(500));
    post.edit(&open, "new").await;
    post.tell().await;
    let before = subjects().len();
    post.admin.post("/graphql", &deny("hide more", &open)).await;
    post.receiver.answer("/in", Answer::Status(200));
    post.world.clock.advance(chrono::Duration::minutes(1));
    post.tell().await;
    assert_eq!(subjects().len(), before);
    assert_eq!(post.webhook(&id).await["counts"]["withheld"], 1);
}

#[tokio::test]
async fn nobody_reads_through_a_webhook_with_an_account_they_do_not_answer_for() {
    let post = Post::on_sqlite().await;
    let input = json!({ "input": { "name": "hooks", "level": 5, "permits": ["READ_CATALOG", "MANAGE_WEBHOOKS"],
        "scope": "NOTHING", "members": [post.world.user("eve", Role::Member).await.id] } });
    let query = "mutation($input: RoleInput!) { saveRole(input: $input) { id } }";
    let saved = post.admin.post("/graphql", &json!({ "query": query, "variables": input })).await.json();
    assert!(saved["errors"].is_null(), "{saved}");
    let eve = post.world.program("eve", &[Scope::Admin]).await;
    let root = post.world.app.access().user_named(&catalog::Viewer::system(), "root").await.unwrap().id;
    let made = "mutation { createServiceAccount(input: {name: \"bot\", role: ADMIN}) { id } }";
    let bot = post.admin.run(made).await["data"]["createServiceAccount"]["id"].clone();
    for reader in [json!(root), bot] {
        let input = json!({ "name": "x", "url": format!("{}/eve", post.receiver.address), "reader": reader });
        assert_eq!(code(&save(&eve, input).await), "NOT_FOUND");
    }
    let own = json!({ "name": "x", "url": format!("{}/eve", post.receiver.address) });
    assert!(save(&eve, own).await["errors"].is_null());
    post.asset("orders").await;
    post.tell().await;
    assert!(post.receiver.got("/eve").is_empty(), "she sees nothing, so she is told nothing");
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn threat_12_no_secret_of_a_webhook_is_in_an_answer_a_log_or_the_audit() {
    let lines = Lines::default();
    let subscriber =
        tracing_subscriber::fmt().with_writer(lines.clone()).with_max_level(tracing::Level::DEBUG).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let post = Post::on_sqlite().await;
    let (hook, secret) = post.hook("/canary-4711-path", json!({})).await;
    let chat = json!({ "shape": "FEISHU", "name": "chat", "secret": "canary-4711-secret" });
    let (chat, _) = post.hook("/bot/canary-4711-token", chat).await;
    post.receiver.answer("/bot/canary-4711-token", Answer::Status(500));
    post.asset("orders").await;
    post.tell().await;
    let mut answers = Vec::new();
    for id in [&hook, &chat] {
        for query in [
            format!("mutation {{ testWebhook(id: \"{id}\") {{ isDelivered status note }} }}"),
            format!("{{ webhook(id: \"{id}\") {{ name url hasSecret trouble }} }}"),
            format!("{{ webhookDeliveries(id: \"{id}\") {{ nodes {{ number note subject }} }} }}"),
        ] {
            answers.push(post.admin.run(&query).await.to_string());
        }
    }
    answers.push(post.admin.run("{ webhooks { nodes { name url } } }").await.to_string());
    answers.push(post.admin.run("{ auditLog(first: 100) { nodes { operation target arguments } } }").await.to_string());
    answers.push(post.admin.run("{ inbox { nodes { title lines data } } }").await.to_string());
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered"), "the log was read");
    // The name of the first one is its path: people chose it, and it is no secret.
    let all = answers.join("\n").replace("\"name\":\"/canary-4711-path\"", "");
    let all = all.replace("\"target\":\"/canary-4711-path\"", "").replace("\\\"name\\\":\\\"/canary-4711-path\\\"", "");
    for text in [&all, &log.replace("canary-4711-path", "")] {
        assert!(!text.contains(&secret), "the secret is told");
        assert!(!text.contains("canary-4711"), "{}", &text[text.find("canary-4711").unwrap().saturating_sub(200)..]);
    }
}
