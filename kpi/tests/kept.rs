//! What is kept, on SQLite and on PostgreSQL: the same facts on both.
#![allow(missing_docs, reason = "tests state facts in their names")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::{collections::BTreeSet, sync::Arc};

use catalog::{
    AssetId, AssetKind, AssetRecord, Catalog, Clock, Database, Details, Name, Origin, PageRequest, Patch, Record, Role,
    RunContext, RunId, SourceId, Statistics, UserId, Viewer,
};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use kpi::{
    Asker, Definition, Direction, Kpi, Kpis, Metric, Price, Standings, Unit,
    gather::{self, Around},
    insight::{Chart, Only},
    results::DayResult,
    savings::{Remedy, Wish},
    service::PlanDraft,
};
use rust_decimal::Decimal;

fn start() -> DateTime<Utc> {
    "2026-01-01T09:00:00Z".parse().unwrap()
}

enum Store {
    Sqlite(tempfile::TempDir),
    Postgres(testkit::TestDatabase),
}

/// A catalog whose clock can be moved, with what is kept of KPIs.
struct Bench {
    catalog: Catalog,
    kpis: Kpis,
    clock: Clock,
    source: SourceId,
    _store: Store,
}

impl Store {
    async fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    async fn postgres() -> Self {
        Self::Postgres(testkit::postgres_database().await)
    }

    async fn bench(self) -> Bench {
        let url = match &self {
            Self::Sqlite(files) => format!("sqlite://{}/catalog.db", files.path().display()),
            Self::Postgres(database) => database.url(),
        };
        let database = Database::open(&url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let clock = Clock::fixed(start());
        let catalog = Catalog::new(database, clock.clone());
        Bench { kpis: Kpis::new(catalog.clone()), catalog, clock, source: SourceId::new(), _store: self }
    }
}

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
    f4_kpis_are_kept_with_their_versions
    f4_who_may_not_manage_kpis_is_refused
    f5_two_runs_of_a_day_are_one_row
    f6_backfilled_history_equals_that_of_daily_runs
    f7_a_kpi_of_a_team_is_seen_by_its_members_only
    f10_prices_and_plans_are_kept
    f11_removing_thirty_percent_of_the_bytes_saves_90_000
    f12_snapshots_and_views_are_kept_and_forgotten
    a_census_has_columns_ties_sizes_and_use_of_its_day
}

fn name(parts: &[&str]) -> Name {
    Name::new("postgres://h:5432", parts.iter().copied())
}

fn nobody() -> BTreeSet<String> {
    BTreeSet::new()
}

impl Bench {
    fn today(&self) -> NaiveDate {
        self.clock.now().date_naive()
    }

    /// A crawl that finds these tables, each with a column and a size.
    async fn crawl(&self, tables: &[(&str, i64)]) {
        let context = RunContext::new("system", Origin::Crawl, self.clock.now()).of_source(self.source, RunId::new());
        let mut ingest = self.catalog.begin(context).await.unwrap();
        ingest.push(AssetRecord::new(name(&["shop"]), Details::Database(Default::default())).into()).await.unwrap();
        ingest
            .push(AssetRecord::new(name(&["shop", "public"]), Details::Schema(Default::default())).into())
            .await
            .unwrap();
        for (table, bytes) in tables {
            let name = name(&["shop", "public", table]);
            ingest.push(AssetRecord::new(name.clone(), Details::Table(Default::default())).into()).await.unwrap();
            let column = AssetRecord::new(name.child("id"), Details::Column(Default::default()));
            ingest.push(column.into()).await.unwrap();
            let statistics = Statistics { size_bytes: Some(*bytes), row_count: Some(7), ..Statistics::default() };
            ingest.push(Record::Statistics { name, kind: AssetKind::Table, statistics }).await.unwrap();
        }
        ingest.push(Record::ScopeRead { root: name(&["shop"]) }).await.unwrap();
        ingest.finish().await.unwrap();
    }

