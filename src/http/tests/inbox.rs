//! What people follow, what their inboxes say, and mail: through the router, as named people.

use catalog::{Role, Scope};
use chrono::Duration;
use serde_json::{Value, json};

use super::{
    support::{Client, World, code},
    webhooks::{Post, somebody},
};
use crate::notify::{Event, EventKind, post};

async fn follow(who: &Client, what: &str, options: &str) -> Value {
    who.run(&format!("mutation {{ follow(what: {{ {what} }}, options: {{ {options} }}) {{ id isMuted }} }}")).await
}

async fn inbox(who: &Client) -> Vec<Value> {
    let answer = who.run("{ inbox { nodes { number kind reason title(locale: EN) readAt asset { id } } } }").await;
    answer["data"]["inbox"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

fn titles(nodes: &[Value]) -> Vec<&str> {
    nodes.iter().map(|node| node["title"].as_str().unwrap()).collect()
}

async fn unread(who: &Client) -> i64 {
    who.run("{ unreadCount }").await["data"]["unreadCount"].as_i64().unwrap()
}

/// Reports a table with columns, inside a database that is there.
async fn report(post: &Post, columns: &[&str]) {
    let namespace = "postgres://h:5432";
    let mut assets = vec![json!({ "namespace": namespace, "parts": ["shop", "public", "orders"], "kind": "TABLE" })];
    for (position, name) in (1..).zip(columns) {
        assets.push(json!({ "namespace": namespace, "parts": ["shop", "public", "orders", name], "kind": "COLUMN",
            "details": { "data_type": { "text": "bigint", "class": "integer" }, "position": position } }));
    }
    let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let body = json!({ "query": query, "variables": { "input": { "assets": assets } } });
    let answer = post.admin.post("/graphql", &body).await.json();
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    post.tell().await;
}

async fn id_of(post: &Post, name: &str) -> String {
    let query = format!("{{ asset(name: \"{name}\") {{ id }} }}");
    post.admin.run(&query).await["data"]["asset"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn follower_of_a_database_hears_of_everything_inside_and_not_of_what_they_did() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        report(&post, &["id"]).await;
        let vera = somebody(&post.world, "vera", Role::Editor).await;
        let database = id_of(&post, "shop").await;
        assert!(follow(&vera, &format!("asset: \"{database}\""), "").await["errors"].is_null());
        report(&post, &["id", "amount"]).await;
        let table = id_of(&post, "shop.public.orders").await;
        let mine = format!("mutation {{ editAsset(id: \"{table}\", input: {{ description: \"x\" }}) {{ id }} }}");
        assert!(vera.run(&mine).await["errors"].is_null());
        post.tell().await;
        let nodes = inbox(&vera).await;
        assert_eq!(titles(&nodes), ["Schema changed: postgres://h:5432/shop.public.orders"]);
        assert_eq!((&nodes[0]["reason"], &nodes[0]["asset"]["id"]), (&json!("FOLLOWING"), &json!(table)));
        let lines =
            vera.run("{ inbox { nodes { lines(locale: ZH) data } } }").await["data"]["inbox"]["nodes"][0].clone();
        assert_eq!(lines["lines"][0], "amount：新增", "{lines}");
        assert_eq!(inbox(&post.admin).await, Vec::<Value>::new(), "who follows nothing hears nothing");
    }
}

#[tokio::test]
async fn inbox_is_read_page_by_page_and_marked() {
    let post = Post::on_sqlite().await;
    let vera = somebody(&post.world, "vera", Role::Viewer).await;
    follow(&vera, "kind: ASSET_CREATED", "").await;
    for number in 0..5 {
        post.asset(&format!("asset{number}")).await;
    }
    post.tell().await;
    assert_eq!(unread(&vera).await, 5);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let query =
            format!("{{ inbox(first: 2{after}) {{ nodes {{ number title }} pageInfo {{ hasNextPage endCursor }} }} }}");
        let page = vera.run(&query).await["data"]["inbox"].clone();
        seen.extend(page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    let expected: Vec<String> = (0..5).rev().map(|number| format!("New asset: file/asset{number}")).collect();
    assert_eq!(titles(&seen), expected);
    let newest = &seen[0]["number"];
    let mark = |is_read: bool| format!("mutation {{ markInbox(numbers: [{newest}], isRead: {is_read}) }}");
    assert_eq!(vera.run(&mark(true)).await["data"]["markInbox"], 1);
    assert_eq!(unread(&vera).await, 4);
    let rest = vera.run("{ inbox(unreadOnly: true) { nodes { number } } }").await;
    assert_eq!(rest["data"]["inbox"]["nodes"].as_array().unwrap().len(), 4);
    vera.run(&mark(false)).await;
    let all = format!("mutation {{ markInboxUntil(number: {}) }}", seen[1]["number"]);
    assert_eq!(vera.run(&all).await["data"]["markInboxUntil"], 4);
    assert_eq!(unread(&vera).await, 1);
    let other = somebody(&post.world, "otto", Role::Viewer).await;
    assert_eq!(other.run(&mark(true)).await["data"]["markInbox"], 0, "nobody marks what is another's");
}

#[tokio::test]
async fn j8_inbox_tells_nothing_that_its_reader_may_not_know_of() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let vera = somebody(&post.world, "vera", Role::Viewer).await;
        let (open, hidden) = (post.asset("open").await, post.asset("hidden").await);
        post.tell().await;
        follow(&vera, "kind: ASSET_CHANGED", "").await;
        for asset in [&open, &hidden] {
            follow(&vera, &format!("asset: \"{asset}\""), "").await;
            post.edit(asset, "first").await;
        }
        post.tell().await;
        assert_eq!(unread(&vera).await, 2);
        let input = json!({ "name": "hide", "effect": "DENY", "permissions": ["VIEW"], "assets": [hidden],
            "subjects": [{ "kind": "USER", "name": "vera" }] });
        let query = "mutation($input: PolicyInput!) { savePolicy(input: $input) { id } }";
        post.admin.post("/graphql", &json!({ "query": query, "variables": { "input": input } })).await;
        // What was told before is gone, and nothing new is told.
        for _ in 0..2 {
            assert_eq!(titles(&inbox(&vera).await), ["Asset changed: file/open"]);
            assert_eq!(unread(&vera).await, 1);
            post.edit(&hidden, "second").await;
            post.tell().await;
        }
        let followed = vera.run("{ followed { nodes { assetId asset { id } } } }").await;
        let of_hidden = followed["data"]["followed"]["nodes"].as_array().unwrap();
        assert!(of_hidden.iter().any(|node| node["assetId"] == json!(hidden) && node["asset"].is_null()), "{followed}");
        let again = follow(&vera, &format!("asset: \"{hidden}\""), "").await;
        assert_eq!(code(&again), "NOT_FOUND");
        // Even what is addressed to them.
        let account = post.world.app.access().user_named(&catalog::Viewer::system(), "vera").await.unwrap();
        let write = post.world.app.database().write().await.unwrap();
        let event = Event::new(EventKind::TaskAssigned, "root", post.world.clock.now());
        let event = event.about(hidden.parse().unwrap()).to([account.id]);
        post_event(write, event).await;
        post.tell().await;
        assert_eq!(unread(&vera).await, 1);
    }
}

async fn post_event(write: catalog::Write, event: Event) {
    post(&write, event).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn owner_hears_of_what_breaks_unless_they_muted_it() {
    let post = Post::on_sqlite().await;
    report(&post, &["id", "amount"]).await;
    let (vera, otto) =
        (somebody(&post.world, "vera", Role::Viewer).await, somebody(&post.world, "otto", Role::Viewer).await);
    let table = id_of(&post, "shop.public.orders").await;
    let team = "mutation($input: TeamInput!) { saveTeam(input: $input) { id } }";
    let id = post.world.app.access().user_named(&catalog::Viewer::system(), "otto").await.unwrap().id;
    let team = json!({ "query": team, "variables": { "input": { "name": "Shop", "members": [id] } } });
    assert!(post.admin.post("/graphql", &team).await.json()["errors"].is_null());
    let owners =
        format!("mutation {{ editAsset(id: \"{table}\", input: {{ owners: [\"vera\", \"team:Shop\"] }}) {{ id }} }}");
    assert!(post.admin.run(&owners).await["errors"].is_null());
    follow(&otto, &format!("asset: \"{table}\""), "isMuted: true").await;
    post.tell().await;
    assert_eq!(unread(&vera).await, 0, "a change that breaks nothing is told to who follows");
    let renamed = json!({ "namespace": "postgres://h:5432", "parts": ["shop", "public", "orders", "amount"],
        "kind": "COLUMN", "details": { "data_type": { "text": "smallint", "class": "integer", "bits": 16 }, "position": 2 } });
    let query = "mutation($input: ReportInput!) { report(input: $input) { errors { message } } }";
    let body = json!({ "query": query, "variables": { "input": { "assets": [renamed] } } });
    let answer = post.admin.post("/graphql", &body).await.json();
    assert_eq!(answer["data"]["report"]["errors"], json!([]), "{answer}");
    post.tell().await;
    let nodes = inbox(&vera).await;
    assert_eq!(nodes.len(), 1, "{nodes:?}");
    assert_eq!(nodes[0]["reason"], "OWNER");
    assert_eq!(unread(&otto).await, 0);
}

#[tokio::test]
async fn following_needs_an_account_and_what_is_private_cannot_be_followed() {
    let world = World::new().await;
    let member = somebody(&world, "mem", Role::Member).await;
    assert_eq!(code(&follow(&member, "tag: \"pii\"", "").await), "FORBIDDEN");
    assert_eq!(world.anonymous().run("{ inbox { nodes { number } } }").await["code"], "UNAUTHENTICATED");
    let vera = somebody(&world, "vera", Role::Viewer).await;
    for what in ["kind: ACCESS_REQUESTED", "tag: \" \""] {
        assert_eq!(code(&follow(&vera, what, "").await), "INVALID", "{what}");
    }
    let what = "asset: \"00000000-0000-0000-0000-000000000007\"";
    assert_eq!(code(&follow(&vera, what, "").await), "NOT_FOUND");
    assert!(follow(&vera, "tag: \"PII\"", "").await["errors"].is_null());
    assert_eq!(vera.run("{ following(what: {tag: \"pii\"}) { tag } }").await["data"]["following"]["tag"], "pii");
    assert_eq!(vera.run("mutation { unfollow(what: {tag: \"pii\"}) }").await["data"]["unfollow"], true);
    assert_eq!(vera.run("mutation { unfollow(what: {tag: \"pii\"}) }").await["data"]["unfollow"], false);
}

#[tokio::test]
async fn old_news_are_forgotten_and_few_enough_are_kept() {
    for post in [Post::on_sqlite().await, Post::on_postgres().await] {
        let vera = somebody(&post.world, "vera", Role::Viewer).await;
        follow(&vera, "kind: ASSET_CREATED", "").await;
        let (hook, _) = post.hook("/in", json!({})).await;
        for name in ["first", "second", "third"] {
            post.asset(name).await;
            post.tell().await;
            post.world.clock.advance(Duration::days(10));
        }
        let database = post.world.app.database();
        let before = post.world.clock.now() - Duration::days(25);
        assert_eq!(crate::notify::forget(database, before, 1_000).await.unwrap(), 1);
        assert_eq!(titles(&inbox(&vera).await), ["New asset: file/third", "New asset: file/second"]);
        assert_eq!(post.webhook(&hook).await["counts"]["delivered"], 2);
        assert_eq!(crate::notify::forget(database, before, 1).await.unwrap(), 1);
        assert_eq!(titles(&inbox(&vera).await), ["New asset: file/third"]);
    }
}

/// An installation that sends mail through a real server.
async fn with_mail(server: &testkit::MailServer) -> World {
    let authority = std::fs::read(server.authority()).unwrap();
    let smtp = crate::config::Smtp {
        host: "127.0.0.1".into(),
        port: server.port(),
        security: crate::config::Security::StartTls,
        credentials: Some(("cadastre".into(), server.password().into())),
        from: "Cadastre <cadastre@example.com>".into(),
        authorities: vec![authority],
    };
    World::with(|config| config.notify.smtp = Some(smtp)).await
}

async fn tell(world: &World) {
    world.app.catch_up().await.unwrap();
    world.app.notify().work_off().await.unwrap();
}

async fn with_address(world: &World, admin: &Client, name: &str, address: &str) -> Client {
    let id = world.user(name, Role::Viewer).await.id;
    let query = format!("mutation {{ updateUser(id: \"{id}\", input: {{ email: \"{address}\" }}) {{ id }} }}");
    let answer = admin.run(&query).await;
    assert!(answer["errors"].is_null(), "{answer}");
    world.program(name, &[Scope::Admin]).await
}

#[tokio::test]
async fn mail_gathers_what_is_new_in_the_language_of_its_reader_and_tells_it_once() {
    let server = testkit::mail_server();
    let world = with_mail(&server).await;
    let admin = somebody(&world, "root", Role::Admin).await;
    let vera = with_address(&world, &admin, "vera", "vera@example.com").await;
    let choice = vera.run("mutation { chooseMail(pace: AS_IT_HAPPENS, locale: ZH) { pace isAvailable } }").await;
    assert_eq!(choice["data"]["chooseMail"]["isAvailable"], true, "{choice}");
    follow(&vera, "kind: ASSET_CREATED", "").await;
    world.change("orders").await;
    world.change("refunds").await;
    tell(&world).await;
    assert!(server.is_empty(), "it waits for more to tell");
    world.clock.advance(Duration::minutes(2));
    tell(&world).await;
    let mail: Value = serde_json::from_str(&server.next()).unwrap();
    assert_eq!((&mail["to"], &mail["secure"]), (&json!(["vera@example.com"]), &json!(true)));
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Message-ID: <") && text.contains("Content-Type: text/plain; charset=utf-8"), "{text}");
    let body = decoded(text);
    assert!(body.contains("新增资产：file/orders") && body.contains("新增资产：file/refunds"), "{body}");
    world.clock.advance(Duration::minutes(10));
    tell(&world).await;
    assert!(server.is_empty(), "what was told is not told again");
    vera.run("mutation { chooseMail(pace: DAILY, locale: EN) { pace } }").await;
    world.change("daily").await;
    tell(&world).await;
    world.clock.advance(Duration::hours(25));
    tell(&world).await;
    let mail: Value = serde_json::from_str(&server.next()).unwrap();
    assert!(mail["text"].as_str().unwrap().contains("Subject: New asset: file/daily"), "{mail}");
    vera.run("mutation { chooseMail(pace: NEVER, locale: EN) { pace } }").await;
    world.change("never").await;
    tell(&world).await;
    world.clock.advance(Duration::hours(25));
    tell(&world).await;
    assert!(server.is_empty());
}

/// The body of a mail that was written as quoted-printable text.
fn decoded(text: &str) -> String {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("quoted-printable"), "{head}");
    let flat = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = flat.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'=').then(|| std::str::from_utf8(&after[..2]).unwrap());
        bytes.push(code.map_or(*first, |code| u8::from_str_radix(code, 16).unwrap()));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn mail_that_is_refused_is_tried_again_and_tells_no_secret() {
    let server = testkit::mail_server();
    let world = with_mail(&server).await;
    let admin = somebody(&world, "root", Role::Admin).await;
    let vera = with_address(&world, &admin, "vera", "full@example.com").await;
    follow(&vera, "kind: ASSET_CREATED", "").await;
    world.change("orders").await;
    tell(&world).await;
    world.clock.advance(Duration::minutes(2));
    tell(&world).await;
    let choice = vera.run("{ mailChoice { trouble } }").await;
    assert_eq!(choice["data"]["mailChoice"]["trouble"], "the mail server answers 452", "{choice}");
    let id = world.app.access().user_named(&catalog::Viewer::system(), "vera").await.unwrap().id;
    let query = format!("mutation {{ updateUser(id: \"{id}\", input: {{ email: \"vera@example.com\" }}) {{ id }} }}");
    assert!(admin.run(&query).await["errors"].is_null());
    tell(&world).await;
    assert!(server.is_empty(), "a pause is kept");
    world.clock.advance(Duration::minutes(2));
    tell(&world).await;
    assert!(server.next().contains("file/orders"));
    assert_eq!(vera.run("{ mailChoice { trouble } }").await["data"]["mailChoice"]["trouble"], Value::Null);
}
