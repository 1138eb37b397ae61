//! The part of the graph that a question of propagation is about: columns and the steps between them that hold now, copied
//! out so that the graph is not locked while the store is asked what these columns are.

use std::collections::HashMap;

use catalog::AssetId;

use crate::{
    edge::Transformation,
    graph::{Direction, EdgeIndex, Graph, Node},
};

/// A step from one column to another, along the flow of data or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// The column at its end, by its place in the region.
    pub(crate) to: u32,
    /// The edge.
    pub(crate) edge: EdgeIndex,
    transformation: u8,
    /// Whether values are hidden on the way.
    pub(crate) masking: bool,
}

impl Step {
    /// A step.
    pub(crate) fn new(to: u32, edge: EdgeIndex, transformation: Transformation, masking: bool) -> Self {
        Self { to, edge, transformation: transformation.number(), masking }
    }

    /// What happens to values on the way.
    pub(crate) fn transformation(&self) -> Transformation {
        Transformation::from_number(self.transformation).unwrap_or(Transformation::UNSPECIFIED)
    }
}

/// Columns, numbered in the order in which they were reached, with their steps.
#[derive(Debug, Default)]
pub(crate) struct Region {
    assets: Vec<AssetId>,
    /// Where the steps of each column begin in `steps`; one more than there are columns.
    offsets: Vec<usize>,
    steps: Vec<Step>,
}

/// How far a region goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// Which way.
    pub(crate) direction: Direction,
    /// How many steps.
    pub(crate) depth: u32,
    /// How many columns.
    pub(crate) columns: usize,
}

impl Region {
    /// What is reached from `starts` along steps that `passes` lets through. What is not a column of the graph is left out.
    pub(crate) fn around(
        graph: &Graph,
        starts: &[AssetId],
        extent: Extent,
        passes: impl Fn(Transformation, bool) -> bool,
    ) -> Self {
        let nodes = graph.nodes();
        let mut gathering = Gathering::default();
        for start in starts {
            if let Some(node) = nodes.find(*start).filter(|node| nodes.is_column(*node)) {
                gathering.place(graph, node);
            }
        }
        let (mut at, mut depth, mut end) = (0, 0, gathering.nodes.len());
        let (mut offsets, mut steps) = (vec![0], Vec::new());
        while let Some(&node) = gathering.nodes.get(at) {
            if at == end {
                (depth, end) = (depth + 1, gathering.nodes.len());
            }
            for entry in graph.entries(node, extent.direction) {
                if entry.is_closed() || entry.is_indirect() || !entry.is_to_column() {
                    continue;
                }
                let slot = graph.edge(entry.edge());
                if !passes(slot.transformation(), slot.is_masking()) {
                    continue;
                }
                let is_full = gathering.nodes.len() >= extent.columns;
                let known = gathering.by_node.get(&entry.other()).copied();
                let is_further = depth < extent.depth && !is_full;
                let to = known.or_else(|| is_further.then(|| gathering.place(graph, entry.other())));
                let step = |to| Step::new(to, entry.edge(), slot.transformation(), slot.is_masking());
                steps.extend(to.map(step));
            }
            offsets.push(steps.len());
            at += 1;
        }
        Self { assets: gathering.assets, offsets, steps }
    }

    /// A region of these columns and steps, each from a place.
    #[cfg(test)]
    pub(crate) fn of(assets: Vec<AssetId>, mut steps: Vec<(u32, Step)>) -> Self {
        steps.sort_by_key(|(from, _)| *from);
        let before = |place: usize| steps.partition_point(|(from, _)| (*from as usize) < place);
        let offsets = (0..=assets.len()).map(before).collect();
        Self { assets, offsets, steps: steps.into_iter().map(|(_, step)| step).collect() }
    }

    /// Its columns, by their places.
    pub(crate) fn assets(&self) -> &[AssetId] {
        &self.assets
    }

    /// The steps from a column, oldest edge first.
    pub(crate) fn steps(&self, place: u32) -> &[Step] {
        &self.steps[self.offsets[place as usize]..self.offsets[place as usize + 1]]
    }
}

/// Columns that are being gathered.
#[derive(Default)]
struct Gathering {
    nodes: Vec<Node>,
    assets: Vec<AssetId>,
    by_node: HashMap<Node, u32>,
}

impl Gathering {
    /// The place of a node, which it gets when it is new.
    fn place(&mut self, graph: &Graph, node: Node) -> u32 {
        let Self { nodes, assets, by_node } = self;
        *by_node.entry(node).or_insert_with(|| {
            let place = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            nodes.push(node);
            assets.push(graph.nodes().asset(node));
            place
        })
    }
}

#[cfg(test)]
mod tests {
    use catalog::ChangeNumber;

    use super::*;
    use crate::{
        edge::Subtype,
        graph::{Slot, nodes::Nodes, tests::asset},
        propagation::{
            rule::RuleText,
            spread::{Standing, spread},
        },
    };

    const ANY: Extent = Extent { direction: Direction::Down, depth: 100, columns: usize::MAX };

    /// A table with columns, and edges between these by their places in it.
    fn graph(columns: u32, edges: impl Iterator<Item = (u32, u32)>) -> Graph {
        let table = std::iter::once((asset(0), None));
        let nodes = table.chain((1..=columns).map(|number| (asset(number), Some(0)))).collect();
        let slot = |(from, to)| Slot::new(from + 1, to + 1, Transformation::of(Subtype::Identity), ChangeNumber(1));
        Graph::build(Nodes::build(nodes), edges.map(slot).collect(), ChangeNumber(1)).unwrap()
    }

    #[test]
    fn threat_39_a_million_columns_below_one_and_a_chain_are_each_visited_once() {
        const MANY: u32 = 1_000_000;
        // The first leads to all others, which lead on to their neighbours.
        let edges = (1..MANY).map(|column| (0, column)).chain((1..MANY - 1).map(|column| (column, column + 1)));
        let graph = graph(MANY, edges);
        let region = Region::around(&graph, &[asset(1)], ANY, |_, _| true);
        assert_eq!((region.assets().len(), region.steps.len()), (1_000_000, 1_999_997));
        let mut standings = vec![Standing::Open; region.assets().len()];
        standings[0] = Standing::Origin;
        let arrivals = spread(&region, &standings, &RuleText::of("r", "*"));
        assert!(!arrivals[0].is_there());
        assert!(arrivals[1..].iter().all(|arrival| arrival.steps == 1 && arrival.origins().eq([0])));
    }

    #[test]
    fn j10_region_ends_at_its_depth_and_size_and_leaves_out_what_no_longer_holds() {
        let mut chain = graph(10, (0..9).map(|column| (column, column + 1)));
        let reached =
            |graph: &Graph, extent| Region::around(graph, &[asset(1), asset(0)], extent, |_, _| true).assets().len();
        assert_eq!(reached(&chain, ANY), 10);
        assert_eq!(reached(&chain, Extent { depth: 3, ..ANY }), 4);
        assert_eq!(reached(&chain, Extent { columns: 5, ..ANY }), 5);
        chain.close(5, ChangeNumber(2)).unwrap();
        assert_eq!(reached(&chain, ANY), 6);
        assert_eq!(
            Region::around(&chain, &[asset(10)], Extent { direction: Direction::Up, ..ANY }, |_, _| true)
                .assets()
                .len(),
            4
        );
    }
}
