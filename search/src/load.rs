//! What documents are made from, read from the catalog in large pieces.

use std::collections::{BTreeSet, HashMap, HashSet};

use catalog::{
    Asset, AssetId, AssetKind, Catalog, Layer, Relation, RelationKind, Statistics, Viewer,
    governance::{DomainNames, Facts, facts::domains_in},
    vocabulary::Called,
};

use crate::{
    document::{Material, names},
    error::Result,
};

/// The catalog, as documents are made from it.
pub(crate) struct Load<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) viewer: Viewer,
}

/// An asset with its columns.
#[derive(Debug)]
pub(crate) struct Family {
    /// The asset.
    pub(crate) holder: Asset,
    /// Its columns in their order, removed ones included.
    pub(crate) columns: Vec<Asset>,
    /// Its last measurements.
    pub(crate) statistics: Option<Statistics>,
    /// What rules may ask about it.
    pub(crate) facts: Facts,
    /// What rules may ask about its columns, in their order.
    pub(crate) column_facts: Vec<Facts>,
    /// How its terms, domains and data products are called.
    pub(crate) called: Vec<(RelationKind, Called)>,
    /// The same of its columns, in their order.
    pub(crate) column_called: Vec<Vec<(RelationKind, Called)>>,
    /// The paths of the domains that it is in.
    pub(crate) domains: BTreeSet<String>,
    /// The same of its columns, in their order.
    pub(crate) column_domains: Vec<BTreeSet<String>>,
}

/// What is tied to things that assets are inside of, and how that is called which anything is tied to.
#[derive(Debug, Default)]
pub(crate) struct Around {
    ties: HashMap<AssetId, Vec<Relation>>,
    called: HashMap<AssetId, Called>,
    domains: DomainNames,
}

impl Around {
    /// How the terms, domains and data products of an asset are called.
    fn called(&self, asset: &Asset) -> Vec<(RelationKind, Called)> {
        let ties = asset.relations.iter().filter(|tie| tie.layer != Layer::Suggested);
        ties.filter_map(|tie| Some((tie.kind, self.called.get(&tie.target_id()?)?.clone()))).collect()
    }
}

impl Around {
    /// The paths of the domains of an asset, of those of what it is inside of, and of the domains around them.
    fn domains(&self, asset: &Asset) -> BTreeSet<String> {
        let outer = asset.ancestors.iter().filter_map(|ancestor| self.ties.get(&ancestor.id)).flatten();
        let ties = asset.relations.iter().chain(outer).filter(|tie| tie.layer != Layer::Suggested);
        let mut domains: BTreeSet<String> =
            ties.filter_map(|tie| self.domains.get(&tie.domain()?)).flat_map(|path| names::paths(path)).collect();
        if asset.kind == AssetKind::Domain {
            // It is in itself, as rules have it.
            let inside_out: Vec<String> = asset.name.parts.iter().rev().cloned().collect();
            domains.extend(names::paths(&inside_out));
        }
        domains
    }
}

impl Family {
    /// An asset with its columns.
    fn new(holder: Asset, columns: Vec<Asset>, around: &Around) -> Self {
        let facts = facts_of(&holder, around);
        let column_facts = columns
            .iter()
            .map(|column| {
                let mut own = Facts::bare(column.id, column.kind, column.source, facts.places().collect());
                own.tie(&column.relations, &around.domains);
                facts.tags.iter().for_each(|tag| own.add(RelationKind::Tag, tag));
                facts.owners.iter().for_each(|owner| own.add(RelationKind::Owner, owner));
                facts.tier.iter().for_each(|tier| own.add(RelationKind::Tier, tier));
                own.domains.extend(facts.domains.iter().cloned());
                own
            })
            .collect();
        let called = around.called(&holder);
        let column_called = columns.iter().map(|column| around.called(column)).collect();
        let domains = around.domains(&holder);
        let of_column = |column: &Asset| {
            let mut own = around.domains(column);
            own.extend(domains.iter().cloned());
            own
        };
        let column_domains = columns.iter().map(of_column).collect();
        Self { holder, columns, statistics: None, facts, column_facts, called, column_called, domains, column_domains }
    }

    /// What the holder's document is made from.
    pub(crate) fn material<'a>(&'a self, columns: &'a [&'a Asset]) -> Material<'a> {
        let Self { holder: asset, facts, called, domains, .. } = self;
        Material { asset, columns, statistics: self.statistics.as_ref(), facts, called, domains }
    }

    /// What its columns' documents are made from.
    pub(crate) fn of_columns(&self) -> impl Iterator<Item = Material<'_>> {
        let all = self.columns.iter().zip(&self.column_facts).zip(&self.column_called).zip(&self.column_domains);
        all.map(|(((asset, facts), called), domains)| Material {
            asset,
            columns: &[],
            statistics: None,
            facts,
            called,
            domains,
        })
    }
}

