//! What pipelines and tasks write.

use std::collections::BTreeSet;

use catalog::AssetId;

use super::Lineage;
use crate::{error::Result, store::look};

impl Lineage {
    /// What data goes into through these pipelines and tasks, as it is declared now: tables, files, topics, and for a
    /// column the table around it. At most 10,000. For work that acts on it: whoever shows it asks first who may know.
    ///
    /// # Errors
    /// The store's own.
    pub async fn written_through(&self, through: &[AssetId]) -> Result<BTreeSet<AssetId>> {
        look::written::written(self.catalog.database().read(), through).await
    }
}
