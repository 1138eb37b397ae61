//! What the SQL of a procedure, a task or a query says: which tables it moves data between, with its names resolved. Pure.
//!
//! Statements that write make edges between what they read and what they write, through the asset that carries them. What
//! is only read leads to the asset itself, so that it is known whom a table serves.

use std::collections::BTreeMap;

use catalog::{
    Asset, AssetId, AssetKind, ChangeNumber, Details, Name,
    kinds::pipeline::{TaskDetails, TaskTable},
    platform::Platform,
    record::DeclaredStatement,
};

use super::{
    known::Known,
    speech::{Columns, Landing, Listener, Speech, guarded, reading},
};
use crate::{
    declare::{BODY_TOOL, Declaration, End, Reading, Status},
    notes::Notes,
    sql::{self, Dialect, Limits, Mode, Options, Schema, Script, Statement},
};

/// Where PostgreSQL looks for names, besides the schema of the routine.
const PUBLIC: &str = "public";

/// An asset whose SQL has to be read.
#[derive(Debug, Clone)]
pub(super) struct BodySet {
    pub(super) at: ChangeNumber,
    pub(super) asset: AssetId,
    name: Name,
    sql: String,
    dialect: Option<String>,
    /// What is spoken where nobody says it.
    language: Option<String>,
    /// The platform on which the tables live.
    namespace: String,
    /// What completes shorter names.
    defaults: Vec<String>,
    /// The declared parameters, when the SQL is the body of a routine.
    parameters: Option<String>,
    /// Tables that stand for something elsewhere.
    elsewhere: Vec<TaskTable>,
}

impl BodySet {
    /// The SQL that an asset carries, if it does.
    pub(super) fn of(at: ChangeNumber, asset: &Asset) -> Option<Self> {
        if asset.removed.is_some() {
            return None;
        }
        let name = asset.name.clone();
        let own = name.namespace.to_string();
        let (sql, dialect, language, namespace, defaults, parameters) = match &asset.harvested.details {
            Details::Procedure(routine) => {
                let within = name.parts.split_last().map(|(_, within)| within.to_vec()).unwrap_or_default();
                let whole = routine.procedure_type == "trigger" && name.platform() == Platform::Sqlite;
                let parameters = (!whole).then(|| routine.arguments.clone());
                let sql = routine.definition.clone()?;
                (sql, routine.dialect.clone(), routine.language.clone(), own, within, parameters)
            }
            Details::Task(task) => {
                // A scheduler has no tables of its own; whoever knows where they are says so, or declares the edges.
                let namespace = task.namespace.clone()?;
                (task.definition.clone()?, task.dialect.clone(), None, namespace, task.defaults.clone(), None)
            }
            Details::Query(query) => {
                let namespace = query.namespace.clone().unwrap_or(own);
                (query.definition.clone(), query.dialect.clone(), None, namespace, query.defaults.clone(), None)
            }
            _ => return None,
        };
        let elsewhere = match &asset.harvested.details {
            Details::Task(task) => task.tables.clone(),
            _ => Vec::new(),
        };
        let is_empty = sql.trim().is_empty();
        (!is_empty).then_some(Self {
            at,
            asset: asset.id,
            name,
            sql,
            dialect,
            language,
            namespace,
            defaults,
            parameters,
            elsewhere,
        })
    }

    /// The SQL of a task that is not in the catalog yet.
    pub(super) fn of_task(name: &Name, task: &TaskDetails) -> Option<Self> {
        let sql = task.definition.clone().filter(|sql| !sql.trim().is_empty())?;
        Some(Self {
            at: ChangeNumber(0),
            asset: AssetId(uuid::Uuid::nil()),
            name: name.clone(),
            sql,
            dialect: task.dialect.clone(),
            language: None,
            namespace: task.namespace.clone()?,
            defaults: task.defaults.clone(),
            parameters: None,
            elsewhere: task.tables.clone(),
        })
    }

    /// The length of the SQL in bytes.
    pub(super) fn size(&self) -> usize {
        self.sql.len()
    }

    /// A statement that moves data through `carrier`.
    pub(super) fn of_statement(at: ChangeNumber, carrier: AssetId, statement: &DeclaredStatement) -> Self {
        Self {
            at,
            asset: carrier,
            name: Name::new(statement.namespace.as_str(), statement.defaults.iter().cloned()),
            sql: statement.sql.clone(),
            dialect: statement.dialect.clone(),
            language: None,
            namespace: statement.namespace.clone(),
            defaults: statement.defaults.clone(),
            parameters: None,
            elsewhere: Vec::new(),
        }
    }

    /// The edges of the SQL, as far as its names are known.
    pub(super) fn declare(&self, known: &Known) -> Declaration {
        let mut set = Declaration::new(BODY_TOOL, &self.asset.to_string(), self.asset, self.at);
        set.refer(&self.name, Some(self.asset));
        self.declare_in(&mut set, known);
        set
    }

    /// The same as a part of what somebody else says.
    pub(super) fn declare_in(&self, set: &mut Declaration, known: &Known) {
        let Some(script) = self.analyze(&Columns { speech: self, known }) else {
            return set.readings.push(self.unread());
        };
        for statement in &script.statements {
            let mut listener = Listener::new(self, known, set);
            self.hear(&mut listener, statement);
            let notes = listener.notes;
            set.readings.push(reading(self.dialect.as_deref(), Some(statement), notes));
        }
    }

