//! Secrets with a marker in them, searched for in every answer and every line of the log.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::{body::Body, http::Method};
use catalog::{Role, Scope};
use secrecy::ExposeSecret as _;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use super::support::{Client, World};

const CANARY: &str = "canary-4711-password";

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
async fn threat_12_no_secret_is_in_any_answer_or_log_line() {
    let lines = Lines::default();
    let subscriber =
        tracing_subscriber::fmt().with_writer(lines.clone()).with_max_level(tracing::Level::DEBUG).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let program = world.program("ada", &[Scope::Admin]).await;
    let browser = world.sign_in("ada").await;
    let mut answers = answers_to_strangers(&world.anonymous()).await;
    answers.extend(answers_to_members(&program, &browser).await);
    let created =
        browser.run("mutation { createToken(input: {name: \"x\", scopes: [READ]}) { secret token { id } } }").await;
    let secret = created["data"]["createToken"]["secret"].as_str().unwrap().to_owned();
    answers.push(browser.run("{ tokens { id name prefix scopes } }").await.to_string());
    answers.push(program.get("/metrics").await.text());

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered") && log.contains("made an account"), "the log was read");
    let cookie = browser.header("cookie");
    let bearer = program.header("authorization");
    for text in answers.iter().chain([&log]) {
        assert!(!text.contains(CANARY), "{text}");
        assert!(!text.contains(&secret) && !text.contains("$argon2"), "{text}");
        assert!(!text.contains(cookie.trim_start_matches("cadastre=")), "{text}");
        assert!(!text.contains(bearer.trim_start_matches("Bearer ")), "{text}");
    }
}

/// What somebody hears who sends the marker without being signed in.
async fn answers_to_strangers(anonymous: &Client) -> Vec<String> {
    let mut answers = Vec::new();
    for body in [
        json!({ "name": "ada", "password": CANARY }),
        json!({ "name": CANARY, "password": CANARY }),
        json!({ "name": "ada", "password": [CANARY] }),
        json!({ "name": "ada", "password": { "x": CANARY } }),
        json!({ "name": "ada", CANARY: CANARY }),
    ] {
        answers.push(anonymous.post("/api/session", &body).await.text());
    }
    let setup = json!({ "token": CANARY, "name": "x", "password": CANARY });
    answers.push(anonymous.post("/api/setup", &setup).await.text());
    answers.push(anonymous.send(Method::POST, "/api/session", Body::from(CANARY)).await.text());
    for path in ["/setup?token=", "/api/events?access_token=", "/", "/api/setup?token="] {
        answers.push(anonymous.get(&format!("{path}{CANARY}")).await.text());
    }
    let bearer = anonymous.clone().with("authorization", &format!("Bearer cdt_{CANARY}"));
    answers.push(bearer.get("/metrics").await.text());
    let cookie = anonymous.clone().with("cookie", &format!("cadastre={CANARY}"));
    answers.push(cookie.get("/api/session").await.text());
    answers
}

/// What members hear who send the marker as a password, well and badly.
async fn answers_to_members(program: &Client, browser: &Client) -> Vec<String> {
    let mut answers = Vec::new();
    let input = format!("{{name: \"bob\", password: \"{CANARY}\", role: VIEWER}}");
    let create = format!("mutation {{ createUser(input: {input}) {{ id name }} }}");
    for query in [
        create.clone(),
        create,
        format!("mutation {{ changePassword(current: \"{CANARY}\", new: \"{CANARY}\") }}"),
        "{ users { nodes { id name displayName role } } tokens { id name prefix } }".to_owned(),
    ] {
        answers.push(program.run(&query).await.to_string());
        answers.push(browser.run(&query).await.to_string());
    }
    answers
}

#[tokio::test]
async fn threat_12_nothing_that_opens_a_door_is_in_the_data_directory() {
    let world = World::new().await;
    let setup = world.app.access().begin_setup().await.unwrap().unwrap();
    let browser = world.browser("ada", Role::Admin).await;
    let token = world.token("ada", "ci", &[Scope::Admin]).await;
    let sealed = world.app.sealer().seal(&CANARY.into(), "source:1/password").unwrap();
    let cookie = browser.header("cookie");
    let secrets = [
        setup.expose_secret(),
        token.expose_secret(),
        cookie.trim_start_matches("cadastre="),
        super::support::PASSWORD,
        CANARY,
    ];
    assert!(!sealed.contains(CANARY));
    let mut files = 0;
    for entry in std::fs::read_dir(&world.app.config().data).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            for secret in secrets {
                let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!is_there, "{} holds a secret", path.display());
            }
        }
    }
    assert!(files >= 3, "the store, the key and the lock were read");
}
