//! Opening the store: a newer one is refused, an older one is brought to this version.

use std::{collections::HashSet, time::Duration};

use catalog::Database;
use migrations::Migrator;
use sea_orm::{ConnectionTrait as _, sea_query::Query};
use sea_orm_migration::MigratorTrait as _;
use secrecy::ExposeSecret as _;

use super::{Error, Result};
use crate::config::Config;

/// How long the store may take to answer before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn open(config: &Config) -> Result<Database> {
    let database = Database::open(config.database_url().expose_secret()).await?;
    refuse_newer(&database).await?;
    Migrator::up(database.for_migrations(), None).await?;
    Ok(database)
}

/// Refuses a store with migrations that this version does not know: it could only damage it.
async fn refuse_newer(database: &Database) -> Result<()> {
    let known: HashSet<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = Query::select().column("version").from("seaql_migrations").limit(10_000).to_owned();
    // Without the table nothing was applied yet.
    let rows = database.read().query_all(&applied).await.unwrap_or_default();
    for row in rows {
        let migration: String = row.try_get("", "version")?;
        if !known.contains(&migration) {
            return Err(Error::NewerStore { migration });
        }
    }
    Ok(())
}

/// Whether the store answers in time.
pub(super) async fn is_ready(database: &Database) -> bool {
    let ask = database.read().execute_unprepared("SELECT 1");
    matches!(tokio::time::timeout(PATIENCE, ask).await, Ok(Ok(_)))
}
