//! One thing under several names, on SQLite and on PostgreSQL.
#![allow(missing_docs, reason = "tests state facts in their names")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use catalog::{
    Asset, AssetId, AssetKind, AssetRecord, Catalog, ChildFilter, Clock, Database, Details, Edit, Error, Name, Origin,
    PageRequest, Patch, Record, RelationKind, RunContext, RunId, SourceId, Summary, Viewer,
    identity::{Evidence, NameRule},
};

/// What the warehouse is called where it was crawled, and what a container calls it.
const HOST: &str = "postgres://db.example:5432";
const OTHER: &str = "postgres://10.0.0.7:5432";

struct Bench {
    catalog: Catalog,
    crawled: SourceId,
    heard: SourceId,
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
        let catalog = Catalog::new(database, Clock::fixed("2026-03-10T12:00:00Z".parse().unwrap()));
        Bench { catalog, crawled: SourceId::new(), heard: SourceId::new(), _store: self }
    }
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
    j7_case_twins_and_quoted_twins_are_one_or_two_as_the_platform_has_it
    systems_with_databases_of_one_name_can_be_told_of_at_once
    j7_other_name_of_a_host_leads_to_the_crawled_table_and_is_told
    j7_name_with_assets_of_its_own_is_no_alias_until_the_systems_are_merged
    j7_merged_asset_leaves_the_lists_and_its_name_means_the_other
    j7_source_that_goes_on_saying_what_is_merged_changes_nothing
    j7_what_people_wrote_goes_over_and_comes_back
    j7_what_was_changed_since_stays_with_the_other
    j7_rename_by_the_sources_identifier_is_told_as_evidence
    j7_lookalikes_are_told_with_what_speaks_for_them
    j7_what_cannot_be_one_is_refused
    j7_merges_come_along_in_an_export
}

impl Bench {
    async fn say(&self, namespace: &str, source: SourceId, tables: &[(&str, &[&str])]) -> Summary {
        let now = self.catalog.clock().now();
        let context = RunContext::new("system", Origin::Crawl, now).of_source(source, RunId::new());
        let mut ingest = self.catalog.begin(context).await.unwrap();
        let shop = Name::new(namespace, ["shop"]);
        let public = AssetRecord::new(shop.child("public"), Details::Schema(Default::default()));
        ingest.push(AssetRecord::new(shop, Details::Database(Default::default())).into()).await.unwrap();
        ingest.push(public.into()).await.unwrap();
        for (table, columns) in tables {
            let name = Name::new(namespace, ["shop", "public", table]);
            ingest.push(AssetRecord::new(name.clone(), Details::Table(Default::default())).into()).await.unwrap();
            for column in *columns {
                let record = AssetRecord::new(name.child(*column), Details::Column(Default::default()));
                ingest.push(record.into()).await.unwrap();
            }
        }
        ingest.push(Record::ScopeRead { root: Name::new(namespace, ["shop"]) }).await.unwrap();
        ingest.finish().await.unwrap()
    }

    /// The same table crawled under one name of the host and heard of under another.
    async fn twice(&self) -> (AssetId, AssetId) {
        self.say(HOST, self.crawled, &[("orders", &["id", "note"]), ("customer", &["id"])]).await;
        self.say(OTHER, self.heard, &[("orders", &["id", "note", "extra"])]).await;
        (self.id(HOST, &["orders"]).await.unwrap(), self.id(OTHER, &["orders"]).await.unwrap())
    }

    /// What a name below `shop.public` means.
    async fn id(&self, namespace: &str, parts: &[&str]) -> Option<AssetId> {
        let parts: Vec<&str> = ["shop", "public"].into_iter().chain(parts.iter().copied()).collect();
        let kind = if parts.len() == 3 { AssetKind::Table } else { AssetKind::Column };
        let found = self.catalog.resolve(&Viewer::system(), &[(Name::new(namespace, parts), kind)]).await.unwrap();
        found[0]
    }

