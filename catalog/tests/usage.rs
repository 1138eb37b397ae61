//! Use of assets in the store, on SQLite and on PostgreSQL: the same facts on both.
#![allow(missing_docs, reason = "tests state facts in their names")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use catalog::{
    AssetId, AssetKind, AssetRecord, Catalog, Clock, Database, Details, Name, Origin, Page, PageRequest, Record,
    RunContext, RunId, SourceId, Viewer, Visibility,
    record::{DeclaredStatement, LineageRecord},
    usage::{
        ColumnOf, JoinUse, Observed, Period, QUERY_LOG, QueryUse, ReportedUse, Use, UseCounts, UserUsage, fingerprint,
    },
};
use chrono::{DateTime, Duration, NaiveDate, Utc};

const NAMESPACE: &str = "postgres://h:5432";

fn now() -> DateTime<Utc> {
    "2026-03-10T12:00:00Z".parse().expect("a point in time")
}

fn days_ago(days: i64) -> DateTime<Utc> {
    now() - Duration::days(days)
}

/// A catalog in a fresh store, with two tables of a source.
struct Bench {
    catalog: Catalog,
    source: SourceId,
    orders: AssetId,
    users: AssetId,
    columns: [ColumnOf; 2],
    _store: Store,
}

/// Where a store is kept for the time of a test.
enum Store {
    Sqlite(tempfile::TempDir),
    Postgres(testkit::TestDatabase),
}

impl Store {
    async fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().expect("a directory is made"))
    }

    async fn postgres() -> Self {
        Self::Postgres(testkit::postgres_database().await)
    }

    async fn bench(self) -> Bench {
        let url = match &self {
            Self::Sqlite(files) => format!("sqlite://{}/catalog.db", files.path().display()),
            Self::Postgres(database) => database.url(),
        };
        let database = Database::open(&url).await.expect("the store opens");
        migrations::up(database.for_migrations()).await.expect("the migrations run");
        let catalog = Catalog::new(database, Clock::fixed(now()));
        let source = SourceId::new();
        let mut ingest = catalog.begin(context(source)).await.expect("a crawl begins");
        let name = |parts: &[&str]| Name::new(NAMESPACE, parts.iter().copied());
        let assets = [
            AssetRecord::new(name(&["shop"]), Details::Database(Default::default())),
            AssetRecord::new(name(&["shop", "public"]), Details::Schema(Default::default())),
            AssetRecord::new(orders_name(), Details::Table(Default::default())),
            AssetRecord::new(orders_name().child("user_id"), Details::Column(Default::default())),
            AssetRecord::new(users_name(), Details::Table(Default::default())),
            AssetRecord::new(users_name().child("id"), Details::Column(Default::default())),
            AssetRecord::new(log_name(), Details::Pipeline(Default::default())),
        ];
        for asset in assets {
            ingest.push(asset.into()).await.expect("it is taken");
        }
        ingest.finish().await.expect("the crawl ends");
        let wanted = [
            (orders_name(), AssetKind::Table),
            (users_name(), AssetKind::Table),
            (orders_name().child("user_id"), AssetKind::Column),
            (users_name().child("id"), AssetKind::Column),
        ];
        let ids = catalog.resolve(&Viewer::system(), &wanted).await.expect("names resolve");
        let [orders, users, user_id, id] = [0, 1, 2, 3].map(|place| ids[place].expect("it is there"));
        let columns = [ColumnOf { column: user_id, table: orders }, ColumnOf { column: id, table: users }];
        Bench { catalog, source, orders, users, columns, _store: self }
    }
}

fn orders_name() -> Name {
    Name::new(NAMESPACE, ["shop", "public", "orders"])
}

fn users_name() -> Name {
    Name::new(NAMESPACE, ["shop", "public", "users"])
}

fn log_name() -> Name {
    Name::new("query_log", ["shop"])
}

fn context(source: SourceId) -> RunContext {
    RunContext::new("system", Origin::Crawl, now()).of_source(source, RunId::new())
}

/// The same facts on both engines.
macro_rules! on_both_engines {
    ($($fact:ident)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $fact() { super::$fact(super::Store::sqlite().await.bench().await).await; })*
        }
        mod postgres {
            $(#[tokio::test] async fn $fact() { super::$fact(super::Store::postgres().await.bench().await).await; })*
        }
    };
}

on_both_engines! {
    f9_use_is_counted_by_day_and_user_and_adds_up
    f9_module_that_reports_twice_counts_once
    f9_last_use_outlives_the_days
    joins_are_seen_from_both_sides
    queries_are_paged_by_how_often_they_ran
    threat_10_use_of_another_source_is_not_seen
    j4_query_that_is_not_seen_for_long_declares_nothing
    threat_32_position_moves_with_what_it_counts
}

