//! Glossaries, terms, classifications, domains and data products in the store, on SQLite and on PostgreSQL.
#![allow(missing_docs, reason = "tests state facts in their names")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use catalog::{
    Action, Asset, AssetId, AssetKind, AssetRecord, BulkEdit, Catalog, ChildFilter, Clock, Database, Details, Edit,
    Error, Layer, Name, Operation, Origin, PageRequest, Patch, Record, RelationKind, Report, ReportItem, RevertTarget,
    Role, RunContext, RunId, SourceId, Viewer,
    governance::Permission,
    kinds::{code_list::StandardCode, glossary::TermStatus},
    property::{Property, PropertyType},
    vocabulary::{Entry, MAX_DEPTH},
};

/// A catalog with three tables of two columns each.
struct Bench {
    catalog: Catalog,
    source: SourceId,
    _store: Store,
}

enum Store {
    Sqlite(tempfile::TempDir),
    Postgres(testkit::TestDatabase),
}

impl Store {
    async fn open(&self) -> Catalog {
        let url = match self {
            Self::Sqlite(files) => format!("sqlite://{}/catalog.db", files.path().display()),
            Self::Postgres(database) => database.url(),
        };
        let database = Database::open(&url).await.unwrap();
        migrations::up(database.for_migrations()).await.unwrap();
        Catalog::new(database, Clock::fixed("2026-03-10T12:00:00Z".parse().unwrap()))
    }

    async fn bench(self) -> Bench {
        let bench = Bench { catalog: self.open().await, source: SourceId::new(), _store: self };
        bench.crawl().await;
        bench
    }
}

fn person(name: &str, role: Role) -> Viewer {
    Viewer { name: name.into(), role: Some(role), ..Viewer::system() }
}

fn ana() -> Viewer {
    person("ana", Role::Editor)
}

impl Bench {
    async fn crawl(&self) {
        let context = RunContext::new("system", Origin::Crawl, self.catalog.clock().now());
        let mut ingest = self.catalog.begin(context.of_source(self.source, RunId::new())).await.unwrap();
        for table in ["orders", "refunds", "staff"] {
            let table = Name::new("postgres://h:5432", ["shop", "public", table]);
            ingest.push(AssetRecord::new(table.clone(), Details::Table(Default::default())).into()).await.unwrap();
            for column in ["id", "mail"] {
                let column = AssetRecord::new(table.child(column), Details::Column(Default::default()));
                ingest.push(column.into()).await.unwrap();
            }
        }
        ingest.finish().await.unwrap();
    }

    async fn save(&self, kind: AssetKind, parent: Option<AssetId>, name: &str) -> Result<Asset, Error> {
        self.save_with(kind, parent, name, |_| {}).await
    }

    async fn save_with(
        &self,
        kind: AssetKind,
        parent: Option<AssetId>,
        name: &str,
        amend: impl FnOnce(&mut Details) + Send,
    ) -> Result<Asset, Error> {
        let parent = parent.map_or(Patch::Keep, Patch::Set);
        let entry = Entry { name: Some(name.into()), parent, ..Entry::new(kind, None) };
        self.catalog.save_entry(&ana(), entry, amend).await
    }

    async fn change(&self, asset: &Asset, change: impl FnOnce(&mut Entry)) -> Result<Asset, Error> {
        let mut entry = Entry::new(asset.kind, Some(asset.id));
        change(&mut entry);
        self.catalog.save_entry(&ana(), entry, |_| {}).await
    }

    async fn find(&self, name: &str) -> Asset {
        self.catalog.find(&Viewer::system(), &name.parse().unwrap(), None).await.unwrap()
    }

    async fn edit(&self, name: &str, edit: Edit) -> Result<Asset, Error> {
        self.catalog.edit(&ana(), self.find(name).await.id, edit).await
    }

    async fn tags(&self, name: &str) -> Vec<String> {
        self.find(name).await.related(RelationKind::Tag).map(str::to_owned).collect()
    }

    async fn domains(&self, name: &str) -> Vec<String> {
        let id = self.find(name).await.id;
        let facts = self.catalog.facts(&[id]).await.unwrap().remove(&id).unwrap();
        facts.domains.into_iter().collect()
    }
}

