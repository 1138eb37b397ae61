//! A script that alters tables, played on what the catalog knows.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{AssetId, AssetKind, Error as CatalogError, Name, NameQuery, Viewer};

use super::{Draft, MAX_TABLES, ScriptProposal, anew::Statement, narrow, shape::Column};
use crate::{
    Lineage,
    error::{Error, Result},
    sql::{self, Ddl, DdlChange, DdlStep, Dialect, Kind, Limits, Options, Schema},
};

/// The longest script, in bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A script with what is needed to read it.
struct Reading<'a> {
    proposal: &'a ScriptProposal,
    dialect: Dialect,
    limits: Limits,
}

impl Lineage {
    /// The tables that a script speaks of, as they are when it has run.
    pub(super) async fn read_script(&self, viewer: &Viewer, proposal: &ScriptProposal) -> Result<Draft> {
        let Some(dialect) = Dialect::from_name(&proposal.dialect) else {
            let problem = format!("`{}` is not a known dialect; such as postgres, mysql, snowflake", proposal.dialect);
            return Err(Error::invalid("dialect", problem));
        };
        if proposal.sql.len() > MAX_BYTES {
            let problem = format!("has {} bytes; {MAX_BYTES} are read", proposal.sql.len());
            return Err(Error::invalid("ddl", problem));
        }
        let limits = Limits { bytes: MAX_BYTES, ..Limits::default() };
        let (proposed, sql) = (proposal.clone(), proposal.sql.clone());
        let read = move || {
            let ddl = sql::ddl(&sql, dialect, &limits);
            let reading = Reading { proposal: &proposed, dialect, limits };
            let paths = reading.paths(&ddl);
            let schemas = reading.schemas(&ddl);
            (ddl, paths, schemas)
        };
        let (ddl, paths, schemas) = tokio::task::spawn_blocking(read).await.map_err(Error::CutOff)?;
        if paths.len() > MAX_TABLES {
            let problem = format!("speaks of {} tables; {MAX_TABLES} are allowed", paths.len());
            return Err(Error::invalid("ddl", problem));
        }
        let mut draft = Draft::default();
        for note in &ddl.notes {
            draft.note(format!("line {}: {}", line(&proposal.sql, note.span.0), note.message));
        }
        if ddl.steps.is_empty() {
            draft.note("the script changes no table or view".to_owned());
        }
        let inside = self.find_schemas(viewer, proposal, &mut draft, schemas).await?;
        self.find_tables(viewer, proposal, &mut draft, (paths, inside)).await?;
        let proposed = proposal.clone();
        let play = move || {
            Reading { proposal: &proposed, dialect, limits }.play(&mut draft, &ddl);
            draft
        };
        tokio::task::spawn_blocking(play).await.map_err(Error::CutOff)
    }

    /// Puts the schemas and databases into the draft that the script drops; tells the tables in them.
    async fn find_schemas(
        &self,
        viewer: &Viewer,
        proposal: &ScriptProposal,
        draft: &mut Draft,
        schemas: BTreeSet<Vec<String>>,
    ) -> Result<Vec<AssetId>> {
        let mut open = Vec::new();
        let outer = proposal.defaults.split_last().map_or(&[][..], |(_, outer)| outer);
        for schema in schemas {
            // A schema is completed from the left, a database is not.
            let missing = (outer.len() + 1).saturating_sub(schema.len());
            let completed = [&outer[..missing.min(outer.len())], schema.as_slice()].concat();
            for path in [completed, schema.clone()] {
                match self.catalog().find(viewer, &named(proposal, &path), None).await {
                    Ok(asset) if matches!(asset.kind, AssetKind::Schema | AssetKind::Database) => {
                        draft.shapes.call_schema(&schema, asset.name.clone());
                        open.push(asset.id);
                        break;
                    }
                    Ok(_) | Err(CatalogError::NotFound { .. }) => {}
                    Err(other) => return Err(other.into()),
                }
            }
        }
        let mut tables = Vec::new();
        while !open.is_empty() {
            let inside = self.catalog().inside(viewer, &open, None).await?;
            open.clear();
            for asset in inside.into_iter().filter(|asset| asset.removed.is_none()) {
                match asset.kind {
                    AssetKind::Schema | AssetKind::Database => open.push(asset.id),
                    AssetKind::Table => tables.push(asset.id),
                    _ => {}
                }
            }
            if tables.len() > MAX_TABLES {
                let problem = format!("drops more than {MAX_TABLES} tables; divide it");
                return Err(Error::invalid("ddl", problem));
            }
        }
        Ok(tables)
    }