impl Bench {
    async fn observe(&self, observed: Observed) {
        let mut ingest = self.catalog.begin(context(self.source)).await.expect("a crawl begins");
        ingest.observe(observed).await.expect("it is counted");
        ingest.stop().await.expect("the crawl ends");
    }

    fn of_orders(&self, actor: Option<&str>, at: DateTime<Utc>, queries: i64, is_write: bool) -> Use {
        let (reads, writes) = if is_write { (0, queries) } else { (queries, 0) };
        Use {
            asset: self.orders,
            day: at.date_naive(),
            actor: actor.map(str::to_owned),
            counts: UseCounts { queries, reads, writes, total_micros: Some(queries * 10) },
            last_read: (!is_write).then_some(at),
            last_write: is_write.then_some(at),
        }
    }

    fn query(&self, sql: &str, at: DateTime<Utc>, declares: bool) -> QueryUse {
        QueryUse {
            fingerprint: fingerprint("log", &[], sql),
            sql: sql.to_owned(),
            dialect: Some("postgres".to_owned()),
            first_seen: at,
            last_seen: at,
            queries: 3,
            rows: None,
            total_micros: Some(5),
            assets: vec![(self.orders, true), (self.users, false)],
            declares,
        }
    }

    async fn declarations(&self) -> usize {
        let filter = catalog::ChangeFilter {
            operations: vec![catalog::Operation::LineageDeclared],
            ..catalog::ChangeFilter::default()
        };
        let page = catalog::PageRequest::first(100);
        self.catalog.changes(&Viewer::system(), &filter, &page).await.expect("the log is read").items.len()
    }
}

fn last(days: i64) -> Period {
    Period::last(days, now().date_naive()).expect("a period")
}

fn seeing(visibility: Visibility) -> Viewer {
    let mut viewer = Viewer::person(catalog::UserId::new(), "ana", catalog::Role::Viewer);
    viewer.sees = visibility;
    viewer
}

async fn f9_use_is_counted_by_day_and_user_and_adds_up(bench: Bench) {
    let uses = vec![
        bench.of_orders(Some("ana"), days_ago(1), 4, false),
        bench.of_orders(Some("ben"), days_ago(1), 1, true),
        bench.of_orders(None, days_ago(0), 2, false),
        bench.of_orders(Some("ana"), days_ago(40), 100, false),
    ];
    bench.observe(Observed { uses: uses.clone(), ..Observed::default() }).await;
    bench.observe(Observed { uses: uses[..1].to_vec(), ..Observed::default() }).await;
    let viewer = Viewer::system();
    let mut found = bench.catalog.usage(&viewer, &[bench.orders, bench.users], last(30)).await.unwrap();
    let usage = found.remove(&bench.orders).unwrap();
    assert!(found.is_empty(), "what was never used is absent");
    let days: Vec<(NaiveDate, i64, i64, i64, i64)> = usage
        .days
        .iter()
        .map(|day| (day.day, day.counts.queries, day.counts.reads, day.counts.writes, day.users))
        .collect();
    assert_eq!(days, [(days_ago(1).date_naive(), 9, 8, 1, 2), (days_ago(0).date_naive(), 2, 2, 0, 0)]);
    assert_eq!((usage.total.queries, usage.total.total_micros, usage.users), (11, Some(110), 2));
    assert_eq!((usage.last.read_at, usage.last.read_by), (Some(days_ago(0)), None));
    assert_eq!((usage.last.write_at, usage.last.write_by.as_deref()), (Some(days_ago(1)), Some("ben")));
    let mut page = PageRequest { first: 2, after: None };
    let users = bench.catalog.users_of(&viewer, bench.orders, last(30), &page).await.unwrap();
    let counts = |users: &Page<UserUsage>| -> Vec<(Option<String>, i64)> {
        users.items.iter().map(|(_, user)| (user.actor.clone(), user.counts.queries)).collect()
    };
    assert_eq!(counts(&users), [(Some("ana".to_owned()), 8), (None, 2)], "the most frequent first, cut at two");
    page.after = users.next().map(str::to_owned);
    let users = bench.catalog.users_of(&viewer, bench.orders, last(30), &page).await.unwrap();
    assert_eq!((counts(&users), users.has_more), (vec![(Some("ben".to_owned()), 1)], false));
    let refused = async |page: PageRequest| {
        bench.catalog.users_of(&viewer, bench.orders, last(30), &page).await.unwrap_err().to_string()
    };
    assert_eq!(refused(PageRequest { first: 0, after: None }).await, "`first`: is 0; 1 to 100 are allowed");
    let odd = PageRequest { first: 1, after: Some("00".into()) };
    assert_eq!(refused(odd).await, "`after`: is not a cursor of this list");
    assert!(Period::last(401, now().date_naive()).is_err());
}

