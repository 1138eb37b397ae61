//! Types that users made: enumerations, composite types and domains, as assets and for the columns that use them.

use std::collections::HashMap;

use catalog::{AssetRecord, DataType, Details, TypeClass, data_type::NestedField, kinds::user_type::UserTypeDetails};
use sqlx::{Row, postgres::PgRow};

use super::{
    super::data_type::{RawType, UserTypes},
    Reading,
};
use crate::error::Result;

const TYPES: &str = "SELECT t.oid::int8, n.nspname::text, t.typname::text, t.typtype::text, t.typnamespace::int8,
           format_type(t.typbasetype, t.typtypmod), t.typbasetype::int8, coalesce(e.typname, b.typname)::text, t.typtypmod,
           CASE WHEN b.typcategory = 'A' THEN b.typelem::int8 ELSE 0 END,
           obj_description(t.oid, 'pg_type'),
           (SELECT string_agg(pg_get_constraintdef(c.oid), ' AND ' ORDER BY c.conname)
            FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'),
           EXISTS (SELECT FROM pg_depend d
                   WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
    LEFT JOIN pg_class r ON r.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'c') AND (t.typtype <> 'c' OR r.relkind = 'c')
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    ORDER BY t.oid";

const LABELS: &str = "SELECT enumtypid::int8, array_agg(enumlabel::text ORDER BY enumsortorder)
    FROM pg_enum
    GROUP BY enumtypid";

const FIELDS: &str = "SELECT r.reltype::int8, a.attname::text, format_type(a.atttypid, a.atttypmod), a.atttypid::int8,
           coalesce(e.typname, t.typname)::text, a.atttypmod, CASE WHEN t.typcategory = 'A' THEN t.typelem::int8 ELSE 0 END
    FROM pg_attribute a
    JOIN pg_class r ON r.oid = a.attrelid AND r.relkind = 'c'
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
    WHERE a.attnum > 0 AND NOT a.attisdropped
    ORDER BY r.reltype, a.attnum";

/// Reads the types of all schemas (columns of a schema that is read may use those of another), and says those of the
/// schemas that are read.
pub(super) async fn read(reading: &mut Reading<'_>) -> Result<UserTypes> {
    let rows = fetch(reading, TYPES).await?;
    let mut known = enumerations(reading).await?;
    // A domain may narrow another and fields may be of such types; each needs what it stands on first. Types are made
    // before what uses them, except where one was altered later; that one is then known by its spelling alone.
    for row in &rows {
        if row.get::<&str, _>(3) == "d" {
            let data_type = known.data_type(base(row));
            known.0.insert(row.get(0), data_type);
        }
    }
    for (oid, fields) in composites(reading, &known).await? {
        known.0.insert(oid, DataType { fields, ..DataType::new("", TypeClass::Struct) });
    }
    for row in &rows {
        say(reading, &known, row).await;
    }
    Ok(known)
}

async fn fetch(reading: &mut Reading<'_>, statement: &'static str) -> Result<Vec<PgRow>> {
    let rows = sqlx::query(statement).fetch_all(&mut *reading.connection).await;
    rows.map_err(|cause| reading.source.fault("the types", cause))
}

async fn enumerations(reading: &mut Reading<'_>) -> Result<UserTypes> {
    let mut known = UserTypes::default();
    for row in fetch(reading, LABELS).await? {
        let values: Vec<String> = row.get(1);
        known.0.insert(row.get(0), DataType { values, ..DataType::new("", TypeClass::Enumeration) });
    }
    Ok(known)
}

async fn composites(reading: &mut Reading<'_>, known: &UserTypes) -> Result<HashMap<i64, Vec<NestedField>>> {
    let mut found: HashMap<i64, Vec<NestedField>> = HashMap::new();
    for row in fetch(reading, FIELDS).await? {
        let raw =
            RawType { text: row.get(2), oid: row.get(3), name: row.get(4), modifier: row.get(5), element: row.get(6) };
        let field = NestedField { name: row.get(1), data_type: known.data_type(raw), is_nullable: true };
        found.entry(row.get(0)).or_default().push(field);
    }
    Ok(found)
}

/// What a domain narrows.
fn base(row: &PgRow) -> RawType<'_> {
    RawType { text: row.get(5), oid: row.get(6), name: row.get(7), modifier: row.get(8), element: row.get(9) }
}

async fn say(reading: &Reading<'_>, known: &UserTypes, row: &PgRow) {
    let (oid, schema, name): (i64, &str, &str) = (row.get(0), row.get(1), row.get(2));
    let is_of_extension: bool = row.get(12);
    if is_of_extension || !reading.source.schemas.passes(&[schema]) {
        return;
    }
    let data_type = known.0.get(&oid).cloned().unwrap_or_default();
    let text = if row.get::<&str, _>(3) == "d" { row.get(5) } else { name.to_owned() };
    let details = UserTypeDetails { data_type: DataType { text, ..data_type }, check: row.get(11) };
    let asset = AssetRecord::new(reading.in_schema(schema, name), Details::UserType(details)).described(row.get(10));
    reading.sink.say(asset.identified(reading.object_id(oid))).await;
}
