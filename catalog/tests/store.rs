//! The store, on SQLite and on PostgreSQL: the same facts on both.
#![allow(missing_docs, reason = "tests state facts in their names")]

use catalog::{
    AssetKind, AssetRecord, BulkEdit, Catalog, ChangeNumber, ChildFilter, Clock, DataType, Database, Details, Edit,
    Name, NameQuery, Operation, Origin, PageRequest, Patch, Record, RelationKind, Report, ReportItem, RevertTarget,
    RunContext, RunId, SourceId, Summary, TypeClass, Viewer,
    kinds::{column::ColumnDetails, database::DatabaseDetails, table::TableDetails},
    record::{DeclaredColumnEdge, DeclaredEdge, LineageRecord},
};
use chrono::{DateTime, Duration, Utc};

/// A catalog in a fresh store with a clock that a test moves.
struct Bench {
    catalog: Catalog,
    source: SourceId,
    store: Store,
}

fn noon() -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse().expect("a point in time")
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
        Bench { catalog: Catalog::new(database, Clock::fixed(noon())), source: SourceId::new(), store: self }
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
    b2_crawl_reports_exactly_what_changed
    b2_unchanged_crawl_writes_nothing
    j1_past_is_as_it_was
    edit_survives_a_crawl
    j6_reverted_crawl_restores_what_was_before
    j6_reverted_run_takes_back_what_tools_declared_in_it
    j6_reverting_or_editing_many_assets_takes_few_statements_more_than_one
    report_that_says_an_asset_twice_has_the_second_refused
    removed_and_returned_table_keeps_its_identity
    ambiguous_tail_lists_candidates
    j6_source_that_lost_most_of_its_tables_is_held
    j3_replayed_log_is_the_same_store_twice
    j1_name_and_columns_are_looked_up_as_they_were
    children_of_several_parents_are_read_at_once_in_order
    all_assets_are_read_page_by_page
    c9_columns_that_only_an_edge_names_wait_for_their_table
    i3_description_of_a_tool_counts_where_the_source_has_none
}

async fn c9_columns_that_only_an_edge_names_wait_for_their_table(bench: Bench) {
    bench.crawl(&[USERS]).await;
    let pair = |upstream: &str, downstream: &str| DeclaredColumnEdge {
        upstream: upstream.into(),
        downstream: downstream.into(),
        subtype: "IDENTITY".into(),
        masking: false,
    };
    let declared = Record::Lineage(LineageRecord {
        tool: "loader".into(),
        scope: "orders".into(),
        through: None,
        edges: vec![DeclaredEdge {
            upstream: table_name("orders"),
            upstream_kind: AssetKind::Table,
            downstream: table_name("users"),
            downstream_kind: AssetKind::Table,
            columns: vec![pair("amount", "id"), pair("gone", "nowhere")],
        }],
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: None,
    });
    for _ in 0..2 {
        let context = RunContext::new("loader", Origin::Report, bench.catalog.clock().now());
        let mut ingest = bench.catalog.begin(context).await.expect("the report begins");
        ingest.push(declared.clone()).await.expect("the record is taken");
        ingest.stop().await.expect("the report ends");
    }
    let spoken = bench.find("orders.amount").await.expect("it is found");
    assert!(spoken.is_placeholder);
    assert!(bench.find("users.nowhere").await.is_err(), "a table that a source said has the columns that it said");
    let (summary, _) = bench.crawl(&[ORDERS, USERS]).await;
    assert_eq!(summary.errors, []);
    let real = bench.find("orders.amount").await.expect("it is found");
    assert_eq!((real.id, real.is_placeholder, real.removed), (spoken.id, false, None));
    assert!(bench.find("orders.gone").await.expect("it is found").removed.is_some());
}

