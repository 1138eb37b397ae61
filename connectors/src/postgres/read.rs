//! Reads one database into records: about twenty statements, whatever its size, inside one read-only transaction.

use std::sync::Arc;

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, Statistics,
    kinds::{database::DatabaseDetails, schema::SchemaDetails},
};
use sqlx::{Connection, PgConnection, Row};

use super::{Postgres, connect::Version};
use crate::{crawl::Sink, error::Result};

mod columns;
mod keys;
mod routines;
mod statistics;
mod tables;
mod user_types;

/// One database while it is read.
struct Reading<'a> {
    source: &'a Postgres,
    connection: &'a mut PgConnection,
    sink: &'a Sink,
    version: Version,
    root: Name,
    /// The database's oid, in front of every identifier.
    database: i64,
    /// The oids of the schemas to read, as an array literal.
    schemas: String,
}

/// Reads a database over its connection, which is closed at the end.
pub(super) async fn database(
    source: &Postgres,
    mut connection: PgConnection,
    version: Version,
    sink: &Sink,
) -> Result<()> {
    source.begin_reading(&mut connection, source.timeout()).await?;
    let mut reading = Reading {
        source,
        connection: &mut connection,
        sink,
        version,
        root: Name::new(Arc::clone(&source.namespace), Vec::<String>::new()),
        database: 0,
        schemas: "{}".to_owned(),
    };
    reading.say_database().await?;
    reading.say_schemas().await?;
    let types = user_types::read(&mut reading).await?;
    tables::say(&mut reading, &types).await?;
    routines::say(&mut reading).await?;
    statistics::say(&mut reading).await?;
    let root = reading.root;
    connection.close().await.map_err(|cause| source.fault("the connection", cause))?;
    sink.scope_read(root).await;
    Ok(())
}

impl Reading<'_> {
    async fn say_database(&mut self) -> Result<()> {
        let row = sqlx::query(
            "SELECT d.oid::int8, d.datname::text, pg_encoding_to_char(d.encoding)::text, d.datcollate::text,
                    pg_get_userbyid(d.datdba)::text, shobj_description(d.oid, 'pg_database'), pg_database_size(d.oid)
             FROM pg_database d
             WHERE d.datname = current_database()",
        )
        .fetch_one(&mut *self.connection)
        .await
        .map_err(|cause| self.source.fault("the database", cause))?;
        self.database = row.get(0);
        self.root.parts.push(row.get(1));
        let details = DatabaseDetails {
            engine: "postgres".to_owned(),
            engine_version: Some(self.version.text.clone()),
            encoding: row.get(2),
            collation: row.get(3),
            owner_account: row.get(4),
        };
        let asset = AssetRecord::new(self.root.clone(), Details::Database(details)).described(row.get(5));
        self.sink.say(asset.identified(self.database.to_string())).await;
        let statistics = Statistics { size_bytes: row.get(6), ..Statistics::default() };
        self.sink.say(Record::Statistics { name: self.root.clone(), kind: AssetKind::Database, statistics }).await;
        Ok(())
    }

    /// Says the schemas that pass the filter, and keeps their oids.
    async fn say_schemas(&mut self) -> Result<()> {
        let rows = sqlx::query(
            "SELECT n.oid::int8, n.nspname::text, pg_get_userbyid(n.nspowner)::text, obj_description(n.oid, 'pg_namespace')
             FROM pg_namespace n
             WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
             ORDER BY n.nspname",
        )
        .fetch_all(&mut *self.connection)
        .await
        .map_err(|cause| self.source.fault("the schemas", cause))?;
        let mut oids = Vec::new();
        for row in rows {
            let (oid, name): (i64, String) = (row.get(0), row.get(1));
            if !self.source.schemas.passes(&[&name]) {
                continue;
            }
            oids.push(oid.to_string());
            let details = SchemaDetails { owner_account: row.get(2) };
            let asset = AssetRecord::new(self.root.child(name), Details::Schema(details)).described(row.get(3));
            self.sink.say(asset.identified(self.object_id(oid))).await;
        }
        self.schemas = format!("{{{}}}", oids.join(","));
        Ok(())
    }

    /// The identifier of an object of this database.
    fn object_id(&self, oid: i64) -> String {
        format!("{}/{oid}", self.database)
    }

    /// The name of something in a schema.
    fn in_schema(&self, schema: &str, name: &str) -> Name {
        let mut parts = Vec::with_capacity(3);
        parts.extend_from_slice(&self.root.parts);
        parts.extend([schema.to_owned(), name.to_owned()]);
        Name { namespace: Arc::clone(&self.root.namespace), parts }
    }

    /// The parts of the name of a table of this database.
    fn parts(&self, schema: String, table: String) -> Vec<String> {
        let mut parts = self.root.parts.clone();
        parts.extend([schema, table]);
        parts
    }
}
