//! Event streams: what they tell, how they go on after a break, when they end.

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, StatusCode},
};
use catalog::{Role, Scope};
use futures_util::StreamExt as _;
use sea_orm::ConnectionTrait as _;

use super::support::{Client, World};

/// An open stream of events.
struct Events(BodyDataStream);

impl Events {
    async fn open(client: &Client, path: &str) -> Self {
        let response = client.open(Method::GET, path, Body::empty()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self(response.into_body().into_data_stream())
    }

    /// The next event's text; none when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            let text = String::from_utf8(self.0.next().await?.unwrap().to_vec()).unwrap();
            if !text.starts_with(':') {
                return Some(text);
            }
        }
    }
}

#[tokio::test]
async fn change_is_told_to_an_open_page() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await;
    let mut events = Events::open(&vera, "/api/events?topics=changes").await;
    world.change("orders").await;
    let text = events.next().await.unwrap();
    assert!(
        text.contains("event: change") && text.contains("id: 1") && text.contains(r#"{"first":1,"last":1}"#),
        "{text}"
    );
    assert!(!text.contains("orders"));
}

#[tokio::test]
async fn page_that_lost_the_connection_hears_what_it_missed() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await.with("last-event-id", "1");
    for name in ["a", "b", "c"] {
        world.change(name).await;
    }
    let mut events = Events::open(&vera, "/api/events?topics=changes").await;
    assert!(events.next().await.unwrap().contains(r#"{"first":2,"last":3}"#));
}

#[tokio::test]
async fn threat_05_stream_ends_when_its_session_ends() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await;
    let mut events = Events::open(&vera, "/api/events?topics=changes").await;
    vera.delete("/api/session").await;
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn threat_05_stream_ends_when_the_role_changes() {
    let world = World::new().await;
    let ed = world.user("ed", Role::Editor).await;
    let client = world.sign_in("ed").await;
    let mut events = Events::open(&client, "/api/events?topics=changes").await;
    let change = crate::access::UserChange { role: Some(Role::Viewer), ..Default::default() };
    world.app.access().update_user(&catalog::Viewer::system(), ed.id, change).await.unwrap();
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await;
    let mut events = Events::open(&vera, "/api/events?topics=changes").await;
    world.app.stop();
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn topics_are_checked_and_readers_only_may_listen() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await;
    for topics in ["", "everything", "changes,run:x", &"changes,".repeat(17)] {
        let reply = vera.get(&format!("/api/events?topics={topics}")).await;
        assert_eq!(
            (reply.status, reply.json()["field"].as_str()),
            (StatusCode::BAD_REQUEST, Some("topics")),
            "{topics}"
        );
    }
    let reporter = world.program("vera", &[Scope::Report]).await;
    assert_eq!(reporter.get("/api/events?topics=changes").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.anonymous().get("/api/events?topics=changes").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn run_is_told_from_its_beginning_to_its_end() {
    let world = World::new().await;
    let ed = world.browser("ed", Role::Editor).await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.db");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let shop = sea_orm::Database::connect(url).await.unwrap();
    shop.execute_unprepared("CREATE TABLE orders (id integer PRIMARY KEY)").await.unwrap();
    let new = crate::sources::NewSource {
        name: "shop".into(),
        connector: "sqlite".into(),
        config: serde_json::json!({ "path": file }),
        schedule: None,
    };
    let system = catalog::Viewer::system();
    let source = world.app.sources().create(&system, new).await.unwrap();
    let run = world.app.jobs().start_crawl(&system, source.id).await.unwrap();
    let mut events = Events::open(&ed, &format!("/api/events?topics=run:{}", run.id)).await;
    let first = events.next().await.unwrap();
    assert!(first.contains("event: run") && first.contains("QUEUED") && first.contains(&run.id.to_string()), "{first}");
    world.app.jobs().work_off().await.unwrap();
    loop {
        let text = events.next().await.unwrap();
        if !text.contains("QUEUED") && !text.contains("RUNNING") {
            assert!(text.contains("SUCCEEDED"), "{text}");
            break;
        }
    }
}

#[tokio::test]
async fn threat_10_run_that_is_not_there_or_not_for_the_caller_is_not_found() {
    let world = World::new().await;
    let vera = world.browser("vera", Role::Viewer).await;
    let path = format!("/api/events?topics=run:{}", catalog::RunId::new());
    assert_eq!(vera.get(&path).await.status, StatusCode::NOT_FOUND);
}
