//! Identifiers that are counted up, and inserts of many rows.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, ModelTrait,
    QuerySelect,
};

use super::ROWS;
use crate::error::Result;

/// The identifier that the next row of a table gets. Safe because the store has one write transaction at a time.
pub(super) async fn next_id<E: EntityTrait>(db: &impl ConnectionTrait, id: E::Column) -> Result<i64> {
    let query = E::find().select_only().column_as(id.max(), "greatest");
    let greatest: Option<Option<i64>> = query.into_tuple().one(db).await?;
    Ok(greatest.flatten().map_or(0, |greatest| greatest + 1))
}

/// Inserts rows, many with one statement.
pub(super) async fn insert_all<M>(db: &impl ConnectionTrait, rows: Vec<M>) -> Result<()>
where
    M: ModelTrait + FromQueryResult + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    let mut rows = rows.into_iter();
    loop {
        let piece: Vec<_> = rows.by_ref().take(ROWS).map(IntoActiveModel::into_active_model).collect();
        if piece.is_empty() {
            return Ok(());
        }
        M::Entity::insert_many(piece).exec_without_returning(db).await?;
    }
}
