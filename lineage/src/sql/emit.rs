//! Stage six: from the graph of a statement to what is told about it.

mod script;

pub(super) use script::{ScriptBuilder, refused};

use std::collections::{HashMap, HashSet};

use super::flow::{Arrival, Flow, Leaf, NodeId, TableId};
use super::names::{Ident, Names, Symbol};
use super::statement::{
    ColumnEdge, DefinedColumn, Defines, EdgeType, IndirectEdge, IndirectSubtype, Kind, Mode, Note, Read, Source, Span,
    Target, Why, Write,
};
use super::syntax::Role;

/// Where a column of a query arrives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landing {
    pub(super) name: Ident,
    pub(super) node: NodeId,
    pub(super) why: Why,
}

/// What a statement does to one object, or to its result.
#[derive(Debug)]
pub(super) struct Effect {
    /// The written object; `None` for the result of a query.
    pub(super) target: Option<TableId>,
    /// How it is written; `None` when another effect on the same object tells.
    pub(super) mode: Option<Mode>,
    pub(super) landings: Vec<Landing>,
    /// What decides about the rows.
    pub(super) rows: Option<NodeId>,
    /// Whether the landings are the columns that the statement defines.
    pub(super) defines: bool,
}

impl Effect {
    /// A write that moves no values.
    pub(super) fn touching(table: TableId, mode: Mode) -> Self {
        Self { target: Some(table), mode: Some(mode), landings: Vec::new(), rows: None, defines: false }
    }
}

/// What is told about a statement, but for where it stands in its text.
#[derive(Debug)]
pub(super) struct Resolved {
    kind: Kind,
    /// The tables that are named, with what tells each from others.
    pub(super) tables: Vec<(Vec<String>, Vec<Symbol>)>,
    notes: Vec<Note>,
    reads: Vec<Read>,
    pub(super) writes: Vec<Write>,
    columns: Vec<ColumnEdge>,
    indirect: Vec<IndirectEdge>,
    pub(super) defines: Defines,
    joins: Vec<(Source, Source)>,
    steps: u64,
    /// Whether resolving had to stop early.
    is_cut: bool,
}

impl Resolved {
    fn new(kind: Kind, notes: Vec<Note>) -> Self {
        Self {
            kind,
            tables: Vec::new(),
            notes,
            reads: Vec::new(),
            writes: Vec::new(),
            columns: Vec::new(),
            indirect: Vec::new(),
            defines: Defines::default(),
            joins: Vec::new(),
            steps: 0,
            is_cut: false,
        }
    }
}

/// Walks the graph of one statement.
pub(super) struct Emitter<'a> {
    names: &'a Names,
    /// The full names of the tables.
    tables: Vec<Vec<Symbol>>,
    flow: Flow,
    resolved: Resolved,
    /// For each pair of source and target the place of its edge.
    places: HashMap<(Leaf, TargetKey), usize>,
    told: HashSet<(Leaf, TargetKey, IndirectSubtype)>,
}

/// What tells targets apart within a statement.
type TargetKey = (Option<TableId>, Option<Symbol>);

impl<'a> Emitter<'a> {
    pub(super) fn new(names: &'a Names, flow: Flow, kind: Kind, notes: Vec<Note>) -> Self {
        let resolved = Resolved::new(kind, notes);
        Self { names, tables: Vec::new(), flow, resolved, places: HashMap::new(), told: HashSet::new() }
    }

    /// Takes the next table, and tells it when it is read anywhere.
    pub(super) fn table(&mut self, name: &[Symbol], identity: Vec<Symbol>, reads: &[Span]) {
        self.resolved.tables.push((self.spell(name), identity));
        if !reads.is_empty() {
            self.resolved.reads.push(Read { name: self.spell(name), spans: reads.to_vec() });
        }
        self.tables.push(name.to_vec());
    }

    /// The full name of a table.
    fn table_name(&self, table: TableId) -> Vec<String> {
        self.tables.get(table.0 as usize).map_or_else(Vec::new, |name| self.spell(name))
    }

