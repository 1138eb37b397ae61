//! The tables of telling; rows do not leave this crate's `notify`.

pub(in crate::notify) mod delivery;
pub(in crate::notify) mod endpoint;
pub(in crate::notify) mod event;
pub(in crate::notify) mod inbox;
pub(in crate::notify) mod subscription;

use catalog::Result;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, sea_query::SelectStatement};

/// The rows of a query.
pub(super) async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

/// The only row of a query, where there is one.
pub(super) async fn one<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Option<T>> {
    let row: Option<QueryResult> = db.query_one(query).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}
