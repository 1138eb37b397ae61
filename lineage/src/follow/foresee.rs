//! Which tables SQL names that nobody has said yet, so that they can be foreseen: a script tells of its tables before, or
//! without, a crawl of the system that they are in.
//!
//! Only whole names are foreseen: of one that lacks the database it could not be told later which table it was.

use std::collections::BTreeSet;

use catalog::{
    AssetId, AssetKind, Catalog, Name,
    kinds::pipeline::TaskDetails,
    platform::Platform,
    record::{DeclaredQuery, DeclaredStatement},
};

use super::{
    body::BodySet,
    known::Known,
    speech::{self, Columns, Speech as _},
};
use crate::{
    error::{Error, Result},
    sql::{Dialect, Kind, Mode, Statement},
};

/// SQL that speaks of tables.
#[derive(Debug, Clone)]
pub struct Speaker(BodySet);

impl Speaker {
    /// The SQL of a task; none when it has none, or nobody tells where its tables are.
    #[must_use]
    pub fn of_task(name: &Name, task: &TaskDetails) -> Option<Self> {
        BodySet::of_task(name, task).map(Self)
    }

    /// A query whose rows a tool writes elsewhere.
    #[must_use]
    pub fn of_query(query: &DeclaredQuery) -> Self {
        let statement = DeclaredStatement {
            sql: query.sql.clone(),
            dialect: query.dialect.clone(),
            namespace: query.namespace.clone(),
            defaults: query.defaults.clone(),
        };
        Self(BodySet::of_statement(catalog::ChangeNumber(0), AssetId(uuid::Uuid::nil()), &statement))
    }

    /// The length of its text in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.size()
    }
}

/// The tables that `speakers` read or write and that are not in the catalog, each once. A handful of statements of the
/// store whatever their number.
///
/// # Errors
/// The store's own.
pub async fn unknown_tables(catalog: &Catalog, speakers: Vec<Speaker>) -> Result<Vec<(Name, AssetKind)>> {
    let at = catalog.last_change().await?;
    let read = move || {
        let names: BTreeSet<(Name, AssetKind)> =
            speakers.iter().flat_map(|speaker| speech::names(&speaker.0)).collect();
        (speakers, names)
    };
    let (speakers, names) = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
    let known = Known::look_up(catalog, names, &[], at).await?;
    let unknown = move || {
        let unknown: BTreeSet<(Name, AssetKind)> =
            speakers.iter().flat_map(|speaker| missing(&speaker.0, &known)).collect();
        unknown.into_iter().collect()
    };
    tokio::task::spawn_blocking(unknown).await.map_err(Error::CutOff)
}

/// The tables of a speech that are not known; names are completed as they mean something where they can.
fn missing(body: &BodySet, known: &Known) -> BTreeSet<(Name, AssetKind)> {
    let script = body.analyze(&Columns { speech: body, known });
    let statements = script.into_iter().flat_map(|script| script.statements);
    let spoken: BTreeSet<Vec<String>> = statements.flat_map(|statement| tables(&statement)).collect();
    let named = spoken.iter().map(|parts| (body.full_name(parts), body.kind(parts)));
    named.filter(|(name, kind)| known.asset(name, *kind).is_none() && is_whole(name, *kind, body.dialect())).collect()
}

/// The tables between which a statement moves data, or which it reads for its carrier.
fn tables(statement: &Statement) -> Vec<Vec<String>> {
    let moves = !matches!(
        statement.kind,
        Kind::Drop | Kind::Rename | Kind::Swap | Kind::CreateTable | Kind::Like | Kind::CreateRoutine | Kind::Set
    );
    if !moves {
        return Vec::new();
    }
    let written = statement.writes.iter().filter(|write| write.mode != Mode::Delete).map(|write| &write.name);
    let all = statement.reads.iter().map(|read| &read.name).chain(written);
    all.filter(|name| !statement.temporary.contains(name)).cloned().collect()
}

/// Whether a name has all parts that a table's name has there.
fn is_whole(name: &Name, kind: AssetKind, dialect: Option<Dialect>) -> bool {
    // Files and patterns of them are read and written too; they are no tables.
    if name.validate().is_err() || name.last().contains(['/', '*', '@']) {
        return false;
    }
    let parts = match (kind, name.platform(), dialect) {
        (AssetKind::Table, Platform::Postgres, _) => 3,
        // A database is a file, called by its path; an alias for one means something in its script only.
        (AssetKind::Table, Platform::Sqlite, _) => return matches!(&name.parts[..], [file, _] if file.contains('/')),
        (AssetKind::Table, Platform::MySql, _) => 2,
        (AssetKind::Table, _, Some(dialect)) if dialect.has_databases() => 3,
        (AssetKind::Table, ..) => 2,
        // What stands for something else is called by its whole name.
        _ => return true,
    };
    name.parts.len() == parts
}
