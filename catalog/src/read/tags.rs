//! The tags that anything has.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::Result,
    id::AssetId,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    relation::RelationKind,
    store::relation,
    viewer::{Action, Viewer, Visibility},
};

/// How many ties are looked at for those who must not see everything.
const LOOKED_AT: u64 = 20_000;

impl Catalog {
    /// Tags of assets that the viewer may know of, each once, by their text.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; [`crate::Error::Invalid`] for a cursor of another list.
    pub async fn tags(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<String>> {
        use relation::Column;
        viewer.must(Action::ReadCatalog)?;
        let mut query = relation::Entity::find()
            .select_only()
            .column(Column::Target)
            .distinct()
            .filter(Column::Kind.eq(RelationKind::Tag.number()))
            .filter(Column::UntilChange.is_null())
            .order_by_asc(Column::Target)
            .limit(page.first as u64 + 1);
        if let Some(after) = &page.after {
            query = query.filter(Column::Target.gt(decode_cursor(after, 1)?.swap_remove(0)));
        }
        let tags: Vec<String> = match viewer.sees {
            Visibility::Everything => query.into_tuple().all(self.database().read()).await?,
            _ => self.tags_of_visible(viewer, query.column(Column::AssetId), page.first + 1).await?,
        };
        Ok(Page::cut(tags, page.first, |tag| encode_cursor(&[tag])))
    }

    /// The first `most` tags among ties of assets that the viewer may know of; of so many ties, the first are looked at.
    async fn tags_of_visible(
        &self,
        viewer: &Viewer,
        ties: Select<relation::Entity>,
        most: usize,
    ) -> Result<Vec<String>> {
        let ties: Vec<(String, Uuid)> = ties.limit(LOOKED_AT).into_tuple().all(self.database().read()).await?;
        let ids: Vec<AssetId> = ties.iter().map(|(_, id)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let mut tags: Vec<String> =
            ties.into_iter().filter(|(_, id)| seen.contains(&AssetId(*id))).map(|(tag, _)| tag).collect();
        tags.dedup();
        tags.truncate(most);
        Ok(tags)
    }
}