    async fn asset(&self, id: AssetId) -> Asset {
        self.catalog.asset(&Viewer::system(), id, None).await.unwrap()
    }

    async fn edit(&self, id: AssetId, edit: Edit) {
        self.catalog.edit(&Viewer::system(), id, edit).await.unwrap();
    }

    async fn merge(&self, from: AssetId, into: AssetId) -> Result<catalog::identity::Merged, Error> {
        self.catalog.merge(&Viewer::system(), from, into, Some("the container's address".into())).await
    }

    async fn columns(&self, table: AssetId) -> Vec<String> {
        let filter = ChildFilter::of(AssetKind::Column);
        let page = PageRequest::first(100);
        let found = self.catalog.children(&Viewer::system(), Some(table), filter, None, &page).await.unwrap();
        found.items.into_iter().map(|(_, column)| column.name.last().to_owned()).collect()
    }
}

async fn j7_case_twins_and_quoted_twins_are_one_or_two_as_the_platform_has_it(bench: Bench) {
    for (namespace, apart, rule) in [
        ("postgres://twins:5432", 3, NameRule::ExactFoldsToLower),
        ("mysql://twins:3306", 3, NameRule::Exact),
        ("sqlite", 2, NameRule::IgnoresAsciiCase),
        ("kafka://twins", 3, NameRule::Exact),
    ] {
        let spelled: [(&str, &[&str]); 3] = [("Orders", &[]), ("orders", &[]), ("\"Orders\"", &[])];
        let source = SourceId::new();
        for _ in 0..2 {
            let summary = bench.say(namespace, source, &spelled).await;
            assert_eq!(summary.errors.len(), 3 - apart, "a twin that is no other thing is told: {summary:?}");
        }
        let mut ids = Vec::new();
        for (name, _) in spelled {
            ids.push(bench.id(namespace, &[name]).await.unwrap());
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), apart, "{namespace}");
        let identity = bench.catalog.identity(&Viewer::system(), ids[0]).await.unwrap();
        assert_eq!((identity.rule, identity.names.len()), (rule, 1), "{namespace}");
    }
    bench.say("mysql://twins:3306", SourceId::new(), &[("t", &["Id", "id"])]).await;
    let [upper, lower] =
        [bench.id("mysql://twins:3306", &["t", "Id"]).await, bench.id("mysql://twins:3306", &["t", "id"]).await];
    assert!(upper.is_some() && upper == lower, "a column of MySQL is one whatever its case");
}

async fn systems_with_databases_of_one_name_can_be_told_of_at_once(bench: Bench) {
    for _ in 0..2 {
        let context = RunContext::new("system", Origin::Report, bench.catalog.clock().now());
        let mut ingest = bench.catalog.begin(context).await.unwrap();
        for namespace in [HOST, OTHER] {
            let table =
                AssetRecord::new(Name::new(namespace, ["shop", "public", "t"]), Details::Table(Default::default()));
            ingest.push(table.into()).await.unwrap();
        }
        assert!(ingest.stop().await.unwrap().errors.is_empty());
    }
    let (one, other) = (bench.id(HOST, &["t"]).await, bench.id(OTHER, &["t"]).await);
    assert!(one.is_some() && other.is_some() && one != other);
}