fn tags(tags: &[&str]) -> Edit {
    Edit { tags: Patch::Set(tags.iter().map(|tag| (*tag).to_owned()).collect()), ..Edit::default() }
}

fn status(asset: &Asset) -> TermStatus {
    let Details::Term(term) = &asset.harvested.details else { panic!("{asset:?}") };
    term.status
}

async fn glossary_term_goes_through_review_by_somebody_else(bench: Bench) {
    let catalog = &bench.catalog;
    let reviewers = |details: &mut Details| {
        if let Details::Glossary(glossary) = details {
            glossary.reviewers = vec!["vera".into()];
        }
    };
    let glossary = bench.save_with(AssetKind::Glossary, None, "Sales", reviewers).await.unwrap();
    let term = bench.save(AssetKind::Term, Some(glossary.id), "Revenue").await.unwrap();
    assert_eq!((status(&term), term.version.to_string()), (TermStatus::Draft, "1.0".into()));
    let (vera, cy) = (person("vera", Role::Viewer), person("cy", Role::Viewer));
    let early = catalog.review_term(&vera, term.id, true, None).await.unwrap_err();
    assert!(matches!(early, Error::Conflict { .. }), "{early}");
    catalog.submit_term(&ana(), term.id).await.unwrap();
    for who in [ana(), cy, person("token:ana/ci", Role::Admin)] {
        let error = catalog.review_term(&who, term.id, true, None).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden { .. }), "{}: {error}", who.name);
        assert!(!catalog.may_review(&who, &term).await.unwrap());
    }
    let declined = catalog.review_term(&vera, term.id, false, Some("too vague".into())).await.unwrap();
    let Details::Term(details) = &declined.harvested.details else { panic!() };
    assert_eq!((details.status, details.review_note.as_deref()), (TermStatus::Draft, Some("too vague")));
    catalog.submit_term(&ana(), term.id).await.unwrap();
    let accepted = catalog.review_term(&vera, term.id, true, None).await.unwrap();
    assert_eq!(status(&accepted), TermStatus::Approved);
    let edit = Edit { description: Patch::Set("What comes in.".into()), ..Edit::default() };
    let changed = catalog.edit(&person("bo", Role::Editor), term.id, edit).await.unwrap();
    assert_eq!(status(&changed), TermStatus::Draft, "what was approved is not what it says now");
    let approved = catalog.asset(&vera, term.id, Some(accepted.changed)).await.unwrap();
    assert_eq!((status(&approved), approved.description()), (TermStatus::Approved, None), "history keeps it");
    catalog.submit_term(&ana(), term.id).await.unwrap();
    let bo = catalog.review_term(&person("bo", Role::Editor), term.id, true, None).await.unwrap_err();
    assert!(matches!(bo, Error::Forbidden { .. }), "{bo}");
    let accepted = catalog.review_term(&ana(), term.id, true, None).await.unwrap();
    assert_eq!(status(&accepted), TermStatus::Approved, "an editor who did not write this may");
}