    /// Puts what paths mean into the draft; what nobody knows stays out of it.
    async fn find_tables(
        &self,
        viewer: &Viewer,
        proposal: &ScriptProposal,
        draft: &mut Draft,
        (paths, inside): (BTreeSet<Vec<String>>, Vec<AssetId>),
    ) -> Result<()> {
        let mut found: BTreeMap<Vec<String>, AssetId> = BTreeMap::new();
        for path in paths {
            match self.catalog().find(viewer, &named(proposal, &path), None).await {
                Ok(asset) if asset.kind == AssetKind::Table => {
                    found.insert(path, asset.id);
                }
                Ok(_) | Err(CatalogError::NotFound { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        let ids: Vec<AssetId> = found.values().copied().chain(inside).collect();
        let places: HashMap<AssetId, usize> = self.load(viewer, draft, &ids).await?;
        for (path, id) in found {
            if let Some(place) = places.get(&id) {
                draft.shapes.call(&path, *place);
            }
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// The path of a name, completed from the left.
    fn path(&self, name: &[String]) -> Vec<String> {
        // SQLite calls its own file `main`.
        let name = match name {
            [main, table] if self.dialect == Dialect::Sqlite && main.eq_ignore_ascii_case("main") => {
                std::slice::from_ref(table)
            }
            other => other,
        };
        let defaults = &self.proposal.defaults;
        let missing = (defaults.len() + 1).saturating_sub(name.len());
        [&defaults[..missing.min(defaults.len())], name].concat()
    }

    /// The paths of all tables that the script alters or reads.
    fn paths(&self, ddl: &Ddl) -> BTreeSet<Vec<String>> {
        let mut paths = BTreeSet::new();
        let is_table = |step: &&DdlStep| !matches!(step.change, DdlChange::DropSchema { .. });
        for step in ddl.steps.iter().filter(is_table) {
            paths.insert(self.path(step.change.table()));
            if matches!(step.change, DdlChange::Define { .. }) {
                let asked = Asked::default();
                let statements = self.analyze(step, &asked);
                let reads = statements.into_iter().flat_map(|statement| statement.reads).map(|read| read.name);
                paths.extend(asked.0.into_inner().into_iter().chain(reads).map(|name| self.path(&name)));
            }
        }
        paths
    }

    /// The names of all schemas that the script drops.
    fn schemas(&self, ddl: &Ddl) -> BTreeSet<Vec<String>> {
        let dropped = ddl.steps.iter().filter_map(|step| match &step.change {
            DdlChange::DropSchema { schema } => Some(schema.clone()),
            _ => None,
        });
        dropped.collect()
    }

    fn text(&self, step: &DdlStep) -> &str {
        self.proposal.sql.get(step.span.0..step.span.1).unwrap_or_default()
    }

    fn analyze(&self, step: &DdlStep, schema: &dyn Schema) -> Vec<sql::Statement> {
        let Self { dialect, limits, proposal } = *self;
        let options = Options { dialect, schema, default_path: &proposal.defaults, search_path: &[], limits };
        let read = catch_unwind(AssertUnwindSafe(|| sql::analyze(self.text(step), &options)));
        if read.is_err() {
            tracing::error!("reading a proposed statement failed");
        }
        read.map(|script| script.statements).unwrap_or_default()
    }

    /// Plays every step, in order.
    fn play(&self, draft: &mut Draft, ddl: &Ddl) {
        for step in &ddl.steps {
            let path = match &step.change {
                DdlChange::DropSchema { schema } => schema.clone(),
                change => self.path(change.table()),
            };
            let played = draft.shapes.play(&path, &step.change);
            if let Err(problem) = played {
                draft.note(format!("line {}: {problem}", line(&self.proposal.sql, step.span.0)));
            } else if let DdlChange::Define { columns, .. } = &step.change {
                self.define(draft, step, (&path, columns));
            }
        }
    }

    /// Gives a view, or a table that is filled by a query, the columns of its new statement.
    fn define(&self, draft: &mut Draft, step: &DdlStep, (path, named): (&[String], &[String])) {
        let statements = self.analyze(step, &draft.shapes);
        let defining = statements.iter().find(|said| {
            matches!(said.kind, Kind::CreateView | Kind::CreateTableAs | Kind::Select)
                && !said.defines.columns.is_empty()
        });
        let defined = defining.map(|said| said.defines.columns.as_slice()).unwrap_or_default();
        let is_known = !defined.is_empty() && defined.iter().all(|column| column.name != "*");
        let column = |(place, name): (usize, &str)| Column {
            asset: None,
            name: name.to_owned(),
            data_type: defined.get(place).and_then(|column| column.data_type.as_deref()).map(narrow::read),
            is_nullable: None,
            has_default: false,
        };
        let columns: Option<Vec<Column>> = match (named.is_empty(), is_known) {
            (false, _) => Some(named.iter().map(String::as_str).enumerate().map(column).collect()),
            (true, true) => Some(defined.iter().map(|column| column.name.as_str()).enumerate().map(column).collect()),
            (true, false) => None,
        };
        let place = draft.shapes.made(path);
        let line = line(&self.proposal.sql, step.span.0);
        match columns {
            Some(columns) => draft.shapes.tables[place].set_columns(columns),
            None => {
                draft.shapes.tables[place].is_gone = false;
                draft.note(format!("line {line}: which columns `{}` has then cannot be told", path.join(".")));
            }
        }
        let table = &mut draft.shapes.tables[place];
        let Some(asset) = &table.asset else { return };
        table.is_redefined = true;
        let statement = Statement::view(place, asset, self.text(step), &self.proposal.dialect);
        draft.statements.retain(|known| known.table() != place);
        draft.statements.push(statement);
    }
}

/// What a path of the script means in the catalog.
fn named(proposal: &ScriptProposal, path: &[String]) -> NameQuery {
    match &proposal.namespace {
        Some(namespace) => NameQuery::Full(Name::new(namespace.as_str(), path.to_vec())),
        None => NameQuery::Tail(path.to_vec()),
    }
}

/// Remembers which tables the engine asks for.
#[derive(Default)]
struct Asked(RefCell<BTreeSet<Vec<String>>>);

impl Schema for Asked {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.0.borrow_mut().insert(table.to_vec());
        None
    }
}

/// The line in which a byte stands, from 1.
fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}
