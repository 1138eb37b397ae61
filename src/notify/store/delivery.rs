//! The table of what is sent where.

use catalog::{Result, Write};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Order, Query, SelectStatement},
};
use uuid::Uuid;

const TABLE: &str = "notify_delivery";
/// How many rows one statement inserts.
const ROWS: usize = 500;

/// It waits until it can be sent.
pub(in crate::notify) const WAITING: i16 = 1;
/// The other side has it.
pub(in crate::notify) const DELIVERED: i16 = 2;
/// It was given up.
pub(in crate::notify) const DEAD: i16 = 3;
/// The endpoint may not be told it any more.
pub(in crate::notify) const WITHHELD: i16 = 4;

/// A row of `notify_delivery`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notify) struct DeliveryRow {
    pub(in crate::notify) endpoint: Uuid,
    pub(in crate::notify) number: i64,
    pub(in crate::notify) subject: String,
    pub(in crate::notify) state: i16,
    pub(in crate::notify) attempts: i32,
    pub(in crate::notify) queued_at: i64,
    pub(in crate::notify) not_before: i64,
    pub(in crate::notify) done_at: Option<i64>,
    pub(in crate::notify) status: Option<i32>,
    pub(in crate::notify) note: Option<String>,
    pub(in crate::notify) took_micros: Option<i64>,
}

const COLUMNS: [&str; 11] = [
    "endpoint",
    "number",
    "subject",
    "state",
    "attempts",
    "queued_at",
    "not_before",
    "done_at",
    "status",
    "note",
    "took_micros",
];

impl DeliveryRow {
    /// One that was not tried yet.
    pub(in crate::notify) fn new(endpoint: Uuid, number: i64, subject: String, now: i64) -> Self {
        let (status, note, took_micros) = (None, None, None);
        let (attempts, queued_at, not_before, done_at) = (0, now, now, None);
        Self {
            endpoint,
            number,
            subject,
            state: WAITING,
            attempts,
            queued_at,
            not_before,
            done_at,
            status,
            note,
            took_micros,
        }
    }
}

/// Adds rows; those that are there begin anew.
pub(in crate::notify) async fn queue(write: &Write, rows: &[DeliveryRow]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table(TABLE).columns(COLUMNS);
        for row in rows {
            query.values_panic([
                Expr::val(row.endpoint),
                Expr::val(row.number),
                Expr::val(row.subject.clone()),
                Expr::val(row.state),
                Expr::val(row.attempts),
                Expr::val(row.queued_at),
                Expr::val(row.not_before),
                Expr::val(row.done_at),
                Expr::val(row.status),
                Expr::val(row.note.clone()),
                Expr::val(row.took_micros),
            ]);
        }
        query.on_conflict(
            OnConflict::columns(["endpoint", "number"])
                .update_columns(["state", "attempts", "queued_at", "not_before", "done_at"])
                .to_owned(),
        );
        write.execute(&query).await?;
    }
    Ok(())
}

/// Whether something of an endpoint is due.
pub(super) fn due_of((table, column): (&'static str, &'static str), now: i64) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from(TABLE)
        .and_where(Expr::col((TABLE, "endpoint")).equals((table, column)))
        .and_where(Expr::col((TABLE, "state")).eq(WAITING))
        .and_where(Expr::col((TABLE, "not_before")).lte(now));
    query
}

/// Up to `limit` that are due at `now`, of each subject only what comes first in its order, in order.
pub(in crate::notify) async fn heads(
    db: &impl ConnectionTrait,
    endpoint: Uuid,
    now: i64,
    limit: u64,
) -> Result<Vec<DeliveryRow>> {
    let earlier = Alias::new("earlier");
    let mut before = Query::select();
    before
        .expr(Expr::val(1))
        .from_as(TABLE, earlier.clone())
        .and_where(Expr::col((earlier.clone(), "endpoint")).equals((TABLE, "endpoint")))
        .and_where(Expr::col((earlier.clone(), "subject")).equals((TABLE, "subject")))
        .and_where(Expr::col((earlier.clone(), "state")).eq(WAITING))
        .and_where(Expr::col((earlier, "number")).lt(Expr::col((TABLE, "number"))));
    let mut query = Query::select();
    query
        .columns(COLUMNS.map(|column| (TABLE, column)))
        .from(TABLE)
        .and_where(Expr::col((TABLE, "endpoint")).eq(endpoint))
        .and_where(Expr::col((TABLE, "state")).eq(WAITING))
        .and_where(Expr::col((TABLE, "not_before")).lte(now))
        .and_where(Expr::exists(before).not())
        .order_by((TABLE, "number"), Order::Asc)
        .limit(limit);
    super::all(db, &query).await
}