async fn j7_other_name_of_a_host_leads_to_the_crawled_table_and_is_told(bench: Bench) {
    bench.say(HOST, bench.crawled, &[("orders", &["id"])]).await;
    let orders = bench.id(HOST, &["orders"]).await.unwrap();
    let ada = Viewer { name: "ada".into(), ..Viewer::system() };
    bench.catalog.add_namespace_alias(&ada, HOST, OTHER).await.unwrap();
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(orders));
    let heard = bench.say(OTHER, bench.heard, &[("orders", &["id"])]).await;
    assert_eq!((heard.added, heard.changed), (0, 0), "it is the same table");
    let names = bench.catalog.identity(&Viewer::system(), orders).await.unwrap().names;
    assert_eq!(names[1].name, Name::new(OTHER, ["shop", "public", "orders"]));
    assert_eq!((names[1].evidence, names[1].by.as_deref()), (Evidence::NamespaceAlias, Some("ada")));
    assert_eq!(names[1].at, Some(bench.catalog.clock().now()));
    let systems = bench.catalog.namespaces_with_aliases(&ada).await.unwrap();
    assert_eq!((systems.len(), systems[0].aliases[0].name.as_str()), (1, OTHER));
    bench.catalog.remove_namespace_alias(&ada, OTHER).await.unwrap();
    assert_eq!(bench.id(OTHER, &["orders"]).await, None);
    assert!(matches!(bench.catalog.remove_namespace_alias(&ada, OTHER).await, Err(Error::NotFound { .. })));
}

async fn j7_name_with_assets_of_its_own_is_no_alias_until_the_systems_are_merged(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    let viewer = Viewer::system();
    let refused = bench.catalog.add_namespace_alias(&viewer, HOST, OTHER).await;
    assert!(matches!(&refused, Err(Error::Conflict { problem }) if problem.contains("shop")), "{refused:?}");
    let done = bench.catalog.merge_namespaces(&viewer, OTHER, HOST).await.unwrap();
    assert_eq!((done.merged.len(), done.left.len()), (1, 0));
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(crawled));
    assert!(bench.asset(heard).await.removed.is_some());
    // Now the name is another name of the system, and what is new there is new here.
    bench.say(OTHER, bench.heard, &[("refunds", &["id"])]).await;
    assert!(bench.id(HOST, &["refunds"]).await.is_some());
    let systems = bench.catalog.namespaces_with_aliases(&viewer).await.unwrap();
    assert_eq!(systems.iter().map(|system| system.name.as_str()).collect::<Vec<_>>(), [HOST]);
}

async fn j7_merged_asset_leaves_the_lists_and_its_name_means_the_other(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    let before = bench.catalog.last_change().await.unwrap();
    let merged = bench.merge(heard, crawled).await.unwrap();
    assert_eq!((merged.assets, merged.taken_over), (4, None), "the table and three columns left");
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(crawled));
    assert_eq!(bench.id(OTHER, &["orders", "note"]).await, bench.id(HOST, &["orders", "note"]).await);
    assert_eq!(bench.id(OTHER, &["orders", "extra"]).await, None, "the other has no such column");
    let gone = bench.asset(heard).await;
    assert!(gone.removed.is_some());
    let viewer = Viewer::system();
    assert_eq!(bench.catalog.merged_into(&viewer, &[heard, crawled]).await.unwrap(), [(heard, crawled)].into());
    let names = bench.catalog.identity(&viewer, crawled).await.unwrap().names;
    let told = names.iter().find(|name| name.evidence == Evidence::Merged).unwrap();
    assert_eq!((told.name.clone(), told.detail.as_deref()), (gone.name, Some("the container's address")));
    assert_eq!((told.by.as_deref(), told.asset), (Some("system"), Some(heard)));
    // The past is as it was.
    let wanted = [(Name::new(OTHER, ["shop", "public", "orders"]), AssetKind::Table)];
    assert_eq!(bench.catalog.resolve_at(&wanted, before).await.unwrap(), [Some(heard)]);
    let now = bench.catalog.last_change().await.unwrap();
    assert_eq!(bench.catalog.resolve_at(&wanted, now).await.unwrap(), [Some(crawled)]);
    let column = [(Name::new(OTHER, ["shop", "public", "orders", "id"]), AssetKind::Column)];
    assert_eq!(bench.catalog.resolve_at(&column, now).await.unwrap(), [bench.id(HOST, &["orders", "id"]).await]);
    // Merged on, it is found at the end of the chain.
    let third = "postgres://warehouse:5432";
    bench.say(third, SourceId::new(), &[("orders", &["id"])]).await;
    let last = bench.id(third, &["orders"]).await.unwrap();
    bench.merge(crawled, last).await.unwrap();
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(last));
}

