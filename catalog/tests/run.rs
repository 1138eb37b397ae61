//! Runs of outside pipelines in the store, on SQLite and on PostgreSQL: the same facts on both.
#![allow(missing_docs, reason = "tests state facts in their names")]

use catalog::{
    AssetKind, AssetRecord, Catalog, Clock, Database, Details, Listing, LogExcerpt, Name, NameQuery, Origin,
    PageRequest, PipelineRun, Record, RunContext, RunId, RunRecord, RunStatus, SourceId, Viewer, Visibility,
    record::{DeclaredEdge, LineageRecord},
    run::{RunFilter, RunGrain},
};
use chrono::{DateTime, Duration, FixedOffset, Utc};

fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().expect("a point in time")
}

fn at(minutes: i64) -> DateTime<Utc> {
    noon() + Duration::minutes(minutes)
}

/// A catalog in a fresh store.
struct Bench {
    catalog: Catalog,
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
        Bench { catalog: Catalog::new(database, Clock::fixed(at(24 * 60))), _store: self }
    }
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
    c6_run_reported_twice_and_out_of_order_is_one_row
    c6_list_is_filtered_and_paged
    c6_days_equal_a_count_over_the_list
    c6_log_is_read_with_its_run
    c6_old_runs_are_forgotten
    c9_run_of_an_unknown_task_makes_placeholders
    threat_10_runs_of_another_source_are_not_seen
    j4_lineage_through_a_pipeline_makes_no_second_asset
    c6_pipelines_and_tasks_are_listed_by_name
}

fn task() -> (Name, AssetKind) {
    (Name::new("etl", ["nightly", "load"]), AssetKind::Task)
}

fn pipeline() -> (Name, AssetKind) {
    (Name::new("etl", ["nightly"]), AssetKind::Pipeline)
}

impl Bench {
    async fn say(&self, records: Vec<Record>) {
        let context = RunContext::new("etl", Origin::Report, self.catalog.clock().now());
        let mut ingest = self.catalog.begin(context).await.expect("the ingest begins");
        for record in records {
            ingest.push(record).await.expect("the record is taken");
        }
        let summary = ingest.stop().await.expect("the ingest ends");
        assert_eq!(summary.errors, []);
    }

    async fn runs(&self, filter: &RunFilter) -> Vec<PipelineRun> {
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let page = PageRequest { first: 7, after };
            let page = self.catalog.pipeline_runs(&Viewer::system(), filter, &page).await.expect("the runs are read");
            after = page.next().map(str::to_owned);
            all.extend(page.items.into_iter().map(|(_, run)| run));
            if after.is_none() {
                return all;
            }
        }
    }

    async fn id(&self, name: &str) -> catalog::AssetId {
        let query: NameQuery = name.parse().expect("a name");
        self.catalog.find(&Viewer::system(), &query, None).await.expect("it is found").id
    }

    /// Sixty runs of a pipeline and a task, one every hour.
    async fn history(&self) {
        let run = |hour: i64| {
            let status = RunStatus::ALL[usize::try_from(hour % 6).expect("it is small")];
            let of = if hour % 2 == 0 { pipeline() } else { task() };
            let mut run = RunRecord::new(of, hour.to_string(), status, at(hour * 60 + 5));
            run.started_at = Some(at(hour * 60));
            Record::from(run)
        };
        self.say((0..60).map(run).collect()).await;
    }
}

async fn c6_run_reported_twice_and_out_of_order_is_one_row(bench: Bench) {
    let end = RunRecord::new(task(), "r1", RunStatus::Succeeded, at(10));
    let mut start = RunRecord::new(task(), "r1", RunStatus::Running, at(0));
    start.counts.records_read = Some(3);
    bench.say(vec![end.clone().into()]).await;
    bench.say(vec![start.clone().into(), end.clone().into()]).await;
    bench.say(vec![start.into()]).await;
    let runs = bench.runs(&RunFilter::default()).await;
    assert_eq!(runs.len(), 1);
    assert_eq!(
        (runs[0].status, runs[0].started_at, runs[0].ended_at),
        (RunStatus::Succeeded, Some(at(0)), Some(at(10)))
    );
    assert_eq!(runs[0].counts.records_read, Some(3));
    assert_eq!(runs[0].duration(at(99)), Some(Duration::minutes(10)));
    assert_eq!(runs[0].pipeline, bench.id("nightly").await);
}

