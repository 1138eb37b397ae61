//! The two logs on SQLite and on PostgreSQL alike.

use catalog::{Clock, PageRequest, Viewer};
use chrono::{DateTime, Duration, Utc};
use secrecy::SecretString;

use super::{Entry, Filter, Footprint, Target, exception, store};
use crate::{
    app::{App, Purpose},
    config::Config,
    telemetry::Seen,
};

struct World {
    app: App,
    clock: Clock,
    _directory: tempfile::TempDir,
    _database: Option<testkit::TestDatabase>,
}

async fn world(database: Option<testkit::TestDatabase>) -> World {
    let directory = tempfile::tempdir().unwrap();
    let mut config = Config::for_directory(directory.path());
    config.database = database.as_ref().map(|database| SecretString::from(database.url()));
    let clock = Clock::fixed(DateTime::from_timestamp(1_760_000_000, 0).unwrap());
    let app = App::open_at(config, Purpose::Command, clock.clone()).await.unwrap();
    World { app, clock, _directory: directory, _database: database }
}

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
    d7_log_comes_in_pages_without_gap_or_repeat_while_it_grows,
    d7_each_filter_admits_what_it_says,
    d7_rows_of_many_at_once_are_all_stored,
    d7_retention_forgets_old_rows_of_each_log_and_no_others,
    d8_fault_that_comes_again_and_again_is_counted,
    d8_clearing_exceptions_keeps_the_audit,
}

fn entry(actor: &str, operation: &str) -> Entry {
    let viewer = Viewer { name: actor.into(), ..Viewer::system() };
    Entry::new(&viewer, &Footprint::default(), operation)
}

async fn list(world: &World, filter: &Filter) -> Vec<String> {
    let page = world.app.audit().list(&Viewer::system(), filter, &PageRequest::first(500)).await.unwrap();
    page.items.into_iter().map(|(_, row)| row.operation).collect()
}

async fn d7_log_comes_in_pages_without_gap_or_repeat_while_it_grows(world: World) {
    let audit = world.app.audit();
    for number in 0..25 {
        audit.write(vec![entry("ada", &format!("o{number}"))]).await;
        if number % 3 == 0 {
            world.clock.advance(Duration::seconds(1));
        }
    }
    let (mut seen, mut request) = (Vec::new(), PageRequest::first(4));
    loop {
        let page = audit.list(&Viewer::system(), &Filter::default(), &request).await.unwrap();
        seen.extend(page.items.iter().map(|(_, row)| row.operation.clone()));
        audit.write(vec![entry("eve", "later")]).await;
        match page.next() {
            Some(next) => request.after = Some(next.to_owned()),
            None => break,
        }
    }
    let expected: Vec<String> = (0..25).rev().map(|number| format!("o{number}")).collect();
    assert_eq!(seen, expected);
}

async fn d7_each_filter_admits_what_it_says(world: World) {
    let audit = world.app.audit();
    audit.write(vec![entry("ada", "createUser").on(Target::new("user", "100%_x"))]).await;
    audit.write(vec![entry("token:ada/ci", "report").on(Target::new("source", "shop"))]).await;
    audit.write(vec![entry("token:adam/ci", "startCrawl").ending("FORBIDDEN")]).await;
    world.clock.advance(Duration::seconds(10));
    audit.write(vec![entry("adam", "signIn")]).await;
    let found = async |filter: Filter| list(&world, &filter).await;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(found(Filter { user: text("ada"), ..Filter::default() }).await, ["report", "createUser"]);
    assert_eq!(found(Filter { user: text("adam"), ..Filter::default() }).await, ["signIn", "startCrawl"]);
    assert_eq!(found(Filter { operation: text("report"), ..Filter::default() }).await, ["report"]);
    assert_eq!(found(Filter { result: text("FORBIDDEN"), ..Filter::default() }).await, ["startCrawl"]);
    assert_eq!(found(Filter { target: text("source"), ..Filter::default() }).await, ["report"]);
    assert_eq!(found(Filter { target: text("100%_"), ..Filter::default() }).await, ["createUser"]);
    assert_eq!(found(Filter { target: text("1%"), ..Filter::default() }).await, [""; 0]);
    let now: DateTime<Utc> = world.clock.now();
    assert_eq!(found(Filter { from: Some(now), ..Filter::default() }).await, ["signIn"]);
    assert_eq!(found(Filter { until: Some(now), ..Filter::default() }).await.len(), 3);
    let wrong = Filter { from: Some(now), until: Some(now - Duration::seconds(1)), ..Filter::default() };
    assert!(audit.list(&Viewer::system(), &wrong, &PageRequest::first(1)).await.is_err());
}

