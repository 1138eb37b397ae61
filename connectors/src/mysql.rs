//! MySQL 5.7 and newer, and MariaDB 10.3 and newer: databases, tables and views with their columns, keys, checks,
//! indexes and partitions, functions and procedures, and the figures that the server keeps.
//!
//! Names are `[database, table, column]` in the namespace `mysql://host:port`, spelled as the server reports them (a
//! server with `lower_case_table_names` reports lower case). A routine's last part carries its argument types, as in
//! `add_order(int, text)`. These servers keep no identifiers that survive a rename.
//!
//! `information_schema` shows only what the account may see, so what is absent need not be gone. A database counts as
//! read completely when the account has a right on all of it, and the server when it has a right on everything.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
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
mod data_type;
mod databases;
mod grants;
mod query;
mod read;
mod row;
mod statements;

/// What the operator fills in for a MySQL or MariaDB server.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MySqlConfig {
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
    /// The account to connect as; it needs `SELECT` and `SHOW VIEW` on what is to be read.
    #[schemars(
        title = "Account",
        length(min = 1),
        extend("x-order" = 3, "x-title-zh" = "账号", "x-description-zh" = "用于连接的账号；需要对读取对象的 `SELECT` 和 `SHOW VIEW` 权限。")
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
    /// Which databases to read: names, or patterns such as `shop_*`; none means every one that the account sees.
    #[serde(default)]
    #[schemars(
        title = "Databases",
        extend(
            "x-order" = 5, "x-title-zh" = "要读取的数据库",
            "x-description-zh" = "要读取的数据库名称或匹配模式，例如 `shop_*`；为空表示账号可见的全部数据库。"
        )
    )]
    databases: Vec<String>,
    /// Which tables and views to read, as patterns such as `order*` or `shop.order*`; none means all.
    #[serde(default)]
    #[schemars(
        title = "Include tables",
        extend(
            "x-order" = 6, "x-title-zh" = "包含的表",
            "x-description-zh" = "要读取的表和视图的匹配模式，例如 `order*` 或 `shop.order*`；为空表示全部。"
        )
    )]
    include_tables: Vec<String>,
    /// Which tables and views to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude tables",
        extend("x-order" = 7, "x-title-zh" = "排除的表", "x-description-zh" = "不读取的表和视图；优先于包含。")
    )]
    exclude_tables: Vec<String>,
    #[serde(flatten)]
    protection: Protection,
    /// The longest that one statement may take, in seconds.
    #[serde(default = "default_timeout")]
    #[schemars(
        title = "Time limit",
        range(min = 1, max = 86_400),
        extend("x-order" = 40, "x-title-zh" = "时间限制", "x-description-zh" = "单条语句允许的最长时间（秒）。")
    )]
    timeout_seconds: u32,
}

fn default_port() -> u16 {
    3306
}

fn default_timeout() -> u32 {
    300
}

/// A MySQL or MariaDB server as a source.
pub(crate) struct MySql {
    config: MySqlConfig,
    outbound: Outbound,
    namespace: Arc<str>,
    databases: Filter,
    tables: Filter,
}

impl Define for MySql {
    type Config = MySqlConfig;

    const SCHEMES: &'static [&'static str] = &["mysql", "mariadb"];

    fn config_of_url(url: &Url) -> Result<Value> {
        const OPTIONS: [&str; 6] =
            ["tls", "ca_file", "databases", "include_tables", "exclude_tables", "timeout_seconds"];
        let mut fields = config::fields_of_url(url, &OPTIONS)?;
        let database = config::decoded("databases", url.path().trim_start_matches('/'))?;
        if !database.is_empty() {
            fields.insert("databases".to_owned(), json!([config::filter::literal(&database)]));
        }
        Ok(Value::Object(fields))
    }

    fn new(config: MySqlConfig, outbound: Outbound) -> Result<Self> {
        let tables =
            Filter::new(("include_tables", &config.include_tables), ("exclude_tables", &config.exclude_tables))?;
        let databases = Filter::new(("databases", &config.databases), ("databases", &[]))?;
        if config.host.starts_with('/') {
            return Err(Error::invalid("host", "is the path of a local socket; name a host such as `127.0.0.1`"));
        }
        let namespace = config::namespace("mysql", &config.host, config.port).into();
        Ok(Self { config, outbound, namespace, databases, tables })
    }
}

impl MySql {
    fn address(&self) -> String {
        config::authority(&self.config.host, self.config.port)
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(self.config.timeout_seconds.into())
    }

    /// Whether a database is one of those to read; those of the server itself never are.
    fn reads_database(&self, database: &str) -> bool {
        const SYSTEM: [&str; 4] = ["information_schema", "mysql", "performance_schema", "sys"];
        !SYSTEM.iter().any(|system| system.eq_ignore_ascii_case(database)) && self.databases.passes(&[database])
    }
}

#[async_trait]
impl Connector for MySql {
    fn namespace(&self) -> Arc<str> {
        Arc::clone(&self.namespace)
    }

    async fn check(&self) -> Result<Checked> {
        let (mut connection, server) = self.open(None).await?;
        let databases = self.visible_databases(&mut connection).await?;
        connection.close().await.map_err(|cause| self.fault("the connection", cause))?;
        Ok(Checked { engine: server.engine().to_owned(), version: server.version, databases })
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
            (AssetKind::Procedure, [database, ..]) | (_, [database]) => self.reads_database(database),
            (_, [database, table, ..]) => self.reads_database(database) && self.tables.passes_table(database, table),
        }
    }

    fn as_query(&self) -> Option<&dyn Query> {
        Some(self)
    }
}

#[async_trait]
impl Query for MySql {
    async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows> {
        query::query(self, sql, limits).await
    }

    async fn sample(&self, table: &Name, columns: &[SampleColumn], limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::MySql.sample(table, columns, limits.rows)?;
        query::query(self, &sql, limits).await
    }

    async fn codes(&self, column: &Name, asked: Codes<'_>, limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::MySql.codes(column, asked, limits.rows)?;
        query::query(self, &sql, limits).await
    }
}