async fn i3_description_of_a_tool_counts_where_the_source_has_none(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let tell = async |by: &str, text: &str| {
        let context = RunContext::new(by, Origin::Report, bench.catalog.clock().now());
        let mut ingest = bench.catalog.begin(context).await.expect("the report begins");
        for (name, kind) in
            [(table_name("orders"), AssetKind::Table), (table_name("orders").child("amount"), AssetKind::Column)]
        {
            let (by, text) = (by.to_owned(), text.to_owned());
            ingest.push(Record::Description { name, kind, by, text }).await.expect("the record is taken");
        }
        ingest.stop().await.expect("the report ends").last_change
    };
    let described = async || {
        let (table, column) = (bench.find("orders").await, bench.find("orders.amount").await);
        [table, column].map(|asset| asset.expect("it is found").description().map(str::to_owned))
    };
    tell("dbt:b", "from b").await;
    let both = |text: &str| [Some(text.to_owned()), Some(text.to_owned())];
    assert_eq!(described().await, both("from b"));
    let (again, _) = bench.crawl(&[ORDERS, USERS]).await;
    assert_eq!((again.changed, again.last_change), (0, ChangeNumber(0)), "the source said nothing new");
    tell("dbt:a", "from a").await;
    assert_eq!(described().await, both("from a"), "of several tools the first by name counts");
    let before = bench.now().await;
    tell("dbt:a", "from a").await;
    assert_eq!(bench.now().await, before, "what is said twice is said once");
    bench.crawl(&[("orders", "1", &[("id", "bigint"), ("amount", "text")]), USERS]).await;
    assert_eq!(described().await, both("from a"), "what a tool says outlives a change of the source");
    tell("dbt:a", "").await;
    assert_eq!(described().await, both("from b"));
    let table = bench.find("orders").await.expect("it is found");
    let edit = Edit { description: Patch::Set("by hand".into()), ..Edit::default() };
    bench.catalog.edit(&Viewer::system(), table.id, edit).await.expect("the edit is taken");
    assert_eq!(described().await[0].as_deref(), Some("by hand"));
}

/// A table of a crawl: its name, its identifier in the source, and its columns with their types.
type Table<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn root() -> Name {
    Name::new("postgres://h:5432", ["shop"])
}

fn table_name(table: &str) -> Name {
    root().child("public").child(table)
}

