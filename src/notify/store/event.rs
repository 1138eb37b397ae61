//! The tables of events and of the numbers that go up.

use catalog::{Result, Write};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

const TABLE: &str = "notify_event";
const COUNTERS: &str = "notify_counter";
/// How many rows one statement inserts.
const ROWS: usize = 500;
/// The counter of events.
const LAST: &str = "last_event";

/// A row of `notify_event`.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::notify) struct EventRow {
    pub(in crate::notify) number: i64,
    pub(in crate::notify) id: Uuid,
    pub(in crate::notify) kind: String,
    pub(in crate::notify) at: i64,
    pub(in crate::notify) actor: String,
    pub(in crate::notify) asset: Option<Uuid>,
    pub(in crate::notify) data: String,
    pub(in crate::notify) recipients: Option<String>,
}

const COLUMNS: [&str; 8] = ["number", "id", "kind", "at", "actor", "asset", "data", "recipients"];

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(TABLE).to_owned()
}

/// The value of a counter.
pub(in crate::notify) async fn counter(db: &impl ConnectionTrait, name: &str) -> Result<i64> {
    let mut query = Query::select();
    query.column("value").from(COUNTERS).and_where(Expr::col("name").eq(name));
    let row = db.query_one(&query).await?;
    Ok(row.map(|row| row.try_get("", "value")).transpose()?.unwrap_or(0))
}

/// Moves a counter.
pub(in crate::notify) async fn set_counter(write: &Write, name: &str, value: i64) -> Result<()> {
    let mut query = Query::update();
    query.table(COUNTERS).value("value", value).and_where(Expr::col("name").eq(name));
    write.execute(&query).await?;
    Ok(())
}

/// The number of the last event.
pub(in crate::notify) async fn last(db: &impl ConnectionTrait) -> Result<i64> {
    counter(db, LAST).await
}

/// Takes the next `count` numbers; answers the first. There is one writer at a time, so numbers are in the order of
/// commits.
pub(in crate::notify) async fn take_numbers(write: &Write, count: i64) -> Result<i64> {
    let last = last(&**write).await?;
    set_counter(write, LAST, last + count).await?;
    Ok(last + 1)
}

pub(in crate::notify) async fn insert(write: &Write, rows: &[EventRow]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table(TABLE).columns(COLUMNS);
        for row in rows {
            query.values_panic([
                Expr::val(row.number),
                Expr::val(row.id),
                Expr::val(row.kind.clone()),
                Expr::val(row.at),
                Expr::val(row.actor.clone()),
                Expr::val(row.asset),
                Expr::val(row.data.clone()),
                Expr::val(row.recipients.clone()),
            ]);
        }
        write.execute(&query).await?;
    }
    Ok(())
}

/// Up to `limit` events behind a number, in order.
pub(in crate::notify) async fn after(db: &impl ConnectionTrait, number: i64, limit: u64) -> Result<Vec<EventRow>> {
    let mut query = select();
    query.and_where(Expr::col("number").gt(number)).order_by("number", Order::Asc).limit(limit);
    super::all(db, &query).await
}

/// These events, in order; those that are forgotten are absent.
pub(in crate::notify) async fn numbered(db: &impl ConnectionTrait, numbers: &[i64]) -> Result<Vec<EventRow>> {
    let mut rows = Vec::with_capacity(numbers.len());
    for chunk in numbers.chunks(ROWS) {
        let mut query = select();
        query.and_where(Expr::col("number").is_in(chunk.iter().copied())).order_by("number", Order::Asc);
        rows.extend(super::all::<EventRow>(db, &query).await?);
    }
    Ok(rows)
}

async fn edge(db: &impl ConnectionTrait, query: &mut SelectStatement) -> Result<Option<i64>> {
    let row = db.query_one(query.column("number").from(TABLE).limit(1)).await?;
    Ok(row.map(|row| row.try_get("", "number")).transpose()?)
}

/// The number of the oldest event that is kept.
pub(in crate::notify) async fn first(db: &impl ConnectionTrait) -> Result<Option<i64>> {
    edge(db, Query::select().order_by("number", Order::Asc)).await
}

/// The number of the newest event from before `time`; 0 when there is none.
pub(in crate::notify) async fn last_before(db: &impl ConnectionTrait, time: i64) -> Result<i64> {
    let mut query = Query::select();
    query.and_where(Expr::col("at").lt(time)).order_by("at", Order::Desc).order_by("number", Order::Desc);
    Ok(edge(db, &mut query).await?.unwrap_or(0))
}

/// Forgets events up to a number; answers how many.
pub(in crate::notify) async fn forget(write: &Write, number: i64) -> Result<i64> {
    let query = Query::delete().from_table(TABLE).and_where(Expr::col("number").lte(number)).to_owned();
    Ok(i64::try_from(write.execute(&query).await?.rows_affected()).unwrap_or(i64::MAX))
}
