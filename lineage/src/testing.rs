//! A catalog to test with: crawled from lists of tables and views, on SQLite and on PostgreSQL.

use std::collections::BTreeSet;

use catalog::{
    Asset, AssetId, AssetKind, AssetRecord, Catalog, ChangeNumber, Clock, DataType, Database, Details, Name, NameQuery,
    Origin, Record, RunContext, RunId, SourceId, Summary, TypeClass, Viewer,
    kinds::{column::ColumnDetails, database::DatabaseDetails, table::TableDetails, table::TableType},
    record::{DeclaredColumnEdge, DeclaredEdge, LineageRecord},
};
use chrono::Duration;

use crate::{Direction, Influence, Level, Lineage, Scene, Traversal};

/// A table (without SQL) or a view of a crawl, in schema `public` of database `shop`.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    name: String,
    columns: Vec<String>,
    sql: Option<String>,
}

impl Table {
    /// Whether this is its name.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name
    }
}

pub(crate) fn table(name: &str, columns: &[&str]) -> Table {
    Table { name: name.into(), columns: columns.iter().map(|column| (*column).to_owned()).collect(), sql: None }
}

pub(crate) fn view(name: &str, columns: &[&str], sql: &str) -> Table {
    Table { sql: Some(sql.into()), ..table(name, columns) }
}

/// A catalog with lineage.
pub(crate) struct World {
    pub(crate) catalog: Catalog,
    pub(crate) lineage: Lineage,
    pub(crate) source: SourceId,
}

/// Runs a test on each engine.
pub(crate) async fn on_both(test: impl AsyncFn(World)) {
    let files = tempfile::tempdir().unwrap();
    test(World::open(&sqlite(&files)).await).await;
    let database = testkit::postgres_database().await;
    test(World::open(&database.url()).await).await;
}

/// The address of a file in a directory.
pub(crate) fn sqlite(files: &tempfile::TempDir) -> String {
    format!("sqlite://{}/catalog.db", files.path().display())
}

/// An empty store.
pub(crate) async fn store(url: &str) -> Database {
    let database = Database::open(url).await.unwrap();
    migrations::up(database.for_migrations()).await.unwrap();
    database
}

pub(crate) fn name(path: &str) -> Name {
    let parts = ["shop", "public"].into_iter().chain(path.split('.'));
    Name::new("postgres://h:5432", parts)
}

impl World {
    pub(crate) async fn open(url: &str) -> Self {
        let catalog = Catalog::new(store(url).await, Clock::fixed("2026-01-01T12:00:00Z".parse().unwrap()));
        let lineage = Lineage::open(catalog.clone()).await.unwrap();
        Self { catalog, lineage, source: SourceId::new() }
    }

    fn context_of(&self, source: SourceId) -> RunContext {
        self.catalog.clock().advance(Duration::minutes(1));
        let mut context = RunContext::new("crawler", Origin::Crawl, self.catalog.clock().now());
        context.guard.share = 1.0;
        context.of_source(source, RunId::new())
    }

    /// Crawls without following.
    pub(crate) async fn crawl(&self, tables: &[Table]) -> Summary {
        let mut ingest = self.catalog.begin(self.context_of(self.source)).await.unwrap();
        for record in records(tables) {
            ingest.push(record).await.unwrap();
        }
        let summary = ingest.finish().await.unwrap();
        assert_eq!(summary.errors, []);
        summary
    }

    /// Crawls what another source says, whole.
    pub(crate) async fn crawl_records(&self, source: SourceId, records: Vec<Record>) {
        let mut ingest = self.catalog.begin(self.context_of(source)).await.unwrap();
        for record in records {
            ingest.push(record).await.unwrap();
        }
        ingest.finish().await.unwrap();
    }

    /// Crawls from another source, without removing anything.
    pub(crate) async fn crawl_as(&self, source: SourceId, tables: &[Table]) {
        let mut ingest = self.catalog.begin(self.context_of(source)).await.unwrap();
        for record in records(tables) {
            ingest.push(record).await.unwrap();
        }
        ingest.stop().await.unwrap();
    }

    /// A history with everything in it: views that come before their tables, renames, removals, returns, tools that
    /// change their mind. Some of it is followed at once, some late.
    pub(crate) async fn busy_history(&self) {
        let base = || table("base", &["id", "note", "at"]);
        let star = || view("star", &["id", "note", "at"], "SELECT * FROM public.base");
        let top = |sql: &str| view("top", &["id"], sql);
        self.crawl_one_by_one(&[top("SELECT id FROM public.star WHERE note > '' ORDER BY at"), star(), base()]).await;
        self.declare("airflow", "daily", &["base.id > mart.id", "base > other", "star.note > mart.note"]).await;
        self.crawl(&[base(), star(), top("SELECT max(id) AS id FROM public.base"), table("mart", &["id", "note"])])
            .await;
        self.declare("datax", "job", &["base.id > mart.id"]).await;
        self.crawl_and_follow(&[star(), table("mart", &["id"])]).await;
        self.declare("airflow", "daily", &["base.id > mart.id"]).await;
        self.crawl(&[
            table("base", &["id"]),
            view("star", &["id"], "SELECT * FROM public.base"),
            table("mart", &["id", "note"]),
        ])
        .await;
        self.crawl(&[base(), star(), top("SELECT id FROM public.star"), table("mart", &["id", "note"])]).await;
        self.declare("airflow", "daily", &[]).await;
        self.follow().await;
    }

