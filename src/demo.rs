//! The demonstration: a made-up retail company with a shop, a layered warehouse and a lake, crawled, described, changed,
//! used and checked over ninety days, so that search, lineage, history, KPIs and costs have something to show.
//!
//! The days pass on a clock that is moved from one to the next; what happens on them is written by the same code as what
//! happens today, and nothing is written into the past.
//!
//! Everything is decided by a seed, so that it is the same everywhere; only times and identifiers differ.

mod around;
mod company;
mod curate;
mod days;
mod lake;
mod quality;
mod random;
mod reading;
mod script;
mod standards;
mod words;
mod worth;

use std::path::{Path, PathBuf};

use catalog::{SourceId, Viewer};
use serde_json::json;

use self::{
    curate::Known,
    days::{Days, LENGTH},
    reading::Readers,
};
use crate::{
    app::{App, Purpose},
    config::Config,
    sources::{NewSource, Schedule},
};

/// An error of making the demonstration.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The made-up databases cannot be written.
    #[error("cannot write the demonstration's databases")]
    Company(#[from] sqlx::Error),
    /// Their directory cannot be made.
    #[error("cannot make the directory of the demonstration's databases")]
    Directory(#[from] std::io::Error),
    /// The catalog refused something.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// A check could not be kept.
    #[error(transparent)]
    Quality(#[from] ::quality::Error),
    /// A source was refused.
    #[error(transparent)]
    Sources(#[from] crate::sources::Error),
    /// A KPI or price was refused.
    #[error(transparent)]
    Kpi(#[from] ::kpi::Error),
    /// What KPIs came to could not be worked out.
    #[error(transparent)]
    Worth(#[from] crate::worth::Error),
    /// The data directory cannot be opened.
    #[error(transparent)]
    App(#[from] crate::app::Error),
}

impl catalog::Fault for Error {
    fn kind(&self) -> catalog::ErrorKind {
        match self {
            Self::Company(_) | Self::Directory(_) => catalog::ErrorKind::Unavailable,
            Self::Catalog(cause) => cause.kind(),
            Self::Quality(cause) => cause.kind(),
            Self::Sources(cause) => cause.kind(),
            Self::Kpi(cause) => cause.kind(),
            Self::Worth(cause) => cause.kind(),
            Self::App(cause) => cause.kind(),
        }
    }
}

/// The seed of who reads what.
const SEED: u64 = 20_260_701;
/// The day on which the shop changes.
const CHANGED_ON: i64 = 24;
/// The day from which checks run, and every how many days they do.
const CHECKED_FROM: i64 = 26;
const CHECKED_EVERY: i64 = 6;
/// The day on which what a check found is mended.
const MENDED_ON: i64 = 65;
/// The day from which pages are looked at.
const LOOKED_FROM: i64 = 50;
/// The day from which runs of pipelines are told.
const RUN_FROM: i64 = 55;

/// Fills the data directory of `config` with the demonstration; does nothing when it is there. Its databases are written
/// below the directory.
///
/// # Errors
/// [`Error`] saying which part could not be made.
pub async fn fill(config: &Config) -> Result<(), Error> {
    let days = Days::until_today();
    // Opened by itself: the clock of a server is not moved.
    let app = App::open_at(config.clone(), Purpose::Command, days.clock()).await?;
    if app.sources().get_by_name(&Viewer::system(), "warehouse").await.is_ok() {
        return Ok(());
    }
    let company = Company::found(&app, &days).await?;
    company.live(&app, &days).await?;
    app.catch_up().await?;
    Ok(())
}

/// The company's databases, and where they are in the catalog.
struct Company {
    shop: PathBuf,
    warehouse: PathBuf,
    shop_source: SourceId,
    lake_source: SourceId,
}

impl Company {
    /// What there is on the first day.
    async fn found(app: &App, days: &Days) -> Result<Self, Error> {
        let directory = std::path::absolute(app.config().data.join("company"))?;
        // What an interrupted attempt left is not worth keeping.
        if directory.exists() {
            std::fs::remove_dir_all(&directory)?;
        }
        std::fs::create_dir_all(&directory)?;
        let (shop, warehouse) = (directory.join("shop.db"), directory.join("warehouse.db"));
        company::write_shop(&shop).await?;
        company::write_warehouse(&warehouse, &shop).await?;
        let shop_source = source(app, "shop", &shop, "*/30 * * * *").await?;
        crawl(app, shop_source).await?;
        let lake_source = lake_source(app).await?;
        lake::read(app.catalog(), lake_source, days, 0).await?;
        let warehouse_source = source(app, "warehouse", &warehouse, "0 2 * * *").await?;
        crawl(app, warehouse_source).await?;
        worth::price(app, days).await?;
        worth::aim(app, days).await?;
        Ok(Self { shop, warehouse, shop_source, lake_source })
    }

    /// What happens from then on, day by day.
    async fn live(&self, app: &App, days: &Days) -> Result<(), Error> {
        let known = Known::look_up(app.catalog(), &self.shop, &self.warehouse).await?;
        known.declare_loads().await?;
        let (shop, warehouse) = known.roots();
        around::report(app.catalog(), shop, warehouse).await?;
        let mut readers = Readers::of(known.tables(), SEED);
        let mut suites = Vec::new();
        for day in 1..LENGTH {
            days.come(day);
            known.curate(day).await?;
            self.change(app, days, day).await?;
            readers.query(app, days, day).await?;
            reading::open_boards(app, days, day).await?;
            if day >= RUN_FROM {
                around::run(app.catalog(), days, day).await?;
            }
            if day >= LOOKED_FROM {
                readers.look(app, days, day).await?;
            }
            if day >= CHECKED_FROM && (day - CHECKED_FROM) % CHECKED_EVERY == 0 {
                if suites.is_empty() {
                    suites = quality::promise(app, &self.shop).await?;
                }
                quality::check(app, &suites, false).await?;
                work_off(app).await?;
            }
        }
        days.catch_up();
        quality::check(app, &suites, true).await?;
        work_off(app).await
    }

    /// What becomes of the databases on a day.
    async fn change(&self, app: &App, days: &Days, day: i64) -> Result<(), Error> {
        match day {
            CHANGED_ON => {
                company::change_shop(&self.shop).await?;
                crawl(app, self.shop_source).await?;
            }
            MENDED_ON => company::mend_shop(&self.shop).await?,
            _ => {}
        }
        if lake::days_of_removal().any(|gone_on| gone_on == day) {
            lake::read(app.catalog(), self.lake_source, days, day).await?;
        }
        Ok(())
    }
}

/// Works out the days that are due, as the daily job does.
async fn work_off(app: &App) -> Result<(), Error> {
    // What has lineage, and what hangs on a table, is told by lineage, which follows the log.
    app.settle("lineage").await;
    app.worth().work_off().await?;
    Ok(())
}

/// The source of the lake. It is read by a module, so nothing crawls it by itself.
async fn lake_source(app: &App) -> Result<SourceId, Error> {
    let viewer = Viewer::system();
    if let Ok(known) = app.sources().get_by_name(&viewer, "lake").await {
        return Ok(known.id);
    }
    let config = json!({ "host": "lake.example", "user": "reader", "password": "none", "database": "lake" });
    let new = NewSource { name: "lake".into(), connector: "postgres".into(), config, schedule: None };
    Ok(app.sources().create(&viewer, new).await?.id)
}

async fn source(app: &App, name: &str, path: &Path, cron: &str) -> Result<SourceId, Error> {
    let viewer = Viewer::system();
    if let Ok(known) = app.sources().get_by_name(&viewer, name).await {
        return Ok(known.id);
    }
    let new = NewSource {
        name: name.into(),
        connector: "sqlite".into(),
        config: json!({ "path": path.display().to_string() }),
        schedule: Some(Schedule::new(cron, "Asia/Shanghai")),
    };
    Ok(app.sources().create(&viewer, new).await?.id)
}

async fn crawl(app: &App, source: SourceId) -> Result<(), Error> {
    let viewer = Viewer::system();
    let run = app.jobs().start_crawl(&viewer, source).await?;
    app.jobs().work_off().await?;
    let run = app.jobs().get(&viewer, run.id).await?;
    match run.code {
        None => Ok(()),
        Some(_) => Err(catalog::Error::conflict(run.message.unwrap_or_default()).into()),
    }
}
