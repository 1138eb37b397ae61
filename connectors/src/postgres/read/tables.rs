//! Tables of every sort: four cursors sorted by the table's oid, read side by side.

use catalog::{
    AssetRecord, Details,
    kinds::table::{Partitioning, TableDetails, TableType},
};
use sqlx::{Row, postgres::PgRow};

use super::{
    super::{cursor::Cursor, data_type::UserTypes},
    Reading, columns, keys,
};
use crate::{error::Result, scan};

/// The sorts of relations that are tables here: regular, view, materialized view, partitioned, foreign.
pub(super) const KINDS: &str = "('r', 'v', 'm', 'p', 'f')";

/// The options of foreign servers and tables that say where rows are; anything else may be a secret.
const LOCATION_OPTIONS: [&str; 14] = [
    "address",
    "database",
    "dbname",
    "dbserver",
    "filename",
    "format",
    "host",
    "hostaddr",
    "port",
    "schema",
    "schema_name",
    "server",
    "table",
    "table_name",
];

fn tables(schemas: &str) -> String {
    format!(
        "SELECT c.oid::int8, n.nspname::text, c.relname::text, c.relkind::text, c.relispartition,
                pg_get_userbyid(c.relowner)::text, am.amname::text, d.description,
                CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                pn.nspname::text, p.relname::text, pg_get_expr(c.relpartbound, c.oid),
                s.srvname::text, w.fdwname::text, coalesce(s.srvoptions, '{{}}') || coalesce(f.ftoptions, '{{}}')
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_am am ON am.oid = c.relam
         LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
         LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
         LEFT JOIN pg_class p ON p.oid = i.inhparent
         LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
         LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
         LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
         LEFT JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
         WHERE c.relkind IN {KINDS} AND c.relnamespace = ANY ('{schemas}'::oid[])
         ORDER BY c.oid"
    )
}

/// Says every table that passes the filter, with its columns behind it.
pub(super) async fn say(reading: &mut Reading<'_>, types: &UserTypes) -> Result<()> {
    let (source, schemas) = (reading.source, reading.schemas.clone());
    let connection = &mut *reading.connection;
    let mut of_tables = Cursor::open(source, connection, ("tables", "the tables"), &tables(&schemas)).await?;
    let mut of_columns =
        Cursor::open(source, connection, ("columns", "the columns"), &columns::columns(&schemas)).await?;
    let mut of_keys = Cursor::open(source, connection, ("keys", "the keys"), &keys::constraints(&schemas)).await?;
    let mut of_indexes = Cursor::open(source, connection, ("indexes", "the indexes"), &keys::indexes(&schemas)).await?;
    while let Some(table) = of_tables.next(source, reading.connection).await? {
        let (oid, schema, name): (i64, &str, &str) = (table.get(0), table.get(1), table.get(2));
        if !source.tables.passes_table(schema, name) {
            continue;
        }
        let columns = of_columns.rows_of(source, reading.connection, oid).await?;
        let keys = of_keys.rows_of(source, reading.connection, oid).await?;
        let indexes = of_indexes.rows_of(source, reading.connection, oid).await?;
        let numbers = keys::Numbers::of(&columns);
        let mut details = details(reading, &table);
        details.constraints = keys.iter().map(|row| keys::constraint(reading, &numbers, row)).collect();
        details.indexes = indexes.iter().map(|row| keys::index(&numbers, row)).collect();
        let primary_key = keys::primary_key(&details.constraints).to_vec();
        let object_id = reading.object_id(oid);
        let asset = AssetRecord::new(reading.in_schema(schema, name), Details::Table(details)).described(table.get(7));
        let name = asset.name.clone();
        reading.sink.say(asset.identified(object_id.as_str())).await;
        for (index, row) in columns.iter().enumerate() {
            let column = columns::column(types, &primary_key, index, row);
            let asset = AssetRecord::new(name.child(row.get::<&str, _>(2)), Details::Column(column));
            let asset = asset.described(row.get(12)).identified(format!("{object_id}.{}", row.get::<i32, _>(1)));
            reading.sink.say(asset).await;
        }
    }
    Ok(())
}

fn details(reading: &Reading<'_>, row: &PgRow) -> TableDetails {
    let (kind, is_partition): (&str, bool) = (row.get(3), row.get(4));
    let table_type = match kind {
        "v" => TableType::View,
        "m" => TableType::MaterializedView,
        "p" => TableType::Partitioned,
        "f" => TableType::External,
        _ if is_partition => TableType::Partition,
        _ => TableType::Regular,
    };
    let definition: Option<String> = row.get::<Option<&str>, _>(8).map(|text| text.trim().to_owned());
    TableDetails {
        table_type,
        dialect: definition.is_some().then(|| "postgres".to_owned()),
        definition,
        partitioning: partitioning(reading, row),
        location: location(row),
        storage: row.get(6),
        owner_account: row.get(5),
        ..TableDetails::default()
    }
}

fn partitioning(reading: &Reading<'_>, row: &PgRow) -> Option<Partitioning> {
    // The server writes `RANGE (day, lower(name))`.
    let key = row.get::<Option<&str>, _>(9).and_then(|text| text.split_once(" ("));
    let parent: Option<(String, String)> = row.get::<Option<String>, _>(10).zip(row.get(11));
    if key.is_none() && parent.is_none() {
        return None;
    }
    let keys = key.map(|(_, list)| scan::items(list.strip_suffix(')').unwrap_or(list))).unwrap_or_default();
    Some(Partitioning {
        strategy: key.map(|(strategy, _)| strategy.to_ascii_lowercase()),
        keys: keys.into_iter().map(scan::unquoted).collect(),
        partition_of: parent.map(|(schema, table)| reading.parts(schema, table)).unwrap_or_default(),
        bound: row.get(12),
        partitions: Vec::new(),
    })
}

/// Where a foreign table's rows are, such as `warehouse (postgres_fdw) dbname=shop table_name=orders`.
fn location(row: &PgRow) -> Option<String> {
    let (server, wrapper): (String, String) = row.get::<Option<String>, _>(13).zip(row.get(14))?;
    let mut options: Vec<String> = row.get(15);
    options.retain(|option| {
        let key = option.split('=').next().unwrap_or_default();
        LOCATION_OPTIONS.contains(&key)
    });
    options.sort();
    let mut location = format!("{server} ({wrapper})");
    for option in options {
        location.push(' ');
        location.push_str(&option);
    }
    Some(location)
}
