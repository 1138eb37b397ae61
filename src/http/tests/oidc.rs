//! Signing in with a provider of OpenID Connect: a real one, and one that lies.

mod hostile;

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use catalog::{Clock, Role, Scope, Viewer};
use serde_json::{Value, json};
use url::Url;

use self::hostile::{Hostile, Key};
use super::support::{Client, HOST, Reply, World};
use crate::config::identity;

const BACK: &str = "http://127.0.0.1:7878/api/sign-in/corp/callback";

fn settings(issuer: &str, more: &str) -> String {
    format!(
        "[identity.corp]\nkind = \"oidc\"\ntitle = \"Corp\"\nissuer = \"{issuer}\"\nclient_id = \"cadastre\"\n{more}"
    )
}

async fn world(text: &str) -> World {
    let providers = identity::for_test(text);
    World::with(|config| {
        config.identity = providers;
        config.server.public_url = Some(format!("http://{HOST}").parse().unwrap());
    })
    .await
}

/// A browser on its way: where it was sent, and the cookie it keeps meanwhile.
struct Away {
    address: Url,
    browser: Client,
}

impl Away {
    async fn begin(world: &World, next: &str) -> Self {
        let reply = world.anonymous().get(&format!("/api/sign-in/corp?next={next}")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
        let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=600"));
        let browser = world.anonymous().with("cookie", &reply.cookie());
        Self { address: location(&reply).parse().unwrap(), browser }
    }

    fn asked(&self, name: &str) -> String {
        self.address.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned()
    }

    async fn come_back(&self, more: &str) -> Reply {
        self.browser.get(&format!("/api/sign-in/corp/callback?state={}{more}", self.asked("state"))).await
    }
}

fn location(reply: &Reply) -> &str {
    reply.headers[header::LOCATION].to_str().unwrap()
}

/// Goes through the pages of a real provider as `name` and answers where it sends the browser in the end.
async fn go_through(away: &Url, name: &str) -> Url {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut cookies: BTreeMap<String, String> = BTreeMap::new();
    let (mut address, mut form): (Url, Option<String>) = (away.clone(), None);
    for _ in 0..20 {
        let request = match form.take() {
            Some(form) => client
                .post(address.clone())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form),
            None => client.get(address.clone()),
        };
        let jar = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let reply = request.header(header::COOKIE, jar).send().await.unwrap();
        for cookie in reply.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
        if let Some(next) = reply.headers().get(header::LOCATION) {
            address = address.join(next.to_str().unwrap()).unwrap();
            if address.as_str().starts_with(BACK) {
                return address;
            }
            continue;
        }
        let page = reply.text().await.unwrap();
        let action = page.split("action=\"").nth(1).unwrap_or_else(|| panic!("{page}")).split('"').next().unwrap();
        address = address.join(action).unwrap();
        let is_login = page.contains("name=\"login\"");
        form = Some(if is_login { format!("prompt=login&login={name}&password=x") } else { "prompt=consent".into() });
    }
    panic!("the provider does not come to an end");
}

/// A world that signs in with a real provider, at this time: its tokens are of now.
async fn real(more: &str) -> (testkit::OidcProvider, World) {
    let provider = testkit::oidc_provider(BACK);
    let secret = format!("client_secret = \"{}\"\n{more}", provider.client_secret());
    let world = world(&settings(provider.issuer(), &secret)).await;
    world.clock.advance(Clock::System.now() - world.clock.now());
    (provider, world)
}

async fn sign_in_as(world: &World, name: &str) -> (Away, Url, Reply) {
    let away = Away::begin(world, "/search?q=orders").await;
    let back = go_through(&away.address, name).await;
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let reply = away.browser.get(&path).await;
    (away, back, reply)
}

#[tokio::test]
async fn i10_real_provider_signs_somebody_in_who_gets_an_account_by_rule() {
    let (_provider, world) = real("create_accounts = true\nrole = \"editor\"\n").await;
    let (away, _, reply) = sign_in_as(&world, "anna").await;
    assert_eq!((reply.status, location(&reply)), (StatusCode::SEE_OTHER, "/search?q=orders"));
    assert_eq!((away.asked("response_type"), away.asked("code_challenge_method")), ("code".into(), "S256".into()));
    let anna = world.anonymous().with("cookie", &reply.cookie());
    let user = anna.get("/api/session").await.json()["user"].clone();
    assert_eq!(
        (&user["name"], &user["displayName"], &user["role"]),
        (&json!("anna"), &json!("anna of Example"), &json!("EDITOR"))
    );
    let (_, _, again) = sign_in_as(&world, "anna").await;
    let again = world.anonymous().with("cookie", &again.cookie());
    assert_eq!(again.get("/api/session").await.json()["user"]["id"], user["id"], "the same account");
    let program = world.program("anna", &[Scope::Read]).await;
    let told = program.run("{ externalGroups { origin name } identities { provider subject email } }").await;
    let expected = json!({
        "externalGroups": [{ "origin": "oidc:corp", "name": "data" }, { "origin": "oidc:corp", "name": "团队" }],
        "identities": [{ "provider": "oidc:corp", "subject": "anna", "email": "anna@example.com" }],
    });
    assert_eq!(told["data"], expected, "{told}");
}

