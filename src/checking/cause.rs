//! Where a failing thing may come from, and what it spoils: other failing tables upstream, nearest first, and everything
//! downstream.

use std::collections::{HashMap, HashSet};

use catalog::{AssetId, Viewer};
use lineage::{Direction, Traversal};
use quality::{Result, service::TableTally};

use super::Checking;

/// How many edges far causes are looked for.
const DEPTH: u32 = 10;
/// How many tables around one are looked at.
const MOST: usize = 5_000;

/// An upstream table that does not pass its checks either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The table.
    pub asset: AssetId,
    /// How many edges upstream.
    pub depth: u32,
    /// What its checks came to.
    pub tally: TableTally,
}

/// What a failing table spoils.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtRisk {
    /// Downstream assets, nearest first, with how far they are.
    pub assets: Vec<(AssetId, u32)>,
    /// How many there are, those that the viewer may not know of included.
    pub total: usize,
}

impl Checking {
    /// Upstream tables that do not pass their checks, nearest first: the first of them is the likeliest cause.
    ///
    /// # Errors
    /// `NotFound`; the store's own.
    pub async fn suspects(&self, viewer: &Viewer, table: AssetId, most: usize) -> Result<Vec<Suspect>> {
        let around = self.around(viewer, table, Direction::Up, MOST).await?;
        let ids: Vec<AssetId> = around.assets.iter().map(|(asset, _)| *asset).collect();
        let failing: HashMap<AssetId, TableTally> = self.failing(viewer, &ids).await?;
        let found = around.assets.into_iter().filter_map(|(asset, depth)| {
            let tally = failing.get(&asset)?.clone();
            Some(Suspect { asset, depth, tally })
        });
        Ok(found.take(most).collect())
    }

    /// What is downstream of a table, nearest first.
    ///
    /// # Errors
    /// `NotFound`; the store's own.
    pub async fn at_risk(&self, viewer: &Viewer, table: AssetId, most: usize) -> Result<AtRisk> {
        self.around(viewer, table, Direction::Down, most).await
    }

    /// Which of some assets have something upstream that does not pass its checks: what is at risk.
    ///
    /// # Errors
    /// The store's own.
    pub async fn spoiled(&self, viewer: &Viewer, assets: &[AssetId]) -> Result<HashSet<AssetId>> {
        let mut spoiled = HashSet::new();
        for asset in assets {
            if !self.suspects(viewer, *asset, 1).await?.is_empty() {
                spoiled.insert(*asset);
            }
        }
        Ok(spoiled)
    }

    async fn around(&self, viewer: &Viewer, table: AssetId, direction: Direction, most: usize) -> Result<AtRisk> {
        let request = Traversal { direction, depth: DEPTH, limit: most, ..Traversal::around(table) };
        let impact = self.lineage.impact(viewer, &request).await.map_err(of_lineage)?;
        let assets = impact.items.into_iter().map(|item| (item.asset, item.depth)).collect();
        Ok(AtRisk { assets, total: impact.total })
    }

    async fn failing(&self, viewer: &Viewer, assets: &[AssetId]) -> Result<HashMap<AssetId, TableTally>> {
        let mut failing = HashMap::new();
        for piece in assets.chunks(500) {
            let tallies = self.quality.tallies(viewer, Some(piece)).await?;
            let bad = tallies.into_iter().filter(|table| table.tally.failed + table.tally.errors > 0);
            failing.extend(bad.map(|table| (table.asset, table)));
        }
        Ok(failing)
    }
}

pub(super) fn of_lineage(cause: lineage::Error) -> catalog::Error {
    match cause {
        lineage::Error::Catalog(cause) => cause,
        other => catalog::Error::conflict(other.to_string()),
    }
}
