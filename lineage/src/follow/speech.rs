//! What SQL says, put into a declaration: the same for views, for bodies of routines and for queries of tools. Pure.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{AssetId, AssetKind, Name};

use super::known::Known;
use crate::{
    declare::{Declaration, End, Evidence, Reading, Status},
    edge::{Span, Subtype, Transformation},
    notes::Notes,
    sql::{self, Schema, Script, Statement},
};

/// SQL that somebody carries.
pub(crate) trait Speech {
    /// The whole name of a table in it.
    fn full_name(&self, parts: &[String]) -> Name;

    /// What a table in it is: a table, unless it stands for something else.
    fn kind(&self, _parts: &[String]) -> AssetKind {
        AssetKind::Table
    }

    /// Reads it; nothing when its dialect is not known or the engine failed.
    fn analyze(&self, schema: &dyn Schema) -> Option<Script>;
}

/// What the engine makes of SQL; nothing when it fails, which must not stop the others.
pub(crate) fn guarded(about: &dyn std::fmt::Display, analyze: impl FnOnce() -> Script) -> Option<Script> {
    let result = catch_unwind(AssertUnwindSafe(analyze));
    if result.is_err() {
        tracing::error!("reading the SQL of `{about}` failed");
    }
    result.ok()
}

/// The names of tables that the SQL may mean.
pub(crate) fn names(speech: &impl Speech) -> BTreeSet<(Name, AssetKind)> {
    let asked = Asked::default();
    let script = speech.analyze(&asked);
    let mut names = asked.0.into_inner();
    for statement in script.into_iter().flat_map(|script| script.statements) {
        names.extend(statement.reads.into_iter().map(|read| read.name));
        names.extend(statement.writes.into_iter().map(|write| write.name));
    }
    names.iter().map(|parts| (speech.full_name(parts), speech.kind(parts))).collect()
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
pub(crate) struct Columns<'a, S> {
    pub(crate) speech: &'a S,
    pub(crate) known: &'a Known,
}

impl<S: Speech> Schema for Columns<'_, S> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let table = self.known.asset(&self.speech.full_name(table), self.speech.kind(table))?;
        let columns = self.known.columns(table)?;
        Some(columns.iter().map(|column| column.name.clone()).collect())
    }
}

/// How much of a statement was understood; nothing of one that could not be read.
pub(crate) fn reading(dialect: Option<&str>, statement: Option<&Statement>, notes: Notes) -> Reading {
    let status = match statement.map(|statement| statement.status) {
        Some(sql::Status::Complete) if notes.is_empty() => Status::Complete,
        Some(sql::Status::Complete | sql::Status::Partial) => Status::Partial,
        Some(sql::Status::Opaque) => Status::Opaque,
        Some(sql::Status::Failed) | None => Status::Failed,
    };
    let coverage_permille = statement.map_or(0, |statement| permille(statement.coverage));
    Reading { status, coverage_permille, dialect: dialect.map(str::to_owned), notes: notes.into_json() }
}

/// Where what a statement says lands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Landing {
    pub(crate) end: End,
    /// The asset that moves the data.
    pub(crate) through: Option<AssetId>,
    /// Whether a value is changed on the rest of its way.
    pub(crate) is_changed: bool,
    /// Whether it is hidden on the rest of its way.
    pub(crate) is_masked: bool,
}

impl Landing {
    /// Values land as they are.
    pub(crate) fn plain(end: End, through: Option<AssetId>) -> Self {
        Self { end, through, is_changed: false, is_masked: false }
    }
}

/// Listens to the statements of a speech.
pub(crate) struct Listener<'a, S> {
    pub(crate) speech: &'a S,
    pub(crate) known: &'a Known,
    pub(crate) set: &'a mut Declaration,
    pub(crate) notes: Notes,
    /// How many bytes in front are not the speaker's own.
    pub(crate) skip: usize,
}

impl<'a, S: Speech> Listener<'a, S> {
    pub(crate) fn new(speech: &'a S, known: &'a Known, set: &'a mut Declaration) -> Self {
        Self { speech, known, set, notes: Notes::default(), skip: 0 }
    }

    /// Takes over what the engine remarked.
    pub(crate) fn remark(&mut self, statement: &Statement) {
        for note in &statement.notes {
            let span = self.own(note.span).map(|span| (span.0, span.1));
            self.notes.add(note.code, &note.message, span);
        }
    }

