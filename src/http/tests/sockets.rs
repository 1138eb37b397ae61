//! Sockets, over a real connection.

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::StatusCode},
};

use catalog::{AssetRecord, Details, Name, Origin, Record, Role, RunContext, RunId, Scope, SourceId, Viewer};
use secrecy::ExposeSecret as _;

use super::support::World;
use crate::{access::NewToken, http::serve};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Serves `world` on a port of its own and answers the port.
async fn served(world: &World) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve(world.app.clone(), listener));
    port
}

async fn connect(port: u16, headers: &[(&'static str, String)]) -> Result<Socket, StatusCode> {
    let mut request = format!("ws://127.0.0.1:{port}/graphql/ws").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status()),
        Err(error) => panic!("{error}"),
    }
}

async fn say(socket: &mut Socket, message: Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

async fn hear(socket: &mut Socket) -> Value {
    match socket.next().await.unwrap().unwrap() {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        Message::Close(Some(frame)) => json!({ "closed": u16::from(frame.code) }),
        other => panic!("{other:?}"),
    }
}

async fn greeted(port: u16, headers: &[(&'static str, String)]) -> Socket {
    let mut socket = connect(port, headers).await.unwrap();
    say(&mut socket, json!({ "type": "connection_init" })).await;
    assert_eq!(hear(&mut socket).await["type"], "connection_ack");
    socket
}

fn ask(query: &str) -> Value {
    json!({ "id": "1", "type": "subscribe", "payload": { "query": query } })
}

#[tokio::test]
async fn program_runs_operations_over_a_socket() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let bearer = format!("Bearer {}", world.token("ada", "ci", &[Scope::Read]).await.expose_secret());
    let mut socket = greeted(served(&world).await, &[("authorization", bearer)]).await;
    say(&mut socket, ask("{ me { name } }")).await;
    assert_eq!(hear(&mut socket).await["payload"]["data"]["me"]["name"], "token:ada/ci");
    assert_eq!(hear(&mut socket).await["type"], "complete");
    say(&mut socket, ask("{ users { nodes { name } } }")).await;
    assert_eq!(hear(&mut socket).await["payload"]["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn page_of_another_site_cannot_open_a_socket() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let port = served(&world).await;
    let cookie = ("cookie", ada.header("cookie"));
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        let refused = connect(port, &[cookie.clone(), ("origin", origin.into())]).await.unwrap_err();
        assert_eq!(refused, StatusCode::FORBIDDEN, "{origin}");
    }
    assert_eq!(connect(port, std::slice::from_ref(&cookie)).await.unwrap_err(), StatusCode::FORBIDDEN);
    assert!(connect(port, &[cookie, ("origin", format!("http://127.0.0.1:{port}"))]).await.is_ok());
    assert_eq!(connect(port, &[]).await.unwrap_err(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_11_limits_and_the_list_of_documents_hold_over_a_socket() {
    let world = World::new().await;
    let ed = world.browser("ed", Role::Editor).await;
    let port = served(&world).await;
    let origin = ("origin", format!("http://127.0.0.1:{port}"));
    let mut socket = greeted(port, &[("cookie", ed.header("cookie")), origin]).await;
    say(&mut socket, ask("{ me { name } }")).await;
    assert_eq!(hear(&mut socket).await["payload"]["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let bearer = format!("Bearer {}", world.token("ed", "ci", &[Scope::Read]).await.expose_secret());
    let mut socket = greeted(port, &[("authorization", bearer)]).await;
    say(&mut socket, ask(&"{".repeat(100_000))).await;
    assert_eq!(hear(&mut socket).await["payload"]["errors"][0]["extensions"]["code"], "INVALID");
}

#[tokio::test]
async fn threat_05_socket_closes_when_rights_change_and_when_the_server_stops() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let port = served(&world).await;
    let origin = ("origin", format!("http://127.0.0.1:{port}"));
    let mut socket = greeted(port, &[("cookie", ada.header("cookie")), origin]).await;
    ada.delete("/api/session").await;
    assert_eq!(hear(&mut socket).await["closed"], 4403);

    let bearer = format!("Bearer {}", world.token("ada", "ci", &[Scope::Read]).await.expose_secret());
    let mut socket = greeted(port, &[("authorization", bearer)]).await;
    world.app.stop();
    assert_eq!(hear(&mut socket).await["closed"], 1001);
}

/// Crawls a source that has these tables and nothing else.
async fn crawl(world: &World, source: SourceId, tables: &[(&str, Option<&str>)]) {
    let context = RunContext::new("test", Origin::Crawl, world.clock.now()).of_source(source, RunId::new());
    let mut ingest = world.app.catalog().begin(context).await.unwrap();
    for (table, comment) in tables {
        let record = AssetRecord::new(Name::new("file", [*table]), Details::Database(Default::default()));
        ingest.push(record.described(comment.map(str::to_owned)).into()).await.unwrap();
    }
    ingest.push(Record::ScopeRead { root: Name { namespace: "file".into(), parts: Vec::new() } }).await.unwrap();
    ingest.finish().await.unwrap();
}

#[tokio::test]
async fn e6_change_feed_tells_each_change_once_and_in_order_with_both_versions() {
    let world = World::new().await;
    world.user("vera", Role::Viewer).await;
    let bearer = format!("Bearer {}", world.token("vera", "ci", &[Scope::Read]).await.expose_secret());
    let port = served(&world).await;
    let listen = async |after: i64| {
        let mut socket = greeted(port, &[("authorization", bearer.clone())]).await;
        let version = "{ major minor }";
        let fields = format!("number operation version {version} previousVersion {version} asset {{ name }}");
        say(&mut socket, ask(&format!("subscription {{ changes(after: {after}) {{ {fields} }} }}"))).await;
        socket
    };
    let next = async |socket: &mut Socket| {
        let said = hear(socket).await;
        assert!(said["payload"]["data"]["changes"].is_object(), "{said}");
        said["payload"]["data"]["changes"].clone()
    };
    let source = SourceId::new();
    let crawl = async |tables: &[(&str, Option<&str>)]| crawl(&world, source, tables).await;
    let mut early = listen(0).await;
    crawl(&[("orders", None), ("users", None)]).await;
    crawl(&[("orders", Some("what was bought")), ("users", None)]).await;
    crawl(&[("orders", Some("what was bought"))]).await;
    crawl(&[("orders", Some("what was bought")), ("users", None)]).await;
    let version = |major: i32, minor: i32| json!({ "major": major, "minor": minor });
    let expected = [
        ("CREATED", "orders", Value::Null, version(1, 0)),
        ("CREATED", "users", Value::Null, version(1, 0)),
        ("UPDATED", "orders", version(1, 0), version(1, 1)),
        ("REMOVED", "users", version(1, 0), version(2, 0)),
        ("RESTORED", "users", version(2, 0), version(2, 1)),
    ];
    let mut numbers = Vec::new();
    for (operation, table, before, after) in &expected {
        let change = next(&mut early).await;
        let told = (&change["operation"], &change["asset"]["name"], &change["previousVersion"], &change["version"]);
        assert_eq!(told, (&json!(operation), &json!(table), before, after), "{change}");
        numbers.push(change["number"].as_i64().unwrap());
    }
    assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
    // Who was cut off behind the third goes on with the fourth, and hears what comes later as everybody does.
    let mut late = listen(numbers[2]).await;
    for number in &numbers[3..] {
        assert_eq!(next(&mut late).await["number"], *number);
    }
    world.change("more").await;
    for socket in [&mut early, &mut late] {
        assert_eq!(next(socket).await["asset"]["name"], "more");
    }
}

#[tokio::test]
async fn e6_change_feed_tells_nothing_of_what_a_listener_may_not_know() {
    let world = World::new().await;
    world.user("vera", Role::Viewer).await;
    let new = NewToken {
        name: "narrow".into(),
        scopes: [Scope::Read].into(),
        sources: Some([SourceId::new()].into()),
        expires_at: None,
    };
    let secret = world.app.access().create_token_for(&Viewer::system(), "vera", new).await.unwrap().1;
    let narrow = format!("Bearer {}", secret.expose_secret());
    let port = served(&world).await;
    let mut socket = greeted(port, &[("authorization", narrow)]).await;
    say(&mut socket, ask("subscription { changes(after: 0) { number } }")).await;
    world.change("hidden").await;
    // An answer that was asked for later comes first, since the feed has nothing to tell.
    say(&mut socket, json!({ "id": "2", "type": "subscribe", "payload": { "query": "{ me { name } }" } })).await;
    assert_eq!(hear(&mut socket).await["id"], "2");
}