    fn hear(&self, listener: &mut Listener<'_, Self>, statement: &Statement) {
        listener.remark(statement);
        let targets = targets(listener, statement);
        let landings: Vec<Landing> = if statement.writes.is_empty() && statement.temporary.is_empty() {
            vec![self.landing(End::whole(self.asset))]
        } else {
            targets.values().flatten().map(|table| self.landing(End::whole(*table))).collect()
        };
        listener.tables(&statement.reads, &landings);
        listener.columns(statement, |listener, target| self.land(listener, target, &targets));
    }

    /// What ends at the asset itself moves through nothing.
    fn landing(&self, end: End) -> Landing {
        Landing::plain(end, (end.asset != self.asset).then_some(self.asset))
    }

    fn land(&self, listener: &mut Listener<'_, Self>, target: &sql::Target, targets: &Targets) -> Option<Landing> {
        let end = match &target.table {
            None => End::whole(self.asset),
            Some(name) => {
                let table = (*targets.get(name)?)?;
                match target.column.as_ref().and_then(|path| path.first()) {
                    None => End::whole(table),
                    Some(column) => listener.column(table, name, column)?,
                }
            }
        };
        Some(self.landing(end))
    }

    /// What a table stands for; the engine has completed its name.
    fn elsewhere(&self, parts: &[String]) -> Option<&TaskTable> {
        let fits = |table: &&TaskTable| {
            let tail = parts.len().checked_sub(table.name.len()).map(|start| &parts[start..]);
            tail.is_some_and(|tail| tail.iter().zip(&table.name).all(|(part, name)| part.eq_ignore_ascii_case(name)))
        };
        self.elsewhere.iter().find(fits)
    }

    /// The dialect that is spoken, where it is known.
    pub(super) fn dialect(&self) -> Option<Dialect> {
        if let Some(dialect) = &self.dialect {
            return Dialect::from_name(dialect);
        }
        let is_sql = self.language.as_deref().is_none_or(|language| matches!(language, "sql" | "plpgsql"));
        if !is_sql {
            return None;
        }
        match Name::new(self.namespace.as_str(), ["x"]).platform() {
            Platform::Postgres => Some(Dialect::Postgres),
            Platform::MySql => Some(Dialect::MySql),
            Platform::Sqlite => Some(Dialect::Sqlite),
            Platform::Other => None,
        }
    }

    fn unread(&self) -> Reading {
        let mut notes = Notes::default();
        let status = match (self.dialect(), &self.dialect, &self.language) {
            (None, Some(dialect), _) => {
                notes.add("unknown_dialect", format!("`{dialect}` is not a known dialect"), None);
                Status::Failed
            }
            (None, None, Some(language)) => {
                notes.add("not_followed", format!("the body is written in {language}"), None);
                Status::Opaque
            }
            (None, None, None) => {
                notes.add("unknown_dialect", "nobody tells the dialect", None);
                Status::Failed
            }
            (Some(_), _, _) => {
                notes.add("engine_failed", "the SQL could not be read", None);
                Status::Failed
            }
        };
        Reading { status, ..reading(self.dialect.as_deref(), None, notes) }
    }
}

impl Speech for BodySet {
    /// SQLite calls the routine's own file `main`.
    fn full_name(&self, parts: &[String]) -> Name {
        if let Some(table) = self.elsewhere(parts) {
            return Name::new(table.namespace.as_str(), table.parts.iter().cloned());
        }
        let mut parts = parts.to_vec();
        let is_sqlite = self.name.platform() == Platform::Sqlite;
        if let (true, [.., file, _], Some(own)) = (is_sqlite, parts.as_mut_slice(), self.defaults.first())
            && file.eq_ignore_ascii_case("main")
        {
            let table = parts.pop().unwrap_or_default();
            parts = vec![own.clone(), table];
        }
        Name::new(self.namespace.as_str(), parts)
    }

    fn kind(&self, parts: &[String]) -> AssetKind {
        self.elsewhere(parts).map_or(AssetKind::Table, |table| table.kind)
    }

    fn analyze(&self, schema: &dyn Schema) -> Option<Script> {
        let dialect = self.dialect()?;
        let public: Vec<Vec<String>> = match (dialect, self.defaults.as_slice()) {
            (Dialect::Postgres, [database, schema]) if schema != PUBLIC => {
                vec![vec![database.clone(), PUBLIC.to_owned()]]
            }
            _ => Vec::new(),
        };
        let limits = Limits::default();
        let options = Options { dialect, schema, default_path: &self.defaults, search_path: &public, limits };
        guarded(&self.name, || match &self.parameters {
            Some(parameters) => sql::analyze_body(&self.sql, parameters, &options),
            None => sql::analyze(&self.sql, &options),
        })
    }
}

/// The written tables by name; nothing where one is not known yet.
type Targets = BTreeMap<Vec<String>, Option<AssetId>>;

/// What a statement writes. What only loses rows gets no data.
fn targets(listener: &mut Listener<'_, BodySet>, statement: &Statement) -> Targets {
    let mut targets = BTreeMap::new();
    for write in &statement.writes {
        let found = listener.table(&write.name);
        if write.mode != Mode::Delete {
            targets.insert(write.name.clone(), found);
        }
    }
    targets
}
