//! Query logs: what ran on a database in real life, and so who uses which tables, what is joined, and what moves data.
//!
//! It reads PostgreSQL's `pg_stat_statements`, CSV and JSON logs, and MySQL's and MariaDB's statement digests and general
//! log, as a file or as a table. A log is a pipeline `[its name]` in the namespace `query_log`; what its queries move flows
//! through it. Only the text of statements without any value leaves this module ([`normal`]).
//!
//! Each crawl goes on where the last one stopped ([`position`]); counters are compared with what they were.

use std::sync::Arc;

use async_trait::async_trait;
use catalog::{AssetKind, AssetRecord, Details, Name, Record, kinds::pipeline::PipelineDetails};
use chrono_tz::Tz;
use futures_util::stream::BoxStream;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    config::{filter::Filter, folder_fields, protection::Protection},
    connector::{Checked, Connector, Define},
    crawl::{self, Sink},
    error::{Error, Result},
    folder::Folder,
    mysql::MySql,
    outbound::Outbound,
    postgres::Postgres,
};

pub(crate) mod counters;
mod files;
pub(crate) mod gather;
mod general;
mod message;
mod moments;
mod normal;
mod packed;
pub(crate) mod position;
mod server;
mod split;
pub(crate) mod table;

use gather::Place;
use normal::Quoting;

/// The namespace of every log.
const NAMESPACE: &str = "query_log";

/// Which log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogKind {
    /// The view `pg_stat_statements` of a PostgreSQL server.
    #[schemars(title = "PostgreSQL: pg_stat_statements", extend("x-title-zh" = "PostgreSQL：pg_stat_statements"))]
    PgStatStatements,
    /// A folder with PostgreSQL's log in CSV.
    #[schemars(title = "PostgreSQL: CSV log files", extend("x-title-zh" = "PostgreSQL：CSV 日志文件"))]
    PostgresCsvlog,
    /// A folder with PostgreSQL's log in JSON.
    #[schemars(title = "PostgreSQL: JSON log files", extend("x-title-zh" = "PostgreSQL：JSON 日志文件"))]
    PostgresJsonlog,
    /// The statement digests of a MySQL or MariaDB server.
    #[schemars(title = "MySQL, MariaDB: statement digests", extend("x-title-zh" = "MySQL、MariaDB：语句摘要"))]
    MysqlDigests,
    /// A folder with the general log of a MySQL or MariaDB server.
    #[schemars(title = "MySQL, MariaDB: general log file", extend("x-title-zh" = "MySQL、MariaDB：通用日志文件"))]
    MysqlGeneralLog,
    /// The table `mysql.general_log` of a MySQL or MariaDB server.
    #[schemars(title = "MySQL, MariaDB: general log table", extend("x-title-zh" = "MySQL、MariaDB：通用日志表"))]
    MysqlGeneralTable,
}

impl LogKind {
    fn code(self) -> &'static str {
        match self {
            Self::PgStatStatements => "pg_stat_statements",
            Self::PostgresCsvlog => "postgres_csvlog",
            Self::PostgresJsonlog => "postgres_jsonlog",
            Self::MysqlDigests => "mysql_digests",
            Self::MysqlGeneralLog => "mysql_general_log",
            Self::MysqlGeneralTable => "mysql_general_table",
        }
    }

    fn is_postgres(self) -> bool {
        matches!(self, Self::PgStatStatements | Self::PostgresCsvlog | Self::PostgresJsonlog)
    }

    /// The files that a folder has of it, packed ones included, where nothing is said.
    fn usual_files(self) -> &'static [&'static str] {
        match self {
            Self::PostgresCsvlog => &["*.csv", "*.csv.gz"],
            Self::PostgresJsonlog => &["*.json", "*.json.gz"],
            _ => &["*.log*"],
        }
    }
}

