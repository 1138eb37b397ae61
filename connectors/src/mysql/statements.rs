//! What MySQL and MariaDB tell of statements: the digests that the performance schema counts, and the general log where it
//! is a table.

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, MySqlConnection, Row as _, mysql::MySqlRow};

use super::{
    MySql,
    row::{number, said, text, word},
};
use crate::{
    error::{Error, Result},
    query_log::{
        counters::{Counted, MAX_STATEMENTS, Statement},
        table::{PAGE, Row},
    },
};

/// The most bytes of a statement that are read.
const MAX_BYTES: i64 = 256 * 1024;

impl MySql {
    /// Checks that the digests, or the general log as a table, can be read.
    ///
    /// # Errors
    /// `Invalid` when the server does not keep them; `Forbidden` for an account that may not read them.
    pub(crate) async fn check_statements(&self, is_log: bool) -> Result<()> {
        let mut connection = self.open_log().await?;
        if is_log {
            self.check_log(&mut connection).await?;
            self.log_page(&mut connection, (i64::MAX / 2, 0)).await?;
        } else {
            self.check_digests(&mut connection).await?;
        }
        connection.close().await.map_err(|cause| self.fault("the connection", cause))
    }

    /// A connection that can only read, whose times are in UTC.
    pub(crate) async fn open_log(&self) -> Result<MySqlConnection> {
        let (mut connection, server) = self.open(None).await?;
        let zone = sqlx::raw_sql("SET SESSION time_zone = '+00:00'").execute(&mut connection).await;
        zone.map_err(|cause| self.fault("the start of a transaction", cause))?;
        self.begin_reading(&mut connection, &server, self.timeout()).await?;
        Ok(connection)
    }

    async fn setting(&self, connection: &mut MySqlConnection, select: &'static str) -> Result<String> {
        let row = sqlx::query(select).fetch_one(connection).await;
        Ok(word(&row.map_err(|cause| self.fault("the server's settings", cause))?, 0))
    }

    async fn check_digests(&self, connection: &mut MySqlConnection) -> Result<()> {
        let is_on = self.setting(connection, "SELECT CAST(@@performance_schema AS CHAR)").await?;
        if !["1", "ON"].contains(&is_on.as_str()) {
            let problem = "does not count statements; start the server with performance_schema=ON";
            return Err(Error::invalid("host", problem));
        }
        let select = "SELECT CAST(count(*) AS SIGNED)
                      FROM performance_schema.events_statements_summary_by_digest WHERE 1 = 0";
        let answer = sqlx::query(select).execute(connection).await;
        answer.map(drop).map_err(|cause| self.fault("the statement digests", cause))
    }

    async fn check_log(&self, connection: &mut MySqlConnection) -> Result<()> {
        let output = self.setting(connection, "SELECT CAST(@@log_output AS CHAR)").await?;
        if !output.to_ascii_uppercase().split(',').any(|output| output.trim() == "TABLE") {
            let problem = format!("writes its log to `{output}`; set log_output=TABLE, or read the files");
            return Err(Error::invalid("host", problem));
        }
        Ok(())
    }

