//! An answer before it is trimmed to what the viewer may see: made from the graph while it is locked, trimmed when it is
//! not.

use std::collections::{HashMap, HashSet};

use catalog::{AssetId, ChangeNumber};

use super::filter;
use crate::{
    edge::Assertion,
    graph::{
        self, EdgeIndex, Graph,
        reach::Budget,
        view::{Filter, Level, View},
        window::{Request, Window, beside, columns_beside, window},
    },
    scene::{Direction, Node, Scene, SceneEdge, Traversal},
};

/// The answer of the graph.
pub(super) struct Sketch {
    nodes: Vec<Node>,
    pub(super) edges: Vec<SketchedEdge>,
    total_nodes: usize,
    total_edges: usize,
    is_total_exact: bool,
    position: ChangeNumber,
}

/// An edge of it, with its number.
pub(super) struct SketchedEdge {
    pub(super) index: EdgeIndex,
    edge: SceneEdge,
}

impl SketchedEdge {
    /// Whether the viewer may know both ends.
    pub(super) fn is_seen(&self, sketch: &Sketch, visible: &HashSet<AssetId>) -> bool {
        let sees = |place: usize| sketch.nodes[place].asset.is_some_and(|asset| visible.contains(&asset));
        sees(self.edge.from) && sees(self.edge.to)
    }
}

impl Sketch {
    /// The answer of the graph.
    pub(super) fn of(graph: &Graph, request: &Traversal) -> Self {
        let view = View { graph, filter: filter(request) };
        let Some(focus) = graph.nodes().find(request.focus) else { return Self::alone(graph, request.focus) };
        let directions = match request.direction {
            Direction::Up => vec![graph::Direction::Up],
            Direction::Down => vec![graph::Direction::Down],
            Direction::Both => vec![graph::Direction::Up, graph::Direction::Down],
        };
        let &Traversal { depth, limit, fan_out, .. } = request;
        let asked = Request { starts: view.starts(focus), directions, depth, limit, fan_out };
        Self::from_window(graph, window(view, &asked, Budget::QUESTION))
    }

    /// The answer about some of the neighbours on one side.
    pub(super) fn beside(
        graph: &Graph,
        (focus, as_of): (AssetId, Option<ChangeNumber>),
        direction: graph::Direction,
        (chosen, total): (&[graph::Node], usize),
    ) -> Self {
        let view = View { graph, filter: Filter { at: as_of, ..Filter::default() } };
        let Some(node) = graph.nodes().find(focus) else { return Self::alone(graph, focus) };
        let node = graph.nodes().parent(node).unwrap_or(node);
        Self::from_window(graph, beside(view, node, direction, (chosen, total)))
    }

    /// The columns between an asset and some of the neighbours on one side.
    pub(super) fn columns_beside(
        graph: &Graph,
        (focus, as_of): (AssetId, Option<ChangeNumber>),
        direction: graph::Direction,
        chosen: &[graph::Node],
    ) -> Self {
        let view = View { graph, filter: Filter { at: as_of, level: Level::Column, ..Filter::default() } };
        let Some(node) = graph.nodes().find(focus) else { return Self::alone(graph, focus) };
        let table = graph.nodes().parent(node).unwrap_or(node);
        Self::from_window(graph, columns_beside(view, table, direction, chosen))
    }

    /// The answer about an asset that no edge ever touched.
    fn alone(graph: &Graph, focus: AssetId) -> Self {
        let node = Node { asset: Some(focus), table: None, depth: 0, hidden_up: 0, hidden_down: 0 };
        let position = graph.position();
        Self { nodes: vec![node], edges: Vec::new(), total_nodes: 1, total_edges: 0, is_total_exact: true, position }
    }

    fn from_window(graph: &Graph, window: Window) -> Self {
        let nodes = graph.nodes();
        let places: HashMap<graph::Node, usize> =
            window.nodes.iter().enumerate().map(|(place, shown)| (shown.node, place)).collect();
        let node = |shown: &graph::window::Shown| Node {
            asset: Some(nodes.asset(shown.node)),
            table: nodes.parent(shown.node).map(|table| nodes.asset(table)),
            depth: shown.distance,
            hidden_up: shown.hidden_up,
            hidden_down: shown.hidden_down,
        };
        let edge = |index: EdgeIndex| {
            let slot = graph.edge(index);
            let edge = SceneEdge {
                from: *places.get(&slot.upstream)?,
                to: *places.get(&slot.downstream)?,
                transformation: slot.transformation(),
                masking: slot.is_masking(),
                through: nodes.has(slot.through).then(|| nodes.asset(slot.through)),
                since: ChangeNumber(slot.from),
                assertions: Vec::new(),
            };
            Some(SketchedEdge { index, edge })
        };
        Self {
            nodes: window.nodes.iter().map(node).collect(),
            edges: window.edges.into_iter().filter_map(edge).collect(),
            total_nodes: window.total_nodes,
            total_edges: window.total_edges,
            is_total_exact: window.is_total_exact,
            position: graph.position(),
        }
    }

    /// Every asset that it speaks of.
    pub(super) fn assets(&self) -> HashSet<AssetId> {
        let nodes = self.nodes.iter().flat_map(|node| [node.asset, node.table]);
        nodes.chain(self.edges.iter().map(|edge| edge.edge.through)).flatten().collect()
    }

    /// The answer as the viewer may see it, with what is said about its edges.
    pub(super) fn trimmed(
        mut self,
        visible: &HashSet<AssetId>,
        mut said: HashMap<EdgeIndex, Vec<Assertion>>,
        limit: usize,
    ) -> Scene {
        let sees = |asset: &AssetId| visible.contains(asset);
        for node in &mut self.nodes {
            node.asset = node.asset.filter(sees);
            node.table = node.table.filter(sees).filter(|_| node.asset.is_some());
        }
        let edges: Vec<SceneEdge> = self
            .edges
            .into_iter()
            .map(|SketchedEdge { index, edge }| SceneEdge {
                through: edge.through.filter(sees),
                assertions: said.remove(&index).unwrap_or_default(),
                ..edge
            })
            .collect();
        Scene {
            truncated: !self.is_total_exact || self.nodes.len() < self.total_nodes || edges.len() < self.total_edges,
            nodes: self.nodes,
            edges,
            total_nodes: self.total_nodes,
            total_edges: self.total_edges,
            is_total_exact: self.is_total_exact,
            limit,
            position: self.position,
        }
    }
}