    async fn id(&self, table: &str) -> AssetId {
        let wanted = [(name(&["shop", "public", table]), AssetKind::Table)];
        self.catalog.resolve(&Viewer::system(), &wanted).await.unwrap()[0].unwrap()
    }

    async fn own(&self, table: &str, owner: &str) {
        let edit = catalog::Edit { owners: Patch::Set(vec![owner.to_owned()]), ..catalog::Edit::default() };
        let id = self.id(table).await;
        self.catalog.edit(&Viewer::system(), id, edit).await.unwrap();
    }

    async fn describe(&self, asset: AssetId, text: &str) {
        let edit = catalog::Edit { description: Patch::Set(text.to_owned()), ..catalog::Edit::default() };
        self.catalog.edit(&Viewer::system(), asset, edit).await.unwrap();
    }

    async fn standings(&self, day: NaiveDate) -> Standings {
        let census = self.catalog.census(&Viewer::system(), day).await.unwrap();
        let around = Around { sources: [(self.source, Arc::from("shop"))].into(), ..Around::default() };
        gather::standings(&census, &around)
    }

    /// What the daily job does.
    async fn run(&self) {
        let due = self.kpis.due(self.today()).await.unwrap();
        for day in due.all() {
            self.kpis.evaluate(&due, &self.standings(day).await, self.today()).await.unwrap();
        }
    }

    async fn save(&self, definition: Definition) -> Kpi {
        self.kpis.save(asker(&Viewer::system(), &nobody(), &nobody()), None, definition).await.unwrap()
    }

    async fn results(&self, kpi: uuid::Uuid) -> Vec<DayResult> {
        let days = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        self.kpis.results(asker(&Viewer::system(), &nobody(), &nobody()), kpi, days).await.unwrap()
    }
}

fn asker<'a>(viewer: &'a Viewer, names: &'a BTreeSet<String>, domains: &'a BTreeSet<String>) -> Asker<'a> {
    Asker { viewer, names, domains }
}

fn person(name: &str, role: Role) -> Viewer {
    Viewer::person(UserId::new(), name, role)
}

/// A KPI that nothing is wrong with: 55 % described.
fn described() -> Definition {
    Definition {
        name: "Described".into(),
        description: "People find what they look for.".into(),
        metric: Metric::Described,
        formula: None,
        unit: Unit::Percentage,
        direction: Direction::Increase,
        days: None,
        scope: String::new(),
        team: None,
        domain: None,
        baseline: None,
        baseline_cost: None,
        currency: None,
        target: 55.into(),
        from: "2026-01-01".parse().unwrap(),
        until: "2026-03-31".parse().unwrap(),
        owner: None,
    }
}

/// The case of 300,000 USD that are to become half.
fn halved() -> Definition {
    Definition {
        metric: Metric::Cost,
        direction: Direction::Decrease,
        baseline_cost: Some(300_000.into()),
        currency: Some("USD".parse().unwrap()),
        target: 50.into(),
        ..described()
    }
}

fn owned() -> Definition {
    Definition { name: "Owned tables".into(), metric: Metric::Owned, scope: "kind:table".into(), ..described() }
}

async fn f4_kpis_are_kept_with_their_versions(bench: Bench) {
    let system = Viewer::system();
    let (none, page) = (nobody(), PageRequest::first(10));
    let ask = asker(&system, &none, &none);
    let kpi = bench.save(described()).await;
    let taken = bench.kpis.save(ask, None, Definition { name: " DESCRIBED".into(), ..owned() }).await.unwrap_err();
    assert_eq!(taken.problems()[0].field, "name");
    let changed = Definition { target: 60.into(), ..described() };
    let second = bench.kpis.save(ask, Some((kpi.id, 1)), changed.clone()).await.unwrap();
    assert_eq!((second.version, second.definition.target), (2, 60.into()));
    let late = bench.kpis.save(ask, Some((kpi.id, 1)), changed).await.unwrap_err();
    assert_eq!(catalog::Fault::kind(&late), catalog::ErrorKind::Conflict);
    let versions = bench.kpis.versions(ask, kpi.id, &page).await.unwrap();
    assert_eq!(versions.items.iter().map(|(_, kpi)| kpi.version).collect::<Vec<_>>(), [2, 1]);
    bench.save(owned()).await;
    let first = bench.kpis.list(ask, &PageRequest::first(1)).await.unwrap();
    assert!(first.has_more);
    let next = bench.kpis.list(ask, &PageRequest::new(1, first.next().map(str::to_owned)).unwrap()).await.unwrap();
    assert_eq!((next.items[0].1.definition.name.as_str(), next.has_more), ("Owned tables", false));
    bench.kpis.delete(ask, kpi.id).await.unwrap();
    assert!(bench.kpis.get(ask, kpi.id).await.is_err());
}

