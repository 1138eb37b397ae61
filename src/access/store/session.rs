//! The table of sessions.

use sea_orm::{
    ConnectionTrait, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    USER, UserRow,
    organisation::{stamp_of, with_stamp},
};
use crate::access::error::Result;

/// A row of `access_session`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct SessionRow {
    pub(in crate::access) secret_hash: String,
    pub(in crate::access) user_id: Uuid,
    pub(in crate::access) created_at: i64,
    pub(in crate::access) seen_at: i64,
    pub(in crate::access) expires_at: i64,
    pub(in crate::access) ends_at: i64,
    pub(in crate::access) address: Option<String>,
    pub(in crate::access) agent: Option<String>,
}

const SESSION: [&str; 8] =
    ["secret_hash", "user_id", "created_at", "seen_at", "expires_at", "ends_at", "address", "agent"];

/// The session with this hash that is open at `now`, whose it is, and the organisation's stamp.
pub(in crate::access) async fn find(
    db: &impl ConnectionTrait,
    hash: &str,
    now: i64,
) -> Result<Option<(SessionRow, UserRow, i64)>> {
    let mut query = open_at(now);
    with_stamp(&mut query);
    query.and_where(Expr::col(("access_session", "secret_hash")).eq(hash));
    let Some(row): Option<QueryResult> = db.query_one(&query).await? else { return Ok(None) };
    let (session, user) = both(&row)?;
    Ok(Some((session, user, stamp_of(&row)?)))
}

/// Up to `limit` sessions that are open at `now`, with whose they are, newest first: of one user, behind a place.
pub(in crate::access) async fn open(
    db: &impl ConnectionTrait,
    user: Option<Uuid>,
    now: i64,
    after: Option<(i64, String)>,
    limit: u64,
) -> Result<Vec<(SessionRow, UserRow)>> {
    let (began, hash) = (Expr::col(("access_session", "created_at")), Expr::col(("access_session", "secret_hash")));
    let mut query = open_at(now);
    if let Some(user) = user {
        query.and_where(Expr::col(("access_session", "user_id")).eq(user));
    }
    if let Some((time, last)) = after {
        let same_time = began.clone().eq(time).and(hash.clone().gt(last));
        query.and_where(began.clone().lt(time).or(same_time));
    }
    query.order_by_expr(began, Order::Desc).order_by_expr(hash, Order::Asc).limit(limit);
    let rows: Vec<QueryResult> = db.query_all(&query).await?;
    rows.iter().map(both).collect()
}

/// Sessions that are open at `now`, with whose they are.
fn open_at(now: i64) -> SelectStatement {
    let mut query = Query::select();
    for column in SESSION {
        query.expr_as(Expr::col(("access_session", column)), format!("s_{column}"));
    }
    for column in USER {
        query.expr_as(Expr::col(("access_user", column)), format!("u_{column}"));
    }
    query
        .from("access_session")
        .inner_join("access_user", Expr::col(("access_user", "id")).equals(("access_session", "user_id")))
        .and_where(Expr::col(("access_session", "expires_at")).gt(now))
        .and_where(Expr::col(("access_session", "ends_at")).gt(now))
        .and_where(Expr::col(("access_user", "is_disabled")).eq(false));
    query
}

fn both(row: &QueryResult) -> Result<(SessionRow, UserRow)> {
    Ok((SessionRow::from_query_result(row, "s_")?, UserRow::from_query_result(row, "u_")?))
}

pub(in crate::access) async fn insert(db: &impl ConnectionTrait, row: &SessionRow) -> Result<()> {
    let values = [
        Expr::val(row.secret_hash.clone()),
        Expr::val(row.user_id),
        Expr::val(row.created_at),
        Expr::val(row.seen_at),
        Expr::val(row.expires_at),
        Expr::val(row.ends_at),
        Expr::val(row.address.clone()),
        Expr::val(row.agent.clone()),
    ];
    db.execute(Query::insert().into_table("access_session").columns(SESSION).values_panic(values)).await?;
    Ok(())
}

/// Notes that the session was used, and until when it now lasts.
pub(in crate::access) async fn touch(
    db: &impl ConnectionTrait,
    hash: &str,
    seen_at: i64,
    expires_at: i64,
) -> Result<()> {
    let mut query = Query::update();
    query
        .table("access_session")
        .value("seen_at", seen_at)
        .value("expires_at", expires_at)
        .and_where(Expr::col("secret_hash").eq(hash));
    db.execute(&query).await?;
    Ok(())
}

pub(in crate::access) async fn delete(db: &impl ConnectionTrait, hash: &str) -> Result<()> {
    db.execute(Query::delete().from_table("access_session").and_where(Expr::col("secret_hash").eq(hash))).await?;
    Ok(())
}

/// Ends all sessions of a user, except `but` where one is named. Returns how many.
pub(in crate::access) async fn delete_of(db: &impl ConnectionTrait, user: Uuid, but: Option<&str>) -> Result<u64> {
    let mut query = Query::delete();
    query.from_table("access_session").and_where(Expr::col("user_id").eq(user));
    if let Some(but) = but {
        query.and_where(Expr::col("secret_hash").ne(but));
    }
    Ok(db.execute(&query).await?.rows_affected())
}

/// Forgets sessions that have ended.
pub(in crate::access) async fn sweep(db: &impl ConnectionTrait, now: i64) -> Result<()> {
    db.execute(Query::delete().from_table("access_session").and_where(Expr::col("expires_at").lte(now))).await?;
    Ok(())
}

/// How many sessions were used at `time` or later.
#[cfg(test)]
pub(in crate::access) async fn count_seen(db: &impl ConnectionTrait, time: i64) -> Result<i64> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col("secret_hash").count(), "found")
        .from("access_session")
        .and_where(Expr::col("seen_at").gte(time));
    Ok(db.query_one(&query).await?.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0))
}
