//! Signing in and out, the first start, the demonstration; rights that change.

use axum::http::{StatusCode, header};
use catalog::{Role, Scope, Viewer};
use chrono::Duration;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::support::{PASSWORD, World, code};
use crate::{access::UserChange, config::TrustedProxies};

#[tokio::test]
async fn right_password_opens_a_session_with_a_hidden_cookie() {
    let world = World::new().await;
    world.user("Ada", Role::Editor).await;
    let reply = world.anonymous().post("/api/session", &json!({ "name": " ada ", "password": PASSWORD })).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["user"]["name"], "Ada");
    assert_eq!(reply.json()["user"]["role"], "EDITOR");
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let client = world.anonymous().with("cookie", &reply.cookie());
    assert_eq!(client.get("/api/session").await.json()["user"]["name"], "Ada");
}

#[tokio::test]
async fn wrong_password_and_unknown_name_get_the_same_answer() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let mut answers = Vec::new();
    for name in ["ada", "nobody", ""] {
        let reply =
            world.anonymous().post("/api/session", &json!({ "name": name, "password": "wrong password" })).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        let mut body = reply.json();
        body["requestId"] = "".into();
        answers.push(body);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn threat_03_there_is_no_default_password() {
    let world = World::new().await;
    for name in ["admin", "cadastre", "root", "demo", "system"] {
        for password in ["admin", "", "cadastre", "password", "demo", "adminadmin"] {
            let reply = world.anonymous().post("/api/session", &json!({ "name": name, "password": password })).await;
            assert!(matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS));
        }
    }
}

#[tokio::test]
async fn who_has_to_choose_a_password_is_told_the_rule() {
    let world = World::new().await;
    let least = world.anonymous().get("/api/session").await.json()["leastPassword"].as_u64().unwrap();
    let ada = world.browser("ada", Role::Admin).await;
    assert_eq!(ada.get("/api/session").await.json()["leastPassword"], least);
    let id = world.app.access().user_named(&Viewer::system(), "ada").await.unwrap().id;
    for (length, is_refused) in [(least - 1, true), (least, false)] {
        let password = "x".repeat(usize::try_from(length).unwrap());
        let change = UserChange { password: Some(password.into()), ..UserChange::default() };
        let outcome = world.app.access().update_user(&Viewer::system(), id, change).await;
        assert_eq!(outcome.is_err(), is_refused, "{length}");
    }
}

