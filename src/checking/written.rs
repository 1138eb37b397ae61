//! What pipelines write, for whoever asks for its checks.

use std::collections::BTreeSet;

use catalog::{AssetId, ChangeNumber, Result};

use super::{Checking, cause::of_lineage};

impl Checking {
    /// Whether lineage has followed the log up to a change.
    #[must_use]
    pub fn knows_lineage_of(&self, change: ChangeNumber) -> bool {
        self.lineage.position() >= change
    }

    /// What data goes into through pipelines and tasks.
    ///
    /// # Errors
    /// The store's own.
    pub async fn written_through(&self, through: &[AssetId]) -> Result<BTreeSet<AssetId>> {
        self.lineage.written_through(through).await.map_err(of_lineage)
    }
}
