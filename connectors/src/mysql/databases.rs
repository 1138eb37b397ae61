//! Which databases of a server are read, and reading them one after the other.

use catalog::Name;
use sqlx::{Connection, MySqlConnection};

use super::{
    MySql,
    grants::Grants,
    read,
    row::{text, word},
};
use crate::{
    config::filter::spelling,
    crawl::Sink,
    error::{Error, Result},
};

/// The most databases of one source.
const MAX_DATABASES: usize = 1_000;

impl MySql {
    /// The databases that are to be read and that the account sees.
    pub(super) async fn visible_databases(&self, connection: &mut MySqlConnection) -> Result<Vec<String>> {
        let rows =
            sqlx::query("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY CAST(SCHEMA_NAME AS BINARY)")
                .fetch_all(connection)
                .await
                .map_err(|cause| self.fault("the list of databases", cause))?;
        let names = rows.iter().map(|row| word(row, 0)).filter(|name| self.reads_database(name));
        Ok(names.take(MAX_DATABASES).collect())
    }

    /// Reads every database that the account sees. One that is named and not seen is reported and not judged: it may be
    /// gone, or only hidden.
    pub(super) async fn read(&self, sink: Sink) -> Result<()> {
        let (mut connection, server) = self.open(None).await?;
        self.begin_reading(&mut connection, &server, self.timeout()).await?;
        let visible = self.visible_databases(&mut connection).await?;
        if visible.is_empty() {
            let answer = "it sees none that fits `databases`".to_owned();
            return Err(Error::NotAllowed { action: "read any database".to_owned(), answer });
        }
        let named = self.config.databases.iter().filter_map(|pattern| spelling(pattern));
        let hidden: Vec<String> = named.filter(|name| !visible.contains(name)).collect();
        for database in &hidden {
            let answer = "the account does not see it".to_owned();
            let cause = Error::NotAllowed { action: format!("read `{database}`"), answer };
            sink.scope_failed(Name::new(self.namespace.clone(), [database.as_str()]), &cause).await;
        }
        let grants = self.grants(&mut connection).await?;
        for database in &visible {
            let is_seen_whole = grants.see_all_of(database);
            read::database(self, &mut connection, &server, (database, is_seen_whole), &sink).await?;
        }
        connection.close().await.map_err(|cause| self.fault("the connection", cause))?;
        if hidden.is_empty() && grants.see_everything() {
            sink.scope_read(Name { namespace: self.namespace.clone(), parts: Vec::new() }).await;
        }
        Ok(())
    }

    /// The rights of the account, those of its active roles included.
    async fn grants(&self, connection: &mut MySqlConnection) -> Result<Grants> {
        let fault = |cause| self.fault("the rights of the account", cause);
        // MariaDB lists the rights of the active role by itself. MySQL names the roles, as quoted text that may be put
        // behind USING as it is; a server without roles has no such function.
        let roles = sqlx::query("SELECT CURRENT_ROLE()").fetch_one(&mut *connection).await.ok();
        let roles = roles.and_then(|row| text(&row, 0)).filter(|roles| roles.starts_with('`'));
        let statement = match roles {
            Some(roles) => format!("SHOW GRANTS FOR CURRENT_USER() USING {roles}"),
            None => "SHOW GRANTS".to_owned(),
        };
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).fetch_all(connection).await.map_err(fault)?;
        let lines: Vec<String> = rows.iter().map(|row| word(row, 0)).collect();
        Ok(Grants::read(lines.iter().map(String::as_str)))
    }
}
