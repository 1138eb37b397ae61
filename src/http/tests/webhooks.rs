//! Webhooks through the router: who manages them, what they are sent, in which order, and what becomes of what fails.

pub(super) mod receiver;

mod hostile;
mod rebinding;
mod rights;

use std::collections::BTreeSet;

use catalog::{Role, Scope};
use chrono::Duration;
use serde_json::{Value, json};

use self::receiver::{Answer, Receiver};
use super::support::{Client, World, code};

/// An installation whose webhooks may be at this machine, its administrator, and a receiver.
pub(super) struct Post {
    pub(super) world: World,
    pub(super) admin: Client,
    pub(super) receiver: Receiver,
    _database: Option<testkit::TestDatabase>,
}

impl Post {
    /// With its store in a file.
    pub(super) async fn on_sqlite() -> Self {
        Self::with(None).await
    }

    /// With its store in PostgreSQL.
    pub(super) async fn on_postgres() -> Self {
        Self::with(Some(testkit::postgres_database().await)).await
    }

    async fn with(database: Option<testkit::TestDatabase>) -> Self {
        let url = database.as_ref().map(testkit::TestDatabase::url);
        let world = World::with(|config| {
            config.database = url.map(Into::into);
            config.notify.allow_private_addresses = true;
        })
        .await;
        let admin = somebody(&world, "root", Role::Admin).await;
        Self { world, admin, receiver: Receiver::start().await, _database: database }
    }

    /// Makes something for a path of the receiver; gives its identifier and secret.
    pub(super) async fn hook(&self, path: &str, more: Value) -> (String, String) {
        let mut input = json!({ "name": path, "url": format!("{}{path}", self.receiver.address) });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = save(&self.admin, input).await;
        let saved = &answer["data"]["saveWebhook"];
        let id = saved["webhook"]["id"].as_str().unwrap_or_else(|| panic!("{answer}"));
        (id.to_owned(), saved["secret"].as_str().unwrap_or_default().to_owned())
    }

    /// Makes an asset.
    pub(super) async fn asset(&self, name: &str) -> String {
        self.world.change(name).await;
        let query = format!("{{ asset(name: \"file/{name}\") {{ id }} }}");
        self.admin.run(&query).await["data"]["asset"]["id"].as_str().unwrap().to_owned()
    }

    /// Changes an asset.
    pub(super) async fn edit(&self, id: &str, description: &str) {
        let query =
            format!("mutation {{ editAsset(id: \"{id}\", input: {{ description: \"{description}\" }}) {{ id }} }}");
        let answer = self.admin.run(&query).await;
        assert!(answer["errors"].is_null(), "{answer}");
    }

    /// Lets everything be told that is due.
    pub(super) async fn tell(&self) {
        self.world.app.catch_up().await.unwrap();
        self.world.app.notify().work_off().await.unwrap();
    }

    pub(super) async fn webhook(&self, id: &str) -> Value {
        let fields = "isEnabled trouble hasSecret position counts { waiting delivered dead withheld }";
        self.admin.run(&format!("{{ webhook(id: \"{id}\") {{ {fields} }} }}")).await["data"]["webhook"].clone()
    }

