//! The demonstration: a made-up retail company with a shop and a layered warehouse, crawled, described, changed, and
//! crawled again, so that search, lineage, history and the past have something to show.
//!
//! Everything is decided by a seed, so that it is the same everywhere; only times and identifiers differ.

mod company;
mod curate;
mod quality;
mod random;
mod script;
mod standards;
mod words;

use std::path::Path;

use catalog::{SourceId, Viewer};
use serde_json::json;

use self::curate::Known;
use crate::{
    app::App,
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
}

impl catalog::Fault for Error {
    fn kind(&self) -> catalog::ErrorKind {
        match self {
            Self::Company(_) | Self::Directory(_) => catalog::ErrorKind::Unavailable,
            Self::Catalog(cause) => cause.kind(),
            Self::Quality(cause) => cause.kind(),
            Self::Sources(cause) => cause.kind(),
        }
    }
}

/// Fills `app` with the demonstration; does nothing when it is there. Its databases are written below the data directory.
///
/// # Errors
/// [`Error`] saying which part could not be made.
pub async fn fill(app: &App) -> Result<(), Error> {
    let viewer = Viewer::system();
    if app.sources().get_by_name(&viewer, "warehouse").await.is_ok() {
        return Ok(());
    }
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
    let warehouse_source = source(app, "warehouse", &warehouse, "0 2 * * *").await?;
    crawl(app, warehouse_source).await?;
    Known::look_up(app.catalog(), &shop, &warehouse).await?.curate().await?;
    company::change_shop(&shop).await?;
    crawl(app, shop_source).await?;
    // What hangs on a table is told by lineage, which follows the log.
    app.settle("lineage").await;
    Ok(quality::check(app, &shop).await?)
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