async fn f9_module_that_reports_twice_counts_once(bench: Bench) {
    let mut viewer = Viewer::person(catalog::UserId::new(), "loader", catalog::Role::Editor);
    let mut said = ReportedUse {
        name: orders_name(),
        kind: AssetKind::Table,
        day: now().date_naive(),
        actor: Some("bi".into()),
        counts: UseCounts { queries: 7, reads: 7, writes: 0, total_micros: None },
        last_read: Some(now()),
        last_write: None,
    };
    let unknown = ReportedUse { name: Name::new(NAMESPACE, ["shop", "public", "nothing"]), ..said.clone() };
    for _ in 0..2 {
        let outcome = bench.catalog.report_usage(&viewer, vec![said.clone(), unknown.clone()]).await.unwrap();
        assert_eq!((outcome.accepted, outcome.errors.len()), (1, 1));
        assert_eq!(outcome.errors[0].2.field.as_deref(), Some("parts"));
    }
    let usage = bench.catalog.usage(&viewer, &[bench.orders], last(1)).await.unwrap();
    assert_eq!(usage[&bench.orders].total.queries, 7);
    said.counts.queries = -1;
    let outcome = bench.catalog.report_usage(&viewer, vec![said.clone()]).await.unwrap();
    assert_eq!(outcome.errors[0].2.message, "`queries`: is negative");
    viewer.role = Some(catalog::Role::Viewer);
    assert!(bench.catalog.report_usage(&viewer, vec![said]).await.is_err(), "who may not report is refused");
}

async fn f9_last_use_outlives_the_days(bench: Bench) {
    let old = bench.of_orders(Some("ana"), days_ago(300), 1, false);
    let new = bench.of_orders(Some("ben"), days_ago(2), 1, true);
    let queries = vec![bench.query("SELECT ?", days_ago(300), false), bench.query("SELECT 1", days_ago(2), false)];
    bench.observe(Observed { uses: vec![old, new], queries, ..Observed::default() }).await;
    bench.catalog.forget_usage(days_ago(100).date_naive()).await.unwrap();
    let viewer = Viewer::system();
    let usage = bench.catalog.usage(&viewer, &[bench.orders], last(400)).await.unwrap();
    assert_eq!(usage[&bench.orders].total.queries, 1);
    let last_use = &bench.catalog.last_use(&viewer, &[bench.orders]).await.unwrap()[&bench.orders];
    assert_eq!((last_use.read_at, last_use.read_by.as_deref()), (Some(days_ago(300)), Some("ana")));
    let queries = bench.catalog.queries_of(&viewer, bench.orders, last(400), &PageRequest::first(10)).await.unwrap();
    assert_eq!(queries.items.iter().map(|(_, query)| query.sql.as_str()).collect::<Vec<_>>(), ["SELECT 1"]);
}

async fn joins_are_seen_from_both_sides(bench: Bench) {
    let [own, other] = bench.columns;
    let join = |columns, days, queries| JoinUse { columns, day: days_ago(days).date_naive(), queries };
    let joins = vec![join([own, other], 0, 3), join([other, own], 1, 4), join([own, other], 90, 100)];
    bench.observe(Observed { joins: joins.clone(), ..Observed::default() }).await;
    bench.observe(Observed { joins: joins[..1].to_vec(), ..Observed::default() }).await;
    let viewer = Viewer::system();
    for (id, from, to) in
        [(own.column, own, other), (other.column, other, own), (own.table, own, other), (other.table, other, own)]
    {
        let found = bench.catalog.joins_of(&viewer, id, last(30), &PageRequest::first(10)).await.unwrap();
        assert_eq!((found.items.len(), found.has_more), (1, false));
        let (cursor, found) = found.items[0].clone();
        assert_eq!((found.own, found.other, found.queries), (from, to, 10));
        assert_eq!(found.last_day, now().date_naive());
        let behind = PageRequest { first: 10, after: Some(cursor) };
        assert_eq!(bench.catalog.joins_of(&viewer, id, last(30), &behind).await.unwrap().items, []);
    }
}

async fn queries_are_paged_by_how_often_they_ran(bench: Bench) {
    let query = |sql: &str, queries| QueryUse { queries, ..bench.query(sql, now(), false) };
    let seen = [("a", 5), ("b", 9), ("c", 5), ("d", 1), ("e", 5)].map(|(sql, queries)| query(sql, queries));
    bench.observe(Observed { queries: seen.to_vec(), ..Observed::default() }).await;
    let (mut page, mut listed) = (PageRequest { first: 2, after: None }, Vec::new());
    loop {
        let found = bench.catalog.queries_of(&Viewer::system(), bench.orders, last(30), &page).await.unwrap();
        listed.extend(found.items.iter().map(|(_, query)| (query.queries, query.sql.clone())));
        page.after = found.next().map(str::to_owned);
        if page.after.is_none() {
            break;
        }
    }
    let counts: Vec<i64> = listed.iter().map(|(queries, _)| *queries).collect();
    assert_eq!(counts, [9, 5, 5, 5, 1], "{listed:?}");
    let mut texts: Vec<&str> = listed.iter().map(|(_, sql)| sql.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["a", "b", "c", "d", "e"], "none twice, none left out");
}

