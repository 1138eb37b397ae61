//! Webhooks as a way to reach what only the server can reach: everything that an attacker would try, through HTTP.

use catalog::Role;
use serde_json::json;

use super::{Answer, Post, save, somebody};
use crate::http::tests::support::{World, code};

/// Addresses that are refused where private ones are not allowed, whoever writes them.
const REFUSED: [&str; 22] = [
    "http://example.com/",
    "gopher://example.com/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "javascript:alert(1)",
    "https://user@example.com/",
    "https://example.com:x@127.0.0.1/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fd00:ec2::254]/",
    "https://example.com/#fragment",
];

#[tokio::test]
async fn threat_18_address_that_is_not_allowed_is_refused_when_it_is_saved() {
    let world = World::new().await;
    let admin = somebody(&world, "root", Role::Admin).await;
    for url in REFUSED {
        let answer = save(&admin, json!({ "name": "x", "url": url })).await;
        assert_eq!(code(&answer), "INVALID", "{url}: {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["field"], "url", "{url}: {answer}");
    }
}

#[tokio::test]
async fn threat_18_metadata_is_refused_even_where_private_addresses_are_allowed() {
    let post = Post::on_sqlite().await;
    for url in [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://100.100.100.200/",
        "http://2852039166/",
        "http://user:secret@127.0.0.1/",
        "gopher://127.0.0.1/",
    ] {
        let answer = save(&post.admin, json!({ "name": "x", "url": url })).await;
        assert_eq!(answer["errors"][0]["extensions"]["field"], "url", "{url}: {answer}");
        assert!(!answer.to_string().contains("secret@"), "{answer}");
    }
}

#[tokio::test]
async fn threat_18_name_that_stands_for_this_machine_is_refused_when_it_is_called() {
    let world = World::new().await;
    let admin = somebody(&world, "root", Role::Admin).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let answer = save(&admin, json!({ "name": "x", "url": url })).await;
    let id = answer["data"]["saveWebhook"]["webhook"]["id"].as_str().unwrap_or_else(|| panic!("{answer}"));
    let test = format!("mutation {{ testWebhook(id: \"{id}\") {{ isDelivered status note }} }}");
    let answer = admin.run(&test).await;
    let told = &answer["data"]["testWebhook"];
    assert_eq!((&told["isDelivered"], &told["status"]), (&json!(false), &json!(null)), "{answer}");
    assert!(told["note"].as_str().unwrap().contains("switched off by the configuration"), "{answer}");
    let called = tokio::time::timeout(std::time::Duration::ZERO, listener.accept()).await;
    assert!(called.is_err(), "nobody called");
}

#[tokio::test]
async fn threat_18_redirect_is_not_followed_and_answers_are_not_shown() {
    let post = Post::on_sqlite().await;
    post.receiver.answer("/away", Answer::Elsewhere(format!("{}/inside", post.receiver.address)));
    post.receiver.answer("/inside", Answer::Json("{\"canary\":4711}"));
    let (id, _) = post.hook("/away", json!({})).await;
    let test = |id: &str| format!("mutation {{ testWebhook(id: \"{id}\") {{ isDelivered status note }} }}");
    let answer = post.admin.run(&test(&id)).await["data"]["testWebhook"].clone();
    assert_eq!(answer, json!({ "isDelivered": false, "status": 302, "note": "it answers 302" }));
    assert!(post.receiver.got("/inside").is_empty());
    let (id, _) = post.hook("/inside", json!({ "shape": "FEISHU" })).await;
    let answer = post.admin.run(&test(&id)).await.to_string();
    assert!(!answer.contains("canary") && !answer.contains("4711"), "{answer}");
}
