//! Reads an SQLite file into records, by a handful of statements over the engine's own tables.

use std::collections::HashMap;

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, Statistics,
    kinds::{
        column::ColumnDetails,
        database::DatabaseDetails,
        procedure::ProcedureDetails,
        table::{TableDetails, TableType},
    },
};
use futures_util::TryStreamExt;
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};

use super::{Sqlite, data_type::data_type, ddl};
use crate::{crawl::Sink, error::Result};

mod keys;

/// The largest file whose tables are measured one by one, which reads all of it.
const MEASURED_BYTES: i64 = 256 * 1024 * 1024;

/// A table or view as `sqlite_schema` has it, with what its text says.
struct Table {
    name: String,
    sql: String,
    table_type: TableType,
    text: ddl::TableText,
}

pub(super) async fn read(source: &Sqlite, sink: Sink) -> Result<()> {
    let mut connection = source.open().await?;
    // One transaction is one state of the file, whatever writers do meanwhile.
    let mut snapshot = connection.begin().await.map_err(|cause| source.fault("the file", cause))?;
    let reading = Reading { source, sink, connection: &mut snapshot };
    reading.run().await?;
    snapshot.rollback().await.map_err(|cause| source.fault("the file", cause))?;
    connection.close().await.map_err(|cause| source.fault("the file", cause))
}

struct Reading<'a> {
    source: &'a Sqlite,
    sink: Sink,
    connection: &'a mut SqliteConnection,
}

