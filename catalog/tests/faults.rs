//! Faults of sources and stores that have cost other catalogs their data: nothing is lost, nothing is half-written.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests state facts in their names and may panic")]

use std::sync::Arc;

use catalog::{
    AssetKind, AssetRecord, Catalog, ChildFilter, Clock, DataType, Database, Details, Edit, ErrorKind, Fault, Guard,
    Name, NameQuery, Origin, PageRequest, Patch, Record, RunContext, RunId, SourceId, Summary, TypeClass, Viewer,
    kinds::{column::ColumnDetails, database::DatabaseDetails, schema::SchemaDetails, table::TableDetails},
};
use chrono::{DateTime, Duration, Utc};

struct House {
    catalog: Catalog,
    source: SourceId,
    _files: tempfile::TempDir,
}

fn noon() -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

fn root() -> Name {
    Name::new("postgres://h:5432", ["shop"])
}

fn schema(name: &str) -> Name {
    root().child(name)
}

fn table(name: &Name, object: &str) -> Record {
    AssetRecord::new(name.clone(), Details::Table(TableDetails::default())).identified(object).into()
}

fn column(name: Name, position: u32, data_type: &str) -> Record {
    let data_type = DataType::new(data_type, TypeClass::Other);
    AssetRecord::new(name, Details::Column(ColumnDetails { data_type, position, ..Default::default() })).into()
}

fn containers(schemas: &[&str]) -> Vec<Record> {
    let database = AssetRecord::new(root(), Details::Database(DatabaseDetails::default()));
    let schemas = schemas.iter().map(|name| AssetRecord::new(schema(name), Details::Schema(SchemaDetails::default())));
    std::iter::once(database).chain(schemas).map(Record::from).collect()
}

async fn store(path: &str) -> Database {
    let database = Database::open(path).await.unwrap();
    migrations::up(database.for_migrations()).await.unwrap();
    database
}

impl House {
    async fn new() -> Self {
        let files = tempfile::tempdir().unwrap();
        let database = store(&format!("sqlite://{}/catalog.db", files.path().display())).await;
        Self { catalog: Catalog::new(database, Clock::fixed(noon())), source: SourceId::new(), _files: files }
    }

    fn context(&self) -> RunContext {
        self.catalog.clock().advance(Duration::minutes(1));
        RunContext::new("crawler", Origin::Crawl, self.catalog.clock().now()).of_source(self.source, RunId::new())
    }

    async fn crawl_as(&self, context: RunContext, records: Vec<Record>) -> catalog::Result<Summary> {
        let mut ingest = self.catalog.begin(context).await?;
        for record in records {
            ingest.push(record).await?;
        }
        ingest.finish().await
    }

    async fn crawl(&self, records: Vec<Record>) -> Summary {
        self.crawl_as(self.context(), records).await.unwrap()
    }

    async fn find(&self, name: &str) -> catalog::Result<catalog::Asset> {
        self.catalog.find(&Viewer::system(), &name.parse::<NameQuery>().unwrap(), None).await
    }

    async fn tables(&self) -> i64 {
        self.catalog.counts(&Viewer::system()).await.unwrap().unwrap().get(&AssetKind::Table).copied().unwrap_or(0)
    }
}

/// Two schemas of three tables each.
fn two_schemas() -> Vec<Record> {
    let mut records = containers(&["a", "b"]);
    for (number, name) in
        ["a", "b"].iter().flat_map(|s| (0..3).map(move |n| schema(s).child(format!("t{n}")))).enumerate()
    {
        records.push(table(&name, &number.to_string()));
    }
    records
}

#[tokio::test]
async fn threat_31_crawl_that_ends_early_removes_nothing() {
    let house = House::new().await;
    house.crawl([two_schemas(), vec![Record::ScopeRead { root: root() }]].concat()).await;
    let mut ingest = house.catalog.begin(house.context()).await.unwrap();
    for record in containers(&["a"]) {
        ingest.push(record).await.unwrap();
    }
    ingest.stop().await.unwrap();
    assert_eq!(house.tables().await, 6);
}

#[tokio::test]
async fn threat_31_schema_that_could_not_be_read_keeps_its_tables() {
    let house = House::new().await;
    house.crawl([two_schemas(), vec![Record::ScopeRead { root: root() }]].concat()).await;
    let failed = Record::ScopeFailed { root: schema("b"), message: "permission denied".into() };
    let mut records = containers(&["a", "b"]);
    records.extend([table(&schema("a").child("t0"), "0"), failed, Record::ScopeRead { root: root() }]);
    let summary = house.crawl(records).await;
    assert_eq!((summary.removed, summary.is_complete), (2, false));
    assert_eq!(house.tables().await, 4);
    assert_eq!(summary.errors[0].message, "permission denied");
}

