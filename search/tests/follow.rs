//! From a crawl to an answer: the follower over a real store.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests state facts in their names and may panic")]

use std::{path::Path, sync::Arc};

use catalog::{
    AssetId, AssetRecord, Catalog, ChangeNumber, Clock, DataType, Database, Details, Edit, Follower, Guard, Name,
    NameQuery, Origin, Patch, Record, RunContext, RunId, SourceId, TypeClass, Viewer,
    kinds::{column::ColumnDetails, table::TableDetails},
};
use chrono::{DateTime, Duration, Utc};
use search::{Index, SearchFollower, SearchRequest};

/// A store, an index and the follower between them.
struct World {
    catalog: Catalog,
    source: SourceId,
    files: tempfile::TempDir,
}

/// A table of a crawl: the source's own number, its name, and its columns.
type Table<'a> = (u32, &'a str, &'a [&'a str]);

const ORDERS: Table<'_> = (1, "orders", &["id", "user_id", "amount"]);
const USERS: Table<'_> = (2, "users", &["id", "user_name"]);

fn noon() -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let files = tempfile::tempdir().unwrap();
        let database = Database::open(&format!("sqlite://{}/catalog.db", files.path().display())).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        Self { catalog: Catalog::new(database, Clock::fixed(noon())), source: SourceId::new(), files }
    }

    fn index_path(&self) -> std::path::PathBuf {
        self.files.path().join("index")
    }

    fn follower(&self) -> SearchFollower {
        SearchFollower::new(self.catalog.clone(), Index::open(&self.index_path()).unwrap())
    }

    async fn crawl(&self, schema: &str, tables: &[Table<'_>]) {
        self.catalog.clock().advance(Duration::minutes(1));
        let mut context = RunContext::new("crawler", Origin::Crawl, self.catalog.clock().now());
        context = context.of_source(self.source, RunId::new());
        context.guard = Guard { share: 1.0, least: 1_000_000 };
        context.covers = Arc::new(|_, _| true);
        let mut ingest = self.catalog.begin(context).await.unwrap();
        for record in records(schema, tables) {
            ingest.push(record).await.unwrap();
        }
        let summary = ingest.finish().await.unwrap();
        assert_eq!(summary.errors, []);
    }

    async fn find(&self, name: &str) -> AssetId {
        let query: NameQuery = name.parse().unwrap();
        self.catalog.find(&Viewer::system(), &query, None).await.unwrap().id
    }
}

