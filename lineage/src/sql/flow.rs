//! How values and influence flow from stored columns to results: a graph whose nodes are shared.
//!
//! Every column of every query and every stored column is one node, so that a
//! named query read a thousand times is walked once, and a recursive one is
//! simply a cycle. Where a column comes from is asked by walking back.

use std::collections::HashMap;

use super::names::Symbol;
use super::statement::{IndirectSubtype, Span, Subtype, Why};
use super::syntax::Role;

/// A node of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

/// A stored table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TableId(pub(super) u32);

/// What crossing an edge does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The value or the influence has this role.
    As(Role),
    /// Nothing: the target is what decides about the rows of a query.
    Rows,
}

/// An edge back to where something comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) to: NodeId,
    pub(super) how: How,
    pub(super) span: Span,
    pub(super) trust: Trust,
}

/// How sure a step is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trust {
    pub(super) why: Why,
    pub(super) confidence: f64,
}

impl Trust {
    pub(super) const SURE: Self = Self { why: Why::Resolved, confidence: 1.0 };

    /// How sure a way is that has both steps.
    fn and(self, other: Self) -> Self {
        Self { why: self.why.max(other.why), confidence: self.confidence * other.confidence }
    }
}

/// A stored column, or a place inside one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Leaf {
    pub(super) table: TableId,
    pub(super) path: Vec<Symbol>,
}

#[derive(Debug, Default)]
struct Node {
    edges: Vec<Edge>,
    leaf: Option<Leaf>,
    /// What is inside a value that the statement itself puts together, in order.
    parts: Vec<(Symbol, NodeId)>,
}

/// How far copies are followed to find what is inside a value.
const COPIES: usize = 64;

/// Where a walk arrived.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    pub(super) leaf: Leaf,
    pub(super) role: Role,
    pub(super) span: Span,
    pub(super) trust: Trust,
}

/// The graph of one statement.
#[derive(Debug)]
pub(super) struct Flow {
    nodes: Vec<Node>,
    leaves: HashMap<Leaf, NodeId>,
    /// By node, the walk that was last there and the roles it came with.
    seen: Vec<(u32, u16)>,
    walk: u32,
    pub(super) steps: u64,
    limit: u64,
}

impl Flow {
    /// An empty graph on which `limit` steps may be taken.
    pub(super) fn new(limit: u64) -> Self {
        Self { nodes: Vec::new(), leaves: HashMap::new(), seen: Vec::new(), walk: 0, steps: 0, limit }
    }

    /// Whether no further step may be taken.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps >= self.limit
    }

    /// Counts `count` steps.
    pub(super) fn step(&mut self, count: usize) {
        self.steps += count as u64;
    }

    pub(super) fn node(&mut self) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node::default());
        self.step(1);
        id
    }

    /// The node of a stored column.
    pub(super) fn leaf(&mut self, leaf: Leaf) -> NodeId {
        if let Some(id) = self.leaves.get(&leaf) {
            return *id;
        }
        let id = self.node();
        self.nodes[id.0 as usize].leaf = Some(leaf.clone());
        self.leaves.insert(leaf, id);
        id
    }

    /// Notes that `part` is what `node` holds under `name`.
    pub(super) fn add_part(&mut self, node: NodeId, name: Symbol, part: NodeId) {
        self.step(1);
        if let Some(node) = self.nodes.get_mut(node.0 as usize) {
            node.parts.push((name, part));
        }
    }

    /// What is known to be inside a value, in order.
    pub(super) fn parts(&self, node: NodeId) -> &[(Symbol, NodeId)] {
        self.origin(node).map_or(&[], |node| node.parts.as_slice())
    }

    /// The node that `node` is a plain copy of, itself included, which says what is inside it.
    fn origin(&self, node: NodeId) -> Option<&Node> {
        let mut node = self.nodes.get(node.0 as usize)?;
        for _ in 0..COPIES {
            match node.edges.as_slice() {
                [only] if node.parts.is_empty() && only.how == How::As(Role::COPY) => {
                    node = self.nodes.get(only.to.0 as usize)?;
                }
                _ => break,
            }
        }
        Some(node)
    }

    /// The stored column that `node` is a plain copy of.
    pub(super) fn copied_leaf(&self, node: NodeId) -> Option<&Leaf> {
        self.origin(node)?.leaf.as_ref()
    }

    /// Adds an edge; no more are added once the steps are used up.
    pub(super) fn connect(&mut self, from: NodeId, edge: Edge) {
        self.step(1);
        if !self.is_exhausted()
            && let Some(node) = self.nodes.get_mut(from.0 as usize)
        {
            node.edges.push(edge);
        }
    }

    /// Adds an edge that the statement leaves no doubt about.
    pub(super) fn link(&mut self, from: NodeId, to: NodeId, how: How, span: Span) {
        self.connect(from, Edge { to, how, span, trust: Trust::SURE });
    }

    /// Everything that reaches `start`: each stored column once for each role it can have.
    ///
    /// `span` is told for what `start` itself is.
    pub(super) fn sources(&mut self, start: NodeId, span: Span) -> Vec<Arrival> {
        self.walk += 1;
        self.seen.resize(self.nodes.len(), (0, 0));
        let mut arrivals = Vec::new();
        let mut open = vec![Visit { node: start, role: Role::COPY, span: None, trust: Trust::SURE }];
        while let Some(visit) = open.pop() {
            if self.is_exhausted() || !self.enter(visit.node, visit.role) {
                continue;
            }
            self.step(1);
            let Some(node) = self.nodes.get(visit.node.0 as usize) else { continue };
            if let Some(leaf) = &node.leaf {
                let span = visit.span.unwrap_or(span);
                arrivals.push(Arrival { leaf: leaf.clone(), role: visit.role, span, trust: visit.trust });
            }
            for edge in node.edges.iter().rev() {
                open.push(visit.across(edge));
            }
        }
        arrivals
    }

    /// Marks that this walk is at `node` with `role`; false when it was before.
    fn enter(&mut self, node: NodeId, role: Role) -> bool {
        let Some(seen) = self.seen.get_mut(node.0 as usize) else { return false };
        if seen.0 != self.walk {
            *seen = (self.walk, 0);
        }
        let bit = 1_u16 << role_index(role);
        let is_new = seen.1 & bit == 0;
        seen.1 |= bit;
        is_new
    }
}

