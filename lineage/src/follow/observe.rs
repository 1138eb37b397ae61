//! What queries that ran have used: which tables and columns each reads and writes, and which columns it joins.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{AssetId, AssetKind, Catalog, Name, record::DeclaredStatement, usage::ColumnOf};

use super::{
    body::BodySet,
    known::Known,
    speech::{self, Columns, Speech as _},
};
use crate::{
    error::{Error, Result},
    sql::{Kind, Mode, Source, Statement},
};

/// How a table or column is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touched {
    /// Whether it is read.
    pub is_read: bool,
    /// Whether it is written.
    pub is_written: bool,
}

/// What a query means: what of it is in the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meaning {
    /// The tables that it uses.
    pub tables: BTreeMap<AssetId, Touched>,
    /// The columns that it uses.
    pub columns: BTreeMap<AssetId, Touched>,
    /// The columns that it compares to join rows, each pair once.
    pub joins: BTreeSet<[ColumnOf; 2]>,
    /// Whether it moves data from one table to another, known or not.
    pub moves_data: bool,
    /// How many tables it names that are not in the catalog.
    pub unknown: usize,
}

/// What each of `queries` means now, as of the last change; each is read once, however often it ran. A handful of
/// statements of the store whatever their number.
///
/// # Errors
/// The store's own.
pub async fn meanings(catalog: &Catalog, queries: Vec<DeclaredStatement>) -> Result<Vec<Meaning>> {
    let at = catalog.last_change().await?;
    let nobody = AssetId(uuid::Uuid::nil());
    let read = move || {
        let of = |query: &DeclaredStatement| BodySet::of_statement(at, nobody, query);
        let bodies: Vec<BodySet> = queries.iter().map(of).collect();
        let names: BTreeSet<(Name, AssetKind)> = bodies.iter().flat_map(speech::names).collect();
        (bodies, names)
    };
    let (bodies, names) = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
    let known = Known::look_up(catalog, names, &[], at).await?;
    let understand = move || bodies.iter().map(|body| Understanding::of(body, &known)).collect();
    tokio::task::spawn_blocking(understand).await.map_err(Error::CutOff)
}

/// A query being understood.
struct Understanding<'a> {
    body: &'a BodySet,
    known: &'a Known,
    meaning: Meaning,
    missing: BTreeSet<Vec<String>>,
}

impl<'a> Understanding<'a> {
    fn of(body: &'a BodySet, known: &'a Known) -> Meaning {
        let mut open = Self { body, known, meaning: Meaning::default(), missing: BTreeSet::new() };
        let script = body.analyze(&Columns { speech: body, known });
        for statement in script.into_iter().flat_map(|script| script.statements) {
            open.read(&statement);
        }
        open.meaning.unknown = open.missing.len();
        open.meaning
    }

    fn read(&mut self, statement: &Statement) {
        for read in &statement.reads {
            if let Some(table) = self.table(&read.name) {
                self.meaning.tables.entry(table).or_default().is_read = true;
            }
        }
        // What only defines a view or takes a table away writes no data.
        let writes =
            !matches!(statement.kind, Kind::CreateView | Kind::Drop | Kind::Rename | Kind::CreateTable | Kind::Like);
        for write in statement.writes.iter().filter(|_| writes) {
            if let Some(table) = self.table(&write.name) {
                self.meaning.tables.entry(table).or_default().is_written = true;
            }
        }
        let is_filled = |mode: Mode| mode != Mode::Delete;
        let fills = statement.writes.iter().filter(|write| writes && is_filled(write.mode));
        let is_other = |name: &Vec<String>| statement.reads.iter().any(|read| read.name != *name);
        self.meaning.moves_data |= fills.into_iter().any(|write| is_other(&write.name));
        self.read_columns(statement, writes);
        for (one, other) in &statement.joins {
            let Some((one, other)) = self.column(one).zip(self.column(other)) else { continue };
            let mut pair = [one, other];
            pair.sort();
            self.meaning.joins.insert(pair);
        }
    }

    fn read_columns(&mut self, statement: &Statement, writes: bool) {
        let sources = statement.columns.iter().map(|edge| &edge.source);
        for source in sources.chain(statement.indirect.iter().map(|edge| &edge.source)) {
            if let Some(found) = self.column(source) {
                self.meaning.columns.entry(found.column).or_default().is_read = true;
            }
        }
        for edge in statement.columns.iter().filter(|_| writes) {
            let (Some(table), Some(column)) = (&edge.target.table, &edge.target.column) else { continue };
            let target = Source { table: table.clone(), column: column.clone() };
            if let Some(found) = self.column(&target) {
                self.meaning.columns.entry(found.column).or_default().is_written = true;
            }
        }
    }

    fn column(&mut self, source: &Source) -> Option<ColumnOf> {
        let table = self.table(&source.table)?;
        let name = self.body.full_name(&source.table);
        let column = self.known.column(table, &name, source.column.first()?)?;
        Some(ColumnOf { column, table })
    }

    fn table(&mut self, parts: &[String]) -> Option<AssetId> {
        let found = self.known.asset(&self.body.full_name(parts), AssetKind::Table);
        if found.is_none() {
            self.missing.insert(parts.to_vec());
        }
        found
    }
}