/// Lets a real provider say from now on that somebody is in these groups.
async fn set_groups(provider: &testkit::OidcProvider, name: &str, groups: &[&str]) {
    let address = format!("{}/people/{name}/groups", provider.issuer());
    let told = reqwest::Client::new().put(address).body(json!(groups).to_string()).send().await.unwrap();
    assert_eq!(told.status(), 204);
}

#[tokio::test]
async fn i10_group_of_a_provider_gives_a_team_and_a_role_at_sign_in_and_takes_them_at_the_next() {
    let (provider, world) = real("create_accounts = true\n").await;
    world.user("root", Role::Admin).await;
    let root = world.program("root", &[Scope::Admin]).await;
    let team = "mutation { saveTeam(input: { name: \"Data\", fedBy: [\"oidc:corp/DATA\"] }) { id } }";
    assert!(root.run(team).await["errors"].is_null());
    let role =
        "mutation { saveRole(input: { name: \"reader\", level: 5, scope: ALL, permits: [READ_CATALOG, READ_AUDIT],
        fedBy: [\"oidc:corp/团队\"] }) { id } }";
    assert!(root.run(role).await["errors"].is_null());
    set_groups(&provider, "boris", &["others"]).await;
    sign_in_as(&world, "anna").await;
    sign_in_as(&world, "boris").await;
    let (anna, boris) = (world.program("anna", &[Scope::Admin]).await, world.program("boris", &[Scope::Admin]).await);
    let ask = json!({ "query": "{ auditLog(first: 1) { nodes { result } } }" });
    let may = async |who: &Client| who.post("/graphql", &ask).await.json()["errors"].is_null();
    let fed = async || {
        let seen = root.run("{ organisation { teams { name fed { name } } roles { name fed { name } } } }").await;
        let organisation = &seen["data"]["organisation"];
        let of = |list: &str, name: &str| {
            let found = organisation[list].as_array().unwrap().iter().find(|one| one["name"] == name);
            found.unwrap_or_else(|| panic!("{seen}"))["fed"].clone()
        };
        (of("teams", "Data"), of("roles", "reader"))
    };
    let both = json!([{ "name": "anna" }]);
    assert!(may(&anna).await && !may(&boris).await, "whoever is in the group has the role");
    assert_eq!(fed().await, (both.clone(), both.clone()));

    // Leaving one group and joining another counts when they sign in again, and not before.
    set_groups(&provider, "anna", &["data"]).await;
    assert!(may(&anna).await, "the provider is asked at sign-in only");
    sign_in_as(&world, "anna").await;
    assert!(!may(&anna).await, "out of the group, out of the role");
    assert_eq!(fed().await, (both.clone(), json!([])), "the other group is as it was");
    set_groups(&provider, "anna", &[]).await;
    sign_in_as(&world, "anna").await;
    assert_eq!(fed().await, (json!([]), json!([])));
    set_groups(&provider, "boris", &["团队"]).await;
    sign_in_as(&world, "boris").await;
    assert!(may(&boris).await && !may(&anna).await);
}

#[tokio::test]
async fn threat_07_state_and_code_are_good_once_and_only_in_the_browser_that_began() {
    let (_provider, world) = real("create_accounts = true\n").await;
    let (away, back, reply) = sign_in_as(&world, "anna").await;
    assert_eq!(location(&reply), "/search?q=orders");
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let again = away.browser.get(&path).await;
    assert_eq!(location(&again), "/login?failed=over", "the state is used up");

    let away = Away::begin(&world, "/").await;
    let back = go_through(&away.address, "anna").await;
    let path = format!("{}?{}", back.path(), back.query().unwrap());
    let thief = Away::begin(&world, "/").await;
    assert_eq!(location(&thief.browser.get(&path).await), "/login?failed=over", "another browser");
    assert_eq!(location(&away.browser.get(&path).await), "/login?failed=over", "and the state is gone");

    // A code of one sign-in in the answer of another: the proof key does not fit.
    let (first, second) = (Away::begin(&world, "/").await, Away::begin(&world, "/").await);
    let back = go_through(&first.address, "anna").await;
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let issuer: String = url::form_urlencoded::byte_serialize(_provider.issuer().as_bytes()).collect();
    let mixed = second.come_back(&format!("&code={code}&iss={issuer}")).await;
    assert_eq!(location(&mixed), "/login?failed=proof");

    let late = Away::begin(&world, "/").await;
    world.clock.advance(chrono::Duration::minutes(11));
    assert_eq!(location(&late.come_back("&code=x").await), "/login?failed=over");
}

#[tokio::test]
async fn i10_only_a_verified_address_links_to_an_account_and_a_name_never_does() {
    let (_provider, world) = real("").await;
    let set = async |name: &str| {
        let user = world.user(name, Role::Editor).await;
        let email = Some(format!("{name}@EXAMPLE.com"));
        let change = crate::access::UserChange { email, ..Default::default() };
        world.app.access().update_user(&Viewer::system(), user.id, change).await.unwrap();
        user.id.to_string()
    };
    let (anna, _) = (set("anna").await, set("unverified").await);
    world.user("boris", Role::Admin).await;
    let (_, _, reply) = sign_in_as(&world, "anna").await;
    let session = world.anonymous().with("cookie", &reply.cookie());
    assert_eq!(session.get("/api/session").await.json()["user"]["id"], anna);
    for name in ["unverified", "boris", "nobody"] {
        let (_, _, reply) = sign_in_as(&world, name).await;
        assert_eq!(location(&reply), "/login?failed=account", "{name}");
        assert!(
            reply
                .headers
                .get_all(header::SET_COOKIE)
                .iter()
                .all(|cookie| !cookie.to_str().unwrap().starts_with("cadastre="))
        );
    }
    let log =
        world.program("boris", &[Scope::Admin]).await.run("{ auditLog { nodes { actor operation result } } }").await;
    let rows = log["data"]["auditLog"]["nodes"].as_array().unwrap().clone();
    let results: Vec<&Value> = rows.iter().map(|row| &row["result"]).collect();
    assert_eq!(results, ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "OK"]);
}

