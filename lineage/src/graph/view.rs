//! The part of the graph that a question is about: one level, at one time, with or without influences.
//!
//! A [`View`] knows which edges count from a node, and is a petgraph graph, so that petgraph's algorithms run over it.
//! At column level a table stands for all of its columns: data that decides about the rows of a table decides about
//! every column of it. So a column comes along with its table upstream, and a table with its columns downstream;
//! these are its [companions](View::companions), at the same distance.

use async_graphql::Enum;
use catalog::ChangeNumber;
use petgraph::visit::{
    GraphBase, GraphRef, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount, NodeIndexable, Visitable,
};

use super::{Direction, EdgeIndex, Graph, Node, adjacency::Entry};

/// At which grain lineage is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Enum)]
#[graphql(name = "LineageLevel")]
pub enum Level {
    /// Tables and everything else that is not a column.
    #[default]
    Table,
    /// Columns.
    Column,
}

/// Which edges count at column level. Between tables, every edge does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Enum)]
#[graphql(name = "LineageInfluence")]
pub enum Influence {
    /// Those along which values flow.
    #[default]
    Values,
    /// Those that decide about values too: filters, joins, groups, orders.
    Everything,
}

/// Which edges count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    pub(crate) level: Level,
    pub(crate) influence: Influence,
    /// Behind which change; now when there is none.
    pub(crate) at: Option<ChangeNumber>,
}

/// A graph with a filter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'g> {
    pub(crate) graph: &'g Graph,
    pub(crate) filter: Filter,
}

impl<'g> View<'g> {
    /// The edges of a node that count, oldest first.
    pub(crate) fn steps(self, node: Node, direction: Direction) -> impl Iterator<Item = (Node, EdgeIndex)> + 'g {
        let is_column = self.graph.nodes().is_column(node);
        self.graph
            .entries(node, direction)
            .filter(move |entry| self.counts(is_column, *entry) && self.holds(*entry))
            .map(|entry| (entry.other(), entry.edge()))
    }

    /// What is reached together with a node, without an edge.
    pub(crate) fn companions(self, node: Node, direction: Direction) -> Companions<'g> {
        let nodes = self.graph.nodes();
        if self.filter.level == Level::Table || self.filter.influence == Influence::Values {
            return Companions::none();
        }
        match (direction, nodes.parent(node)) {
            (Direction::Up, Some(table)) if self.steps(table, direction).next().is_some() => Companions::one(table),
            (Direction::Down, None) => Companions::many(nodes.columns(node)),
            _ => Companions::none(),
        }
    }

    /// Where a question about a node begins: at column level with every column of a table, at table level with the
    /// table of a column.
    pub(crate) fn starts(self, focus: Node) -> Vec<Node> {
        let nodes = self.graph.nodes();
        match self.filter.level {
            Level::Table => vec![nodes.parent(focus).unwrap_or(focus)],
            Level::Column => {
                let mut columns: Vec<Node> = nodes.columns(focus).collect();
                columns.reverse();
                std::iter::once(focus).chain(columns).collect()
            }
        }
    }

    fn counts(self, from_column: bool, entry: Entry) -> bool {
        match (self.filter.level, self.filter.influence) {
            (Level::Table, _) => !from_column && !entry.is_to_column(),
            (Level::Column, Influence::Values) => from_column && entry.is_to_column() && !entry.is_indirect(),
            (Level::Column, Influence::Everything) => from_column || entry.is_to_column(),
        }
    }

    fn holds(self, entry: Entry) -> bool {
        match self.filter.at {
            None => !entry.is_closed(),
            Some(at) => self.graph.edge(entry.edge()).holds_at(at),
        }
    }
}

/// The companions of a node.
pub(crate) struct Companions<'g>(Option<Node>, Option<Box<dyn Iterator<Item = Node> + 'g>>);

impl<'g> Companions<'g> {
    fn none() -> Self {
        Self(None, None)
    }

    fn one(node: Node) -> Self {
        Self(Some(node), None)
    }

    fn many(nodes: impl Iterator<Item = Node> + 'g) -> Self {
        Self(None, Some(Box::new(nodes)))
    }
}

impl Iterator for Companions<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.0.take().or_else(|| self.1.as_mut()?.next())
    }
}

impl GraphBase for View<'_> {
    type EdgeId = EdgeIndex;
    type NodeId = Node;
}

impl GraphRef for View<'_> {}

impl<'g> IntoNeighbors for View<'g> {
    type Neighbors = Box<dyn Iterator<Item = Node> + 'g>;

    fn neighbors(self, node: Node) -> Self::Neighbors {
        Box::new(self.steps(node, Direction::Down).map(|(other, _)| other))
    }
}

impl<'g> IntoNeighborsDirected for View<'g> {
    type NeighborsDirected = Box<dyn Iterator<Item = Node> + 'g>;

    fn neighbors_directed(self, node: Node, direction: petgraph::Direction) -> Self::NeighborsDirected {
        let direction = match direction {
            petgraph::Direction::Outgoing => Direction::Down,
            petgraph::Direction::Incoming => Direction::Up,
        };
        Box::new(self.steps(node, direction).map(|(other, _)| other))
    }
}

impl IntoNodeIdentifiers for View<'_> {
    type NodeIdentifiers = std::ops::Range<Node>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..Node::try_from(self.graph.nodes().len()).unwrap_or(Node::MAX)
    }
}

impl NodeCount for View<'_> {
    fn node_count(&self) -> usize {
        self.graph.nodes().len()
    }
}

impl NodeIndexable for View<'_> {
    fn node_bound(&self) -> usize {
        self.graph.nodes().len()
    }

    fn to_index(&self, node: Node) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> Node {
        Node::try_from(index).unwrap_or(Node::MAX)
    }
}

/// A set of nodes as petgraph has it: one bit each.
pub(crate) type NodeSet = <petgraph::graph::DiGraph<(), (), u32> as Visitable>::Map;

impl Visitable for View<'_> {
    type Map = NodeSet;

    fn visit_map(&self) -> NodeSet {
        NodeSet::with_capacity(self.graph.nodes().len())
    }

    fn reset_map(&self, map: &mut NodeSet) {
        map.clear();
    }
}
