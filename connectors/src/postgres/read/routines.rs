//! Functions, procedures and aggregates, with their bodies.

use catalog::{AssetRecord, Details, kinds::procedure::ProcedureDetails};
use sqlx::{Row, postgres::PgRow};

use super::{super::cursor::Cursor, Reading};
use crate::error::Result;

/// The first version with bodies that are parsed when a function is made.
const PARSED_BODIES: i32 = 140_000;

fn routines(schemas: &str, version: i32) -> String {
    let body = if version >= PARSED_BODIES { "coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)" } else { "p.prosrc" };
    format!(
        "SELECT p.oid::int8, n.nspname::text, p.proname::text, oidvectortypes(p.proargtypes), p.prokind::text,
                l.lanname::text, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
                CASE WHEN p.prokind <> 'a' AND l.lanname NOT IN ('c', 'internal') THEN {body} END, d.description
         FROM pg_proc p
         JOIN pg_namespace n ON n.oid = p.pronamespace
         JOIN pg_language l ON l.oid = p.prolang
         LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass
         WHERE p.pronamespace = ANY ('{schemas}'::oid[])
           AND NOT EXISTS (SELECT FROM pg_depend e
                           WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e')
         ORDER BY p.oid"
    )
}

pub(super) async fn say(reading: &mut Reading<'_>) -> Result<()> {
    let statement = routines(&reading.schemas, reading.version.number);
    let what = ("routines", "the functions and procedures");
    let mut routines = Cursor::open(reading.source, reading.connection, what, &statement).await?;
    while let Some(row) = routines.next(reading.source, reading.connection).await? {
        reading.sink.say(routine(reading, &row)).await;
    }
    Ok(())
}

fn routine(reading: &Reading<'_>, row: &PgRow) -> AssetRecord {
    let procedure_type = match row.get(4) {
        "p" => "procedure",
        "a" => "aggregate",
        "w" => "window",
        _ => "function",
    };
    let language: Option<String> = row.get(5);
    let is_sql = language.as_deref().is_some_and(|language| ["sql", "plpgsql"].contains(&language));
    let details = ProcedureDetails {
        procedure_type: procedure_type.to_owned(),
        language,
        dialect: is_sql.then(|| "postgres".to_owned()),
        arguments: row.get(6),
        returns: row.get(7),
        definition: row.get(8),
    };
    let name = format!("{}({})", row.get::<&str, _>(2), row.get::<&str, _>(3));
    let asset = AssetRecord::new(reading.in_schema(row.get(1), &name), Details::Procedure(details));
    asset.described(row.get(9)).identified(reading.object_id(row.get(0)))
}
