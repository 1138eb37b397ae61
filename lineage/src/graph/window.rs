//! The part of an answer that is shown: the nodes nearest to the focus, up to a limit, with counts of what is left out.

use super::{
    Direction, EdgeIndex, Node,
    reach::{Budget, Reach, reach},
    view::{NodeSet, View},
};

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Where the search begins; the first one is the focus.
    pub(crate) starts: Vec<Node>,
    /// Up, down, or both.
    pub(crate) directions: Vec<Direction>,
    /// How many edges far.
    pub(crate) depth: u32,
    /// The most nodes.
    pub(crate) limit: usize,
    /// The most new nodes behind one node.
    pub(crate) fan_out: usize,
}

/// A node that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The node.
    pub(crate) node: Node,
    /// How many edges from the focus; negative upstream.
    pub(crate) distance: i32,
    /// How many nodes directly upstream are not shown.
    pub(crate) hidden_up: usize,
    /// How many nodes directly downstream are not shown.
    pub(crate) hidden_down: usize,
}

/// What is shown, and how much there is.
#[derive(Debug)]
pub(crate) struct Window {
    /// Nodes, nearest first; the first one is the focus.
    pub(crate) nodes: Vec<Shown>,
    /// Edges between them that lie on a way from the focus, by number.
    pub(crate) edges: Vec<EdgeIndex>,
    /// Nodes within the depth, shown or not.
    pub(crate) total_nodes: usize,
    /// Edges within the depth, shown or not.
    pub(crate) total_edges: usize,
    /// Whether the totals are exact, and not just what a budget allowed to count.
    pub(crate) is_total_exact: bool,
}

/// Answers a request.
pub(crate) fn window(view: View<'_>, request: &Request, budget: Budget) -> Window {
    let waves: Vec<(Direction, Reach)> = request
        .directions
        .iter()
        .map(|direction| (*direction, reach(view, &request.starts, (*direction, request.depth), None, budget)))
        .collect();
    let mut shown = Showing::new(view, request);
    shown.grow(view, request);
    let edges = shown.edges(view);
    let hidden = shown.hidden(view);
    let nodes = std::iter::zip(&shown.nodes, hidden)
        .map(|(&(node, distance), (hidden_up, hidden_down))| Shown { node, distance, hidden_up, hidden_down })
        .collect();
    Window {
        nodes,
        edges,
        total_nodes: total_nodes(&waves),
        total_edges: total_edges(view, &waves),
        is_total_exact: waves.iter().all(|(_, reach)| reach.is_complete),
    }
}

/// What is directly beside a node on one side: the `chosen` of its neighbours and the edges to them. `total` is how many
/// neighbours it has there.
pub(crate) fn beside(view: View<'_>, node: Node, direction: Direction, (chosen, total): (&[Node], usize)) -> Window {
    let request =
        Request { starts: vec![node], directions: vec![direction], depth: 0, limit: chosen.len() + 1, fan_out: 1 };
    let mut shown = Showing::new(view, &request);
    shown.grow(view, &request);
    let distance = if direction == Direction::Up { -1 } else { 1 };
    for other in chosen {
        if !shown.shown.put(*other as usize) {
            shown.nodes.push((*other, distance));
        }
    }
    for wave in &mut shown.waves {
        wave.expanded = vec![node];
    }
    let edges = shown.edges(view);
    let hidden = shown.hidden(view);
    let nodes = std::iter::zip(&shown.nodes, hidden)
        .map(|(&(node, distance), (hidden_up, hidden_down))| Shown { node, distance, hidden_up, hidden_down })
        .collect();
    let total_edges = view.steps(node, direction).count();
    Window { nodes, edges, total_nodes: total + 1, total_edges, is_total_exact: true }
}

/// The columns along which values flow between a table and some of its neighbours on one side, `view` being one of
/// columns, and the edges between them.
pub(crate) fn columns_beside(view: View<'_>, table: Node, direction: Direction, chosen: &[Node]) -> Window {
    let nodes = view.graph.nodes();
    let back = if direction == Direction::Up { Direction::Down } else { Direction::Up };
    let mut edges = Vec::new();
    let mut shown: Vec<Node> = Vec::new();
    for column in chosen.iter().flat_map(|other| nodes.columns(*other)) {
        for (other, edge) in view.steps(column, back).filter(|(other, _)| nodes.parent(*other) == Some(table)) {
            edges.push(edge);
            shown.extend([column, other]);
        }
    }
    edges.sort_unstable();
    edges.dedup();
    shown.sort_unstable();
    shown.dedup();
    let as_shown = |node: &Node| Shown { node: *node, distance: 0, hidden_up: 0, hidden_down: 0 };
    let (total_nodes, total_edges) = (shown.len(), edges.len());
    Window { nodes: shown.iter().map(as_shown).collect(), edges, total_nodes, total_edges, is_total_exact: true }
}

