//! The tags that anything has.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    error::Result,
    id::AssetId,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    relation::RelationKind,
    store::{asset, relation},
    viewer::{Action, Viewer, Visibility},
};

/// How many ties are looked at with one statement.
const TIES: u64 = 2_000;

impl Catalog {
    /// Tags of assets that the viewer may know of, each once, by their text.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; [`crate::Error::Invalid`] for a cursor of another list.
    pub async fn tags(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<String>> {
        use relation::Column;
        viewer.must(Action::ReadCatalog)?;
        if matches!(viewer.sees, Visibility::Some(_)) {
            return self.seen_tags(viewer, page).await;
        }
        let mut query = relation::Entity::find()
            .select_only()
            .column(Column::Target)
            .distinct()
            .filter(Column::Kind.eq(RelationKind::Tag.number()))
            .filter(Column::UntilChange.is_null())
            .order_by_asc(Column::Target)
            .limit(page.first as u64 + 1);
        if let Some(sources) = viewer.sees.sources() {
            let seen = Query::select()
                .column(asset::Column::Id)
                .from(asset::Entity)
                .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                .to_owned();
            query = query.filter(Column::AssetId.in_subquery(seen));
        }
        if let Some(after) = &page.after {
            query = query.filter(Column::Target.gt(decode_cursor(after, 1)?.swap_remove(0)));
        }
        let tags: Vec<String> = query.into_tuple().all(self.database().read()).await?;
        Ok(Page::cut(tags, page.first, |tag| encode_cursor(&[tag])))
    }

    /// The same where rules decide asset by asset: the ties are read in their order until the page is full.
    async fn seen_tags(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<String>> {
        use relation::Column;
        let after = page.after.as_deref().map(|after| decode_cursor(after, 1)).transpose()?;
        let mut last = (after.map_or_else(String::new, |mut parts| parts.swap_remove(0)), Uuid::max());
        let mut tags: Vec<String> = Vec::new();
        while tags.len() <= page.first {
            let key = Expr::tuple([Expr::col(Column::Target), Expr::col(Column::AssetId)]);
            let rows: Vec<(String, Uuid)> = relation::Entity::find()
                .select_only()
                .columns([Column::Target, Column::AssetId])
                .filter(Column::Kind.eq(RelationKind::Tag.number()))
                .filter(Column::UntilChange.is_null())
                .filter(key.gt(Expr::tuple([Expr::val(last.0.clone()), Expr::val(last.1)])))
                .order_by_asc(Column::Target)
                .order_by_asc(Column::AssetId)
                .limit(TIES)
                .into_tuple()
                .all(self.database().read())
                .await?;
            let Some(end) = rows.last().cloned() else { break };
            last = end;
            let ids: Vec<AssetId> = rows.iter().map(|(_, id)| AssetId(*id)).collect();
            let seen = self.visible(viewer, &ids).await?;
            tags.extend(rows.into_iter().filter(|(_, id)| seen.contains(&AssetId(*id))).map(|(tag, _)| tag));
            tags.dedup();
        }
        tags.truncate(page.first + 1);
        Ok(Page::cut(tags, page.first, |tag| encode_cursor(&[tag])))
    }
}
