//! The table of what was done.

use catalog::Result;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, LikeExpr, Query},
};
use uuid::Uuid;

use crate::audit::read::Filter;

const TABLE: &str = "access_audit";
/// How many rows one statement inserts.
const ROWS: usize = 500;

/// A row of `access_audit`.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct AuditRow {
    pub(crate) id: Uuid,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) address: Option<String>,
    pub(crate) agent: Option<String>,
    pub(crate) operation: String,
    pub(crate) target_kind: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) arguments: Option<String>,
    pub(crate) took_micros: i64,
    pub(crate) result: String,
    pub(crate) request_id: Option<String>,
}

const COLUMNS: [&str; 13] = [
    "id",
    "at",
    "actor",
    "user_id",
    "address",
    "agent",
    "operation",
    "target_kind",
    "target",
    "arguments",
    "took_micros",
    "result",
    "request_id",
];

pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[AuditRow]) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        let mut query = Query::insert();
        query.into_table(TABLE).columns(COLUMNS);
        for row in rows {
            query.values_panic([
                Expr::val(row.id),
                Expr::val(row.at),
                Expr::val(row.actor.clone()),
                Expr::val(row.user_id),
                Expr::val(row.address.clone()),
                Expr::val(row.agent.clone()),
                Expr::val(row.operation.clone()),
                Expr::val(row.target_kind.clone()),
                Expr::val(row.target.clone()),
                Expr::val(row.arguments.clone()),
                Expr::val(row.took_micros),
                Expr::val(row.result.clone()),
                Expr::val(row.request_id.clone()),
            ]);
        }
        db.execute(&query).await?;
    }
    Ok(())
}

/// Up to `limit` rows that `filter` admits behind `after`, newest first.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<AuditRow>> {
    let mut query = Query::select();
    query.columns(COLUMNS).from(TABLE);
    if let Some(user) = &filter.user {
        // What an account did itself, and with any of its tokens.
        let tokens = format!("token:{user}/");
        let beyond = format!("token:{user}0");
        let by_token = Expr::col("actor").gte(tokens).and(Expr::col("actor").lt(beyond));
        query.and_where(Expr::col("actor").eq(user.as_str()).or(by_token));
    }
    if let Some(operation) = &filter.operation {
        query.and_where(Expr::col("operation").eq(operation.as_str()));
    }
    if let Some(result) = &filter.result {
        query.and_where(Expr::col("result").eq(result.as_str()));
    }
    if let Some(target) = &filter.target {
        let escaped = target.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = LikeExpr::new(format!("{escaped}%")).escape('\\');
        query.and_where(Expr::col("target").like(like).or(Expr::col("target_kind").eq(target.as_str())));
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

/// Forgets up to `limit` rows from before `time`; returns how many.
pub(crate) async fn forget(db: &impl ConnectionTrait, time: i64, limit: u64) -> Result<u64> {
    super::forget(db, TABLE, time, limit).await
}