async fn f4_who_may_not_manage_kpis_is_refused(bench: Bench) {
    let editor = person("eva", Role::Editor);
    let none = nobody();
    let ask = asker(&editor, &none, &none);
    let kpi = bench.save(described()).await;
    let refusals = [
        bench.kpis.save(ask, None, owned()).await.unwrap_err(),
        bench.kpis.delete(ask, kpi.id).await.unwrap_err(),
        bench.kpis.set_prices(&editor, Vec::new(), 0).await.unwrap_err(),
        bench.kpis.set_weights(&editor, Vec::new(), 0).await.unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(catalog::Fault::kind(&refusal), catalog::ErrorKind::Forbidden);
    }
    assert!(bench.kpis.get(ask, kpi.id).await.is_ok(), "seeing it is another thing");
    let nobody_signed_in = Viewer::anonymous();
    assert!(bench.kpis.list(asker(&nobody_signed_in, &none, &none), &PageRequest::first(1)).await.is_err());
}

async fn f5_two_runs_of_a_day_are_one_row(bench: Bench) {
    bench.crawl(&[("orders", 10), ("users", 10)]).await;
    let kpi = bench.save(owned()).await;
    bench.run().await;
    bench.own("orders", "ana").await;
    bench.run().await;
    bench.run().await;
    let results = bench.results(kpi.id).await;
    assert_eq!(results.len(), 1);
    assert_eq!((results[0].value, results[0].share.map(|it| (it.part, it.whole))), (50.into(), Some((1, 2))));
    let empty = bench.save(Definition { name: "Topics".into(), scope: "kind:topic".into(), ..owned() }).await;
    bench.run().await;
    assert_eq!(bench.results(empty.id).await, [], "no assets are no data, not 0");
}

/// Forty days on which something happens, with a run at any time of some days; another KPI that measures the same is made
/// at the end and worked out at once.
async fn f6_backfilled_history_equals_that_of_daily_runs(bench: Bench) {
    let book = vec![Price {
        source: None,
        storage: None,
        tier: None,
        currency: "USD".parse().unwrap(),
        gib_month: Decimal::from(1_000),
        query_hour: Decimal::ZERO,
        from: "2026-01-05".parse().unwrap(),
        until: None,
    }];
    bench.kpis.set_prices(&Viewer::system(), book, 0).await.unwrap();
    let measures = || {
        let cost = Definition {
            name: "Cost".into(),
            unit: Unit::Money,
            target: 1.into(),
            baseline: Some(9.into()),
            baseline_cost: None,
            ..halved()
        };
        [owned(), Definition { name: "Described".into(), scope: "kind:table".into(), ..described() }, cost]
    };
    let mut daily = Vec::new();
    for definition in measures() {
        daily.push(bench.save(definition).await.id);
    }
    forty_days(&bench).await;
    for (definition, daily) in std::iter::zip(measures(), daily) {
        let name = format!("{} again", definition.name);
        let again = bench.save(Definition { name: name.clone(), ..definition }).await;
        bench.run().await;
        let values =
            |results: Vec<DayResult>| results.into_iter().map(|it| (it.day, it.value, it.share)).collect::<Vec<_>>();
        let (daily, backfilled) = (values(bench.results(daily).await), values(bench.results(again.id).await));
        assert!(daily.len() > 20, "{name}");
        assert_eq!(daily, backfilled, "{name}");
    }
}

