//! Reading many assets at once, for followers and for comparing them with the store. Removed assets are included.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    error::Result,
    id::AssetId,
    kinds::AssetKind,
    store::{ROWS, asset},
    viewer::Viewer,
};

impl Catalog {
    /// Everything of a kind (none: of any) that is directly inside one of `parents`, removed assets included; ordered
    /// within each parent by position, name and identifier. One statement for hundreds of parents; how much that is,
    /// [`child_counts`](Self::child_counts) tells beforehand.
    ///
    /// # Errors
    /// The store's own.
    pub async fn inside(&self, viewer: &Viewer, parents: &[AssetId], kind: Option<AssetKind>) -> Result<Vec<Asset>> {
        let mut rows = Vec::new();
        for chunk in parents.chunks(ROWS) {
            let mut query = asset::Entity::find().filter(asset::Column::ParentId.is_in(chunk.iter().map(|id| id.0)));
            if let Some(kind) = kind {
                query = query.filter(asset::Column::Kind.eq(kind.number()));
            }
            rows.extend(query.all(self.database().read()).await?);
        }
        self.retain_visible(viewer, &mut rows).await?;
        rows.sort_by(|a, b| (a.parent_id, a.ordinal, &a.folded, a.id).cmp(&(b.parent_id, b.ordinal, &b.folded, b.id)));
        let mut assets = self.assemble(rows, None).await?;
        self.redact(viewer, &mut assets).await?;
        Ok(assets)
    }

    /// Up to `count` assets behind `after` in the order of identifiers, removed ones included. The page has fewer than
    /// `count` assets where this viewer must not know of some; it is empty at the end only, with no identifier to go
    /// on from.
    ///
    /// # Errors
    /// The store's own.
    pub async fn assets_after(
        &self,
        viewer: &Viewer,
        after: Option<AssetId>,
        count: u64,
    ) -> Result<(Vec<Asset>, Option<AssetId>)> {
        let mut rows = asset::Entity::find()
            .filter(asset::Column::Id.gt(after.map_or(Uuid::nil(), |id| id.0)))
            .order_by_asc(asset::Column::Id)
            .limit(count)
            .all(self.database().read())
            .await?;
        let last = rows.last().map(|row| AssetId(row.id));
        self.retain_visible(viewer, &mut rows).await?;
        let mut assets = self.assemble(rows, None).await?;
        self.redact(viewer, &mut assets).await?;
        Ok((assets, last))
    }
}
