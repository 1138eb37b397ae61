//! What a table holds that is gone when the script is over: where its columns and rows come from.

use std::collections::{HashMap, HashSet};

use crate::sql::statement::{IndirectSubtype, Source, Span, Subtype, Why};

/// Where a value comes from, or what decides about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Origin {
    Value { source: Source, subtype: Subtype, masking: bool, confidence: f64, why: Why },
    Indirect { source: Source, subtype: IndirectSubtype },
}

/// What tells origins apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    source: Source,
    subtype: Option<IndirectSubtype>,
}

/// Origins, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins {
    list: Vec<Origin>,
    places: HashMap<Key, usize>,
}

impl Origins {
    pub(super) fn list(&self) -> &[Origin] {
        &self.list
    }

    /// Adds an origin; of two for one source the stronger step counts.
    pub(super) fn add(&mut self, origin: Origin) {
        let key = match &origin {
            Origin::Value { source, .. } => Key { source: source.clone(), subtype: None },
            Origin::Indirect { source, subtype } => Key { source: source.clone(), subtype: Some(*subtype) },
        };
        let place = *self.places.entry(key).or_insert(self.list.len());
        match (self.list.get_mut(place), origin) {
            (None, origin) => self.list.push(origin),
            (
                Some(Origin::Value { subtype, masking, confidence, why, .. }),
                Origin::Value { subtype: other, masking: masks, confidence: sure, why: because, .. },
            ) => {
                *subtype = (*subtype).max(other);
                *masking &= masks;
                *confidence = confidence.max(sure);
                *why = (*why).min(because);
            }
            _ => {}
        }
    }
}

/// What a table holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// By the name of the column, in lower case.
    columns: HashMap<String, Origins>,
    /// What decided about its rows.
    rows: Vec<(Source, IndirectSubtype)>,
    told: HashSet<(Source, IndirectSubtype)>,
    /// The stored tables that it was filled from.
    pub(super) reads: Vec<(Vec<String>, Span)>,
    read: HashSet<Vec<String>>,
}

impl Content {
    pub(super) fn add(&mut self, column: &str, origin: Origin) {
        self.columns.entry(column.to_lowercase()).or_default().add(origin);
    }

    pub(super) fn add_row(&mut self, source: Source, subtype: IndirectSubtype) {
        if self.told.insert((source.clone(), subtype)) {
            self.rows.push((source, subtype));
        }
    }

    pub(super) fn add_read(&mut self, name: &[String], span: Span) {
        if self.read.insert(name.to_vec()) {
            self.reads.push((name.to_vec(), span));
        }
    }

    pub(super) fn rows(&self) -> &[(Source, IndirectSubtype)] {
        &self.rows
    }

    /// Where the values at a place come from: a column, and possibly a path inside it.
    pub(super) fn origins(&self, path: &[String]) -> Vec<Origin> {
        let Some((column, inside)) = path.split_first() else { return Vec::new() };
        if column == "*" {
            return self.columns.values().flat_map(|origins| origins.list().iter().cloned()).collect();
        }
        let known = self.columns.get(&column.to_lowercase()).map(|origins| origins.list().to_vec());
        let mut origins = known.unwrap_or_default();
        if !inside.is_empty() {
            for origin in &mut origins {
                if let Origin::Value { source, subtype: Subtype::Identity, .. } = origin {
                    source.column.extend(inside.iter().cloned());
                }
            }
        }
        // A star that nobody could expand may have brought the column.
        if origins.is_empty()
            && let Some(star) = self.columns.get("*")
        {
            origins.extend(star.list().iter().filter_map(|origin| match origin {
                Origin::Value { source, subtype, masking, confidence, .. } if source.column == ["*"] => {
                    let source = Source { table: source.table.clone(), column: path.to_vec() };
                    let why = Why::InferredFromStar;
                    Some(Origin::Value { source, subtype: *subtype, masking: *masking, confidence: *confidence, why })
                }
                _ => None,
            }));
        }
        origins
    }
}