async fn j7_source_that_goes_on_saying_what_is_merged_changes_nothing(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    bench.merge(heard, crawled).await.unwrap();
    let before = bench.catalog.last_change().await.unwrap();
    for columns in [&["id", "note", "extra"][..], &["id", "more"][..]] {
        let summary = bench.say(OTHER, bench.heard, &[("orders", columns)]).await;
        assert_eq!((summary.added, summary.changed, summary.removed, summary.held), (0, 0, 0, 0));
        assert!(summary.errors.is_empty(), "{summary:?}");
    }
    assert_eq!(bench.catalog.last_change().await.unwrap(), before);
    // What is beside it is taken as ever.
    let summary = bench.say(OTHER, bench.heard, &[("orders", &["id"]), ("refunds", &["id"])]).await;
    assert_eq!(summary.added, 2);
    // Parted, it follows its source again.
    bench.catalog.part(&Viewer::system(), heard).await.unwrap();
    assert_eq!(bench.columns(heard).await, ["extra", "id", "note"]);
    bench.say(OTHER, bench.heard, &[("orders", &["id", "more"]), ("refunds", &["id"])]).await;
    assert_eq!(bench.columns(heard).await, ["id", "more"]);
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(heard));
    assert_eq!(bench.columns(crawled).await, ["id", "note"]);
}

async fn j7_what_people_wrote_goes_over_and_comes_back(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    let heard_note = bench.id(OTHER, &["orders", "note"]).await.unwrap();
    let crawled_note = bench.id(HOST, &["orders", "note"]).await.unwrap();
    let text = |text: &str| Patch::Set(text.to_owned());
    let tags = Patch::Set(vec!["finance".to_owned()]);
    bench.edit(heard, Edit { description: text("heard"), tags, tier: text("tier1"), ..Edit::default() }).await;
    bench.edit(heard_note, Edit { description: text("what the clerk wrote"), ..Edit::default() }).await;
    bench.edit(crawled, Edit { description: text("crawled"), tier: text("tier2"), ..Edit::default() }).await;
    let merged = bench.merge(heard, crawled).await.unwrap();
    assert!(merged.taken_over.is_some());
    let one = bench.asset(crawled).await;
    assert_eq!(one.description(), Some("crawled"), "what the other has of its own stays");
    assert_eq!(one.related(RelationKind::Tag).collect::<Vec<_>>(), ["finance"]);
    assert_eq!(one.related(RelationKind::Tier).collect::<Vec<_>>(), ["tier2"]);
    assert_eq!(bench.asset(crawled_note).await.description(), Some("what the clerk wrote"));
    let parted = bench.catalog.part(&Viewer::system(), heard).await.unwrap();
    assert_eq!(parted.kept, None);
    assert!(bench.asset(crawled).await.related(RelationKind::Tag).next().is_none());
    assert_eq!(bench.asset(crawled_note).await.description(), None);
    let back = bench.asset(heard).await;
    assert_eq!((back.description(), back.removed), (Some("heard"), None));
    assert_eq!(back.related(RelationKind::Tag).collect::<Vec<_>>(), ["finance"]);
    assert_eq!(bench.id(OTHER, &["orders"]).await, Some(heard));
    assert!(matches!(bench.catalog.part(&Viewer::system(), heard).await, Err(Error::Conflict { .. })));
}

async fn j7_what_was_changed_since_stays_with_the_other(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    let tags = |tag: &str| Patch::Set(vec![tag.to_owned()]);
    bench.edit(heard, Edit { tags: tags("finance"), ..Edit::default() }).await;
    bench.merge(heard, crawled).await.unwrap();
    bench.edit(crawled, Edit { tags: tags("sales"), ..Edit::default() }).await;
    let parted = bench.catalog.part(&Viewer::system(), heard).await.unwrap();
    assert!(parted.kept.is_some_and(|why| why.contains("changed again")));
    assert_eq!(bench.asset(crawled).await.related(RelationKind::Tag).collect::<Vec<_>>(), ["sales"]);
    assert_eq!(bench.asset(heard).await.removed, None);
}

