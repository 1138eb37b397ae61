//! What the SQL of a procedure, a task or a query says: which tables it moves data between, with its names resolved. Pure.
//!
//! Statements that write make edges between what they read and what they write, through the asset that carries them. What
//! is only read leads to the asset itself, so that it is known whom a table serves.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{Asset, AssetId, AssetKind, ChangeNumber, Details, Name, platform::Platform};

use super::{
    known::Known,
    view::{indirect, permille, stored, word},
};
use crate::{
    declare::{BODY_TOOL, Declaration, End, Evidence, Reading, Status},
    edge::{Subtype, Transformation},
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
        })
    }

    /// The names of tables that the SQL may mean.
    pub(super) fn names(&self) -> BTreeSet<(Name, AssetKind)> {
        let asked = Asked::default();
        let script = self.analyze(&asked);
        let mut names = asked.0.into_inner();
        for statement in script.into_iter().flat_map(|script| script.statements) {
            names.extend(statement.reads.into_iter().map(|read| read.name));
            names.extend(statement.writes.into_iter().map(|write| write.name));
        }
        names.iter().map(|parts| (self.full_name(parts), AssetKind::Table)).collect()
    }

    /// The edges of the SQL, as far as its names are known.
    pub(super) fn declare(&self, known: &Known) -> Declaration {
        let mut set = Declaration::new(BODY_TOOL, &self.asset.to_string(), self.asset, self.at);
        set.refer(&self.name, Some(self.asset));
        let Some(script) = self.analyze(&Columns { body: self, known }) else {
            set.readings.push(self.unread());
            return set;
        };
        for statement in &script.statements {
            let mut reader = Reader { body: self, known, set: &mut set, notes: Notes::default() };
            reader.read(statement);
            let notes = reader.notes;
            set.readings.push(self.reading(statement, notes));
        }
        set
    }

    /// Reads the SQL; nothing when it is none, its dialect is not known or the engine failed.
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
        let result = catch_unwind(AssertUnwindSafe(|| match &self.parameters {
            Some(parameters) => sql::analyze_body(&self.sql, parameters, &options),
            None => sql::analyze(&self.sql, &options),
        }));
        if result.is_err() {
            tracing::error!(asset = %self.asset, "reading the SQL of `{}` failed", self.name.path());
        }
        result.ok()
    }

    fn dialect(&self) -> Option<Dialect> {
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

    /// The whole name of a table in the SQL. SQLite calls the routine's own file `main`.
    fn full_name(&self, parts: &[String]) -> Name {
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
        Reading { status, coverage_permille: 0, dialect: self.dialect.clone(), notes: notes.into_json() }
    }

    fn reading(&self, statement: &Statement, notes: Notes) -> Reading {
        let status = match statement.status {
            sql::Status::Complete if notes.is_empty() => Status::Complete,
            sql::Status::Complete | sql::Status::Partial => Status::Partial,
            sql::Status::Opaque => Status::Opaque,
            sql::Status::Failed => Status::Failed,
        };
        let coverage_permille = permille(statement.coverage);
        Reading { status, coverage_permille, dialect: self.dialect.clone(), notes: notes.into_json() }
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

/// The columns that are known.
struct Columns<'a> {
    body: &'a BodySet,
    known: &'a Known,
}

impl Schema for Columns<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let table = self.known.asset(&self.body.full_name(table), AssetKind::Table)?;
        let columns = self.known.columns(table)?;
        Some(columns.iter().map(|column| column.name.clone()).collect())
    }
}

/// Puts the edges of a statement into a declaration.
struct Reader<'a> {
    body: &'a BodySet,
    known: &'a Known,
    set: &'a mut Declaration,
    notes: Notes,
}

impl Reader<'_> {
    fn read(&mut self, statement: &Statement) {
        for note in &statement.notes {
            self.notes.add(note.code, &note.message, Some((note.span.0, note.span.1)));
        }
        let targets = self.targets(statement);
        for read in &statement.reads {
            let Some(table) = self.table(&read.name) else { continue };
            let span = read.spans.first().and_then(|span| stored(*span));
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            let targets: Vec<End> = if statement.writes.is_empty() && statement.temporary.is_empty() {
                vec![End::whole(self.body.asset)]
            } else {
                targets.values().flatten().copied().map(End::whole).collect()
            };
            for target in targets {
                self.claim((End::whole(table), target), (Transformation::UNSPECIFIED, false), evidence.clone());
            }
        }
        for edge in &statement.columns {
            let subtype = match edge.subtype {
                sql::Subtype::Identity => Subtype::Identity,
                sql::Subtype::Transformation => Subtype::Transformation,
                sql::Subtype::Aggregation => Subtype::Aggregation,
            };
            let Some(ends) = self.ends(&edge.source, &edge.target, &targets) else { continue };
            let confidence_permille = permille(edge.confidence);
            let evidence = Evidence { span: stored(edge.span), confidence_permille, why: word(edge.why) };
            self.claim(ends, (Transformation::of(subtype), edge.masking), evidence);
        }
        for edge in &statement.indirect {
            let Some(ends) = self.ends(&edge.source, &edge.target, &targets) else { continue };
            let evidence = Evidence { span: stored(edge.span), confidence_permille: 1000, why: "resolved".to_owned() };
            self.claim(ends, (Transformation::of(indirect(edge.subtype)), false), evidence);
        }
    }

    fn claim(&mut self, ends: (End, End), how: (Transformation, bool), evidence: Evidence) {
        // What ends at the asset itself moves through nothing.
        let through = (ends.1.asset != self.body.asset).then_some(self.body.asset);
        self.set.claim(ends, how, through, evidence);
    }

    /// The written tables, by name; none where one is not known yet. What only loses rows gets no data.
    fn targets(&mut self, statement: &Statement) -> BTreeMap<Vec<String>, Option<AssetId>> {
        let mut targets = BTreeMap::new();
        for write in &statement.writes {
            let found = self.table(&write.name);
            if write.mode != Mode::Delete {
                targets.insert(write.name.clone(), found);
            }
        }
        targets
    }

    fn ends(
        &mut self,
        source: &sql::Source,
        target: &sql::Target,
        targets: &BTreeMap<Vec<String>, Option<AssetId>>,
    ) -> Option<(End, End)> {
        let table = self.table(&source.table)?;
        let from = self.column(table, &source.table, source.column.first()?)?;
        let to = match &target.table {
            None => End::whole(self.body.asset),
            Some(name) => {
                let table = (*targets.get(name)?)?;
                match target.column.as_ref().and_then(|path| path.first()) {
                    None => End::whole(table),
                    Some(column) => self.column(table, name, column)?,
                }
            }
        };
        Some((from, to))
    }

    fn column(&mut self, table: AssetId, name: &[String], column: &str) -> Option<End> {
        let found = self.known.column(table, &self.body.full_name(name), column);
        if found.is_none() && column != "*" {
            self.notes.add("unknown_column", format!("no column `{column}` in `{}` yet", name.join(".")), None);
        }
        Some(End::column(found?, table))
    }

    fn table(&mut self, parts: &[String]) -> Option<AssetId> {
        let name = self.body.full_name(parts);
        let found = self.known.asset(&name, AssetKind::Table);
        self.set.refer(&name, found);
        if found.is_none() {
            self.notes.add("unknown_table", format!("no table `{}` in the catalog yet", name.path()), None);
        }
        found
    }
}
