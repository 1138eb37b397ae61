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

/// Current, and for this viewer.
fn seen_by(viewer: &Viewer) -> Condition {
    let current = Condition::all().add(asset::Column::RemovedChange.is_null());
    match &viewer.sees {
        Visibility::Everything => current,
        Visibility::Sources(sources) => current.add(asset::Column::SourceId.is_in(sources.iter().map(|id| id.0))),
        Visibility::Nothing => current.add(asset::Column::Id.is_null()),
    }
}

impl Catalog {
    /// How many assets of each kind there are.
    ///
    /// # Errors
    /// The store's own.
    pub async fn counts(&self, viewer: &Viewer) -> Result<BTreeMap<AssetKind, i64>> {
        let rows: Vec<(i16, i64)> = asset::Entity::find()
            .select_only()
            .column(asset::Column::Kind)
            .column_as(asset::Column::Id.count(), "count")
            .filter(seen_by(viewer))
            .group_by(asset::Column::Kind)
            .into_tuple()
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(|(kind, count)| (state::kind(kind), count)).collect())
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

    /// How well tables and columns are looked after.
    ///
    /// # Errors
    /// The store's own.
    pub async fn coverage(&self, viewer: &Viewer) -> Result<Coverage> {
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
        Ok(Coverage {
            tables: count(AssetKind::Table, Condition::all()).await?,
            tables_described: count(AssetKind::Table, described.clone()).await?,
            tables_owned: count(AssetKind::Table, owned).await?,
            columns: count(AssetKind::Column, Condition::all()).await?,
            columns_described: count(AssetKind::Column, described).await?,
        })
    }
}
