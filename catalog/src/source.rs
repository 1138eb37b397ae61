//! Parting with everything that was crawled from a source.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::Origin,
    draft::Author,
    error::Result,
    id::SourceId,
    ingest,
    store::asset,
    viewer::{Action, Viewer},
};

impl Catalog {
    /// Marks everything that was crawled from a source as removed; its history stays. Returns how many assets there were.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own, after which some may be marked and the call can be repeated.
    pub async fn remove_source(&self, viewer: &Viewer, source: SourceId) -> Result<i64> {
        viewer.must(Action::ManageSources)?;
        let ids: Vec<Uuid> = asset::Entity::find()
            .select_only()
            .column(asset::Column::Id)
            .filter(asset::Column::SourceId.eq(source.0))
            .filter(asset::Column::RemovedChange.is_null())
            .into_tuple()
            .all(self.database().read())
            .await?;
        let author = Author {
            actor: viewer.name.clone(),
            origin: Origin::Person,
            source: Some(source),
            run: None,
            reverts: None,
        };
        let (_, count) = ingest::remove(self, &author, &ids).await?;
        Ok(count)
    }
}
