//! The store's tables, in one order for all crates.
//!
//! A migration is one file, `mNNNN_<crate>_<what>.rs`, and one line in [`Migrator::migrations`]. Its statements are
//! written once, in the common part of SQLite's and PostgreSQL's SQL, with the words of [`Dialect`] where the two
//! differ. A migration runs in one transaction: killed at any statement, it has not happened.

use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use sea_orm_migration::prelude::*;

mod ddl;
mod m0001_catalog;
mod m0002_lineage;
mod m0003_access;
mod m0004_jobs;
mod m0005_catalog_run;
mod m0006_lineage_openlineage;
mod m0007_catalog_usage;
mod m0008_lineage_event;
mod m0009_access_organisation;
mod m0010_access_audit;
mod m0011_access_identity;
mod m0012_catalog_property;
mod m0013_collab;
mod m0014_notify;
mod m0015_lineage_propagation;
mod m0016_catalog_alias;
mod m0017_access_applied;
mod m0018_quality;
mod m0019_standards;
mod m0020_kpi;
mod m0021_contracts;
mod m0024_detection;
mod m0025_after_run;

pub use ddl::Dialect;

/// Every migration, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_catalog::Migration),
            Box::new(m0002_lineage::Migration),
            Box::new(m0003_access::Migration),
            Box::new(m0004_jobs::Migration),
            Box::new(m0005_catalog_run::Migration),
            Box::new(m0006_lineage_openlineage::Migration),
            Box::new(m0007_catalog_usage::Migration),
            Box::new(m0008_lineage_event::Migration),
            Box::new(m0009_access_organisation::Migration),
            Box::new(m0010_access_audit::Migration),
            Box::new(m0011_access_identity::Migration),
            Box::new(m0012_catalog_property::Migration),
            Box::new(m0013_collab::Migration),
            Box::new(m0014_notify::Migration),
            Box::new(m0015_lineage_propagation::Migration),
            Box::new(m0016_catalog_alias::Migration),
            Box::new(m0017_access_applied::Migration),
            Box::new(m0018_quality::Migration),
            Box::new(m0019_standards::Migration),
            Box::new(m0020_kpi::Migration),
            Box::new(m0021_contracts::Migration),
            Box::new(m0024_detection::Migration),
            Box::new(m0025_after_run::Migration),
        ]
    }
}

/// The advisory lock that servers take turns with; any number that nobody else uses.
const TURN: i64 = 0x0043_4144_4153_5452;

/// Brings a store to the newest schema; does nothing when it is there.
///
/// On PostgreSQL, several servers may call this at once: one works and the others wait.
///
/// # Errors
/// The database's own error; [`DbErr::Custom`] when the store was written by a newer version than this one.
pub async fn up(connection: &sea_orm::DatabaseConnection) -> Result<(), DbErr> {
    if connection.get_database_backend() != sea_orm::DbBackend::Postgres {
        return Migrator::up(connection, None).await;
    }
    let turn = connection.begin().await?;
    turn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({TURN})")).await?;
    Migrator::up(connection, None).await?;
    turn.commit().await
}
