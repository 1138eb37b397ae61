//! The general log as a table, `mysql.general_log`: read on from the time of the last row that was read.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use sqlx::MySqlConnection;

use super::{
    gather::Gatherer,
    general,
    position::{Position, Session},
};
use crate::{error::Result, mysql::MySql};

/// The most rows of one crawl.
const MAX_ROWS: u64 = 5_000_000;
/// How many rows are fetched at a time.
pub(crate) const PAGE: usize = 1_000;

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) at: DateTime<Utc>,
    /// `ana[ana] @ localhost [127.0.0.1]`
    pub(crate) user_host: String,
    pub(crate) connection: u64,
    pub(crate) command: String,
    /// What was run; nothing of what is not UTF-8.
    pub(crate) argument: Option<String>,
    pub(crate) is_cut: bool,
}

/// Rows in the order in which they were written.
pub(crate) struct Rows {
    connection: MySqlConnection,
    rows: VecDeque<Row>,
    /// Behind which time and which row of that time the next page begins.
    last: (i64, u64),
    read: u64,
    is_at_end: bool,
}

impl Rows {
    pub(super) async fn begin(server: &MySql, last: Option<(i64, u64)>) -> Result<Self> {
        let connection = server.open_log().await?;
        Ok(Self { connection, rows: VecDeque::new(), last: last.unwrap_or_default(), read: 0, is_at_end: false })
    }

    pub(super) async fn next(&mut self, server: &MySql) -> Result<Option<Row>> {
        if self.rows.is_empty() && !self.is_at_end && self.read < MAX_ROWS {
            self.rows = server.log_page(&mut self.connection, self.last).await?.into();
            self.is_at_end = self.rows.len() < PAGE;
        }
        let Some(row) = self.rows.pop_front() else { return Ok(None) };
        self.read += 1;
        self.last = follow(self.last, row.at);
        Ok(Some(row))
    }

    pub(super) fn is_cut(&self) -> bool {
        !self.is_at_end
    }
}

/// The time of a row, and how many rows of that time have been read with it.
fn follow((micros, count): (i64, u64), at: DateTime<Utc>) -> (i64, u64) {
    let now = at.timestamp_micros();
    if now == micros { (micros, count + 1) } else { (now, 1) }
}

impl Row {
    /// Counts the row.
    pub(super) fn take(self, position: &mut Position, gatherer: &mut Gatherer) {
        position.last = Some(follow(position.last.unwrap_or_default(), self.at));
        let Some(text) = self.argument else {
            gatherer.unclear += usize::from(self.command == "Query" || self.command == "Execute");
            return;
        };
        // Every row says who, so that only the database has to be remembered.
        let known = position.sessions.get(&self.connection).cloned().unwrap_or_default();
        let actor = self.user_host.split('[').next().map(str::trim).filter(|actor| !actor.is_empty());
        if matches!(self.command.as_str(), "Query" | "Execute") && known.0.as_deref() != actor {
            position.open(self.connection, Session(actor.map(str::to_owned), known.1));
        }
        general::take((self.connection, &self.command, &text, self.is_cut), Some(self.at), position, gatherer);
    }
}
