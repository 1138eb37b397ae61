//! Rules over assets in the store, on SQLite and on PostgreSQL: every list, page and count has what rules give, and
//! nothing else.
#![allow(missing_docs, reason = "tests state facts in their names")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::collections::{BTreeSet, HashSet};

use catalog::{
    Asset, AssetId, AssetKind, AssetRecord, Catalog, ChangeFilter, ChildFilter, Clock, Database, Details, Edit, Error,
    Name, Origin, PageRequest, Patch, RunContext, RunId, SourceId, Viewer, Visibility,
    governance::{Permission, Sight, Test},
};

const NAMESPACE: &str = "postgres://h:5432";

/// A catalog with 30 tables of three columns in two schemas of one database; every third table is tagged, and one
/// column of every fifth.
struct Bench {
    catalog: Catalog,
    assets: Vec<Asset>,
    _store: Store,
}

enum Store {
    Sqlite(tempfile::TempDir),
    Postgres(testkit::TestDatabase),
}

impl Store {
    async fn bench(self) -> Bench {
        let url = match &self {
            Self::Sqlite(files) => format!("sqlite://{}/catalog.db", files.path().display()),
            Self::Postgres(database) => database.url(),
        };
        let database = Database::open(&url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        let clock = Clock::fixed("2026-03-10T12:00:00Z".parse().unwrap());
        let catalog = Catalog::new(database, clock.clone());
        let context = RunContext::new("system", Origin::Crawl, clock.now()).of_source(SourceId::new(), RunId::new());
        let mut ingest = catalog.begin(context).await.unwrap();
        for number in 0..30 {
            let schema = if number % 2 == 0 { "even" } else { "odd" };
            let table = Name::new(NAMESPACE, ["shop", schema, &format!("t{number:02}")]);
            ingest.push(AssetRecord::new(table.clone(), Details::Table(Default::default())).into()).await.unwrap();
            for column in ["a", "b", "c"] {
                let column = AssetRecord::new(table.child(column), Details::Column(Default::default()));
                ingest.push(column.into()).await.unwrap();
            }
        }
        ingest.finish().await.unwrap();
        let viewer = Viewer::system();
        for number in 0..30 {
            let tag = async |name: String| {
                let found = catalog.find(&viewer, &name.parse().unwrap(), None).await.unwrap();
                let edit = Edit { tags: Patch::Set(vec!["Secret".into()]), ..Edit::default() };
                catalog.edit(&viewer, found.id, edit).await.unwrap();
            };
            if number % 3 == 0 {
                tag(format!("t{number:02}")).await;
            }
            if number % 5 == 0 {
                tag(format!("t{number:02}.b")).await;
            }
        }
        let (assets, _) = catalog.assets_after(&viewer, None, 1_000).await.unwrap();
        Bench { catalog, assets, _store: self }
    }
}

impl Bench {
    fn id(&self, name: &str) -> AssetId {
        let is_it = |asset: &&Asset| asset.name.path() == name;
        self.assets.iter().find(is_it).unwrap_or_else(|| panic!("no {name}")).id
    }

    /// Somebody who sees what `given` holds for and `taken` does not.
    async fn viewer(&self, given: Test, taken: Test) -> Viewer {
        let ways = self.catalog.containers_of(&given.places()).await.unwrap();
        Viewer { sees: Visibility::of(Sight::new(given, taken, ways, true)), ..Viewer::system() }
    }

