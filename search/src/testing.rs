//! Assets for tests, made without a store.

use catalog::{
    Asset, AssetId, AssetKind, ChangeNumber, Curated, Details, Harvested, Layer, Name, Relation, RelationKind,
    SourceId, Version,
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
        source: None,
        harvested: Harvested { description: None, details: Details::empty(kind) },
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
