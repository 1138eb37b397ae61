//! Assets for tests, made without a store.

use std::collections::BTreeSet;

use catalog::{
    Asset, AssetId, AssetKind, ChangeNumber, Curated, Details, Harvested, Layer, Name, Relation, RelationKind,
    SourceId, Version, Viewer, Visibility,
    governance::{DomainNames, Facts},
    vocabulary::Called,
};

use crate::{
    document::{Material, names},
    index::Index,
    search::{SearchAnswer, SearchRequest},
};

/// A table `shop.public.<name>`.
pub(crate) fn table(name: &str) -> Asset {
    asset(AssetKind::Table, &["shop", "public", name])
}

/// A column of a table.
pub(crate) fn column(table: &Asset, name: &str) -> Asset {
    let mut column = asset(AssetKind::Column, &[]);
    column.name = table.name.child(name);
    column.parent = Some(table.id);
    column.source = table.source;
    column
}

/// An asset of a kind, with this path on one server.
pub(crate) fn asset(kind: AssetKind, parts: &[&str]) -> Asset {
    Asset {
        id: AssetId::new(),
        kind,
        name: Name::new("postgres://db.example:5432", parts.iter().copied()),
        parent: None,
        ancestors: Default::default(),
        source: None,
        harvested: Harvested::new(Details::empty(kind)),
        curated: Curated::default(),
        relations: Vec::new(),
        version: Version::FIRST,
        created: ChangeNumber(1),
        changed: ChangeNumber(1),
        removed: None,
        is_placeholder: false,
    }
}

/// What a test says about an asset, in a row.
pub(crate) trait Described: Sized {
    /// With this comment in the source.
    fn described(self, text: &str) -> Self;
    /// With this tie.
    fn tied(self, kind: RelationKind, target: &str) -> Self;
    /// From this source.
    fn of_source(self, source: SourceId) -> Self;
}

impl Described for Asset {
    fn described(mut self, text: &str) -> Self {
        self.harvested.description = Some(text.to_owned());
        self
    }

    fn tied(mut self, kind: RelationKind, target: &str) -> Self {
        self.relations.push(Relation {
            kind,
            target: target.to_owned(),
            layer: Layer::Curated,
            since: ChangeNumber(1),
        });
        self
    }

    fn of_source(mut self, source: SourceId) -> Self {
        self.source = Some(source);
        self
    }
}

/// What rules may ask about an asset that is among others.
pub(crate) fn facts_among(asset: &Asset, assets: &[Asset]) -> Facts {
    let names = DomainNames::new();
    let mut facts = Facts::bare(asset.id, asset.kind, asset.source, around(asset, assets));
    for place in std::iter::once(asset.id).chain(facts.path.clone()) {
        facts.tie(assets.iter().filter(|other| other.id == place).flat_map(|other| &other.relations), &names);
    }
    facts
}

/// How the terms of an asset are called, whose ties name paths here.
fn called_of(asset: &Asset) -> Vec<(RelationKind, Called)> {
    let called = |path: &str| Called { kind: AssetKind::Term, path: inside_out(path), words: Vec::new() };
    asset.related(RelationKind::Term).map(|path| (RelationKind::Term, called(path))).collect()
}

/// The paths of the domains of an asset, whose ties name paths here.
fn domains_of(asset: &Asset) -> BTreeSet<String> {
    let paths: Vec<Vec<String>> = asset.related(RelationKind::Domain).map(inside_out).collect();
    paths.iter().flat_map(|path| names::paths(path)).collect()
}

fn inside_out(path: &str) -> Vec<String> {
    path.rsplit('.').map(str::to_owned).collect()
}

/// What an asset is inside of, nearest first.
fn around(asset: &Asset, assets: &[Asset]) -> Vec<AssetId> {
    let mut path = Vec::new();
    let mut parent = asset.parent;
    while let Some(id) = parent {
        path.push(id);
        parent = assets.iter().find(|other| other.id == id).and_then(|other| other.parent);
    }
    path
}

/// An index in a directory of its own, filled without a store.
pub(crate) struct Shelf {
    /// The index.
    pub(crate) index: Index,
    _directory: tempfile::TempDir,
}

impl Shelf {
    /// An index of these assets; columns are also known to the tables they are in.
    pub(crate) async fn of(assets: &[Asset]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let index = Index::open(&directory.path().join("index")).unwrap();
        let shelf = Self { index, _directory: directory };
        shelf.put(assets).await;
        shelf
    }

    /// Adds assets, or replaces them, in one commit.
    pub(crate) async fn put(&self, assets: &[Asset]) {
        let mut batch = self.index.batch().await.unwrap();
        for asset in assets {
            let columns: Vec<&Asset> = assets.iter().filter(|other| other.parent == Some(asset.id)).collect();
            let facts = facts_among(asset, assets);
            let (called, domains) = (called_of(asset), domains_of(asset));
            let (called, domains) = (&called[..], &domains);
            batch
                .put(&Material { asset, columns: &columns, statistics: None, facts: &facts, called, domains })
                .unwrap();
        }
        batch.commit(ChangeNumber(1)).unwrap();
    }

    /// Removes assets, in one commit.
    pub(crate) async fn remove(&self, assets: &[AssetId]) {
        let mut batch = self.index.batch().await.unwrap();
        assets.iter().for_each(|asset| batch.remove(*asset).unwrap());
        batch.commit(ChangeNumber(1)).unwrap();
    }

    /// The answer to a question, for somebody who sees everything.
    pub(crate) fn answer(&self, query: &str) -> SearchAnswer {
        let request = SearchRequest { first: 500, facets: true, ..SearchRequest::new(query) };
        self.index.search(&Viewer::system(), &request).unwrap()
    }

    /// The paths of the hits of a question without their database, best first.
    pub(crate) fn found(&self, query: &str) -> Vec<String> {
        let answer = self.answer(query);
        answer.hits.iter().map(|hit| hit.name.parts[1..].join(".")).collect()
    }
}

/// Somebody who sees only these sources.
pub(crate) fn viewer_of(sources: &[SourceId]) -> Viewer {
    Viewer { sees: Visibility::Sources(sources.iter().copied().collect()), ..Viewer::system() }
}
