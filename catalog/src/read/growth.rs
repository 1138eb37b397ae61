//! What there is since when: how many assets were made in each piece of time, and which systems have data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    catalog::Catalog,
    change::Operation,
    clock::from_micros,
    error::Result,
    id::AssetId,
    kinds::AssetKind,
    store::{asset, change, commit, namespace},
    viewer::{Action, Viewer, Visibility},
};

/// A quarter of an hour in microseconds: every time zone is a multiple of it from UTC.
const QUARTER: i64 = 15 * 60 * 1_000_000;
/// How many assets are looked at for what a viewer may know of.
const LOOKED_AT: u64 = 20_000;
/// The kinds that data is in, as far as they may be outermost.
const DATA: [AssetKind; 6] =
    [AssetKind::Database, AssetKind::Schema, AssetKind::Table, AssetKind::Topic, AssetKind::Container, AssetKind::File];

impl Catalog {
    /// How many assets of some kinds were made in each quarter of an hour since a moment, by its beginning; quarters
    /// without any are absent. Costs as much as was written since.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own.
    pub async fn made_since(
        &self,
        viewer: &Viewer,
        kinds: &[AssetKind],
        since: DateTime<Utc>,
    ) -> Result<BTreeMap<DateTime<Utc>, u64>> {
        viewer.must(Action::ReadCatalog)?;
        let first: Option<i64> = commit::Entity::find()
            .select_only()
            .column(commit::Column::FirstChange)
            .filter(commit::Column::At.gte(since.timestamp_micros()))
            .order_by_asc(commit::Column::At)
            .order_by_asc(commit::Column::FirstChange)
            .into_tuple()
            .one(self.database().read())
            .await?;
        let Some(first) = first else { return Ok(BTreeMap::new()) };
        // Written out: an engine does not see that two bound values are one.
        let bucket = Expr::cust(format!("\"catalog_commit\".\"at\" / {QUARTER}"));
        let creations = change::Entity::find()
            .select_only()
            .column_as(bucket.clone(), "bucket")
            .join(JoinType::InnerJoin, change::Relation::Commit.def())
            .filter(change::Column::Number.gte(first))
            .filter(change::Column::Operation.eq(Operation::Created.number()))
            .filter(change::Column::Kind.is_in(kinds.iter().map(|kind| kind.number())));
        if viewer.sees != Visibility::Everything {
            let each = creations.column(change::Column::AssetId).limit(LOOKED_AT);
            return self.made_of_visible(viewer, each).await;
        }
        let rows: Vec<(i64, i64)> = creations
            .column_as(change::Column::Number.count(), "count")
            .group_by(bucket)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let made = |(bucket, count): (i64, i64)| (from_micros(bucket * QUARTER), u64::try_from(count).unwrap_or(0));
        Ok(rows.into_iter().map(made).collect())
    }

    /// Counts creations, each with its quarter and asset, of assets that the viewer may know of.
    async fn made_of_visible(
        &self,
        viewer: &Viewer,
        creations: Select<change::Entity>,
    ) -> Result<BTreeMap<DateTime<Utc>, u64>> {
        let rows: Vec<(i64, Uuid)> = creations.into_tuple().all(self.database().read()).await?;
        let ids: Vec<AssetId> = rows.iter().map(|(_, id)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let mut made = BTreeMap::new();
        for (bucket, _) in rows.into_iter().filter(|(_, id)| seen.contains(&AssetId(*id))) {
            *made.entry(from_micros(bucket * QUARTER)).or_default() += 1;
        }
        Ok(made)
    }

    /// The systems in which the viewer may know of data, by name; at most 10,000.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own.
    pub async fn data_namespaces(&self, viewer: &Viewer) -> Result<Vec<String>> {
        viewer.must(Action::ReadCatalog)?;
        let roots: Vec<(Uuid, i32)> = asset::Entity::find()
            .select_only()
            .columns([asset::Column::Id, asset::Column::NamespaceId])
            .filter(asset::Column::ParentId.eq(Uuid::nil()))
            .filter(asset::Column::Kind.is_in(DATA.map(AssetKind::number)))
            .limit(LOOKED_AT)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let ids: Vec<AssetId> = roots.iter().map(|(id, _)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let roots = roots.into_iter().filter(|(id, _)| seen.contains(&AssetId(*id)));
        let with_data: BTreeSet<i32> = roots.map(|(_, namespace)| namespace).collect();
        let rows = namespace::Entity::find()
            .filter(namespace::Column::Id.is_in(with_data))
            .order_by_asc(namespace::Column::Name)
            .limit(10_000);
        Ok(rows.all(self.database().read()).await?.into_iter().map(|row| row.name).collect())
    }
}