#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn terms_domain_and_products_are_tied_and_go_with_what_they_tie_to(bench: Bench) {
    let catalog = &bench.catalog;
    let glossary = bench.save(AssetKind::Glossary, None, "Sales").await.unwrap();
    let term = bench.save(AssetKind::Term, Some(glossary.id), "Order").await.unwrap();
    let domain = bench.save(AssetKind::Domain, None, "Commerce").await.unwrap();
    let inner = bench.save(AssetKind::Domain, Some(domain.id), "Online").await.unwrap();
    let product = bench.save(AssetKind::DataProduct, None, "Orders 360").await.unwrap();
    let before = catalog.digest().await.unwrap();
    let edit = Edit {
        terms: Patch::Set(vec![term.id]),
        domain: Patch::Set(inner.id),
        products: Patch::Set(vec![product.id]),
        ..Edit::default()
    };
    let orders = bench.edit("orders", edit.clone()).await.unwrap();
    let ties: Vec<(RelationKind, Option<AssetId>)> =
        orders.relations.iter().map(|tie| (tie.kind, tie.target_id())).collect();
    assert_eq!(
        ties,
        [
            (RelationKind::Term, Some(term.id)),
            (RelationKind::Domain, Some(inner.id)),
            (RelationKind::Product, Some(product.id))
        ]
    );
    assert_eq!(
        bench.domains("orders.mail").await,
        ["commerce", "online"],
        "rules ask by name, wherever it is inside of"
    );
    assert_eq!(bench.domains("Commerce.Online").await, ["commerce", "online"]);
    let page = PageRequest::first(10);
    for thing in [term.id, inner.id, product.id] {
        let assigned = catalog.assigned(&ana(), thing, &page).await.unwrap();
        assert_eq!(assigned.items.iter().map(|(_, asset)| asset.id).collect::<Vec<_>>(), [orders.id]);
        assert_eq!(catalog.assigned_counts(&ana(), &[thing]).await.unwrap()[&thing], 1);
    }
    let wrong = Edit { terms: Patch::Set(vec![domain.id]), ..Edit::default() };
    let error = bench.edit("orders", wrong).await.unwrap_err();
    assert_eq!(error.to_string(), format!("`terms`: `{}` is no term", domain.id));
    let deleted = catalog.delete_entry(&ana(), glossary.id).await.unwrap();
    assert_eq!((deleted.deleted, deleted.untied), (2, 1));
    assert_eq!(bench.find("orders").await.related(RelationKind::Term).count(), 0);
    catalog.revert(&Viewer::system(), RevertTarget::Commit(deleted.commit)).await.unwrap();
    assert_eq!(bench.find("orders").await.related(RelationKind::Term).count(), 1);
    let deleted = catalog.delete_entry(&ana(), domain.id).await.unwrap();
    assert_eq!((deleted.deleted, deleted.untied), (2, 1));
    assert_eq!(bench.domains("orders").await, Vec::<String>::new());
    catalog.revert(&Viewer::system(), RevertTarget::Commit(deleted.commit)).await.unwrap();
    let none = Edit { terms: Patch::Clear, domain: Patch::Clear, products: Patch::Clear, ..Edit::default() };
    bench.edit("orders", none).await.unwrap();
    assert_eq!(catalog.digest().await.unwrap(), before, "nothing is left of it");
    assert_eq!(catalog.examine().await.unwrap().differences, Vec::<String>::new());
}

async fn renamed_and_deleted_tags_take_their_words_along(bench: Bench) {
    let catalog = &bench.catalog;
    let pii = bench.save(AssetKind::Classification, None, "PII").await.unwrap();
    let mail = bench.save(AssetKind::Tag, Some(pii.id), "Mail").await.unwrap();
    bench.save(AssetKind::Tag, Some(pii.id), "Phone").await.unwrap();
    bench.edit("orders.mail", tags(&["pii.mail", "free"])).await.unwrap();
    assert_eq!(bench.tags("orders.mail").await, ["PII.Mail", "free"], "spelled as the classification spells it");
    let ids = [bench.find("staff").await.id, bench.find("refunds").await.id];
    let bulk = BulkEdit { add_tags: vec!["PII.phone".into()], ..BulkEdit::default() };
    catalog.edit_all(&ana(), &ids, bulk).await.unwrap();
    let unknown = bench.edit("orders", tags(&["PII.Fax"])).await.unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`tags`: `PII.Fax` is no tag of the classification `PII`; it has: PII.Mail, PII.Phone"
    );
    bench.change(&mail, |entry| entry.name = Some("E-mail".into())).await.unwrap();
    assert_eq!(bench.tags("orders.mail").await, ["PII.E-mail", "free"]);
    let renamed = bench.change(&pii, |entry| entry.name = Some("Personal".into())).await.unwrap();
    assert_eq!(bench.tags("orders.mail").await, ["Personal.E-mail", "free"]);
    assert_eq!(bench.tags("staff").await, ["Personal.Phone"]);
    let history = catalog.history(&ana(), bench.find("staff").await.id, false, &PageRequest::first(1)).await.unwrap();
    let (change, commit) = &history.items[0].1;
    assert_eq!((commit.first, change.fields[0].field.as_str()), (renamed.changed, "tags"), "in the same commit");
    let deleted = catalog.delete_entry(&ana(), mail.id).await.unwrap();
    assert_eq!((deleted.deleted, deleted.untied), (1, 1));
    assert_eq!(bench.tags("orders.mail").await, ["free"]);
    let again = bench.save(AssetKind::Tag, Some(pii.id), "e-mail").await.unwrap();
    assert_eq!((again.id, again.name.last()), (mail.id, "e-mail"), "made anew it is the same one");
    let history = catalog.history(&ana(), mail.id, false, &PageRequest::first(1)).await.unwrap();
    assert_eq!(history.items[0].1.0.operation, Operation::Restored);
    assert_eq!(catalog.examine().await.unwrap().differences, Vec::<String>::new());
}

