//! The tables of the two logs.

pub(crate) mod audit;
pub(crate) mod exception;

use catalog::Result;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};

/// Up to `limit` rows of a query.
async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows: Vec<QueryResult> = db.query_all(query).await?;
    let read: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(read?)
}

/// Narrows a query of `table` to rows behind `after`, newest first.
fn newest_behind(query: &mut SelectStatement, after: Option<(i64, uuid::Uuid)>, limit: u64) {
    if let Some((at, id)) = after {
        let same_time = Expr::col("at").eq(at).and(Expr::col("id").lt(id));
        query.and_where(Expr::col("at").lt(at).or(same_time));
    }
    query.order_by("at", Order::Desc).order_by("id", Order::Desc).limit(limit);
}

/// Forgets up to `limit` rows of `table` from before `time`; returns how many.
async fn forget(db: &impl ConnectionTrait, table: &'static str, time: i64, limit: u64) -> Result<u64> {
    let old = Query::select().column("id").from(table).and_where(Expr::col("at").lt(time)).limit(limit).to_owned();
    let mut query = Query::delete();
    query.from_table(table).and_where(Expr::col("id").in_subquery(old));
    Ok(db.execute(&query).await?.rows_affected())
}
