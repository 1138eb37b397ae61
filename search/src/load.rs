//! What documents are made from, read from the catalog in large pieces.

use std::collections::{HashMap, HashSet};

use catalog::{Asset, AssetId, AssetKind, Catalog, Relation, RelationKind, Statistics, Viewer, governance::Facts};

use crate::{document::Material, error::Result};

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
}

impl Family {
    /// An asset with its columns; `ties` are those of everything that it is inside of.
    fn new(holder: Asset, columns: Vec<Asset>, ties: &HashMap<AssetId, Vec<Relation>>) -> Self {
        let facts = facts_of(&holder, ties);
        let column_facts = columns
            .iter()
            .map(|column| {
                let mut own = Facts::bare(column.id, column.kind, column.source, facts.places().collect());
                own.tie(&column.relations);
                facts.tags.iter().for_each(|tag| own.add(RelationKind::Tag, tag));
                facts.owners.iter().for_each(|owner| own.add(RelationKind::Owner, owner));
                facts.tier.iter().for_each(|tier| own.add(RelationKind::Tier, tier));
                own.domains.extend(facts.domains.iter().cloned());
                own
            })
            .collect();
        Self { holder, columns, statistics: None, facts, column_facts }
    }

    /// What the holder's document is made from.
    pub(crate) fn material<'a>(&'a self, columns: &'a [&'a Asset]) -> Material<'a> {
        Material { asset: &self.holder, columns, statistics: self.statistics.as_ref(), facts: &self.facts }
    }

    /// What its columns' documents are made from.
    pub(crate) fn of_columns(&self) -> impl Iterator<Item = Material<'_>> {
        let both = self.columns.iter().zip(&self.column_facts);
        both.map(|(asset, facts)| Material { asset, columns: &[], statistics: None, facts })
    }
}

/// What rules may ask about an asset; `ties` are those of everything that it is inside of.
pub(crate) fn facts_of(asset: &Asset, ties: &HashMap<AssetId, Vec<Relation>>) -> Facts {
    let path = asset.ancestors.iter().rev().map(|ancestor| ancestor.id).collect();
    let mut facts = Facts::bare(asset.id, asset.kind, asset.source, path);
    facts.tie(&asset.relations);
    for ancestor in asset.ancestors.iter().rev() {
        facts.tie(ties.get(&ancestor.id).into_iter().flatten());
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
        let ties = self.ties_around(&assets).await?;
        let family = |holder: Asset| {
            let columns = columns.remove(&holder.id).unwrap_or_default();
            Family::new(holder, columns, &ties)
        };
        Ok(assets.into_iter().map(family).collect())
    }

    /// Assets as if they had no columns.
    pub(crate) async fn alone(&self, assets: Vec<Asset>) -> Result<Vec<Family>> {
        let ties = self.ties_around(&assets).await?;
        Ok(assets.into_iter().map(|asset| Family::new(asset, Vec::new(), &ties)).collect())
    }

    /// The ties of everything that assets are inside of.
    async fn ties_around(&self, assets: &[Asset]) -> Result<HashMap<AssetId, Vec<Relation>>> {
        let around: HashSet<AssetId> =
            assets.iter().flat_map(|asset| asset.ancestors.iter().map(|ancestor| ancestor.id)).collect();
        Ok(self.catalog.ties(&around.into_iter().collect::<Vec<_>>()).await?)
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
