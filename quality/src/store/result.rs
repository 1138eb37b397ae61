//! The table of results.

use std::collections::{BTreeMap, HashMap};

use catalog::{
    Write,
    database::rows::{self, Row as _},
};
use sea_orm::{
    ConnectionTrait,
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
