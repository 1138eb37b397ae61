//! The promises that every connector keeps, over every connector of the list and a real source of each.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

mod support {
    pub(crate) mod folder;
    pub(crate) mod records;
    pub(crate) mod subject;
}

use std::{collections::HashSet, time::Duration};

use catalog::{AssetKind, Details, ErrorKind, Fault, Name, Record};
use connectors::{CONNECTORS, Outbound};
use futures_util::StreamExt;
use serde_json::json;
use support::{
    records::{Assets, crawl, crawl_until_failure},
    subject::{CANARY, Subject},
};

/// A source of every connector, with some tables in it.
async fn subjects() -> Vec<Subject> {
    let mut subjects = Vec::new();
    for definition in CONNECTORS {
        subjects.push(Subject::of(definition).await);
    }
    subjects
}

/// Everything but measurements, which may move by themselves.
fn lasting(records: Vec<Record>) -> Vec<Record> {
    records.into_iter().filter(|record| !matches!(record, Record::Statistics { .. })).collect()
}

#[tokio::test]
async fn check_succeeds_and_names_the_engine_and_its_databases() {
    for subject in subjects().await {
        let checked = subject.connector().check().await.unwrap();
        assert!(!checked.engine.is_empty() && !checked.version.is_empty(), "{checked:?}");
        assert_eq!(checked.databases, [subject.database()]);
    }
}

#[tokio::test]
async fn two_crawls_of_an_unchanged_source_say_the_same() {
    for subject in subjects().await {
        let source = subject.connector();
        let (first, second) = (lasting(crawl(&*source).await), lasting(crawl(&*source).await));
        assert!(first.len() >= 10);
        assert_eq!(first, second, "{}", subject.name());
    }
}

#[tokio::test]
async fn parents_precede_children_and_each_name_is_said_once() {
    for subject in subjects().await {
        let mut said: HashSet<(Name, AssetKind)> = HashSet::new();
        let mut names: HashSet<Name> = HashSet::new();
        for asset in Assets::of(&crawl(&*subject.connector()).await).0 {
            asset.name.validate().unwrap();
            if let Some(parent) = asset.name.parent() {
                assert!(names.contains(&parent), "{} comes before {parent}", asset.name);
            }
            names.insert(asset.name.clone());
            let key = (asset.name, asset.harvested.details.kind());
            assert!(said.insert(key.clone()), "{key:?} is said twice");
        }
    }
}

#[tokio::test]
async fn columns_come_right_behind_their_table_in_their_order() {
    for subject in subjects().await {
        let (mut table, mut position) = (None, 0);
        for asset in Assets::of(&crawl(&*subject.connector()).await).0 {
            match &asset.harvested.details {
                Details::Table(_) | Details::Container(_) | Details::File(_) => {
                    (table, position) = (Some(asset.name), 0)
                }
                Details::Column(column) => {
                    position += 1;
                    assert_eq!(asset.name.parent(), table);
                    assert_eq!((column.position, asset.ordinal), (position, position), "{}", asset.name);
                }
                _ => table = None,
            }
        }
    }
}

#[tokio::test]
async fn object_identifiers_are_unique_among_their_kind() {
    for subject in subjects().await {
        let mut said = HashSet::new();
        for asset in Assets::of(&crawl(&*subject.connector()).await).0 {
            if let Some(id) = asset.object_id {
                assert!(said.insert((asset.harvested.details.kind(), id)), "{}", asset.name);
            }
        }
    }
}

#[tokio::test]
async fn everything_said_is_covered_and_lies_in_the_namespace() {
    for subject in subjects().await {
        let source = subject.connector();
        for asset in Assets::of(&crawl(&*source).await).0 {
            assert_eq!(asset.name.namespace, source.namespace());
            assert!(source.covers(&asset.name, asset.harvested.details.kind()), "{}", asset.name);
        }
    }
}

#[tokio::test]
async fn hostile_names_survive() {
    for subject in subjects().await {
        let hostile = subject.create_hostile_tables().await;
        let assets = Assets::of(&crawl(&*subject.connector()).await);
        for name in &hostile {
            if subject.is_folder() {
                let names = [assets.names(AssetKind::Task), assets.names(AssetKind::File)].concat();
                assert!(names.iter().any(|task| task == name), "{} {name}", subject.name());
            } else {
                assert_eq!(assets.columns_of(&[name]), [name], "{}", subject.name());
            }
        }
    }
}

#[tokio::test]
async fn dropped_stream_stops_the_crawl_and_lets_go_of_the_source() {
    for subject in subjects().await {
        let source = subject.connector();
        let mut stream = source.crawl();
        stream.next().await.unwrap().unwrap();
        drop(stream);
        let gone = async {
            while subject.connections().await > 0 {
                tokio::task::yield_now().await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(20), gone).await.is_ok(), "{}", subject.name());
    }
}

