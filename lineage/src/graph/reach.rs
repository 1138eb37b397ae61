//! Everything that can be reached in one direction, nearest first: counted to the end, or until a budget is spent.

use super::{
    Direction, EdgeIndex, Node,
    view::{NodeSet, View},
};

/// How much work a question may cause.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Nodes to visit.
    pub(crate) nodes: usize,
    /// Edges to look at.
    pub(crate) steps: usize,
}

impl Budget {
    /// What a single question may cost; a fraction of a second.
    pub(crate) const QUESTION: Self = Self { nodes: 1_000_000, steps: 10_000_000 };
}

/// A node that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The node.
    pub(crate) node: Node,
    /// How many edges it is away from the nearest start.
    pub(crate) distance: u32,
    /// Where the search came from, by its place in the list; its own place for a start.
    pub(crate) before: u32,
    /// The edge by which it was reached; none for a start and for a companion.
    pub(crate) by: Option<EdgeIndex>,
}

/// What was reached.
#[derive(Debug)]
pub(crate) struct Reach {
    /// Nodes, nearest first.
    pub(crate) nodes: Vec<Reached>,
    /// Which nodes were reached.
    pub(crate) visited: NodeSet,
    /// Nodes whose edges were followed, that is all but those at the full depth.
    pub(crate) expanded: NodeSet,
    /// How many edges were followed.
    pub(crate) edges: usize,
    /// Whether this is all, and not just what the budget allowed.
    pub(crate) is_complete: bool,
    steps: usize,
}

/// Searches breadth first from `starts`, up to `depth` edges far, until `goal` is found.
pub(crate) fn reach(
    view: View<'_>,
    starts: &[Node],
    (direction, depth): (Direction, u32),
    goal: Option<Node>,
    budget: Budget,
) -> Reach {
    let mut reach = Reach::new(view);
    for start in starts {
        let place = reach.nodes.len();
        reach.visit((view, direction), *start, (place, 0), None);
    }
    let mut at = 0;
    while let Some(&Reached { node, distance, .. }) = reach.nodes.get(at) {
        if goal.is_some_and(|goal| reach.visited.contains(goal as usize)) || distance >= depth {
            break;
        }
        reach.expanded.insert(node as usize);
        for (other, edge) in view.steps(node, direction) {
            reach.steps += 1;
            reach.edges += 1;
            reach.visit((view, direction), other, (at, distance + 1), Some(edge));
        }
        if reach.nodes.len() > budget.nodes || reach.steps > budget.steps {
            reach.is_complete = false;
            break;
        }
        at += 1;
    }
    reach
}

impl Reach {
    fn new(view: View<'_>) -> Self {
        let visited = NodeSet::with_capacity(view.graph.nodes().len());
        let expanded = visited.clone();
        Self { nodes: Vec::new(), visited, expanded, edges: 0, is_complete: true, steps: 0 }
    }

    /// Adds a node that is new, and right behind it those that come along.
    fn visit(
        &mut self,
        (view, direction): (View<'_>, Direction),
        node: Node,
        (before, distance): (usize, u32),
        by: Option<EdgeIndex>,
    ) {
        if self.visited.put(node as usize) {
            return;
        }
        let place = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        self.nodes.push(Reached { node, distance, before, by });
        for companion in view.companions(node, direction) {
            self.steps += 1;
            if !self.visited.put(companion as usize) {
                self.nodes.push(Reached { node: companion, distance, before: place, by: None });
            }
        }
    }
}
