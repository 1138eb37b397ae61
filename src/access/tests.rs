//! The tables of access, on SQLite and on PostgreSQL alike.

use catalog::{Clock, PageRequest, Role, Scope, Viewer};
use chrono::DateTime;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    Client, Credential, NewToken, NewUser, UserChange,
    identity::{External, Rule},
    provision::{GroupState, ProvisionedState},
};
use crate::{
    app::{App, Purpose},
    config::Config,
};

const PASSWORD: &str = "correct horse battery";

/// An application on one of the engines, with what has to outlive it.
struct World {
    app: App,
    _directory: tempfile::TempDir,
    _database: Option<testkit::TestDatabase>,
}

async fn world(database: Option<testkit::TestDatabase>) -> World {
    let directory = tempfile::tempdir().unwrap();
    let mut config = Config::for_directory(directory.path());
    config.database = database.as_ref().map(|database| SecretString::from(database.url()));
    let clock = Clock::fixed(DateTime::from_timestamp(1_760_000_000, 0).unwrap());
    let app = App::open_at(config, Purpose::Command, clock).await.unwrap();
    World { app, _directory: directory, _database: database }
}

/// Runs each check on both engines.
macro_rules! on_both_engines {
    ($($check:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $check() { super::$check(super::world(None).await).await; })*
        }
        mod on_postgres {
            $(#[tokio::test] async fn $check() {
                let database = testkit::postgres_database().await;
                super::$check(super::world(Some(database)).await).await;
            })*
        }
    };
}

on_both_engines! {
    users_are_listed_by_name_in_pages_without_gap_or_repeat,
    name_is_taken_whatever_its_case,
    people_are_found_by_the_beginning_of_either_name_and_signs_mean_themselves,
    session_is_found_until_it_is_ended,
    token_is_found_with_its_scopes_and_sources_until_it_is_revoked,
    first_administrator_is_made_once,
    account_changes_are_kept,
    i10_identity_stays_with_its_account_and_groups_follow_what_is_told,
    i10_rule_settles_who_gets_an_account,
    threat_07_state_of_a_sign_in_is_taken_once,
    threat_08_ended_account_leaves_name_address_and_groups_free,
    threat_13_tokens_of_all_come_in_pages,
}

async fn make(world: &World, name: &str, display_name: &str) -> super::User {
    let new =
        NewUser { name: name.into(), display_name: display_name.into(), password: PASSWORD.into(), role: Role::Admin };
    world.app.access().create_user(&Viewer::system(), new).await.unwrap()
}

async fn users_are_listed_by_name_in_pages_without_gap_or_repeat(world: World) {
    for name in ["eve", "Ada", "bob", "王", "dan"] {
        make(&world, name, "").await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest::new(2, after).unwrap();
        let page = world.app.access().users(&Viewer::system(), &request).await.unwrap();
        after = page.next().map(str::to_owned);
        seen.extend(page.items.into_iter().map(|(_, user)| user.name));
        if after.is_none() {
            break;
        }
        if seen.len() == 2 {
            // Made while somebody leafs through: it is behind the cursor, so it is neither shown nor does it shift others.
            make(&world, "aaa", "").await;
        }
    }
    assert_eq!(seen, ["Ada", "bob", "dan", "eve", "王"]);
}

async fn name_is_taken_whatever_its_case(world: World) {
    make(&world, "Ada", "").await;
    let new =
        NewUser { name: "aDA".into(), display_name: String::new(), password: PASSWORD.into(), role: Role::Viewer };
    let error = world.app.access().create_user(&Viewer::system(), new).await.unwrap_err();
    assert_eq!(error.to_string(), "there is a user `aDA` already");
    assert_eq!(catalog::Fault::kind(&error), catalog::ErrorKind::Conflict);
}

async fn people_are_found_by_the_beginning_of_either_name_and_signs_mean_themselves(world: World) {
    make(&world, "ada", "Countess").await;
    make(&world, "a_b", "100%").await;
    make(&world, "axb", "x").await;
    let found = async |text: &str| -> Vec<String> {
        let people = world.app.access().people(&Viewer::system(), text, 10).await.unwrap();
        people.into_iter().map(|user| user.name).collect()
    };
    assert_eq!(found("a").await, ["a_b", "ada", "axb"]);
    assert_eq!(found("A_").await, ["a_b"]);
    assert_eq!(found("count").await, ["ada"]);
    assert_eq!(found("100%").await, ["a_b"]);
    assert!(found("%").await.is_empty());
    assert!(found("\\").await.is_empty());
    assert!(found("' OR 1=1 --").await.is_empty());
}

async fn session_is_found_until_it_is_ended(world: World) {
    make(&world, "ada", "").await;
    let access = world.app.access();
    let signed_in = access.sign_in("ADA", PASSWORD.into(), Client::default()).await.unwrap();
    let found = access.session(signed_in.secret.expose_secret()).await.unwrap().unwrap();
    assert_eq!(found, signed_in.caller);
    assert!(access.session("other").await.unwrap().is_none());
    access.sign_out(&found).await.unwrap();
    assert!(access.session(signed_in.secret.expose_secret()).await.unwrap().is_none());
    assert!(access.recheck(&found).await.unwrap().is_none());
}

