//! What PostgreSQL counts of statements: the view of the extension `pg_stat_statements`, in every version since 1.3.
//!
//! Its columns have had several names. The view says who ran a statement and in which database, how often and how long, and
//! not when.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, postgres::PgRow};

use super::Postgres;
use crate::{
    error::{Error, Result},
    query_log::counters::{Counted, MAX_STATEMENTS, Statement},
    scan,
};

/// The most characters of a statement that are read.
const MAX_CHARACTERS: usize = 200_000;
/// What the view says in place of a statement of others, to an account that may not see it.
const HIDDEN: &str = "<insufficient privilege>";

/// What the extension of this server has.
struct View {
    /// Its name with its schema, quoted.
    name: String,
    /// The column with the time in milliseconds.
    time: &'static str,
    /// Whether nested statements are told from others.
    has_toplevel: bool,
    /// The view that tells since when is counted.
    info: Option<String>,
}

impl Postgres {
    /// Checks that the statistics are there.
    ///
    /// # Errors
    /// `Invalid` when the database has no such extension, or the server does not load it.
    pub(crate) async fn check_statements(&self) -> Result<()> {
        let mut connection = self.reading().await?;
        let view = self.view(&mut connection).await?;
        let probe = format!("SELECT 1 FROM {} LIMIT 1", view.name);
        sqlx::query(AssertSqlSafe(probe)).execute(&mut connection).await.map_err(|cause| self.unloaded(cause))?;
        connection.close().await.map_err(|cause| self.fault("the connection", cause))
    }

    /// Every statement that the server counts, those that ran most first.
    ///
    /// # Errors
    /// As [`Self::check_statements`]; what a connection fails with.
    pub(crate) async fn statements(&self) -> Result<Counted> {
        let mut connection = self.reading().await?;
        let view = self.view(&mut connection).await?;
        let mut counted = self.began(&mut connection, &view).await?;
        let View { name, time, has_toplevel, .. } = &view;
        // Hidden statements have no identifier.
        let toplevel = if *has_toplevel { "s.toplevel" } else { "true" };
        let select = format!(
            "SELECT s.queryid, s.userid::int8, s.dbid::int8, {toplevel}, left(s.query, {MAX_CHARACTERS}),
                    length(s.query) > {MAX_CHARACTERS}, r.rolname::text, d.datname::text,
                    s.calls, (s.{time} * 1000)::int8, s.rows
             FROM {name} s LEFT JOIN pg_roles r ON r.oid = s.userid LEFT JOIN pg_database d ON d.oid = s.dbid
             WHERE s.queryid IS NOT NULL OR s.query = '{HIDDEN}' ORDER BY s.calls DESC LIMIT {}",
            MAX_STATEMENTS + 1
        );
        let rows = sqlx::query(AssertSqlSafe(select)).fetch_all(&mut connection).await;
        let rows = rows.map_err(|cause| self.unloaded(cause))?;
        let statements = rows.iter().take(MAX_STATEMENTS).map(statement);
        let (hidden, open): (Vec<_>, Vec<_>) = statements.partition(|statement| statement.sql == HIDDEN);
        if !hidden.is_empty() {
            let message = format!(
                "{} statements of others are hidden from the account; make it a member of `pg_read_all_stats`",
                hidden.len()
            );
            counted.notes.push((message, true));
        }
        if rows.len() > MAX_STATEMENTS {
            counted.notes.push((format!("only the {MAX_STATEMENTS} most frequent statements are read"), true));
        }
        counted.statements = open;
        connection.close().await.map_err(|cause| self.fault("the connection", cause))?;
        Ok(counted)
    }

    async fn reading(&self) -> Result<PgConnection> {
        let (mut connection, _) = self.open(&self.config.database).await?;
        self.begin_reading(&mut connection, self.timeout()).await?;
        Ok(connection)
    }

    async fn view(&self, connection: &mut PgConnection) -> Result<View> {
        let columns: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT n.nspname::text, c.relname::text, a.attname::text
             FROM pg_extension e
             JOIN pg_namespace n ON n.oid = e.extnamespace
             JOIN pg_class c ON c.relnamespace = n.oid
                  AND c.relname IN ('pg_stat_statements', 'pg_stat_statements_info')
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE e.extname = 'pg_stat_statements'",
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(|cause| self.fault("the extension `pg_stat_statements`", cause))?;
        let Some((schema, ..)) = columns.first() else {
            let answer = format!(
                "`{}` has no extension `pg_stat_statements`; run CREATE EXTENSION pg_stat_statements there, or name a database that has it",
                self.config.database
            );
            return Err(Error::invalid("database", answer));
        };
        let schema = scan::quoted(schema);
        let has = |view: &str, column: &str| columns.iter().any(|(_, known, name)| known == view && name == column);
        let view = "pg_stat_statements";
        let info = has("pg_stat_statements_info", "stats_reset").then(|| format!("{schema}.pg_stat_statements_info"));
        Ok(View {
            name: format!("{schema}.{view}"),
            time: if has(view, "total_exec_time") { "total_exec_time" } else { "total_time" },
            has_toplevel: has(view, "toplevel"),
            info,
        })
    }

    /// The server's time, and since when it counts.
    async fn began(&self, connection: &mut PgConnection, view: &View) -> Result<Counted> {
        let since = match &view.info {
            Some(info) => format!("(SELECT stats_reset FROM {info})"),
            None => "NULL::timestamptz".to_owned(),
        };
        let select = format!("SELECT now(), {since}");
        let row: (DateTime<Utc>, Option<DateTime<Utc>>) =
            sqlx::query_as(AssertSqlSafe(select)).fetch_one(connection).await.map_err(|cause| self.unloaded(cause))?;
        Ok(Counted { now: row.0, began: row.1, ..Counted::default() })
    }

    /// An error of the view, which is there and says nothing unless the server loads the library.
    fn unloaded(&self, cause: sqlx::Error) -> Error {
        let state = cause.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        if state.as_deref() == Some("55000") {
            let problem =
                "does not load `pg_stat_statements`; add it to shared_preload_libraries and start the server again";
            return Error::invalid("host", problem);
        }
        self.fault("the statistics of statements", cause)
    }
}

fn statement(row: &PgRow) -> Statement {
    let id = row.get::<Option<i64>, _>(0).unwrap_or_default();
    let (user, database, is_top): (i64, i64, bool) = (row.get(1), row.get(2), row.get(3));
    Statement {
        key: format!("{database}/{user}/{id}/{}", u8::from(is_top)),
        sql: row.get::<Option<String>, _>(4).unwrap_or_default(),
        is_cut: row.get::<Option<bool>, _>(5).unwrap_or_default(),
        actor: row.get(6),
        database: row.get(7),
        calls: row.get(8),
        micros: row.get(9),
        rows: row.get(10),
        seen: None,
    }
}
