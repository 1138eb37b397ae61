//! From changed columns and tables to everything that breaks or is affected, nearest first. Pure.
//!
//! A statement that refers to a column breaks with it, whatever it does with it: what it computes of it goes on, column
//! by column; where it only decides by it (a filter, a join), the whole of what it writes goes on. What reads a table
//! without saying which columns is set aside until somebody who knows has said how that is known.

use std::collections::{HashMap, HashSet};

use catalog::AssetId;

use crate::{
    edge::Transformation,
    graph::{self, EdgeIndex, Graph, reach::Budget},
};

/// Edges that are not those of the graph any more: statements that a proposal writes anew.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    /// What these assets read is told by `down` alone.
    pub(super) redefined: HashSet<AssetId>,
    /// But for these edges of the graph, which others than the old statement say.
    pub(super) kept: HashSet<EdgeIndex>,
    /// The new edges, by where they begin.
    pub(super) down: HashMap<AssetId, Vec<Step>>,
    /// The columns that new edges touch, by table.
    pub(super) columns: HashMap<AssetId, HashSet<AssetId>>,
}

/// An edge, as seen from where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) to: AssetId,
    /// The table of a column.
    pub(super) table: Option<AssetId>,
    pub(super) how: Transformation,
    pub(super) through: Option<AssetId>,
    /// The edge's number in the graph.
    pub(super) edge: Option<EdgeIndex>,
}

/// How something was come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// It is changed itself.
    Change,
    /// A column of a table that is affected as a whole.
    Whole,
    /// An edge that carries or decides about values.
    Edge(Transformation),
    /// A statement writes it that refers to what is before it.
    Statement,
    /// It moves what is before it.
    Task,
    /// It reads the table before it; which columns, nobody says.
    Unknown,
}

/// Something that was come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) asset: AssetId,
    pub(super) table: Option<AssetId>,
    /// How many edges it is away from the change.
    pub(super) distance: u32,
    pub(super) by: By,
    /// Where it was come to from, by its place; its own place for a change.
    pub(super) before: usize,
    /// The change, by its place in the list of changes.
    pub(super) change: usize,
    /// Whether all of it is affected.
    is_whole: bool,
}

impl Found {
    /// Who writes what changes.
    pub(super) fn writer(asset: AssetId, change: usize) -> Self {
        Self { asset, table: None, distance: 1, by: By::Task, before: 0, change, is_whole: false }
    }
}

/// Where a walk begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed {
    pub(super) asset: AssetId,
    pub(super) table: Option<AssetId>,
    pub(super) change: usize,
}

/// An edge that says no columns, with where it was come to from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    pub(super) step: Step,
    from: usize,
}

/// A walk that goes on when what is pending is decided.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) found: Vec<Found>,
    pub(super) pending: Vec<Pending>,
    /// Whether the budget was enough.
    pub(super) is_complete: bool,
    known: HashMap<(AssetId, bool), usize>,
    /// Tables whose readers without columns were looked at.
    asked: HashSet<AssetId>,
    at: usize,
    steps: usize,
}

impl Walk {
    /// A walk from what changes.
    pub(super) fn new(seeds: &[Seed]) -> Self {
        let mut walk = Self { is_complete: true, ..Self::default() };
        for seed in seeds {
            let place = walk.found.len();
            let Seed { asset, table, change } = *seed;
            let is_whole = table.is_none();
            walk.visit(Found { asset, table, distance: 0, by: By::Change, before: place, change, is_whole });
        }
        walk
    }

    /// Goes on to the end, or until something is pending.
    pub(super) fn run(&mut self, graph: &Graph, overlay: &Overlay, budget: Budget) {
        let view = Edges { graph, overlay };
        while self.at < self.found.len() && self.is_complete {
            let (place, found) = (self.at, self.found[self.at]);
            self.at += 1;
            match (found.table, found.is_whole) {
                (Some(table), _) => {
                    self.leave_column(view, place);
                    self.ask_readers(view, place, table);
                }
                (None, true) => self.leave_table(view, place),
                (None, false) => {}
            }
            self.is_complete = self.found.len() <= budget.nodes && self.steps <= budget.steps;
        }
    }

    /// Goes on along what was pending and may be affected.
    pub(super) fn admit(&mut self, pending: &[Pending]) {
        for Pending { step, from } in pending {
            self.reach(*from, step, By::Unknown, true);
        }
    }

    fn visit(&mut self, found: Found) {
        let place = self.found.len();
        if let std::collections::hash_map::Entry::Vacant(entry) = self.known.entry((found.asset, found.is_whole)) {
            entry.insert(place);
            self.found.push(found);
        }
    }

