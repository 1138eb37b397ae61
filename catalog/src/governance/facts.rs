//! What rules may ask of an asset.

use std::collections::BTreeSet;

use crate::{
    id::{AssetId, SourceId},
    kinds::AssetKind,
    relation::{Layer, Relation, RelationKind},
};

/// What rules may ask of an asset. Words are in lower case, as [`fold`] makes them.
///
/// Tags, owners and what else is tied to a container count for everything inside of it too. Of tiers only the nearest
/// counts. What is merely suggested does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The asset.
    pub asset: AssetId,
    /// Everything that it is inside of.
    pub path: Vec<AssetId>,
    /// The source it was crawled from.
    pub source: Option<SourceId>,
    /// What it is.
    pub kind: AssetKind,
    /// Its tags.
    pub tags: BTreeSet<String>,
    /// Its owners.
    pub owners: BTreeSet<String>,
    /// Its tier.
    pub tier: Option<String>,
    /// Its domains.
    pub domains: BTreeSet<String>,
}

impl Facts {
    /// The facts of an asset to which nothing is tied.
    #[must_use]
    pub fn bare(asset: AssetId, kind: AssetKind, source: Option<SourceId>, path: Vec<AssetId>) -> Self {
        let (tags, owners, domains) = Default::default();
        Self { asset, path, source, kind, tags, owners, tier: None, domains }
    }

    /// Adds what is tied to the asset, or to what it is inside of: the nearest first.
    pub fn tie<'a>(&mut self, relations: impl IntoIterator<Item = &'a Relation>) {
        for relation in relations.into_iter().filter(|relation| relation.layer != Layer::Suggested) {
            self.add(relation.kind, &relation.target);
        }
    }

    /// Adds one tie.
    pub fn add(&mut self, kind: RelationKind, target: &str) {
        let target = fold(target);
        match kind {
            RelationKind::Owner => self.owners.insert(target),
            RelationKind::Tag => self.tags.insert(target),
            RelationKind::Tier => {
                self.tier.get_or_insert(target);
                true
            }
        };
    }

    /// The asset itself, then everything that it is inside of.
    pub fn places(&self) -> impl Iterator<Item = AssetId> + '_ {
        std::iter::once(self.asset).chain(self.path.iter().copied())
    }
}

/// A word as rules compare it.
#[must_use]
pub fn fold(word: &str) -> String {
    word.trim().to_lowercase()
}
