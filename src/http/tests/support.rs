//! An application in a directory of its own, and clients that speak as somebody.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use catalog::{AssetRecord, Clock, Details, Name, Origin, Role, RunContext, Scope, SourceId, Viewer};
use chrono::DateTime;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::{
    access::{NewToken, NewUser, User},
    app::{App, Purpose},
    config::Config,
    http::router,
};

pub(super) const PASSWORD: &str = "correct horse battery";
pub(super) const HOST: &str = "127.0.0.1:7878";

/// An application.
pub(super) struct World {
    pub(super) app: App,
    pub(super) clock: Clock,
    router: Router,
    _directory: tempfile::TempDir,
}

impl World {
    pub(super) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(super) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(DateTime::from_timestamp(1_760_000_000, 0).unwrap());
        let mut config = Config::for_directory(directory.path());
        change(&mut config);
        let app = App::open_at(config, Purpose::Command, clock.clone()).await.unwrap();
        Self { router: router(app.clone()), app, clock, _directory: directory }
    }

    /// Makes a change in the catalog.
    pub(super) async fn change(&self, name: &str) {
        let context = RunContext::new("test", Origin::Report, self.clock.now());
        let mut ingest = self.app.catalog().begin(context).await.unwrap();
        let record = AssetRecord::new(Name::new("file", [name]), Details::Database(Default::default()));
        ingest.push(record.into()).await.unwrap();
        ingest.finish().await.unwrap();
    }

    pub(super) fn anonymous(&self) -> Client {
        Client { router: self.router.clone(), headers: HeaderMap::new() }
    }

    pub(super) async fn user(&self, name: &str, role: Role) -> User {
        let new = NewUser { name: name.into(), display_name: String::new(), password: PASSWORD.into(), role };
        self.app.access().create_user(&Viewer::system(), new).await.unwrap()
    }

    /// Somebody with a session, in a browser.
    pub(super) async fn browser(&self, name: &str, role: Role) -> Client {
        self.user(name, role).await;
        self.sign_in(name).await
    }

    pub(super) async fn sign_in(&self, name: &str) -> Client {
        let reply = self.anonymous().post("/api/session", &json!({ "name": name, "password": PASSWORD })).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        self.anonymous().with(header::COOKIE.as_str(), &reply.cookie())
    }

    /// A program with a token of `owner`.
    pub(super) async fn program(&self, owner: &str, scopes: &[Scope]) -> Client {
        let secret = self.token(owner, "ci", scopes).await;
        self.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()))
    }

    /// A program whose token is limited to some sources.
    pub(super) async fn program_of_sources(&self, owner: &str, scopes: &[Scope], sources: &[SourceId]) -> Client {
        let new = NewToken {
            name: "limited".into(),
            scopes: scopes.iter().copied().collect(),
            sources: Some(sources.iter().copied().collect()),
            expires_at: None,
        };
        let secret = self.app.access().create_token_for(&Viewer::system(), owner, new).await.unwrap().1;
        self.anonymous().with("authorization", &format!("Bearer {}", secret.expose_secret()))
    }

    pub(super) async fn token(&self, owner: &str, name: &str, scopes: &[Scope]) -> SecretString {
        let new =
            NewToken { name: name.into(), scopes: scopes.iter().copied().collect(), sources: None, expires_at: None };
        self.app.access().create_token_for(&Viewer::system(), owner, new).await.unwrap().1
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub(super) struct Client {
    router: Router,
    headers: HeaderMap,
}

impl Client {
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(header::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
        self
    }

    /// What this client sends as `name`.
    pub(super) fn header(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(super) async fn delete(&self, path: &str) -> Reply {
        self.clone().like_our_page().send(Method::DELETE, path, Body::empty()).await
    }

    /// Posts as our own page does.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.clone().like_our_page().send(Method::POST, path, Body::from(body.to_string())).await
    }

    fn like_our_page(self) -> Self {
        let origin = format!("http://{HOST}");
        self.with("x-cadastre-csrf", "1").with("origin", &origin).with("content-type", "application/json")
    }

    /// Sends exactly this.
    pub(super) async fn send(&self, method: Method, path: &str, body: Body) -> Reply {
        let (parts, body) = self.open(method, path, body).await.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Sends exactly this and answers before the body has come.
    pub(super) async fn open(&self, method: Method, path: &str, body: Body) -> Response {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST).body(body).unwrap();
        for (name, value) in &self.headers {
            request.headers_mut().insert(name, value.clone());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Runs a GraphQL document.
    pub(super) async fn run(&self, query: &str) -> Value {
        self.post("/graphql", &json!({ "query": query })).await.json()
    }
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookie that was set, as a browser would send it back.
    pub(super) fn cookie(&self) -> String {
        let set = self.headers[header::SET_COOKIE].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

/// The code of the first error.
pub(super) fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}