    fn reach(&mut self, from: usize, step: &Step, by: By, is_whole: bool) {
        let before = self.found[from];
        let further = Found { distance: before.distance + 1, before: from, change: before.change, ..before };
        self.visit(Found { asset: step.to, table: step.table, by, is_whole, ..further });
        let named = |asset: AssetId, by: By| Found { asset, table: None, by, is_whole: false, ..further };
        if let Some(through) = step.through {
            self.visit(named(through, By::Task));
        }
        if let Some(table) = step.table {
            self.visit(named(table, By::Statement));
        }
    }

    fn leave_column(&mut self, view: Edges<'_>, place: usize) {
        let column = self.found[place];
        for step in view.down(column.asset) {
            self.steps += 1;
            // A statement that writes into its own table does not carry it on.
            if step.to != column.asset && Some(step.to) != column.table {
                self.reach(place, &step, By::Edge(step.how), step.table.is_none());
            }
        }
    }

    /// Everything that reads a table which is affected as a whole.
    fn leave_table(&mut self, view: Edges<'_>, place: usize) {
        let table = self.found[place];
        for column in view.columns(table.asset) {
            self.steps += 1;
            let by = if table.by == By::Change { By::Change } else { By::Whole };
            self.visit(Found { asset: column, table: Some(table.asset), before: place, by, is_whole: false, ..table });
        }
        self.asked.insert(table.asset);
        let told = self.told(view, table.asset);
        for step in view.down(table.asset).filter(|step| step.table.is_none()) {
            self.steps += 1;
            if step.to != table.asset && !told.contains(&step.to) {
                self.reach(place, &step, By::Edge(step.how), true);
            }
        }
    }

    /// Sets aside who reads a table without saying which columns.
    fn ask_readers(&mut self, view: Edges<'_>, place: usize, table: AssetId) {
        if !self.asked.insert(table) {
            return;
        }
        let told = self.told(view, table);
        for step in view.down(table).filter(|step| step.table.is_none()) {
            self.steps += 1;
            if step.to != table && !told.contains(&step.to) {
                self.pending.push(Pending { step, from: place });
            }
        }
    }

    /// Who says which columns of a table they read.
    fn told(&mut self, view: Edges<'_>, table: AssetId) -> HashSet<AssetId> {
        let mut told = HashSet::new();
        for column in view.columns(table) {
            for step in view.down(column) {
                self.steps += 1;
                told.insert(step.table.unwrap_or(step.to));
            }
        }
        told
    }
}

/// The graph's edges that hold, with those of the overlay in place of what they replace.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges<'a> {
    pub(super) graph: &'a Graph,
    pub(super) overlay: &'a Overlay,
}