/// How many of an endpoint wait.
pub(in crate::notify) async fn waiting(db: &impl ConnectionTrait, endpoint: Uuid) -> Result<i64> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col("number").count(), "found")
        .from(TABLE)
        .and_where(Expr::col("endpoint").eq(endpoint))
        .and_where(Expr::col("state").eq(WAITING));
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "found")).transpose()?.unwrap_or(0))
}

/// How many of each of these endpoints are in each state.
pub(in crate::notify) async fn counts(db: &impl ConnectionTrait, endpoints: &[Uuid]) -> Result<Vec<(Uuid, i16, i64)>> {
    let mut query = Query::select();
    query
        .columns(["endpoint", "state"])
        .expr_as(Expr::col("number").count(), "found")
        .from(TABLE)
        .and_where(Expr::col("endpoint").is_in(endpoints.iter().copied()))
        .group_by_columns(["endpoint", "state"]);
    let rows = db.query_all(&query).await?;
    let read = |row: &sea_orm::QueryResult| -> Result<_> {
        Ok((row.try_get("", "endpoint")?, row.try_get("", "state")?, row.try_get("", "found")?))
    };
    rows.iter().map(read).collect()
}

/// Stores how an attempt went.
pub(in crate::notify) async fn update(write: &Write, row: &DeliveryRow) -> Result<()> {
    let mut query = Query::update();
    query
        .table(TABLE)
        .value("state", row.state)
        .value("attempts", row.attempts)
        .value("queued_at", row.queued_at)
        .value("not_before", row.not_before)
        .value("done_at", row.done_at)
        .value("status", row.status)
        .value("note", row.note.clone())
        .value("took_micros", row.took_micros)
        .and_where(Expr::col("endpoint").eq(row.endpoint))
        .and_where(Expr::col("number").eq(row.number));
    write.execute(&query).await?;
    Ok(())
}

/// Lets everything that waits be tried at once, as if it had not been tried before.
pub(in crate::notify) async fn refresh(write: &Write, endpoint: Uuid, now: i64) -> Result<()> {
    let mut query = Query::update();
    query.table(TABLE).value("attempts", 0).value("queued_at", now).value("not_before", now);
    query.and_where(Expr::col("endpoint").eq(endpoint)).and_where(Expr::col("state").eq(WAITING));
    write.execute(&query).await?;
    Ok(())
}

pub(in crate::notify) async fn find(
    db: &impl ConnectionTrait,
    endpoint: Uuid,
    number: i64,
) -> Result<Option<DeliveryRow>> {
    let mut query = Query::select();
    query.columns(COLUMNS).from(TABLE);
    query.and_where(Expr::col("endpoint").eq(endpoint)).and_where(Expr::col("number").eq(number));
    super::one(db, &query).await
}

/// Up to `limit` of an endpoint below a number, newest first; in one state, where wanted.
pub(in crate::notify) async fn page(
    db: &impl ConnectionTrait,
    endpoint: Uuid,
    state: Option<i16>,
    below: Option<i64>,
    limit: u64,
) -> Result<Vec<DeliveryRow>> {
    let mut query = Query::select();
    query.columns(COLUMNS).from(TABLE).and_where(Expr::col("endpoint").eq(endpoint));
    if let Some(state) = state {
        query.and_where(Expr::col("state").eq(state));
    }
    if let Some(below) = below {
        query.and_where(Expr::col("number").lt(below));
    }
    super::all(db, query.order_by("number", Order::Desc).limit(limit)).await
}

/// Forgets everything of an endpoint.
pub(super) async fn delete_of(write: &Write, endpoint: Uuid) -> Result<()> {
    write.execute(Query::delete().from_table(TABLE).and_where(Expr::col("endpoint").eq(endpoint))).await?;
    Ok(())
}

/// Forgets what was done with before `time`, and everything up to the event `number`.
pub(in crate::notify) async fn forget(write: &Write, time: i64, number: i64) -> Result<u64> {
    let mut query = Query::delete();
    query.from_table(TABLE).and_where(Expr::col("done_at").lt(time).or(Expr::col("number").lte(number)));
    Ok(write.execute(&query).await?.rows_affected())
}
