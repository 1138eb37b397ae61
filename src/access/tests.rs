//! The tables of access, on SQLite and on PostgreSQL alike.

use catalog::{Clock, PageRequest, Role, Scope, Viewer};
use chrono::DateTime;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Client, Credential, NewToken, NewUser, UserChange};
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
    let (token, secret) = access.create_token(&viewer, new.clone()).await.unwrap();
    let again = access.create_token(&viewer, new).await.unwrap_err();
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
    };
    let access = world.app.access();
    let changed = access.update_user(&Viewer::system(), ada.id, change).await.unwrap();
    assert_eq!((changed.display_name.as_str(), changed.role), ("艾达", Role::Editor));
    assert!(access.sign_in("ada", PASSWORD.into(), Client::default()).await.is_err());
    let signed_in = access.sign_in("ada", "another good one".into(), Client::default()).await.unwrap();
    assert_eq!(signed_in.caller.viewer.role, Some(Role::Editor));
    assert!(access.user_named(&Viewer::system(), "ada").await.unwrap().last_sign_in_at.is_some());
}
