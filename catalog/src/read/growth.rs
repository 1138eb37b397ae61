//! What there is since when: how many assets were made in each piece of time, and which systems have data.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    sea_query::{Expr, Query},
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
        let created = Condition::all()
            .add(change::Column::Number.gte(first))
            .add(change::Column::Operation.eq(Operation::Created.number()))
            .add(change::Column::Kind.is_in(kinds.iter().map(|kind| kind.number())))
            .add(known_to(viewer));
        if matches!(viewer.sees, Visibility::Some(_)) {
            return self.seen_made(viewer, created).await;
        }
        let rows: Vec<(i64, i64)> = change::Entity::find()
            .select_only()
            .column_as(bucket.clone(), "bucket")
            .column_as(change::Column::Number.count(), "count")
            .join(JoinType::InnerJoin, change::Relation::Commit.def())
            .filter(created)
            .group_by(bucket)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let made = |(bucket, count): (i64, i64)| (from_micros(bucket * QUARTER), u64::try_from(count).unwrap_or(0));
        Ok(rows.into_iter().map(made).collect())
    }

    /// The same where rules decide asset by asset.
    async fn seen_made(&self, viewer: &Viewer, created: Condition) -> Result<BTreeMap<DateTime<Utc>, u64>> {
        let rows: Vec<(i64, Uuid)> = change::Entity::find()
            .select_only()
            .column(commit::Column::At)
            .column(change::Column::AssetId)
            .join(JoinType::InnerJoin, change::Relation::Commit.def())
            .filter(created)
            .into_tuple()
            .all(self.database().read())
            .await?;
        let ids: Vec<AssetId> = rows.iter().map(|(_, id)| AssetId(*id)).collect();
        let seen = self.visible(viewer, &ids).await?;
        let mut made = BTreeMap::new();
        for (at, _) in rows.into_iter().filter(|(_, id)| seen.contains(&AssetId(*id))) {
            *made.entry(from_micros(at.div_euclid(QUARTER) * QUARTER)).or_default() += 1;
        }
        Ok(made)
    }

    /// The systems in which the viewer may know of data, by name; at most 10,000.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`]; the store's own.
    pub async fn data_namespaces(&self, viewer: &Viewer) -> Result<Vec<String>> {
        viewer.must(Action::ReadCatalog)?;
        let mut roots = Condition::all()
            .add(asset::Column::ParentId.eq(Uuid::nil()))
            .add(asset::Column::Kind.is_in(DATA.map(AssetKind::number)));
        if let Some(sources) = viewer.sees.sources() {
            roots = roots.add(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)));
        }
        if matches!(viewer.sees, Visibility::Some(_)) {
            roots = roots.add(asset::Column::NamespaceId.is_in(self.seen_namespaces(viewer).await?));
        }
        let with_data = Query::select()
            .distinct()
            .column(asset::Column::NamespaceId)
            .from(asset::Entity)
            .cond_where(roots)
            .to_owned();
        let rows = namespace::Entity::find()
            .filter(namespace::Column::Id.in_subquery(with_data))
            .order_by_asc(namespace::Column::Name)
            .limit(10_000);
        Ok(rows.all(self.database().read()).await?.into_iter().map(|row| row.name).collect())
    }
}

/// Changes of assets that the viewer may know of.
fn known_to(viewer: &Viewer) -> Condition {
    match viewer.sees.sources() {
        None => Condition::all(),
        Some(sources) => {
            let seen = Query::select()
                .column(asset::Column::Id)
                .from(asset::Entity)
                .and_where(asset::Column::SourceId.is_in(sources.iter().map(|source| source.0)))
                .to_owned();
            Condition::all().add(change::Column::AssetId.in_subquery(seen))
        }
    }
}
