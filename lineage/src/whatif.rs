//! What breaks if something changes that has not changed yet: a script that alters tables, another state of a project of
//! models, or a list of columns, held against the catalog.
//!
//! In reading order: `shape` (tables before and after, and what of it changes), `narrow` (which types are narrower),
//! `script`, `relations` and `columns` (from a proposal to shapes), `anew` (where the rows of statements come from that the
//! proposal writes anew), `walk` (from what changes to what breaks), `contracts` (which promises break), `answer` (for
//! whoever may see what).
//!
//! A statement that the proposal itself mends does not break: its new SQL counts, not the one in the catalog.

mod anew;
mod answer;
mod columns;
mod contracts;
mod narrow;
mod relations;
mod script;
mod shape;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeSet, HashMap};

use async_graphql::Enum;
use catalog::{
    Asset, AssetId, AssetKind, Name, NameQuery, Viewer, kinds::pipeline::TableContract, record::LineageRecord,
};
pub use contracts::{Breach, BreachKind, BrokenContract};
use serde::Serialize;

use crate::{
    Lineage,
    error::{Error, Result},
    graph::{Graph, reach::Budget},
};

/// The most items of an answer.
pub const MAX_ITEMS: usize = 10_000;
/// The most tables that a proposal may speak of.
const MAX_TABLES: usize = 5_000;
/// The most notes of an answer.
const MAX_NOTES: usize = 200;

/// What is proposed.
#[derive(Debug, Clone)]
pub enum Proposal {
    /// A script that alters tables.
    Script(ScriptProposal),
    /// What becomes of columns, one by one.
    Columns(Vec<ColumnProposal>),
    /// Another state of a project of models, such as dbt's.
    Relations(RelationsProposal),
}

/// A script that alters tables.
#[derive(Debug, Clone, Default)]
pub struct ScriptProposal {
    /// The text.
    pub sql: String,
    /// Its dialect, as people call it.
    pub dialect: String,
    /// The namespace of its tables; when it is left out, names have to be unambiguous in the catalog.
    pub namespace: Option<String>,
    /// What completes shorter names from the left, outermost first.
    pub defaults: Vec<String>,
}

/// What becomes of a column.
#[derive(Debug, Clone)]
pub struct ColumnProposal {
    /// Which.
    pub column: NameQuery,
    /// What.
    pub change: ColumnChange,
}

/// What may become of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnChange {
    /// It goes.
    Dropped,
    /// It is called otherwise.
    Renamed(String),
    /// It gets this type.
    Retyped(String),
}

/// Another state of a project of models.
#[derive(Debug, Clone, Default)]
pub struct RelationsProposal {
    /// The project as proposed.
    pub after: Vec<Relation>,
    /// The project as it is; when it is left out, the catalog tells.
    pub before: Option<Vec<Relation>>,
    /// Relations of the project that the catalog knows and that are no longer proposed.
    pub gone: Vec<AssetId>,
}

/// A table or view that a project makes, or something of its semantic layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relation {
    /// What the project calls it, whatever its name.
    pub key: String,
    /// Its name in the catalog.
    pub name: Option<Name>,
    /// The columns that the project describes, with their types where it tells them.
    pub columns: Vec<(String, Option<String>)>,
    /// The query that makes it; none for what the project only reads.
    pub sql: Option<String>,
    /// The query's dialect.
    pub dialect: Option<String>,
    /// What completes shorter names in the query.
    pub defaults: Vec<String>,
    /// The keys of what it is made from.
    pub upstream: Vec<String>,
    /// What the project promises of it.
    pub contract: Option<TableContract>,
    /// For a semantic model, a metric or a saved query: which it is, and where its values come from.
    pub declared: Option<(AssetKind, LineageRecord)>,
}

impl Relation {
    /// What it is.
    fn kind(&self) -> AssetKind {
        self.declared.as_ref().map_or(AssetKind::Table, |(kind, _)| *kind)
    }

    /// Whether the project makes it, rather than only reads it.
    fn is_made(&self) -> bool {
        self.sql.is_some() || self.declared.is_some()
    }
}

/// What sort of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "WhatIfChangeKind")]
pub enum ChangeKind {
    /// It goes.
    Dropped,
    /// It is called otherwise.
    Renamed,
    /// It gets another type.
    Retyped,
    /// It must have a value from then on.
    Demanded,
    /// It may be without a value from then on.
    Freed,
    /// It is new.
    Added,
    /// Its rows come from another statement.
    Redefined,
}

/// Something that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changes; for a new column its table.
    pub asset: AssetId,
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub asset_kind: AssetKind,
    /// How.
    pub kind: ChangeKind,
    /// The type before.
    pub before: Option<String>,
    /// The type, or the name, after.
    pub after: Option<String>,
    /// Whether somebody may break over it.
    pub is_breaking: bool,
}