fn records(schema: &str, tables: &[Table<'_>]) -> Vec<Record> {
    let root = Name::new("postgres://h:5432", ["shop"]);
    let inside = root.child(schema);
    let mut records: Vec<Record> = vec![
        AssetRecord::new(root.clone(), Details::Database(Default::default())).into(),
        AssetRecord::new(inside.clone(), Details::Schema(Default::default())).identified("s1").into(),
    ];
    for (number, table, columns) in tables {
        let name = inside.child(*table);
        let details = Details::Table(TableDetails::default());
        records.push(AssetRecord::new(name.clone(), details).identified(number.to_string()).into());
        for (position, column) in columns.iter().enumerate() {
            let details = ColumnDetails {
                data_type: DataType::new("bigint", TypeClass::Integer),
                position: position as u32 + 1,
                ..ColumnDetails::default()
            };
            let record = AssetRecord::new(name.child(*column), Details::Column(details));
            records.push(record.identified(format!("{number}.{position}")).into());
        }
    }
    records.push(Record::ScopeRead { root });
    records
}

/// The paths of the hits of a question, best first.
fn found(follower: &SearchFollower, query: &str) -> Vec<String> {
    let answer = follower.index().search(&Viewer::system(), &SearchRequest::new(query)).unwrap();
    assert_eq!(answer.total as usize, answer.hits.len());
    answer.hits.into_iter().map(|hit| hit.name.path()).collect()
}

async fn assert_same(follower: &SearchFollower) {
    let comparison = follower.compare(10).await.unwrap();
    assert_eq!(comparison.differences, []);
    assert_eq!((comparison.total, comparison.documents), (0, comparison.assets));
}

#[tokio::test]
async fn e2_crawled_assets_are_found_after_catching_up() {
    let world = World::new().await;
    let follower = world.follower();
    assert!(follower.index().status().degraded.is_some());
    world.crawl("public", &[ORDERS, USERS]).await;
    let position = world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(position, world.catalog.last_change().await.unwrap());
    assert_eq!(follower.index().status().degraded, None);
    assert_eq!(found(&follower, "orders")[0], "shop.public.orders");
    assert_eq!(found(&follower, "amount kind:table"), ["shop.public.orders"]);
    assert_eq!(found(&follower, "userName"), ["shop.public.users.user_name", "shop.public.users"]);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_removed_column_leaves_its_table() {
    let world = World::new().await;
    let follower = world.follower();
    world.crawl("public", &[ORDERS, USERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    world.crawl("public", &[(1, "orders", &["id", "user_id"]), USERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(found(&follower, "amount"), [""; 0]);
    assert_eq!(found(&follower, "amount is:removed"), ["shop.public.orders.amount"]);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_renamed_column_is_found_through_its_table() {
    let world = World::new().await;
    let follower = world.follower();
    world.crawl("public", &[ORDERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    world.crawl("public", &[(1, "orders", &["id", "user_id", "revenue"])]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(found(&follower, "revenue"), ["shop.public.orders.revenue", "shop.public.orders"]);
    assert_eq!(found(&follower, "amount"), [""; 0]);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_renamed_containers_rename_everything_inside() {
    let world = World::new().await;
    let follower = world.follower();
    world.crawl("public", &[ORDERS, USERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    world.crawl("sales", &[(1, "invoices", &["id", "user_id", "amount"]), USERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(found(&follower, "schema:sales kind:table"), ["shop.sales.invoices", "shop.sales.users"]);
    assert_eq!(found(&follower, "invoices.amount")[0], "shop.sales.invoices.amount");
    assert_eq!(found(&follower, "schema:public"), [""; 0]);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_edit_is_found_at_once() {
    let world = World::new().await;
    let follower = world.follower();
    world.crawl("public", &[ORDERS, USERS]).await;
    world.catalog.catch_up(&follower).await.unwrap();
    let edit = Edit {
        description: Patch::Set("每日访问次数".to_owned()),
        tags: Patch::Set(vec!["pii".to_owned()]),
        owners: Patch::Set(vec!["ana".to_owned()]),
        ..Edit::default()
    };
    world.catalog.edit(&Viewer::system(), world.find("users.user_name").await, edit).await.unwrap();
    world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(found(&follower, "访问 tag:pii owner:ana"), ["shop.public.users.user_name"]);
    assert_eq!(found(&follower, "访问 kind:table"), ["shop.public.users"]);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_same_batch_twice_gives_the_same() {
    let world = World::new().await;
    let follower = world.follower();
    world.crawl("public", &[ORDERS, USERS]).await;
    let changes = world.catalog.changes_after(ChangeNumber(0), 1_000).await.unwrap();
    follower.apply(&changes).await.unwrap();
    let once = sorted(&follower);
    follower.apply(&changes).await.unwrap();
    assert_eq!(sorted(&follower), once);
    assert_same(&follower).await;
}

#[tokio::test]
async fn e2_small_batches_and_one_large_one_give_the_same() {
    let world = World::new().await;
    world.crawl("public", &[ORDERS, USERS]).await;
    world.crawl("public", &[(1, "orders", &["id"]), (3, "items", &["id", "price"])]).await;
    let follower = world.follower();
    loop {
        let changes = world.catalog.changes_after(follower.position().await.unwrap(), 1).await.unwrap();
        if changes.is_empty() {
            break;
        }
        follower.apply(&changes).await.unwrap();
    }
    let step_by_step = sorted(&follower);
    follower.reset().await.unwrap();
    assert!(follower.index().status().degraded.is_some());
    assert_eq!(follower.index().status().documents, 0);
    world.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(sorted(&follower), step_by_step);
    assert_same(&follower).await;
}

#[tokio::test]
async fn index_ahead_of_its_store_begins_anew() {
    let (old, new) = (World::new().await, World::new().await);
    old.crawl("public", &[ORDERS]).await;
    new.crawl("public", &[ORDERS, USERS]).await;
    new.catalog.catch_up(&new.follower()).await.unwrap();
    let follower = SearchFollower::new(old.catalog.clone(), Index::open(&new.index_path()).unwrap());
    old.catalog.catch_up(&follower).await.unwrap();
    assert_eq!(found(&follower, "user_name"), [""; 0]);
    assert_same(&follower).await;
}

fn sorted(follower: &SearchFollower) -> Vec<search::Entry> {
    let mut entries = follower.index().entries().unwrap();
    entries.sort_by_key(|entry| entry.asset);
    entries
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        // A file may be gone between being listed and being copied; after a kill it would be gone too.
        let _ = std::fs::copy(entry.path(), to.join(entry.file_name()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e2_killed_at_any_point_it_catches_up() {
    let world = World::new().await;
    let follower = world.follower();
    let copies = tempfile::tempdir().unwrap();
    let (round_begins, rounds) = std::sync::mpsc::channel::<()>();
    let (path, target) = (world.index_path(), copies.path().to_owned());
    // What a kill leaves behind is what is on disk at that moment; copies are taken while the follower writes.
    let copier = std::thread::spawn(move || {
        let mut count = 0;
        for () in rounds {
            for _ in 0..8 {
                copy(&path, &target.join(count.to_string()));
                count += 1;
            }
        }
        count
    });
    for round in 0..12 {
        let name = format!("table_{round}");
        let tables: Vec<Table<'_>> = vec![ORDERS, USERS, (10 + round, &name, &["id", "price"])];
        world.crawl("public", &tables).await;
        round_begins.send(()).unwrap();
        world.catalog.catch_up(&follower).await.unwrap();
    }
    drop(round_begins);
    let count = copier.join().unwrap();
    assert_eq!(count, 12 * 8);
    let expected = sorted(&follower);
    for at in (0..count).step_by(3) {
        let index = Index::open(&copies.path().join(at.to_string())).unwrap();
        let survivor = SearchFollower::new(world.catalog.clone(), index);
        world.catalog.catch_up(&survivor).await.unwrap();
        assert_eq!(sorted(&survivor), expected, "copy {at}");
        assert_eq!(survivor.index().status().degraded, None);
        assert_same(&survivor).await;
    }
}

/// A process is killed when its commit has written which documents are gone, and has not yet said so. The commit is
/// repeated, and its files get the same names again.
#[tokio::test]
async fn e2_files_of_a_killed_commit_do_not_stop_its_repetition() {
    let world = World::new().await;
    world.crawl("public", &[ORDERS, USERS]).await;
    let copies = tempfile::tempdir().unwrap();
    let killed = copies.path().join("killed");
    {
        let follower = world.follower();
        world.catalog.catch_up(&follower).await.unwrap();
        copy(&world.index_path(), &killed);
        world.crawl("public", &[ORDERS, (2, "users", &["id", "full_name"])]).await;
        world.catalog.catch_up(&follower).await.unwrap();
    }
    let mut left_behind: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(world.index_path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".del") && !killed.join(&name).exists() {
            std::fs::copy(world.index_path().join(&name), killed.join(&name)).unwrap();
            left_behind.push(name);
        }
    }
    assert!(!left_behind.is_empty(), "the second commit removes documents of the first");
    let managed = killed.join(".managed.json");
    let mut names: Vec<String> = serde_json::from_slice(&std::fs::read(&managed).unwrap()).unwrap();
    names.extend(left_behind);
    std::fs::write(&managed, serde_json::to_vec(&names).unwrap()).unwrap();
    let survivor = SearchFollower::new(world.catalog.clone(), Index::open(&killed).unwrap());
    world.catalog.catch_up(&survivor).await.unwrap();
    assert_same(&survivor).await;
}

#[tokio::test]
async fn e2_damaged_index_is_rebuilt_and_says_so() {
    let world = World::new().await;
    world.crawl("public", &[ORDERS, USERS]).await;
    world.catalog.catch_up(&world.follower()).await.unwrap();
    let good = tempfile::tempdir().unwrap();
    copy(&world.index_path(), good.path());
    let names: Vec<_> = std::fs::read_dir(good.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let mut rebuilt = 0;
    for name in names.iter().filter(|name| !name.to_string_lossy().ends_with(".lock")) {
        for damage in [Damage::Gone, Damage::Truncated, Damage::Flipped] {
            let bad = tempfile::tempdir().unwrap();
            let path = bad.path().join("index");
            copy(good.path(), &path);
            damage.do_to(&path.join(name));
            let follower = SearchFollower::new(world.catalog.clone(), Index::open(&path).unwrap());
            if follower.index().status().degraded.is_some() {
                rebuilt += 1;
                assert_eq!(follower.index().position(), ChangeNumber(0));
                assert!(bad.path().join("index.damaged").exists());
            }
            world.catalog.catch_up(&follower).await.unwrap();
            assert_eq!(found(&follower, "orders")[0], "shop.public.orders", "{name:?}");
            assert_same(&follower).await;
        }
    }
    assert!(rebuilt > 10, "{rebuilt}");
}

/// What can happen to a file.
#[derive(Clone, Copy)]
enum Damage {
    Gone,
    Truncated,
    Flipped,
}

impl Damage {
    fn do_to(self, file: &Path) {
        let mut bytes = std::fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        match self {
            Self::Gone => return std::fs::remove_file(file).unwrap(),
            Self::Truncated => bytes.truncate(middle),
            Self::Flipped => bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 0x40),
        }
        std::fs::write(file, bytes).unwrap();
    }
}

#[tokio::test]
async fn index_of_another_version_is_made_anew() {
    let world = World::new().await;
    world.crawl("public", &[ORDERS]).await;
    world.catalog.catch_up(&world.follower()).await.unwrap();
    let meta = world.index_path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    assert!(text.contains("\\\"version\\\":"));
    let digits = text.replace("\\\"version\\\":", "\\\"version\\\":9999");
    std::fs::write(&meta, digits).unwrap();
    let follower = world.follower();
    assert!(format!("{:?}", follower.index().status().degraded).contains("another version"));
    world.catalog.catch_up(&follower).await.unwrap();
    assert_same(&follower).await;
}

#[tokio::test]
async fn comparison_finds_what_is_wrong() {
    let (world, other) = (World::new().await, World::new().await);
    world.crawl("public", &[ORDERS]).await;
    other.crawl("public", &[ORDERS]).await;
    world.catalog.catch_up(&world.follower()).await.unwrap();
    let confused = SearchFollower::new(other.catalog.clone(), Index::open(&world.index_path()).unwrap());
    let comparison = confused.compare(3).await.unwrap();
    assert_eq!((comparison.total, comparison.differences.len()), (12, 3));
}
