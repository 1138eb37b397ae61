//! Successes that somebody waits for: pipelines and tasks of which a run has succeeded, each once until it is dealt with.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::RunStatus;
use crate::{
    catalog::Catalog,
    database::Write,
    error::Result,
    id::AssetId,
    kinds::AssetKind,
    store::{ROWS, asset, run, run::success},
};

/// A run that ended so long before it was heard of tells of data that was looked at since.
const OLDEST_MICROS: i64 = 24 * 3600 * 1_000_000;

/// Whether news make a run one that has just succeeded.
pub(super) fn is_new(before: Option<&run::Model>, row: &run::Model, heard_at: i64) -> bool {
    let is_success = |row: &run::Model| row.status == RunStatus::Succeeded.number();
    let is_recent = row.ended_at.is_none_or(|ended| ended >= heard_at - OLDEST_MICROS);
    is_success(row) && is_recent && !before.is_some_and(is_success)
}

/// The most tasks that are looked at.
const MOST_TASKS: usize = 10_000;

/// Notes that runs of these have succeeded; one that is noted already keeps its time.
pub(super) async fn note(write: &Write, assets: &BTreeSet<Uuid>, heard_at: i64) -> Result<()> {
    let rows = assets.iter().map(|asset| success::ActiveModel { asset_id: Set(*asset), since: Set(heard_at) });
    for chunk in rows.collect::<Vec<_>>().chunks(ROWS) {
        let conflict = OnConflict::column(success::Column::AssetId).do_nothing().to_owned();
        let insert = success::Entity::insert_many(chunk.to_vec()).on_conflict(conflict);
        insert.exec_without_returning(&**write).await?;
    }
    Ok(())
}

impl Catalog {
    /// Pipelines and tasks of which a run has succeeded that was heard of by `until` and is not dealt with, the one that
    /// waits longest first, at most 1,000, each with when it was heard of.
    ///
    /// # Errors
    /// The store's own.
    pub async fn successes(&self, until: DateTime<Utc>) -> Result<Vec<(AssetId, DateTime<Utc>)>> {
        let rows = success::Entity::find()
            .filter(success::Column::Since.lte(until.timestamp_micros()))
            .order_by_asc(success::Column::Since)
            .limit(1_000)
            .all(self.database().read())
            .await?;
        Ok(rows.into_iter().map(|row| (AssetId(row.asset_id), crate::clock::from_micros(row.since))).collect())
    }

    /// Pipelines and tasks with the tasks inside of them, at most 10,000.
    ///
    /// # Errors
    /// The store's own.
    pub async fn with_tasks(&self, work: &[AssetId]) -> Result<Vec<AssetId>> {
        let mut all: BTreeSet<Uuid> = work.iter().map(|asset| asset.0).collect();
        let mut around: Vec<Uuid> = all.iter().copied().collect();
        while !around.is_empty() && all.len() < MOST_TASKS {
            let mut inside = Vec::new();
            for chunk in around.chunks(ROWS) {
                let found: Vec<Uuid> = asset::Entity::find()
                    .select_only()
                    .column(asset::Column::Id)
                    .filter(asset::Column::ParentId.is_in(chunk.iter().copied()))
                    .filter(asset::Column::Kind.eq(AssetKind::Task.number()))
                    .limit(MOST_TASKS as u64)
                    .into_tuple()
                    .all(self.database().read())
                    .await?;
                inside.extend(found);
            }
            // What was there before is not looked into again.
            around = inside.into_iter().filter(|task| all.insert(*task)).collect();
        }
        Ok(all.into_iter().take(MOST_TASKS).map(AssetId).collect())
    }

    /// Takes note that the successes of these were dealt with. Returns how many of them nobody else had dealt with.
    ///
    /// # Errors
    /// The store's own.
    pub async fn settle_successes(&self, write: &Write, settled: &[AssetId]) -> Result<u64> {
        let mut done = 0;
        for chunk in settled.chunks(ROWS) {
            let named = success::Column::AssetId.is_in(chunk.iter().map(|asset| asset.0));
            done += success::Entity::delete_many().filter(named).exec(&**write).await?.rows_affected;
        }
        Ok(done)
    }
}
