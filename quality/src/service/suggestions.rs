//! Checks that would fit a table, from what its profiles show to whoever asks.

use std::collections::HashSet;

use catalog::{AssetId, PageRequest, Viewer};

use super::Quality;
use crate::{
    error::Result,
    profile::Profile,
    store::{self, check::Sort},
    suggest::{MOST_PROFILES, Suggestion, suggest},
    table::Column,
};

impl Quality {
    /// Checks that would fit a table, less those that are made of it. Of columns that the viewer may not know of there are
    /// none, and of those whose samples they may not see none that repeat a value.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn suggestions(&self, viewer: &Viewer, table: AssetId, columns: &[Column]) -> Result<Vec<Suggestion>> {
        let kept = self.profiles(viewer, table, &PageRequest::first(MOST_PROFILES)).await?;
        let profiles: Vec<Profile> = kept.items.into_iter().map(|(_, kept)| kept.profile).collect();
        let made: HashSet<Sort> = store::check::sorts(self.database().read(), table).await?.into_iter().collect();
        let mut found = suggest(columns, &profiles);
        found.retain(|one| !made.contains(&Sort { kind: one.kind.into(), column_name: one.column.clone() }));
        Ok(found)
    }
}
