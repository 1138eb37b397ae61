//! The table of results.

use std::collections::{BTreeMap, HashMap};

use catalog::{
    Write,
    database::rows::{self, Row as _},
};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use uuid::Uuid;

use crate::error::Result;

catalog::table_row! {
    /// A row of `quality_result`.
    pub(crate) struct ResultRow in "quality_result" {
        check_id: Uuid,
        at: i64,
        outcome: i16,
        errors: Option<i64>,
        total: Option<i64>,
        value: Option<f64>,
        message: String,
        finding: String,
        run: Option<Uuid>,
    }
}

/// Stores new results; one of the same check and moment replaces the other.
pub(crate) async fn insert(write: &Write, results: &[ResultRow]) -> Result<()> {
    for result in results {
        let mut query = Query::delete();
        query
            .from_table(ResultRow::TABLE)
            .and_where(Expr::col("check_id").eq(result.check_id))
            .and_where(Expr::col("at").eq(result.at));
        write.execute(&query).await.map_err(catalog::Error::from)?;
    }
    Ok(rows::insert(&**write, results).await?)
}

/// The newest results of a check, newest first.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    check: Uuid,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<ResultRow>> {
    let mut query = ResultRow::select();
    query.and_where(Expr::col("check_id").eq(check));
    if let Some(before) = before {
        query.and_where(Expr::col("at").lt(before));
    }
    query.order_by("at", Order::Desc).limit(limit);
    Ok(rows::all(db, &query).await?)
}

/// The results of some checks since a moment, oldest first; of each check the newest `most`.
pub(crate) async fn since(
    db: &impl ConnectionTrait,
    checks: &[Uuid],
    since: i64,
    most: usize,
) -> Result<HashMap<Uuid, Vec<ResultRow>>> {
    let mut found: BTreeMap<Uuid, Vec<ResultRow>> = BTreeMap::new();
    for piece in checks.chunks(super::NAMED) {
        let mut query = ResultRow::select();
        query
            .and_where(Expr::col("check_id").is_in(piece.iter().copied()))
            .and_where(Expr::col("at").gte(since))
            .order_by("at", Order::Asc);
        for row in rows::all::<ResultRow>(db, &query).await? {
            found.entry(row.check_id).or_default().push(row);
        }
    }
    for results in found.values_mut() {
        results.drain(..results.len().saturating_sub(most));
    }
    Ok(found.into_iter().collect())
}

/// How many checks of one dimension came to the same on one day.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct OfDay {
    /// Days since 1970, in UTC.
    pub(crate) day: i64,
    pub(crate) dimension: String,
    pub(crate) outcome: i16,
    pub(crate) checks: i64,
}

/// The last result of each day of each check that is made, counted by day, dimension and outcome.
pub(crate) async fn by_day(
    db: &impl ConnectionTrait,
    since: i64,
    (assets, suite): (&[Uuid], Option<Uuid>),
) -> Result<Vec<OfDay>> {
    /// Microseconds.
    const DAY: i64 = 86_400_000_000;
    let mut last = Query::select();
    last.column(("quality_result", "check_id"))
        .expr_as(Expr::col(("quality_result", "at")).max(), "at")
        .from(ResultRow::TABLE)
        .inner_join("quality_check", Expr::cust("\"quality_check\".\"id\" = \"quality_result\".\"check_id\""))
        .and_where(Expr::col(("quality_result", "at")).gte(since))
        .and_where(Expr::col(("quality_check", "is_active")).eq(true))
        .and_where(Expr::col(("quality_check", "asset_id")).is_in(assets.iter().copied()))
        .group_by_col(("quality_result", "check_id"))
        .add_group_by([Expr::cust(format!("\"quality_result\".\"at\" / {DAY}"))]);
    if let Some(suite) = suite {
        last.and_where(Expr::col(("quality_check", "suite")).eq(suite));
    }
    let day = || Expr::cust(format!("\"last\".\"at\" / {DAY}"));
    let same =
        "\"last\".\"check_id\" = \"quality_result\".\"check_id\" AND \"last\".\"at\" = \"quality_result\".\"at\"";
    let mut query = Query::select();
    query
        .expr_as(day(), "day")
        .column(("quality_check", "dimension"))
        .column(("quality_result", "outcome"))
        .expr_as(Expr::col(("quality_result", "check_id")).count(), "checks")
        .from_subquery(last, "last")
        .inner_join("quality_result", Expr::cust(same))
        .inner_join("quality_check", Expr::cust("\"quality_check\".\"id\" = \"quality_result\".\"check_id\""))
        .add_group_by([day()])
        .group_by_columns([("quality_check", "dimension"), ("quality_result", "outcome")]);
    Ok(rows::all(db, &query).await?)
}

/// Forgets results from before a moment, at most so many; returns how many.
pub(crate) async fn forget(write: &Write, before: i64, most: u64) -> Result<u64> {
    let mut old = Query::select();
    old.column("at").from(ResultRow::TABLE).and_where(Expr::col("at").lt(before)).order_by("at", Order::Asc);
    old.offset(most.saturating_sub(1)).limit(1);
    let until = write.query_one(&old).await.map_err(catalog::Error::from)?;
    let until: i64 = match until {
        // The last of so many: those at the same moment go together.
        Some(row) => row.try_get::<i64>("", "at").map_err(catalog::Error::from)?.saturating_add(1),
        None => before,
    };
    let mut query = Query::delete();
    query.from_table(ResultRow::TABLE).and_where(Expr::col("at").lt(Ord::min(until, before)));
    Ok(write.execute(&query).await.map_err(catalog::Error::from)?.rows_affected())
}
