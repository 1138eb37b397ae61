//! The table of checks, each with what it came to last.

use std::collections::HashMap;

use catalog::{
    AssetId, SuiteId, Write,
    database::rows::{self, Row as _},
    page::filling::Step,
};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement},
};
use uuid::Uuid;

use crate::error::Result;

catalog::table_row! {
    /// A row of `quality_check`.
    pub(crate) struct CheckRow in "quality_check" {
        id: Uuid,
        tool: String,
        name_key: String,
        suite: Option<Uuid>,
        item: Option<Uuid>,
        asset_id: Uuid,
        column_id: Option<Uuid>,
        column_name: Option<String>,
        kind: String,
        title: Option<String>,
        dimension: String,
        severity: i16,
        settings: String,
        is_active: bool,
        outcome: Option<i16>,
        at: Option<i64>,
        since: Option<i64>,
        errors: Option<i64>,
        total: Option<i64>,
        message: Option<String>,
    }
}

/// Which checks are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) asset: Option<Uuid>,
    pub(crate) suite: Option<Uuid>,
    pub(crate) outcome: Option<i16>,
    pub(crate) dimension: Option<String>,
    pub(crate) tool: Option<String>,
    /// Those that nobody makes any more, too.
    pub(crate) with_inactive: bool,
}

impl Wanted {
    fn narrow(&self, query: &mut SelectStatement) {
        if let Some(asset) = self.asset {
            query.and_where(Expr::col("asset_id").eq(asset));
        }
        if let Some(suite) = self.suite {
            query.and_where(Expr::col("suite").eq(suite));
        }
        if let Some(outcome) = self.outcome {
            query.and_where(Expr::col("outcome").eq(outcome));
        }
        if let Some(dimension) = &self.dimension {
            query.and_where(Expr::col("dimension").eq(dimension.as_str()));
        }
        if let Some(tool) = &self.tool {
            query.and_where(Expr::col("tool").eq(tool.as_str()));
        }
        if !self.with_inactive {
            query.and_where(Expr::col("is_active").eq(true));
        }
    }
}

/// One check.
pub(crate) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<CheckRow>> {
    Ok(rows::one(db, CheckRow::select().and_where(Expr::col("id").eq(id))).await?)
}

/// Some checks by their identifiers.
pub(crate) async fn find_many(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<CheckRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(super::NAMED) {
        let named = Expr::col("id").is_in(piece.iter().copied());
        found.extend(rows::all::<CheckRow>(db, CheckRow::select().and_where(named)).await?);
    }
    Ok(found)
}

/// A step of the list, newest first.
pub(crate) async fn page(db: &impl ConnectionTrait, wanted: &Wanted, step: Step) -> Result<Vec<CheckRow>> {
    let mut query = CheckRow::select();
    wanted.narrow(&mut query);
    super::newest(&mut query, step);
    Ok(rows::all(db, &query).await?)
}

/// The checks of a tool with these keys.
pub(crate) async fn by_keys(
    db: &impl ConnectionTrait,
    tool: &str,
    keys: &[String],
) -> Result<HashMap<String, CheckRow>> {
    let mut found = HashMap::with_capacity(keys.len());
    for piece in keys.chunks(super::NAMED) {
        let mut query = CheckRow::select();
        query.and_where(Expr::col("tool").eq(tool)).and_where(Expr::col("name_key").is_in(piece.iter().cloned()));
        let checks: Vec<CheckRow> = rows::all(db, &query).await?;
        found.extend(checks.into_iter().map(|check| (check.name_key.clone(), check)));
    }
    Ok(found)
}

/// Stores new checks.
pub(crate) async fn insert(write: &Write, checks: &[CheckRow]) -> Result<()> {
    Ok(rows::insert(&**write, checks).await?)
}

/// Stores what became of a check.
pub(crate) async fn update(write: &Write, row: &CheckRow) -> Result<()> {
    Ok(rows::update(&**write, row).await?)
}

/// The checks of a suite that are made.
pub(crate) async fn of_suite(db: &impl ConnectionTrait, suite: SuiteId) -> Result<Vec<CheckRow>> {
    let mut query = CheckRow::select();
    query.and_where(Expr::col("suite").eq(suite.0)).and_where(Expr::col("is_active").eq(true));
    Ok(rows::all(db, &query).await?)
}

/// The checks of a suite on a table that are made, less those with these keys.
pub(crate) async fn others_of(
    db: &impl ConnectionTrait,
    suite: SuiteId,
    asset: AssetId,
    keys: &[String],
) -> Result<Vec<CheckRow>> {
    let mut query = CheckRow::select();
    query
        .and_where(Expr::col("suite").eq(suite.0))
        .and_where(Expr::col("asset_id").eq(asset.0))
        .and_where(Expr::col("is_active").eq(true))
        .limit(100_000);
    let found: Vec<CheckRow> = rows::all(db, &query).await?;
    Ok(found.into_iter().filter(|check| !keys.contains(&check.name_key)).collect())
}

/// The tables on which a suite's checks are made.
pub(crate) async fn tables_of(db: &impl ConnectionTrait, suite: SuiteId) -> Result<Vec<Uuid>> {
    let mut query = Query::select();
    query
        .distinct()
        .column("asset_id")
        .from(CheckRow::TABLE)
        .and_where(Expr::col("suite").eq(suite.0))
        .and_where(Expr::col("is_active").eq(true))
        .limit(100_000);
    let found: Vec<TableOnly> = rows::all(db, &query).await?;
    Ok(found.into_iter().map(|row| row.asset_id).collect())
}

#[derive(Debug, FromQueryResult)]
struct TableOnly {
    asset_id: Uuid,
}

/// What a check is, and on which column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, FromQueryResult)]
pub(crate) struct Sort {
    pub(crate) kind: String,
    pub(crate) column_name: Option<String>,
}

/// Which checks are made of a table, whoever makes them.
pub(crate) async fn sorts(db: &impl ConnectionTrait, asset: AssetId) -> Result<Vec<Sort>> {
    let mut query = Query::select();
    query
        .distinct()
        .columns(["kind", "column_name"])
        .from(CheckRow::TABLE)
        .and_where(Expr::col("asset_id").eq(asset.0))
        .and_where(Expr::col("is_active").eq(true))
        .limit(100_000);
    Ok(rows::all(db, &query).await?)
}

/// How many active checks of a table, of one dimension, came to the same.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Tally {
    pub(crate) asset_id: Uuid,
    pub(crate) dimension: String,
    pub(crate) outcome: Option<i16>,
    pub(crate) checks: i64,
}

/// The tallies of every table, or of some.
pub(crate) async fn tallies(db: &impl ConnectionTrait, assets: Option<&[Uuid]>) -> Result<Vec<Tally>> {
    let mut query = Query::select();
    query
        .columns(["asset_id", "dimension", "outcome"])
        .expr_as(Expr::col("id").count(), "checks")
        .from(CheckRow::TABLE)
        .and_where(Expr::col("is_active").eq(true))
        .group_by_columns(["asset_id", "dimension", "outcome"])
        .order_by("asset_id", Order::Asc);
    if let Some(assets) = assets {
        query.and_where(Expr::col("asset_id").is_in(assets.iter().copied()));
    }
    Ok(rows::all(db, &query).await?)
}
