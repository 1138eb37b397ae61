//! What the formats say of a thing, as plain text: keys, owners, tags, and how much there is in all.

use catalog::{
    Asset, AssetKind, Details, Layer, Name, RelationKind,
    kinds::{
        column::ColumnDetails,
        table::{Constraint, ConstraintType},
    },
};

use super::Entry;

/// How much a document tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Tables and views.
    pub tables: usize,
    /// Columns and fields, nested ones included.
    pub columns: usize,
    /// Anything else.
    pub others: usize,
}

impl Totals {
    pub(super) fn add(&mut self, entry: &Entry) {
        match entry.asset.kind {
            AssetKind::Table => self.tables += 1,
            AssetKind::Column => self.columns += 1,
            _ => self.others += 1,
        }
        self.columns += entry.columns.len();
    }

    /// How many rows a table of it all has.
    #[must_use]
    pub const fn rows(self) -> usize {
        self.tables + self.columns + self.others
    }
}

/// What a column says of itself; for anything else, nothing.
pub(super) fn column(asset: &Asset) -> Option<&ColumnDetails> {
    match &asset.harvested.details {
        Details::Column(details) => Some(details),
        _ => None,
    }
}

/// Who or what an asset is tied to, guesses left out.
pub(super) fn targets(asset: &Asset, kind: RelationKind) -> String {
    let held = asset.relations.iter().filter(|tie| tie.kind == kind && tie.layer != Layer::Suggested);
    held.map(|tie| tie.target.as_str()).collect::<Vec<_>>().join(", ")
}

/// The description, or nothing.
pub(super) fn description(asset: &Asset) -> &str {
    asset.description().unwrap_or_default()
}

/// The name of a column as seen from its table: nested ones with those they are in.
pub(super) fn column_name(table: &Asset, column: &Asset) -> String {
    let inner = column.name.parts.get(table.name.parts.len()..).unwrap_or_default();
    inner.join(".")
}

/// What keys of the table a column is part of: `PK`, `UNIQUE`, `FK → schema.table(column)`.
pub(super) fn keys(table: &Asset, column: &Asset) -> String {
    let Details::Table(details) = &table.harvested.details else { return String::new() };
    let name = column.name.last();
    let mut keys: Vec<String> = Vec::new();
    for constraint in &details.constraints {
        let Some(place) = constraint.columns.iter().position(|it| it == name) else { continue };
        if let Some(key) = key(&table.name, constraint, place)
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    keys.join(", ")
}

fn key(table: &Name, constraint: &Constraint, place: usize) -> Option<String> {
    match constraint.constraint_type {
        ConstraintType::PrimaryKey => Some("PK".to_owned()),
        ConstraintType::Unique => Some("UNIQUE".to_owned()),
        ConstraintType::ForeignKey => {
            // What both names begin with says nothing new.
            let shared = |parts: &[String]| parts.iter().zip(&table.parts).take_while(|(a, b)| a == b).count();
            let parts = &constraint.referenced_table;
            let named = parts.get(shared(parts).min(parts.len().saturating_sub(1))..).unwrap_or_default().join(".");
            let column = constraint.referenced_columns.get(place).map(|it| format!("({it})")).unwrap_or_default();
            Some(format!("FK → {named}{column}"))
        }
        ConstraintType::Check | ConstraintType::Exclusion => None,
    }
}
