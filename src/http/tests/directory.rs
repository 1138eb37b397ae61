//! Signing in with a real directory.

use axum::http::StatusCode;
use catalog::Role;
use serde_json::json;

use super::support::{PASSWORD, Reply, World};
use crate::config::identity;

fn settings(url: &str, more: &str) -> String {
    format!(
        "[identity.office]\nkind = \"ldap\"\nurl = \"{url}\"\ncreate_accounts = true\n\
         bind_dn = \"cn=admin,dc=example,dc=com\"\nbind_password = \"admin\"\n\
         user_base = \"ou=people,dc=example,dc=com\"\ngroup_base = \"ou=groups,dc=example,dc=com\"\n{more}"
    )
}

async fn world(text: &str) -> World {
    let providers = identity::for_test(text);
    World::with(|config| config.identity = providers).await
}

async fn sign_in(world: &World, name: &str, password: &str) -> Reply {
    world.anonymous().post("/api/session", &json!({ "name": name, "password": password })).await
}

#[tokio::test]
async fn i10_directory_signs_people_in_and_tells_their_groups() {
    let directory = testkit::directory();
    let world = world(&settings(&directory.url(), "")).await;
    let reply = sign_in(&world, "anna", "secret").await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.json()["user"]["displayName"], "Anna Novak");
    assert_eq!(reply.json()["user"]["role"], "VIEWER");
    let anna = world.anonymous().with("cookie", &reply.cookie());
    assert_eq!(anna.get("/api/session").await.status, StatusCode::OK);
    let program = world.program("anna", &[catalog::Scope::Read]).await;
    let mine = program.run("{ externalGroups { origin name } identities { provider email } }").await;
    let expected = json!({ "externalGroups": [{ "origin": "ldap:office", "name": "data" }],
        "identities": [{ "provider": "ldap:office", "email": "anna@example.com" }] });
    assert_eq!(mine["data"], expected, "{mine}");
    assert_eq!(sign_in(&world, "ANNA", "secret").await.json()["user"]["id"], reply.json()["user"]["id"]);
    assert_eq!(sign_in(&world, "boris", "wrong").await.status, StatusCode::UNAUTHORIZED);
    let choices = world.anonymous().get("/api/sign-in").await.json();
    assert_eq!(
        choices["providers"],
        json!([{ "name": "office", "title": "office", "kind": "password", "isUsable": true }])
    );
}

#[tokio::test]
async fn threat_09_what_is_typed_never_becomes_a_filter_and_nothing_is_no_password() {
    let directory = testkit::directory();
    let world = world(&settings(&directory.url(), "")).await;
    for name in ["*", "an*", "anna)(uid=*", "anna)(|(uid=*", "\\61nna", "anna\0", "uid=anna,ou=people", ""] {
        let status = sign_in(&world, name, "secret").await.status;
        assert!(matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS), "{name:?}: {status}");
    }
    world.clock.advance(chrono::Duration::hours(1));
    assert_eq!(sign_in(&world, "anna", "").await.status, StatusCode::UNAUTHORIZED, "an empty password is none");
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::OK);
}

#[tokio::test]
async fn i10_encrypted_directory_is_trusted_by_its_authority_only() {
    let directory = testkit::directory();
    let trust = format!("ca_file = \"{}\"\n", directory.authority().display());
    let encrypted = [(directory.tls_url(), trust.clone()), (directory.url(), format!("{trust}start_tls = true\n"))];
    for (url, more) in encrypted {
        let world = world(&settings(&url, &more)).await;
        assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::OK, "{url}");
    }
    let stranger = world(&settings(&directory.tls_url(), "")).await;
    let reply = sign_in(&stranger, "anna", "secret").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{}", reply.text());
    let problems = stranger.app.access().examine_providers().await;
    assert!(problems[0].problem.is_some());
}

#[tokio::test]
async fn threat_04_directory_that_is_away_lets_nobody_in_and_leaves_local_accounts_alone() {
    let mut directory = testkit::directory();
    let world = world(&settings(&directory.url(), "")).await;
    world.user("root", Role::Admin).await;
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::OK);
    directory.stop();
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(sign_in(&world, "root", PASSWORD).await.status, StatusCode::OK);
    directory.start();
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::OK);
}

