//! The tags that anything has.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};

use crate::{
    catalog::Catalog,
    error::Result,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    relation::RelationKind,
    store::{asset, relation},
    viewer::{Action, Viewer, Visibility},
};

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
        match &viewer.sees {
            Visibility::Everything => {}
            Visibility::Nothing => return Ok(Page::empty()),
            Visibility::Sources(sources) => {
                let seen = Query::select()
                    .column(asset::Column::Id)
                    .from(asset::Entity)
                    .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                    .to_owned();
                query = query.filter(Column::AssetId.in_subquery(seen));
            }
        }
        if let Some(after) = &page.after {
            query = query.filter(Column::Target.gt(decode_cursor(after, 1)?.swap_remove(0)));
        }
        let tags: Vec<String> = query.into_tuple().all(self.database().read()).await?;
        Ok(Page::cut(tags, page.first, |tag| encode_cursor(&[tag])))
    }
}