async fn token_is_found_with_its_scopes_and_sources_until_it_is_revoked(world: World) {
    let ada = make(&world, "ada", "").await;
    let access = world.app.access();
    let sources = std::collections::BTreeSet::from([catalog::SourceId::new()]);
    let new = NewToken {
        name: "ci".into(),
        scopes: [Scope::Read, Scope::Crawl].into(),
        sources: Some(sources.clone()),
        expires_at: None,
    };
    let viewer = Viewer::person(ada.id, "ada", Role::Admin);
    let (token, secret) = access.create_token(&viewer, None, new.clone()).await.unwrap();
    let again = access.create_token(&viewer, None, new).await.unwrap_err();
    assert_eq!(again.to_string(), "there is a token `ci` already");
    let caller = access.token(secret.expose_secret()).await.unwrap().unwrap();
    assert_eq!(caller.viewer.scopes, Some([Scope::Read, Scope::Crawl].into()));
    assert_eq!(caller.viewer.sees, catalog::Visibility::Sources(sources));
    assert!(matches!(caller.credential, Credential::Token { .. }));
    assert_eq!(access.tokens(&viewer).await.unwrap()[0].id, token.id);
    access.revoke_token(&viewer, token.id).await.unwrap();
    assert!(access.token(secret.expose_secret()).await.unwrap().is_none());
    assert!(access.revoke_token(&viewer, token.id).await.is_err());
}

async fn first_administrator_is_made_once(world: World) {
    let access = world.app.access();
    let secret = access.begin_setup().await.unwrap().unwrap();
    let new = |name: &str| NewUser {
        name: name.into(),
        display_name: String::new(),
        password: PASSWORD.into(),
        role: Role::Viewer,
    };
    let (one, other) = tokio::join!(
        access.set_up(&secret, new("ada"), Client::default()),
        access.set_up(&secret, new("eve"), Client::default()),
    );
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|made| **made).count(), 1);
    let users = access.users(&Viewer::system(), &PageRequest::first(10)).await.unwrap();
    assert_eq!(users.items.len(), 1);
    assert_eq!(users.items[0].1.role, Role::Admin);
}

async fn account_changes_are_kept(world: World) {
    let (ada, _bob) = (make(&world, "ada", "").await, make(&world, "bob", "").await);
    let change = UserChange {
        display_name: Some("艾达".into()),
        password: Some("another good one".into()),
        role: Some(Role::Editor),
        is_disabled: None,
        ..UserChange::default()
    };
    let access = world.app.access();
    let changed = access.update_user(&Viewer::system(), ada.id, change).await.unwrap();
    assert_eq!((changed.display_name.as_str(), changed.role), ("艾达", Role::Editor));
    assert!(access.sign_in("ada", PASSWORD.into(), Client::default()).await.is_err());
    let signed_in = access.sign_in("ada", "another good one".into(), Client::default()).await.unwrap();
    assert_eq!(signed_in.caller.viewer.role, Some(Role::Editor));
    assert!(access.user_named(&Viewer::system(), "ada").await.unwrap().last_sign_in_at.is_some());
}

fn external(subject: &str, email: Option<&str>, groups: &[&str]) -> External {
    External {
        provider: "oidc:corp".into(),
        subject: subject.into(),
        name: subject.into(),
        display_name: format!("{subject} of Corp"),
        verified_email: email.map(str::to_owned),
        groups: Some(groups.iter().map(|group| (*group).to_owned()).collect()),
    }
}

const OPEN: Rule = Rule {
    links_by_email: true,
    creates_accounts: true,
    email_domains: Vec::new(),
    required_group: None,
    role: Role::Viewer,
};