/// Tables come, grow, go and come back; some are owned and described; on some days nothing is worked out.
async fn forty_days(bench: &Bench) {
    let tables = ["a", "b", "c", "d", "e", "f"];
    for day in 0..40_usize {
        let found: Vec<(&str, i64)> = tables
            .iter()
            .enumerate()
            .filter(|(at, _)| *at <= day / 4 && (day + at) % 9 != 0)
            .map(|(at, table)| (*table, i64::try_from((at + 1) * (day / 3 + 1)).unwrap() << 20))
            .collect();
        bench.crawl(&found).await;
        if let (0, Some((table, _))) = (day % 3, found.first()) {
            bench.own(table, &format!("person{}", day % 5)).await;
            bench.describe(bench.id(table).await, "It is known.").await;
        }
        // Runs at different hours; on some days none.
        if day % 4 != 3 {
            bench.clock.advance(Duration::hours(i64::try_from(day % 13).unwrap()));
            bench.run().await;
            bench.clock.advance(Duration::hours(-i64::try_from(day % 13).unwrap()));
        }
        bench.clock.advance(Duration::days(1));
    }
    bench.run().await;
}

/// Something that happens on a day.
#[derive(Debug, Clone)]
enum Event {
    /// A crawl that finds these tables, by number, with these sizes.
    Crawl(std::collections::BTreeMap<usize, i64>),
    /// Somebody becomes the owner of a table, or nobody is any more.
    Own(usize, Option<u8>),
    /// A table is described.
    Describe(usize),
    /// A table is read.
    Read(usize),
    /// The job works out what is due.
    Run,
    /// Hours pass, so few that the day does not end.
    Wait(i64),
}

const TABLES: [&str; 4] = ["a", "b", "c", "d"];

fn event() -> impl proptest::strategy::Strategy<Value = Event> {
    use proptest::{collection::btree_map, option, prelude::*};
    prop_oneof![
        3 => btree_map(0..TABLES.len(), 1..500_i64, 0..4).prop_map(Event::Crawl),
        2 => (0..TABLES.len(), option::of(0..3_u8)).prop_map(|(table, owner)| Event::Own(table, owner)),
        2 => (0..TABLES.len()).prop_map(Event::Describe),
        2 => (0..TABLES.len()).prop_map(Event::Read),
        2 => Just(Event::Run),
        1 => (1..4_i64).prop_map(Event::Wait),
    ]
}

impl Bench {
    async fn happens(&self, event: &Event) {
        match event {
            Event::Crawl(found) => {
                let found: Vec<(&str, i64)> = found.iter().map(|(at, mib)| (TABLES[*at], mib << 20)).collect();
                self.crawl(&found).await;
            }
            Event::Own(table, owner) => {
                let owners = Patch::Set(owner.iter().map(|owner| format!("person{owner}")).collect());
                self.edit(*table, catalog::Edit { owners, ..catalog::Edit::default() }).await;
            }
            Event::Describe(table) => {
                let description = Patch::Set("It is known.".to_owned());
                self.edit(*table, catalog::Edit { description, ..catalog::Edit::default() }).await;
            }
            Event::Read(table) => {
                let (now, name) = (self.clock.now(), name(&["shop", "public", TABLES[*table]]));
                let counts = catalog::usage::UseCounts { queries: 1, reads: 1, writes: 0, total_micros: None };
                let (day, actor, kind) = (now.date_naive(), Some("ana".to_owned()), AssetKind::Table);
                let last_read = Some(now);
                let said = catalog::usage::ReportedUse { name, kind, day, actor, counts, last_read, last_write: None };
                // Of what is not there nothing is told.
                self.catalog.report_usage(&Viewer::system(), vec![said]).await.unwrap();
            }
            Event::Run => self.run().await,
            Event::Wait(hours) => self.clock.advance(Duration::hours(*hours)),
        }
    }

