//! SQLite files: tables, views, virtual tables, columns, keys, checks, indexes and triggers.
//!
//! The file is opened read-only. Names are `[absolute path of the file, table, column]` in the namespace `sqlite`.
//! SQLite keeps no comments, no identifiers that survive a rename, and no row counts but those of `ANALYZE`.

use std::{path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use catalog::{AssetKind, Name, Record};
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::io::AsyncReadExt;
use url::Url;

use crate::{
    codes::Codes,
    config::{decoded, filter::Filter},
    connector::{Checked, Connector, Define, Query, QueryLimits, Rows},
    crawl,
    error::{Error, Result},
    outbound::Outbound,
    sample::{Dialect, SampleColumn},
};

mod data_type;
mod ddl;
mod query;
mod read;

/// The namespace of every SQLite file on this machine.
const NAMESPACE: &str = "sqlite";
/// How long to wait for a writer's lock.
const BUSY: Duration = Duration::from_secs(10);

/// What the operator fills in for an SQLite file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SqliteConfig {
    /// The path of the file on the machine that runs Cadastre.
    #[schemars(
        title = "File",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "文件", "x-description-zh" = "运行 Cadastre 的机器上的文件路径。")
    )]
    path: String,
    /// Which tables to read, as patterns such as `order*`; none means all.
    #[serde(default)]
    #[schemars(
        title = "Include tables",
        extend("x-order" = 2, "x-title-zh" = "包含的表", "x-description-zh" = "要读取的表的匹配模式，例如 `order*`；为空表示全部。")
    )]
    include_tables: Vec<String>,
    /// Which tables to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude tables",
        extend("x-order" = 3, "x-title-zh" = "排除的表", "x-description-zh" = "不读取的表的匹配模式；优先于包含。")
    )]
    exclude_tables: Vec<String>,
}

/// An SQLite file as a source.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    tables: Filter,
}

impl Define for Sqlite {
    type Config = SqliteConfig;

    const SCHEMES: &'static [&'static str] = &["sqlite"];

    fn config_of_url(url: &Url) -> Result<Value> {
        if url.host_str().is_some_and(|host| !host.is_empty()) || url.path().len() < 2 {
            return Err(Error::invalid("path", "is not absolute; write `sqlite:///path/of/the/file.db`"));
        }
        if url.query().is_some() {
            return Err(Error::invalid("url", "takes no options behind `?` for a file"));
        }
        Ok(json!({ "path": decoded("path", url.path())? }))
    }

    fn new(config: SqliteConfig, outbound: Outbound) -> Result<Self> {
        let include = ("include_tables", config.include_tables.as_slice());
        let tables = Filter::new(include, ("exclude_tables", &config.exclude_tables))?;
        if !outbound.allow_private {
            return Err(Error::AddressDenied {
                field: "path",
                address: config.path,
                reason: "files of this machine are switched off by the configuration of this installation".to_owned(),
            });
        }
        // The path is part of every name, so it must not depend on how it was written.
        let path = std::path::absolute(&config.path).map_err(|cause| Error::invalid("path", cause.to_string()))?;
        let path = path.canonicalize().unwrap_or(path);
        if path.to_str().is_none() {
            return Err(Error::invalid("path", "is not UTF-8 text"));
        }
        Ok(Self { path, tables })
    }
}

impl Sqlite {
    fn root(&self) -> Name {
        Name::new(NAMESPACE, [self.path.to_string_lossy()])
    }

    /// Opens the file read-only, when it is an SQLite database.
    async fn open(&self) -> Result<SqliteConnection> {
        self.check_file().await?;
        SqliteConnectOptions::new()
            .filename(&self.path)
            .read_only(true)
            .busy_timeout(BUSY)
            .with_regexp()
            .pragma("query_only", "ON")
            .pragma("trusted_schema", "OFF")
            .disable_statement_logging()
            .connect()
            .await
            .map_err(|cause| self.fault("the file", cause))
    }