#[tokio::test]
async fn threat_04_directory_does_not_overrule_a_local_password_nor_open_a_disabled_account() {
    let directory = testkit::directory();
    let world = world(&settings(&directory.url(), "")).await;
    world.user("boris", Role::Admin).await;
    assert_eq!(sign_in(&world, "boris", "secret").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&world, "boris", PASSWORD).await.status, StatusCode::OK);
    let anna = sign_in(&world, "anna", "secret").await.json()["user"]["id"].as_str().unwrap().parse().unwrap();
    let change = crate::access::UserChange { is_disabled: Some(true), ..Default::default() };
    world.app.access().update_user(&catalog::Viewer::system(), anna, change).await.unwrap();
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::UNAUTHORIZED);
    let twin = settings(&directory.url(), "user_filter = \"(cn={name})\"\n");
    let ambiguous = self::world(&twin).await;
    assert_eq!(sign_in(&ambiguous, "Twin", "secret").await.status, StatusCode::UNAUTHORIZED, "two go by that name");
}

#[tokio::test]
async fn i10_required_group_is_asked_for_at_every_sign_in() {
    let directory = testkit::directory();
    let world = world(&settings(&directory.url(), "required_group = \"data\"\n")).await;
    assert_eq!(sign_in(&world, "anna", "secret").await.status, StatusCode::OK);
    assert_eq!(sign_in(&world, "boris", "secret").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn i10_group_of_a_directory_feeds_a_team_and_a_role_until_it_does_no_more() {
    let directory = testkit::directory();
    let world = world(&settings(&directory.url(), "")).await;
    world.user("root", Role::Admin).await;
    let root = world.program("root", &[catalog::Scope::Admin]).await;
    let save_team = "mutation { saveTeam(input: { name: \"Data\", fedBy: [\" ldap:office/DATA \"] }) { id fedBy members { name } } }";
    let team = root.run(save_team).await;
    assert_eq!(team["data"]["saveTeam"]["fedBy"], json!(["ldap:office/DATA"]), "{team}");
    let save_role =
        "mutation { saveRole(input: { name: \"reader\", level: 5, scope: ALL, permits: [READ_CATALOG, READ_AUDIT],
        fedBy: [\"ldap:office/data\"] }) { id people } }";
    let role = root.run(save_role).await["data"]["saveRole"]["id"].as_str().unwrap().to_owned();
    let anna = sign_in(&world, "anna", "secret").await;
    assert_eq!(anna.json()["user"]["role"], "VIEWER", "{}", anna.text());
    let anna = world.program("anna", &[catalog::Scope::Admin]).await;
    sign_in(&world, "boris", "secret").await;
    let boris = world.program("boris", &[catalog::Scope::Admin]).await;
    let ask = json!({ "query": "{ auditLog(first: 1) { nodes { result } } }" });
    let may = async |who: &super::support::Client| who.post("/graphql", &ask).await.json()["errors"].is_null();
    assert!(may(&anna).await && !may(&boris).await, "whoever is in the group has the role");
    let organisation =
        "{ organisation { teams { name members { name } fed { name } } roles { name people fed { name } } } }";
    let seen = root.run(organisation).await["data"]["organisation"].clone();
    let reader = seen["roles"].as_array().unwrap().iter().find(|role| role["name"] == "reader").unwrap().clone();
    let expected = json!({ "name": "reader", "people": 1, "fed": [{ "name": "anna" }] });
    assert_eq!((&reader, &seen["teams"][0]["fed"]), (&expected, &json!([{ "name": "anna" }])));
    assert_eq!(seen["teams"][0]["members"], json!([]), "nobody becomes a member of their own by it");
    let found = root.run("{ outsideGroups(text: \"DAT\") }").await;
    assert_eq!(found["data"]["outsideGroups"], json!(["ldap:office/data"]));
    let refused = root.run("mutation { saveTeam(input: { name: \"X\", fedBy: [\"data\"] }) { id } }").await;
    assert_eq!(refused["errors"][0]["extensions"]["field"], "fedBy", "{refused}");
    assert!(boris.run("{ outsideGroups }").await["errors"][0]["extensions"]["code"] == "FORBIDDEN");
    let end = format!(
        "mutation {{ saveRole(input: {{ id: \"{role}\", name: \"reader\", level: 5, scope: ALL, permits: [READ_CATALOG, READ_AUDIT], fedBy: [] }}) {{ people }} }}"
    );
    assert_eq!(root.run(&end).await["data"]["saveRole"]["people"], json!(0));
    assert!(!may(&anna).await, "what the group gave is gone at the next request");
}
