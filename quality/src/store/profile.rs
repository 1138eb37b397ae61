//! The table of profiles.

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
    /// A row of `quality_profile`.
    pub(crate) struct ProfileRow in "quality_profile" {
        asset_id: Uuid,
        at: i64,
        row_count: Option<i64>,
        profile: String,
        run: Option<Uuid>,
    }
}

/// Stores a profile in the place of another of the same moment.
pub(crate) async fn insert(write: &Write, row: ProfileRow) -> Result<()> {
    let mut query = Query::delete();
    query
        .from_table(ProfileRow::TABLE)
        .and_where(Expr::col("asset_id").eq(row.asset_id))
        .and_where(Expr::col("at").eq(row.at));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(rows::insert(&**write, &[row]).await?)
}

/// Profiles of a table, newest first.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    asset: Uuid,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<ProfileRow>> {
    let mut query = ProfileRow::select();
    query.and_where(Expr::col("asset_id").eq(asset));
    if let Some(before) = before {
        query.and_where(Expr::col("at").lt(before));
    }
    query.order_by("at", Order::Desc).limit(limit);
    Ok(rows::all(db, &query).await?)
}

/// Forgets profiles from before a moment; returns how many.
pub(crate) async fn forget(write: &Write, before: i64) -> Result<u64> {
    let mut query = Query::delete();
    query.from_table(ProfileRow::TABLE).and_where(Expr::col("at").lt(before));
    Ok(write.execute(&query).await.map_err(catalog::Error::from)?.rows_affected())
}
