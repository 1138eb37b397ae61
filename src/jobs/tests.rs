//! The runner against real stores (SQLite and PostgreSQL) and real sources.

use std::path::{Path, PathBuf};

use catalog::{AssetKind, Catalog, ChangeFilter, ChangeNumber, ChildFilter, Clock, Database, ErrorKind, Fault as _};
use chrono::{DateTime, Utc};
use connectors::Outbound;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::*;
use crate::{
    access::Sealer,
    checking::Checking,
    sources::{MissedRuns, NewSource, Overlap, Removal, Schedule, Source, SourceUpdate},
};

/// An installation with a clock that stands still.
struct House {
    directory: tempfile::TempDir,
    _database: Option<testkit::TestDatabase>,
    catalog: Catalog,
    sources: Sources,
    checking: Checking,
    jobs: Jobs,
}

const ADMIN: fn() -> Viewer = Viewer::system;

impl House {
    /// One that keeps its store in a file.
    async fn on_sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("catalog.db").display());
        Self::with(directory, None, &url).await
    }

    /// One that keeps its store in PostgreSQL.
    async fn on_postgres() -> Self {
        let database = testkit::postgres_database().await;
        let url = database.url();
        Self::with(tempfile::tempdir().unwrap(), Some(database), &url).await
    }

    async fn with(directory: tempfile::TempDir, kept: Option<testkit::TestDatabase>, url: &str) -> Self {
        let database = Database::open(url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let catalog = Catalog::new(database, Clock::fixed(at("2026-03-01T00:00:00Z")));
        let sealer = Sealer::of_directory(directory.path()).unwrap();
        let sources = Sources::new(catalog.clone(), sealer, Outbound::default());
        let index = search::Index::open(&directory.path().join("index")).unwrap();
        let lineage = lineage::Lineage::open(catalog.clone()).await.unwrap();
        let access = crate::access::Access::new(catalog.clone(), crate::access::Settings::default()).unwrap();
        let checking = Checking::new(catalog.clone(), sources.clone(), index, lineage, access);
        let jobs = Jobs::new(catalog.clone(), sources.clone(), checking.clone(), Settings::default());
        Self { directory, _database: kept, catalog, sources, checking, jobs }
    }

    /// Another process on the same store.
    fn neighbour(&self) -> Jobs {
        Jobs::new(self.catalog.clone(), self.sources.clone(), self.checking.clone(), Settings::default())
    }

    fn shop(&self) -> PathBuf {
        self.directory.path().join("shop.db")
    }

    /// A source that reads a file with two tables.
    async fn source(&self, schedule: Option<Schedule>) -> Source {
        run_sql(
            &self.shop(),
            "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, amount TEXT, note TEXT);
             CREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, name TEXT);",
        )
        .await;
        let new = NewSource {
            name: "shop".into(),
            connector: "sqlite".into(),
            config: json!({ "path": self.shop() }),
            schedule,
        };
        self.sources.create(&ADMIN(), new).await.unwrap()
    }

    async fn crawl(&self, source: &Source) -> Run {
        let run = self.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
        self.jobs.work_off().await.unwrap();
        self.jobs.get(&ADMIN(), run.id).await.unwrap()
    }

    async fn runs(&self) -> Vec<Run> {
        let page = self.jobs.list(&ADMIN(), &Filter::default(), &PageRequest::first(100)).await.unwrap();
        page.items.into_iter().map(|(_, run)| run).filter(|run| run.job == "crawl").collect()
    }

    async fn tables(&self) -> Vec<String> {
        let roots = self.children(None).await;
        let mut names = Vec::new();
        for root in roots {
            names.extend(self.children(Some(root.id)).await.into_iter().map(|table| table.name.last().to_owned()));
        }
        names.sort();
        names
    }

    async fn children(&self, parent: Option<catalog::AssetId>) -> Vec<catalog::Asset> {
        let page = PageRequest::first(100);
        let found = self.catalog.children(&ADMIN(), parent, ChildFilter::default(), None, &page).await.unwrap();
        found.items.into_iter().map(|(_, asset)| asset).collect()
    }

    fn move_clock(&self, text: &str) {
        let clock = self.catalog.clock();
        clock.advance(at(text) - clock.now());
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn run_sql(path: &Path, sql: &str) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn nightly() -> Schedule {
    Schedule::new("0 0 2 * * ?", "Asia/Shanghai")
}

/// One test on both engines.
macro_rules! on_both {
    ($($name:ident => $body:path;)*) => {
        mod on_sqlite { $(#[tokio::test] async fn $name() { $body(super::House::on_sqlite().await).await; })* }
        mod on_postgres { $(#[tokio::test] async fn $name() { $body(super::House::on_postgres().await).await; })* }
    };
}

mod folders;
mod foreseen;

on_both! {
    c10_schedule_fires_at_two_in_shanghai_once_for_all_processes => super::fires_once;
    c10_skip_leaves_a_time_out_while_a_crawl_is_open => super::skips;
    c10_queue_crawls_once_more_after_the_running_one => super::queues;
    c10_paused_source_does_not_fire => super::paused;
    c10_missed_times_are_made_up_for_once_or_not_at_all => super::missed;
    c10_unreachable_source_is_tried_again_with_growing_pauses => super::tried_again;
    c10_history_is_complete_after_a_restart => super::history_after_restart;
    b3_second_trigger_is_refused_while_a_crawl_is_open => super::second_trigger;
    b3_crawl_that_a_killed_process_left_waiting_is_taken_up => super::left_waiting;
    b3_run_of_a_dead_process_is_lost_and_the_next_one_converges => super::lost;
    threat_24_clock_that_is_set_back_a_day_stops_neither_waiting_nor_lost_runs => super::set_back;
    b3_unreachable_source_loses_nothing => super::unreachable;
    b2_second_crawl_reports_exactly_what_changed => super::incremental;
    cancelled_run_does_not_begin => super::cancelled;
    retention_forgets_lines_before_runs => super::retention;
}

async fn fires_once(house: House) {
    house.source(Some(nightly())).await;
    let neighbour = house.neighbour();
    house.move_clock("2026-03-01T17:59:59Z");
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 0);
    house.move_clock("2026-03-01T18:00:00Z");
    let (ours, theirs) = tokio::join!(house.jobs.fire_due(), neighbour.fire_due());
    assert_eq!((ours.unwrap() + theirs.unwrap(), house.runs().await.len()), (1, 1));
    house.jobs.work_off().await.unwrap();
    neighbour.fire_due().await.unwrap();
    let runs = house.runs().await;
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].status, runs[0].trigger), (Status::Succeeded, Trigger::Cron));
}

async fn skips(house: House) {
    let source = house.source(Some(nightly())).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    house.move_clock("2026-03-01T18:00:30Z");
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 1);
    house.jobs.work_off().await.unwrap();
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 1, "the time was left out, not put off");
}