    /// Claims that the tables that are read lead to what `landings` are.
    pub(crate) fn tables(&mut self, reads: &[sql::Read], landings: &[Landing]) {
        for read in reads {
            let Some(table) = self.table(&read.name) else { continue };
            let span = read.spans.first().and_then(|span| self.stored(*span));
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            for landing in landings {
                let ends = (End::whole(table), landing.end);
                self.set.claim(ends, (Transformation::UNSPECIFIED, false), landing.through, evidence.clone());
            }
        }
    }

    /// Claims what is said of columns: where values come from, and what decides about them.
    pub(crate) fn columns(
        &mut self,
        statement: &Statement,
        mut land: impl FnMut(&mut Self, &sql::Target) -> Option<Landing>,
    ) {
        for edge in &statement.columns {
            let Some(source) = self.source(&edge.source) else { continue };
            let Some(landing) = land(self, &edge.target) else { continue };
            let subtype = match edge.subtype {
                sql::Subtype::Aggregation => Subtype::Aggregation,
                sql::Subtype::Identity if !landing.is_changed => Subtype::Identity,
                sql::Subtype::Identity | sql::Subtype::Transformation => Subtype::Transformation,
            };
            let how = (Transformation::of(subtype), edge.masking || landing.is_masked);
            let confidence_permille = permille(edge.confidence);
            let evidence = Evidence { span: self.stored(edge.span), confidence_permille, why: word(edge.why) };
            self.set.claim((source, landing.end), how, landing.through, evidence);
        }
        for edge in &statement.indirect {
            let Some(source) = self.source(&edge.source) else { continue };
            let Some(landing) = land(self, &edge.target) else { continue };
            let span = self.stored(edge.span);
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            let how = (Transformation::of(indirect(edge.subtype)), false);
            self.set.claim((source, landing.end), how, landing.through, evidence);
        }
    }

    /// The table that a name means.
    pub(crate) fn table(&mut self, parts: &[String]) -> Option<AssetId> {
        let name = self.speech.full_name(parts);
        let kind = self.speech.kind(parts);
        let found = self.known.asset(&name, kind);
        self.set.refer(&name, found);
        if found.is_none() {
            self.notes.add("unknown_table", format!("no {kind} `{}` in the catalog yet", name.path()), None);
        }
        found
    }

    /// The column of a table that a spelling means.
    pub(crate) fn column(&mut self, table: AssetId, name: &[String], column: &str) -> Option<End> {
        let found = self.known.column(table, &self.speech.full_name(name), column);
        if found.is_none() && column != "*" {
            self.notes.add("unknown_column", format!("no column `{column}` in `{}` yet", name.join(".")), None);
        }
        Some(End::column(found?, table))
    }

    fn source(&mut self, source: &sql::Source) -> Option<End> {
        let table = self.table(&source.table)?;
        self.column(table, &source.table, source.column.first()?)
    }

    /// A span of the text, as one of the speaker's own.
    fn own(&self, span: sql::Span) -> Option<sql::Span> {
        Some(sql::Span(span.0.checked_sub(self.skip)?, span.1.checked_sub(self.skip)?))
    }

    fn stored(&self, span: sql::Span) -> Option<Span> {
        let span = self.own(span)?;
        Some(Span { start: i32::try_from(span.0).ok()?, end: i32::try_from(span.1).ok()? })
    }
}

fn indirect(subtype: sql::IndirectSubtype) -> Subtype {
    match subtype {
        sql::IndirectSubtype::Join => Subtype::Join,
        sql::IndirectSubtype::GroupBy => Subtype::GroupBy,
        sql::IndirectSubtype::Filter => Subtype::Filter,
        sql::IndirectSubtype::Sort => Subtype::Sort,
        sql::IndirectSubtype::Window => Subtype::Window,
        sql::IndirectSubtype::Conditional => Subtype::Conditional,
    }
}

/// The rule's word, as the engine writes it in JSON.
fn word(why: sql::Why) -> String {
    let text = serde_json::to_string(&why).unwrap_or_default();
    text.trim_matches('"').to_owned()
}

/// A share of 0 to 1 in thousandths.
#[expect(clippy::cast_possible_truncation, reason = "it is between 0 and 1000")]
fn permille(share: f64) -> i16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as i16
}
