//! Asking MySQL or MariaDB: one statement that only reads, with a limit of rows and of time.
//!
//! The server first prepares the statement, which it does for one at a time only; then the same text is run in a
//! read-only transaction, so that its values come as text and every type can be shown.

use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::{
    AssertSqlSafe, Column, Connection, MySqlConnection, Row, SqlSafeStr, TypeInfo, ValueRef,
    mysql::{MySqlDatabaseError, MySqlRow},
};

use super::MySql;
use crate::{
    config::filter::spelling,
    connector::{QueryLimits, Rows},
    error::{Error, Result},
    question,
};

pub(super) async fn query(source: &MySql, sql: &str, limits: QueryLimits) -> Result<Rows> {
    question::check(sql)?;
    let answer = tokio::time::timeout(limits.timeout, ask(source, sql, limits)).await;
    answer.unwrap_or_else(|_| Err(timed_out(limits)))
}

fn timed_out(limits: QueryLimits) -> Error {
    Error::TimedOut { action: "the query".to_owned(), seconds: limits.timeout.as_secs() }
}

async fn ask(source: &MySql, sql: &str, limits: QueryLimits) -> Result<Rows> {
    // Names without a database mean those of the first one that is configured by its own name.
    let database = source.config.databases.first().and_then(|pattern| spelling(pattern));
    let (mut connection, server) = source.open(database.as_deref()).await?;
    source.begin_reading(&mut connection, &server, limits.timeout).await?;
    let limit = format!("SET SESSION sql_select_limit = {}", limits.rows.saturating_add(1));
    let fault = |cause| fault(source, cause, limits);
    sqlx::raw_sql(AssertSqlSafe(limit)).execute(&mut connection).await.map_err(fault)?;
    let answer = fetch(&mut connection, sql, limits.rows).await.map_err(fault)?;
    connection.close().await.map_err(|cause| source.fault("the connection", cause))?;
    Ok(answer)
}

fn fault(source: &MySql, cause: sqlx::Error, limits: QueryLimits) -> Error {
    let number = match &cause {
        sqlx::Error::Database(error) => error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number),
        _ => None,
    };
    let answer = cause.as_database_error().map(|error| error.message().to_owned()).unwrap_or_default();
    match source.fault("the answer", cause) {
        // What the server says about a statement and this connector has no other word for is the statement's fault.
        Error::Unreadable { .. } if number.is_some() => Error::BadQuery { answer },
        Error::TimedOut { .. } => timed_out(limits),
        other => other,
    }
}

async fn fetch(connection: &mut MySqlConnection, sql: &str, limit: usize) -> Result<Rows, sqlx::Error> {
    let described = sqlx::Executor::prepare(&mut *connection, AssertSqlSafe(sql).into_sql_str()).await?;
    let columns = sqlx::Statement::columns(&described).iter().map(|column| column.name().to_owned()).collect();
    let mut answer = Rows { columns, ..Rows::default() };
    let mut rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        if answer.rows.len() == limit {
            answer.is_truncated = true;
            break;
        }
        answer.rows.push(values(&row)?);
    }
    Ok(answer)
}

fn values(row: &MySqlRow) -> Result<Vec<Value>, sqlx::Error> {
    (0..row.len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            // The driver's name of a type says "binary" for text that is compared by its bytes too.
            let is_text = <str as sqlx::Type<sqlx::MySql>>::compatible(&raw.type_info());
            let name = if is_text { "TEXT".to_owned() } else { raw.type_info().name().to_owned() };
            row.try_get_unchecked::<&[u8], _>(index).map(|bytes| value(&name, bytes))
        })
        .collect()
}

/// A value out of the server's text for it.
fn value(type_name: &str, bytes: &[u8]) -> Value {
    let text = || String::from_utf8_lossy(bytes).into_owned();
    match type_name {
        "BINARY" | "VARBINARY" | "TINYBLOB" | "BLOB" | "MEDIUMBLOB" | "LONGBLOB" | "BIT" | "GEOMETRY" => {
            question::bytes(bytes)
        }
        "FLOAT" | "DOUBLE" => text().parse().map_or_else(|_| text().into(), question::float),
        "JSON" => serde_json::from_slice(bytes).unwrap_or_else(|_| text().into()),
        name if name.contains("INT") || name == "BOOLEAN" || name == "YEAR" => {
            text().parse().map_or_else(|_| text().into(), question::whole)
        }
        _ => text().into(),
    }
}