#[tokio::test]
async fn threat_04_provider_that_is_wrong_or_away_lets_nobody_in_and_the_server_starts() {
    for (text, word) in [
        (settings("http://127.0.0.1:1", ""), "unavailable"),
        (settings("https://idp.example", "isuer = \"x\""), "unavailable"),
        (settings("http://169.254.169.254", ""), "unavailable"),
    ] {
        let world = world(&text).await;
        let reply = world.anonymous().get("/api/sign-in/corp").await;
        assert_eq!((reply.status, location(&reply)), (StatusCode::SEE_OTHER, &*format!("/login?failed={word}")));
        assert!(world.app.access().examine_providers().await[0].problem.is_some());
        assert_eq!(world.anonymous().get("/readyz").await.status, StatusCode::OK);
    }
    let lying = Hostile::start().await;
    lying.say("issuer", json!("https://another.example"));
    let world = world(&settings(&lying.issuer, "")).await;
    assert_eq!(location(&world.anonymous().get("/api/sign-in/corp").await), "/login?failed=unavailable");
    assert_eq!(location(&world.anonymous().get("/api/sign-in/other").await), "/login?failed=unavailable");
}

/// A world with a provider that says what a test tells it.
async fn lying() -> (Hostile, World) {
    let hostile = Hostile::start().await;
    let world = world(&settings(&hostile.issuer, "create_accounts = true\n")).await;
    (hostile, world)
}

/// What comes of a token that says `claims` beside the usual ones, made by `sign`.
async fn outcome(
    hostile: &Hostile,
    world: &World,
    claims: Value,
    sign: impl FnOnce(&Hostile, &Value) -> String,
) -> String {
    let away = Away::begin(world, "/").await;
    let now = world.clock.now().timestamp();
    let mut payload = json!({ "iss": hostile.issuer, "aud": "cadastre", "sub": "anna", "iat": now, "exp": now + 300,
        "nonce": away.asked("nonce"), "preferred_username": "anna" });
    for (name, value) in claims.as_object().unwrap() {
        payload[name] = value.clone();
    }
    hostile.answer(sign(hostile, &payload));
    let reply = away.come_back("&code=c").await;
    world.clock.advance(chrono::Duration::seconds(30));
    location(&reply).to_owned()
}