/// What the operator fills in for a query log.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryLogConfig {
    /// Where statements are read from.
    #[schemars(
        title = "Log",
        extend("x-order" = 1, "x-title-zh" = "日志", "x-description-zh" = "从哪里读取语句。")
    )]
    log: LogKind,
    /// The folder with the log files, on the machine that runs Cadastre; for logs in files.
    #[serde(default)]
    #[schemars(
        title = "Folder",
        extend("x-order" = 2, "x-title-zh" = "目录", "x-description-zh" = "日志文件所在的目录，位于运行 Cadastre 的机器上；用于文件形式的日志。")
    )]
    path: Option<String>,
    /// The name or address of the server; for logs that a server is asked for.
    #[serde(default)]
    #[schemars(
        title = "Host",
        extend("x-order" = 3, "x-title-zh" = "主机", "x-description-zh" = "服务器的名称或地址；用于向服务器查询的日志。")
    )]
    host: Option<String>,
    /// The port that the server listens on; 5432 or 3306 if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Port",
        range(min = 1, max = 65_535),
        extend("x-order" = 4, "x-title-zh" = "端口", "x-description-zh" = "服务器监听的端口；为空则为 5432 或 3306。")
    )]
    port: Option<u16>,
    /// The account to connect as; it must be allowed to see what others run.
    #[serde(default)]
    #[schemars(
        title = "Account",
        extend("x-order" = 5, "x-title-zh" = "账号", "x-description-zh" = "用于连接的账号；需要有查看他人语句的权限。")
    )]
    user: Option<String>,
    /// The password of the account.
    #[serde(default)]
    #[schemars(
        title = "Password",
        with = "String",
        extend(
            "writeOnly" = true, "format" = "password",
            "x-order" = 6, "x-title-zh" = "密码", "x-description-zh" = "账号的密码。"
        )
    )]
    password: SecretString,
    /// The PostgreSQL database to connect to, which has the extension `pg_stat_statements`.
    #[serde(default)]
    #[schemars(
        title = "Database",
        extend("x-order" = 7, "x-title-zh" = "数据库", "x-description-zh" = "要连接的 PostgreSQL 数据库，其中装有扩展 `pg_stat_statements`。")
    )]
    database: Option<String>,
    #[serde(flatten)]
    protection: Protection,
    /// The namespace of the tables that the queries name, such as `postgres://db.example:5432`; that of the server if
    /// nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Namespace of the tables",
        extend("x-order" = 40, "x-title-zh" = "表的命名空间", "x-description-zh" = "查询中的表所在的命名空间，例如 `postgres://db.example:5432`；为空则为该服务器的命名空间。")
    )]
    namespace: Option<String>,
    /// The PostgreSQL schema of tables that a query names without one.
    #[serde(default = "default_schema")]
    #[schemars(
        title = "Schema",
        length(min = 1),
        extend("x-order" = 41, "x-title-zh" = "模式", "x-description-zh" = "查询中未写模式的 PostgreSQL 表所属的模式。")
    )]
    schema: String,
    /// What to call the log; the folder, or the namespace of the tables, if nothing is given.
    #[serde(default)]
    #[schemars(
        title = "Name",
        extend("x-order" = 42, "x-title-zh" = "名称", "x-description-zh" = "日志的名称；为空则使用目录或表的命名空间。")
    )]
    name: Option<String>,
    /// Which files to read, as patterns such as `postgresql-*.csv`; none means the usual ones of the log.
    #[serde(default)]
    #[schemars(
        title = "Include files",
        extend("x-order" = 43, "x-title-zh" = "包含的文件", "x-description-zh" = "要读取的文件的匹配模式，例如 `postgresql-*.csv`；为空表示该日志的常用文件。")
    )]
    include_files: Vec<String>,
    /// Which files to leave out, as patterns; this wins over including.
    #[serde(default)]
    #[schemars(
        title = "Exclude files",
        extend("x-order" = 44, "x-title-zh" = "排除的文件", "x-description-zh" = "不读取的文件的匹配模式；优先于包含。")
    )]
    exclude_files: Vec<String>,
    /// The IANA name of the time zone of times in files that do not name one plainly.
    #[serde(default = "default_timezone")]
    #[schemars(
        title = "Time zone",
        length(min = 1),
        extend("x-order" = 45, "x-title-zh" = "时区", "x-description-zh" = "文件中未明确写出时区的时间所属的时区（IANA 名称）。")
    )]
    timezone: String,
    /// For how many days a query that is not seen again goes on to say where data comes from.
    #[serde(default = "default_lineage_days")]
    #[schemars(
        title = "Days of lineage",
        range(min = 1, max = 3_650),
        extend("x-order" = 46, "x-title-zh" = "血缘保留天数", "x-description-zh" = "不再出现的查询在多少天内仍然表示数据来源。")
    )]
    lineage_days: u32,
    /// How much of log files one crawl reads at most, in megabytes; the next one goes on from there.
    #[serde(default = "default_megabytes")]
    #[schemars(
        title = "Limit per crawl",
        range(min = 1, max = 1_000_000),
        extend("x-order" = 47, "x-title-zh" = "单次上限", "x-description-zh" = "每次采集最多读取的日志大小（MB）；下一次从该处继续。")
    )]
    max_megabytes: u32,
    /// The longest that one statement may take on the server, in seconds.
    #[serde(default = "default_timeout")]
    #[schemars(
        title = "Time limit",
        range(min = 1, max = 86_400),
        extend("x-order" = 48, "x-title-zh" = "时间限制", "x-description-zh" = "服务器上单条语句允许的最长时间（秒）。")
    )]
    timeout_seconds: u32,
}

fn default_schema() -> String {
    "public".to_owned()
}

fn default_timezone() -> String {
    "UTC".to_owned()
}

fn default_lineage_days() -> u32 {
    30
}

fn default_megabytes() -> u32 {
    2048
}

fn default_timeout() -> u32 {
    300
}

/// Where a log is.
enum Reader {
    Files(Folder),
    Postgres(Box<Postgres>),
    MySql(Box<MySql>),
}

/// A query log as a source.
pub(crate) struct QueryLog {
    kind: LogKind,
    reader: Reader,
    place: Place,
    zone: Tz,
    keep: chrono::Duration,
    max_bytes: u64,
}

