//! Opening the store: a newer one is refused, an older one is brought to this version. Copies of it.

mod copy;

use std::{collections::HashSet, path::Path, time::Duration};

use catalog::{Database, Engine};
use migrations::Migrator;
use sea_orm::{ConnectionTrait as _, sea_query::Query};
use sea_orm_migration::MigratorTrait as _;
use secrecy::ExposeSecret as _;

use super::{Error, Result};
use crate::config::Config;

/// How long the store may take to answer before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn open(config: &Config) -> Result<Database> {
    open_at(config.database_url().expose_secret()).await
}

async fn open_at(url: &str) -> Result<Database> {
    let database = Database::open(url).await?;
    refuse_newer(&database).await?;
    migrations::up(database.for_migrations()).await?;
    Ok(database)
}

async fn open_file(path: &Path) -> Result<Database> {
    open_at(&format!("sqlite://{}", path.display())).await
}

/// Writes everything, as it is at one moment, into the new file of an embedded store; others may go on writing.
pub(super) async fn back_up(database: &Database, path: &Path) -> Result<()> {
    if database.engine() == Engine::Sqlite {
        return Ok(database.copy_to(path).await?);
    }
    let file = open_file(path).await?;
    copy::copy(database, &file).await?;
    Ok(file.close().await?)
}

/// Fills the empty store of a server with everything that the file of an embedded one holds. The file is brought to
/// this version.
pub(super) async fn fill(config: &Config, path: &Path) -> Result<()> {
    let (file, store) = (open_file(path).await?, open(config).await?);
    copy::copy(&file, &store).await?;
    file.close().await?;
    Ok(store.close().await?)
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

#[cfg(test)]
mod tests {
    use catalog::{Clock, ErrorKind, Fault as _};
    use sea_orm::{ConnectionTrait as _, sea_query::Expr};

    use super::*;
    use crate::app::{App, Purpose};

    async fn open(config: &Config, purpose: Purpose) -> Result<App> {
        App::open_at(config.clone(), purpose, Clock::System).await
    }

    async fn apply_from_the_future(app: &App) {
        let mut insert = Query::insert();
        insert.into_table("seaql_migrations").columns(["version", "applied_at"]);
        insert.values_panic([Expr::val("m9999_from_the_future"), Expr::val(0)]);
        app.database().for_migrations().execute(&insert).await.unwrap();
    }

    #[tokio::test]
    async fn threat_28_store_of_a_newer_version_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let config = Config::for_directory(directory.path());
        let app = open(&config, Purpose::Command).await.unwrap();
        apply_from_the_future(&app).await;
        drop(app);
        let error = open(&config, Purpose::Command).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert!(error.to_string().contains("`m9999_from_the_future`"), "{error}");
    }

    #[tokio::test]
    async fn threat_27_second_application_on_one_directory_is_refused_and_may_only_look() {
        let directory = tempfile::tempdir().unwrap();
        let config = Config::for_directory(directory.path());
        let first = open(&config, Purpose::Serve).await.unwrap();
        let error = open(&config, Purpose::Serve).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        open(&config, Purpose::Look).await.unwrap();
        first.stop();
    }

    #[tokio::test]
    async fn threat_27_two_servers_share_one_postgres_with_directories_of_their_own() {
        let database = testkit::postgres_database().await;
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let config = |directory: &tempfile::TempDir| {
            let mut config = Config::for_directory(directory.path());
            config.database = Some(database.url().into());
            config
        };
        let (first, second) = (config(&one), config(&other));
        let (first, second) = tokio::join!(open(&first, Purpose::Serve), open(&second, Purpose::Serve));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(is_ready(first.database()).await && is_ready(second.database()).await);
        first.stop();
        second.stop();
    }

    #[tokio::test]
    async fn key_of_another_store_is_refused_before_anything_is_written() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("secret.key"), "not a key").unwrap();
        let error = open(&Config::for_directory(directory.path()), Purpose::Command).await.err().unwrap();
        assert!(error.to_string().contains("secret.key"), "{error}");
        assert!(!directory.path().join("catalog.db").exists());
    }
}
