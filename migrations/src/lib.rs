//! The store's tables, in one order for all crates.
//!
//! A migration is one file, `mNNNN_<crate>_<what>.rs`, and one line in [`Migrator::migrations`]. Its statements are
//! written once, in the common part of SQLite's and PostgreSQL's SQL, with the words of [`Dialect`] where the two
//! differ. A migration runs in one transaction: killed at any statement, it has not happened.

use sea_orm_migration::prelude::*;

mod ddl;
mod m0001_catalog;
mod m0002_lineage;
mod m0003_access;
mod m0004_jobs;

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
        ]
    }
}

/// Brings a store to the newest schema; does nothing when it is there.
///
/// On PostgreSQL, several servers may call this at once: one works and the others wait.
///
/// # Errors
/// The database's own error; [`DbErr::Custom`] when the store was written by a newer version than this one.
pub async fn up(connection: &sea_orm::DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(connection, None).await
}
