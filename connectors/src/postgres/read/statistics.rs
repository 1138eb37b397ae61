//! Row counts, sizes and the figures of the statistics collector.
//!
//! Row counts are the planner's estimates, or the collector's where a table was never analysed; a table of which neither
//! knows anything has none. PostgreSQL does not record when a table was last written to.

use catalog::{AssetKind, Record, Statistics};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row, postgres::PgRow};

use super::{super::cursor::Cursor, Reading};
use crate::error::{Error, Result};

/// The exact size, which needs a moment's lock on each table.
const SIZE: &str = "pg_total_relation_size(c.oid)";
/// The size as of the last VACUUM or ANALYZE, out of the dictionary alone.
const ESTIMATED_SIZE: &str = "(SELECT sum(x.relpages::int8) * current_setting('block_size')::int8
    FROM pg_class x
    WHERE x.oid IN (c.oid, c.reltoastrelid)
       OR x.oid IN (SELECT i.indexrelid FROM pg_index i WHERE i.indrelid IN (c.oid, c.reltoastrelid)))::int8";

fn statistics(schemas: &str, size: &str) -> String {
    format!(
        "SELECT c.oid::int8, n.nspname::text, c.relname::text, c.reltuples::float8, c.relpages::int8,
                CASE WHEN c.relkind <> 'p' THEN {size} END,
                greatest(s.last_analyze, s.last_autoanalyze), s.n_live_tup,
                s.n_tup_ins + s.n_tup_upd + s.n_tup_del
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
         WHERE c.relkind IN ('r', 'm', 'p') AND c.relnamespace = ANY ('{schemas}'::oid[])
         ORDER BY c.oid"
    )
}

/// Says the figures of every table that passes the filter. A table that somebody holds locked for long costs the exact
/// sizes, not the crawl.
pub(super) async fn say(reading: &mut Reading<'_>) -> Result<()> {
    run(reading, "SAVEPOINT sizes; SET LOCAL lock_timeout = '3s'").await?;
    match say_with(reading, SIZE).await {
        Err(Error::Locked { .. }) => {
            run(reading, "ROLLBACK TO SAVEPOINT sizes").await?;
            say_with(reading, ESTIMATED_SIZE).await
        }
        answer => answer,
    }
}

async fn run(reading: &mut Reading<'_>, statements: &'static str) -> Result<()> {
    let answer = sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *reading.connection).await;
    answer.map(|_| ()).map_err(|cause| reading.source.fault("the figures", cause))
}

async fn say_with(reading: &mut Reading<'_>, size: &str) -> Result<()> {
    let statement = statistics(&reading.schemas, size);
    let mut figures = Cursor::open(reading.source, reading.connection, ("figures", "the figures"), &statement).await?;
    while let Some(row) = figures.next(reading.source, reading.connection).await? {
        let (schema, table): (&str, &str) = (row.get(1), row.get(2));
        if reading.source.tables.passes_table(schema, table) {
            let name = reading.in_schema(schema, table);
            reading.sink.say(Record::Statistics { name, kind: AssetKind::Table, statistics: measured(&row) }).await;
        }
    }
    Ok(())
}

fn measured(row: &PgRow) -> Statistics {
    let (planned, pages): (f64, i64) = (row.get(3), row.get(4));
    let analyzed_at: Option<DateTime<Utc>> = row.get(6);
    let (live, written): (Option<i64>, Option<i64>) = (row.get(7), row.get(8));
    // Before version 14 a table that was never analysed has 0 rows on 0 pages, since then -1 rows.
    let is_planned = planned > 0.0 || (planned == 0.0 && (pages > 0 || analyzed_at.is_some()));
    #[expect(clippy::cast_possible_truncation, reason = "an estimate of rows is far below 2⁶³")]
    let row_count =
        if is_planned { Some(planned as i64) } else { live.filter(|_| written.is_some_and(|rows| rows > 0)) };
    Statistics {
        row_count,
        is_estimate: row_count.is_some(),
        size_bytes: row.get(5),
        analyzed_at,
        written_at: None,
        rows_written: written,
    }
}
