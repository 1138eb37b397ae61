//! A shortest way of data from one node to another.

use super::{
    Direction, EdgeIndex, Node,
    reach::{Budget, reach},
    view::View,
};

/// A way: nodes in the order of the flow of data, and the edge into each but the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    /// The nodes.
    pub(crate) nodes: Vec<Node>,
    /// The edges; none between a table and its own column.
    pub(crate) edges: Vec<Option<EdgeIndex>>,
}

/// What a search for a way came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A shortest way.
    Path(Path),
    /// There is none of the wanted length.
    Nothing,
    /// None was found before the budget was spent.
    GaveUp,
}

/// Finds a shortest way downstream from any of `starts` to `goal`, of at most `depth` edges.
pub(crate) fn shortest_path(view: View<'_>, starts: &[Node], goal: Node, depth: u32, budget: Budget) -> Found {
    let reach = reach(view, starts, (Direction::Down, depth), Some(goal), budget);
    let Some(mut at) = reach.nodes.iter().position(|reached| reached.node == goal) else {
        return if reach.is_complete { Found::Nothing } else { Found::GaveUp };
    };
    let mut nodes = vec![goal];
    let mut edges = Vec::new();
    while reach.nodes[at].before as usize != at {
        edges.push(reach.nodes[at].by);
        at = reach.nodes[at].before as usize;
        nodes.push(reach.nodes[at].node);
    }
    nodes.reverse();
    edges.reverse();
    Found::Path(Path { nodes, edges })
}
