//! PostgreSQL 12 and newer: databases, schemas, types, tables of every sort with their columns, keys and indexes,
//! functions and procedures, and the figures that the server keeps.
//!
//! Names are `[database, schema, table, column]` in the namespace `postgres://host:port`; a function's last part carries
//! its argument types, as in `add_order(integer, text)`. Identity across renames is `database oid/oid`, with `.attnum`
//! for a column: an oid alone is not unique among databases.
//!
//! Each database is read over one connection, in one read-only transaction that sees one state. Left out: what the
//! server itself brings (`pg_catalog`, `information_schema`), temporary schemas, and functions and types that belong to
//! an extension.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use sqlx::Connection;
use url::Url;

use crate::{
    codes::Codes,
    config::{self, filter::Filter, protection::Protection},
    connector::{Checked, Connector, Define, Query, QueryLimits, Rows},
    crawl,
    error::{Error, Result},
    outbound::Outbound,
    sample::{Dialect, SampleColumn},
};

mod connect;
mod cursor;
mod data_type;
mod databases;
mod query;
mod read;
mod statements;

/// What the operator fills in for a PostgreSQL server.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostgresConfig {
    /// The name or address of the server.
    #[schemars(
        title = "Host",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "主机", "x-description-zh" = "服务器的名称或地址。")
    )]
    host: String,
    /// The port that the server listens on.
    #[serde(default = "default_port")]
    #[schemars(
        title = "Port",
        range(min = 1, max = 65_535),
        extend("x-order" = 2, "x-title-zh" = "端口", "x-description-zh" = "服务器监听的端口。")
    )]
    port: u16,
    /// The account to connect as; it needs no right but to connect.
    #[schemars(
        title = "Account",
        length(min = 1),
        extend("x-order" = 3, "x-title-zh" = "账号", "x-description-zh" = "用于连接的账号；只需要连接权限。")
    )]
    user: String,
    /// The password of the account.
    #[serde(default)]
    #[schemars(
        title = "Password",
        with = "String",
        extend(
            "writeOnly" = true, "format" = "password",
            "x-order" = 4, "x-title-zh" = "密码", "x-description-zh" = "账号的密码。"
        )
    )]
    password: SecretString,
    /// The database to connect to first, and the one that is read when no others are named.
    #[serde(default = "default_database")]
    #[schemars(
        title = "Database",
        length(min = 1),
        extend("x-order" = 5, "x-title-zh" = "数据库", "x-description-zh" = "首先连接的数据库；未指定其他数据库时读取它。")
    )]
    database: String,
    /// Which databases to read: names, or patterns such as `shop_*`; `*` means every one that the account may connect to.
    #[serde(default)]
    #[schemars(
        title = "Databases",
        extend(
            "x-order" = 6, "x-title-zh" = "要读取的数据库",
            "x-description-zh" = "要读取的数据库名称或匹配模式，例如 `shop_*`；`*` 表示账号可连接的全部数据库。"
        )
    )]
    databases: Vec<String>,
    /// Which schemas to read, as patterns; none means all.
    #[serde(default)]
    #[schemars(
        title = "Include schemas",
        extend("x-order" = 7, "x-title-zh" = "包含的模式", "x-description-zh" = "要读取的模式（schema）的匹配模式；为空表示全部。")
    )]
    include_schemas: Vec<String>,
    /// Which schemas to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude schemas",
        extend("x-order" = 8, "x-title-zh" = "排除的模式", "x-description-zh" = "不读取的模式（schema）；优先于包含。")
    )]
    exclude_schemas: Vec<String>,
    /// Which tables and views to read, as patterns such as `order*` or `public.order*`; none means all.
    #[serde(default)]
    #[schemars(
        title = "Include tables",
        extend(
            "x-order" = 9, "x-title-zh" = "包含的表",
            "x-description-zh" = "要读取的表和视图的匹配模式，例如 `order*` 或 `public.order*`；为空表示全部。"
        )
    )]
    include_tables: Vec<String>,
    /// Which tables and views to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude tables",
        extend("x-order" = 10, "x-title-zh" = "排除的表", "x-description-zh" = "不读取的表和视图；优先于包含。")
    )]
    exclude_tables: Vec<String>,
    #[serde(flatten)]
    protection: Protection,
    /// The longest that one statement may take, in seconds.
    #[serde(default = "default_timeout")]
    #[schemars(
        title = "Time limit",
        range(min = 1, max = 86_400),
        extend("x-order" = 43, "x-title-zh" = "时间限制", "x-description-zh" = "单条语句允许的最长时间（秒）。")
    )]
    timeout_seconds: u32,
}

