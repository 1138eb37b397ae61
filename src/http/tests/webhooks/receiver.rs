//! A receiver of webhooks that does what a test tells it, and remembers what it got.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use serde_json::Value;
use tokio::sync::Notify;

/// What it answers.
#[derive(Clone)]
pub(in crate::http::tests) enum Answer {
    Status(u16),
    Json(&'static str),
    Elsewhere(String),
    TenMegabytes,
    /// Nothing, until the test says so.
    Never,
}

/// What came.
#[derive(Debug, Clone)]
pub(in crate::http::tests) struct Got {
    pub(in crate::http::tests) path: String,
    pub(in crate::http::tests) method: Method,
    pub(in crate::http::tests) headers: HeaderMap,
    pub(in crate::http::tests) body: Bytes,
}

impl Got {
    pub(in crate::http::tests) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(in crate::http::tests) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct Inner {
    answers: HashMap<String, Answer>,
    got: Vec<Got>,
}

/// The receiver.
#[derive(Clone)]
pub(in crate::http::tests) struct Receiver {
    pub(in crate::http::tests) address: String,
    inner: Arc<Mutex<Inner>>,
    came: Arc<Notify>,
    release: Arc<Notify>,
}

impl Receiver {
    pub(in crate::http::tests) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (came, release) = (Arc::default(), Arc::default());
        let receiver = Self { address, inner: Arc::default(), came, release };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    /// Says what it answers at a path; 204 where it says nothing.
    pub(in crate::http::tests) fn answer(&self, path: &str, answer: Answer) {
        self.inner.lock().unwrap().answers.insert(path.to_owned(), answer);
    }

    /// What came at a path, in order.
    pub(in crate::http::tests) fn got(&self, path: &str) -> Vec<Got> {
        self.inner.lock().unwrap().got.iter().filter(|got| got.path == path).cloned().collect()
    }

    /// Waits until this much came at a path.
    pub(in crate::http::tests) async fn wait_for(&self, path: &str, count: usize) {
        loop {
            let came = self.came.notified();
            if self.got(path).len() >= count {
                return;
            }
            came.await;
        }
    }

    /// Lets everything go that waits for an answer.
    pub(in crate::http::tests) fn release(&self) {
        self.release.notify_waiters();
    }
}

async fn take(State(receiver): State<Receiver>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let path = uri.path().to_owned();
    let release = receiver.release.notified();
    let answer = {
        let mut inner = receiver.inner.lock().unwrap();
        inner.got.push(Got { path: path.clone(), method, headers, body });
        inner.answers.get(&path).cloned()
    };
    receiver.came.notify_waiters();
    match answer.unwrap_or(Answer::Status(204)) {
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::Json(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Answer::Elsewhere(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Answer::TenMegabytes => Body::from(vec![b'x'; 10 << 20]).into_response(),
        Answer::Never => {
            release.await;
            StatusCode::NO_CONTENT.into_response()
        }
    }
}