fn total_nodes(waves: &[(Direction, Reach)]) -> usize {
    let mut all = NodeSet::default();
    for (_, reach) in waves {
        all.union_with(&reach.visited);
    }
    all.count_ones(..)
}

/// The edges that any wave followed; one that both followed counts once.
fn total_edges(view: View<'_>, waves: &[(Direction, Reach)]) -> usize {
    let [(_, first), (direction, second)] = waves else {
        return waves.iter().map(|(_, reach)| reach.edges).sum();
    };
    let twice: usize = second
        .expanded
        .ones()
        .filter_map(|node| Node::try_from(node).ok())
        .filter(|node| first.visited.contains(*node as usize))
        .map(|node| view.steps(node, *direction).filter(|(other, _)| first.expanded.contains(*other as usize)).count())
        .sum();
    first.edges + second.edges - twice
}

/// A window while it grows.
struct Showing {
    nodes: Vec<(Node, i32)>,
    shown: NodeSet,
    waves: Vec<Wave>,
}

/// What one direction has reached.
struct Wave {
    direction: Direction,
    visited: NodeSet,
    frontier: Vec<Node>,
    expanded: Vec<Node>,
}

impl Showing {
    fn new(view: View<'_>, request: &Request) -> Self {
        let empty = NodeSet::with_capacity(view.graph.nodes().len());
        let wave = |direction: &Direction| Wave {
            direction: *direction,
            visited: empty.clone(),
            frontier: Vec::new(),
            expanded: Vec::new(),
        };
        let waves = request.directions.iter().map(wave).collect();
        Self { nodes: Vec::new(), shown: empty.clone(), waves }
    }

    /// Takes one ring after the other, in all directions at once, so that the limit cuts off what is farthest.
    fn grow(&mut self, view: View<'_>, request: &Request) {
        let mut waves = std::mem::take(&mut self.waves);
        for wave in &mut waves {
            for start in &request.starts {
                self.visit(view, wave, (*start, 0), request.limit);
            }
        }
        for distance in 1..=request.depth {
            for wave in &mut waves {
                self.ring(view, wave, distance, request);
            }
            if waves.iter().all(|wave| wave.frontier.is_empty()) {
                break;
            }
        }
        self.waves = waves;
    }

    fn ring(&mut self, view: View<'_>, wave: &mut Wave, distance: u32, request: &Request) {
        let frontier = std::mem::take(&mut wave.frontier);
        let distance = i32::try_from(distance).unwrap_or(i32::MAX);
        for node in &frontier {
            let mut taken = 0;
            for (other, _) in view.steps(*node, wave.direction) {
                if taken == request.fan_out {
                    break;
                }
                taken += usize::from(self.visit(view, wave, (other, distance), request.limit));
            }
        }
        wave.expanded.extend(frontier);
    }

    /// Adds a node and its companions to a wave; says whether it is new there.
    fn visit(&mut self, view: View<'_>, wave: &mut Wave, (node, distance): (Node, i32), limit: usize) -> bool {
        if wave.visited.contains(node as usize) || !self.show(node, (distance, wave.direction), limit) {
            return false;
        }
        wave.visited.insert(node as usize);
        wave.frontier.push(node);
        for companion in view.companions(node, wave.direction) {
            let is_new = !wave.visited.contains(companion as usize);
            if is_new && self.show(companion, (distance, wave.direction), limit) {
                wave.visited.insert(companion as usize);
                wave.frontier.push(companion);
            }
        }
        true
    }

    /// Shows a node, unless there is no room; says whether it is shown.
    fn show(&mut self, node: Node, (distance, direction): (i32, Direction), limit: usize) -> bool {
        if self.shown.contains(node as usize) {
            return true;
        }
        if self.nodes.len() >= limit {
            return false;
        }
        self.shown.insert(node as usize);
        self.nodes.push((node, if direction == Direction::Up { -distance } else { distance }));
        true
    }

    fn edges(&self, view: View<'_>) -> Vec<EdgeIndex> {
        let mut edges = Vec::new();
        for wave in &self.waves {
            for node in &wave.expanded {
                let steps = view.steps(*node, wave.direction);
                edges.extend(steps.filter(|(other, _)| self.shown.contains(*other as usize)).map(|(_, edge)| edge));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// How many neighbours of each shown node are not shown: upstream and downstream.
    fn hidden(&self, view: View<'_>) -> Vec<(usize, usize)> {
        let mut seen = NodeSet::with_capacity(view.graph.nodes().len());
        let mut marked = Vec::new();
        let mut count = |node: Node, direction: Direction| {
            for (other, _) in view.steps(node, direction) {
                if !self.shown.contains(other as usize) && !seen.put(other as usize) {
                    marked.push(other);
                }
            }
            let count = marked.len();
            for node in marked.drain(..) {
                seen.set(node as usize, false);
            }
            count
        };
        self.nodes.iter().map(|(node, _)| (count(*node, Direction::Up), count(*node, Direction::Down))).collect()
    }
}