async fn what_excludes_each_other_is_refused_naming_both(bench: Bench) {
    let exclusive = |details: &mut Details| match details {
        Details::Classification(details) => details.is_mutually_exclusive = true,
        Details::Glossary(details) => details.is_mutually_exclusive = true,
        _ => panic!("{details:?}"),
    };
    let level = bench.save_with(AssetKind::Classification, None, "Level", exclusive).await.unwrap();
    for tag in ["Public", "Secret"] {
        bench.save(AssetKind::Tag, Some(level.id), tag).await.unwrap();
    }
    bench.edit("orders", tags(&["Level.Public"])).await.unwrap();
    let error = bench.edit("orders", tags(&["Level.Public", "level.secret"])).await.unwrap_err();
    let said = "`tags`: `Level.Public` and `Level.Secret` exclude each other: of `Level` an asset has at most one";
    assert_eq!(error.to_string(), said);
    let orders = bench.find("orders").await.id;
    let bulk = BulkEdit { add_tags: vec!["Level.Secret".into()], ..BulkEdit::default() };
    assert_eq!(bench.catalog.edit_all(&ana(), &[orders], bulk.clone()).await.unwrap_err().to_string(), said);
    let instead = BulkEdit { remove_tags: vec!["Level.Public".into()], ..bulk };
    bench.catalog.edit_all(&ana(), &[orders], instead).await.unwrap();
    assert_eq!(bench.tags("orders").await, ["Level.Secret"]);
    let glossary = bench.save_with(AssetKind::Glossary, None, "Phases", exclusive).await.unwrap();
    let (lead, deal) = (
        bench.save(AssetKind::Term, Some(glossary.id), "Lead").await.unwrap(),
        bench.save(AssetKind::Term, Some(glossary.id), "Deal").await.unwrap(),
    );
    let both = Edit { terms: Patch::Set(vec![lead.id, deal.id]), ..Edit::default() };
    let error = bench.edit("orders", both).await.unwrap_err().to_string();
    assert!(error.contains("`Lead`") && error.contains("`Deal`") && error.contains("`Phases`"), "{error}");
}

async fn threat_40_domains_and_terms_inside_of_themselves_are_refused(bench: Bench) {
    let a = bench.save(AssetKind::Domain, None, "a").await.unwrap();
    let b = bench.save(AssetKind::Domain, Some(a.id), "b").await.unwrap();
    let c = bench.save(AssetKind::Domain, Some(b.id), "c").await.unwrap();
    for parent in [a.id, b.id, c.id] {
        let error = bench.change(&a, |entry| entry.parent = Patch::Set(parent)).await.unwrap_err();
        assert_eq!(error.to_string(), "`parent`: is itself, or inside of it; choose another place");
    }
    let glossary = bench.save(AssetKind::Glossary, None, "g").await.unwrap();
    let (mut above, mut made) = (glossary.id, 1);
    let error = loop {
        match bench.save(AssetKind::Term, Some(above), "deeper").await {
            Ok(term) => (above, made) = (term.id, made + 1),
            Err(error) => break error,
        }
    };
    assert_eq!(made, MAX_DEPTH);
    assert!(error.to_string().starts_with("`parent`: is too deep"), "{error}");
    let wide = bench.save(AssetKind::Term, Some(glossary.id), "wide").await.unwrap();
    let deeper = bench.find("g.deeper").await;
    let error = bench.change(&deeper, |entry| entry.parent = Patch::Set(wide.id)).await.unwrap_err();
    assert!(error.to_string().starts_with("`parent`: is too deep"), "{error}");
    for (kind, parent) in [(AssetKind::Term, None), (AssetKind::Tag, Some(a.id)), (AssetKind::Glossary, Some(a.id))] {
        let error = bench.save(kind, parent, "x").await.unwrap_err();
        assert!(error.to_string().starts_with("`parent`: of a"), "{error}");
    }
}

