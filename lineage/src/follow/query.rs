//! What a query says whose rows a tool writes to another place, perhaps on another system. Pure.
//!
//! The query is read as if its rows were inserted into a table with a column for each place, so that everything the engine
//! knows of positions counts; what it says of that table is then said of the real one.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{AssetId, AssetKind, Name, record::DeclaredQuery};

use super::{
    known::Known,
    view::{indirect, permille, stored, word},
};
use crate::{
    declare::{Declaration, End, Evidence, Reading, Status},
    edge::{Subtype, Transformation},
    notes::Notes,
    sql::{self, Dialect, Limits, Options, Schema, Script, Span},
};

/// What the table is called that stands for the real one; no source has such a name.
const STAND_IN: &str = "cadastre_rows_of_a_query";

/// The names that a query speaks of.
pub(super) fn names(query: &DeclaredQuery) -> BTreeSet<(Name, AssetKind)> {
    let asked = Asked::default();
    let read = analyze(query, &query.sql, &asked);
    let mut tables = asked.0.into_inner();
    tables.extend(
        read.into_iter().flat_map(|script| script.statements).flat_map(|said| said.reads).map(|read| read.name),
    );
    let mut names: BTreeSet<_> = tables.iter().map(|parts| (full_name(query, parts), AssetKind::Table)).collect();
    names.insert((query.downstream.clone(), query.downstream_kind));
    names
}

/// Says in `set` where the rows of a query come from, as far as names are known.
pub(super) fn declare(set: &mut Declaration, query: &DeclaredQuery, through: Option<AssetId>, known: &Known) {
    let mut notes = Notes::default();
    let target = known.asset(&query.downstream, query.downstream_kind);
    set.refer(&query.downstream, target);
    let Some(target) = target else {
        notes.add("unknown_asset", format!("no `{}` in the catalog yet", query.downstream), None);
        set.readings.push(reading(query, None, notes));
        return;
    };
    let fills = fills(query, known, target);
    // By name, the query's own outputs tell; by position, the places of a table that stands for the real one.
    let head = if query.by_name { String::new() } else { head(fills.len()) };
    let text = format!("{head}{}", query.sql);
    let Some(script) = analyze(query, &text, &Columns { query, known }) else {
        notes.add("unknown_dialect", "the SQL of the query could not be read", None);
        set.readings.push(reading(query, None, notes));
        return;
    };
    for statement in &script.statements {
        let (places, fills) = match query.by_name {
            true => outputs(query, known, target, &fills, statement),
            false => (None, fills.clone()),
        };
        let mut reader =
            Reader { query, known, through, target, places, fills, skip: head.len(), set, notes: Notes::default() };
        reader.read(statement);
        let notes = reader.notes;
        set.readings.push(reading(query, Some(statement), notes));
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

fn analyze(query: &DeclaredQuery, text: &str, schema: &dyn Schema) -> Option<Script> {
    let dialect = match &query.dialect {
        Some(name) => Dialect::from_name(name)?,
        None => Dialect::from_name("ansi")?,
    };
    let options =
        Options { dialect, schema, default_path: &query.defaults, search_path: &[], limits: Limits::default() };
    let result = catch_unwind(AssertUnwindSafe(|| sql::analyze(text, &options)));
    if result.is_err() {
        tracing::error!(downstream = %query.downstream, "reading the SQL of a query failed");
    }
    result.ok()
}

fn full_name(query: &DeclaredQuery, parts: &[String]) -> Name {
    Name::new(query.namespace.as_str(), parts.iter().cloned())
}

fn reading(query: &DeclaredQuery, statement: Option<&sql::Statement>, notes: Notes) -> Reading {
    let status = match statement.map(|statement| statement.status) {
        None => Status::Failed,
        Some(sql::Status::Complete) if notes.is_empty() => Status::Complete,
        Some(sql::Status::Complete | sql::Status::Partial) => Status::Partial,
        Some(sql::Status::Opaque) => Status::Opaque,
        Some(sql::Status::Failed) => Status::Failed,
    };
    let coverage_permille = statement.map_or(0, |statement| permille(statement.coverage));
    Reading { status, coverage_permille, dialect: query.dialect.clone(), notes: notes.into_json() }
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
    query: &'a DeclaredQuery,
    known: &'a Known,
}

impl Schema for Columns<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let table = self.known.asset(&full_name(self.query, table), AssetKind::Table)?;
        Some(self.known.columns(table)?.iter().map(|column| column.name.clone()).collect())
    }
}

