//! The table of API tokens.

use sea_orm::{
    ConnectionTrait, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    USER, UserRow, all,
    organisation::{stamp_of, with_stamp},
};
use crate::access::error::Result;

/// A row of `access_token`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct TokenRow {
    pub(in crate::access) id: Uuid,
    pub(in crate::access) user_id: Uuid,
    pub(in crate::access) name: String,
    pub(in crate::access) prefix: String,
    pub(in crate::access) secret_hash: String,
    pub(in crate::access) scopes: String,
    pub(in crate::access) sources: Option<String>,
    pub(in crate::access) created_at: i64,
    pub(in crate::access) expires_at: Option<i64>,
    pub(in crate::access) last_used_at: Option<i64>,
}

const TOKEN: [&str; 10] =
    ["id", "user_id", "name", "prefix", "secret_hash", "scopes", "sources", "created_at", "expires_at", "last_used_at"];

/// The token with this hash that is good at `now`, whose it is, and the organisation's stamp.
pub(in crate::access) async fn find(
    db: &impl ConnectionTrait,
    hash: &str,
    now: i64,
) -> Result<Option<(TokenRow, UserRow, i64)>> {
    let mut query = with_users();
    let expiry = Expr::col(("access_token", "expires_at"));
    query
        .and_where(Expr::col(("access_token", "secret_hash")).eq(hash))
        .and_where(expiry.clone().is_null().or(expiry.gt(now)))
        .and_where(Expr::col(("access_user", "is_disabled")).eq(false));
    let Some(row): Option<QueryResult> = db.query_one(&query).await? else { return Ok(None) };
    let stamp = stamp_of(&row)?;
    Ok(Some((TokenRow::from_query_result(&row, "t_")?, UserRow::from_query_result(&row, "u_")?, stamp)))
}

/// Up to `limit` tokens behind `after`, newest first, with whose they are: of one user, or of all.
pub(in crate::access) async fn of_all(
    db: &impl ConnectionTrait,
    user: Option<Uuid>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(TokenRow, UserRow)>> {
    let mut query = with_users();
    if let Some(user) = user {
        query.and_where(Expr::col(("access_token", "user_id")).eq(user));
    }
    if let Some(after) = after {
        query.and_where(Expr::col(("access_token", "id")).lt(after));
    }
    query.order_by(("access_token", "id"), Order::Desc).limit(limit);
    let rows: Vec<QueryResult> = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Ok((TokenRow::from_query_result(row, "t_")?, UserRow::from_query_result(row, "u_")?)))
        .collect()
}

/// Whose a token is.
pub(in crate::access) async fn user_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>> {
    let mut query = Query::select();
    query.column("user_id").from("access_token").and_where(Expr::col("id").eq(id));
    Ok(db.query_one(&query).await?.map(|row| row.try_get("", "user_id")).transpose()?)
}

/// Tokens with whose they are.
fn with_users() -> SelectStatement {
    let mut query = Query::select();
    with_stamp(&mut query);
    for column in TOKEN {
        query.expr_as(Expr::col(("access_token", column)), format!("t_{column}"));
    }
    for column in USER {
        query.expr_as(Expr::col(("access_user", column)), format!("u_{column}"));
    }
    query
        .from("access_token")
        .inner_join("access_user", Expr::col(("access_user", "id")).equals(("access_token", "user_id")));
    query
}

/// Up to `limit` tokens of a user, newest first.
pub(in crate::access) async fn of_user(db: &impl ConnectionTrait, user: Uuid, limit: u64) -> Result<Vec<TokenRow>> {
    let mut query = Query::select();
    query
        .columns(TOKEN)
        .from("access_token")
        .and_where(Expr::col("user_id").eq(user))
        .order_by("id", Order::Desc)
        .limit(limit);
    all(db, &query).await
}

pub(in crate::access) async fn insert(db: &impl ConnectionTrait, row: &TokenRow) -> Result<()> {
    let values = [
        Expr::val(row.id),
        Expr::val(row.user_id),
        Expr::val(row.name.clone()),
        Expr::val(row.prefix.clone()),
        Expr::val(row.secret_hash.clone()),
        Expr::val(row.scopes.clone()),
        Expr::val(row.sources.clone()),
        Expr::val(row.created_at),
        Expr::val(row.expires_at),
        Expr::val(row.last_used_at),
    ];
    db.execute(Query::insert().into_table("access_token").columns(TOKEN).values_panic(values)).await?;
    Ok(())
}

pub(in crate::access) async fn touch(db: &impl ConnectionTrait, id: Uuid, used_at: i64) -> Result<()> {
    let mut query = Query::update();
    query.table("access_token").value("last_used_at", used_at).and_where(Expr::col("id").eq(id));
    db.execute(&query).await?;
    Ok(())
}

/// Deletes every token of `user`.
pub(in crate::access) async fn delete_of(db: &impl ConnectionTrait, user: Uuid) -> Result<()> {
    db.execute(Query::delete().from_table("access_token").and_where(Expr::col("user_id").eq(user))).await?;
    Ok(())
}

/// Deletes a token of `user`; answers whether there was one.
pub(in crate::access) async fn delete(db: &impl ConnectionTrait, user: Uuid, id: Uuid) -> Result<bool> {
    let mut query = Query::delete();
    query.from_table("access_token").and_where(Expr::col("id").eq(id)).and_where(Expr::col("user_id").eq(user));
    Ok(db.execute(&query).await?.rows_affected() > 0)
}