fn default_port() -> u16 {
    5432
}

fn default_database() -> String {
    "postgres".to_owned()
}

fn default_timeout() -> u32 {
    300
}

/// A PostgreSQL server as a source.
pub(crate) struct Postgres {
    config: PostgresConfig,
    outbound: Outbound,
    namespace: Arc<str>,
    databases: Filter,
    schemas: Filter,
    tables: Filter,
}

impl Define for Postgres {
    type Config = PostgresConfig;

    const SCHEMES: &'static [&'static str] = &["postgres", "postgresql"];

    fn config_of_url(url: &Url) -> Result<Value> {
        const OPTIONS: [&str; 8] = [
            "tls",
            "ca_file",
            "databases",
            "include_schemas",
            "exclude_schemas",
            "include_tables",
            "exclude_tables",
            "timeout_seconds",
        ];
        let mut fields = config::fields_of_url(url, &OPTIONS)?;
        let database = config::decoded("database", url.path().trim_start_matches('/'))?;
        if !database.is_empty() {
            fields.insert("database".to_owned(), database.into());
        }
        Ok(Value::Object(fields))
    }

    fn new(config: PostgresConfig, outbound: Outbound) -> Result<Self> {
        let schemas =
            Filter::new(("include_schemas", &config.include_schemas), ("exclude_schemas", &config.exclude_schemas))?;
        let tables =
            Filter::new(("include_tables", &config.include_tables), ("exclude_tables", &config.exclude_tables))?;
        let databases = Filter::new(("databases", &config.databases), ("databases", &[]))?;
        if config.host.starts_with('/') {
            return Err(Error::invalid("host", "is a directory of a local socket; name a host such as `localhost`"));
        }
        let namespace = config::namespace("postgres", &config.host, config.port).into();
        Ok(Self { config, outbound, namespace, databases, schemas, tables })
    }
}

impl Postgres {
    fn address(&self) -> String {
        config::authority(&self.config.host, self.config.port)
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(self.config.timeout_seconds.into())
    }

    /// Whether a database is one of those to read.
    fn reads_database(&self, database: &str) -> bool {
        if self.config.databases.is_empty() {
            return database == self.config.database;
        }
        self.databases.passes(&[database])
    }
}

#[async_trait]
impl Connector for Postgres {
    fn namespace(&self) -> Arc<str> {
        Arc::clone(&self.namespace)
    }

    async fn check(&self) -> Result<Checked> {
        let (mut connection, version) = self.open(&self.config.database).await?;
        let databases = self.list_databases(&mut connection).await?;
        connection.close().await.map_err(|cause| self.fault("the connection", cause))?;
        Ok(Checked { engine: "postgres".to_owned(), version: version.text, databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| self.read(sink))
    }

    fn covers(&self, name: &Name, kind: AssetKind) -> bool {
        if name.namespace != self.namespace {
            return false;
        }
        match (kind, name.parts.as_slice()) {
            (_, []) => true,
            (_, [database]) => self.reads_database(database),
            (AssetKind::Schema | AssetKind::Procedure | AssetKind::UserType, [database, schema, ..])
            | (_, [database, schema]) => self.reads_database(database) && self.schemas.passes(&[schema]),
            (_, [database, schema, table, ..]) => {
                self.reads_database(database)
                    && self.schemas.passes(&[schema])
                    && self.tables.passes_table(schema, table)
            }
        }
    }

    fn as_query(&self) -> Option<&dyn Query> {
        Some(self)
    }
}

#[async_trait]
impl Query for Postgres {
    async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows> {
        query::query(self, sql, limits).await
    }

    async fn query_at(&self, table: &Name, sql: &str, limits: QueryLimits) -> Result<Rows> {
        let database = table.parts.first().ok_or_else(|| Error::invalid("table", "has no database in its name"))?;
        query::query_in(self, database, sql, limits).await
    }

    async fn sample(&self, table: &Name, columns: &[SampleColumn], limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::Postgres.sample(table, columns, limits.rows)?;
        query::query_in(self, &table.parts[0], &sql, limits).await
    }

    async fn codes(&self, column: &Name, asked: Codes<'_>, limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::Postgres.codes(column, asked, limits.rows)?;
        query::query_in(self, &column.parts[0], &sql, limits).await
    }
}
