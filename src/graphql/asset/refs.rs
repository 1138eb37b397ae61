//! Assets, people and sources, as far as links to them need.

use async_graphql::SimpleObject;
use catalog::{AssetId, AssetKind, Count, Layer, SourceId};

/// An asset, as far as a link to it needs.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct AssetRef {
    /// Its identifier.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// The innermost part of its name.
    pub name: String,
    /// The name that people read.
    pub display_name: String,
}

impl From<&catalog::Asset> for AssetRef {
    fn from(asset: &catalog::Asset) -> Self {
        Self {
            id: asset.id,
            kind: asset.kind,
            name: asset.name.last().to_owned(),
            display_name: asset.display_name().to_owned(),
        }
    }
}

impl From<&catalog::Ancestor> for AssetRef {
    fn from(ancestor: &catalog::Ancestor) -> Self {
        let catalog::Ancestor { id, kind, name, display_name, .. } = ancestor.clone();
        Self { id, kind, name, display_name }
    }
}

/// Somebody who is accountable for an asset.
#[derive(SimpleObject)]
pub struct Owner {
    /// The account's name.
    pub(super) name: String,
    /// How people call them; the name when there is no such account.
    pub(super) display_name: String,
    /// Who says so.
    pub(super) layer: Layer,
}

/// The source of an asset, as far as a link to it needs.
#[derive(SimpleObject)]
pub struct SourceRef {
    /// Its identifier.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
}

/// How many there are of a kind.
#[derive(SimpleObject)]
pub struct KindCount {
    /// The kind.
    pub kind: AssetKind,
    /// How many.
    pub count: Count,
}

/// The counts of `counts`, kind by kind.
pub(crate) fn kind_counts(counts: impl IntoIterator<Item = (AssetKind, i64)>) -> Vec<KindCount> {
    counts.into_iter().map(|(kind, count)| KindCount { kind, count: Count(count) }).collect()
}