async fn names_are_told_apart_whatever_their_case(bench: Bench) {
    let sales = bench.save(AssetKind::Domain, None, "Sales").await.unwrap();
    let error = bench.save(AssetKind::Domain, None, "SALES").await.unwrap_err();
    assert_eq!(error.to_string(), "there is a domain `Sales` in this place already");
    let renamed = bench.change(&sales, |entry| entry.name = Some("sales".into())).await.unwrap();
    assert_eq!(renamed.name.last(), "sales");
    let other = bench.save(AssetKind::Domain, None, "Other").await.unwrap();
    let error = bench.change(&other, |entry| entry.name = Some(" Sales ".into())).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { .. }), "{error}");
    let stale = bench.change(&sales, |entry| entry.expected_version = Some(sales.version)).await.unwrap_err();
    assert!(stale.to_string().contains("somebody else changed it"), "{stale}");
    bench.save(AssetKind::Glossary, None, "Sales").await.unwrap();
    let (viewer, page) = (ana(), PageRequest::first(9));
    let roots = bench.catalog.children(&viewer, None, ChildFilter::of(AssetKind::Domain), None, &page).await.unwrap();
    assert_eq!(roots.items.len(), 2);
}

async fn who_may_not_manage_governance_changes_none_of_it(bench: Bench) {
    let catalog = &bench.catalog;
    let domain = bench.save(AssetKind::Domain, None, "Sales").await.unwrap();
    let curator =
        Viewer { permits: Some(std::sync::Arc::new([Action::ReadCatalog, Action::EditCatalog].into())), ..ana() };
    for who in [person("vera", Role::Viewer), curator.clone(), Viewer::anonymous()] {
        let entry = Entry { name: Some("x".into()), ..Entry::new(AssetKind::Domain, None) };
        let error = catalog.save_entry(&who, entry, |_| {}).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden { .. }), "{error}");
        assert!(catalog.delete_entry(&who, domain.id).await.is_err());
        let text = Edit { description: Patch::Set("mine".into()), ..Edit::default() };
        assert!(catalog.edit(&who, domain.id, text).await.is_err(), "nor by the way of every asset");
        assert!(catalog.must_with(&who, Permission::Edit, &[domain.id]).await.is_err());
    }
    let tied = Edit { domain: Patch::Set(domain.id), ..Edit::default() };
    let orders = bench.find("orders").await;
    catalog.edit(&curator, orders.id, tied).await.expect("a curator may say what a table belongs to");
    let record = AssetRecord::new(Name::new("cadastre", ["Fake"]), Details::Domain(Default::default()));
    let tie = Record::Relation {
        name: orders.name.clone(),
        kind: AssetKind::Table,
        relation: RelationKind::Domain,
        target: domain.id.to_string(),
    };
    for record in [record.into(), tie] {
        let items = vec![ReportItem { list: "assets".into(), index: 0, record: Ok(record) }];
        let outcome = catalog.report(&ana(), Report { idempotency_key: None, items }).await.unwrap();
        assert_eq!(outcome.errors.len(), 1, "{outcome:?}");
    }
}