    async fn deliveries(&self, id: &str) -> Vec<Value> {
        let fields = "number kind state attempts status note";
        let query = format!("{{ webhookDeliveries(id: \"{id}\") {{ nodes {{ {fields} }} }} }}");
        let answer = self.admin.run(&query).await;
        answer["data"]["webhookDeliveries"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }
}

/// A new account, as a program of theirs that may do whatever they may.
pub(super) async fn somebody(world: &World, name: &str, role: Role) -> Client {
    world.user(name, role).await;
    world.program(name, &[Scope::Admin]).await
}

pub(super) async fn save(who: &Client, input: Value) -> Value {
    let query = "mutation($input: SaveWebhookInput!) { saveWebhook(input: $input) { secret webhook { id url } } }";
    who.post("/graphql", &json!({ "query": query, "variables": { "input": input } })).await.json()
}

/// What a receiver computes for itself, in another language than ours.
fn signature(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    let program = "import sys,hmac,hashlib,base64
secret,id,at=sys.argv[1:4]
key=base64.b64decode(secret.removeprefix('whsec_'))
text=id.encode()+b'.'+at.encode()+b'.'+sys.stdin.buffer.read()
print('v1,'+base64.b64encode(hmac.new(key,text,hashlib.sha256).digest()).decode())";
    use std::{io::Write as _, process::Stdio};
    let mut python = std::process::Command::new("python3")
        .args(["-c", program, secret, id, timestamp])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(body).unwrap();
    String::from_utf8(python.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn i10_receiver_verifies_the_signature_of_a_cloud_event() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let (id, secret) = post.hook("/in", json!({ "kinds": ["ASSET_CREATED"] })).await;
        assert!(secret.starts_with("whsec_"), "{secret}");
        let asset = post.asset("orders").await;
        post.edit(&asset, "not wanted").await;
        post.tell().await;
        let got = post.receiver.got("/in");
        let [message] = got.as_slice() else { panic!("{got:?}") };
        let (identifier, at) = (message.header("webhook-id"), message.header("webhook-timestamp"));
        assert_eq!(message.header("webhook-signature"), signature(&secret, identifier, at, &message.body));
        assert_eq!((message.method.as_str(), message.header("content-type")), ("POST", "application/cloudevents+json"));
        assert_eq!(at, post.world.clock.now().timestamp().to_string());
        let event = message.json();
        assert_eq!(event["specversion"], "1.0");
        assert_eq!((&event["type"], &event["id"]), (&json!("cadastre.asset.created"), &json!(identifier)));
        assert_eq!((&event["subject"], &event["data"]["asset"]["id"]), (&json!(asset), &json!(asset)));
        assert_eq!(event["data"]["asset"]["name"], "file/orders");
        assert_eq!(event["data"]["actor"], "test");
        assert_eq!(post.webhook(&id).await["counts"]["delivered"], 1);
    }
}

#[tokio::test]
async fn i10_two_secrets_are_good_for_a_day() {
    let post = Post::on_sqlite().await;
    let (id, old) = post.hook("/in", json!({})).await;
    let rotate = format!("mutation {{ rotateWebhookSecret(id: \"{id}\") {{ secret }} }}");
    let answer = post.admin.run(&rotate).await;
    let new = answer["data"]["rotateWebhookSecret"]["secret"].as_str().unwrap_or_else(|| panic!("{answer}"));
    post.asset("first").await;
    post.tell().await;
    post.world.clock.advance(Duration::hours(25));
    post.asset("second").await;
    post.tell().await;
    let got = post.receiver.got("/in");
    let signed = |at: usize, secret: &str| {
        signature(secret, got[at].header("webhook-id"), got[at].header("webhook-timestamp"), &got[at].body)
    };
    assert_eq!(got[0].header("webhook-signature"), format!("{} {}", signed(0, new), signed(0, &old)));
    assert_eq!(got[1].header("webhook-signature"), signed(1, new));
}

#[tokio::test]
async fn threat_41_what_fails_is_tried_again_in_order_and_nothing_is_lost() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let (id, _) = post.hook("/in", json!({})).await;
        post.receiver.answer("/in", Answer::Status(500));
        let (one, other) = (post.asset("one").await, post.asset("other").await);
        post.edit(&one, "second").await;
        post.edit(&one, "third").await;
        post.tell().await;
        let first = post.receiver.got("/in");
        let subjects: BTreeSet<String> =
            first.iter().map(|got| got.json()["subject"].as_str().unwrap().to_owned()).collect();
        assert_eq!(subjects, [one.clone(), other].into(), "of each subject the first, and nothing behind it");
        assert_eq!(first.len(), 2);
        post.receiver.answer("/in", Answer::Status(204));
        post.tell().await;
        assert_eq!(post.receiver.got("/in").len(), 2, "a pause is kept");
        post.world.clock.advance(Duration::minutes(5));
        post.tell().await;
        let again: Vec<_> = post.receiver.got("/in").split_off(2);
        assert_eq!(again.len(), 4);
        let ids: Vec<&str> = first.iter().map(|got| got.header("webhook-id")).collect();
        for id in ids {
            assert!(again.iter().any(|got| got.header("webhook-id") == id), "the same identifier again");
        }
        let of_one: Vec<String> = again
            .iter()
            .filter(|got| got.json()["subject"] == json!(one))
            .map(|got| got.json()["sequence"].as_str().unwrap().to_owned())
            .collect();
        assert!(of_one.len() == 3 && of_one.is_sorted(), "{of_one:?}");
        assert_eq!(
            post.webhook(&id).await["counts"],
            json!({ "waiting": 0, "delivered": 4, "dead": 0, "withheld": 0 })
        );
    }
}