#[tokio::test]
async fn connection_lost_half_way_is_an_error_and_no_scope_of_the_database_is_read() {
    for subject in subjects().await.into_iter().filter(Subject::is_server) {
        subject.create_many_columns().await;
        let source = subject.connector();
        let mut stream = source.crawl();
        for _ in 0..20 {
            stream.next().await.unwrap().unwrap();
        }
        subject.kill_connections().await;
        let mut failure = None;
        while let Some(record) = stream.next().await {
            match record {
                Ok(Record::ScopeRead { root }) => panic!("{root:?} was not read"),
                Ok(_) => {}
                Err(error) => failure = Some(error),
            }
        }
        assert_eq!(failure.unwrap().kind(), ErrorKind::Unavailable, "{}", subject.name());
    }
}

#[tokio::test]
async fn wrong_password_is_forbidden_for_check_crawl_and_query() {
    for subject in subjects().await.into_iter().filter(Subject::is_server) {
        let source = subject.connector_with(json!({ "password": format!("{CANARY}-wrong") }));
        let (_, crawled) = crawl_until_failure(&*source).await;
        let queried = source.as_query().unwrap().query("SELECT 1", Default::default()).await;
        for error in [source.check().await.unwrap_err(), crawled.unwrap(), queried.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Forbidden, "{}: {error}", subject.name());
            assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
        }
    }
}

#[tokio::test]
async fn closed_port_is_unavailable() {
    for subject in subjects().await.into_iter().filter(Subject::is_server) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let source = subject.connector_with(json!({ "host": "127.0.0.1", "port": port }));
        let (said, crawled) = crawl_until_failure(&*source).await;
        assert!(said.is_empty());
        for error in [source.check().await.unwrap_err(), crawled.unwrap()] {
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{}: {error}", subject.name());
            assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
            assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
        }
    }
}

#[tokio::test]
async fn server_that_speaks_otherwise_or_not_at_all_is_unavailable() {
    for subject in subjects().await.into_iter().filter(Subject::is_server) {
        for answer in ["HTTP/1.1 400 Bad Request\r\n\r\n", ""] {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let server = tokio::spawn(async move {
                let mut kept = Vec::new();
                while let Ok((mut stream, _)) = listener.accept().await {
                    tokio::io::AsyncWriteExt::write_all(&mut stream, answer.as_bytes()).await.unwrap();
                    kept.push(stream);
                }
            });
            let source = subject.connector_with(json!({ "host": "127.0.0.1", "port": port, "timeout_seconds": 1 }));
            let error = source.check().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{} {answer:?}: {error:?}", subject.name());
            server.abort();
        }
    }
}

#[tokio::test]
async fn host_that_is_no_host_is_unavailable() {
    for subject in subjects().await.into_iter().filter(Subject::is_server) {
        let source = subject.connector_with(json!({ "host": "no-such-host.invalid" }));
        assert_eq!(source.check().await.unwrap_err().kind(), ErrorKind::Unavailable);
    }
}

#[tokio::test]
async fn secret_is_in_nothing_that_comes_out() {
    for subject in subjects().await {
        let source = subject.connector();
        let said = format!("{:?} {:?}", source.check().await.unwrap(), crawl(&*source).await);
        assert!(!said.contains(CANARY), "{}", subject.name());
        let refused = subject.definition().build_error(subject.config_with(json!({ "port": "x", "path": 5 })));
        assert!(!refused.contains(CANARY), "{refused}");
    }
}

/// The text of the error that a wrong configuration gives.
trait BuildError {
    fn build_error(&self, config: serde_json::Value) -> String;
}

impl BuildError for connectors::Definition {
    fn build_error(&self, config: serde_json::Value) -> String {
        match (self.build)(config, Outbound::default()) {
            Ok(_) => panic!("a wrong configuration was taken"),
            Err(error) => format!("{error} {error:?}"),
        }
    }
}

#[tokio::test]
async fn empty_source_is_read_and_said_to_be_empty() {
    for definition in CONNECTORS {
        let subject = Subject::empty(definition).await;
        let records = crawl(&*subject.connector()).await;
        assert!(Assets::of(&records).names(AssetKind::Table).is_empty());
        assert!(matches!(records.last(), Some(Record::ScopeRead { .. })), "{}", subject.name());
    }
}

#[tokio::test]
async fn b2_second_crawl_shows_exactly_what_changed() {
    for subject in subjects().await {
        let source = subject.connector();
        let before = Assets::of(&crawl(&*source).await);
        let (added, removed) = subject.change().await;
        let after = Assets::of(&crawl(&*source).await);
        let names = |assets: &Assets| -> HashSet<Vec<String>> {
            assets.0.iter().map(|asset| asset.name.parts[asset.name.parts.len().saturating_sub(2)..].to_vec()).collect()
        };
        let (before, after) = (names(&before), names(&after));
        let difference = |left: &HashSet<Vec<String>>, right: &HashSet<Vec<String>>| {
            let mut inner: Vec<String> = left.difference(right).filter_map(|name| name.last().cloned()).collect();
            inner.sort_unstable();
            inner
        };
        assert_eq!(difference(&after, &before), added, "{}", subject.name());
        assert_eq!(difference(&before, &after), removed, "{}", subject.name());
    }
}
