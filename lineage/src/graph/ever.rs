//! Every edge that ever held around a node, for asking when something there changed.

use std::collections::VecDeque;

use super::{Direction, EdgeIndex, Graph, Node, view::NodeSet};

/// The most edges of an answer.
const MOST_EDGES: usize = 20_000;

/// Every edge between tables that ever held within `depth` edges of `focus`; whether these are all.
pub(crate) fn ever(graph: &Graph, focus: Node, directions: &[Direction], depth: u32) -> (Vec<EdgeIndex>, bool) {
    let mut found = Vec::new();
    for direction in directions {
        let mut seen = NodeSet::with_capacity(graph.nodes().len());
        seen.insert(focus as usize);
        let mut queue = VecDeque::from([(focus, 0)]);
        while let Some((node, distance)) = queue.pop_front() {
            if distance >= depth {
                break;
            }
            for entry in graph.entries(node, *direction).filter(|entry| !entry.is_to_column()) {
                if found.len() >= MOST_EDGES {
                    return (found, false);
                }
                found.push(entry.edge());
                if !seen.put(entry.other() as usize) {
                    queue.push_back((entry.other(), distance + 1));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    (found, true)
}
