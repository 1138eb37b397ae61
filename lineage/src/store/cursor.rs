//! How far the change log has been followed.

use catalog::ChangeNumber;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Set, sea_query::OnConflict};

use super::tables::cursor::{ActiveModel, Column, Entity, Model};
use crate::error::{Error, Result};

/// The number of the only row.
const ROW: i32 = 1;

/// The last change whose edges are stored.
pub(crate) async fn position(db: &impl ConnectionTrait) -> Result<ChangeNumber> {
    let row = Entity::find_by_id(ROW).one(db).await?;
    Ok(ChangeNumber(row.map_or(0, |Model { position, .. }| position)))
}

/// Moves the position from `expected` to `to`, in the transaction that stores the edges.
///
/// # Errors
/// [`Error::Overtaken`] when the position is no longer `expected`: another process has applied these changes.
pub(crate) async fn advance(db: &impl ConnectionTrait, expected: ChangeNumber, to: ChangeNumber) -> Result<()> {
    let row = Entity::find_by_id(ROW).lock_exclusive().one(db).await?;
    if row.map_or(0, |row| row.position) != expected.0 {
        return Err(Error::Overtaken);
    }
    let row = ActiveModel { id: Set(ROW), position: Set(to.0) };
    let on_conflict = OnConflict::column(Column::Id).update_column(Column::Position).to_owned();
    Entity::insert(row).on_conflict(on_conflict).exec_without_returning(db).await?;
    Ok(())
}