async fn c6_list_is_filtered_and_paged(bench: Bench) {
    bench.history().await;
    let all = bench.runs(&RunFilter::default()).await;
    assert_eq!(all.len(), 60);
    assert!(all.is_sorted_by(|a, b| a.at > b.at));
    let nightly = bench.id("nightly").await;
    let load = bench.id("nightly.load").await;
    let count = async |filter: RunFilter| bench.runs(&filter).await.len();
    assert_eq!(count(RunFilter { pipeline: Some(nightly), ..RunFilter::default() }).await, 60);
    assert_eq!(count(RunFilter { asset: Some(nightly), ..RunFilter::default() }).await, 30);
    assert_eq!(count(RunFilter { asset: Some(load), ..RunFilter::default() }).await, 30);
    assert_eq!(count(RunFilter { grain: Some(RunGrain::Task), ..RunFilter::default() }).await, 30);
    let failed = RunFilter { statuses: vec![RunStatus::Failed], ..RunFilter::default() };
    assert_eq!(count(failed).await, 10);
    let morning = RunFilter { from: Some(at(60)), to: Some(at(180)), ..RunFilter::default() };
    assert_eq!(count(morning).await, 2);
    assert_eq!(count(RunFilter { external_id: Some("7".into()), ..RunFilter::default() }).await, 1);
    let page = PageRequest { first: 7, after: Some("00".into()) };
    let error = bench.catalog.pipeline_runs(&Viewer::system(), &RunFilter::default(), &page).await;
    assert_eq!(error.expect_err("it is no cursor").to_string(), "`after`: is not a cursor of this list");
}

async fn c6_days_equal_a_count_over_the_list(bench: Bench) {
    bench.history().await;
    for hours in [0, 8, -10] {
        let zone = FixedOffset::east_opt(hours * 3600).expect("a zone");
        let filter = RunFilter { from: Some(at(-600)), to: Some(at(7200)), ..RunFilter::default() };
        let days = bench.catalog.run_days(&Viewer::system(), &filter, &zone).await.expect("the days are counted");
        let mut counted = std::collections::BTreeMap::new();
        for run in bench.runs(&filter).await {
            *counted.entry((run.at.with_timezone(&zone).date_naive(), run.status)).or_insert(0_i64) += 1;
        }
        let charted: Vec<_> = days
            .iter()
            .flat_map(|day| day.counts.iter().map(move |(status, count)| ((day.day, *status), *count)))
            .collect();
        assert_eq!(charted, counted.into_iter().collect::<Vec<_>>());
        assert!(days.len() >= 3);
    }
    let endless = bench.catalog.run_days(&Viewer::system(), &RunFilter::default(), &Utc).await;
    assert_eq!(endless.expect_err("it has no ends").to_string(), "`from`: is needed, and so is `to`");
}

async fn c6_log_is_read_with_its_run(bench: Bench) {
    let mut run = RunRecord::new(task(), "r1", RunStatus::Failed, at(0));
    run.log = Some(LogExcerpt::of("start\njdbc:mysql://h/d?user=u&password=canary-1\ngave up"));
    run.error_reason = Some("Access denied for u (password=canary-1)".into());
    run.facets.insert("engine".into(), serde_json::json!({ "name": "Spark" }));
    bench.say(vec![run.into()]).await;
    let runs = bench.runs(&RunFilter::default()).await;
    let details = bench.catalog.run_details(&Viewer::system(), &[runs[0].id]).await.expect("the details are read");
    let detail = &details[&runs[0].id];
    assert_eq!(detail.facets["engine"]["name"], "Spark");
    let text = format!("{:?} {:?}", runs[0], detail);
    assert!(text.contains("gave up") && text.contains("Access denied") && !text.contains("canary"), "{text}");
}

async fn c6_old_runs_are_forgotten(bench: Bench) {
    bench.history().await;
    assert_eq!(bench.catalog.forget_runs(at(30 * 60), 20).await.expect("runs are forgotten"), 20);
    assert_eq!(bench.catalog.forget_runs(at(30 * 60), 20).await.expect("runs are forgotten"), 10);
    let left = bench.runs(&RunFilter::default()).await;
    assert_eq!(left.len(), 30);
    assert!(left.iter().all(|run| run.at >= at(30 * 60)));
    let last = bench.catalog.last_runs(&Viewer::system(), &[left[0].pipeline]).await.expect("the last run is read");
    assert_eq!(last[&left[0].pipeline], at(59 * 60));
}

async fn c9_run_of_an_unknown_task_makes_placeholders(bench: Bench) {
    bench.say(vec![RunRecord::new(task(), "r1", RunStatus::Running, at(0)).into()]).await;
    let ids = [bench.id("nightly").await, bench.id("nightly.load").await];
    let assets = bench.catalog.assets(&Viewer::system(), &ids, None).await.expect("the assets are read");
    assert!(assets.iter().all(|asset| asset.is_placeholder) && assets.len() == 2);
    let details = [Details::empty(AssetKind::Pipeline), Details::empty(AssetKind::Task)];
    let records = [pipeline().0, task().0].into_iter().zip(details);
    bench.say(records.map(|(name, details)| AssetRecord::new(name, details).into()).collect()).await;
    assert_eq!([bench.id("nightly").await, bench.id("nightly.load").await], ids);
    assert_eq!(bench.runs(&RunFilter { asset: Some(ids[1]), ..RunFilter::default() }).await.len(), 1);
}

