//! Removals that wait for a person: confirmed, they happen; dismissed, nothing happens.

use std::collections::HashMap;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::Origin,
    clock::from_micros,
    draft::Author,
    error::{Error, Result},
    id::{AssetId, HoldId, RunId, SourceId},
    ingest,
    page::{Page, PageRequest, decode_cursor, encode_cursor},
    store::hold,
    viewer::{Action, Viewer},
};

/// What became of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "HoldStatus")]
pub enum Status {
    /// It waits.
    Open,
    /// Somebody said that the assets are gone.
    Confirmed,
    /// Somebody said that they are not.
    Dismissed,
    /// A newer crawl found something else.
    Superseded,
}

/// Removals that wait, or waited, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its identifier.
    pub id: HoldId,
    /// The source that no longer has them.
    pub source: Option<SourceId>,
    /// The run that found out.
    pub run: Option<RunId>,
    /// When.
    pub at: DateTime<Utc>,
    /// How many assets, columns included.
    pub count: i64,
    /// What became of it.
    pub status: Status,
}

impl Catalog {
    /// Holds, newest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who may not see sources.
    pub async fn holds(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Hold>> {
        viewer.must(Action::ReadSources)?;
        let mut query = hold::Entity::find().order_by_desc(hold::Column::Id);
        if let Some(after) = &page.after {
            let id: HoldId =
                decode_cursor(after, 1)?[0].parse().map_err(|_| Error::invalid("after", "is not a cursor"))?;
            query = query.filter(hold::Column::Id.lt(id.0));
        }
        let rows = query.limit(page.first as u64 + 1).all(self.database().read()).await?;
        let counts = self.hold_counts(&rows).await?;
        let holds =
            rows.into_iter().map(|row| shape(&row, &counts)).filter(|hold| viewer.sees_source(hold.source)).collect();
        Ok(Page::cut(holds, page.first, |hold: &Hold| encode_cursor(&[&hold.id.to_string()])))
    }

    /// One hold.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn hold(&self, viewer: &Viewer, id: HoldId) -> Result<Hold> {
        viewer.must(Action::ReadSources)?;
        let row = hold::Entity::find_by_id(id.0).one(self.database().read()).await?;
        let row = row.ok_or_else(|| Error::not_found("hold", id))?;
        let counts = self.hold_counts(std::slice::from_ref(&row)).await?;
        let hold = shape(&row, &counts);
        if viewer.sees_source(hold.source) { Ok(hold) } else { Err(Error::not_found("hold", id)) }
    }

    async fn hold_counts(&self, rows: &[hold::Model]) -> Result<HashMap<Uuid, i64>> {
        let counts: Vec<(Uuid, i64)> = hold::item::Entity::find()
            .select_only()
            .column(hold::item::Column::HoldId)
            .column_as(hold::item::Column::AssetId.count(), "count")
            .filter(hold::item::Column::HoldId.is_in(rows.iter().map(|row| row.id)))
            .group_by(hold::item::Column::HoldId)
            .into_tuple()
            .all(self.database().read())
            .await?;
        Ok(counts.into_iter().collect())
    }

    /// The assets of a hold.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown hold.
    pub async fn held_assets(&self, viewer: &Viewer, id: HoldId, page: &PageRequest) -> Result<Page<Asset>> {
        self.hold(viewer, id).await?;
        let mut query = hold::item::Entity::find()
            .filter(Condition::all().add(hold::item::Column::HoldId.eq(id.0)))
            .order_by_asc(hold::item::Column::AssetId);
        if let Some(after) = &page.after {
            let after: AssetId =
                decode_cursor(after, 1)?[0].parse().map_err(|_| Error::invalid("after", "is not a cursor"))?;
            query = query.filter(hold::item::Column::AssetId.gt(after.0));
        }
        let rows = query.limit(page.first as u64 + 1).all(self.database().read()).await?;
        let ids: Vec<AssetId> = rows.iter().map(|row| AssetId(row.asset_id)).collect();
        let mut assets = self.assets(viewer, &ids, None).await?;
        assets.sort_by_key(|asset| asset.id);
        Ok(Page::cut(assets, page.first, |asset: &Asset| encode_cursor(&[&asset.id.to_string()])))
    }

    /// Marks the held assets as removed.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Conflict`] when it was decided before.
    pub async fn confirm_hold(&self, viewer: &Viewer, id: HoldId) -> Result<Hold> {
        viewer.must(Action::RevertChanges)?;
        let hold = self.hold(viewer, id).await?;
        if hold.status != Status::Open {
            return Err(Error::conflict("these removals were decided before"));
        }
        let items = hold::item::Entity::find().filter(hold::item::Column::HoldId.eq(id.0));
        let ids: Vec<Uuid> = items.all(self.database().read()).await?.into_iter().map(|item| item.asset_id).collect();
        let author = Author {
            actor: viewer.name.clone(),
            origin: Origin::Person,
            source: hold.source,
            run: hold.run,
            reverts: None,
        };
        // Removing twice is removing once: a crash in between leaves a hold that can be confirmed again.
        ingest::remove(self, &author, &ids).await?;
        self.decide(viewer, id, Status::Confirmed).await?;
        self.hold(viewer, id).await
    }

    /// Leaves the held assets as they are.
    ///
    /// # Errors
    /// As [`Catalog::confirm_hold`].
    pub async fn dismiss_hold(&self, viewer: &Viewer, id: HoldId) -> Result<Hold> {
        self.decide(viewer, id, Status::Dismissed).await?;
        self.hold(viewer, id).await
    }

    async fn decide(&self, viewer: &Viewer, id: HoldId, status: Status) -> Result<()> {
        viewer.must(Action::RevertChanges)?;
        self.hold(viewer, id).await?;
        let write = self.database().write().await?;
        let row = hold::Entity::find_by_id(id.0).one(&*write).await?;
        let row = row.ok_or_else(|| Error::not_found("hold", id))?;
        if row.status != 0 {
            return Err(Error::conflict("these removals were decided before"));
        }
        let mut decided = row.into_active_model();
        decided.status = Set(status as i16);
        decided.decided_by = Set(Some(viewer.name.clone()));
        decided.decided_at = Set(Some(self.clock().now().timestamp_micros()));
        hold::Entity::update(decided).exec(&*write).await?;
        write.commit().await
    }

    /// How many holds wait.
    ///
    /// # Errors
    /// The store's own.
    pub async fn open_holds(&self) -> Result<i64> {
        let count = hold::Entity::find().filter(hold::Column::Status.eq(0)).count(self.database().read()).await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

fn shape(row: &hold::Model, counts: &HashMap<Uuid, i64>) -> Hold {
    let status = match row.status {
        0 => Status::Open,
        1 => Status::Confirmed,
        2 => Status::Dismissed,
        _ => Status::Superseded,
    };
    Hold {
        id: HoldId(row.id),
        source: row.source_id.map(SourceId),
        run: row.run_id.map(RunId),
        at: from_micros(row.at),
        count: counts.get(&row.id).copied().unwrap_or(0),
        status,
    }
}