async fn d7_rows_of_many_at_once_are_all_stored(world: World) {
    let writers = (0..200).map(|writer| {
        let audit = world.app.audit().clone();
        tokio::spawn(async move {
            for number in 0..10 {
                audit.note(vec![entry("ada", &format!("{writer}/{number}"))]).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    world.app.audit().flush().await;
    let rows = store::audit::page(world.app.database().read(), &Filter::default(), None, 10_000).await.unwrap();
    let different: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.operation.as_str()).collect();
    assert_eq!((rows.len(), different.len()), (2_000, 2_000));
}

async fn d7_retention_forgets_old_rows_of_each_log_and_no_others(world: World) {
    let audit = world.app.audit();
    audit.write(vec![entry("ada", "old")]).await;
    tell(&world, "old", "fault").await;
    world.clock.advance(Duration::days(399));
    audit.write(vec![entry("ada", "new")]).await;
    tell(&world, "new", "fault").await;
    world.clock.advance(Duration::days(2));
    world.app.jobs().fire_due().await.unwrap();
    let done = world.app.jobs().work_off().await.unwrap();
    assert_eq!(done, 2, "retention, and the KPIs of the day");
    assert_eq!(list(&world, &Filter::default()).await, ["new"]);
    let left = exceptions(&world).await;
    assert_eq!(left.iter().map(|found| found.trace_id.as_str()).collect::<Vec<_>>(), ["new"]);
}

/// Tells of a fault and waits until it is kept.
async fn tell(world: &World, trace_id: &str, chain: &str) {
    let before = met(world).await;
    let seen = Seen { trace_id: trace_id.into(), place: "here".into(), who: Some("ada".into()), chain: chain.into() };
    world.app.exceptions().sink().send(seen).await.unwrap();
    let kept = async {
        while met(world).await == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), kept).await.expect("the fault is kept");
}

async fn met(world: &World) -> i64 {
    exceptions(world).await.iter().map(|found| found.count).sum()
}

async fn exceptions(world: &World) -> Vec<exception::Exception> {
    let filter = exception::Filter::default();
    let page = world.app.exceptions().list(&Viewer::system(), &filter, &PageRequest::first(500)).await.unwrap();
    page.items.into_iter().map(|(_, found)| found).collect()
}

async fn d8_fault_that_comes_again_and_again_is_counted(world: World) {
    for number in 0..30 {
        tell(&world, &format!("t{number}"), &format!("table {number} is broken: disk")).await;
    }
    tell(&world, "other", "something else").await;
    let found = exceptions(&world).await;
    assert_eq!(found.len(), 21, "twenty rows of the one, one of the other");
    assert_eq!(found.iter().map(|found| found.count).sum::<i64>(), 31);
    let counted = found.iter().find(|found| found.count > 1).unwrap();
    assert_eq!((counted.count, counted.trace_id.as_str(), counted.last_trace_id.as_str()), (11, "t19", "t29"));
    assert_eq!((counted.message.as_str(), counted.place.as_str()), ("table 19 is broken", "here"));
    let filter = exception::Filter { trace_id: Some("t29".into()), ..exception::Filter::default() };
    let by_trace = world.app.exceptions().list(&Viewer::system(), &filter, &PageRequest::first(5)).await.unwrap();
    assert_eq!(by_trace.items.len(), 1);
    world.clock.advance(Duration::hours(1));
    tell(&world, "again", "table 9 is broken: disk").await;
    assert_eq!(exceptions(&world).await.len(), 22, "after an hour it has rows again");
}

async fn d8_clearing_exceptions_keeps_the_audit(world: World) {
    world.app.audit().write(vec![entry("ada", "createUser")]).await;
    for number in 0..25 {
        tell(&world, &format!("t{number}"), "fault").await;
    }
    assert_eq!(world.app.exceptions().clear(&Viewer::system()).await.unwrap(), 20);
    assert_eq!(exceptions(&world).await.len(), 0);
    assert_eq!(list(&world, &Filter::default()).await, ["createUser"]);
    // The row that counted is gone, so the next one has a row again.
    tell(&world, "after", "fault").await;
    let left = exceptions(&world).await;
    assert_eq!((left.len(), left[0].trace_id.as_str(), left[0].count), (1, "after", 1));
}
