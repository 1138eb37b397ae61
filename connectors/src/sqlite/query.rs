//! Asking an SQLite file: one statement that only reads, with a limit of rows and of time.

use std::time::Instant;

use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, Column, Connection, Row, SqlSafeStr, SqliteConnection, TypeInfo, ValueRef,
    sqlite::{SqliteRow, SqliteValueRef},
};

use super::Sqlite;
use crate::{
    connector::{QueryLimits, Rows},
    error::{Error, Result},
    question,
};

/// How many steps of its machine the engine takes between two looks at the time.
const STEPS: i32 = 10_000;

pub(super) async fn query(source: &Sqlite, sql: &str, limits: QueryLimits) -> Result<Rows> {
    question::check(sql)?;
    question::check_single_for_sqlite(sql)?;
    let mut connection = source.open().await?;
    let deadline = Instant::now() + limits.timeout;
    {
        // The engine runs on a thread of its own, which goes on when nobody waits any more; so it watches the time itself.
        let mut handle = connection.lock_handle().await.map_err(|cause| source.fault("the file", cause))?;
        handle.set_progress_handler(STEPS, move || Instant::now() < deadline);
    }
    let answer = ask(&mut connection, sql, limits.rows).await;
    let rows = answer.map_err(|cause| fault(source, cause, deadline, limits))?;
    connection.close().await.map_err(|cause| source.fault("the file", cause))?;
    Ok(rows)
}

async fn ask(connection: &mut SqliteConnection, sql: &str, limit: usize) -> Result<Rows, sqlx::Error> {
    let described = sqlx::Executor::prepare(&mut *connection, AssertSqlSafe(sql).into_sql_str()).await?;
    let columns = sqlx::Statement::columns(&described).iter().map(|column| column.name().to_owned()).collect();
    let mut answer = Rows { columns, ..Rows::default() };
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        if answer.rows.len() == limit {
            answer.is_truncated = true;
            break;
        }
        answer.rows.push(values(&row)?);
    }
    Ok(answer)
}

fn fault(source: &Sqlite, cause: sqlx::Error, deadline: Instant, limits: QueryLimits) -> Error {
    if Instant::now() >= deadline {
        return Error::TimedOut { action: "the query".to_owned(), seconds: limits.timeout.as_secs() };
    }
    match &cause {
        // 1 is the engine's code for SQL that it does not take, 8 for an attempt to write.
        sqlx::Error::Database(error) if matches!(error.code().as_deref(), Some("1" | "8")) => {
            Error::BadQuery { answer: error.message().to_owned() }
        }
        _ => source.fault("the answer", cause),
    }
}

fn values(row: &SqliteRow) -> Result<Vec<Value>, sqlx::Error> {
    (0..row.len()).map(|index| row.try_get_raw(index).and_then(|raw| value(&raw, row, index))).collect()
}

/// A value by its own type, which need not be its column's; bytes become `\x` and hexadecimal digits.
fn value(raw: &SqliteValueRef<'_>, row: &SqliteRow, index: usize) -> Result<Value, sqlx::Error> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match raw.type_info().name() {
        "INTEGER" => question::whole(row.try_get_unchecked::<i64, _>(index)?),
        "REAL" => question::float(row.try_get_unchecked::<f64, _>(index)?),
        "BLOB" => question::bytes(row.try_get_unchecked::<&[u8], _>(index)?),
        _ => String::from_utf8_lossy(row.try_get_unchecked::<&[u8], _>(index)?).into_owned().into(),
    })
}
