//! The table of what people want to hear of.

use catalog::{Result, Write};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query, SelectStatement},
};
use uuid::Uuid;

const TABLE: &str = "notify_subscription";
/// How many values one statement compares with.
const VALUES: usize = 500;

/// A row of `notify_subscription`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notify) struct SubscriptionRow {
    pub(in crate::notify) id: Uuid,
    pub(in crate::notify) user_id: Uuid,
    pub(in crate::notify) subject: String,
    pub(in crate::notify) kinds: Option<String>,
    pub(in crate::notify) is_muted: bool,
    pub(in crate::notify) by_mail: bool,
    pub(in crate::notify) created_at: i64,
}

const COLUMNS: [&str; 7] = ["id", "user_id", "subject", "kinds", "is_muted", "by_mail", "created_at"];

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(TABLE).to_owned()
}

/// Stores a row; one of the same person and subject is changed.
pub(in crate::notify) async fn save(write: &Write, row: &SubscriptionRow) -> Result<()> {
    let values = [
        Expr::val(row.id),
        Expr::val(row.user_id),
        Expr::val(row.subject.clone()),
        Expr::val(row.kinds.clone()),
        Expr::val(row.is_muted),
        Expr::val(row.by_mail),
        Expr::val(row.created_at),
    ];
    let mut query = Query::insert();
    query.into_table(TABLE).columns(COLUMNS).values_panic(values).on_conflict(
        OnConflict::columns(["user_id", "subject"]).update_columns(["kinds", "is_muted", "by_mail"]).to_owned(),
    );
    write.execute(&query).await?;
    Ok(())
}

/// Deletes one of a person; answers whether it was there.
pub(in crate::notify) async fn delete(write: &Write, user: Uuid, subject: &str) -> Result<bool> {
    let mut query = Query::delete();
    query.from_table(TABLE).and_where(Expr::col("user_id").eq(user)).and_where(Expr::col("subject").eq(subject));
    Ok(write.execute(&query).await?.rows_affected() > 0)
}

/// How many somebody has.
pub(in crate::notify) async fn count(db: &impl ConnectionTrait, user: Uuid) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::col("id").count(), "found").from(TABLE).and_where(Expr::col("user_id").eq(user));
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0))
}

/// The one of a person about a subject.
pub(in crate::notify) async fn find(
    db: &impl ConnectionTrait,
    user: Uuid,
    subject: &str,
) -> Result<Option<SubscriptionRow>> {
    let mut query = select();
    query.and_where(Expr::col("user_id").eq(user)).and_where(Expr::col("subject").eq(subject));
    super::one(db, &query).await
}

/// Up to `limit` of a person behind an identifier, oldest first.
pub(in crate::notify) async fn page(
    db: &impl ConnectionTrait,
    user: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<SubscriptionRow>> {
    let mut query = select();
    query.and_where(Expr::col("user_id").eq(user));
    if let Some(after) = after {
        query.and_where(Expr::col("id").gt(after));
    }
    super::all(db, query.order_by("id", Order::Asc).limit(limit)).await
}

/// Those about any of these subjects.
pub(in crate::notify) async fn about(db: &impl ConnectionTrait, subjects: &[String]) -> Result<Vec<SubscriptionRow>> {
    let mut rows = Vec::new();
    for chunk in subjects.chunks(VALUES) {
        let mut query = select();
        query.and_where(Expr::col("subject").is_in(chunk.iter().map(String::as_str)));
        rows.extend(super::all::<SubscriptionRow>(db, &query).await?);
    }
    Ok(rows)
}