#[tokio::test]
async fn threat_02_token_that_does_not_hold_lets_nobody_in() {
    let (hostile, world) = lying().await;
    let now = world.clock.now().timestamp();
    let good = |hostile: &Hostile, payload: &Value| hostile.signed(Key::Edwards, payload);
    assert_eq!(outcome(&hostile, &world, json!({}), good).await, "/", "the usual token holds");
    assert_eq!(outcome(&hostile, &world, json!({}), |hostile, payload| hostile.signed(Key::Rsa, payload)).await, "/");
    let wrong = [
        json!({ "iss": "https://another.example" }),
        json!({ "aud": "another" }),
        json!({ "aud": ["cadastre", "another"] }),
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "sub": "" }),
        json!({ "exp": now - 600 }),
        json!({ "nbf": now + 6_000 }),
        json!({ "iat": now + 6_000 }),
        json!({ "iat": now - 6_000 }),
    ];
    for claims in wrong {
        let word = outcome(&hostile, &world, claims.clone(), good).await;
        assert!(word.starts_with("/login?failed="), "{claims}: {word}");
    }
    type Sign = fn(&Hostile, &Value) -> String;
    let forgeries: [(&str, Sign); 8] = [
        ("none", |hostile, payload| hostile.unsigned("none", payload)),
        ("NoNe", |hostile, payload| hostile.unsigned("NoNe", payload)),
        ("HS256 with the public key", |hostile, payload| hostile.confused(payload)),
        ("empty signature", |hostile, payload| {
            let token = hostile.signed(Key::Edwards, payload);
            format!("{}.", token.rsplit_once('.').unwrap().0)
        }),
        ("changed payload", |hostile, payload| {
            let (token, other) =
                (hostile.signed(Key::Edwards, payload), hostile.unsigned("EdDSA", &json!({ "sub": "root" })));
            let parts: Vec<&str> = token.split('.').collect();
            format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2])
        }),
        ("unknown key", |hostile, payload| hostile.signed(Key::Stranger, payload)),
        ("no token", |_, _| "not.a.token".into()),
        ("2 MB", |hostile, payload| {
            format!("{}{}", hostile.signed(Key::Edwards, payload), "A".repeat(2 * 1024 * 1024))
        }),
    ];
    for (name, sign) in forgeries {
        let word = outcome(&hostile, &world, json!({}), sign).await;
        assert!(word.starts_with("/login?failed="), "{name}: {word}");
    }
    let users = world.app.access().users(&Viewer::system(), &catalog::PageRequest::first(9)).await.unwrap();
    assert_eq!(users.items.len(), 1, "only the usual token made an account");
}

#[tokio::test]
async fn threat_02_new_key_of_the_provider_is_fetched_and_an_old_one_forgotten() {
    let (hostile, world) = lying().await;
    let with = |key: Key| move |hostile: &Hostile, payload: &Value| hostile.signed(key, payload);
    assert_eq!(outcome(&hostile, &world, json!({}), with(Key::Edwards)).await, "/");
    hostile.rotate();
    assert_eq!(outcome(&hostile, &world, json!({}), with(Key::Stranger)).await, "/", "the new key");
    let word = outcome(&hostile, &world, json!({}), with(Key::Edwards)).await;
    assert!(word.starts_with("/login?failed="), "the old key: {word}");
}

#[tokio::test]
async fn threat_07_answer_of_another_issuer_is_refused() {
    let (hostile, world) = lying().await;
    let away = Away::begin(&world, "/").await;
    assert_eq!(location(&away.come_back("&code=c&iss=https%3A%2F%2Fanother.example").await), "/login?failed=proof");
    hostile.say("authorization_response_iss_parameter_supported", json!(true));
    world.clock.advance(chrono::Duration::hours(2));
    let away = Away::begin(&world, "/").await;
    assert_eq!(location(&away.come_back("&code=c").await), "/login?failed=proof", "it tells its issuer, but did not");
    let away = Away::begin(&world, "/").await;
    assert_eq!(location(&away.come_back("&error=access_denied").await), "/login?failed=proof");
}

#[tokio::test]
async fn threat_06_nobody_is_sent_elsewhere_after_signing_in() {
    let (hostile, world) = lying().await;
    for next in ["https://evil.example", "//evil.example", "%2F%2Fevil.example", "/api/session", "/%5Cevil.example"] {
        let away = Away::begin(&world, next).await;
        let now = world.clock.now().timestamp();
        hostile.answer(hostile.signed(
            Key::Edwards,
            &json!({ "iss": hostile.issuer, "aud": "cadastre", "sub": "anna", "iat": now, "exp": now + 300, "nonce": away.asked("nonce") }),
        ));
        assert_eq!(location(&away.come_back("&code=c").await), "/", "{next}");
        world.clock.advance(chrono::Duration::seconds(30));
    }
}
