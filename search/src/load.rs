//! What documents are made from, read from the catalog in large pieces.

use std::collections::HashMap;

use catalog::{Asset, AssetId, AssetKind, Catalog, Statistics, Viewer};

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
}

impl Family {
    /// An asset that has no columns.
    pub(crate) fn alone(holder: Asset) -> Self {
        Self { holder, columns: Vec::new(), statistics: None }
    }

    /// What the holder's document is made from.
    pub(crate) fn material<'a>(&'a self, columns: &'a [&'a Asset]) -> Material<'a> {
        Material { asset: &self.holder, columns, statistics: self.statistics.as_ref() }
    }

    /// What a column's document is made from.
    pub(crate) fn material_of(column: &Asset) -> Material<'_> {
        Material { asset: column, columns: &[], statistics: None }
    }
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
        let family = |holder: Asset| {
            let columns = columns.remove(&holder.id).unwrap_or_default();
            Family { holder, columns, statistics: None }
        };
        Ok(assets.into_iter().map(family).collect())
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
