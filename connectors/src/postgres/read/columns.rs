//! Columns of tables.

use catalog::kinds::column::ColumnDetails;
use sqlx::{Row, postgres::PgRow};

use super::{
    super::data_type::{RawType, UserTypes},
    tables::KINDS,
};

pub(super) fn columns(schemas: &str) -> String {
    format!(
        "SELECT a.attrelid::int8, a.attnum::int4, a.attname::text, format_type(a.atttypid, a.atttypmod), a.atttypid::int8,
                coalesce(e.typname, t.typname)::text, a.atttypmod,
                CASE WHEN t.typcategory = 'A' THEN t.typelem::int8 ELSE 0 END,
                a.attnotnull, pg_get_expr(f.adbin, f.adrelid), a.attidentity::text, a.attgenerated::text, d.description,
                CASE WHEN a.attcollation <> t.typcollation THEN o.collname::text END
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
         LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
         LEFT JOIN pg_collation o ON o.oid = a.attcollation
         LEFT JOIN pg_description d
                ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
         WHERE c.relkind IN {KINDS} AND c.relnamespace = ANY ('{schemas}'::oid[])
           AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attrelid, a.attnum"
    )
}

/// The column at place `index`, counted without the gaps that dropped columns leave.
pub(super) fn column(types: &UserTypes, primary_key: &[String], index: usize, row: &PgRow) -> ColumnDetails {
    let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    let raw =
        RawType { text: row.get(3), oid: row.get(4), name: row.get(5), modifier: row.get(6), element: row.get(7) };
    let expression: Option<String> = row.get(9);
    let (identity, generated): (&str, &str) = (row.get(10), row.get(11));
    let (default_value, generation) = match (identity, generated) {
        ("a", _) => (None, Some("identity always".to_owned())),
        ("d", _) => (None, Some("identity by default".to_owned())),
        (_, "") => (expression, None),
        _ => (None, Some(format!("generated: {}", expression.unwrap_or_default()))),
    };
    let name: &str = row.get(2);
    ColumnDetails {
        data_type: types.data_type(raw),
        is_nullable: !row.get::<bool, _>(8),
        position: count(index),
        default_value,
        generation,
        primary_key_position: primary_key.iter().position(|column| column == name).map(count),
        collation: row.get(13),
    }
}
