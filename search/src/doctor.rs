//! Comparing the index with the store: every document with what it would be made from today.

use std::collections::HashMap;

use catalog::{Asset, AssetId, ChangeNumber};
use serde::Serialize;

use crate::{document::Entry, error::Result, follow::SearchFollower, load::Family};

/// How many assets are compared at once.
const PAGE: u64 = 2_000;

/// How a document differs from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// The asset has no document.
    Missing,
    /// There is a document and no asset.
    Extra,
    /// There is more than one document.
    Twice,
    /// The document was made from something else.
    Stale,
}

/// A document that is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Whose it is.
    pub asset: AssetId,
    /// How it differs.
    pub differs: Differs,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The last change that the index holds; what changed later was not compared.
    pub position: ChangeNumber,
    /// The number of documents.
    pub documents: u64,
    /// The number of assets.
    pub assets: u64,
    /// How many documents are not what they should be.
    pub total: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
    /// Files that are damaged.
    pub damaged_files: Vec<String>,
}

impl SearchFollower {
    /// Compares every document with the store and names up to `limit` differences. The index has to have caught up:
    /// what is inside a container that was renamed after its position would differ.
    ///
    /// # Errors
    /// [`Error::Catalog`](crate::Error::Catalog) or [`Error::Index`](crate::Error::Index) when one of the two cannot be
    /// read.
    pub async fn compare(&self, limit: usize) -> Result<Comparison> {
        let position = self.index().position();
        let damaged = self.index().damaged_files()?;
        let mut comparison = Comparison {
            position,
            documents: self.index().status().documents,
            assets: 0,
            total: 0,
            differences: Vec::new(),
            damaged_files: damaged.iter().map(|file| file.display().to_string()).collect(),
        };
        let note = |asset: AssetId, differs: Differs, comparison: &mut Comparison| {
            comparison.total += 1;
            if comparison.differences.len() < limit {
                comparison.differences.push(Difference { asset, differs });
            }
        };
        let mut entries: HashMap<AssetId, Entry> = HashMap::new();
        for entry in self.index().entries()? {
            if entries.insert(entry.asset, entry).is_some() {
                note(entry.asset, Differs::Twice, &mut comparison);
            }
        }
        let mut after = None;
        loop {
            let load = self.load();
            let (assets, last) = self.catalog().assets_after(&load.viewer, after, PAGE).await?;
            comparison.assets += assets.len() as u64;
            for family in self.with_columns(assets).await? {
                let entry = entries.remove(&family.holder.id);
                if let Some(differs) = compare(&family, entry, position) {
                    note(family.holder.id, differs, &mut comparison);
                }
            }
            if last.is_none() {
                break;
            }
            after = last;
        }
        for extra in entries.into_keys() {
            note(extra, Differs::Extra, &mut comparison);
        }
        Ok(comparison)
    }

    async fn with_columns(&self, assets: Vec<Asset>) -> Result<Vec<Family>> {
        let is_column = |asset: &Asset| asset.kind == catalog::AssetKind::Column;
        let holders: Vec<AssetId> = assets.iter().filter(|asset| !is_column(asset)).map(|asset| asset.id).collect();
        let load = self.load();
        let mut families: Vec<Family> = load.alone(assets.into_iter().filter(is_column).collect()).await?;
        for chunk in load.chunks(&holders, 4_000).await? {
            families.extend(load.families(&chunk).await?);
        }
        Ok(families)
    }
}

fn compare(family: &Family, entry: Option<Entry>, position: ChangeNumber) -> Option<Differs> {
    let is_followed = |asset: &Asset| asset.changed <= position;
    if !is_followed(&family.holder) || !family.columns.iter().all(is_followed) {
        return None;
    }
    let Some(entry) = entry else { return Some(Differs::Missing) };
    let columns: Vec<&Asset> = family.columns.iter().collect();
    let is_same = entry.changed == family.holder.changed && entry.digest == family.material(&columns).digest();
    (!is_same).then_some(Differs::Stale)
}