async fn threat_10_runs_of_another_source_are_not_seen(bench: Bench) {
    let source = SourceId::new();
    let context =
        RunContext::new("crawler", Origin::Crawl, bench.catalog.clock().now()).of_source(source, RunId::new());
    let mut ingest = bench.catalog.begin(context).await.expect("the crawl begins");
    let record = AssetRecord::new(Name::new("other", ["hidden"]), Details::empty(AssetKind::Pipeline));
    ingest.push(record.into()).await.expect("the record is taken");
    ingest.finish().await.expect("the crawl ends");
    bench.history().await;
    let hidden = (Name::new("other", ["hidden"]), AssetKind::Pipeline);
    bench.say(vec![RunRecord::new(hidden, "h1", RunStatus::Failed, at(0)).into()]).await;
    let bound = |source| Viewer { sees: Visibility::Sources([source].into()), ..Viewer::system() };
    let page = PageRequest::first(500);
    let seen = async |viewer: &Viewer| {
        let page = bench.catalog.pipeline_runs(viewer, &RunFilter::default(), &page).await.expect("the runs are read");
        page.items.into_iter().map(|(_, run)| run).collect::<Vec<_>>()
    };
    let own = seen(&bound(source)).await;
    assert_eq!(own.iter().map(|run| run.external_id.as_str()).collect::<Vec<_>>(), ["h1"]);
    let stranger = bound(SourceId::new());
    assert_eq!(seen(&stranger).await, []);
    assert_eq!(seen(&Viewer { sees: Visibility::Nothing, ..Viewer::system() }).await, []);
    let error = bench.catalog.pipeline_run(&stranger, own[0].id).await.expect_err("it is not theirs");
    assert!(error.to_string().starts_with("no pipeline run"), "{error}");
    assert!(bench.catalog.run_details(&stranger, &[own[0].id]).await.expect("nothing is read").is_empty());
    assert!(bench.catalog.pipeline_runs(&Viewer::anonymous(), &RunFilter::default(), &page).await.is_err());
}

async fn j4_lineage_through_a_pipeline_makes_no_second_asset(bench: Bench) {
    let (name, _) = pipeline();
    bench.say(vec![AssetRecord::new(name.clone(), Details::empty(AssetKind::Pipeline)).into()]).await;
    let table = |name: &str| Name::new("postgres://h:5432", ["shop", "public", name]);
    let edge = DeclaredEdge {
        upstream: table("orders"),
        upstream_kind: AssetKind::Table,
        downstream: table("totals"),
        downstream_kind: AssetKind::Table,
        columns: Vec::new(),
    };
    let (tool, scope) = ("etl".into(), "nightly".into());
    let lineage = LineageRecord {
        tool,
        scope,
        through: Some(name),
        edges: vec![edge],
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: None,
    };
    bench.say(vec![Record::Lineage(lineage)]).await;
    let counts =
        bench.catalog.counts(&Viewer::system()).await.expect("the assets are counted").expect("system sees all");
    assert_eq!((counts.get(&AssetKind::Pipeline), counts.get(&AssetKind::Task)), (Some(&1), None));
}

async fn c6_pipelines_and_tasks_are_listed_by_name(bench: Bench) {
    let names: Vec<Name> = (0..20).map(|n| Name::new(format!("etl{}", n % 2), [format!("p{n:02}")])).collect();
    let pipelines = names.iter().map(|name| AssetRecord::new(name.clone(), Details::empty(AssetKind::Pipeline)));
    let tasks = names.iter().map(|name| AssetRecord::new(name.child("t"), Details::empty(AssetKind::Task)));
    let table = AssetRecord::new(Name::new("etl0", ["p"]), Details::empty(AssetKind::Table));
    bench.say(pipelines.chain(tasks).chain([table]).map(Record::from).collect()).await;
    let list = async |listing: Listing<'_>| {
        let (mut after, mut all) = (None, Vec::new());
        loop {
            let page = PageRequest { first: 3, after };
            let page = bench.catalog.listed(&Viewer::system(), &listing, &page).await.expect("the assets are read");
            after = page.next().map(str::to_owned);
            all.extend(page.items.into_iter().map(|(_, asset)| asset.name));
            if after.is_none() {
                return all;
            }
        }
    };
    let kinds = &[AssetKind::Pipeline][..];
    assert_eq!(list(Listing { kinds, ..Listing::default() }).await.len(), 20);
    let of_one = list(Listing { kinds, namespace: Some("etl1"), ..Listing::default() }).await;
    assert_eq!(of_one, names.iter().filter(|name| &*name.namespace == "etl1").cloned().collect::<Vec<_>>());
    let kinds = &[AssetKind::Pipeline, AssetKind::Task];
    assert_eq!(list(Listing { kinds, ..Listing::default() }).await.len(), 40);
    assert_eq!(list(Listing { kinds, namespace: Some("etl0"), name: Some("T") }).await.len(), 10);
    let nobody = bench.catalog.listed(&Viewer::anonymous(), &Listing::default(), &PageRequest::first(1)).await;
    assert!(nobody.is_err());
}