async fn queues(house: House) {
    let source = house.source(Some(Schedule { overlap: Overlap::Queue, ..nightly() })).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let live = house.jobs.claim().await.unwrap().unwrap();
    for time in ["2026-03-01T18:00:10Z", "2026-03-02T18:00:10Z"] {
        house.move_clock(time);
        house.jobs.fire_due().await.unwrap();
    }
    let runs = house.runs().await;
    assert_eq!(runs.iter().map(|run| run.status).collect::<Vec<_>>(), [Status::Queued, Status::Running]);
    house.neighbour().work_off().await.unwrap();
    assert_eq!(house.runs().await[0].status, Status::Queued, "of one source one run works at a time");
    house.jobs.attend(live, &tokio_util::sync::CancellationToken::new()).await;
    assert_eq!(house.jobs.work_off().await.unwrap(), 1);
    assert!(house.runs().await.iter().all(|run| run.status == Status::Succeeded));
}

async fn paused(house: House) {
    let source = house.source(Some(nightly())).await;
    house.sources.pause(&ADMIN(), source.id, true).await.unwrap();
    house.move_clock("2026-03-02T18:00:30Z");
    house.jobs.fire_due().await.unwrap();
    house.sources.pause(&ADMIN(), source.id, false).await.unwrap();
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 0, "what passed while it rested is not made up for");
    house.move_clock("2026-03-03T18:00:30Z");
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 1);
}

async fn missed(house: House) {
    let source = house.source(Some(nightly())).await;
    house.move_clock("2026-03-20T12:00:00Z");
    house.jobs.fire_due().await.unwrap();
    house.jobs.work_off().await.unwrap();
    assert_eq!(house.runs().await.len(), 1, "once, however many passed");
    let skip = Schedule { missed: MissedRuns::Skip, ..nightly() };
    let update = SourceUpdate { schedule: Some(Some(skip)), ..SourceUpdate::default() };
    house.sources.update(&ADMIN(), source.id, update).await.unwrap();
    house.move_clock("2026-04-20T12:00:00Z");
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 1);
    house.move_clock("2026-04-20T18:00:05Z");
    house.jobs.fire_due().await.unwrap();
    assert_eq!(house.runs().await.len(), 2, "a time that is served a moment late is not missed");
}

/// A source where nothing listens.
async fn closed_port(house: &House, schedule: Option<Schedule>) -> Source {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let config = json!({ "host": "127.0.0.1", "port": port, "user": "u", "password": "canary-4711", "database": "d" });
    let new = NewSource { name: "closed".into(), connector: "postgres".into(), config, schedule };
    house.sources.create(&ADMIN(), new).await.unwrap()
}

