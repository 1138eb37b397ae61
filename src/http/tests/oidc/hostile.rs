//! A provider that says what a test tells it, with keys of its own.

use std::{
    process::Command,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey as _,
    core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey},
};
use serde_json::{Map, Value, json};

/// One of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// The first it tells.
    Edwards,
    /// The second it tells.
    Rsa,
    /// One that it does not tell, until it has rotated.
    Stranger,
}

#[derive(Debug, Default)]
struct Words {
    metadata: Map<String, Value>,
    keys: Vec<Value>,
    token: String,
}

/// The provider.
pub(super) struct Hostile {
    pub(super) issuer: String,
    words: Arc<Mutex<Words>>,
    edwards: CoreEdDsaPrivateSigningKey,
    stranger: CoreEdDsaPrivateSigningKey,
    rsa: CoreRsaPrivateSigningKey,
    rsa_public: Value,
}

impl Hostile {
    pub(super) async fn start() -> Self {
        let words: Arc<Mutex<Words>> = Arc::default();
        let router = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async |State(words): State<Arc<Mutex<Words>>>| Json(words.lock().unwrap().metadata.clone())),
            )
            .route(
                "/keys",
                get(async |State(words): State<Arc<Mutex<Words>>>| Json(json!({ "keys": words.lock().unwrap().keys }))),
            )
            .route(
                "/token",
                post(async |State(words): State<Arc<Mutex<Words>>>| {
                    let token = words.lock().unwrap().token.clone();
                    Json(json!({ "token_type": "Bearer", "access_token": "a", "id_token": token }))
                }),
            )
            .with_state(Arc::clone(&words));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let id = |name: &str| Some(JsonWebKeyId::new(name.to_owned()));
        let edwards = || pem(&["genpkey", "-algorithm", "ed25519"]);
        let hostile = Self {
            edwards: CoreEdDsaPrivateSigningKey::from_ed25519_pem(&edwards(), id("e1")).unwrap(),
            stranger: CoreEdDsaPrivateSigningKey::from_ed25519_pem(&edwards(), id("e2")).unwrap(),
            rsa: CoreRsaPrivateSigningKey::from_pem(&pem(&["genrsa", "-traditional", "2048"]), id("r1")).unwrap(),
            rsa_public: Value::Null,
            issuer,
            words,
        };
        hostile.tell_of_itself()
    }

    fn tell_of_itself(mut self) -> Self {
        self.rsa_public = serde_json::to_value(self.rsa.as_verification_key()).unwrap();
        let mut words = self.words.lock().unwrap();
        words.keys = vec![serde_json::to_value(self.edwards.as_verification_key()).unwrap(), self.rsa_public.clone()];
        for (name, path) in [("authorization_endpoint", "/auth"), ("token_endpoint", "/token"), ("jwks_uri", "/keys")] {
            words.metadata.insert(name.into(), format!("{}{path}", self.issuer).into());
        }
        words.metadata.insert("issuer".into(), self.issuer.as_str().into());
        drop(words);
        self
    }

    /// Says something else of itself.
    pub(super) fn say(&self, name: &str, value: Value) {
        self.words.lock().unwrap().metadata.insert(name.to_owned(), value);
    }

    /// Answers the next codes with this token.
    pub(super) fn answer(&self, token: String) {
        self.words.lock().unwrap().token = token;
    }

    /// Has only the key of which it did not tell before.
    pub(super) fn rotate(&self) {
        let key = serde_json::to_value(self.stranger.as_verification_key()).unwrap();
        self.words.lock().unwrap().keys = vec![key];
    }

    /// A token signed with one of its keys.
    pub(super) fn signed(&self, key: Key, payload: &Value) -> String {
        let (word, name) = match key {
            Key::Edwards => ("EdDSA", "e1"),
            Key::Rsa => ("RS256", "r1"),
            Key::Stranger => ("EdDSA", "e2"),
        };
        let text = body(&json!({ "alg": word, "kid": name, "typ": "JWT" }), payload);
        let signature = match key {
            Key::Edwards => self.edwards.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()),
            Key::Stranger => self.stranger.sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()),
            Key::Rsa => self.rsa.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, text.as_bytes()),
        };
        format!("{text}.{}", base64url(&signature.unwrap()))
    }

    /// A token that says it needs no signature.
    pub(super) fn unsigned(&self, algorithm: &str, payload: &Value) -> String {
        format!("{}.", body(&json!({ "alg": algorithm, "typ": "JWT" }), payload))
    }

    /// A token signed with what everybody knows of its key, as if that were a secret.
    pub(super) fn confused(&self, payload: &Value) -> String {
        let text = body(&json!({ "alg": "HS256", "kid": "r1", "typ": "JWT" }), payload);
        let secret = self.rsa_public["n"].as_str().unwrap().as_bytes().to_vec();
        let signature = CoreHmacKey::new(secret).sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes());
        format!("{text}.{}", base64url(&signature.unwrap()))
    }
}

fn body(header: &Value, payload: &Value) -> String {
    format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(payload.to_string().as_bytes()))
}

fn base64url(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0_usize, |word, at| word << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
        (0..=chunk.len()).for_each(|at| text.push(char::from(digits[word >> (18 - 6 * at) & 63])));
    }
    text
}

fn pem(arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