async fn j3_vocabulary_is_the_same_in_a_store_that_replayed_the_log(bench: Bench) {
    let glossary = bench.save(AssetKind::Glossary, None, "Sales").await.unwrap();
    let entry = Entry {
        name: Some("Order".into()),
        parent: Patch::Set(glossary.id),
        owners: Patch::Set(vec!["ana".into()]),
        description: Patch::Set("A wish to buy.".into()),
        ..Entry::new(AssetKind::Term, None)
    };
    let term = bench.catalog.save_entry(&ana(), entry, |_| {}).await.unwrap();
    assert_eq!(
        term.relations.iter().map(|tie| (tie.kind, tie.layer)).collect::<Vec<_>>(),
        [(RelationKind::Owner, Layer::Curated)]
    );
    bench.edit("orders", Edit { terms: Patch::Set(vec![term.id]), ..Edit::default() }).await.unwrap();
    bench.catalog.delete_entry(&ana(), term.id).await.unwrap();
    let mut lines = Vec::new();
    bench.catalog.export(&mut lines).await.unwrap();
    let other = Store::Sqlite(tempfile::tempdir().unwrap());
    let copy = other.open().await;
    copy.import(&mut lines.as_slice()).await.unwrap();
    assert_eq!(copy.digest().await.unwrap(), bench.catalog.digest().await.unwrap());
    assert_eq!(copy.examine().await.unwrap().differences, Vec::<String>::new());
}

#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn a6_a_property_cost_center_on_tables_is_set_and_exported_and_taken_back(bench: Bench) {
    let catalog = &bench.catalog;
    let property = Property {
        name: "costCenter".into(),
        title_en: "Cost center".into(),
        title_zh: "成本中心".into(),
        description: String::new(),
        kinds: [AssetKind::Table].into(),
        property_type: PropertyType::Integer,
        choices: Vec::new(),
        pattern: None,
        is_required: false,
    };
    catalog.save_property(&ana(), property.clone()).await.unwrap();
    let before = catalog.digest().await.unwrap();
    let put = |value: Option<serde_json::Value>| Edit {
        properties: [("costCenter".to_owned(), value)].into(),
        ..Edit::default()
    };
    let orders = bench.edit("orders", put(Some("4711".into()))).await.unwrap();
    assert_eq!(orders.curated.properties["costCenter"], 4711);
    let history = catalog.history(&ana(), orders.id, false, &PageRequest::first(1)).await.unwrap();
    let (change, commit) = history.items[0].1.clone();
    assert_eq!(change.fields[0].field, "curated.properties.costCenter");
    let bulk = BulkEdit { properties: put(Some(7.into())).properties, ..BulkEdit::default() };
    let ids = [bench.find("staff").await.id, bench.find("refunds").await.id];
    let written = catalog.edit_all(&ana(), &ids, bulk).await.unwrap();
    assert!(written.iter().all(|asset| asset.curated.properties["costCenter"] == 7));
    bench.crawl().await;
    assert_eq!(bench.find("orders").await.curated.properties["costCenter"], 4711, "no crawl touches it");
    let column = bench.edit("orders.mail", put(Some(1.into()))).await.unwrap_err();
    assert_eq!(column.to_string(), "`properties.costCenter`: is for: table; this is a column");
    let mut lines = Vec::new();
    catalog.export(&mut lines).await.unwrap();
    let copy = Store::Sqlite(tempfile::tempdir().unwrap());
    let other = copy.open().await;
    other.import(&mut lines.as_slice()).await.unwrap();
    assert_eq!(other.digest().await.unwrap(), catalog.digest().await.unwrap());
    assert_eq!(other.properties(&ana()).await.unwrap(), std::slice::from_ref(&property));
    catalog.revert(&Viewer::system(), RevertTarget::Commit(commit.id)).await.unwrap();
    assert!(bench.find("orders").await.curated.properties.is_empty());
    let other_type = Property { property_type: PropertyType::Text, ..property };
    let error = catalog.save_property(&ana(), other_type).await.unwrap_err();
    assert_eq!(error.to_string(), "2 assets have it; its type can be changed when none has");
    let error = catalog.delete_property(&ana(), "costCenter", false).await.unwrap_err();
    assert!(error.to_string().starts_with("2 assets have it"), "{error}");
    assert!(catalog.delete_property(&person("vera", Role::Viewer), "costCenter", true).await.is_err());
    assert_eq!(catalog.delete_property(&ana(), "costCenter", true).await.unwrap(), 2);
    assert_eq!(catalog.digest().await.unwrap(), before);
    assert!(catalog.properties(&ana()).await.unwrap().is_empty());
}

