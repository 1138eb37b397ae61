//! A graph that is the same in every run: tables of twenty columns in eight layers, of whose edges most go from layer to
//! layer with degrees of a power law, a tenth comes out of hubs that feed a hundred thousand columns each, and a tenth
//! lies in chains of a thousand columns.

use catalog::{AssetId, ChangeNumber};

use crate::{
    edge::{Subtype, Transformation},
    graph::Node,
};

/// How many edges there are for each column.
const EDGES_PER_COLUMN: usize = 5;
/// How many columns a table has.
pub(crate) const COLUMNS: usize = 20;
/// How many layers data passes.
const LAYERS: usize = 8;
/// How many columns a hub feeds, if there are ten times as many edges.
const HUB: usize = 100_000;
/// How many edges a chain is long, at most.
const CHAIN: usize = 1_000;
/// How many edges one change brings.
pub(crate) const EDGES_PER_CHANGE: usize = 100;

/// The transformation of every edge.
pub(crate) const TRANSFORMATION: Transformation = Transformation::of(Subtype::Identity);

/// A graph before it is stored. Its nodes are tables, and behind them the columns of each.
pub(crate) struct Generated {
    /// How many tables there are.
    pub(crate) tables: usize,
    /// Edges between columns, as numbers of nodes.
    pub(crate) edges: Vec<(Node, Node)>,
    /// The columns that feed very many.
    pub(crate) hubs: Vec<Node>,
}

impl Generated {
    /// A graph of `count` edges.
    pub(crate) fn new(count: usize) -> Self {
        let tables = (count / EDGES_PER_COLUMN).max(LAYERS * COLUMNS).div_ceil(COLUMNS);
        let columns = tables * COLUMNS;
        let mut random = Random(1);
        let mut edges = Vec::with_capacity(count);
        let share = count / 10;
        let hubs: Vec<usize> = (0..share.div_ceil(HUB)).map(|_| random.below(columns / LAYERS)).collect();
        for hub in &hubs {
            let feeds = share.min(HUB).min(share - edges.len());
            edges.extend((0..feeds).map(|_| (*hub, random.between(columns / LAYERS, columns))));
        }
        while edges.len() < 2 * share {
            let length = CHAIN.min(2 * share - edges.len());
            let start = random.below(columns.saturating_sub(length).max(1));
            edges.extend((start..start + length).map(|column| (column, (column + 1) % columns)));
        }
        let layer = columns / LAYERS;
        edges.extend((edges.len()..count).map(|_| {
            let at = random.below(LAYERS - 1);
            // The cube of an even distribution: the first thousandth of a layer's columns feeds a tenth of the edges.
            let from = at * layer + random.skewed(layer);
            (from, (at + 1) * layer + random.below(layer))
        }));
        random.shuffle(&mut edges);
        let column = |number: usize| node(tables + number);
        let edges = edges.into_iter().map(|(from, to)| (column(from), column(to))).collect();
        Self { tables, edges, hubs: hubs.into_iter().map(column).collect() }
    }

    /// How many nodes there are.
    pub(crate) fn nodes(&self) -> usize {
        self.tables * (1 + COLUMNS)
    }

    /// The last change that the graph knows of.
    pub(crate) fn position(&self) -> ChangeNumber {
        ChangeNumber(i64::try_from(1 + self.edges.len() / EDGES_PER_CHANGE).unwrap_or(i64::MAX))
    }

    /// Ends of edges, drawn from all edges alike: what has many edges is asked for often, hubs in every tenth question.
    pub(crate) fn starts(&self, count: usize, end: impl Fn(&(Node, Node)) -> Node) -> Vec<Node> {
        let mut random = Random(2);
        (0..count).map(|_| end(&self.edges[random.below(self.edges.len())])).collect()
    }
}

/// The asset of a node.
pub(crate) fn asset(node: usize) -> AssetId {
    AssetId(uuid::Uuid::from_u128((node as u128) << 64 | 0x7000_8000_0000_0000_0000 | node as u128))
}

fn node(number: usize) -> Node {
    Node::try_from(number).unwrap_or(Node::MAX)
}

/// SplitMix64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    fn between(&mut self, least: usize, bound: usize) -> usize {
        least + self.below(bound - least)
    }

    /// A number below `bound`, the small ones by far more often.
    fn skewed(&mut self, bound: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is below the bound")]
        let number = (share.powi(3) * bound as f64) as usize;
        number
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_graph_is_the_same_every_time_and_has_its_shapes() {
        let graph = Generated::new(20_000);
        assert_eq!(graph.edges, Generated::new(20_000).edges);
        assert_eq!((graph.edges.len(), graph.hubs.len()), (20_000, 1));
        let fed = graph.edges.iter().filter(|(from, _)| *from == graph.hubs[0]).count();
        assert!(fed >= 2_000, "{fed}");
        let steps = graph.edges.iter().filter(|(from, to)| from + 1 == *to).count();
        assert!(steps >= 2_000, "{steps}");
        assert!(graph.edges.iter().all(|(_, to)| (*to as usize) < graph.nodes()));
    }
}
