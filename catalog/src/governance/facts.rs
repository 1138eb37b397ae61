//! What rules may ask of an asset.

use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// The names of its domains, and of those that these are inside of.
    pub domains: BTreeSet<String>,
}

impl Facts {
    /// The facts of an asset to which nothing is tied.
    #[must_use]
    pub fn bare(asset: AssetId, kind: AssetKind, source: Option<SourceId>, path: Vec<AssetId>) -> Self {
        let (tags, owners, domains) = Default::default();
        Self { asset, path, source, kind, tags, owners, tier: None, domains }
    }

    /// Adds what is tied to the asset, or to what it is inside of: the nearest first. Ties tell domains by identifier and
    /// rules by name; `domains` has the names.
    pub fn tie<'a>(&mut self, relations: impl IntoIterator<Item = &'a Relation>, domains: &DomainNames) {
        for relation in relations.into_iter().filter(|relation| relation.layer != Layer::Suggested) {
            match relation.domain() {
                Some(domain) => self.add_domain(domain, domains),
                None => self.add(relation.kind, &relation.target),
            }
        }
    }

    /// Adds the names of a domain, and of those that it is inside of.
    pub fn add_domain(&mut self, domain: AssetId, names: &DomainNames) {
        self.domains.extend(names.get(&domain).into_iter().flatten().map(|name| fold(name)));
    }

    /// Adds one tie; rules do not ask for terms, products and standards, and domains are [added](Self::add_domain) by their names.
    pub fn add(&mut self, kind: RelationKind, target: &str) {
        let target = fold(target);
        match kind {
            RelationKind::Owner => self.owners.insert(target),
            RelationKind::Tag => self.tags.insert(target),
            RelationKind::Tier => {
                self.tier.get_or_insert(target);
                true
            }
            // What it is the same as says nothing about it: it is on no list.
            RelationKind::Term
            | RelationKind::Domain
            | RelationKind::Product
            | RelationKind::CodeList
            | RelationKind::MergedInto => false,
        };
    }

    /// The asset itself, then everything that it is inside of.
    pub fn places(&self) -> impl Iterator<Item = AssetId> + '_ {
        std::iter::once(self.asset).chain(self.path.iter().copied())
    }
}

/// The names of domains by identifier: each with those of the domains that it is inside of.
pub type DomainNames = HashMap<AssetId, Vec<String>>;

/// The domains that ties point to.
#[must_use]
pub fn domains_in<'a>(ties: impl IntoIterator<Item = &'a Relation>) -> HashSet<AssetId> {
    ties.into_iter().filter_map(Relation::domain).collect()
}

/// A word as rules compare it.
#[must_use]
pub fn fold(word: &str) -> String {
    word.trim().to_lowercase()
}