    /// Every statement that the server counts, those that ran most first.
    ///
    /// # Errors
    /// As [`Self::check_statements`]; what a connection fails with.
    pub(crate) async fn digests(&self) -> Result<Counted> {
        let mut connection = self.open_log().await?;
        self.check_digests(&mut connection).await?;
        let now = sqlx::query("SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)")
            .fetch_one(&mut connection)
            .await
            .map_err(|cause| self.fault("the server's time", cause))?;
        let rows = sqlx::query(
            "SELECT SCHEMA_NAME, DIGEST, LEFT(DIGEST_TEXT, 200000), CAST(COUNT_STAR AS SIGNED),
                    CAST(SUM_TIMER_WAIT DIV 1000000 AS SIGNED), CAST(SUM_ROWS_AFFECTED + SUM_ROWS_SENT AS SIGNED),
                    CAST(UNIX_TIMESTAMP(FIRST_SEEN) * 1000000 AS SIGNED),
                    CAST(UNIX_TIMESTAMP(LAST_SEEN) * 1000000 AS SIGNED)
             FROM performance_schema.events_statements_summary_by_digest
             ORDER BY COUNT_STAR DESC LIMIT 100001",
        )
        .fetch_all(&mut connection)
        .await
        .map_err(|cause| self.fault("the statement digests", cause))?;
        let mut counted = Counted { now: moment(number(&now, 0)), ..Counted::default() };
        if rows.len() > MAX_STATEMENTS {
            counted.notes.push((format!("only the {MAX_STATEMENTS} most frequent statements are read"), true));
        }
        // What did not fit in the table is one row without a digest.
        if rows.iter().any(|row| said(row, 1).is_none() && number(row, 3).unwrap_or_default() > 0) {
            let message = "the server's table of digests is full: make performance_schema_digests_size larger";
            counted.notes.push((message.to_owned(), true));
        }
        let counted_rows = rows.iter().take(MAX_STATEMENTS).filter(|row| said(row, 1).is_some());
        counted.statements = counted_rows.map(statement).collect();
        connection.close().await.map_err(|cause| self.fault("the connection", cause))?;
        Ok(counted)
    }

    /// The next rows of the general log behind a time, in microseconds, and so many rows of that time.
    pub(crate) async fn log_page(
        &self,
        connection: &mut MySqlConnection,
        (micros, skip): (i64, u64),
    ) -> Result<Vec<Row>> {
        // What is behind the last moment that the server's type for times has is behind every row.
        let micros = micros.clamp(0, 2_000_000_000_000_000);
        let rows = sqlx::query(
            "SELECT CAST(UNIX_TIMESTAMP(event_time) * 1000000 AS SIGNED), user_host, CAST(thread_id AS SIGNED),
                    command_type, LEFT(argument, ?), CAST(LENGTH(argument) > ? AS SIGNED)
             FROM mysql.general_log
             WHERE event_time >= FROM_UNIXTIME(? DIV 1000000) + INTERVAL (? MOD 1000000) MICROSECOND
             ORDER BY event_time LIMIT ? OFFSET ?",
        )
        .bind(MAX_BYTES)
        .bind(MAX_BYTES)
        .bind(micros)
        .bind(micros)
        .bind(PAGE as u64)
        .bind(skip)
        .fetch_all(connection)
        .await
        .map_err(|cause| self.fault("the table `mysql.general_log`", cause))?;
        Ok(rows.iter().map(log_row).collect())
    }
}

fn moment(micros: Option<i64>) -> DateTime<Utc> {
    micros.and_then(DateTime::from_timestamp_micros).unwrap_or_default()
}

fn statement(row: &MySqlRow) -> Statement {
    let database = said(row, 0);
    let sql = word(row, 2);
    // The server keeps as much of a digest as it is told to, and marks the rest.
    let is_cut = sql.trim_end().ends_with("...") && !sql.trim_end().ends_with("(...");
    Statement {
        key: format!("{}/{}", database.as_deref().unwrap_or_default(), word(row, 1)),
        sql,
        is_cut,
        actor: None,
        database,
        calls: number(row, 3).unwrap_or_default(),
        micros: number(row, 4).unwrap_or_default(),
        rows: number(row, 5).unwrap_or_default(),
        seen: Some((moment(number(row, 6)), moment(number(row, 7)))),
    }
}

fn log_row(row: &MySqlRow) -> Row {
    let argument = row.try_get_unchecked::<Option<&[u8]>, _>(4).ok().flatten();
    Row {
        at: moment(number(row, 0)),
        user_host: text(row, 1).unwrap_or_default(),
        connection: number(row, 2).and_then(|number| u64::try_from(number).ok()).unwrap_or_default(),
        command: word(row, 3),
        argument: argument.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(str::to_owned),
        is_cut: number(row, 5).unwrap_or_default() > 0,
    }
}