fn records(tables: &[Table<'_>]) -> Vec<Record> {
    let mut records: Vec<Record> = vec![
        AssetRecord::new(root(), Details::Database(DatabaseDetails::default())).into(),
        AssetRecord::new(root().child("public"), Details::Schema(Default::default())).into(),
    ];
    for (table, object, columns) in tables {
        records.push(
            AssetRecord::new(table_name(table), Details::Table(TableDetails::default())).identified(*object).into(),
        );
        for (position, (column, data_type)) in columns.iter().enumerate() {
            let details = ColumnDetails {
                data_type: DataType::new(*data_type, TypeClass::Other),
                position: position as u32 + 1,
                ..ColumnDetails::default()
            };
            let name = table_name(table).child(*column);
            let record = AssetRecord::new(name, Details::Column(details));
            records.push(record.identified(format!("{object}.{}", position + 1)).into());
        }
    }
    records.push(Record::ScopeRead { root: root() });
    records
}

impl Bench {
    /// An empty catalog on the same engine.
    async fn another(&self) -> Self {
        match self.store {
            Store::Sqlite(_) => Store::sqlite().await.bench().await,
            Store::Postgres(_) => Store::postgres().await.bench().await,
        }
    }

    async fn crawl(&self, tables: &[Table<'_>]) -> (Summary, RunId) {
        self.catalog.clock().advance(Duration::minutes(1));
        let run = RunId::new();
        let context = RunContext::new("crawler", Origin::Crawl, self.catalog.clock().now()).of_source(self.source, run);
        let mut ingest = self.catalog.begin(context).await.expect("the crawl begins");
        for record in records(tables) {
            ingest.push(record).await.expect("the record is taken");
        }
        (ingest.finish().await.expect("the crawl ends"), run)
    }

    async fn find(&self, name: &str) -> catalog::Result<catalog::Asset> {
        self.catalog.find(&Viewer::system(), &name.parse::<NameQuery>().expect("a name"), None).await
    }

    async fn now(&self) -> ChangeNumber {
        self.catalog.last_change().await.expect("the log is read")
    }
}

const ORDERS: Table<'_> = ("orders", "1", &[("id", "bigint"), ("amount", "numeric")]);
const USERS: Table<'_> = ("users", "2", &[("id", "bigint"), ("name", "text")]);

async fn b2_crawl_reports_exactly_what_changed(bench: Bench) {
    let (first, _) = bench.crawl(&[ORDERS, USERS]).await;
    assert_eq!((first.seen, first.added, first.changed, first.removed), (8, 8, 0, 0));
    let (second, _) = bench
        .crawl(&[("orders", "1", &[("order_id", "bigint"), ("amount", "text")]), ("items", "3", &[("id", "bigint")])])
        .await;
    assert_eq!((second.added, second.changed, second.removed), (2, 2, 3));
    assert_eq!(second.errors, []);
    let column = bench.find("orders.order_id").await.expect("it is found");
    let history = bench
        .catalog
        .history(&Viewer::system(), column.id, false, &PageRequest::first(10))
        .await
        .expect("the history is read");
    let (change, _) = &history.items[0].1;
    assert_eq!(change.operation, Operation::Updated);
    assert_eq!((change.fields[0].before.as_str(), change.fields[0].after.as_str()), (Some("id"), Some("order_id")));
}

async fn b2_unchanged_crawl_writes_nothing(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let before = bench.now().await;
    let (again, _) = bench.crawl(&[ORDERS, USERS]).await;
    assert_eq!((again.seen, again.added, again.changed, again.removed), (8, 0, 0, 0));
    assert_eq!(bench.now().await, before);
}

async fn j1_past_is_as_it_was(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let then = bench.now().await;
    bench.crawl(&[("orders", "1", &[("order_id", "bigint")])]).await;
    let viewer = Viewer::system();
    let orders = bench.find("orders").await.expect("it is found");
    let names = async |as_of| -> Vec<String> {
        let page = PageRequest::first(10);
        let page = bench
            .catalog
            .children(&viewer, Some(orders.id), ChildFilter::default(), as_of, &page)
            .await
            .expect("the children are read");
        page.items.into_iter().map(|(_, asset)| asset.name.last().to_owned()).collect()
    };
    assert_eq!(names(Some(then)).await, ["id", "amount"]);
    assert_eq!(names(None).await, ["order_id"]);
    let found = bench
        .catalog
        .search_names(&viewer, "use", Some(then), &PageRequest::first(10))
        .await
        .expect("the names are searched");
    assert_eq!(found.items.len(), 1);
    let found = bench
        .catalog
        .search_names(&viewer, "use", None, &PageRequest::first(10))
        .await
        .expect("the names are searched");
    assert_eq!(found.items.len(), 0);
}

async fn edit_survives_a_crawl(bench: Bench) {
    bench.crawl(&[ORDERS]).await;
    let viewer = Viewer::system();
    let orders = bench.find("orders").await.expect("it is found");
    let edit = Edit {
        description: Patch::Set("Every order".into()),
        tags: Patch::Set(vec!["core".into()]),
        ..Edit::default()
    };
    bench.catalog.edit(&viewer, orders.id, edit).await.expect("the edit is taken");
    bench.crawl(&[("orders", "1", &[("id", "bigint"), ("amount", "numeric"), ("paid", "boolean")])]).await;
    let orders = bench.find("orders").await.expect("it is found");
    assert_eq!(orders.description(), Some("Every order"));
    assert_eq!(orders.related(RelationKind::Tag).collect::<Vec<_>>(), ["core"]);
    assert_eq!(orders.version.to_string(), "1.1");
}

async fn j6_reverted_crawl_restores_what_was_before(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let before = bench.catalog.digest().await.expect("the digest is made");
    let (_, run) = bench.crawl(&[("orders", "1", &[("order_id", "bigint")]), ("items", "3", &[])]).await;
    assert_ne!(bench.catalog.digest().await.expect("the digest is made"), before);
    bench.catalog.revert(&Viewer::system(), RevertTarget::Run(run)).await.expect("the run is reverted");
    assert_eq!(bench.catalog.digest().await.expect("the digest is made"), before);
}

async fn j6_reverting_or_editing_many_assets_takes_few_statements_more_than_one(bench: Bench) {
    let names: Vec<String> = (0..200).map(|number| format!("t{number:03}")).collect();
    let tables: Vec<Table<'_>> = names.iter().map(|name| (&**name, &**name, &[][..])).collect();
    bench.crawl(&tables).await;
    let system = Viewer::system();
    let all = bench.catalog.find(&system, &"shop.public".parse().expect("a name"), None).await.expect("it is found");
    let page = PageRequest::first(200);
    let filter = ChildFilter::default();
    let found = bench.catalog.children(&system, Some(all.id), filter, None, &page).await.expect("the tables are read");
    let ids: Vec<_> = found.items.iter().map(|(_, asset)| asset.id).collect();
    assert_eq!(ids.len(), 200);
    let cost = async |ids: &[catalog::AssetId], tag: &str| {
        let database = bench.catalog.database();
        let edit = BulkEdit { add_tags: vec![tag.into()], ..BulkEdit::default() };
        let start = database.statements();
        bench.catalog.edit_all(&system, ids, edit).await.expect("the edit is taken");
        let edited = database.statements() - start;
        let page = PageRequest::first(1);
        let last = bench.catalog.commits(&system, None, &page).await.expect("the commits are read").items[0].1.id;
        let start = database.statements();
        bench.catalog.revert(&system, RevertTarget::Commit(last)).await.expect("it is taken back");
        [edited, database.statements() - start]
    };
    let (one, many) = (cost(&ids[..1], "one").await, cost(&ids, "many").await);
    assert!(one[0] > 3 && one[1] > 3, "statements are counted: {one:?}");
    assert_eq!(many, one);
    let tagged = bench.catalog.assets(&system, &ids, None).await.expect("they are read");
    assert!(tagged.iter().all(|asset| asset.relations.is_empty()), "everything was taken back");
    let twice = [ids[0], ids[0]];
    let edit = BulkEdit { add_tags: vec!["twice".into()], ..BulkEdit::default() };
    bench.catalog.edit_all(&system, &twice, edit).await.expect("an asset named twice is edited once");
}

/// A tool declares where `orders` comes from, in a run of its own.
async fn declare(bench: &Bench, scope: &str, upstream: &str) -> RunId {
    let run = RunId::new();
    let mut context = RunContext::new("datax", Origin::Report, bench.catalog.clock().now());
    context.run = Some(run);
    let edge = DeclaredEdge {
        upstream: table_name(upstream),
        upstream_kind: AssetKind::Table,
        downstream: table_name("orders"),
        downstream_kind: AssetKind::Table,
        columns: vec![],
    };
    let record = LineageRecord {
        tool: "datax".into(),
        scope: scope.into(),
        through: None,
        edges: vec![edge],
        queries: vec![],
        statements: vec![],
        by_hand: None,
    };
    let mut ingest = bench.catalog.begin(context).await.expect("the report begins");
    ingest.push(Record::Lineage(record)).await.expect("the lineage is taken");
    ingest.stop().await.expect("the report ends");
    run
}

/// What the last declaration of the log says, before and after, in short.
async fn last_declared(bench: &Bench) -> [Option<String>; 2] {
    let changes = bench.catalog.changes_after(ChangeNumber(0), 10_000).await.expect("the log is read");
    let last = changes.iter().rfind(|change| change.operation == Operation::LineageDeclared).expect("one is there");
    [&last.fields[0].before, &last.fields[0].after]
        .map(|set| set["edges"][0]["upstream"]["parts"][2].as_str().map(str::to_owned))
}

async fn j6_reverted_run_takes_back_what_tools_declared_in_it(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let system = Viewer::system();
    let before = bench.catalog.digest().await.expect("the digest is made");
    let first = declare(&bench, "daily", "users").await;
    let second = declare(&bench, "daily", "orders").await;
    let error = bench.catalog.revert(&system, RevertTarget::Run(first)).await.expect_err("it was declared again");
    assert!(error.to_string().contains("`datax` declared lineage for `daily` again"), "{error}");
    bench.catalog.revert(&system, RevertTarget::Run(second)).await.expect("the second is taken back");
    assert_eq!(last_declared(&bench).await, [Some("orders".into()), Some("users".into())]);
    let other = declare(&bench, "hourly", "users").await;
    let taken = bench.catalog.revert(&system, RevertTarget::Run(other)).await.expect("the other is taken back");
    assert_eq!(last_declared(&bench).await, [Some("users".into()), None]);
    // Taking back is a commit like any other: it can be taken back, and the log replays to the same store.
    bench.catalog.revert(&system, RevertTarget::Commit(taken.id)).await.expect("taking back is taken back");
    assert_eq!(last_declared(&bench).await, [None, Some("users".into())]);
    assert_eq!(bench.catalog.digest().await.expect("the digest is made"), before, "no asset changed");
    let mut lines = Vec::new();
    bench.catalog.export(&mut lines).await.expect("the log is exported");
    let copy = bench.another().await;
    copy.catalog.import(&mut &lines[..]).await.expect("the log is imported");
    let mut again = Vec::new();
    copy.catalog.export(&mut again).await.expect("the log is exported");
    assert!(again == lines);
    let now = copy.catalog.changes_after(ChangeNumber(0), 10_000).await.expect("the log is read").len();
    declare(&copy, "hourly", "users").await;
    let later = copy.catalog.changes_after(ChangeNumber(0), 10_000).await.expect("the log is read").len();
    assert_eq!(later, now, "the copy knows what holds");
}

async fn report_that_says_an_asset_twice_has_the_second_refused(bench: Bench) {
    let item = |index: usize, table: &str, text: &str| {
        let record = AssetRecord::new(Name::new("sqlite", ["/f.db", table]), Details::Table(TableDetails::default()));
        ReportItem { list: "assets".into(), index, record: Ok(record.described(Some(text.into())).into()) }
    };
    let nameless = item(0, "", "no name");
    let items = vec![nameless, item(1, "orders", "first"), item(2, "users", "users"), item(3, "ORDERS", "second")];
    let report = Report { idempotency_key: None, items };
    let outcome = bench.catalog.report(&Viewer::system(), report).await.expect("the report is taken");
    assert_eq!(outcome.accepted, 2);
    let refused: Vec<usize> = outcome.errors.iter().map(|(_, index, _)| *index).collect();
    assert_eq!(refused, [0, 3]);
    assert!(outcome.errors[1].2.message.contains("item 1 says the same asset"), "{outcome:?}");
    let found = bench.find("sqlite/\"/f.db\".orders").await.expect("it is found");
    assert_eq!(found.description(), Some("first"));
}

async fn removed_and_returned_table_keeps_its_identity(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let users = bench.find("users").await.expect("it is found");
    bench.crawl(&[ORDERS]).await;
    assert!(bench.find("users").await.expect("it is found").removed.is_some());
    bench.crawl(&[ORDERS, ("users", "9", USERS.2)]).await;
    let back = bench.find("users").await.expect("it is found");
    assert_eq!((back.id, back.removed), (users.id, None));
}

async fn ambiguous_tail_lists_candidates(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let error = bench.find("id").await.expect_err("several are called that");
    assert!(error.to_string().contains("`postgres://h:5432/shop.public.orders.id`"), "{error}");
}

async fn j6_source_that_lost_most_of_its_tables_is_held(bench: Bench) {
    let names: Vec<String> = (0..40).map(|n| format!("t{n}")).collect();
    let tables: Vec<Table<'_>> = names.iter().map(|name| (name.as_str(), name.as_str(), &[][..])).collect();
    bench.crawl(&tables).await;
    let (summary, _) = bench.crawl(&tables[..20]).await;
    assert_eq!((summary.removed, summary.held), (0, 20));
    let viewer = Viewer::system();
    bench.catalog.confirm_hold(&viewer, summary.hold.expect("tables are held")).await.expect("the hold is confirmed");
    assert_eq!(
        bench.catalog.counts(&viewer).await.expect("the assets are counted").expect("system sees all")
            [&AssetKind::Table],
        20
    );
}

async fn j3_replayed_log_is_the_same_store_twice(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let orders = bench.find("orders").await.expect("it is found");
    let edit = Edit { tags: Patch::Set(vec!["core".into()]), ..Edit::default() };
    bench.catalog.edit(&Viewer::system(), orders.id, edit).await.expect("the edit is taken");
    bench.crawl(&[("orders", "1", &[("order_id", "bigint")]), ("items", "3", &[])]).await;
    bench.crawl(&[ORDERS]).await;
    let edit = Edit { tags: Patch::Clear, ..Edit::default() };
    bench.catalog.edit(&Viewer::system(), orders.id, edit).await.expect("the edit is taken");
    let mut lines = Vec::new();
    let exported = bench.catalog.export(&mut lines).await.expect("the log is exported");
    for _ in 0..2 {
        let copy = bench.another().await;
        let imported = copy.catalog.import(&mut &lines[..]).await.expect("the log is imported");
        assert_eq!(imported.digest, exported.digest);
        assert_eq!(
            copy.catalog.digest().await.expect("the digest is made"),
            bench.catalog.digest().await.expect("the digest is made")
        );
        let mut again = Vec::new();
        copy.catalog.export(&mut again).await.expect("the log is exported");
        assert!(again == lines);
        assert_eq!(
            copy.catalog.examine().await.expect("the store is examined"),
            bench.catalog.examine().await.expect("the store is examined")
        );
        assert_eq!(copy.catalog.examine().await.expect("the store is examined").differences, [""; 0]);
    }
}

async fn j1_name_and_columns_are_looked_up_as_they_were(bench: Bench) {
    let (first, _) = bench.crawl(&[ORDERS, USERS]).await;
    let (second, _) = bench.crawl(&[("purchases", "1", &[("id", "bigint")]), USERS]).await;
    let orders = bench.find("purchases").await.expect("it is found").id;
    let names = ["orders", "purchases", "nothing"].map(|name| (table_name(name), AssetKind::Table));
    let then = bench.catalog.resolve_at(&names, first.last_change).await.expect("the names are resolved");
    assert_eq!(then, [Some(orders), None, None]);
    let now = bench.catalog.resolve_at(&names, second.last_change).await.expect("the names are resolved");
    assert_eq!(now, [None, Some(orders), None]);
    let columns = async |at| {
        let columns = bench.catalog.columns_at(&[orders], at).await.expect("the columns are read");
        columns[&orders].iter().map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(columns(first.last_change).await, ["id", "amount"]);
    assert_eq!(columns(second.last_change).await, ["id"]);
    let ids =
        bench.catalog.columns_at(&[orders], first.last_change).await.expect("the columns are read")[&orders].clone();
    let parents = bench.catalog.parents(&[ids[0].id, ids[1].id]).await.expect("the parents are read");
    assert!(parents.values().all(|parent| *parent == orders) && parents.len() == 2);
}

async fn children_of_several_parents_are_read_at_once_in_order(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    bench.crawl(&[("orders", "1", &[("amount", "numeric")]), USERS]).await;
    let (orders, users) =
        (bench.find("orders").await.expect("it is found").id, bench.find("users").await.expect("it is found").id);
    let viewer = Viewer::system();
    let columns =
        bench.catalog.inside(&viewer, &[users, orders], Some(AssetKind::Column)).await.expect("the assets are read");
    let names = |parent| -> Vec<(&str, bool)> {
        let inside = columns.iter().filter(|column| column.parent == Some(parent));
        inside.map(|column| (column.name.last(), column.removed.is_some())).collect()
    };
    assert_eq!(names(users), [("id", false), ("name", false)]);
    assert_eq!(names(orders).len(), 2);
    assert_eq!(bench.catalog.inside(&Viewer::anonymous(), &[users], None).await.expect("the assets are read"), []);
}

async fn all_assets_are_read_page_by_page(bench: Bench) {
    bench.crawl(&[ORDERS, USERS]).await;
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let (assets, last) =
            bench.catalog.assets_after(&Viewer::system(), after, 3).await.expect("the assets are read");
        seen.extend(assets.into_iter().map(|asset| asset.id));
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    assert_eq!(seen.len(), 8);
    assert!(seen.is_sorted());
}