    /// Tells everything that reaches the columns and rows of one object.
    pub(super) fn effect(&mut self, effect: &Effect) {
        let name = effect.target.map(|table| self.table_name(table));
        if let (Some(name), Some(mode)) = (&name, effect.mode) {
            self.resolved.writes.push(Write { name: name.clone(), mode });
        }
        for landing in &effect.landings {
            let column = self.names.text(landing.name.name).to_owned();
            if effect.defines {
                self.resolved.defines.columns.push(DefinedColumn { name: column.clone(), data_type: None });
            }
            let target = Target { table: name.clone(), column: Some(vec![column]) };
            let key = (effect.target, Some(landing.name.key));
            for arrival in self.flow.sources(landing.node, Span::default()) {
                self.arrive(&arrival, &target, key, landing.why);
            }
        }
        if let Some(rows) = effect.rows {
            let target = Target { table: name, column: None };
            for arrival in self.flow.sources(rows, Span::default()) {
                self.arrive(&arrival, &target, (effect.target, None), Why::Resolved);
            }
        }
    }

    /// Tells which columns are compared to join rows.
    pub(super) fn joins(&mut self, pairs: &[(Leaf, Leaf)]) {
        for (one, other) in pairs {
            let [one, other] =
                [one, other].map(|leaf| Source { table: self.table_name(leaf.table), column: self.spell(&leaf.path) });
            self.resolved.joins.push((one, other));
        }
    }

    /// Tells that a table is read whose values an update computes from themselves.
    fn read_itself(&mut self, table: TableId, span: Span) {
        let name = self.table_name(table);
        if !self.resolved.reads.iter().any(|read| read.name == name) {
            self.resolved.reads.push(Read { name, spans: vec![span] });
        }
    }

    fn arrive(&mut self, arrival: &Arrival, target: &Target, key: TargetKey, why: Why) {
        let table = self.table_name(arrival.leaf.table);
        let source = Source { table, column: self.spell(&arrival.leaf.path) };
        match arrival.role {
            Role::Indirect(subtype) => {
                if self.told.insert((arrival.leaf.clone(), key, subtype)) {
                    let edge = IndirectEdge { target: target.clone(), source, subtype, span: arrival.span };
                    self.resolved.indirect.push(edge);
                }
            }
            Role::Value { subtype, masking } => {
                if key.0 == Some(arrival.leaf.table) && self.resolved.kind == Kind::Update {
                    self.read_itself(arrival.leaf.table, arrival.span);
                }
                let edge = ColumnEdge {
                    target: target.clone(),
                    source,
                    edge_type: EdgeType::Direct,
                    subtype,
                    masking,
                    span: arrival.span,
                    confidence: arrival.trust.confidence,
                    why: arrival.trust.why.max(why),
                };
                self.tell(edge, (arrival.leaf.clone(), key));
            }
        }
    }

    /// Tells a value edge once: the strongest of its ways counts, and one way without masking reveals the value.
    fn tell(&mut self, edge: ColumnEdge, key: (Leaf, TargetKey)) {
        let columns = &mut self.resolved.columns;
        let place = *self.places.entry(key).or_insert(columns.len());
        match columns.get_mut(place) {
            None => columns.push(edge),
            Some(known) => {
                known.subtype = known.subtype.max(edge.subtype);
                known.masking &= edge.masking;
                known.confidence = known.confidence.max(edge.confidence);
                known.why = known.why.min(edge.why);
            }
        }
    }

    fn spell(&self, parts: &[Symbol]) -> Vec<String> {
        parts.iter().map(|part| self.names.text(*part).to_owned()).collect()
    }

    pub(super) fn finish(mut self) -> Resolved {
        self.resolved.steps = self.flow.steps;
        self.resolved.is_cut = self.flow.is_exhausted();
        self.resolved
    }
}

#[cfg(test)]
mod tests;
