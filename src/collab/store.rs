//! The tables of what people write. Every list is newest first; identifiers are made in order, so they are its key.

pub(super) mod announcement;
pub(super) mod discussion;
pub(super) mod request;
pub(super) mod task;

use catalog::{
    database::rows::{self, Row},
    page::filling::Step,
};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, SelectStatement},
};
use uuid::Uuid;

use super::Result;

/// How many identifiers one statement names.
const ROWS: usize = 500;

/// A row with an identifier.
pub(super) trait Kept: Row {
    /// The one with this identifier.
    async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Self>> {
        one(db, Self::select().and_where(Expr::col("id").eq(id))).await
    }

    /// Stores a new one.
    async fn insert(&self, db: &impl ConnectionTrait) -> Result<()> {
        Ok(rows::insert(db, std::slice::from_ref(self)).await?)
    }
}

impl<T: Row> Kept for T {}

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    Ok(rows::all(db, query).await?)
}

async fn one<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Option<T>> {
    Ok(rows::one(db, query).await?)
}

/// Narrows a query to the rows of a step, newest first.
fn newest(query: &mut SelectStatement, step: Step) {
    if let Some(after) = step.after {
        query.and_where(Expr::col("id").lt(after));
    }
    query.order_by("id", Order::Desc).limit(step.limit);
}

/// Identifiers in pieces that one statement can name.
fn pieces(ids: &[Uuid]) -> impl Iterator<Item = &[Uuid]> {
    ids.chunks(ROWS)
}