/// How hard something is hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "WhatIfEffect")]
pub enum Effect {
    /// A statement refers to what changes, and fails or gives something else.
    Breaks,
    /// It depends on something that breaks, or may.
    Affected,
}

/// Something that breaks.
#[derive(Debug, Clone)]
pub struct Broken {
    /// What.
    pub asset: Asset,
    /// How hard.
    pub effect: Effect,
    /// How many steps it is away from the change.
    pub distance: u32,
    /// The change, by its place in the list of changes.
    pub change: usize,
    /// How what is before it on the path is used, as edges say it.
    pub reference: Option<&'static str>,
    /// Whose it is: its own owners, else those of its table.
    pub owners: Vec<String>,
    /// The shortest way from what changes to it, both included; none for what the viewer may not know of.
    pub path: Vec<Option<Name>>,
    /// Why, in English.
    pub why: String,
}

/// What breaks.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// What changes, in the order of names.
    pub changes: Vec<Change>,
    /// What breaks, hardest and nearest first.
    pub broken: Vec<Broken>,
    /// How many of it there are that the viewer may know of.
    pub total: usize,
    /// Whether more breaks than is listed, or than could be counted.
    pub truncated: bool,
    /// The contracts that break, surest first; at most as many as the limit says.
    pub contracts: Vec<BrokenContract>,
    /// How many of them there are that the viewer may know of.
    pub contracts_total: usize,
    /// What could not be read or found.
    pub notes: Vec<String>,
}

/// A proposal as it is understood.
#[derive(Default)]
struct Draft {
    shapes: shape::Shapes,
    statements: Vec<anew::Statement>,
    /// What the proposal says of contracts, by the place of the table among the shapes.
    contracts: Vec<(usize, contracts::Proposed)>,
    notes: Vec<String>,
}

impl Draft {
    fn note(&mut self, note: String) {
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

impl Lineage {
    /// What breaks if `proposal` comes about, as far as this viewer may know; at most `limit` items are listed.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming what of the proposal cannot be read; [`catalog::Error::Ambiguous`] for a name that means
    /// several assets; [`catalog::Error::NotFound`] for a column that is listed and not known.
    pub async fn what_if(&self, viewer: &Viewer, proposal: &Proposal, limit: usize) -> Result<WhatIf> {
        viewer.must(catalog::Action::ReadCatalog)?;
        if limit == 0 || limit > MAX_ITEMS {
            return Err(Error::invalid("limit", format!("is {limit}; 1 to {MAX_ITEMS} are allowed")));
        }
        let draft = match proposal {
            Proposal::Script(script) => self.read_script(viewer, script).await?,
            Proposal::Columns(columns) => self.read_columns(viewer, columns).await?,
            Proposal::Relations(relations) => self.read_relations(viewer, relations).await?,
        };
        let overlay = self.write_anew(&draft).await?;
        let mut differences: Vec<shape::Difference> =
            draft.shapes.tables.iter().flat_map(shape::Table::differences).collect();
        differences.sort_by(|a, b| (&a.name, a.kind as u8).cmp(&(&b.name, b.kind as u8)));
        let (walk, overlay) = self.follow_changes(&differences, overlay, Budget::QUESTION).await?;
        let mut contracts = self.broken_contracts(viewer, &draft, &differences, &walk).await?;
        let contracts_total = contracts.len();
        contracts.truncate(limit);
        let answer = self.tell(viewer, (&draft, differences), (walk, overlay), limit).await?;
        Ok(WhatIf { contracts, contracts_total, ..answer })
    }

    /// What tasks write now, by task: tables, not columns. Looks at every edge in memory.
    ///
    /// # Errors
    /// [`Error::CutOff`].
    pub async fn written_by(&self, tasks: &[AssetId]) -> Result<HashMap<AssetId, Vec<AssetId>>> {
        let tasks = tasks.to_vec();
        let find = move |graph: &Graph| {
            let nodes = graph.nodes();
            let wanted: HashMap<u32, AssetId> =
                tasks.into_iter().filter_map(|task| Some((nodes.find(task)?, task))).collect();
            let mut written: HashMap<AssetId, BTreeSet<AssetId>> = HashMap::new();
            for slot in graph.edges().iter().filter(|slot| slot.closed_at().is_none()) {
                if let Some(task) = wanted.get(&slot.through) {
                    let table = nodes.parent(slot.downstream).unwrap_or(slot.downstream);
                    written.entry(*task).or_default().insert(nodes.asset(table));
                }
            }
            written.into_iter().map(|(task, tables)| (task, tables.into_iter().collect())).collect()
        };
        self.in_background(find).await
    }
}