/// What rules may ask about an asset.
pub(crate) fn facts_of(asset: &Asset, around: &Around) -> Facts {
    let path = asset.ancestors.iter().rev().map(|ancestor| ancestor.id).collect();
    let mut facts = Facts::bare(asset.id, asset.kind, asset.source, path);
    facts.tie(&asset.relations, &around.domains);
    for ancestor in asset.ancestors.iter().rev() {
        facts.tie(around.ties.get(&ancestor.id).into_iter().flatten(), &around.domains);
    }
    if asset.kind == AssetKind::Domain {
        // A domain is in itself, and in those that it is inside of; its name has all of theirs.
        facts.domains.extend(asset.name.parts.iter().map(|name| catalog::governance::facts::fold(name)));
    }
    facts
}

impl Load<'_> {
    /// The assets themselves.
    pub(crate) async fn assets(&self, ids: &[AssetId]) -> Result<Vec<Asset>> {
        Ok(self.catalog.assets(&self.viewer, ids, None).await?)
    }

    /// `holders` in pieces that have about `most` assets with their columns; one alone may have more.
    pub(crate) async fn chunks(&self, holders: &[AssetId], most: usize) -> Result<Vec<Vec<AssetId>>> {
        if holders.is_empty() {
            return Ok(Vec::new());
        }
        let counts = self.catalog.child_counts(&self.viewer, holders, None).await?;
        let columns = |holder: &AssetId| counts.get(holder).and_then(|kinds| kinds.get(&AssetKind::Column)).copied();
        let mut chunks = Vec::new();
        let mut chunk = Vec::new();
        let mut size = 0;
        for holder in holders {
            let weight = 1 + usize::try_from(columns(holder).unwrap_or(0)).unwrap_or(0);
            if size > 0 && size + weight > most {
                chunks.push(std::mem::take(&mut chunk));
                size = 0;
            }
            size += weight;
            chunk.push(*holder);
        }
        chunks.push(chunk);
        Ok(chunks)
    }

    /// Assets with their columns; those that do not exist are absent.
    pub(crate) async fn families(&self, holders: &[AssetId]) -> Result<Vec<Family>> {
        let assets = self.assets(holders).await?;
        let mut columns: HashMap<AssetId, Vec<Asset>> = HashMap::new();
        for column in self.catalog.inside(&self.viewer, holders, Some(AssetKind::Column)).await? {
            if let Some(parent) = column.parent {
                columns.entry(parent).or_default().push(column);
            }
        }
        let around = self.around(assets.iter().chain(columns.values().flatten())).await?;
        let family = |holder: Asset| {
            let columns = columns.remove(&holder.id).unwrap_or_default();
            Family::new(holder, columns, &around)
        };
        Ok(assets.into_iter().map(family).collect())
    }

    /// Assets as if they had no columns.
    pub(crate) async fn alone(&self, assets: Vec<Asset>) -> Result<Vec<Family>> {
        let around = self.around(assets.iter()).await?;
        Ok(assets.into_iter().map(|asset| Family::new(asset, Vec::new(), &around)).collect())
    }

    /// What is tied to everything that assets are inside of, and how that is called which any of them is tied to.
    async fn around<'a>(&self, assets: impl Iterator<Item = &'a Asset> + Clone) -> Result<Around> {
        let above: HashSet<AssetId> =
            assets.clone().flat_map(|asset| asset.ancestors.iter().map(|ancestor| ancestor.id)).collect();
        let ties = self.catalog.ties(&above.into_iter().collect::<Vec<_>>()).await?;
        let own = || assets.clone().flat_map(|asset| &asset.relations);
        let domains = domains_in(own().chain(ties.values().flatten()));
        let mut wanted = domains.clone();
        wanted.extend(own().filter_map(Relation::target_id));
        let called = match wanted.is_empty() {
            true => HashMap::new(),
            false => self.catalog.called(&wanted.into_iter().collect::<Vec<_>>()).await?,
        };
        let paths = called.iter().filter(|(id, _)| domains.contains(id));
        let domains = paths.map(|(id, called)| (*id, called.path.clone())).collect();
        Ok(Around { ties, called, domains })
    }

    /// What has a term or data product, or is in a domain, behind another one; at most `count`.
    pub(crate) async fn tied_to(
        &self,
        tie: (RelationKind, AssetId),
        after: Option<AssetId>,
        count: usize,
    ) -> Result<Vec<AssetId>> {
        Ok(self.catalog.tied_to(tie, after, count as u64).await?)
    }

    /// What is directly inside `containers`, columns excepted.
    pub(crate) async fn containers_inside(&self, containers: &[AssetId]) -> Result<Vec<AssetId>> {
        let mut inside = self.catalog.inside(&self.viewer, containers, None).await?;
        inside.retain(|asset| asset.kind != AssetKind::Column);
        Ok(inside.into_iter().map(|asset| asset.id).collect())
    }

    /// What was last measured of the holders.
    pub(crate) async fn statistics(&self, families: &[Family]) -> Result<HashMap<AssetId, Statistics>> {
        let measurable = |family: &&Family| !matches!(family.holder.kind, AssetKind::Column | AssetKind::Schema);
        let ids: Vec<AssetId> = families.iter().filter(measurable).map(|family| family.holder.id).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.catalog.statistics(&self.viewer, &ids).await?)
    }
}