#[tokio::test]
async fn guessing_is_throttled_and_time_heals() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let wrong = json!({ "name": "ada", "password": "wrong password" });
    for _ in 0..10 {
        assert_eq!(world.anonymous().post("/api/session", &wrong).await.status, StatusCode::UNAUTHORIZED);
    }
    let right = json!({ "name": "ada", "password": PASSWORD });
    let reply = world.anonymous().post("/api/session", &right).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.headers[header::RETRY_AFTER], "30");
    world.clock.advance(Duration::seconds(31));
    assert_eq!(world.anonymous().post("/api/session", &right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn threat_03_throttle_counts_by_the_client_behind_a_trusted_proxy_and_by_no_header_otherwise() {
    let from = async |world: &World, client: &str, name: String| {
        let client = world.anonymous().with("x-forwarded-for", client);
        client.post("/api/session", &json!({ "name": name, "password": "wrong password" })).await.status
    };
    for (proxies, status) in [("127.0.0.1", StatusCode::UNAUTHORIZED), ("10.0.0.1", StatusCode::TOO_MANY_REQUESTS)] {
        let proxies = TrustedProxies(vec![proxies.parse().unwrap()]);
        let world = World::with(|config| config.server.trusted_proxies = proxies).await;
        let mut tried = 0;
        while from(&world, "198.51.100.1", format!("guess{tried}")).await == StatusCode::UNAUTHORIZED {
            tried += 1;
            assert!(tried < 1_000, "an address is throttled");
        }
        assert_eq!(from(&world, "198.51.100.2", "somebody".into()).await, status);
        // What a client claims before the proxy speaks gives no fresh attempts.
        assert_eq!(from(&world, "1.2.3.4, 198.51.100.1", "other".into()).await, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn threat_03_demonstration_is_not_open_to_those_behind_a_proxy() {
    let proxies = TrustedProxies(vec!["127.0.0.1".parse().unwrap()]);
    let world = World::with(|config| {
        config.demo = true;
        config.server.trusted_proxies = proxies;
    });
    let world = world.await;
    let demo = json!({ "demo": true });
    let away = world.anonymous().with("x-forwarded-for", "198.51.100.1");
    assert_eq!(away.post("/api/session", &demo).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.anonymous().post("/api/session", &demo).await.status, StatusCode::OK);
}

#[tokio::test]
async fn unused_session_ends_after_twelve_hours_and_any_after_thirty_days() {
    let world = World::new().await;
    let idle = world.browser("ada", Role::Admin).await;
    world.clock.advance(Duration::hours(11));
    assert_eq!(idle.get("/api/session").await.status, StatusCode::OK);
    until(async || world.app.access().sessions_seen_since(world.clock.now()).await == 1).await;
    world.clock.advance(Duration::hours(11));
    assert_eq!(idle.get("/api/session").await.status, StatusCode::OK);
    until(async || world.app.access().sessions_seen_since(world.clock.now()).await == 1).await;
    world.clock.advance(Duration::hours(12));
    assert_eq!(idle.get("/api/session").await.status, StatusCode::UNAUTHORIZED);

    let busy = world.sign_in("ada").await;
    for _ in 0..71 {
        world.clock.advance(Duration::hours(10));
        assert_eq!(busy.get("/api/session").await.status, StatusCode::OK);
        until(async || world.app.access().sessions_seen_since(world.clock.now()).await == 1).await;
    }
    world.clock.advance(Duration::hours(11));
    assert_eq!(busy.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
}

/// Waits for what a task writes beside the request.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    while !is_so().await {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn threat_05_signing_out_ends_the_session_at_once() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let other = world.sign_in("ada").await;
    assert_eq!(ada.delete("/api/session").await.status, StatusCode::NO_CONTENT);
    assert_eq!(ada.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(other.get("/api/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn threat_05_role_change_and_disabling_count_from_the_next_request() {
    let world = World::new().await;
    world.user("root", Role::Admin).await;
    let ada = world.user("ada", Role::Admin).await;
    let client = world.sign_in("ada").await;
    assert_eq!(client.get("/graphiql").await.status, StatusCode::OK);
    let change = |change| world.app.access().update_user(&VIEWER, ada.id, change);
    static VIEWER: std::sync::LazyLock<Viewer> = std::sync::LazyLock::new(Viewer::system);
    change(UserChange { role: Some(Role::Viewer), ..UserChange::default() }).await.unwrap();
    assert_eq!(client.get("/graphiql").await.status, StatusCode::FORBIDDEN);
    change(UserChange { is_disabled: Some(true), ..UserChange::default() }).await.unwrap();
    assert_eq!(client.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    change(UserChange { is_disabled: Some(false), ..UserChange::default() }).await.unwrap();
    assert_eq!(client.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn threat_05_what_is_open_ends_when_rights_change() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    let cookie = ada.header("cookie");
    let caller = world.app.access().session(cookie.trim_start_matches("cadastre=")).await.unwrap().unwrap();
    let open = tokio::spawn(crate::http::stream::until_rights_change(world.app.clone(), caller));
    ada.delete("/api/session").await;
    open.await.unwrap();
}

#[tokio::test]
async fn new_password_ends_the_other_sessions() {
    let world = World::new().await;
    let (ada, other) = (world.browser("ada", Role::Admin).await, world.sign_in("ada").await);
    let change = |current: &str, new: &str| {
        let query = format!("mutation {{ changePassword(current: \"{current}\", new: \"{new}\") }}");
        let ada = ada.clone();
        async move { ada.run(&query).await }
    };
    let answer = change("wrong password", "another good one").await;
    assert_eq!(answer["errors"][0]["extensions"]["field"], "current");
    assert_eq!(change(PASSWORD, "short").await["errors"][0]["extensions"]["field"], "new");
    assert_eq!(change(PASSWORD, "another good one").await["data"]["changePassword"], true);
    assert_eq!(ada.get("/api/session").await.status, StatusCode::OK);
    assert_eq!(other.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn last_administrator_cannot_be_lost() {
    let world = World::new().await;
    let ada = world.user("ada", Role::Admin).await;
    let access = world.app.access();
    for change in [
        UserChange { role: Some(Role::Editor), ..UserChange::default() },
        UserChange { is_disabled: Some(true), ..UserChange::default() },
    ] {
        let error = access.update_user(&Viewer::system(), ada.id, change).await.unwrap_err();
        assert_eq!(error.to_string(), "`ada` is the last administrator; make another one first");
    }
}

#[tokio::test]
async fn first_start_makes_one_administrator_with_the_printed_link() {
    let world = World::new().await;
    let anonymous = world.anonymous();
    assert_eq!(anonymous.get("/api/session").await.json()["setup"], true);
    let secret = world.app.access().begin_setup().await.unwrap().unwrap();
    let set_up = |token: &str, name: &str, password: &str| {
        let body = json!({ "token": token, "name": name, "password": password });
        let anonymous = anonymous.clone();
        async move { anonymous.post("/api/setup", &body).await }
    };
    assert_eq!(set_up("guess", "ada", PASSWORD).await.status, StatusCode::FORBIDDEN);
    let short = set_up(secret.expose_secret(), "ada", "short").await;
    assert_eq!((short.status, short.json()["field"].as_str()), (StatusCode::BAD_REQUEST, Some("password")));
    let made = set_up(secret.expose_secret(), "ada", PASSWORD).await;
    assert_eq!((made.status, made.json()["user"]["role"].as_str()), (StatusCode::OK, Some("ADMIN")));
    assert_eq!(set_up(secret.expose_secret(), "eve", PASSWORD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(anonymous.get("/api/setup").await.json()["needed"], false);
    assert!(world.app.access().begin_setup().await.unwrap().is_none());
}

#[tokio::test]
async fn link_of_the_first_start_ends_after_an_hour_and_with_the_next_link() {
    let world = World::new().await;
    let access = world.app.access();
    let first = access.begin_setup().await.unwrap().unwrap();
    let second = access.begin_setup().await.unwrap().unwrap();
    let client = crate::access::Client::default();
    assert!(!access.is_setup_open(first.expose_secret(), &client).await.unwrap());
    assert!(access.is_setup_open(second.expose_secret(), &client).await.unwrap());
    world.clock.advance(Duration::minutes(61));
    assert!(!access.is_setup_open(second.expose_secret(), &client).await.unwrap());
}

#[tokio::test]
async fn threat_03_demonstration_signs_in_on_this_machine_only_and_only_when_asked_for() {
    let demo = json!({ "demo": true });
    let world = World::new().await;
    assert_eq!(world.anonymous().post("/api/session", &demo).await.status, StatusCode::FORBIDDEN);
    let world = World::with(|config| config.demo = true).await;
    assert_eq!(world.anonymous().get("/api/session").await.json()["demo"], true);
    let rebound = world.anonymous().with("host", "evil.example:7878");
    let origin = "http://evil.example:7878";
    let rebound = rebound.with("x-cadastre-csrf", "1").with("origin", origin);
    let body = axum::body::Body::from(demo.to_string());
    let reply = rebound.send(axum::http::Method::POST, "/api/session", body).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let reply = world.anonymous().post("/api/session", &demo).await;
    assert_eq!((reply.status, reply.json()["isDemoUser"].as_bool()), (StatusCode::OK, Some(true)));
}

#[tokio::test]
async fn threat_06_nothing_redirects_and_no_token_is_taken_from_an_address() {
    let world = World::new().await;
    world.user("ada", Role::Admin).await;
    let secret = world.token("ada", "ci", &[catalog::Scope::Admin]).await;
    for path in ["/login?next=https://evil.example", "/login?next=//evil.example", "/api/session?next=//evil.example"] {
        let reply = world.anonymous().get(path).await;
        assert!(!reply.status.is_redirection() && !reply.headers.contains_key(header::LOCATION), "{path}");
    }
    for name in ["token", "access_token", "api_key"] {
        let path = format!("/metrics?{name}={}", secret.expose_secret());
        assert_eq!(world.anonymous().get(&path).await.status, StatusCode::UNAUTHORIZED);
    }
}

const SESSIONS: &str = "{ sessions(everybody: true) { nodes { id name address agent isCurrent } } }";

#[tokio::test]
async fn d11_admin_sees_who_is_signed_in_and_ends_a_session_at_once() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    world.user("vera", Role::Viewer).await;
    let there = world.anonymous().with("user-agent", "Mozilla/5.0 (X11)");
    let reply = there.post("/api/session", &json!({ "name": "vera", "password": PASSWORD })).await;
    let vera = world.anonymous().with("cookie", &reply.cookie());
    let listed = ada.run(SESSIONS).await["data"]["sessions"]["nodes"].clone();
    let session = listed.as_array().unwrap().iter().find(|session| session["name"] == "vera").unwrap();
    assert_eq!((&session["address"], &session["agent"]), (&json!("127.0.0.1"), &json!("Mozilla/5.0 (X11)")));
    assert_eq!(listed.as_array().unwrap().iter().filter(|session| session["isCurrent"] == true).count(), 1);
    let cookie = vera.header("cookie");
    assert!(!listed.to_string().contains(cookie.split_once('=').unwrap().1), "no secret is told");

    let kick = format!("mutation {{ endSession(id: {}) }}", session["id"]);
    assert_eq!(ada.run(&kick).await["data"]["endSession"], true);
    assert_eq!(vera.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(code(&ada.run(&kick).await), "NOT_FOUND", "it has ended");
    assert_eq!(ada.get("/api/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn d11_everybody_ends_their_own_sessions_and_nobody_elses() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    world.user("vera", Role::Editor).await;
    let (laptop, phone) = (world.sign_in("vera").await, world.sign_in("vera").await);
    let vera = world.program("vera", &[Scope::Admin]).await;
    assert_eq!(code(&vera.run(SESSIONS).await), "FORBIDDEN");
    let all = ada.run(SESSIONS).await["data"]["sessions"]["nodes"].clone();
    let hers = all.as_array().unwrap().iter().find(|session| session["name"] == "ada").unwrap();
    let kick = format!("mutation {{ endSession(id: {}) }}", hers["id"]);
    assert_eq!(code(&vera.run(&kick).await), "NOT_FOUND");
    let theirs = world.app.access().user_named(&Viewer::system(), "ada").await.unwrap().id;
    let theirs = format!("mutation {{ endSessions(user: \"{}\") }}", theirs.0);
    assert_eq!(code(&vera.run(&theirs).await), "FORBIDDEN");
    assert_eq!(ada.get("/api/session").await.status, StatusCode::OK);

    let mine = vera.run("{ sessions { nodes { name } } }").await["data"]["sessions"]["nodes"].clone();
    assert_eq!(mine, json!([{ "name": "vera" }, { "name": "vera" }]));
    assert_eq!(vera.run("mutation { endSessions }").await["data"]["endSessions"], 2);
    for client in [laptop, phone] {
        assert_eq!(client.get("/api/session").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn d11_sessions_come_in_pages_without_gaps() {
    let world = World::new().await;
    let ada = world.browser("ada", Role::Admin).await;
    for _ in 0..4 {
        world.sign_in("ada").await;
    }
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), String::new());
    loop {
        let query =
            format!("{{ sessions(first: 2{after}) {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}");
        let page = ada.run(&query).await["data"]["sessions"].clone();
        for session in page["nodes"].as_array().unwrap() {
            assert!(seen.insert(session["id"].as_str().unwrap().to_owned()), "none twice");
        }
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
    assert_eq!(seen.len(), 5);
    assert_eq!(ada.run("mutation { endSessions }").await["data"]["endSessions"], 4, "all but this one");
    assert_eq!(ada.get("/api/session").await.status, StatusCode::OK);
}
