//! Opening a connection to MySQL or MariaDB, and what its errors mean.

use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::{
    AssertSqlSafe, ConnectOptions, MySqlConnection,
    mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlSslMode},
};

use super::{
    MySql,
    row::{number, word},
};
use crate::{
    config::{self, Tls},
    error::{Error, Result},
};

/// How long a server may take to answer the door.
const CONNECT: Duration = Duration::from_secs(10);

/// What a server says it is.
#[derive(Debug, Clone)]
pub(super) struct Server {
    /// Its version as it states it, such as `10.11.6-MariaDB`.
    pub(super) version: String,
    /// Whether it has conditions (`CHECK_CONSTRAINTS`).
    pub(super) has_checks: bool,
    /// Whether its list of indexes has expressions.
    pub(super) has_index_expressions: bool,
}

impl Server {
    pub(super) fn is_mariadb(&self) -> bool {
        self.version.to_ascii_lowercase().contains("mariadb")
    }

    pub(super) fn engine(&self) -> &'static str {
        if self.is_mariadb() { "mariadb" } else { "mysql" }
    }
}

impl MySql {
    /// Opens a connection and learns what the server is.
    pub(super) async fn open(&self, database: Option<&str>) -> Result<(MySqlConnection, Server)> {
        let mut connection = self.connect(database).await?;
        let row = sqlx::query(
            "SELECT VERSION(),
                    (SELECT CAST(count(*) AS SIGNED) FROM information_schema.TABLES
                     WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'CHECK_CONSTRAINTS'),
                    (SELECT CAST(count(*) AS SIGNED) FROM information_schema.COLUMNS
                     WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'STATISTICS' AND COLUMN_NAME = 'EXPRESSION')",
        )
        .fetch_one(&mut connection)
        .await
        .map_err(|cause| self.fault("the server's version", cause))?;
        let server = Server {
            version: word(&row, 0),
            has_checks: number(&row, 1).unwrap_or_default() > 0,
            has_index_expressions: number(&row, 2).unwrap_or_default() > 0,
        };
        Ok((connection, server))
    }

    /// Connects to one of the addresses that were judged when the name was resolved.
    async fn connect(&self, database: Option<&str>) -> Result<MySqlConnection> {
        let addresses = self.outbound.resolve(&self.config.host, self.config.port).await?;
        config::check_ca_file(self.config.protection.ca_file.as_deref()).await?;
        let patience = CONNECT.min(self.timeout());
        let mut last = None;
        for address in addresses {
            let options = self.options(database, &address.ip().to_string());
            let error = match tokio::time::timeout(patience, options.connect()).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(cause)) => self.fault(format!("the answer of `{}`", self.address()), cause),
                Err(_) => self.unreachable(format!("no answer within {} s", patience.as_secs())),
            };
            if !matches!(error, Error::Unreachable { .. }) {
                return Err(error);
            }
            last = Some(error);
        }
        Err(last.unwrap_or_else(|| self.unreachable("the name stands for no address".to_owned())))
    }

    fn options(&self, database: Option<&str>, address: &str) -> MySqlConnectOptions {
        let config = &self.config;
        // A verified certificate is one for the name, so the name itself has to be connected to. Who redirects it
        // afterwards would need such a certificate too, before anything of ours is sent.
        let host = if config.protection.tls == Tls::VerifyFull { config.host.as_str() } else { address };
        let mut options = MySqlConnectOptions::new()
            .host(host)
            .port(config.port)
            .username(&config.user)
            .charset("utf8mb4")
            .pipes_as_concat(false)
            .no_engine_substitution(false)
            .ssl_mode(match config.protection.tls {
                Tls::Disable => MySqlSslMode::Disabled,
                Tls::Prefer => MySqlSslMode::Preferred,
                Tls::Require => MySqlSslMode::Required,
                Tls::VerifyFull => MySqlSslMode::VerifyIdentity,
            })
            .disable_statement_logging();
        let password = config.password.expose_secret();
        if !password.is_empty() {
            options = options.password(password);
        }
        if let Some(file) = &config.protection.ca_file {
            options = options.ssl_ca(file);
        }
        match database {
            Some(database) => options.database(database),
            None => options,
        }
    }

    /// Makes a connection one that cannot write, prints SQL in one way, and stops what takes too long.
    pub(super) async fn begin_reading(
        &self,
        connection: &mut MySqlConnection,
        server: &Server,
        timeout: Duration,
    ) -> Result<()> {
        let limit = if server.is_mariadb() {
            format!("SET SESSION max_statement_time = {:.3}", timeout.as_secs_f64())
        } else {
            format!("SET SESSION max_execution_time = {}", timeout.as_millis().max(1))
        };
        let statements = format!("{limit}; SET SESSION sql_mode = ''; START TRANSACTION READ ONLY");
        let answer = sqlx::raw_sql(AssertSqlSafe(statements)).execute(connection).await;
        answer.map(|_| ()).map_err(|cause| self.fault("the start of a transaction", cause))
    }

    fn unreachable(&self, reason: String) -> Error {
        Error::Unreachable { address: self.address(), reason }
    }

    /// An error of the driver, as what the caller can do about it.
    pub(super) fn fault(&self, what: impl Into<String>, cause: sqlx::Error) -> Error {
        let error = match &cause {
            sqlx::Error::Database(error) => error,
            sqlx::Error::Io(io) => return config::tls_fault(io).unwrap_or_else(|| self.unreachable(io.to_string())),
            sqlx::Error::Tls(problem) => {
                return Error::invalid("tls", format!("the encrypted connection was not made: {problem}"));
            }
            sqlx::Error::Protocol(problem) => return self.unreachable(format!("not as MySQL does: {problem}")),
            _ => return Error::Unreadable { what: what.into(), cause },
        };
        let answer = error.message().to_owned();
        match error.try_downcast_ref::<MySqlDatabaseError>().map_or(0, MySqlDatabaseError::number) {
            1044 | 1045 | 1130 | 1251 | 1698 | 1820 | 1862 | 3118 | 4151 => {
                Error::Refused { address: self.address(), answer }
            }
            1049 => Error::NotThere { field: "databases", answer },
            1142 | 1143 | 1227 | 1345 | 1356 | 1370 => {
                Error::NotAllowed { action: format!("read {}", what.into()), answer }
            }
            1205 => Error::Locked { what: what.into(), answer },
            1969 | 3024 => Error::TimedOut { action: what.into(), seconds: self.timeout().as_secs() },
            // Too many connections, a host that is blocked for now, shutting down, killed.
            1040 | 1053 | 1129 | 1203 | 1226 | 1317 | 1927 => self.unreachable(answer),
            _ => Error::Unreadable { what: what.into(), cause },
        }
    }
}
