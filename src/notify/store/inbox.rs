//! The tables of what people have not read yet, and of how they get mail.

use catalog::{Result, Write};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query},
};
use uuid::Uuid;

const TABLE: &str = "notify_inbox";
const PEOPLE: &str = "notify_person";
/// How many rows one statement inserts.
const ROWS: usize = 500;

/// A row of `notify_inbox`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notify) struct InboxRow {
    pub(in crate::notify) user_id: Uuid,
    pub(in crate::notify) number: i64,
    pub(in crate::notify) asset: Option<Uuid>,
    pub(in crate::notify) reason: String,
    pub(in crate::notify) by_mail: bool,
    pub(in crate::notify) read_at: Option<i64>,
}

const COLUMNS: [&str; 6] = ["user_id", "number", "asset", "reason", "by_mail", "read_at"];

/// Adds rows; those that are there stay as they are.
pub(in crate::notify) async fn insert(write: &Write, rows: &[InboxRow]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table(TABLE).columns(COLUMNS);
        for row in rows {
            query.values_panic([
                Expr::val(row.user_id),
                Expr::val(row.number),
                Expr::val(row.asset),
                Expr::val(row.reason.clone()),
                Expr::val(row.by_mail),
                Expr::val(row.read_at),
            ]);
        }
        query.on_conflict(OnConflict::columns(["user_id", "number"]).do_nothing().to_owned());
        write.execute(&query).await?;
    }
    Ok(())
}

/// Up to `limit` rows of a person below a number, newest first; unread ones only, where wanted.
pub(in crate::notify) async fn page(
    db: &impl ConnectionTrait,
    user: Uuid,
    unread_only: bool,
    below: Option<i64>,
    limit: u64,
) -> Result<Vec<InboxRow>> {
    let mut query = Query::select();
    query.columns(COLUMNS).from(TABLE).and_where(Expr::col("user_id").eq(user));
    if unread_only {
        query.and_where(Expr::col("read_at").is_null());
    }
    if let Some(below) = below {
        query.and_where(Expr::col("number").lt(below));
    }
    super::all(db, query.order_by("number", Order::Desc).limit(limit)).await
}

/// Marks rows of a person as read at `now`, or as unread; answers how many changed.
pub(in crate::notify) async fn mark(write: &Write, user: Uuid, numbers: &[i64], read_at: Option<i64>) -> Result<u64> {
    let mut query = Query::update();
    query
        .table(TABLE)
        .value("read_at", read_at)
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("number").is_in(numbers.iter().copied()));
    Ok(write.execute(&query).await?.rows_affected())
}

/// Marks every unread row of a person up to a number as read at `now`; answers how many changed.
pub(in crate::notify) async fn mark_until(write: &Write, user: Uuid, until: i64, now: i64) -> Result<u64> {
    let mut query = Query::update();
    query
        .table(TABLE)
        .value("read_at", now)
        .and_where(Expr::col("user_id").eq(user))
        .and_where(Expr::col("number").lte(until))
        .and_where(Expr::col("read_at").is_null());
    Ok(write.execute(&query).await?.rows_affected())
}

/// Forgets everything about events up to a number.
pub(in crate::notify) async fn forget(write: &Write, number: i64) -> Result<u64> {
    let mut query = Query::delete();
    query.from_table(TABLE).and_where(Expr::col("number").lte(number));
    Ok(write.execute(&query).await?.rows_affected())
}

/// A row of `notify_person`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notify) struct PersonRow {
    pub(in crate::notify) user_id: Uuid,
    pub(in crate::notify) locale: String,
    pub(in crate::notify) mail: i16,
    pub(in crate::notify) mailed_until: i64,
    pub(in crate::notify) mail_due: Option<i64>,
    pub(in crate::notify) attempts: i32,
    pub(in crate::notify) trouble: Option<String>,
}

const PERSON: [&str; 7] = ["user_id", "locale", "mail", "mailed_until", "mail_due", "attempts", "trouble"];

/// Those of these people that there is a row of.
pub(in crate::notify) async fn people(db: &impl ConnectionTrait, users: &[Uuid]) -> Result<Vec<PersonRow>> {
    let mut rows = Vec::new();
    for chunk in users.chunks(ROWS) {
        let mut query = Query::select();
        query.columns(PERSON).from(PEOPLE).and_where(Expr::col("user_id").is_in(chunk.iter().copied()));
        rows.extend(super::all::<PersonRow>(db, &query).await?);
    }
    Ok(rows)
}

/// Stores a person's row.
pub(in crate::notify) async fn save_person(write: &Write, row: &PersonRow) -> Result<()> {
    let values = [
        Expr::val(row.user_id),
        Expr::val(row.locale.clone()),
        Expr::val(row.mail),
        Expr::val(row.mailed_until),
        Expr::val(row.mail_due),
        Expr::val(row.attempts),
        Expr::val(row.trouble.clone()),
    ];
    let mut query = Query::insert();
    query.into_table(PEOPLE).columns(PERSON).values_panic(values).on_conflict(
        OnConflict::column("user_id")
            .update_columns(["locale", "mail", "mailed_until", "mail_due", "attempts", "trouble"])
            .to_owned(),
    );
    write.execute(&query).await?;
    Ok(())
}

/// Up to `limit` people who are due a mail at `now`.
pub(in crate::notify) async fn due(db: &impl ConnectionTrait, now: i64, limit: u64) -> Result<Vec<PersonRow>> {
    let mut query = Query::select();
    query.columns(PERSON).from(PEOPLE).and_where(Expr::col("mail_due").lte(now));
    super::all(db, query.order_by("mail_due", Order::Asc).limit(limit)).await
}

/// Moves when somebody is due, unless somebody else did meanwhile; answers whether. Who moved it sends.
pub(in crate::notify) async fn take_due(write: &Write, user: Uuid, from: i64, to: i64) -> Result<bool> {
    let mut query = Query::update();
    query.table(PEOPLE).value("mail_due", to);
    query.and_where(Expr::col("user_id").eq(user)).and_where(Expr::col("mail_due").eq(from));
    Ok(write.execute(&query).await?.rows_affected() == 1)
}
