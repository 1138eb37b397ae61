//! Statements in force: how many are understood how well, and those that are not completely.

use std::collections::HashMap;

use catalog::{AssetId, ChangeNumber};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Scope, scopes};
use crate::{StatementReading, declare::Status, error::Result, store::tables::statement};

/// A statement with a gap.
#[derive(Debug, Clone)]
pub(crate) struct GapRow {
    pub(crate) id: i64,
    pub(crate) owner: AssetId,
    pub(crate) position: i32,
    pub(crate) reading: StatementReading,
}

/// How many statements of the SQL of each asset have each status.
pub(crate) async fn statuses_of_owners(db: &impl ConnectionTrait) -> Result<Vec<(AssetId, Status, i64)>> {
    let query = statement::Entity::find()
        .select_only()
        .columns([statement::Column::Scope, statement::Column::Status])
        .column_as(statement::Column::Id.count(), "count")
        .filter(statement::Column::UntilChange.is_null())
        .group_by(statement::Column::Scope)
        .group_by(statement::Column::Status);
    let rows: Vec<(i64, i16, i64)> = query.into_tuple().all(db).await?;
    let owners = owners(db, rows.iter().map(|(scope, ..)| *scope)).await?;
    let known =
        |(scope, status, count): (i64, i16, i64)| Some((*owners.get(&scope)?, Status::from_number(status)?, count));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The remarks about statements that are not complete, at most `limit`, with the asset that carries each.
pub(crate) async fn notes(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<(AssetId, String)>> {
    let query = statement::Entity::find()
        .select_only()
        .columns([statement::Column::Scope, statement::Column::Notes])
        .filter(statement::Column::UntilChange.is_null())
        .filter(statement::Column::Status.ne(Status::Complete.number()))
        .order_by_asc(statement::Column::Id)
        .limit(limit);
    let rows: Vec<(i64, String)> = query.into_tuple().all(db).await?;
    let owners = owners(db, rows.iter().map(|(scope, _)| *scope)).await?;
    Ok(rows.into_iter().filter_map(|(scope, notes)| Some((*owners.get(&scope)?, notes))).collect())
}

/// Up to `limit` statements with a gap behind the one of this number, in order.
pub(crate) async fn behind(
    db: &impl ConnectionTrait,
    after: i64,
    status: Option<Status>,
    limit: u64,
) -> Result<Vec<GapRow>> {
    let which = match status {
        Some(status) => statement::Column::Status.eq(status.number()),
        None => statement::Column::Status.ne(Status::Complete.number()),
    };
    let query = statement::Entity::find()
        .filter(statement::Column::UntilChange.is_null())
        .filter(which)
        .filter(statement::Column::Id.gt(after))
        .order_by_asc(statement::Column::Id)
        .limit(limit);
    let rows = query.all(db).await?;
    let owners = owners(db, rows.iter().map(|row| row.scope)).await?;
    let known = |row: statement::Model| {
        let owner = *owners.get(&row.scope)?;
        Some(GapRow { id: row.id, owner, position: row.position, reading: reading(row) })
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// What a row says of its statement.
pub(crate) fn reading(row: statement::Model) -> StatementReading {
    StatementReading {
        status: Status::from_number(row.status).unwrap_or(Status::Failed),
        coverage_permille: row.coverage,
        dialect: row.dialect,
        notes: row.notes,
        since: ChangeNumber(row.from_change),
    }
}

async fn owners(db: &impl ConnectionTrait, ids: impl Iterator<Item = i64>) -> Result<HashMap<i64, AssetId>> {
    let found: Vec<Scope> = scopes(db, &ids.collect()).await?;
    Ok(found.into_iter().map(|scope| (scope.id, scope.owner)).collect())
}
