//! The tables of who somebody is elsewhere, and of sign-ins that are on their way.

use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use uuid::Uuid;

use super::{all, one};
use crate::access::error::Result;

/// A row of `access_identity`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct IdentityRow {
    pub(in crate::access) provider: String,
    pub(in crate::access) subject: String,
    pub(in crate::access) user_id: Uuid,
    pub(in crate::access) email: Option<String>,
    pub(in crate::access) created_at: i64,
    pub(in crate::access) used_at: i64,
}

const IDENTITY: [&str; 6] = ["provider", "subject", "user_id", "email", "created_at", "used_at"];

pub(in crate::access) async fn find(
    db: &impl ConnectionTrait,
    provider: &str,
    subject: &str,
) -> Result<Option<IdentityRow>> {
    let mut query = Query::select();
    query
        .columns(IDENTITY)
        .from("access_identity")
        .and_where(Expr::col("provider").eq(provider))
        .and_where(Expr::col("subject").eq(subject));
    one(db, &query).await
}

/// The identities of a user, at most 100.
pub(in crate::access) async fn of_user(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<IdentityRow>> {
    let mut query = Query::select();
    query
        .columns(IDENTITY)
        .from("access_identity")
        .and_where(Expr::col("user_id").eq(user))
        .order_by("provider", Order::Asc)
        .order_by("subject", Order::Asc)
        .limit(100);
    all(db, &query).await
}

pub(in crate::access) async fn insert(db: &impl ConnectionTrait, row: &IdentityRow) -> Result<()> {
    let values = [
        Expr::val(row.provider.clone()),
        Expr::val(row.subject.clone()),
        Expr::val(row.user_id),
        Expr::val(row.email.clone()),
        Expr::val(row.created_at),
        Expr::val(row.used_at),
    ];
    db.execute(Query::insert().into_table("access_identity").columns(IDENTITY).values_panic(values)).await?;
    Ok(())
}

/// Notes that an identity was used.
pub(in crate::access) async fn touch(db: &impl ConnectionTrait, row: &IdentityRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table("access_identity")
        .value("used_at", row.used_at)
        .value("email", row.email.clone())
        .and_where(Expr::col("provider").eq(row.provider.as_str()))
        .and_where(Expr::col("subject").eq(row.subject.as_str()));
    db.execute(&query).await?;
    Ok(())
}

/// Forgets an identity of a user; answers whether there was one.
pub(in crate::access) async fn delete(
    db: &impl ConnectionTrait,
    user: Uuid,
    provider: &str,
    subject: &str,
) -> Result<bool> {
    let mut query = Query::delete();
    query
        .from_table("access_identity")
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("provider").eq(provider))
        .and_where(Expr::col("subject").eq(subject));
    Ok(db.execute(&query).await?.rows_affected() > 0)
}

/// A row of `access_sign_in`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::access) struct SignInRow {
    pub(in crate::access) state_hash: String,
    pub(in crate::access) provider: String,
    pub(in crate::access) browser_hash: String,
    pub(in crate::access) next: String,
    pub(in crate::access) expires_at: i64,
}

const SIGN_IN: [&str; 5] = ["state_hash", "provider", "browser_hash", "next", "expires_at"];

/// Remembers a sign-in that begins; those that have expired are forgotten.
pub(in crate::access) async fn begin(db: &impl ConnectionTrait, row: &SignInRow, now: i64) -> Result<()> {
    db.execute(Query::delete().from_table("access_sign_in").and_where(Expr::col("expires_at").lte(now))).await?;
    let values = [
        Expr::val(row.state_hash.clone()),
        Expr::val(row.provider.clone()),
        Expr::val(row.browser_hash.clone()),
        Expr::val(row.next.clone()),
        Expr::val(row.expires_at),
    ];
    db.execute(Query::insert().into_table("access_sign_in").columns(SIGN_IN).values_panic(values)).await?;
    Ok(())
}

/// Takes the sign-in of this state out of the table, whatever comes of it: a state is good once.
pub(in crate::access) async fn take(db: &impl ConnectionTrait, state_hash: &str) -> Result<Option<SignInRow>> {
    let mut query = Query::select();
    query.columns(SIGN_IN).from("access_sign_in").and_where(Expr::col("state_hash").eq(state_hash));
    let found: Option<SignInRow> = one(db, &query).await?;
    if found.is_some() {
        db.execute(Query::delete().from_table("access_sign_in").and_where(Expr::col("state_hash").eq(state_hash)))
            .await?;
    }
    Ok(found)
}