async fn tried_again(house: House) {
    closed_port(&house, Some(Schedule { retries: 2, ..nightly() })).await;
    house.move_clock("2026-03-01T18:00:00Z");
    house.jobs.fire_due().await.unwrap();
    for (pause, attempt) in [(0, 1), (30, 2), (60, 3)] {
        house.catalog.clock().advance(chrono::Duration::seconds(pause - 1));
        house.jobs.work_off().await.unwrap();
        assert_eq!(house.runs().await[0].attempt, attempt - 1, "attempt {attempt} came too early");
        house.catalog.clock().advance(chrono::Duration::seconds(1));
        house.jobs.work_off().await.unwrap();
        assert_eq!(house.runs().await[0].attempt, attempt);
    }
    let run = house.runs().await.remove(0);
    assert_eq!((run.status, run.code.as_deref()), (Status::Failed, Some("unavailable")));
    assert!(!format!("{run:?}").contains("canary"));
}

async fn history_after_restart(house: House) {
    let source = house.source(None).await;
    let run = house.crawl(&source).await;
    let later = house.neighbour();
    assert_eq!(later.get(&ADMIN(), run.id).await.unwrap(), run);
    let log = later.log(&ADMIN(), run.id, Level::Debug, &PageRequest::first(100)).await.unwrap();
    let text: Vec<&str> = log.items.iter().map(|(_, line)| line.message.as_str()).collect();
    assert_eq!(text[0], "attempt 1 of 1");
    assert!(text.contains(&"reading") && text.last().unwrap().starts_with("8 seen"), "{text:?}");
    let rest = PageRequest { first: 2, after: Some(log.items[1].0.clone()) };
    let rest = later.log(&ADMIN(), run.id, Level::Debug, &rest).await.unwrap();
    assert_eq!(rest.items[0].1.number, catalog::Count(3));
}

async fn second_trigger(house: House) {
    let source = house.source(None).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let while_queued = house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap_err();
    let live = house.jobs.claim().await.unwrap().unwrap();
    let while_running = house.neighbour().start_crawl(&ADMIN(), source.id).await.unwrap_err();
    for error in [while_queued, while_running] {
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert!(error.to_string().starts_with("sync in progress"), "{error}");
    }
    house.jobs.attend(live, &tokio_util::sync::CancellationToken::new()).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
}

async fn left_waiting(house: House) {
    let source = house.source(None).await;
    let left = house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let next = house.neighbour();
    next.recover(Workers::Alone).await.unwrap();
    let taken = next.hasten_crawl(&ADMIN(), source.id).await.unwrap();
    assert_eq!(taken.id, left.id, "what a killed process left waiting is done, not refused for ever");
    let live = next.claim().await.unwrap().unwrap();
    assert_eq!(next.hasten_crawl(&ADMIN(), source.id).await.unwrap_err().kind(), ErrorKind::Conflict);
    next.attend(live, &tokio_util::sync::CancellationToken::new()).await;
    assert_eq!(next.get(&ADMIN(), left.id).await.unwrap().status, Status::Succeeded);
    assert_ne!(next.hasten_crawl(&ADMIN(), source.id).await.unwrap().id, left.id);
}

async fn lost(house: House) {
    let source = house.source(None).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let dead = house.jobs.claim().await.unwrap().unwrap();
    let next = house.neighbour();
    assert!(next.recover(Workers::Among).await.unwrap().is_empty(), "its lease has time");
    house.catalog.clock().advance(chrono::Duration::seconds(31));
    assert_eq!(next.recover(Workers::Among).await.unwrap().len(), 1);
    assert_eq!(next.get(&ADMIN(), dead.id()).await.unwrap().status, Status::Lost);
    assert_eq!(house.jobs.beat_once(&dead).await.unwrap(), store::Beat::Lost, "who lost a lease stops");
    let run = next.start_crawl(&ADMIN(), source.id).await.unwrap();
    next.work_off().await.unwrap();
    assert_eq!(next.get(&ADMIN(), run.id).await.unwrap().status, Status::Succeeded);
    assert_eq!(house.tables().await, ["customers", "orders"]);
}