async fn b12_standard_is_kept_by_columns_alone_with_history_and_goes_with_its_ties(bench: Bench) {
    let catalog = &bench.catalog;
    let codes = |codes: &'static [(&'static str, &'static str)]| {
        move |details: &mut Details| {
            let Details::CodeList(list) = details else { panic!("{details:?}") };
            let code = |(code, meaning): &(&str, &str)| StandardCode {
                code: (*code).into(),
                meaning: (*meaning).into(),
                names: Vec::new(),
            };
            list.codes = codes.iter().map(code).collect();
        }
    };
    let sex = bench.save_with(AssetKind::CodeList, None, "Sex", codes(&[("1", "男性"), ("2", "女性")])).await.unwrap();
    let other = bench.save(AssetKind::CodeList, None, "Country").await.unwrap();
    let twice = bench.save_with(AssetKind::CodeList, None, "Twice", codes(&[("1", "a"), ("1", "b")])).await;
    assert!(matches!(&twice, Err(Error::Invalid { field, .. }) if field == "codes[1].code"), "{twice:?}");
    let keep = |id: AssetId| Edit { code_list: Patch::Set(id), ..Edit::default() };
    let refused = bench.edit("shop.public.orders", keep(sex.id)).await;
    assert!(matches!(&refused, Err(Error::Invalid { field, .. }) if field == "codeList"), "{refused:?}");
    let refused = bench.edit("orders.mail", keep(AssetId::new())).await;
    assert!(matches!(&refused, Err(Error::Invalid { field, .. }) if field == "codeList"), "{refused:?}");
    let kept = bench.edit("orders.mail", keep(other.id)).await.unwrap();
    let before = kept.changed;
    bench.edit("orders.mail", keep(sex.id)).await.unwrap();
    let lists = async |name: &str| -> Vec<String> {
        bench.find(name).await.related(RelationKind::CodeList).map(str::to_owned).collect()
    };
    assert_eq!(lists("orders.mail").await, [sex.id.to_string()], "a column keeps one standard");
    let past = catalog.asset(&ana(), kept.id, Some(before)).await.unwrap();
    assert_eq!(past.related(RelationKind::CodeList).collect::<Vec<_>>(), [other.id.to_string()]);
    let columns = ["refunds.mail", "staff.mail"];
    let mut ids = Vec::new();
    for column in columns {
        ids.push(bench.find(column).await.id);
    }
    let edit = BulkEdit { code_list: Patch::Set(sex.id), ..BulkEdit::default() };
    catalog.edit_all(&ana(), &ids, edit).await.unwrap();
    bench.crawl().await;
    assert_eq!(lists("staff.mail").await, [sex.id.to_string()], "no crawl changes what was decided");
    assert_eq!(catalog.assigned(&ana(), sex.id, &PageRequest::first(10)).await.unwrap().items.len(), 3);
    let deleted = catalog.delete_entry(&ana(), sex.id).await.unwrap();
    assert_eq!((deleted.deleted, deleted.untied), (1, 3));
    assert!(lists("orders.mail").await.is_empty());
    catalog.revert(&person("root", Role::Admin), RevertTarget::Commit(deleted.commit)).await.unwrap();
    assert_eq!(lists("orders.mail").await, [sex.id.to_string()]);
    let Details::CodeList(list) = bench.find("cadastre/Sex").await.harvested.details else { panic!() };
    assert_eq!(list.codes.len(), 2);
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
    glossary_term_goes_through_review_by_somebody_else
    terms_domain_and_products_are_tied_and_go_with_what_they_tie_to
    renamed_and_deleted_tags_take_their_words_along
    what_excludes_each_other_is_refused_naming_both
    threat_40_domains_and_terms_inside_of_themselves_are_refused
    names_are_told_apart_whatever_their_case
    who_may_not_manage_governance_changes_none_of_it
    j3_vocabulary_is_the_same_in_a_store_that_replayed_the_log
    a6_a_property_cost_center_on_tables_is_set_and_exported_and_taken_back
    b12_standard_is_kept_by_columns_alone_with_history_and_goes_with_its_ties
}