    /// What one may know, decided for each asset by itself.
    async fn may(&self, viewer: &Viewer) -> HashSet<AssetId> {
        let ids: Vec<AssetId> = self.assets.iter().map(|asset| asset.id).collect();
        let facts = self.catalog.facts(&ids).await.unwrap();
        facts.into_iter().filter(|(_, facts)| viewer.may_with(Permission::View, facts)).map(|(id, _)| id).collect()
    }
}

fn within(ids: &[AssetId]) -> Test {
    Test::Within(ids.iter().map(|id| (*id, Test::ALWAYS)).collect())
}

fn secret() -> Test {
    Test::Tag(["secret".to_owned()].into())
}

async fn j8_lists_and_counts_have_what_rules_give(bench: Bench) {
    let even = bench.id("shop.even");
    let rules = [
        (Test::ALWAYS, secret()),
        (secret(), Test::NEVER),
        (within(&[even]), secret()),
        (within(&[bench.id("shop.odd.t01"), bench.id("shop.even.t06.b")]), Test::NEVER),
        (Test::Kind([AssetKind::Table].into()), within(&[even])),
        (Test::NEVER, Test::NEVER),
    ];
    for (given, taken) in rules {
        let viewer = bench.viewer(given, taken).await;
        let may = bench.may(&viewer).await;
        let ids: Vec<AssetId> = bench.assets.iter().map(|asset| asset.id).collect();
        let read: HashSet<AssetId> =
            bench.catalog.assets(&viewer, &ids, None).await.unwrap().into_iter().map(|asset| asset.id).collect();
        assert_eq!(read, may);
        for parent in bench.assets.iter().filter(|asset| may.contains(&asset.id)) {
            let expected: BTreeSet<AssetId> = bench
                .assets
                .iter()
                .filter(|child| child.parent == Some(parent.id) && may.contains(&child.id))
                .map(|child| child.id)
                .collect();
            assert_eq!(children(&bench, &viewer, parent.id).await, expected);
            let counts = bench.catalog.child_counts(&viewer, &[parent.id], None).await.unwrap();
            let count: i64 = counts.values().flat_map(|kinds| kinds.values()).sum();
            assert_eq!(usize::try_from(count).unwrap(), expected.len());
        }
        let found = bench.catalog.search_names(&viewer, "t", None, &PageRequest::first(500)).await.unwrap();
        assert!(found.items.iter().all(|(_, asset)| may.contains(&asset.id)));
        assert_eq!(
            found.items.len(),
            bench.assets.iter().filter(|a| a.name.last().starts_with('t') && may.contains(&a.id)).count()
        );
        let changes = bench.catalog.changes(&viewer, &ChangeFilter::default(), &PageRequest::first(500)).await;
        if !may.is_empty() {
            assert!(changes.unwrap().items.iter().all(|(_, (change, _))| may.contains(&change.asset)));
        }
    }
}

/// What is directly inside of something, by pages of two.
async fn children(bench: &Bench, viewer: &Viewer, parent: AssetId) -> BTreeSet<AssetId> {
    let (mut found, mut page) = (BTreeSet::new(), PageRequest::first(2));
    loop {
        let next = bench.catalog.children(viewer, Some(parent), ChildFilter::default(), None, &page).await.unwrap();
        for (_, child) in &next.items {
            assert!(found.insert(child.id), "an asset comes once");
        }
        let Some(cursor) = next.next() else { return found };
        page.after = Some(cursor.to_owned());
    }
}

async fn d3_what_may_be_seen_may_still_not_be_edited(bench: Bench) {
    let (t01, t02) = (bench.id("shop.odd.t01"), bench.id("shop.even.t02"));
    let sight = Sight::new(within(&[t01]), Test::NEVER, HashSet::new(), true);
    let viewer = Viewer { edits: Some(Visibility::of(sight)), ..bench.viewer(within(&[t01, t02]), Test::NEVER).await };
    let edit = || Edit { description: Patch::Set("told".into()), ..Edit::default() };
    bench.catalog.edit(&viewer, t01, edit()).await.unwrap();
    assert!(matches!(bench.catalog.edit(&viewer, t02, edit()).await, Err(Error::Forbidden { .. })));
    let unseen = bench.catalog.edit(&viewer, bench.id("shop.odd.t03"), edit()).await;
    assert!(matches!(unseen, Err(Error::NotFound { .. })), "what one may not know of is not there");
}

macro_rules! on_both_engines {
    ($($fact:ident)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $fact() {
                super::$fact(super::Store::Sqlite(tempfile::tempdir().unwrap()).bench().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test] async fn $fact() {
                super::$fact(super::Store::Postgres(testkit::postgres_database().await).bench().await).await;
            })*
        }
    };
}

on_both_engines! {
    j8_lists_and_counts_have_what_rules_give
    d3_what_may_be_seen_may_still_not_be_edited
}
