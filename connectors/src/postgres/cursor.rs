//! Ordered server-side cursors: several lists that are all sorted by one number are read side by side, a page of each at
//! a time, so that memory does not grow with the size of a database.

use std::collections::VecDeque;

use sqlx::{AssertSqlSafe, PgConnection, Row, postgres::PgRow};

use super::Postgres;
use crate::error::Result;

/// How many rows are fetched at a time.
const PAGE: usize = 1_000;

/// A cursor over rows whose first column is the number (int8) that they are sorted by.
pub(super) struct Cursor {
    /// What it lists, for errors.
    what: &'static str,
    fetch: String,
    rows: VecDeque<PgRow>,
    is_at_end: bool,
}

impl Cursor {
    /// Opens a cursor for `select`. `name` and `select` are ours, with nothing in them but numbers from outside.
    pub(super) async fn open(
        source: &Postgres,
        connection: &mut PgConnection,
        (name, what): (&'static str, &'static str),
        select: &str,
    ) -> Result<Self> {
        let declare = format!("DECLARE {name} NO SCROLL CURSOR FOR {select}");
        sqlx::query(AssertSqlSafe(declare))
            .persistent(false)
            .execute(connection)
            .await
            .map_err(|cause| source.fault(what, cause))?;
        Ok(Self { what, fetch: format!("FETCH {PAGE} FROM {name}"), rows: VecDeque::new(), is_at_end: false })
    }

    /// The next row.
    pub(super) async fn next(&mut self, source: &Postgres, connection: &mut PgConnection) -> Result<Option<PgRow>> {
        if self.rows.is_empty() && !self.is_at_end {
            let page = sqlx::query(AssertSqlSafe(self.fetch.as_str())).fetch_all(connection).await;
            self.rows = page.map_err(|cause| source.fault(self.what, cause))?.into();
            self.is_at_end = self.rows.len() < PAGE;
        }
        Ok(self.rows.pop_front())
    }

    /// The rows of `key`; those of smaller keys, which nobody asked for, are passed over.
    pub(super) async fn rows_of(
        &mut self,
        source: &Postgres,
        connection: &mut PgConnection,
        key: i64,
    ) -> Result<Vec<PgRow>> {
        let mut found = Vec::new();
        while let Some(row) = self.next(source, connection).await? {
            let of_row: i64 = row.get(0);
            if of_row > key {
                self.rows.push_front(row);
                break;
            }
            if of_row == key {
                found.push(row);
            }
        }
        Ok(found)
    }
}