impl Reading<'_> {
    async fn run(mut self) -> Result<()> {
        let root = self.source.root();
        let size_bytes = self.database().await?;
        let tables = self.tables().await?;
        let mut keys = keys::read(self.source, self.connection, &tables).await?;
        let primary = |sort: TableType| !matches!(sort, TableType::View | TableType::Virtual);
        let (stored, computed): (Vec<Table>, Vec<Table>) =
            tables.into_iter().partition(|table| primary(table.table_type));
        let mut found = self.columns(COLUMNS_OF_TABLES).await?;
        for table in &stored {
            let columns = found.remove(&table.name).unwrap_or_default();
            self.say_table(table, columns, keys.remove(&table.name).unwrap_or_default()).await;
        }
        self.computed(&computed).await?;
        self.triggers().await?;
        self.statistics(&root, size_bytes).await?;
        self.sink.scope_read(root).await;
        Ok(())
    }

    /// Says the database; gives its size.
    async fn database(&mut self) -> Result<i64> {
        let row = sqlx::query(
            "SELECT (SELECT encoding FROM pragma_encoding),
                    (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)",
        )
        .fetch_one(&mut *self.connection)
        .await
        .map_err(|cause| self.source.fault("the file's facts", cause))?;
        let details = DatabaseDetails {
            engine: "sqlite".to_owned(),
            encoding: row.get::<Option<String>, _>(0),
            ..DatabaseDetails::default()
        };
        self.sink.say(AssetRecord::new(self.source.root(), Details::Database(details))).await;
        Ok(row.get(1))
    }

    /// The tables and views that pass the filter. Tables behind a virtual table are the module's own and left out.
    async fn tables(&mut self) -> Result<Vec<Table>> {
        let rows = sqlx::query(
            "SELECT m.name, coalesce(m.sql, ''), l.type
             FROM sqlite_schema m
             JOIN pragma_table_list l ON l.schema = 'main' AND l.name = m.name
             WHERE m.type IN ('table', 'view') AND l.type <> 'shadow' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY m.rowid",
        )
        .fetch_all(&mut *self.connection)
        .await
        .map_err(|cause| self.source.fault("the list of tables", cause))?;
        let table = |row: &SqliteRow| {
            let (name, sql): (String, String) = (row.get(0), row.get(1));
            let table_type = match row.get::<&str, _>(2) {
                "view" => TableType::View,
                "virtual" => TableType::Virtual,
                _ => TableType::Regular,
            };
            let text = if table_type == TableType::Regular { ddl::table_text(&sql) } else { ddl::TableText::default() };
            Table { name, sql, table_type, text }
        };
        let passes = |table: &Table| self.source.tables.passes_table("main", &table.name);
        Ok(rows.iter().map(table).filter(passes).collect())
    }

    /// The columns of many tables, by one statement.
    async fn columns(&mut self, statement: &'static str) -> Result<HashMap<String, Vec<RawColumn>>> {
        let mut found: HashMap<String, Vec<RawColumn>> = HashMap::new();
        let mut rows = sqlx::query(statement).fetch(&mut *self.connection);
        while let Some(row) = rows.try_next().await.map_err(|cause| self.source.fault("the columns", cause))? {
            found.entry(row.get(0)).or_default().push(RawColumn::of(&row));
        }
        Ok(found)
    }

    /// Says views and virtual tables. One whose columns cannot be told (it names a table that is gone, or a module that is
    /// not here) fails the statement over all of them; then they are asked one by one, and only that one is not judged.
    async fn computed(&mut self, tables: &[Table]) -> Result<()> {
        let all = self.columns(COLUMNS_OF_COMPUTED).await;
        let mut found = all.ok();
        for table in tables {
            let columns = match &mut found {
                Some(found) => Ok(found.remove(&table.name).unwrap_or_default()),
                None => self.columns_of(&table.name).await,
            };
            match columns {
                Ok(columns) => self.say_table(table, columns, TableDetails::default()).await,
                Err(cause) => {
                    self.say_table(table, Vec::new(), TableDetails::default()).await;
                    self.sink.scope_failed(self.source.root().child(&table.name), &cause).await;
                }
            }
        }
        Ok(())
    }

    async fn columns_of(&mut self, table: &str) -> Result<Vec<RawColumn>> {
        let rows =
            sqlx::query("SELECT ?1, cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)")
                .bind(table)
                .fetch_all(&mut *self.connection)
                .await
                .map_err(|cause| self.source.fault(format!("the columns of `{table}`"), cause))?;
        Ok(rows.iter().map(RawColumn::of).collect())
    }

    async fn say_table(&self, table: &Table, columns: Vec<RawColumn>, keys: TableDetails) {
        let name = self.source.root().child(&table.name);
        let is_view = table.table_type == TableType::View;
        let text = (is_view || table.table_type == TableType::Virtual).then(|| table.sql.clone());
        let details = TableDetails {
            table_type: table.table_type,
            definition: text,
            dialect: is_view.then(|| "sqlite".to_owned()),
            ..keys
        };
        self.sink.say(AssetRecord::new(name.clone(), Details::Table(details))).await;
        let is_single_key = columns.iter().filter(|column| column.key > 0).count() == 1;
        for (index, column) in columns.into_iter().enumerate() {
            let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let name = name.child(&column.name);
            let details = column.details(table, position, is_single_key);
            self.sink.say(AssetRecord::new(name, Details::Column(details))).await;
        }
    }

    async fn triggers(&mut self) -> Result<()> {
        let rows = sqlx::query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
            .fetch_all(&mut *self.connection)
            .await
            .map_err(|cause| self.source.fault("the triggers", cause))?;
        for row in rows {
            let details = ProcedureDetails {
                procedure_type: "trigger".to_owned(),
                language: Some("sql".to_owned()),
                definition: row.get(1),
                dialect: Some("sqlite".to_owned()),
                ..ProcedureDetails::default()
            };
            let name = self.source.root().child(row.get::<String, _>(0));
            self.sink.say(AssetRecord::new(name, Details::Procedure(details))).await;
        }
        Ok(())
    }

    /// Says sizes, and the row counts that the last `ANALYZE` left.
    async fn statistics(&mut self, root: &Name, size_bytes: i64) -> Result<()> {
        let mut found: HashMap<String, Statistics> = HashMap::new();
        if size_bytes <= MEASURED_BYTES {
            for row in self.figures(SIZES).await? {
                found.entry(row.get(0)).or_default().size_bytes = row.get(1);
            }
        }
        let analyzed: Option<i64> = sqlx::query_scalar("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")
            .fetch_optional(&mut *self.connection)
            .await
            .map_err(|cause| self.source.fault("the figures of ANALYZE", cause))?;
        if analyzed.is_some() {
            for row in self.figures(ROW_COUNTS).await? {
                let statistics = found.entry(row.get(0)).or_default();
                (statistics.row_count, statistics.is_estimate) = (row.get(1), true);
            }
        }
        let of_file = Statistics { size_bytes: Some(size_bytes), ..Statistics::default() };
        self.say_statistics(root.clone(), AssetKind::Database, of_file).await;
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by(|left, right| left.0.cmp(&right.0));
        for (table, statistics) in found {
            if self.source.tables.passes_table("main", &table) {
                self.say_statistics(root.child(table), AssetKind::Table, statistics).await;
            }
        }
        Ok(())
    }

    async fn figures(&mut self, statement: &'static str) -> Result<Vec<SqliteRow>> {
        let rows = sqlx::query(statement).fetch_all(&mut *self.connection).await;
        rows.map_err(|cause| self.source.fault("the figures", cause))
    }

    async fn say_statistics(&self, name: Name, kind: AssetKind, statistics: Statistics) {
        self.sink.say(Record::Statistics { name, kind, statistics }).await;
    }
}

