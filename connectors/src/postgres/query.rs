//! Asking PostgreSQL: one statement that only reads, with a limit of rows and of time.
//!
//! The statement becomes a cursor's, in a read-only transaction: the server takes nothing there but a single question,
//! and gives no more rows than are fetched. Rows come as text, so that every type can be shown.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Column, Connection, PgConnection, Row, TypeInfo, ValueRef, postgres::PgRow};

use super::Postgres;
use crate::{
    connector::{QueryLimits, Rows},
    error::{Error, Result},
    question,
};

pub(super) async fn query(source: &Postgres, sql: &str, limits: QueryLimits) -> Result<Rows> {
    query_in(source, &source.config.database, sql, limits).await
}

/// The same in another database of the server.
pub(super) async fn query_in(source: &Postgres, database: &str, sql: &str, limits: QueryLimits) -> Result<Rows> {
    question::check(sql)?;
    let answer = tokio::time::timeout(limits.timeout, ask(source, database, sql, limits)).await;
    answer.unwrap_or_else(|_| Err(timed_out(limits)))
}

fn timed_out(limits: QueryLimits) -> Error {
    Error::TimedOut { action: "the query".to_owned(), seconds: limits.timeout.as_secs() }
}

async fn ask(source: &Postgres, database: &str, sql: &str, limits: QueryLimits) -> Result<Rows> {
    let (mut connection, _) = source.open(database).await?;
    // The server has to stop too when we stop waiting.
    source.begin_reading(&mut connection, limits.timeout).await?;
    let fault = |cause: sqlx::Error| match &cause {
        sqlx::Error::Database(error) => match error.code().as_deref().unwrap_or_default() {
            // Errors of the statement: its syntax and names, its values, and writing in a read-only transaction.
            code if ["42501", "57014", "55P03"].contains(&code) => match source.fault("the answer", cause) {
                Error::TimedOut { .. } => timed_out(limits),
                other => other,
            },
            code if ["0A", "21", "22", "25", "42", "P0"].iter().any(|class| code.starts_with(class)) => {
                Error::BadQuery { answer: error.message().to_owned() }
            }
            _ => source.fault("the answer", cause),
        },
        _ => source.fault("the answer", cause),
    };
    sqlx::query("SET LOCAL search_path = DEFAULT").execute(&mut connection).await.map_err(fault)?;
    let answer = fetch(&mut connection, sql, limits.rows).await.map_err(fault)?;
    connection.close().await.map_err(|cause| source.fault("the connection", cause))?;
    Ok(answer)
}

async fn fetch(connection: &mut PgConnection, sql: &str, limit: usize) -> Result<Rows, sqlx::Error> {
    let declare = format!("DECLARE question NO SCROLL CURSOR FOR {sql}");
    sqlx::query(AssertSqlSafe(declare)).persistent(false).execute(&mut *connection).await?;
    let columns = columns(connection).await?;
    let fetch = format!("FETCH {} FROM question", limit.saturating_add(1));
    let found = sqlx::raw_sql(AssertSqlSafe(fetch)).fetch_all(connection).await?;
    let rows = found.iter().take(limit).map(values).collect::<Result<_, _>>()?;
    Ok(Rows { columns, rows, is_truncated: found.len() > limit })
}

/// The names of the columns, also when there is no row to take them from.
async fn columns(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let described =
        sqlx::Executor::prepare(connection, sqlx::SqlSafeStr::into_sql_str("FETCH 0 FROM question")).await?;
    Ok(sqlx::Statement::columns(&described).iter().map(|column| column.name().to_owned()).collect())
}

fn values(row: &PgRow) -> Result<Vec<Value>, sqlx::Error> {
    (0..row.len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            let name = raw.type_info().name().to_owned();
            raw.as_str().map(|text| value(&name, text)).map_err(sqlx::Error::Decode)
        })
        .collect()
}

/// A value out of the server's text for it.
fn value(type_name: &str, text: &str) -> Value {
    match type_name {
        "BOOL" => (text == "t").into(),
        "INT2" | "INT4" | "INT8" | "OID" => text.parse().map_or_else(|_| text.into(), question::whole),
        "FLOAT4" | "FLOAT8" => text.parse().map_or_else(|_| text.into(), question::float),
        "JSON" | "JSONB" => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        _ => text.into(),
    }
}