/// A place that a walk has still to look at.
#[derive(Debug, Clone, Copy)]
struct Visit {
    node: NodeId,
    role: Role,
    /// The stretch of text that the first edge of the way stands for.
    span: Option<Span>,
    trust: Trust,
}

impl Visit {
    fn across(&self, edge: &Edge) -> Self {
        let role = match edge.how {
            How::As(role) => role.within(self.role),
            How::Rows => self.role,
        };
        Self { node: edge.to, role, span: self.span.or(Some(edge.span)), trust: self.trust.and(edge.trust) }
    }
}

/// A number below 12 for each role.
fn role_index(role: Role) -> u32 {
    match role {
        Role::Value { subtype, masking } => {
            let subtype = match subtype {
                Subtype::Identity => 0,
                Subtype::Transformation => 1,
                Subtype::Aggregation => 2,
            };
            subtype * 2 + u32::from(masking)
        }
        Role::Indirect(subtype) => match subtype {
            IndirectSubtype::Join => 6,
            IndirectSubtype::GroupBy => 7,
            IndirectSubtype::Filter => 8,
            IndirectSubtype::Sort => 9,
            IndirectSubtype::Window => 10,
            IndirectSubtype::Conditional => 11,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOWHERE: Span = Span(0, 0);

    fn leaf(flow: &mut Flow, names: &mut super::super::names::Names, column: &str) -> NodeId {
        let path = vec![names.intern(column)];
        flow.leaf(Leaf { table: TableId(0), path })
    }

    #[test]
    fn strongest_step_of_a_way_counts() {
        let mut names = super::super::names::Names::new(super::super::Dialect::Postgres);
        let mut flow = Flow::new(1000);
        let (start, middle, end) = (flow.node(), flow.node(), leaf(&mut flow, &mut names, "a"));
        let sum = Role::Value { subtype: Subtype::Aggregation, masking: false };
        flow.link(start, middle, How::As(Role::computed()), NOWHERE);
        flow.link(middle, end, How::As(sum), NOWHERE);
        let arrivals = flow.sources(start, NOWHERE);
        assert_eq!(arrivals.iter().map(|arrival| arrival.role).collect::<Vec<_>>(), [sum]);
    }

    #[test]
    fn cycle_is_walked_once() {
        let mut names = super::super::names::Names::new(super::super::Dialect::Postgres);
        let mut flow = Flow::new(1000);
        let (start, end) = (flow.node(), leaf(&mut flow, &mut names, "a"));
        flow.link(start, start, How::As(Role::computed()), NOWHERE);
        flow.link(start, end, How::As(Role::COPY), NOWHERE);
        let before = flow.steps;
        assert_eq!(flow.sources(start, NOWHERE).len(), 2, "copied directly, computed on the way round");
        assert!(flow.steps - before <= 6);
    }

    #[test]
    fn nothing_is_walked_beyond_the_limit() {
        let mut flow = Flow::new(3);
        let (start, end) = (flow.node(), flow.node());
        flow.link(start, end, How::Rows, NOWHERE);
        assert!(flow.is_exhausted());
        assert!(flow.sources(start, NOWHERE).is_empty());
    }
}
