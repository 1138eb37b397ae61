//! What a query says whose rows a tool writes to another place, perhaps on another system. Pure.
//!
//! The query is read as if its rows were inserted into a table with a column for each place, so that everything the engine
//! knows of positions counts; what it says of that table is then said of the real one.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{AssetId, AssetKind, Name, record::DeclaredQuery};

use super::{
    known::Known,
    speech::{self, Columns, Landing, Listener, Speech, guarded, reading},
};
use crate::{
    declare::{Declaration, End},
    notes::Notes,
    sql::{self, Dialect, Limits, Options, Schema, Script},
};

/// What the table is called that stands for the real one; no source has such a name.
const STAND_IN: &str = "cadastre_rows_of_a_query";

/// The names that a query speaks of.
pub(crate) fn names(query: &DeclaredQuery) -> BTreeSet<(Name, AssetKind)> {
    let mut names = speech::names(&Text { query, text: &query.sql });
    names.insert((query.downstream.clone(), query.downstream_kind));
    names
}

/// Says in `set` where the rows of a query come from, as far as names are known.
pub(crate) fn declare(set: &mut Declaration, query: &DeclaredQuery, through: Option<AssetId>, known: &Known) {
    let mut notes = Notes::default();
    let target = known.asset(&query.downstream, query.downstream_kind);
    set.refer(&query.downstream, target);
    let Some(target) = target else {
        notes.add("unknown_asset", format!("no `{}` in the catalog yet", query.downstream), None);
        set.readings.push(reading(query.dialect.as_deref(), None, notes));
        return;
    };
    let fills = fills(query, known, target);
    // By name, the query's own outputs tell; by position, the places of a table that stands for the real one.
    let head = if query.by_name { String::new() } else { head(fills.len()) };
    let text = format!("{head}{}", query.sql);
    let speech = Text { query, text: &text };
    let Some(script) = speech.analyze(&Columns { speech: &speech, known }) else {
        notes.add("unknown_dialect", "the SQL of the query could not be read", None);
        set.readings.push(reading(query.dialect.as_deref(), None, notes));
        return;
    };
    for statement in &script.statements {
        let (places, fills) = match query.by_name {
            true => outputs(query, known, target, &fills, statement),
            false => (None, fills.clone()),
        };
        let rows = Rows { query, through, target, places, fills };
        let mut listener = Listener { skip: head.len(), ..Listener::new(&speech, known, set) };
        rows.hear(&mut listener, statement);
        let notes = listener.notes;
        set.readings.push(reading(query.dialect.as_deref(), Some(statement), notes));
    }
}

/// The columns that the query's columns fill, in order; none where one is not known yet.
fn fills(query: &DeclaredQuery, known: &Known, target: AssetId) -> Vec<Option<AssetId>> {
    if query.columns.is_empty() {
        let own = known.columns(target).unwrap_or_default();
        return own.iter().map(|column| Some(column.id)).collect();
    }
    query.columns.iter().map(|column| known.column(target, &query.downstream, column)).collect()
}

/// The outputs of a statement with their places, and the columns that they fill: those of their own names, else, where
/// there are as many, those at their places.
fn outputs(
    query: &DeclaredQuery,
    known: &Known,
    target: AssetId,
    own: &[Option<AssetId>],
    statement: &sql::Statement,
) -> (Option<BTreeMap<String, usize>>, Vec<Option<AssetId>>) {
    let defined = &statement.defines.columns;
    let mut places = BTreeMap::new();
    let mut fills = Vec::new();
    for (place, column) in defined.iter().enumerate() {
        let named = known.column(target, &query.downstream, &column.name);
        let placed = own.get(place).copied().flatten().filter(|_| own.len() == defined.len());
        fills.push(named.or(placed));
        places.entry(column.name.clone()).or_insert(place);
    }
    (Some(places), fills)
}

/// What makes an insertion of a query.
fn head(places: usize) -> String {
    if places == 0 {
        return String::new();
    }
    let columns: Vec<String> = (0..places).map(|place| format!("c{place}")).collect();
    format!("INSERT INTO {STAND_IN} ({}) ", columns.join(", "))
}

/// A query, perhaps made an insertion.
struct Text<'a> {
    query: &'a DeclaredQuery,
    text: &'a str,
}

impl Speech for Text<'_> {
    fn full_name(&self, parts: &[String]) -> Name {
        Name::new(self.query.namespace.as_str(), parts.iter().cloned())
    }

    fn analyze(&self, schema: &dyn Schema) -> Option<Script> {
        let dialect = Dialect::from_name(self.query.dialect.as_deref().unwrap_or("ansi"))?;
        let default_path = &self.query.defaults;
        let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
        guarded(&self.query.downstream, || sql::analyze(self.text, &options))
    }
}

/// Where the rows of a query land.
struct Rows<'a> {
    query: &'a DeclaredQuery,
    through: Option<AssetId>,
    target: AssetId,
    /// The places of outputs by their names; none where the stand-in's columns tell.
    places: Option<BTreeMap<String, usize>>,
    fills: Vec<Option<AssetId>>,
}

impl Rows<'_> {
    fn hear(&self, listener: &mut Listener<'_, Text<'_>>, statement: &sql::Statement) {
        listener.remark(statement);
        let reads: Vec<sql::Read> = statement.reads.iter().filter(|read| !is_stand_in(&read.name)).cloned().collect();
        listener.tables(&reads, &[Landing::plain(End::whole(self.target), self.through)]);
        listener.columns(statement, |listener, target| self.land(listener, target));
    }

    fn land(&self, listener: &mut Listener<'_, Text<'_>>, target: &sql::Target) -> Option<Landing> {
        let Some(column) = target.column.as_deref() else {
            return Some(Landing::plain(End::whole(self.target), self.through));
        };
        let place = self.place(column)?;
        let filled = self.fills.get(place).copied().flatten();
        if filled.is_none() {
            let name = self.query.columns.get(place).map_or("", String::as_str);
            let message = format!("no column `{name}` in `{}` yet", self.query.downstream);
            listener.notes.add("unknown_column", message, None);
        }
        Some(Landing {
            is_changed: self.query.changed.contains(&place),
            is_masked: self.query.masked.contains(&place),
            ..Landing::plain(End::column(filled?, self.target), self.through)
        })
    }

    /// The place of an output.
    fn place(&self, column: &[String]) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(column.first()?).copied(),
            None => place(column),
        }
    }
}

fn is_stand_in(parts: &[String]) -> bool {
    parts.last().is_some_and(|part| part.eq_ignore_ascii_case(STAND_IN))
}

/// The place that a column of the stand-in is for.
fn place(column: &[String]) -> Option<usize> {
    let digits = column.first()?.strip_prefix(['c', 'C'])?;
    digits.parse().ok()
}
