//! What the session keeps of a statement for those behind it.

use std::collections::HashSet;

use super::literal::{LONGEST, Literal, TEXTS};
use super::trace::{Entry, Event};
use super::{Context, MARK, Session};
use crate::sql::act::{Act, Declared, Level, Routine};
use crate::sql::clauses::{self, Text};
use crate::sql::emit::Resolved;
use crate::sql::names::{Ident, Symbol};
use crate::sql::resolve;
use crate::sql::{Dialect, session, tokens};

impl Session<'_> {
    pub(super) fn declare(&mut self, name: Ident, shape: &Declared) {
        match shape {
            Declared::Value => self.locals.declare_variable(name, &mut self.names),
            Declared::Record => {
                let target = session::record(&mut self.names, name);
                self.locals.declare_record(name, target);
            }
            Declared::Table(columns) => {
                self.locals.make_temporary(&[name], &mut self.names, Some(columns.clone()));
            }
        }
    }

    /// Begins a routine, which knows nothing of the variables of another.
    pub(super) fn enter(&mut self, routine: &Routine) {
        self.constants.clear();
        self.locals.clear_variables();
        self.trace.forget_variables();
        self.routines.extend(routine.name.iter().filter_map(|name| name.parts.last()).map(|part| part.key));
        for parameter in &routine.parameters {
            self.locals.declare_variable(*parameter, &mut self.names);
        }
        if routine.yields_trigger {
            self.declare_changed_rows();
        }
        if let Some(table) = &routine.table {
            let rows: &[&str] = match self.options.dialect {
                Dialect::SqlServer => &["inserted", "deleted"],
                _ => &["new", "old", ":new", ":old"],
            };
            for row in rows {
                let row = self.names.bare(row);
                self.locals.declare_record(row, table.clone());
            }
        }
    }

    /// Begins the body of a routine whose head stands elsewhere.
    pub(super) fn enter_body(&mut self, parameters: &str) {
        let declared = format!("({parameters})");
        let tokens = tokens::read(&declared, self.options.dialect, self.options.limits.tokens).list;
        let text = Text { sql: &declared, tokens: &tokens };
        for parameter in clauses::parameters(text, &mut self.names, &self.options.limits) {
            self.locals.declare_variable(parameter, &mut self.names);
        }
        if self.options.dialect == Dialect::Postgres {
            self.declare_changed_rows();
        }
    }

    /// What a function of a trigger knows in PostgreSQL; which table fires it stands elsewhere.
    fn declare_changed_rows(&mut self) {
        for row in ["new", "old"] {
            let row = self.names.bare(row);
            self.declare(row, &Declared::Record);
        }
        for variable in ["found", "tg_op", "tg_name", "tg_when", "tg_level", "tg_table_name", "tg_table_schema"] {
            let variable = self.names.bare(variable);
            self.declare(variable, &Declared::Value);
        }
    }

    /// Leaves a routine whose body ends where a quote does.
    pub(super) fn leave(&mut self) {
        self.constants.clear();
        self.locals.clear_variables();
        self.trace.forget_variables();
    }

    /// Gives a variable the texts that it can hold from here on.
    pub(super) fn assign(&mut self, variable: Ident, texts: Option<Vec<Literal>>, adds: bool, may_not_run: bool) {
        let known = self.constants.get(&variable.key).cloned();
        let mut texts = match (adds, &known) {
            (true, Some(Some(before))) => texts.and_then(|texts| Literal::product(before.clone(), &texts)),
            (true, _) => None,
            (false, _) => texts,
        };
        if may_not_run && let (Some(texts), Some(Some(before))) = (&mut texts, &known) {
            texts.extend(before.iter().cloned());
        } else if may_not_run && matches!(known, Some(None)) {
            texts = None;
        }
        let texts = texts.filter(|texts| texts.len() <= TEXTS && texts.iter().all(|text| text.text.len() <= LONGEST));
        self.constants.insert(variable.key, texts);
    }

    /// Keeps what the statement did.
    pub(super) fn remember(&mut self, acts: &[Act], resolved: &Resolved, is_conditional: bool) {
        let mut events = Vec::new();
        for act in acts {
            match act {
                Act::Create { name, is_temporary, keeps, columns, model } => {
                    let columns =
                        self.columns_of(resolved, columns, model.as_ref().map(|model| model.parts.as_slice()));
                    let identity = if *is_temporary {
                        self.locals.make_temporary(&name.parts, &mut self.names, columns)
                    } else {
                        let identity = self.identity(&name.parts);
                        self.locals.learn(identity.clone(), columns);
                        identity
                    };
                    events.push(Event::Made { identity, is_temporary: *is_temporary, keeps: *keeps });
                }
                Act::Declare { name, shape: Declared::Table(_) } => {
                    let identity = self.identity(&[*name]);
                    events.push(Event::Made { identity, is_temporary: true, keeps: false });
                }
                Act::Drop(names) => {
                    for name in names {
                        let identity = self.identity(&name.parts);
                        self.locals.forget(&identity, &name.parts, &self.names);
                        events.push(Event::Dropped(identity));
                    }
                }
                Act::Rename { from, to } => {
                    let (from, to) = (self.place(&from.parts), self.place(&to.parts));
                    self.locals.rename(&from.0, &to.0, &from.1);
                    events.push(Event::Renamed { from, to });
                }
                Act::Swap(one, other) => {
                    let (one, other) = (self.place(&one.parts), self.place(&other.parts));
                    self.locals.swap((&one.0, &one.1), (&other.0, &other.1));
                    events.push(Event::Swapped(one, other));
                }
                Act::Use { level, parts } => self.use_path(*level, parts),
                Act::SearchPath(path) => self.search(path),
                _ => {}
            }
        }
        self.learn_locals(acts, resolved);
        self.trace.add(Entry { tables: resolved.tables.clone(), events, is_conditional });
    }

    /// The identity of what a name means here.
    fn identity(&mut self, parts: &[Ident]) -> Vec<Symbol> {
        self.place(parts).0
    }

    /// The identity and the full name of what a name means here.
    fn place(&mut self, parts: &[Ident]) -> (Vec<Symbol>, Vec<String>) {
        let mut options = *self.options;
        if let Some(path) = &self.locals.path {
            options.default_path = path;
        }
        let context = Context { options, locals: &self.locals };
        let path = resolve::full_name(parts, &mut self.names, &context);
        let identity = path.iter().map(|part| self.names.table_key(*part)).collect();
        let name = path.iter().map(|part| self.names.text(part.name).to_owned()).collect();
        (identity, name)
    }

    /// The columns of a table that was made, when they are known.
    fn columns_of(&mut self, resolved: &Resolved, listed: &[Ident], model: Option<&[Ident]>) -> Option<Vec<Ident>> {
        let defined = &resolved.defines.columns;
        if !defined.is_empty() {
            let is_whole = defined.iter().all(|column| column.name != "*");
            let mut columns = listed.to_vec();
            for column in defined {
                let column = self.names.exact(&column.name);
                if !columns.iter().any(|known| known.key == column.key) {
                    columns.push(column);
                }
            }
            return is_whole.then_some(columns);
        }
        if !listed.is_empty() {
            return Some(listed.to_vec());
        }
        let mut options = *self.options;
        if let Some(path) = &self.locals.path {
            options.default_path = path;
        }
        let context = Context { options, locals: &self.locals };
        resolve::known_columns(model?, &mut self.names, &context)
    }

    /// Learns the columns of rows that were filled, and that variables got what no text tells.
    fn learn_locals(&mut self, acts: &[Act], resolved: &Resolved) {
        let [write] = resolved.writes.as_slice() else { return };
        if write.name.first().map(String::as_str) != Some(MARK) {
            return;
        }
        let columns = resolved.defines.columns.iter().map(|column| self.names.exact(&column.name));
        let columns: Vec<Ident> = columns.collect();
        match write.name.get(1).map(String::as_str) {
            Some("record") => {
                let star = self.names.exact("*");
                let known = columns.iter().all(|column| column.key != star.key).then_some(columns);
                let identity = resolved.tables.iter().find(|(name, _)| *name == write.name).map(|(_, id)| id.clone());
                if let Some(identity) = identity {
                    self.locals.learn(identity, known);
                }
            }
            Some("variables") => {
                let assigned = acts.iter().filter_map(|act| match act {
                    Act::Assign { variable, .. } => Some(variable.key),
                    _ => None,
                });
                let assigned: HashSet<Symbol> = assigned.collect();
                for column in columns.iter().filter(|column| !assigned.contains(&column.key)) {
                    self.constants.insert(column.key, None);
                }
            }
            _ => {}
        }
    }

    fn use_path(&mut self, level: Level, parts: &[Ident]) {
        let said: Vec<String> = parts.iter().map(|part| self.names.text(part.name).to_owned()).collect();
        let dialect = self.options.dialect;
        let has_databases_only = matches!(
            dialect,
            Dialect::MySql | Dialect::StarRocks | Dialect::Hive | Dialect::ClickHouse | Dialect::Sqlite
        );
        let lone_is_schema = has_databases_only
            || matches!(dialect, Dialect::Spark | Dialect::Databricks | Dialect::Trino | Dialect::Flink);
        let before = self.locals.path.clone().unwrap_or_else(|| self.options.default_path.to_vec());
        let path = match (level, said.as_slice()) {
            (_, [only]) if has_databases_only && only.eq_ignore_ascii_case("default") => {
                self.locals.path = None;
                return;
            }
            (_, [only]) if has_databases_only => with_last(&before, only, 1),
            (Level::Schema, [only]) => with_last(&before, only, 2),
            (Level::Any, [only]) if lone_is_schema => with_last(&before, only, 2),
            (_, [only]) => vec![only.clone(), String::new()],
            (_, several) => several.to_vec(),
        };
        self.locals.path = Some(path);
    }

    fn search(&mut self, path: &[Ident]) {
        let before = self.locals.path.clone().unwrap_or_else(|| self.options.default_path.to_vec());
        let mut paths: Vec<Vec<String>> =
            path.iter().map(|schema| with_last(&before, self.names.text(schema.name), 2)).collect();
        if paths.is_empty() {
            return;
        }
        let first = paths.remove(0);
        self.locals.path = Some(first);
        self.locals.search = Some(paths);
    }
}

/// `path` with another last part; a path of `length` parts has one.
fn with_last(path: &[String], last: &str, length: usize) -> Vec<String> {
    let kept = if path.len() >= length { &path[..path.len() - 1] } else { path };
    kept.iter().cloned().chain([last.to_owned()]).collect()
}
