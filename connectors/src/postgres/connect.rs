//! Opening a connection to PostgreSQL, and what its errors mean.

use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::{
    AssertSqlSafe, ConnectOptions, PgConnection, Row,
    postgres::{PgConnectOptions, PgSslMode},
};

use super::Postgres;
use crate::{
    config::{self, Tls},
    error::{Error, Result},
};

/// How long a server may take to answer the door.
const CONNECT: Duration = Duration::from_secs(10);
/// The oldest version whose dictionary is read.
const OLDEST: i32 = 120_000;

/// The version of a server.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// As it states it, such as `15.4`.
    pub(super) text: String,
    /// As a number, such as 150004.
    pub(super) number: i32,
}

impl Postgres {
    /// Opens a connection to a database whose server is new enough.
    pub(super) async fn open(&self, database: &str) -> Result<(PgConnection, Version)> {
        let mut connection = self.connect(database).await?;
        let row = sqlx::query("SELECT current_setting('server_version'), current_setting('server_version_num')::int4")
            .fetch_one(&mut connection)
            .await
            .map_err(|cause| self.fault("the server's version", cause))?;
        let version = Version { text: row.get(0), number: row.get(1) };
        if version.number < OLDEST {
            let problem = format!("is PostgreSQL {}; 12 or newer can be read", version.text);
            return Err(Error::invalid("host", problem));
        }
        Ok((connection, version))
    }

    /// Connects to one of the addresses that were judged when the name was resolved.
    async fn connect(&self, database: &str) -> Result<PgConnection> {
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

    fn options(&self, database: &str, address: &str) -> PgConnectOptions {
        let config = &self.config;
        // A verified certificate is one for the name, so the name itself has to be connected to. Who redirects it
        // afterwards would need such a certificate too, before anything of ours is sent.
        let host = if config.protection.tls == Tls::VerifyFull { config.host.as_str() } else { address };
        let options = PgConnectOptions::new_without_pgpass()
            .host(host)
            .port(config.port)
            .username(&config.user)
            .password(config.password.expose_secret())
            .database(database)
            .application_name("cadastre")
            .ssl_mode(match config.protection.tls {
                Tls::Disable => PgSslMode::Disable,
                Tls::Prefer => PgSslMode::Prefer,
                Tls::Require => PgSslMode::Require,
                Tls::VerifyFull => PgSslMode::VerifyFull,
            })
            .disable_statement_logging();
        match &config.protection.ca_file {
            Some(file) => options.ssl_root_cert(file),
            None => options,
        }
    }

    /// Begins a transaction that sees one state and cannot write, with the time limits of a crawl.
    pub(super) async fn begin_reading(&self, connection: &mut PgConnection, timeout: Duration) -> Result<()> {
        let timeout = timeout.as_millis();
        // With nothing but pg_catalog on the path, every expression that the server prints names its schemas. Cursors are
        // read to their end, so plans are to be made for that.
        let statements = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
             SET LOCAL search_path = pg_catalog;
             SET LOCAL statement_timeout = {timeout};
             SET LOCAL lock_timeout = {};
             SET LOCAL cursor_tuple_fraction = 1.0;
             SET LOCAL jit = off;
             SET LOCAL quote_all_identifiers = off",
            timeout.min(30_000)
        );
        sqlx::raw_sql(AssertSqlSafe(statements))
            .execute(connection)
            .await
            .map_err(|cause| self.fault("the start of a transaction", cause))?;
        Ok(())
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
            sqlx::Error::Protocol(problem) => return self.unreachable(format!("not as PostgreSQL does: {problem}")),
            _ => return Error::Unreadable { what: what.into(), cause },
        };
        let answer = error.message().to_owned();
        match error.code().as_deref().unwrap_or_default() {
            "28P01" | "28000" => Error::Refused { address: self.address(), answer },
            "3D000" => Error::NotThere { field: "database", answer },
            "42501" => Error::NotAllowed { action: format!("read {}", what.into()), answer },
            "55P03" => Error::Locked { what: what.into(), answer },
            "57014" => Error::TimedOut { action: what.into(), seconds: self.timeout().as_secs() },
            // Connection exceptions, too many connections or too little of something, shutting down.
            code if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
                self.unreachable(answer)
            }
            _ => Error::Unreadable { what: what.into(), cause },
        }
    }
}
