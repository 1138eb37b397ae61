//! How to read outside systems: connectors that yield records.

pub mod connector;
pub mod definition;
pub mod error;
pub mod outbound;

mod config;
mod crawl;
mod mysql;
mod postgres;
mod question;
mod scan;
mod sqlite;

pub use config::Tls;
pub use connector::{Checked, Connector, Define, Query, QueryLimits, Rows};
pub use definition::{Definition, build_connector, definition, from_url};
pub use error::{Error, Result};
pub use outbound::Outbound;

definition::connectors! {
    "postgres" postgres::Postgres, "PostgreSQL", "PostgreSQL";
    "mysql" mysql::MySql, "MySQL, MariaDB", "MySQL、MariaDB";
    "sqlite" sqlite::Sqlite, "SQLite", "SQLite";
}