impl<'a> Edges<'a> {
    /// The edges that begin at an asset.
    pub(super) fn down(self, asset: AssetId) -> impl Iterator<Item = Step> + 'a {
        let node = self.graph.nodes().find(asset);
        let kept = node.into_iter().flat_map(move |node| self.of(node, graph::Direction::Down));
        let kept = kept.filter(move |step| {
            !self.overlay.redefined.contains(&step.table.unwrap_or(step.to))
                || step.edge.is_some_and(|edge| self.overlay.kept.contains(&edge))
        });
        kept.chain(self.overlay.down.get(&asset).into_iter().flatten().copied())
    }

    /// The edges that end at an asset, or at its columns.
    pub(super) fn into(self, asset: AssetId) -> impl Iterator<Item = EdgeIndex> + 'a {
        let nodes = self.graph.nodes();
        let ends = nodes.find(asset).into_iter().flat_map(move |node| std::iter::once(node).chain(nodes.columns(node)));
        ends.flat_map(move |node| self.of(node, graph::Direction::Up)).filter_map(|step| step.edge)
    }

    /// What moves data into an asset.
    pub(super) fn writers(self, asset: AssetId) -> impl Iterator<Item = AssetId> + 'a {
        let node = self.graph.nodes().find(asset);
        node.into_iter().flat_map(move |node| self.of(node, graph::Direction::Up)).filter_map(|step| step.through)
    }

    /// The columns of a table that edges touch.
    fn columns(self, table: AssetId) -> impl Iterator<Item = AssetId> + 'a {
        let nodes = self.graph.nodes();
        let known = nodes.find(table).into_iter().flat_map(|node| nodes.columns(node)).map(|node| nodes.asset(node));
        known.chain(self.overlay.columns.get(&table).into_iter().flatten().copied())
    }

    fn of(self, node: graph::Node, direction: graph::Direction) -> impl Iterator<Item = Step> + 'a {
        let (graph, nodes) = (self.graph, self.graph.nodes());
        graph.entries(node, direction).filter(|entry| !entry.is_closed()).map(move |entry| {
            let slot = graph.edge(entry.edge());
            Step {
                to: nodes.asset(entry.other()),
                table: nodes.parent(entry.other()).map(|table| nodes.asset(table)),
                how: slot.transformation(),
                through: nodes.has(slot.through).then(|| nodes.asset(slot.through)),
                edge: Some(entry.edge()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use catalog::ChangeNumber;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        edge::Subtype,
        graph::{Slot, nodes::Nodes, tests::asset},
    };

    /// Every table has two columns: table `t` is node `t`, its columns are `TABLES + 2 t` and the one behind it.
    const TABLES: u32 = 8;

    fn column(table: u32, place: u32) -> u32 {
        TABLES + 2 * table + place
    }

    /// An edge: from a column to a column, from a column to a table, or from a table to a table.
    #[derive(Debug, Clone, Copy)]
    enum Drawn {
        Value(u32, u32, u32, u32),
        Decides(u32, u32, u32),
        Whole(u32, u32),
    }

    fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
        let (table, place) = (|| 0..TABLES, || 0..2_u32);
        let value = (table(), place(), table(), place()).prop_map(|(a, b, c, d)| Drawn::Value(a, b, c, d));
        let decides = (table(), place(), table()).prop_map(|(a, b, c)| Drawn::Decides(a, b, c));
        let whole = (table(), table()).prop_map(|(a, b)| Drawn::Whole(a, b));
        proptest::collection::vec(prop_oneof![6 => value, 1 => decides, 2 => whole], 0..30)
    }

    fn graph(edges: &[Drawn]) -> Graph {
        let tables = (0..TABLES).map(|table| (asset(table), None));
        let columns = (0..TABLES).flat_map(|table| [0, 1].map(|place| (asset(column(table, place)), Some(table))));
        let identity = Transformation::of(Subtype::Identity);
        let slot = |edge: &Drawn| match *edge {
            Drawn::Value(a, b, c, d) => Slot::new(column(a, b), column(c, d), identity, ChangeNumber(1)),
            Drawn::Decides(a, b, c) => Slot::new(column(a, b), c, Transformation::of(Subtype::Filter), ChangeNumber(1)),
            Drawn::Whole(a, b) => Slot::new(a, b, Transformation::UNSPECIFIED, ChangeNumber(1)),
        };
        let nodes = Nodes::build(tables.chain(columns).collect());
        Graph::build(nodes, edges.iter().map(slot).collect(), ChangeNumber(1)).unwrap()
    }

    /// What is affected, worked out by going over all edges until nothing is added: columns, and tables as wholes.
    fn closure(edges: &[Drawn], start: u32) -> (BTreeSet<u32>, BTreeSet<u32>) {
        let (mut columns, mut wholes) = (BTreeSet::from([start]), BTreeSet::new());
        let tells = |from: u32, to: u32| {
            edges.iter().any(|edge| match *edge {
                Drawn::Value(a, _, c, _) | Drawn::Decides(a, _, c) => (a, c) == (from, to),
                Drawn::Whole(..) => false,
            })
        };
        loop {
            let before = (columns.len(), wholes.len());
            for edge in edges {
                match *edge {
                    Drawn::Value(a, b, c, d) if columns.contains(&column(a, b)) => {
                        columns.insert(column(c, d));
                    }
                    Drawn::Decides(a, b, c) if columns.contains(&column(a, b)) && a != c => {
                        wholes.insert(c);
                    }
                    Drawn::Whole(a, b) if wholes.contains(&a) && a != b && !tells(a, b) => {
                        wholes.insert(b);
                    }
                    _ => {}
                }
            }
            columns.extend(wholes.iter().flat_map(|table| [column(*table, 0), column(*table, 1)]));
            if before == (columns.len(), wholes.len()) {
                return (columns, wholes);
            }
        }
    }

    proptest! {
        #[test]
        fn j9_walk_comes_to_what_a_search_by_brute_force_comes_to(edges in drawn(), start in 0..TABLES) {
            let (graph, overlay) = (graph(&edges), Overlay::default());
            let begin = column(start, 0);
            let mut walk = Walk::new(&[Seed { asset: asset(begin), table: Some(asset(start)), change: 0 }]);
            walk.run(&graph, &overlay, Budget::QUESTION);
            let number = |id: AssetId| (0..3 * TABLES).find(|node| asset(*node) == id).unwrap();
            let columns: BTreeSet<u32> =
                walk.found.iter().filter(|found| found.table.is_some()).map(|found| number(found.asset)).collect();
            let wholes: BTreeSet<u32> =
                walk.found.iter().filter(|found| found.is_whole && found.table.is_none()).map(|found| number(found.asset)).collect();
            prop_assert_eq!((columns, wholes), closure(&edges, begin));
            prop_assert!(walk.is_complete);
            // The nearest come first, and each was come to from something nearer.
            for (place, found) in walk.found.iter().enumerate() {
                let before = walk.found[found.before];
                prop_assert!(found.before <= place && before.distance <= found.distance);
            }
        }
    }
}