#[tokio::test]
async fn threat_31_narrower_filter_removes_nothing() {
    let house = House::new().await;
    house.crawl([two_schemas(), vec![Record::ScopeRead { root: root() }]].concat()).await;
    let mut context = house.context();
    context.covers = Arc::new(|name, _| name.parts.get(1).is_none_or(|schema| schema == "a"));
    let mut records = containers(&["a"]);
    records.extend((0..3).map(|n| table(&schema("a").child(format!("t{n}")), &n.to_string())));
    records.push(Record::ScopeRead { root: root() });
    let summary = house.crawl_as(context, records).await.unwrap();
    assert_eq!((summary.removed, house.tables().await), (0, 6));
}

#[tokio::test]
async fn threat_31_source_that_answers_empty_is_held() {
    let house = House::new().await;
    let mut records = containers(&["a"]);
    records.extend((0..50).map(|n| table(&schema("a").child(format!("t{n}")), &n.to_string())));
    records.push(Record::ScopeRead { root: root() });
    house.crawl(records).await;
    let summary = house.crawl([containers(&["a"]), vec![Record::ScopeRead { root: root() }]].concat()).await;
    assert_eq!((summary.removed, summary.held, house.tables().await), (0, 50, 50));
}

#[tokio::test]
async fn threat_32_run_that_began_before_the_last_complete_one_is_refused() {
    let house = House::new().await;
    let late = house.context();
    house.crawl([two_schemas(), vec![Record::ScopeRead { root: root() }]].concat()).await;
    let error = house.crawl_as(late, containers(&["a"])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn threat_24_clock_that_is_set_back_a_day_keeps_nothing_out_and_history_in_order() {
    let house = House::new().await;
    let all = |more: &[Record]| {
        let whole = [Record::ScopeRead { root: root() }];
        two_schemas().into_iter().chain(more.iter().cloned()).chain(whole).collect::<Vec<_>>()
    };
    house.crawl(all(&[])).await;
    let before = house.catalog.last_change().await.unwrap();
    house.catalog.clock().advance(-Duration::days(1));
    let summary = house.crawl(all(&[table(&schema("a").child("later"), "77")])).await;
    assert_eq!((summary.added, summary.removed), (1, 0));
    let commits = house.catalog.commits(&Viewer::system(), None, &PageRequest::first(50)).await.unwrap().items;
    let times: Vec<_> = commits.iter().rev().map(|(_, commit)| (commit.first, commit.at)).collect();
    assert!(times.is_sorted() && times.is_sorted_by_key(|(_, at)| *at), "{times:?}");
    let then = commits.iter().find(|(_, commit)| commit.last == before).unwrap().1.at;
    assert!(house.catalog.change_at(then).await.unwrap() >= before);
    // The day is over again; what began before is late as ever.
    let late = house.context();
    house.catalog.clock().advance(Duration::days(2));
    house.crawl(all(&[])).await;
    assert_eq!(house.crawl_as(late, all(&[])).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(house.catalog.examine().await.unwrap().differences, [""; 0]);
}

#[tokio::test]
async fn threat_33_rename_keeps_identity_and_what_people_wrote() {
    let house = House::new().await;
    let mut records = containers(&["a"]);
    records.extend([table(&schema("a").child("old"), "17"), Record::ScopeRead { root: root() }]);
    house.crawl(records).await;
    let before = house.find("old").await.unwrap();
    let edit = Edit { description: Patch::Set("the orders".into()), ..Edit::default() };
    house.catalog.edit(&Viewer::system(), before.id, edit).await.unwrap();
    let mut records = containers(&["a"]);
    records.extend([table(&schema("a").child("new"), "17"), Record::ScopeRead { root: root() }]);
    let summary = house.crawl(records).await;
    assert_eq!((summary.added, summary.changed, summary.removed), (0, 1, 0));
    let after = house.find("new").await.unwrap();
    assert_eq!((after.id, after.description()), (before.id, Some("the orders")));
}

#[tokio::test]
async fn threat_33_dropped_and_made_again_is_the_same_asset() {
    let house = House::new().await;
    let crawl = |object: &'static str| {
        let mut records = containers(&["a"]);
        records.extend([table(&schema("a").child("orders"), object), Record::ScopeRead { root: root() }]);
        records
    };
    house.crawl(crawl("17")).await;
    let before = house.find("orders").await.unwrap();
    let summary = house.crawl(crawl("99")).await;
    assert_eq!((summary.added, summary.removed), (0, 0));
    assert_eq!(house.find("orders").await.unwrap().id, before.id);
}

#[tokio::test]
async fn threat_34_twins_and_strange_names_stay_apart() {
    let house = House::new().await;
    let names = ["A", "a", "a.b", "a\"b", "订单", "🦀", " padded ", "é", "e\u{301}", "'; DROP TABLE catalog_asset; --"];
    let mut records = containers(&["a"]);
    records.extend(names.iter().enumerate().map(|(n, name)| table(&schema("a").child(*name), &n.to_string())));
    records.push(Record::ScopeRead { root: root() });
    let summary = house.crawl(records.clone()).await;
    assert_eq!((summary.errors.len(), house.tables().await), (0, 10));
    for name in names {
        let full = schema("a").child(name);
        let found = house.find(&full.to_string()).await.unwrap();
        assert_eq!(found.name, full);
    }
    assert_eq!(house.crawl(records).await.changed, 0);
}

#[tokio::test]
async fn threat_34_name_with_nul_is_refused_and_the_rest_stored() {
    let house = House::new().await;
    let mut records = containers(&["a"]);
    records.extend([table(&schema("a").child("b\0d"), "1"), table(&schema("a").child("good"), "2")]);
    let summary = house.crawl(records).await;
    assert_eq!(summary.errors[0].field.as_deref(), Some("parts[2]"));
    assert_eq!(house.tables().await, 1);
}

#[tokio::test]
async fn threat_35_ten_thousand_columns_are_read_in_order() {
    let house = House::new().await;
    let wide = schema("a").child("wide");
    let mut records = containers(&["a"]);
    records.push(table(&wide, "1"));
    records.extend((1..=10_000).map(|n| column(wide.child(format!("c{n}")), n, "text")));
    records.push(Record::ScopeRead { root: root() });
    let summary = house.crawl(records).await;
    assert_eq!(summary.added, 10_003);
    let id = house.find("wide").await.unwrap().id;
    let mut page = PageRequest::first(500);
    let mut seen = Vec::new();
    loop {
        let wanted = ChildFilter::of(AssetKind::Column);
        let found = house.catalog.children(&Viewer::system(), Some(id), wanted, None, &page).await.unwrap();
        seen.extend(found.items.iter().map(|(_, asset)| asset.name.last().to_owned()));
        let Some(next) = found.next() else { break };
        page.after = Some(next.to_owned());
    }
    assert_eq!(seen, (1..=10_000).map(|n| format!("c{n}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn threat_44_paging_skips_and_repeats_nothing_while_others_write() {
    let house = House::new().await;
    let mut records = containers(&["a"]);
    records.extend((0..40).map(|n| table(&schema("a").child(format!("t{:02}", 2 * n)), &n.to_string())));
    house.crawl(records).await;
    let parent = house.find("shop.a").await.unwrap().id;
    let mut page = PageRequest::first(7);
    let mut seen = Vec::new();
    for round in 0.. {
        let found =
            house.catalog.children(&Viewer::system(), Some(parent), ChildFilter::default(), None, &page).await.unwrap();
        seen.extend(found.items.iter().map(|(_, asset)| asset.name.last().to_owned()));
        let Some(next) = found.next() else { break };
        page.after = Some(next.to_owned());
        // A table before what was read, and one behind it.
        let name = |n: usize| schema("a").child(format!("t{n:02}"));
        house
            .crawl(vec![
                table(&name(2 * round + 1), &format!("x{round}")),
                table(&name(79 - 2 * round), &format!("y{round}")),
            ])
            .await;
    }
    let even: Vec<String> = (0..40).map(|n| format!("t{:02}", 2 * n)).collect();
    assert!(even.iter().all(|name| seen.iter().filter(|seen| *seen == name).count() == 1), "{seen:?}");
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn threat_29_export_of_sqlite_is_the_same_catalog_on_postgres() {
    let house = House::new().await;
    house.crawl([two_schemas(), vec![Record::ScopeRead { root: root() }]].concat()).await;
    let mut context = house.context();
    context.guard = Guard { share: 1.0, least: 1000 };
    house.crawl_as(context, [containers(&["a"]), vec![Record::ScopeRead { root: root() }]].concat()).await.unwrap();
    let mut lines = Vec::new();
    house.catalog.export(&mut lines).await.unwrap();
    let server = testkit::postgres_database().await;
    let copy = Catalog::new(store(&server.url()).await, Clock::fixed(noon()));
    copy.import(&mut &lines[..]).await.unwrap();
    assert_eq!(copy.digest().await.unwrap(), house.catalog.digest().await.unwrap());
    let mut again = Vec::new();
    copy.export(&mut again).await.unwrap();
    assert!(again == lines, "the lines differ");
}
