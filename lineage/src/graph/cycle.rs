//! Cycles: nodes whose data comes back to them.

use petgraph::algo::kosaraju_scc;

use super::{Direction, Node, view::View};

/// The groups of nodes that reach each other, and nodes with an edge to themselves; the largest first.
///
/// Takes time and memory in proportion to the whole graph; it does not recurse.
pub(crate) fn cycles(view: View<'_>) -> Vec<Vec<Node>> {
    let mut groups: Vec<Vec<Node>> = kosaraju_scc(view)
        .into_iter()
        .filter(|group| match group.as_slice() {
            [node] => view.steps(*node, Direction::Down).any(|(other, _)| other == *node),
            _ => true,
        })
        .collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    groups
}