    /// Edits a table that was ever there; what is gone is left alone.
    async fn edit(&self, table: usize, edit: catalog::Edit) {
        let wanted = [(name(&["shop", "public", TABLES[table]]), AssetKind::Table)];
        if let Some(id) = self.catalog.resolve(&Viewer::system(), &wanted).await.unwrap()[0] {
            let _refused_when_gone = self.catalog.edit(&Viewer::system(), id, edit).await;
        }
    }

    /// What KPIs came to that ran while things happened, and those that were made at the end.
    async fn daily_and_backfilled(&self, days: &[Vec<Event>]) -> Vec<(String, [Vec<DayResult>; 2])> {
        let price = Price { gib_month: Decimal::from(1_000), ..price(1) };
        self.kpis.set_prices(&Viewer::system(), vec![price], 0).await.unwrap();
        let money = Definition {
            name: "Cost".into(),
            unit: Unit::Money,
            baseline: Some(9.into()),
            baseline_cost: None,
            target: 1.into(),
            ..halved()
        };
        let unused = Definition { name: "Used".into(), metric: Metric::Used, days: Some(2), ..described() };
        let tables = Definition { name: "Described".into(), scope: "kind:table".into(), ..described() };
        let definitions = [owned(), tables, unused, money];
        let mut daily = Vec::new();
        for definition in &definitions {
            daily.push(self.save(definition.clone()).await.id);
        }
        let first = self.clock.now();
        for (at, events) in (1..).zip(days) {
            for event in events {
                self.happens(event).await;
            }
            self.clock.advance(first + Duration::days(at) - self.clock.now());
        }
        self.run().await;
        let mut both = Vec::new();
        for (definition, daily) in std::iter::zip(definitions, daily) {
            let name = format!("{} again", definition.name);
            let again = self.save(Definition { name: name.clone(), ..definition }).await.id;
            self.run().await;
            both.push((name, [self.results(daily).await, self.results(again).await]));
        }
        both
    }
}

