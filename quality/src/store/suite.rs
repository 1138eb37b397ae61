//! The table of suites.

use catalog::{
    SuiteId, Write,
    clock::from_micros,
    database::rows::{self, Row as _},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use uuid::Uuid;

use crate::{
    error::Result,
    suite::{Draft, Suite, Timing},
};

catalog::table_row! {
    /// A row of `quality_suite`.
    pub(crate) struct SuiteRow in "quality_suite" {
        id: Uuid,
        name: String,
        name_key: String,
        description: String,
        selection: String,
        checks: String,
        cron: Option<String>,
        timezone: Option<String>,
        is_after_crawl: bool,
        is_after_run: bool,
        is_enabled: bool,
        fired_until: i64,
        version: i32,
        created_by: String,
        created_at: i64,
        updated_by: String,
        updated_at: i64,
    }
}

impl SuiteRow {
    /// The row of a suite.
    pub(crate) fn of(suite: &Suite) -> Self {
        let draft = &suite.draft;
        let (cron, timezone) = draft.timing.cron.clone().unzip();
        Self {
            id: suite.id.0,
            name: draft.name.clone(),
            name_key: key(&draft.name),
            description: draft.description.clone(),
            selection: serde_json::json!(draft.selection).to_string(),
            checks: serde_json::json!(draft.items).to_string(),
            cron,
            timezone,
            is_after_crawl: draft.timing.is_after_crawl,
            is_after_run: draft.timing.is_after_run,
            is_enabled: draft.is_enabled,
            fired_until: suite.fired_until.timestamp_micros(),
            version: suite.version,
            created_by: suite.created_by.clone(),
            created_at: suite.created_at.timestamp_micros(),
            updated_by: suite.updated_by.clone(),
            updated_at: suite.updated_at.timestamp_micros(),
        }
    }

    fn suite(self) -> Suite {
        let timing = Timing {
            cron: self.cron.zip(self.timezone),
            is_after_crawl: self.is_after_crawl,
            is_after_run: self.is_after_run,
        };
        Suite {
            id: SuiteId(self.id),
            draft: Draft {
                name: self.name,
                description: self.description,
                selection: serde_json::from_str(&self.selection).unwrap_or_default(),
                items: serde_json::from_str(&self.checks).unwrap_or_default(),
                timing,
                is_enabled: self.is_enabled,
            },
            version: self.version,
            fired_until: from_micros(self.fired_until),
            created_by: self.created_by,
            created_at: from_micros(self.created_at),
            updated_by: self.updated_by,
            updated_at: from_micros(self.updated_at),
        }
    }
}

/// The form of a name by which no two are alike.
pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// One suite.
pub(crate) async fn find(db: &impl ConnectionTrait, id: SuiteId) -> Result<Option<Suite>> {
    let query = SuiteRow::select().and_where(Expr::col("id").eq(id.0)).to_owned();
    Ok(rows::one::<SuiteRow>(db, &query).await?.map(SuiteRow::suite))
}

/// The suite of this name.
pub(crate) async fn find_by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Suite>> {
    let query = SuiteRow::select().and_where(Expr::col("name_key").eq(key(name))).to_owned();
    Ok(rows::one::<SuiteRow>(db, &query).await?.map(SuiteRow::suite))
}

/// Up to `limit` suites behind a name, by name.
pub(crate) async fn list(db: &impl ConnectionTrait, after: Option<&str>, limit: u64) -> Result<Vec<Suite>> {
    let mut query = SuiteRow::select();
    if let Some(after) = after {
        query.and_where(Expr::col("name_key").gt(after));
    }
    query.order_by("name_key", Order::Asc).limit(limit);
    Ok(rows::all::<SuiteRow>(db, &query).await?.into_iter().map(SuiteRow::suite).collect())
}

/// What makes suites run by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    Schedule,
    Crawl,
    Run,
}

/// Those that run by themselves on an occasion.
pub(crate) async fn timed(db: &impl ConnectionTrait, occasion: Occasion) -> Result<Vec<Suite>> {
    let mut query = SuiteRow::select();
    query.and_where(Expr::col("is_enabled").eq(true));
    query.and_where(match occasion {
        Occasion::Schedule => Expr::col("cron").is_not_null(),
        Occasion::Crawl => Expr::col("is_after_crawl").eq(true),
        Occasion::Run => Expr::col("is_after_run").eq(true),
    });
    query.order_by("id", Order::Asc).limit(10_000);
    Ok(rows::all::<SuiteRow>(db, &query).await?.into_iter().map(SuiteRow::suite).collect())
}

/// Stores a new suite.
pub(crate) async fn insert(write: &Write, suite: &Suite) -> Result<()> {
    Ok(rows::insert(&**write, &[SuiteRow::of(suite)]).await?)
}

/// Stores what became of a suite.
pub(crate) async fn update(write: &Write, suite: &Suite) -> Result<()> {
    let row = SuiteRow::of(suite);
    Ok(rows::update(&**write, &row).await?)
}

/// Notes up to when a suite's schedule has been looked at.
pub(crate) async fn set_fired_until(write: &Write, id: SuiteId, until: DateTime<Utc>) -> Result<()> {
    let mut query = Query::update();
    query.table(SuiteRow::TABLE).value("fired_until", until.timestamp_micros()).and_where(Expr::col("id").eq(id.0));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(())
}

/// Forgets a suite.
pub(crate) async fn delete(write: &Write, id: SuiteId) -> Result<()> {
    let mut query = Query::delete();
    query.from_table(SuiteRow::TABLE).and_where(Expr::col("id").eq(id.0));
    write.execute(&query).await.map_err(catalog::Error::from)?;
    Ok(())
}
