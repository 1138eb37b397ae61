//! How to read outside systems: connectors that yield records.
//!
//! Read [`connector`] first (what each can do), then [`mod@definition`] (the list, and how one is found and built),
//! [`outbound`] (where connections may go) and one connector; SQLite is the smallest. A new connector is one file with an
//! implementation of [`Define`], one line in the list below, and a source in `tests/support/subject.rs`, with which the
//! suite of `tests/conformance.rs` proves that it keeps the promises of all.

pub mod connector;
pub mod definition;
pub mod error;
pub mod outbound;

pub mod codes;
mod config;
mod crawl;
pub mod datax;
pub mod dbt;
#[cfg(feature = "files")]
mod files;
mod folder;
mod jdbc;
mod lenient_json;
#[cfg(feature = "files")]
pub mod made_up;
mod mysql;
mod postgres;
mod query_log;
mod question;
pub mod sample;
mod scan;
pub mod service;
mod sql_files;
mod sqlite;
mod tis;
mod web;

pub use config::{Tls, read as read_config, schema_of};
pub use connector::{Checked, Connector, Define, Query, QueryLimits, Rows};
pub use definition::{Definition, build_connector, definition, from_url};
pub use error::{Error, Result};
pub use outbound::{Names, Outbound};
pub use sample::SampleColumn;

definition::connectors! {
    "postgres" postgres::Postgres, "PostgreSQL", "PostgreSQL";
    "mysql" mysql::MySql, "MySQL, MariaDB", "MySQL、MariaDB";
    "sqlite" sqlite::Sqlite, "SQLite", "SQLite";
    "dbt" dbt::Dbt, "dbt", "dbt";
    "sql_files" sql_files::SqlFiles, "SQL scripts", "SQL 脚本";
    "datax" datax::Datax, "DataX jobs", "DataX 作业";
    "query_log" query_log::QueryLog, "Query log", "查询日志";
    "tis" tis::Tis, "TIS", "TIS";
    #[cfg(feature = "files")]
    "files" files::Files, "Folder of files (Parquet, CSV, JSON)", "文件目录（Parquet、CSV、JSON）";
}