    /// Checks the file before the engine does, whose words would not help.
    async fn check_file(&self) -> Result<()> {
        let shown = self.path.display();
        let bad = |problem: String| Err(Error::invalid("path", problem));
        let facts = match tokio::fs::metadata(&self.path).await {
            Ok(facts) => facts,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return bad(format!("`{shown}` does not exist; name an SQLite file on the machine that runs Cadastre"));
            }
            Err(cause) => return Err(self.closed(&cause)),
        };
        if !facts.is_file() {
            return bad(format!("`{shown}` is not a file"));
        }
        let mut head = Vec::with_capacity(16);
        let file = tokio::fs::File::open(&self.path).await.map_err(|cause| self.closed(&cause))?;
        file.take(16).read_to_end(&mut head).await.map_err(|cause| self.closed(&cause))?;
        match head.as_slice() {
            b"SQLite format 3\0" => Ok(()),
            [] => bad(format!("`{shown}` is empty; it holds no SQLite database")),
            _ => bad(format!("`{shown}` is not an SQLite database (or is an encrypted one)")),
        }
    }

    /// An error of the operating system about the file.
    fn closed(&self, cause: &std::io::Error) -> Error {
        let (address, answer) = (self.path.display().to_string(), cause.to_string());
        match cause.kind() {
            std::io::ErrorKind::PermissionDenied => Error::Refused { address, answer },
            _ => Error::Unreachable { address, reason: answer },
        }
    }

    /// An error of the engine, as what the caller can do about it.
    fn fault(&self, what: impl Into<String>, cause: sqlx::Error) -> Error {
        let address = || self.path.display().to_string();
        let code = cause.as_database_error().and_then(|error| error.code().and_then(|code| code.parse::<u32>().ok()));
        // The low byte is the primary code: 5 busy, 6 locked, 10 disk error, 14 cannot open; 3 and 23 mean no permission.
        match code.map(|code| code & 0xff) {
            Some(5 | 6 | 10 | 14) => Error::Unreachable { address: address(), reason: cause.to_string() },
            Some(3 | 23) => Error::Refused { address: address(), answer: cause.to_string() },
            _ => Error::Unreadable { what: what.into(), cause },
        }
    }
}

#[async_trait]
impl Connector for Sqlite {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        let mut connection = self.open().await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version() FROM (SELECT count(*) FROM sqlite_schema)")
            .fetch_one(&mut connection)
            .await
            .map_err(|cause| self.fault("the list of tables", cause))?;
        connection.close().await.map_err(|cause| self.fault("the file", cause))?;
        let databases = vec![self.path.to_string_lossy().into_owned()];
        Ok(Checked { engine: "sqlite".to_owned(), version, databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        crawl::stream(|sink| read::read(self, sink))
    }

    fn covers(&self, name: &Name, kind: AssetKind) -> bool {
        let parts = name.parts.as_slice();
        let [path, inside @ ..] = parts else { return true };
        if *path != self.path.to_string_lossy() {
            return false;
        }
        match (kind, inside) {
            (AssetKind::Procedure, _) | (_, []) => true,
            (_, [table, ..]) => self.tables.passes_table("main", table),
        }
    }

    fn as_query(&self) -> Option<&dyn Query> {
        Some(self)
    }
}

#[async_trait]
impl Query for Sqlite {
    async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Rows> {
        query::query(self, sql, limits).await
    }

    async fn sample(&self, table: &Name, columns: &[SampleColumn], limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::Sqlite.sample(table, columns, limits.rows)?;
        query::query(self, &sql, limits).await
    }

    async fn codes(&self, column: &Name, asked: Codes<'_>, limits: QueryLimits) -> Result<Rows> {
        let sql = Dialect::Sqlite.codes(column, asked, limits.rows)?;
        query::query(self, &sql, limits).await
    }
}
