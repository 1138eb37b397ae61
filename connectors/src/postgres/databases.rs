//! Which databases of a server are read, and reading them one after the other.

use catalog::Name;
use sqlx::PgConnection;

use super::{Postgres, read};
use crate::{
    config::filter::spelling,
    crawl::Sink,
    error::{Error, Result},
};

/// The most databases of one source.
const MAX_DATABASES: i64 = 1_000;

impl Postgres {
    /// The databases to read. Patterns are compared with those that the account may connect to; plain names are taken
    /// as they are, so that one that is gone is noticed.
    pub(super) async fn list_databases(&self, connection: &mut PgConnection) -> Result<Vec<String>> {
        if self.config.databases.is_empty() {
            return Ok(vec![self.config.database.clone()]);
        }
        let named: Vec<String> = self.config.databases.iter().filter_map(|name| spelling(name)).collect();
        if !self.lists_itself() {
            return Ok(named);
        }
        let present: Vec<String> = sqlx::query_scalar(
            "SELECT datname::text
             FROM pg_catalog.pg_database
             WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT')
             ORDER BY datname
             LIMIT $1",
        )
        .bind(MAX_DATABASES)
        .fetch_all(connection)
        .await
        .map_err(|cause| self.fault("the list of databases", cause))?;
        let mut chosen: Vec<String> = present.into_iter().filter(|database| self.reads_database(database)).collect();
        for name in named {
            if !chosen.contains(&name) {
                chosen.push(name);
            }
        }
        Ok(chosen)
    }

    /// Whether the server says which databases there are.
    fn lists_itself(&self) -> bool {
        self.config.databases.iter().any(|name| spelling(name).is_none())
    }

    /// Reads every database; one that cannot be opened is not judged, unless it is the only one.
    pub(super) async fn read(&self, sink: Sink) -> Result<()> {
        let mut first = self.open(&self.config.database).await?;
        let databases = self.list_databases(&mut first.0).await?;
        let mut first = Some(first);
        if databases.is_empty() {
            let problem = "no database that the account may connect to fits";
            return Err(Error::invalid("databases", problem));
        }
        let mut last_failure = None;
        let mut failures = 0;
        for database in &databases {
            let opened = match first.take_if(|_| *database == self.config.database) {
                Some(opened) => Ok(opened),
                None => self.open(database).await,
            };
            match opened {
                Ok((connection, version)) => read::database(self, connection, version, &sink).await?,
                Err(cause @ (Error::Refused { .. } | Error::NotAllowed { .. } | Error::NotThere { .. })) => {
                    sink.scope_failed(Name::new(self.namespace.clone(), [database.as_str()]), &cause).await;
                    failures += 1;
                    last_failure = Some(cause);
                }
                Err(cause) => return Err(cause),
            }
        }
        match last_failure {
            Some(cause) if failures == databases.len() => Err(cause),
            None if self.lists_itself() => {
                // The server itself listed its databases and all were read: what it did not list is gone.
                sink.scope_read(Name { namespace: self.namespace.clone(), parts: Vec::new() }).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
