//! The table of what columns may hold.

use catalog::{
    Write,
    database::rows::{self, Row as _},
    page::filling::Step,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::newest;
use crate::error::Result;

catalog::table_row! {
    /// A row of `quality_detection`.
    pub(crate) struct DetectionRow in "quality_detection" {
        id: Uuid,
        column_id: Uuid,
        semantic: String,
        asset_id: Uuid,
        tag: Option<String>,
        confidence: i32,
        evidence: String,
        state: i16,
        actor: String,
        at: i64,
    }
}

/// Everything about the columns of a table.
pub(crate) async fn of_table(db: &impl ConnectionTrait, table: Uuid) -> Result<Vec<DetectionRow>> {
    let mut query = DetectionRow::select();
    query.and_where(Expr::col("asset_id").eq(table));
    Ok(rows::all(db, &query).await?)
}

/// Puts rows in the place of those of a table that are in `state`.
pub(crate) async fn replace(write: &Write, table: Uuid, state: i16, new: &[DetectionRow]) -> Result<()> {
    let mut query = Query::delete();
    query
        .from_table(DetectionRow::TABLE)
        .and_where(Expr::col("asset_id").eq(table))
        .and_where(Expr::col("state").eq(state));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(rows::insert(&**write, new).await?)
}

/// Rows in a state, newest first.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    table: Option<Uuid>,
    state: i16,
    step: Step,
) -> Result<Vec<DetectionRow>> {
    let mut query = DetectionRow::select();
    query.and_where(Expr::col("state").eq(state));
    if let Some(table) = table {
        query.and_where(Expr::col("asset_id").eq(table));
    }
    newest(&mut query, step);
    Ok(rows::all(db, &query).await?)
}

/// Those of `ids` that are there.
pub(crate) async fn find(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<DetectionRow>> {
    let mut query = DetectionRow::select();
    query.and_where(Expr::col("id").is_in(ids.iter().copied()));
    Ok(rows::all(db, &query).await?)
}

/// Writes down what was decided about some, when and by whom.
pub(crate) async fn decide(write: &Write, ids: &[Uuid], (state, actor, at): (i16, &str, i64)) -> Result<()> {
    let mut query = Query::update();
    query
        .table(DetectionRow::TABLE)
        .values([("state", state.into()), ("actor", actor.into()), ("at", at.into())])
        .and_where(Expr::col("id").is_in(ids.iter().copied()));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(())
}
