//! Sockets, over a real connection.

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::StatusCode},
};

use catalog::{Role, Scope};
use secrecy::ExposeSecret as _;

use super::support::World;
use crate::http::serve;

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
