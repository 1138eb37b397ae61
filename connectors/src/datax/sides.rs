//! The two sides of a job: which tables, files or topics it reads and writes, and which of their columns.

use catalog::{AssetKind, Name};
use serde_json::Value;

use super::{
    columns::{self, Columns},
    job::PlugIn,
    systems::{self, Found},
    tables::{expand, is_parameterised},
};
use crate::jdbc::Place;

/// The longest SQL that is kept of a job, in bytes.
const MAX_SQL_BYTES: usize = 1024 * 1024;

/// One place that a job reads or writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    /// Where; none for a query, which says it itself.
    pub(super) at: Option<(Name, AssetKind)>,
    pub(super) columns: Columns,
    /// The SQL that reads it, where it is read with SQL.
    pub(super) query: Option<Query>,
}

/// SQL, and what its names mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) dialect: Option<String>,
    pub(super) namespace: String,
    pub(super) defaults: Vec<String>,
    /// Whether the job itself has it, rather than DataX making it of a table and columns.
    pub(super) is_written: bool,
}

/// What one side of a job says.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) ends: Vec<End>,
    pub(super) problems: Vec<String>,
    /// Whether it makes data up or throws it away.
    pub(super) is_nothing: bool,
}

/// Reads one side. `word` is what people call it: `reader` or `writer`.
pub(super) fn side(plug_in: &PlugIn, word: &str) -> Side {
    let mut side = Side::default();
    let connections = connections(&plug_in.parameter);
    if connections.is_empty() {
        side.read_system(plug_in, word);
    }
    for connection in connections {
        side.read_connection(plug_in, connection, word);
    }
    let named = side.ends.iter().filter_map(|end| end.at.as_ref());
    let spelled = named.flat_map(|(name, _)| name.parts.iter().map(String::as_str).chain([&*name.namespace]));
    if spelled.into_iter().any(is_parameterised) {
        side.problems.push(format!("the {word} is parameterised; its names are kept as they are written"));
    }
    side
}

/// The parts of the parameters that have a JDBC address.
fn connections(parameter: &Value) -> Vec<&Value> {
    let listed: Vec<&Value> = match &parameter["connection"] {
        Value::Array(items) => items.iter().collect(),
        Value::Object(_) => vec![&parameter["connection"]],
        // Older versions have the address among the other parameters.
        _ => vec![parameter],
    };
    listed.into_iter().filter(|connection| !texts(&connection["jdbcUrl"]).is_empty()).collect()
}

impl Side {
    fn read_system(&mut self, plug_in: &PlugIn, word: &str) {
        let (system, parameter) = (plug_in.system(), &plug_in.parameter);
        match systems::find(&system, parameter) {
            Found::Nothing => self.is_nothing = true,
            Found::At(places) => {
                let columns = match columns::of_objects(&parameter["column"]) {
                    Columns::Unknown => columns::of_objects(&parameter["properties"]),
                    known => known,
                };
                let end = |at| End { at: Some(at), columns: columns.clone(), query: None };
                self.ends.extend(places.into_iter().map(end));
            }
            Found::Missing(field) => self.problems.push(format!("the {word} has no usable `{field}`")),
            Found::Unknown if parameter["connection"].is_array() => {
                self.problems.push(format!("the {word} has no usable `jdbcUrl`"));
            }
            Found::Unknown => self.problems.push(format!("the {word} is a plug-in that is not known")),
        }
    }

    fn read_connection(&mut self, plug_in: &PlugIn, connection: &Value, word: &str) {
        // DataX takes the first of a reader's addresses that answers; they are one database.
        let address = texts(&connection["jdbcUrl"]).first().copied().unwrap_or_default();
        let Some(place) = Place::of_jdbc(address) else {
            self.problems.push(format!("the {word}'s `jdbcUrl` names no server that is understood"));
            return;
        };
        let selected = connection["selectedDatabase"]
            .as_str()
            .or_else(|| plug_in.parameter["database"].as_str().filter(|_| place.defaults.is_empty()));
        let place = match selected.filter(|database| !database.is_empty() && !database.contains('\0')) {
            Some(database) => place.with_database(database),
            None => place,
        };
        let columns = columns::of_table(&plug_in.parameter["column"], Some(&place));
        let queries = texts(&connection["querySql"]);
        if word == "reader" && !queries.is_empty() {
            for sql in queries {
                let query = query(&place, sql.to_owned(), true);
                self.ends.push(End { at: None, columns: Columns::Unknown, query });
            }
            return;
        }
        let listed = [&connection["table"], &plug_in.parameter["table"]].map(texts);
        let entries = listed.iter().find(|entries| !entries.is_empty()).map_or(&[][..], Vec::as_slice);
        let (tables, problems) = expand(entries);
        self.problems.extend(problems.into_iter().map(|problem| format!("the {word}: {problem}")));
        if tables.is_empty() {
            self.problems.push(format!("the {word} has no table"));
        }
        for table in tables {
            let Some(name) = place.table(&table).filter(|name| name.validate().is_ok()) else {
                self.problems.push(format!("the {word} has a table whose name is not understood"));
                continue;
            };
            let sql = select(&plug_in.parameter, &table).filter(|_| word == "reader");
            let query = sql.and_then(|sql| query(&place, sql, false));
            self.ends.push(End { at: Some((name, AssetKind::Table)), columns: columns.clone(), query });
        }
    }
}

fn query(place: &Place, sql: String, is_written: bool) -> Option<Query> {
    let sql = sql.trim().trim_end_matches(';').to_owned();
    let is_usable = !sql.is_empty() && sql.len() <= MAX_SQL_BYTES && !sql.contains('\0');
    let dialect = place.platform.dialect;
    is_usable.then(|| Query {
        sql,
        dialect: (!dialect.is_empty()).then(|| dialect.to_owned()),
        namespace: place.namespace.clone(),
        defaults: place.defaults.clone(),
        is_written,
    })
}

/// The SQL with which DataX reads a table.
fn select(parameter: &Value, table: &str) -> Option<String> {
    let columns = match &parameter["column"] {
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(", "),
        Value::String(list) => list.clone(),
        _ => return None,
    };
    let condition = parameter["where"].as_str().map(str::trim).filter(|text| !text.is_empty());
    let filter = condition.map_or_else(String::new, |condition| format!(" WHERE {condition}"));
    (!columns.is_empty()).then(|| format!("SELECT {columns} FROM {table}{filter}"))
}

/// The texts of a field that is one or a list; empty ones are left out.
fn texts(value: &Value) -> Vec<&str> {
    let all: Vec<&str> = match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => vec![text.as_str()],
        _ => Vec::new(),
    };
    all.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect()
}