/// Puts what a statement says into a declaration.
struct Reader<'a> {
    query: &'a DeclaredQuery,
    known: &'a Known,
    through: Option<AssetId>,
    target: AssetId,
    /// The places of outputs by their names; none where the stand-in's columns tell.
    places: Option<BTreeMap<String, usize>>,
    fills: Vec<Option<AssetId>>,
    /// How much of the text is not the query's own.
    skip: usize,
    set: &'a mut Declaration,
    notes: Notes,
}

impl Reader<'_> {
    fn read(&mut self, statement: &sql::Statement) {
        for note in &statement.notes {
            let span = self.own(note.span).map(|span| (span.0, span.1));
            self.notes.add(note.code, &note.message, span);
        }
        let whole = (Transformation::UNSPECIFIED, false);
        for read in statement.reads.iter().filter(|read| !is_stand_in(&read.name)) {
            let Some(table) = self.table(&read.name) else { continue };
            let span = read.spans.first().and_then(|span| self.own(*span)).and_then(stored);
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            self.set.claim((End::whole(table), End::whole(self.target)), whole, self.through, evidence);
        }
        for edge in &statement.columns {
            let Some(place) = edge.target.column.as_deref().and_then(|column| self.place(column)) else { continue };
            let is_changed = self.query.changed.contains(&place);
            let subtype = match edge.subtype {
                sql::Subtype::Aggregation => Subtype::Aggregation,
                sql::Subtype::Identity if !is_changed => Subtype::Identity,
                _ => Subtype::Transformation,
            };
            let Some(source) = self.source(&edge.source) else { continue };
            let Some(target) = self.filled(place) else { continue };
            let masking = edge.masking || self.query.masked.contains(&place);
            let evidence = Evidence {
                span: self.own(edge.span).and_then(stored),
                confidence_permille: permille(edge.confidence),
                why: word(edge.why),
            };
            self.set.claim((source, target), (Transformation::of(subtype), masking), self.through, evidence);
        }
        for edge in &statement.indirect {
            let target = match edge.target.column.as_deref() {
                None => Some(End::whole(self.target)),
                Some(column) => self.place(column).and_then(|place| self.filled(place)),
            };
            let Some((source, target)) = self.source(&edge.source).zip(target) else { continue };
            let span = self.own(edge.span).and_then(stored);
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            let transformation = Transformation::of(indirect(edge.subtype));
            self.set.claim((source, target), (transformation, false), self.through, evidence);
        }
    }

    /// The place of an output.
    fn place(&self, column: &[String]) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(column.first()?).copied(),
            None => place(column),
        }
    }

    /// A span of the text, as one of the query.
    fn own(&self, span: Span) -> Option<Span> {
        Some(Span(span.0.checked_sub(self.skip)?, span.1.checked_sub(self.skip)?))
    }

    fn filled(&mut self, place: usize) -> Option<End> {
        let column = self.fills.get(place).copied().flatten();
        if column.is_none() {
            let name = self.query.columns.get(place).map_or("", String::as_str);
            let message = format!("no column `{name}` in `{}` yet", self.query.downstream);
            self.notes.add("unknown_column", message, None);
        }
        Some(End::column(column?, self.target))
    }

    fn source(&mut self, source: &sql::Source) -> Option<End> {
        let table = self.table(&source.table)?;
        let column = source.column.first()?;
        let found = self.known.column(table, &full_name(self.query, &source.table), column);
        if found.is_none() {
            let table = source.table.join(".");
            self.notes.add("unknown_column", format!("no column `{column}` in `{table}` yet"), None);
        }
        Some(End::column(found?, table))
    }

    fn table(&mut self, parts: &[String]) -> Option<AssetId> {
        let name = full_name(self.query, parts);
        let found = self.known.asset(&name, AssetKind::Table);
        self.set.refer(&name, found);
        if found.is_none() {
            self.notes.add("unknown_table", format!("no table `{}` in the catalog yet", name.path()), None);
        }
        found
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