#[tokio::test]
async fn threat_41_down_for_a_week_is_switched_off_told_and_goes_on_where_it_was() {
    let post = Post::on_sqlite().await;
    let (id, _) = post.hook("/in", json!({})).await;
    post.receiver.answer("/in", Answer::Status(503));
    let asset = post.asset("orders").await;
    post.edit(&asset, "second").await;
    for _ in 0..24 * 7 {
        post.tell().await;
        post.world.clock.advance(Duration::hours(1));
    }
    let attempts = post.receiver.got("/in").len();
    assert_eq!(attempts, 11, "bounded in number");
    let webhook = post.webhook(&id).await;
    assert_eq!(webhook["isEnabled"], false);
    assert!(webhook["trouble"].as_str().unwrap().contains("503"), "{webhook}");
    assert_eq!(webhook["counts"], json!({ "waiting": 1, "delivered": 0, "dead": 1, "withheld": 0 }));
    let inbox = post.admin.run("{ inbox { nodes { kind reason title } } }").await;
    let told = json!([{ "kind": "WEBHOOK_DISABLED", "reason": "ADDRESSED", "title": "Webhook switched off: /in" }]);
    assert_eq!(inbox["data"]["inbox"]["nodes"], told, "{inbox}");
    post.edit(&asset, "third").await;
    post.tell().await;
    assert_eq!(post.receiver.got("/in").len(), attempts, "it is left alone");

    post.receiver.answer("/in", Answer::Status(200));
    save(&post.admin, json!({ "id": id, "isEnabled": true })).await;
    let replay = "mutation($id: EndpointId!, $number: Int!) { replayWebhook(id: $id, number: $number) }";
    let dead = post.deliveries(&id).await.into_iter().find(|delivery| delivery["state"] == "DEAD").unwrap();
    let variables = json!({ "id": id, "number": dead["number"] });
    let body = json!({ "query": replay, "variables": variables });
    assert_eq!(post.admin.post("/graphql", &body).await.json()["data"]["replayWebhook"], true);
    post.tell().await;
    let sequences: Vec<String> = post.receiver.got("/in")[attempts..]
        .iter()
        .filter(|got| got.json()["subject"] == json!(asset))
        .map(|got| got.json()["sequence"].as_str().unwrap().to_owned())
        .collect();
    assert!(sequences.len() == 3 && sequences.is_sorted(), "{sequences:?}");
}

#[tokio::test]
async fn threat_41_one_that_never_answers_holds_nobody_else_up() {
    let post = Post::on_sqlite().await;
    post.receiver.answer("/never", Answer::Never);
    post.hook("/never", json!({})).await;
    post.hook("/well", json!({})).await;
    post.asset("orders").await;
    post.world.app.catch_up().await.unwrap();
    let worker = post.world.app.notify().clone();
    let working = tokio::spawn(async move { worker.work().await });
    post.receiver.wait_for("/never", 1).await;
    // It came here while the other is still waited for.
    post.receiver.wait_for("/well", 1).await;
    post.receiver.release();
    post.world.app.stop();
    working.await.unwrap();
}

#[tokio::test]
async fn threat_41_ten_megabytes_of_answer_are_not_read() {
    let post = Post::on_sqlite().await;
    post.receiver.answer("/huge", Answer::TenMegabytes);
    let (id, _) = post.hook("/huge", json!({})).await;
    post.asset("orders").await;
    post.tell().await;
    assert_eq!(post.webhook(&id).await["counts"]["delivered"], 1, "its status counts");
    // A chat says inside its answer whether it took the message: the beginning is all that is looked at.
    let (chat, _) = post.hook("/huge-chat", json!({ "shape": "WE_COM" })).await;
    post.receiver.answer("/huge-chat", Answer::TenMegabytes);
    post.asset("refunds").await;
    post.tell().await;
    let note = post.deliveries(&chat).await[0]["note"].as_str().unwrap().to_owned();
    assert!(note.contains("not as a chat") && !note.contains('x'.to_string().repeat(9).as_str()), "{note}");
}

