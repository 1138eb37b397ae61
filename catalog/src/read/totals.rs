//! Counts over the whole catalog or over a family.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::Query};
use uuid::Uuid;

use super::past::held_at;
use crate::{
    catalog::Catalog,
    change::ChangeNumber,
    error::Result,
    id::{AssetId, SourceId},
    kinds::AssetKind,
    page::PageRequest,
    relation::RelationKind,
    state,
    store::{ROWS, asset, asset_past, relation},
    viewer::{Viewer, Visibility},
};

/// How well tables and columns are looked after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Tables and views.
    pub tables: i64,
    /// Those with a description.
    pub tables_described: i64,
    /// Those with an owner.
    pub tables_owned: i64,
    /// Columns.
    pub columns: i64,
    /// Those with a description.
    pub columns_described: i64,
}

/// How many children are looked at with one statement.
const CHILDREN: usize = 5_000;

/// Current, and for this viewer.
fn seen_by(viewer: &Viewer) -> Condition {
    let current = Condition::all().add(asset::Column::RemovedChange.is_null());
    match viewer.sees.sources() {
        None => current,
        Some(sources) => current.add(asset::Column::SourceId.is_in(sources.iter().map(|id| id.0))),
    }
}

impl Catalog {
    /// How many assets of each kind there are; none for a viewer for whom rules decide asset by asset, because only the
    /// search index can count these without looking at all.
    ///
    /// # Errors
    /// The store's own.
    pub async fn counts(&self, viewer: &Viewer) -> Result<Option<BTreeMap<AssetKind, i64>>> {
        if matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(None);
        }
        let rows: Vec<(i16, i64)> = asset::Entity::find()
            .select_only()
            .column(asset::Column::Kind)
            .column_as(asset::Column::Id.count(), "count")
            .filter(seen_by(viewer))
            .group_by(asset::Column::Kind)
            .into_tuple()
            .all(self.database().read())
            .await?;
        Ok(Some(rows.into_iter().map(|(kind, count)| (state::kind(kind), count)).collect()))
    }

    /// How many assets of each kind each source has.
    ///
    /// # Errors
    /// The store's own.
    pub async fn source_counts(&self, sources: &[SourceId]) -> Result<HashMap<SourceId, BTreeMap<AssetKind, i64>>> {
        let rows: Vec<(Option<Uuid>, i16, i64)> = asset::Entity::find()
            .select_only()
            .columns([asset::Column::SourceId, asset::Column::Kind])
            .column_as(asset::Column::Id.count(), "count")
            .filter(asset::Column::SourceId.is_in(sources.iter().map(|id| id.0)))
            .filter(asset::Column::RemovedChange.is_null())
            .group_by(asset::Column::SourceId)
            .group_by(asset::Column::Kind)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let mut counts: HashMap<SourceId, BTreeMap<AssetKind, i64>> = HashMap::new();
        for (source, kind, count) in rows {
            if let Some(source) = source {
                counts.entry(SourceId(source)).or_default().insert(state::kind(kind), count);
            }
        }
        Ok(counts)
    }

    /// How many children of each kind assets have, now or as of a change.
    ///
    /// # Errors
    /// The store's own.
    pub async fn child_counts(
        &self,
        viewer: &Viewer,
        ids: &[AssetId],
        as_of: Option<ChangeNumber>,
    ) -> Result<HashMap<AssetId, BTreeMap<AssetKind, i64>>> {
        let visible: Vec<Uuid> = self.visible(viewer, ids).await?.into_iter().map(|id| id.0).collect();
        let mut counts: HashMap<AssetId, BTreeMap<AssetKind, i64>> = HashMap::new();
        if matches!(viewer.sees, Visibility::Some(_)) {
            return self.seen_child_counts(viewer, &visible, as_of).await;
        }
        for chunk in visible.chunks(ROWS) {
            let mut rows = self.count_current(chunk, as_of).await?;
            if let Some(number) = as_of {
                rows.extend(self.count_past(chunk, number).await?);
            }
            for (parent, kind, count) in rows {
                *counts.entry(AssetId(parent)).or_default().entry(state::kind(kind)).or_default() += count;
            }
        }
        Ok(counts)
    }

    /// The same where rules decide child by child.
    async fn seen_child_counts(
        &self,
        viewer: &Viewer,
        parents: &[Uuid],
        as_of: Option<ChangeNumber>,
    ) -> Result<HashMap<AssetId, BTreeMap<AssetKind, i64>>> {
        let mut counts: HashMap<AssetId, BTreeMap<AssetKind, i64>> = HashMap::new();
        for parent in parents {
            let mut after = None;
            loop {
                let page = PageRequest { first: CHILDREN, after };
                let found = self.child_rows(*parent, as_of, page).await?;
                let ids: Vec<AssetId> = found.items.iter().map(|(_, row)| AssetId(row.id)).collect();
                let seen = self.visible(viewer, &ids).await?;
                for (_, row) in found.items.iter().filter(|(_, row)| seen.contains(&AssetId(row.id))) {
                    *counts.entry(AssetId(*parent)).or_default().entry(state::kind(row.kind)).or_default() += 1;
                }
                let Some(next) = found.next() else { break };
                after = Some(next.to_owned());
            }
        }
        Ok(counts)
    }

    async fn count_current(&self, parents: &[Uuid], as_of: Option<ChangeNumber>) -> Result<Vec<(Uuid, i16, i64)>> {
        use asset::Column;
        let mut query = asset::Entity::find()
            .select_only()
            .columns([Column::ParentId, Column::Kind])
            .column_as(Column::Id.count(), "count")
            .filter(Column::ParentId.is_in(parents.iter().copied()))
            .filter(Column::RemovedChange.is_null());
        if let Some(number) = as_of {
            query = query.filter(held_at(number).current);
        }
        let query = query.group_by(Column::ParentId).group_by(Column::Kind);
        Ok(query.into_tuple().all(self.database().read()).await?)
    }

    async fn count_past(&self, parents: &[Uuid], number: ChangeNumber) -> Result<Vec<(Uuid, i16, i64)>> {
        use asset_past::Column;
        let query = asset_past::Entity::find()
            .select_only()
            .columns([Column::ParentId, Column::Kind])
            .column_as(Column::Id.count(), "count")
            .filter(Column::ParentId.is_in(parents.iter().copied()))
            .filter(Column::RemovedChange.is_null())
            .filter(held_at(number).past)
            .group_by(Column::ParentId)
            .group_by(Column::Kind);
        Ok(query.into_tuple().all(self.database().read()).await?)
    }

    /// How well tables and columns are looked after; none as for [`Self::counts`].
    ///
    /// # Errors
    /// The store's own.
    pub async fn coverage(&self, viewer: &Viewer) -> Result<Option<Coverage>> {
        if matches!(viewer.sees, Visibility::Some(_)) {
            return Ok(None);
        }
        let count = async |kind: AssetKind, more: Condition| -> Result<i64> {
            let rows = asset::Entity::find()
                .filter(seen_by(viewer))
                .filter(asset::Column::Kind.eq(kind.number()))
                .filter(asset::Column::IsPlaceholder.eq(false))
                .filter(more)
                .count(self.database().read())
                .await?;
            Ok(i64::try_from(rows).unwrap_or(i64::MAX))
        };
        // A described state has the key in one of its two layers; texts inside are escaped, so a quote is a key's.
        let described = Condition::any()
            .add(asset::Column::Harvested.starts_with("{\"description\":"))
            .add(asset::Column::Harvested.starts_with("{\"told\":"))
            .add(asset::Column::Curated.contains("\"description\":"));
        let owned = Query::select()
            .column(relation::Column::AssetId)
            .from(relation::Entity)
            .and_where(relation::Column::Kind.eq(RelationKind::Owner.number()))
            .and_where(relation::Column::UntilChange.is_null())
            .to_owned();
        let owned = Condition::all().add(asset::Column::Id.in_subquery(owned));
        Ok(Some(Coverage {
            tables: count(AssetKind::Table, Condition::all()).await?,
            tables_described: count(AssetKind::Table, described.clone()).await?,
            tables_owned: count(AssetKind::Table, owned).await?,
            columns: count(AssetKind::Column, Condition::all()).await?,
            columns_described: count(AssetKind::Column, described).await?,
        }))
    }
}
