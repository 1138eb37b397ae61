//! What a bare count costs: one statement over every asset that is there, as whoever asked the engine by hand would.

use std::time::Instant;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{database::Database, error::Result, store::asset};

/// The seconds that counting everything by kind takes, and how much there is.
///
/// # Errors
/// The store's own.
pub async fn count(database: &Database) -> Result<(f64, u64)> {
    let begin = Instant::now();
    let kinds: Vec<(i16, i64)> = asset::Entity::find()
        .select_only()
        .column(asset::Column::Kind)
        .column_as(asset::Column::Id.count(), "assets")
        .filter(asset::Column::RemovedChange.is_null())
        .group_by(asset::Column::Kind)
        .into_tuple()
        .all(database.read())
        .await?;
    let all = kinds.iter().map(|(_, count)| u64::try_from(*count).unwrap_or(0)).sum();
    Ok((begin.elapsed().as_secs_f64(), all))
}