async fn threat_10_use_of_another_source_is_not_seen(bench: Bench) {
    let uses = vec![bench.of_orders(Some("ana"), days_ago(0), 1, false)];
    let joins = vec![JoinUse { columns: bench.columns, day: now().date_naive(), queries: 1 }];
    let queries = vec![bench.query("SELECT ?", now(), false)];
    bench.observe(Observed { uses, joins, queries, ..Observed::default() }).await;
    let (catalog, id, ten) = (&bench.catalog, bench.orders, PageRequest::first(10));
    let stranger = seeing(Visibility::Sources([SourceId::new()].into()));
    assert!(catalog.usage(&stranger, &[id], last(30)).await.unwrap().is_empty());
    assert!(catalog.last_use(&stranger, &[id]).await.unwrap().is_empty());
    assert!(catalog.users_of(&stranger, id, last(30), &ten).await.unwrap().items.is_empty());
    assert!(catalog.joins_of(&stranger, id, last(30), &ten).await.unwrap().items.is_empty());
    assert!(catalog.queries_of(&stranger, id, last(30), &ten).await.unwrap().items.is_empty());
    let insider = seeing(Visibility::Sources([bench.source].into()));
    assert_eq!(catalog.users_of(&insider, id, last(30), &ten).await.unwrap().items.len(), 1);
    assert_eq!(catalog.joins_of(&insider, id, last(30), &ten).await.unwrap().items.len(), 1);
    assert_eq!(catalog.queries_of(&insider, id, last(30), &ten).await.unwrap().items.len(), 1);
    assert!(catalog.usage(&Viewer::anonymous(), &[id], last(30)).await.is_err());
}

async fn j4_query_that_is_not_seen_for_long_declares_nothing(bench: Bench) {
    let sql = "INSERT INTO orders SELECT id FROM users";
    let scope = fingerprint("log", &[], sql);
    let lineage = LineageRecord {
        tool: QUERY_LOG.into(),
        scope: scope.clone(),
        through: Some(log_name()),
        edges: Vec::new(),
        queries: Vec::new(),
        statements: vec![DeclaredStatement {
            sql: sql.into(),
            dialect: Some("postgres".into()),
            namespace: NAMESPACE.into(),
            defaults: vec!["shop".into(), "public".into()],
        }],
        by_hand: None,
    };
    let see = async |at: DateTime<Utc>, forget_before: Option<DateTime<Utc>>| {
        let mut ingest = bench.catalog.begin(context(bench.source)).await.unwrap();
        ingest.push(Record::Lineage(lineage.clone())).await.unwrap();
        let queries = vec![bench.query(sql, at, true)];
        ingest.observe(Observed { queries, forget_before, ..Observed::default() }).await.unwrap();
        ingest.stop().await.unwrap();
    };
    see(days_ago(31), Some(days_ago(32))).await;
    assert_eq!(bench.declarations().await, 1);
    see(days_ago(31), Some(days_ago(30))).await;
    assert_eq!(bench.declarations().await, 2, "it was taken back");
    bench.observe(Observed { forget_before: Some(days_ago(30)), ..Observed::default() }).await;
    assert_eq!(bench.declarations().await, 2, "once");
    see(days_ago(0), Some(days_ago(30))).await;
    assert_eq!(bench.declarations().await, 3, "it is said again");
    let sightings = bench.catalog.sightings(&Viewer::system(), std::slice::from_ref(&scope)).await.unwrap();
    assert_eq!(sightings[&scope], (9, days_ago(0)));
}

async fn threat_32_position_moves_with_what_it_counts(bench: Bench) {
    assert_eq!(bench.catalog.position_of(bench.source).await.unwrap(), None);
    for position in ["first", "second"] {
        let uses = vec![bench.of_orders(None, now(), 1, false)];
        bench.observe(Observed { uses, position: Some(position.into()), ..Observed::default() }).await;
        assert_eq!(bench.catalog.position_of(bench.source).await.unwrap().as_deref(), Some(position));
    }
    let context = RunContext::new("ana", Origin::Report, now());
    let mut ingest = bench.catalog.begin(context).await.unwrap();
    assert!(ingest.observe(Observed::default()).await.is_err(), "nobody would know who counts");
}