#[tokio::test]
async fn threat_41_message_of_a_killed_server_is_sent_again_by_another_under_the_same_identifier() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let (id, _) = post.hook("/in", json!({})).await;
        post.receiver.answer("/in", Answer::Never);
        post.asset("orders").await;
        post.world.app.catch_up().await.unwrap();
        let killed = post.world.app.notify().clone();
        let work = tokio::spawn(async move { killed.work_off().await });
        post.receiver.wait_for("/in", 1).await;
        work.abort();
        assert!(work.await.unwrap_err().is_cancelled());
        post.receiver.answer("/in", Answer::Status(204));
        let other = post.world.app.notify().beside();
        other.work_off().await.unwrap();
        assert_eq!(post.receiver.got("/in").len(), 1, "the lease of the dead one is kept");
        post.world.clock.advance(Duration::minutes(2));
        other.work_off().await.unwrap();
        let got = post.receiver.got("/in");
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
        assert_eq!(post.webhook(&id).await["counts"]["delivered"], 1);
        post.receiver.release();
    }
}

#[tokio::test]
async fn i10_everything_behind_a_place_is_sent_once_more() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let (id, _) = post.hook("/in", json!({})).await;
        for name in ["first", "second", "third"] {
            post.asset(name).await;
        }
        post.tell().await;
        // Different assets do not wait for each other, so they come in any order.
        let came = |from: usize| -> BTreeSet<(String, String)> {
            let got = post.receiver.got("/in").split_off(from);
            let pair = |got: &receiver::Got| {
                (got.json()["sequence"].as_str().unwrap().to_owned(), got.header("webhook-id").to_owned())
            };
            got.iter().map(pair).collect()
        };
        let first = came(0);
        assert_eq!(first.len(), 3);
        let position = post.deliveries(&id).await[2]["number"].as_i64().unwrap();
        let from = |position: i64| format!("mutation {{ replayWebhookFrom(id: \"{id}\", position: {position}) }}");
        assert_eq!(post.admin.run(&from(position)).await["data"]["replayWebhookFrom"], true);
        post.tell().await;
        assert_eq!(came(3), first.into_iter().skip(1).collect());
        let answer = post.admin.run(&from(9_999)).await;
        assert_eq!(answer["errors"][0]["extensions"]["field"], "position");
    }
}

#[tokio::test]
async fn webhook_that_wants_no_more_is_left_alone() {
    let post = Post::on_sqlite().await;
    post.receiver.answer("/in", Answer::Status(410));
    let (id, _) = post.hook("/in", json!({})).await;
    post.asset("orders").await;
    post.tell().await;
    let webhook = post.webhook(&id).await;
    assert_eq!((&webhook["isEnabled"], &webhook["counts"]["waiting"]), (&json!(false), &json!(1)));
}

#[tokio::test]
async fn chat_is_told_in_its_language_and_refuses_inside_of_its_answer() {
    let post = Post::on_sqlite().await;
    post.receiver.answer("/bot", Answer::Json("{\"errcode\":310000,\"errmsg\":\"sign not match\"}"));
    let input = json!({ "shape": "DING_TALK", "locale": "ZH", "secret": "SEC1" });
    let (id, made) = post.hook("/bot", input).await;
    assert!(made.is_empty(), "the secret of a chat is its maker's");
    post.asset("orders").await;
    post.tell().await;
    assert_eq!(post.webhook(&id).await["counts"]["waiting"], 1);
    assert!(post.deliveries(&id).await[0]["note"].as_str().unwrap().contains("310000"));
    post.receiver.answer("/bot", Answer::Json("{\"errcode\":0}"));
    post.world.clock.advance(Duration::minutes(1));
    post.tell().await;
    assert_eq!(post.webhook(&id).await["counts"]["delivered"], 1);
    let text = post.receiver.got("/bot")[1].json()["markdown"]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("### 新增资产：file/orders"), "{text}");
}