async fn j7_rename_by_the_sources_identifier_is_told_as_evidence(bench: Bench) {
    for name in ["orders", "order_line"] {
        let context = RunContext::new("system", Origin::Crawl, bench.catalog.clock().now());
        let mut ingest = bench.catalog.begin(context.of_source(bench.crawled, RunId::new())).await.unwrap();
        let table = AssetRecord::new(Name::new(HOST, ["shop", "public", name]), Details::Table(Default::default()));
        ingest.push(table.identified("16384/16402").into()).await.unwrap();
        ingest.push(Record::ScopeRead { root: Name::new(HOST, ["shop"]) }).await.unwrap();
        ingest.finish().await.unwrap();
    }
    let id = bench.id(HOST, &["order_line"]).await.unwrap();
    let names = bench.catalog.identity(&Viewer::system(), id).await.unwrap().names;
    assert_eq!(names[1].name.last(), "orders");
    assert_eq!((names[1].evidence, names[1].detail.as_deref()), (Evidence::SameObject, Some("16384/16402")));
}

async fn j7_lookalikes_are_told_with_what_speaks_for_them(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    bench.say("kafka://broker", SourceId::new(), &[("Orders", &["id"])]).await;
    let told = bench.catalog.lookalikes(&Viewer::system(), crawled).await.unwrap();
    assert_eq!(told.len(), 2, "all three are called orders, whatever the case");
    let twin = told.iter().find(|it| it.asset.id == heard).unwrap();
    let speaks = &twin.resemblance;
    assert_eq!((speaks.shared_parts, speaks.other_namespace, speaks.only_case_differs), (3, true, false));
    assert_eq!((speaks.shared_columns, speaks.all_columns), (Some(2), Some(3)));
}

async fn j7_what_cannot_be_one_is_refused(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    let column = bench.id(HOST, &["orders", "id"]).await.unwrap();
    for (from, into, told) in [(heard, heard, "itself"), (heard, column, "is a column")] {
        let refused = bench.merge(from, into).await.unwrap_err();
        assert!(refused.to_string().contains(told), "{refused}");
    }
    bench.merge(heard, crawled).await.unwrap();
    let again = bench.merge(heard, crawled).await.unwrap_err();
    assert!(again.to_string().contains("merged already"), "{again}");
    let backwards = bench.merge(crawled, heard).await.unwrap_err();
    assert!(backwards.to_string().contains("was removed"), "{backwards}");
    let reader = Viewer { role: Some(catalog::Role::Viewer), ..Viewer::system() };
    let denied = bench.catalog.merge(&reader, heard, crawled, None).await;
    assert!(matches!(denied, Err(Error::Forbidden { .. })), "{denied:?}");
}

async fn j7_merges_come_along_in_an_export(bench: Bench) {
    let (crawled, heard) = bench.twice().await;
    bench.catalog.add_namespace_alias(&Viewer::system(), HOST, "postgres://db:5432").await.unwrap();
    bench.merge(heard, crawled).await.unwrap();
    let mut lines = Vec::new();
    bench.catalog.export(&mut lines).await.unwrap();
    let copy = Store::Sqlite(tempfile::tempdir().unwrap()).bench().await;
    copy.catalog.import(&mut lines.as_slice()).await.unwrap();
    assert_eq!(copy.catalog.digest().await.unwrap(), bench.catalog.digest().await.unwrap());
    assert_eq!(copy.id(OTHER, &["orders"]).await, Some(crawled));
    let names = copy.catalog.identity(&Viewer::system(), crawled).await.unwrap().names;
    assert_eq!(
        names.iter().map(|name| name.evidence).collect::<Vec<_>>(),
        [Evidence::Own, Evidence::NamespaceAlias, Evidence::Merged]
    );
    assert_eq!(names[1].by.as_deref(), Some("system"));
}
