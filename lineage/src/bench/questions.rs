//! How long the graph in memory takes over questions, by direction and depth.

use std::time::Instant;

use catalog::bench::cpu_time;

use super::{
    figures::{Figure, millis, single, spread},
    generate::Generated,
};
use crate::{
    graph::{
        Direction, Graph, Node,
        reach::{Budget, Reach, reach},
        view::{Filter, Influence, Level, View},
        window::{Request, window},
    },
    lineage::dependents,
    scene::{self, Traversal},
};

/// How far questions go.
const HOPS: [u32; 3] = [1, 3, 5];
/// How far the questions go that are put to other engines too.
pub(super) const FAR: u32 = 5;
/// How many nodes an answer has at most.
pub(super) const NODES: usize = 10_000;
/// The most questions of each kind; of those that count everything.
const QUESTIONS: (usize, usize) = (1000, 200);
/// How many edges there are for each question.
const EDGES_PER_QUESTION: usize = 20;

/// Where the questions of each kind begin: those about what is downstream.
pub(super) fn starts(generated: &Generated) -> Vec<Node> {
    generated.starts((generated.edges.len() / EDGES_PER_QUESTION).min(QUESTIONS.0), |(from, _)| *from)
}

/// Figures of every kind of question; beside the impact, how long other engines took over it.
pub(super) fn figures(graph: &Graph, generated: &Generated, raw: &[f64]) -> Vec<Figure> {
    let size = generated.edges.len();
    let down = starts(generated);
    let up = generated.starts(down.len(), |(_, to)| *to);
    let figure = |name: &str, (values, unit): (&[f64], &'static str), raw: Option<&[f64]>| {
        spread(name, size, (values, unit), raw)
    };
    let mut figures = Vec::new();
    let before = cpu_time();
    let (nodes, times) = asked(&down, |start| bounded(graph, start, (Direction::Down, FAR)).nodes.len());
    let cpu = millis(cpu_time() - before) / down.len().max(1) as f64;
    figures.push(figure("impact of 5 hops, up to 10,000 nodes (SQLite)", (&times, "ms"), Some(raw)));
    figures.push(figure("impact of 5 hops, up to 10,000 nodes: size", (&nodes, "nodes"), None));
    figures.push(single("impact of 5 hops, up to 10,000 nodes: CPU on average", size, (cpu, "ms"), None));
    for (name, direction, starts) in [("downstream", Direction::Down, &down), ("upstream", Direction::Up, &up)] {
        for hops in HOPS {
            let (_, times) = asked(starts, |start| bounded(graph, start, (direction, hops)).nodes.len());
            figures.push(figure(&format!("{name}, {hops} hops, up to 10,000 nodes"), (&times, "ms"), None));
        }
    }
    let (nodes, times) = asked(&down[..down.len().min(QUESTIONS.1)], |start| counted(graph, start));
    figures.push(figure("impact of 5 hops, 10,000 shown and all counted", (&times, "ms"), None));
    figures.push(figure("impact of 5 hops, all counted: size", (&nodes, "nodes"), None));
    let (_, times) = asked(&down, |start| scene(graph, start));
    figures.push(figure("window of 500 nodes, 5 hops both ways", (&times, "ms"), None));
    let (nodes, times) = asked(&generated.hubs, |hub| complete(graph, hub));
    figures.push(figure("all that a hub feeds", (&times, "ms"), None));
    figures.push(figure("all that a hub feeds: size", (&nodes, "nodes"), None));
    figures
}

/// Asks about each start: what was answered, and in how many milliseconds.
fn asked(starts: &[Node], question: impl Fn(Node) -> usize) -> (Vec<f64>, Vec<f64>) {
    let ask = |start: &Node| {
        let began = Instant::now();
        let answer = question(*start);
        (answer as f64, millis(began.elapsed()))
    };
    starts.iter().map(ask).unzip()
}

fn view(graph: &Graph) -> View<'_> {
    View { graph, filter: Filter { level: Level::Column, influence: Influence::Values, at: None } }
}

/// Everything within the hops, until there are more nodes than an answer has.
fn bounded(graph: &Graph, start: Node, way: (Direction, u32)) -> Reach {
    reach(view(graph), &[start], way, None, Budget { nodes: NODES, ..Budget::QUESTION })
}

/// The impact as it is answered: up to so many assets, and the count of all; says that count.
fn counted(graph: &Graph, start: Node) -> usize {
    let focus = graph.nodes().asset(start);
    let limits = Traversal { depth: FAR, limit: NODES, ..Traversal::around(focus) };
    let request = Traversal { level: Level::Column, direction: scene::Direction::Down, ..limits };
    dependents(graph, &request).1
}

/// What a page shows: a window of 500 nodes in both directions, with totals and counts of what is hidden.
fn scene(graph: &Graph, start: Node) -> usize {
    let directions = vec![Direction::Up, Direction::Down];
    let request = Request { starts: vec![start], directions, depth: FAR, limit: 500, fan_out: 100 };
    window(view(graph), &request, Budget::QUESTION).nodes.len()
}

/// Everything one hop behind a hub, as it is answered when the limit allows it.
fn complete(graph: &Graph, hub: Node) -> usize {
    let focus = graph.nodes().asset(hub);
    let limits = Traversal { depth: 1, limit: scene::MAX_NODES, ..Traversal::around(focus) };
    let request = Traversal { level: Level::Column, direction: scene::Direction::Down, ..limits };
    dependents(graph, &request).0.len()
}