async fn groups_of(world: &World, user: uuid::Uuid) -> Vec<String> {
    let rows = super::store::group::of_user(world.app.database().read(), user, None).await.unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn i10_identity_stays_with_its_account_and_groups_follow_what_is_told(world: World) {
    let access = world.app.access();
    let first =
        access.account_of(&external("ada", Some("ada@corp.example"), &["data", "团队", "DATA"]), &OPEN).await.unwrap();
    assert_eq!(groups_of(&world, first.id).await.len(), 2, "names that differ in case are one");
    let again = access.account_of(&external("ada", None, &["团队", "new"]), &OPEN).await.unwrap();
    assert_eq!((again.id, again.name.as_str()), (first.id, "ada"));
    assert_eq!(groups_of(&world, first.id).await, ["new", "团队"]);
    let silent = External { groups: None, ..external("ada", None, &[]) };
    access.account_of(&silent, &OPEN).await.unwrap();
    assert_eq!(groups_of(&world, first.id).await.len(), 2, "nothing told changes nothing");
    let twin = access.account_of(&external("ada2", Some("ADA@corp.example"), &[]), &OPEN).await.unwrap();
    assert_eq!(twin.id, first.id, "the verified address is the account's");
    let namesake = External { subject: "other".into(), ..external("ada", None, &[]) };
    let namesake = access.account_of(&namesake, &OPEN).await.unwrap();
    assert_eq!((namesake.name.as_str(), namesake.id == first.id), ("ada-2", false), "a name proves nothing");
}

async fn i10_rule_settles_who_gets_an_account(world: World) {
    let access = world.app.access();
    let refused = async |who: External, rule: Rule| access.account_of(&who, &rule).await.is_err();
    let closed = Rule { creates_accounts: false, ..OPEN };
    assert!(refused(external("ada", Some("ada@corp.example"), &[]), closed.clone()).await);
    let domains = Rule { email_domains: vec!["corp.example".into()], ..OPEN };
    assert!(refused(external("eve", Some("eve@evil.example"), &[]), domains.clone()).await);
    assert!(refused(external("eve", None, &[]), domains.clone()).await);
    assert!(refused(external("eve", Some("corp.example@evil.example"), &[]), domains.clone()).await);
    assert!(!refused(external("ada", Some("ada@CORP.example"), &[]), domains).await);
    let grouped = Rule { required_group: Some("data".into()), ..OPEN };
    assert!(refused(external("ada", None, &["other"]), grouped.clone()).await, "at every sign-in");
    assert!(!refused(external("ada", None, &["data"]), grouped).await);
    assert!(refused(external("", None, &[]), OPEN).await);
    make(&world, "bob", "").await;
    let unlinked = Rule { links_by_email: false, ..closed };
    assert!(refused(external("bob", Some("bob@corp.example"), &[]), unlinked).await);
}

async fn threat_07_state_of_a_sign_in_is_taken_once(world: World) {
    use super::store::identity::{SignInRow, begin, take};
    let row = |state: &str, expires_at| SignInRow {
        state_hash: state.into(),
        provider: "corp".into(),
        browser_hash: "b".into(),
        next: "/".into(),
        expires_at,
    };
    let write = world.app.database().write().await.unwrap();
    begin(&*write, &row("old", 5), 1).await.unwrap();
    begin(&*write, &row("new", 50), 10).await.unwrap();
    assert!(take(&*write, "old").await.unwrap().is_none(), "what has expired is forgotten");
    assert!(take(&*write, "new").await.unwrap().is_some());
    assert!(take(&*write, "new").await.unwrap().is_none());
    write.commit().await.unwrap();
}

async fn threat_08_ended_account_leaves_name_address_and_groups_free(world: World) {
    let (access, system) = (world.app.access(), Viewer::system());
    let state = ProvisionedState {
        name: "Ada".into(),
        email: Some("ada@corp.example".into()),
        external_id: Some("x1".into()),
        is_active: true,
        ..ProvisionedState::default()
    };
    let old = access.provision(&system, state.clone()).await.unwrap();
    assert!(access.provision(&system, ProvisionedState { name: "other".into(), ..state.clone() }).await.is_err());
    let group = GroupState { name: "data".into(), members: vec![old.id], ..GroupState::default() };
    let group = access.set_group(&system, None, group).await.unwrap();
    access.account_of(&external("ada", Some("ada@corp.example"), &[]), &OPEN).await.unwrap();
    access.deprovision(&system, old.id).await.unwrap();
    assert!(access.deprovision(&system, old.id).await.is_err(), "it is ended");
    let new = access.provision(&system, state).await.unwrap();
    assert_ne!(new.id, old.id);
    assert!(access.group(&system, group.id).await.unwrap().members.is_empty());
    let linked = access.account_of(&external("ada", Some("ada@corp.example"), &[]), &OPEN).await.unwrap();
    assert_eq!(linked.id, new.id, "who it was elsewhere is forgotten with the old account");
    for number in 0..5 {
        let state = ProvisionedState { name: format!("u{number}"), is_active: true, ..ProvisionedState::default() };
        access.provision(&system, state).await.unwrap();
    }
    let (page, total) = access.provisioned(&system, None, 2, 3).await.unwrap();
    assert_eq!((page.len(), total, page[0].name.as_str()), (3, 6, "u1"));
    access.delete_group(&system, group.id).await.unwrap();
    assert!(access.group(&system, group.id).await.is_err());
}

async fn threat_13_tokens_of_all_come_in_pages(world: World) {
    let (access, system) = (world.app.access(), Viewer::system());
    for (user, tokens) in [("ada", 3), ("bob", 2)] {
        make(&world, user, "").await;
        for number in 0..tokens {
            let new =
                NewToken { name: format!("t{number}"), scopes: [Scope::Read].into(), sources: None, expires_at: None };
            access.create_token_for(&system, user, new).await.unwrap();
        }
    }
    let (mut seen, mut page) = (Vec::new(), PageRequest::first(2));
    loop {
        let found = access.account_tokens(&system, None, &page).await.unwrap();
        seen.extend(found.items.iter().map(|(_, (token, user))| format!("{}/{}", user.name, token.name)));
        match found.next() {
            Some(next) => page.after = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen, ["bob/t1", "bob/t0", "ada/t2", "ada/t1", "ada/t0"]);
}