/// Whatever happens on some days, and whenever the job runs: a history worked out at the end from the log alone is the one
/// that daily runs have stored.
fn f6_backfilled_is_daily(cases: u32, store: impl AsyncFn() -> Store) {
    use proptest::{collection::vec, prop_assert_eq, test_runner};
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = test_runner::Config { cases, failure_persistence: None, ..test_runner::Config::default() };
    let days = vec(vec(event(), 0..6), 2..7);
    let outcome = test_runner::TestRunner::new(config).run(&days, |days| {
        let both = runtime.block_on(async { store().await.bench().await.daily_and_backfilled(&days).await });
        for (name, [daily, backfilled]) in both {
            let values = |results: Vec<DayResult>| {
                results.into_iter().map(|it| (it.day, it.value, it.share)).collect::<Vec<_>>()
            };
            prop_assert_eq!(values(daily), values(backfilled), "{}", name);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn f6_whatever_happens_backfilled_history_is_that_of_daily_runs_on_sqlite() {
    f6_backfilled_is_daily(24, Store::sqlite);
}

#[test]
fn f6_whatever_happens_backfilled_history_is_that_of_daily_runs_on_postgres() {
    f6_backfilled_is_daily(4, Store::postgres);
}

async fn f7_a_kpi_of_a_team_is_seen_by_its_members_only(bench: Bench) {
    let of_team = Definition { name: "Team".into(), team: Some("Sales".into()), ..owned() };
    let of_domain =
        Definition { name: "Domain".into(), domain: Some("Retail".into()), owner: Some("eva".into()), ..owned() };
    let (team, domain) = (bench.save(of_team).await, bench.save(of_domain).await);
    bench.save(described()).await;
    let viewer = person("ana", Role::Viewer);
    let names: [BTreeSet<String>; 3] = [nobody(), ["team:sales".to_owned()].into(), ["eva".to_owned()].into()];
    let (none, retail) = (nobody(), BTreeSet::from(["retail".to_owned()]));
    let page = PageRequest::first(10);
    let listed = async |names: &BTreeSet<String>, domains: &BTreeSet<String>| {
        let page = bench.kpis.list(asker(&viewer, names, domains), &page).await.unwrap();
        page.items.into_iter().map(|(_, kpi)| kpi.definition.name).collect::<Vec<_>>()
    };
    assert_eq!(listed(&names[0], &none).await, ["Described"]);
    assert_eq!(listed(&names[1], &none).await, ["Described", "Team"]);
    assert_eq!(listed(&names[2], &none).await, ["Described", "Domain"]);
    assert_eq!(listed(&names[0], &retail).await, ["Described", "Domain"]);
    for kpi in [team.id, domain.id] {
        let refused = bench.kpis.get(asker(&viewer, &names[0], &none), kpi).await.unwrap_err();
        assert_eq!(catalog::Fault::kind(&refused), catalog::ErrorKind::NotFound);
    }
}

fn price(amount: i64) -> Price {
    Price {
        source: None,
        storage: None,
        tier: None,
        currency: "USD".parse().unwrap(),
        gib_month: amount.into(),
        query_hour: Decimal::ZERO,
        from: "2026-01-01".parse().unwrap(),
        until: None,
    }
}

async fn f10_prices_and_plans_are_kept(bench: Bench) {
    let system = Viewer::system();
    assert_eq!(bench.kpis.prices(&system).await.unwrap().0, 0);
    bench.kpis.set_prices(&system, vec![price(2)], 0).await.unwrap();
    let late = bench.kpis.set_prices(&system, vec![price(3)], 0).await.unwrap_err();
    assert_eq!(catalog::Fault::kind(&late), catalog::ErrorKind::Conflict);
    bench.crawl(&[("orders", 5 << 30), ("users", 1 << 30)]).await;
    let standings = bench.standings(bench.today()).await;
    let wish = Wish { asset: bench.id("orders").await, remedy: Remedy::Remove };
    let draft = PlanDraft { name: "Clean".into(), currency: "USD".parse().unwrap(), wishes: vec![wish.clone()] };
    let plan = bench.kpis.save_plan(&system, None, draft.clone(), &standings).await.unwrap();
    let (_, book) = bench.kpis.prices(&system).await.unwrap();
    assert_eq!(plan.savings(&standings, &book).1.projected, 10.into());
    bench.crawl(&[("users", 1 << 30)]).await;
    let now = bench.standings(bench.today()).await;
    assert_eq!(plan.savings(&now, &book).1.actual, 10.into());
    let kept = bench
        .kpis
        .save_plan(&system, Some(plan.id), PlanDraft { name: "Cleaner".into(), ..draft.clone() }, &now)
        .await
        .unwrap();
    assert_eq!(kept.picked, plan.picked, "what is gone stays in the plan");
    assert_eq!(bench.kpis.plans(&system, &PageRequest::first(5)).await.unwrap().items[0].1, kept);
    let blind = Viewer { sees: catalog::Visibility::Nothing, ..person("ana", Role::Viewer) };
    assert!(bench.kpis.plan(&blind, plan.id).await.unwrap().picked.is_empty());
    assert!(bench.kpis.save_plan(&person("eva", Role::Editor), None, draft, &now).await.is_err());
    bench.kpis.delete_plan(&system, plan.id).await.unwrap();
    assert!(bench.kpis.plan(&system, plan.id).await.is_err());
}

async fn f11_removing_thirty_percent_of_the_bytes_saves_90_000(bench: Bench) {
    bench.kpis.set_prices(&Viewer::system(), vec![price(3_000)], 0).await.unwrap();
    let large: Vec<(String, i64)> = (0..10).map(|at| (format!("t{at}"), 10 << 30)).collect();
    let tables: Vec<(&str, i64)> = large.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    bench.crawl(&tables).await;
    let kpi = bench.save(halved()).await;
    bench.run().await;
    assert_eq!(bench.results(kpi.id).await[0].value, 100.into());
    bench.clock.advance(Duration::days(30));
    bench.crawl(&tables[..7]).await;
    bench.run().await;
    let results = bench.results(kpi.id).await;
    assert_eq!(results.len(), 31);
    let last = results.last().unwrap();
    let progress = kpi.definition.progress(last.value);
    assert_eq!((last.value, progress.saved.unwrap().to_string()), (70.into(), "90000.00".to_owned()));
    assert_eq!((progress.raw, progress.is_met), ("0.6".parse().unwrap(), false));
    assert_eq!(results[29].value, 100.into(), "the day before nothing was removed");
}

async fn f12_snapshots_and_views_are_kept_and_forgotten(bench: Bench) {
    let first = bench.today();
    bench.crawl(&[("orders", 10), ("users", 10)]).await;
    bench.run().await;
    bench.clock.advance(Duration::days(1));
    bench.crawl(&[("orders", 10), ("users", 10), ("items", 10)]).await;
    bench.run().await;
    let system = Viewer::system();
    let days = (first, bench.today());
    let lines = bench.kpis.chart(&system, Chart::AssetsByKind, days, &Only::default()).await.unwrap();
    let tables: Vec<i64> = lines["table"].values().map(|share| share.part).collect();
    assert_eq!(tables, [2, 3]);
    let orders = bench.id("orders").await;
    for session in ["s1", "s1", "s2"] {
        bench.kpis.saw(&person("ana", Role::Viewer), session, Some(orders)).await.unwrap();
        bench.clock.advance(Duration::seconds(30));
    }
    let views = bench.kpis.views(&system, days).await.unwrap();
    assert_eq!(views.most_viewed, [(orders, 3)]);
    assert_eq!((views.most_active[0].sessions, views.most_active[0].seconds), (2, 30));
    let blind = Viewer { sees: catalog::Visibility::Nothing, ..person("bo", Role::Viewer) };
    assert!(bench.kpis.saw(&blind, "s", Some(orders)).await.is_err());
    assert!(bench.kpis.views(&blind, days).await.unwrap().most_viewed.is_empty());
    assert!(bench.kpis.forget(bench.today(), bench.today()).await.unwrap() > 0);
    let lines = bench.kpis.chart(&system, Chart::AssetsByKind, days, &Only::default()).await.unwrap();
    assert_eq!(lines["table"].len(), 1, "older days are forgotten");
}

async fn a_census_has_columns_ties_sizes_and_use_of_its_day(bench: Bench) {
    let first = bench.today();
    bench.crawl(&[("orders", 10)]).await;
    bench.own("orders", "ana").await;
    let orders = bench.id("orders").await;
    bench.clock.advance(Duration::days(1));
    bench.crawl(&[("orders", 25)]).await;
    let column = bench
        .catalog
        .resolve(&Viewer::system(), &[(name(&["shop", "public", "orders", "id"]), AssetKind::Column)])
        .await
        .unwrap()[0]
        .unwrap();
    bench.describe(column, "The number.").await;
    bench.describe(orders, "All of them.").await;
    let tag = catalog::Edit { tags: Patch::Set(vec!["pii".to_owned()]), ..catalog::Edit::default() };
    bench.catalog.edit(&Viewer::system(), column, tag).await.unwrap();
    let table = async |day: NaiveDate| bench.standings(day).await.assets.into_iter().find(|it| it.id == orders);
    let (before, now) = (table(first).await.unwrap(), table(bench.today()).await.unwrap());
    assert_eq!((before.bytes, before.columns, before.is_owned(), before.is_described()), (Some(10), 1, true, false));
    assert_eq!((now.bytes, now.columns_described, now.columns_tagged, now.is_described()), (Some(25), 1, 1, true));
    assert_eq!((&*now.name, now.schema.as_deref(), now.rows), ("shop.public.orders", Some("shop.public"), Some(7)));
    assert!(table(first - Days::new(1)).await.is_none(), "nothing was there before");
    let none = Viewer { sees: catalog::Visibility::Nothing, ..Viewer::system() };
    assert!(bench.catalog.census(&none, first).await.unwrap().assets.is_empty());
    let shapes = bench.catalog.shapes(&[orders]).await.unwrap();
    assert_eq!(shapes.len(), 1);
}