const COLUMNS_OF_TABLES: &str = "SELECT m.name, p.cid, p.name, p.type, p.\"notnull\", p.dflt_value, p.pk, p.hidden
    FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) p
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
    ORDER BY m.rowid, p.cid";

const COLUMNS_OF_COMPUTED: &str = "SELECT m.name, p.cid, p.name, p.type, p.\"notnull\", p.dflt_value, p.pk, p.hidden
    FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) p
    WHERE m.type = 'view' OR (m.type = 'table' AND m.sql LIKE 'CREATE VIRTUAL%')
    ORDER BY m.rowid, p.cid";

/// Indexes count for their table.
const SIZES: &str = "SELECT m.tbl_name, sum(s.pgsize)
    FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
    WHERE s.aggregate = TRUE AND m.tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND m.tbl_name IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table')
    GROUP BY m.tbl_name";

/// The first number of a line is the rows of the table, or of a partial index; the greatest is the table's.
const ROW_COUNTS: &str = "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1
    WHERE tbl IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table')
    GROUP BY tbl";

struct RawColumn {
    name: String,
    declared: String,
    is_required: bool,
    default_value: Option<String>,
    key: u32,
    hidden: i64,
}

impl RawColumn {
    fn of(row: &SqliteRow) -> Self {
        Self {
            name: row.get(2),
            declared: row.get::<Option<String>, _>(3).unwrap_or_default(),
            is_required: row.get(4),
            default_value: row.get(5),
            key: row.get(6),
            hidden: row.get(7),
        }
    }

    fn details(self, table: &Table, position: u32, is_single_key: bool) -> ColumnDetails {
        let same = |other: &String| other.eq_ignore_ascii_case(&self.name);
        let said =
            |list: &[(String, String)]| list.iter().find(|(column, _)| same(column)).map(|(_, text)| text.clone());
        // Such a column is another name of the row's own number and never empty.
        let is_row_number = self.key > 0 && is_single_key && self.declared.eq_ignore_ascii_case("integer");
        let generation = match self.hidden {
            1 => Some("hidden".to_owned()),
            2 | 3 => Some(format!("generated: {}", said(&table.text.generated).unwrap_or_default())),
            _ => table.text.autoincrement.as_ref().filter(|column| same(column)).map(|_| "auto_increment".to_owned()),
        };
        ColumnDetails {
            data_type: data_type(&self.declared),
            is_nullable: !self.is_required && !is_row_number,
            position,
            default_value: self.default_value,
            generation,
            primary_key_position: (self.key > 0).then_some(self.key),
            collation: said(&table.text.collations),
        }
    }
}
