//! The table of what went wrong.

use catalog::Result;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Order, Query},
};
use uuid::Uuid;

use crate::audit::exception::Filter;

const TABLE: &str = "access_exception";

/// A row of `access_exception`.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct ExceptionRow {
    pub(crate) id: Uuid,
    pub(crate) fingerprint: String,
    pub(crate) at: i64,
    pub(crate) last_at: i64,
    pub(crate) repeats: i64,
    pub(crate) trace_id: String,
    pub(crate) last_trace_id: String,
    pub(crate) place: String,
    pub(crate) actor: Option<String>,
    pub(crate) message: String,
    pub(crate) chain: String,
}

const COLUMNS: [&str; 11] = [
    "id",
    "fingerprint",
    "at",
    "last_at",
    "repeats",
    "trace_id",
    "last_trace_id",
    "place",
    "actor",
    "message",
    "chain",
];

pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[ExceptionRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut query = Query::insert();
    query.into_table(TABLE).columns(COLUMNS);
    for row in rows {
        query.values_panic([
            Expr::val(row.id),
            Expr::val(row.fingerprint.clone()),
            Expr::val(row.at),
            Expr::val(row.last_at),
            Expr::val(row.repeats),
            Expr::val(row.trace_id.clone()),
            Expr::val(row.last_trace_id.clone()),
            Expr::val(row.place.clone()),
            Expr::val(row.actor.clone()),
            Expr::val(row.message.clone()),
            Expr::val(row.chain.clone()),
        ]);
    }
    db.execute(&query).await?;
    Ok(())
}

/// Counts `more` occurrences in a row; answers whether it is there.
pub(crate) async fn count_on(db: &impl ConnectionTrait, id: Uuid, more: i64, trace_id: &str, at: i64) -> Result<bool> {
    let mut query = Query::update();
    query
        .table(TABLE)
        .value("repeats", Expr::col("repeats").add(more))
        .value("last_trace_id", trace_id)
        .value("last_at", at)
        .and_where(Expr::col("id").eq(id));
    Ok(db.execute(&query).await?.rows_affected() > 0)
}

/// Up to `limit` rows that `filter` admits behind `after`, newest first.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<ExceptionRow>> {
    let mut query = Query::select();
    query.columns(COLUMNS).from(TABLE);
    if let Some(trace) = &filter.trace_id {
        let first = Expr::col("trace_id").eq(trace.as_str());
        query.and_where(first.or(Expr::col("last_trace_id").eq(trace.as_str())));
    }
    if let Some(text) = &filter.text {
        let escaped = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
        let lowered = |column: &'static str| Expr::expr(Func::lower(Expr::col(column)));
        query.and_where(lowered("place").like(like.clone()).or(lowered("chain").like(like)));
    }
    if let Some(from) = filter.from {
        query.and_where(Expr::col("at").gte(from.timestamp_micros()));
    }
    if let Some(until) = filter.until {
        query.and_where(Expr::col("at").lt(until.timestamp_micros()));
    }
    super::newest_behind(&mut query, after, limit);
    super::all(db, &query).await
}

/// Deletes every row up to `time`; returns how many.
pub(crate) async fn clear(db: &impl ConnectionTrait, time: i64) -> Result<u64> {
    let mut query = Query::delete();
    query.from_table(TABLE).and_where(Expr::col("at").lte(time));
    Ok(db.execute(&query).await?.rows_affected())
}

/// Deletes the oldest rows but the newest `most`.
pub(crate) async fn keep_newest(db: &impl ConnectionTrait, most: u64) -> Result<()> {
    let mut beyond = Query::select();
    beyond.column("at").from(TABLE).order_by("at", Order::Desc).limit(1).offset(most);
    let row = db.query_one(&beyond).await?;
    if let Some(at) = row.map(|row| row.try_get::<i64>("", "at")).transpose()? {
        clear(db, at).await?;
    }
    Ok(())
}

/// Forgets up to `limit` rows from before `time`; returns how many.
pub(crate) async fn forget(db: &impl ConnectionTrait, time: i64, limit: u64) -> Result<u64> {
    super::forget(db, TABLE, time, limit).await
}