impl Define for QueryLog {
    type Config = QueryLogConfig;

    const SCHEMES: &'static [&'static str] = &["query-log"];

    fn config_of_url(url: &Url) -> Result<Value> {
        let options = ["log", "namespace", "schema", "name", "include_files", "exclude_files", "timezone"];
        folder_fields(url, &options).map(Value::Object)
    }

    fn new(config: QueryLogConfig, outbound: Outbound) -> Result<Self> {
        let kind = config.log;
        let zone = config.timezone.parse().map_err(|_| {
            Error::invalid(
                "timezone",
                format!("`{}` is no time zone; write one such as `Asia/Shanghai`", config.timezone),
            )
        })?;
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let reader = match kind {
            LogKind::PgStatStatements | LogKind::MysqlDigests | LogKind::MysqlGeneralTable => {
                server::of(&config, outbound)?
            }
            _ => Reader::Files(folder(&config, outbound)?),
        };
        let server = match &reader {
            Reader::Files(_) => None,
            Reader::Postgres(server) => Some(server.namespace().to_string()),
            Reader::MySql(server) => Some(server.namespace().to_string()),
        };
        let namespace = given(&config.namespace).or(server).ok_or_else(|| {
            Error::invalid(
                "namespace",
                "is missing; name the server of the tables, such as `postgres://db.example:5432`",
            )
        })?;
        let name = given(&config.name).unwrap_or_else(|| match &reader {
            Reader::Files(folder) => folder.path(),
            _ => namespace.clone(),
        });
        let (dialect, quoting) =
            if kind.is_postgres() { ("postgres", Quoting::Postgres) } else { ("mysql", Quoting::MySql) };
        let schema = kind.is_postgres().then_some(config.schema);
        let place = Place { log: Name::new(NAMESPACE, [name]), namespace, dialect, quoting, schema };
        let keep = chrono::Duration::days(config.lineage_days.into());
        let max_bytes = u64::from(config.max_megabytes) * 1024 * 1024;
        Ok(Self { kind, reader, place, zone, keep, max_bytes })
    }
}

fn folder(config: &QueryLogConfig, outbound: Outbound) -> Result<Folder> {
    let path = config.path.as_deref().filter(|path| !path.trim().is_empty());
    let path = path.ok_or_else(|| Error::invalid("path", "is missing; name the folder with the log files"))?;
    let usual: Vec<String> = config.log.usual_files().iter().map(|pattern| (*pattern).to_owned()).collect();
    let include = if config.include_files.is_empty() { &usual[..] } else { &config.include_files };
    let files = Filter::new(("include_files", include), ("exclude_files", &config.exclude_files))?;
    Folder::new(path, files, outbound)
}

#[async_trait]
impl Connector for QueryLog {
    fn namespace(&self) -> Arc<str> {
        Arc::from(NAMESPACE)
    }

    async fn check(&self) -> Result<Checked> {
        let databases = vec![self.place.log.last().to_owned()];
        let engine = "query log".to_owned();
        match &self.reader {
            Reader::Files(folder) => folder.check().await?,
            Reader::Postgres(server) => server.check_statements().await?,
            Reader::MySql(server) => server.check_statements(self.kind == LogKind::MysqlGeneralTable).await?,
        }
        Ok(Checked { engine, version: self.kind.code().to_owned(), databases })
    }

    fn crawl(&self) -> BoxStream<'_, Result<Record>> {
        self.crawl_from(None)
    }

    fn crawl_from(&self, position: Option<String>) -> BoxStream<'_, Result<Record>> {
        crawl::stream(move |sink| self.read(sink, position))
    }

    fn covers(&self, name: &Name, _kind: AssetKind) -> bool {
        name.parts.is_empty() || name.parts == self.place.log.parts
    }
}

impl QueryLog {
    async fn read(&self, sink: Sink, position: Option<String>) -> Result<()> {
        let log = self.place.log.clone();
        let details = PipelineDetails { tool: Some("Query log".to_owned()), ..PipelineDetails::default() };
        sink.say(AssetRecord::new(log.clone(), Details::Pipeline(details))).await;
        match &self.reader {
            Reader::Files(folder) => self.read_files(folder, &sink, position).await?,
            Reader::Postgres(server) => self.read_postgres(server, &sink, position).await?,
            Reader::MySql(server) if self.kind == LogKind::MysqlDigests => {
                self.read_digests(server, &sink, position).await?;
            }
            Reader::MySql(server) => self.read_general_table(server, &sink, position).await?,
        }
        sink.scope_read(log).await;
        Ok(())
    }

    /// Says what of the log could not be used.
    async fn say_unclear(&self, sink: &Sink, unclear: usize) {
        if unclear > 0 {
            let message =
                format!("{unclear} statements are left out: it cannot be told where their values begin and end");
            sink.note(self.place.log.clone(), message, false).await;
        }
    }
}

impl std::fmt::Debug for QueryLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueryLog").field("kind", &self.kind).finish_non_exhaustive()
    }
}