    /// Crawls table by table, each in a commit of its own, without removing anything.
    pub(crate) async fn crawl_one_by_one(&self, tables: &[Table]) {
        for table in tables {
            let mut ingest = self.catalog.begin(self.context_of(self.source)).await.unwrap();
            for record in records(std::slice::from_ref(table)) {
                ingest.push(record).await.unwrap();
            }
            ingest.stop().await.unwrap();
        }
    }

    pub(crate) async fn follow(&self) -> ChangeNumber {
        self.catalog.catch_up(&self.lineage.follower()).await.unwrap()
    }

    pub(crate) async fn crawl_and_follow(&self, tables: &[Table]) -> ChangeNumber {
        self.crawl(tables).await;
        self.follow().await
    }

    /// Lets a tool declare edges, each `upstream.column > downstream.column` or `upstream > downstream`.
    pub(crate) async fn declare(&self, tool: &str, scope: &str, edges: &[&str]) -> ChangeNumber {
        let edges = edges.iter().map(|edge| declared(edge)).collect();
        let record = LineageRecord {
            tool: tool.into(),
            scope: scope.into(),
            through: None,
            edges,
            queries: Vec::new(),
            statements: Vec::new(),
            by_hand: None,
        };
        self.push(Record::Lineage(record)).await
    }

    /// Takes one record in and follows.
    pub(crate) async fn push(&self, record: Record) -> ChangeNumber {
        let mut ingest =
            self.catalog.begin(RunContext::new("tool", Origin::Report, self.catalog.clock().now())).await.unwrap();
        ingest.push(record).await.unwrap();
        ingest.stop().await.unwrap();
        self.follow().await
    }

    pub(crate) async fn find(&self, tail: &str) -> AssetId {
        self.asset(tail).await.id
    }

    pub(crate) async fn asset(&self, tail: &str) -> Asset {
        self.catalog.find(&Viewer::system(), &tail.parse::<NameQuery>().unwrap(), None).await.unwrap()
    }

    /// What is around an asset in both directions, far, with everything that decides.
    pub(crate) async fn scene(&self, focus: &str, level: Level, as_of: Option<ChangeNumber>) -> Scene {
        let focus = self.find(focus).await;
        let request = Traversal {
            direction: Direction::Both,
            depth: 50,
            level,
            influence: Influence::Everything,
            as_of,
            ..Traversal::around(focus)
        };
        self.lineage.traverse(&Viewer::system(), &request).await.unwrap()
    }

    /// The edges around an asset as text, such as `orders.id > sales.id IDENTITY`.
    pub(crate) async fn edges(&self, focus: &str, level: Level, as_of: Option<ChangeNumber>) -> BTreeSet<String> {
        let scene = self.scene(focus, level, as_of).await;
        let ids: Vec<AssetId> = scene.nodes.iter().filter_map(|node| node.asset).collect();
        let assets = self.catalog.assets(&Viewer::system(), &ids, None).await.unwrap();
        let path = |place: usize| {
            let id = scene.nodes[place].asset.unwrap();
            assets.iter().find(|asset| asset.id == id).unwrap().name.parts[2..].join(".")
        };
        let line = |edge: &crate::SceneEdge| {
            let word = edge.transformation.word().map(|word| format!(" {word}")).unwrap_or_default();
            format!("{} > {}{word}", path(edge.from), path(edge.to))
        };
        scene.edges.iter().map(line).collect()
    }
}

pub(crate) fn records(tables: &[Table]) -> Vec<Record> {
    let database = Name::new("postgres://h:5432", ["shop"]);
    let mut records: Vec<Record> = vec![
        AssetRecord::new(database.clone(), Details::Database(DatabaseDetails::default())).into(),
        AssetRecord::new(database.child("public"), Details::Schema(Default::default())).into(),
    ];
    for Table { name: table, columns, sql } in tables {
        let details = TableDetails {
            table_type: if sql.is_some() { TableType::View } else { TableType::Regular },
            definition: sql.clone(),
            dialect: sql.is_some().then(|| "postgres".to_owned()),
            ..TableDetails::default()
        };
        records.push(AssetRecord::new(name(table), Details::Table(details)).into());
        for (position, column) in (1..).zip(columns) {
            let data_type = DataType::new("text", TypeClass::Text);
            let details = ColumnDetails { data_type, position, ..ColumnDetails::default() };
            records.push(AssetRecord::new(name(table).child(column), Details::Column(details)).into());
        }
    }
    records.push(Record::ScopeRead { root: database });
    records
}

/// Reads `orders.id > sales.id` or `orders > sales`.
pub(crate) fn declared(edge: &str) -> DeclaredEdge {
    let (upstream, downstream) = edge.split_once(" > ").unwrap();
    let (from, from_column) =
        upstream.split_once('.').map_or((upstream, None), |(table, column)| (table, Some(column)));
    let (to, to_column) =
        downstream.split_once('.').map_or((downstream, None), |(table, column)| (table, Some(column)));
    let columns = from_column.zip(to_column).map(|(upstream, downstream)| DeclaredColumnEdge {
        upstream: upstream.into(),
        downstream: downstream.into(),
        subtype: "IDENTITY".into(),
        masking: false,
    });
    DeclaredEdge {
        upstream: name(from),
        upstream_kind: AssetKind::Table,
        downstream: name(to),
        downstream_kind: AssetKind::Table,
        columns: columns.into_iter().collect(),
    }
}