async fn set_back(house: House) {
    let source = house.source(None).await;
    house.crawl(&source).await;
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let dead = house.jobs.claim().await.unwrap().unwrap();
    house.catalog.clock().advance(chrono::Duration::days(-1));
    let next = house.neighbour();
    assert_eq!(next.recover(Workers::Among).await.unwrap().len(), 1, "no lease is a day long");
    assert_eq!(next.get(&ADMIN(), dead.id()).await.unwrap().status, Status::Lost);
    let waiting = next.start_crawl(&ADMIN(), source.id).await.unwrap();
    house.catalog.clock().advance(chrono::Duration::days(-1));
    next.work_off().await.unwrap();
    assert_eq!(next.get(&ADMIN(), waiting.id).await.unwrap().status, Status::Succeeded, "no pause is a day long");
}

async fn unreachable(house: House) {
    let source = house.source(None).await;
    house.crawl(&source).await;
    std::fs::rename(house.shop(), house.directory.path().join("away.db")).unwrap();
    let before = house.catalog.last_change().await.unwrap();
    let run = house.crawl(&source).await;
    assert_eq!(run.status, Status::Failed);
    assert_eq!(house.tables().await, ["customers", "orders"]);
    assert_eq!(house.catalog.last_change().await.unwrap(), before);
}

async fn incremental(house: House) {
    let source = house.source(None).await;
    let first = house.crawl(&source).await;
    assert_eq!((first.status, first.counts.seen.0, first.counts.added.0), (Status::Succeeded, 8, 8));
    let before = house.catalog.last_change().await.unwrap();
    let again = house.crawl(&source).await;
    assert_eq!((again.counts.seen.0, again.counts.added.0, again.counts.changed.0), (8, 0, 0));
    assert_eq!(house.catalog.last_change().await.unwrap(), before, "an unchanged source writes nothing");
    run_sql(
        &house.shop(),
        "DROP TABLE customers; CREATE TABLE items (id INTEGER PRIMARY KEY);
         CREATE TABLE new (id INTEGER PRIMARY KEY, amount NUMERIC(12,2), note TEXT NOT NULL);
         DROP TABLE orders; ALTER TABLE new RENAME TO orders;",
    )
    .await;
    let third = house.crawl(&source).await;
    let (counts, drift) = (third.counts, third.drift);
    assert_eq!((counts.added.0, counts.changed.0, counts.removed.0), (2, 2, 3), "{:?}", third.message);
    assert!(drift.breaking >= 4 && drift.additive == 2, "{drift:?}");
    let filter = ChangeFilter { run: Some(third.id), ..ChangeFilter::default() };
    let changes = house.catalog.changes(&ADMIN(), &filter, &PageRequest::first(100)).await.unwrap();
    let amount = changes.items.iter().flat_map(|(_, (change, _))| &change.fields);
    let amount = amount.filter(|field| field.field == "details.data_type.text" && field.before == "TEXT");
    assert_eq!(amount.map(|field| field.after.clone()).collect::<Vec<_>>(), [json!("NUMERIC(12,2)")]);
    assert!(third.counts.seen.0 > 0 && house.catalog.last_change().await.unwrap() > ChangeNumber(0));
    assert_eq!(house.tables().await, ["items", "orders"]);
    assert_eq!(house.children(None).await[0].kind, AssetKind::Database);
}

async fn cancelled(house: House) {
    let source = house.source(None).await;
    let run = house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    house.jobs.cancel(&ADMIN(), run.id).await.unwrap();
    assert_eq!(house.jobs.work_off().await.unwrap(), 0);
    let error = house.jobs.cancel(&ADMIN(), run.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
}

async fn retention(house: House) {
    let source = house.source(None).await;
    let old = house.crawl(&source).await;
    house.catalog.clock().advance(chrono::Duration::days(31));
    let recent = house.crawl(&source).await;
    house.jobs.fire_due().await.unwrap();
    house.jobs.work_off().await.unwrap();
    let lines =
        async |id| house.jobs.log(&ADMIN(), id, Level::Debug, &PageRequest::first(9)).await.unwrap().items.len();
    assert_eq!(lines(old.id).await, 0);
    assert!(lines(recent.id).await > 0);
    house.catalog.clock().advance(chrono::Duration::days(401));
    house.jobs.fire_due().await.unwrap();
    house.jobs.work_off().await.unwrap();
    assert_eq!(house.runs().await.len(), 0);
}

#[tokio::test]
async fn source_deleted_with_its_assets_leaves_none_behind() {
    let house = House::on_sqlite().await;
    let source = house.source(None).await;
    let run = house.jobs.start_crawl(&ADMIN(), source.id).await.unwrap();
    let error = house.sources.delete(&ADMIN(), source.id, Removal::KeepAssets).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    house.jobs.work_off().await.unwrap();
    house.sources.delete(&ADMIN(), source.id, Removal::WithAssets).await.unwrap();
    assert!(house.children(None).await.is_empty());
    assert_eq!(house.jobs.get(&ADMIN(), run.id).await.unwrap().source_name.as_deref(), Some("shop"));
}
