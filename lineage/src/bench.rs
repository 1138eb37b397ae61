//! Figures: how fast the graph is loaded, how much memory an edge takes, and how long questions take, beside the raw
//! engine's answer to the same questions in the same run.
//!
//! The graph is generated from a fixed seed: layers of tables of twenty columns, a few columns feeding very many.

use std::time::{Duration, Instant};

use catalog::{ChangeNumber, Database};
use serde::Serialize;

use crate::{
    edge::{Subtype, Transformation},
    error::Result,
    graph::{
        Direction, Graph, Node,
        reach::{Budget, reach},
        view::{Filter, Influence, Level, View},
        window::{Request, window},
    },
    memory::Memory,
    store::yardstick,
};

/// How many edges there are for each column.
const EDGES_PER_COLUMN: usize = 5;
/// How many columns a table has.
const COLUMNS: usize = 20;
/// How many layers data passes.
const LAYERS: usize = 8;
/// How far questions go.
const HOPS: u32 = 5;
/// How many nodes an answer has at most.
const NODES: usize = 10_000;
/// The most questions that are asked of the graph, and of the raw engine.
const QUESTIONS: (usize, usize) = (1000, 40);
/// How many edges there are for each question.
const EDGES_PER_QUESTION: usize = 20;

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// How many edges there were.
    pub size: usize,
    /// The unit of the values.
    pub unit: &'static str,
    /// The median.
    pub p50: Option<f64>,
    /// What 95 % are below.
    pub p95: Option<f64>,
    /// What 99 % are below.
    pub p99: Option<f64>,
    /// A single value.
    pub value: Option<f64>,
    /// What the raw engine reached in the same run; the median.
    pub yardstick: Option<f64>,
    /// How many times better than the yardstick.
    pub ratio: Option<f64>,
}

/// Measures with a generated graph of `edges` edges in `store`, an empty SQLite store with tables.
///
/// # Errors
/// The store's own.
pub async fn measure(store: &Database, edges: usize) -> Result<Vec<Figure>> {
    let generated = Generated::new(edges);
    let write = store.write().await?;
    yardstick::fill(&*write, generated.tables, &generated.edges).await?;
    write.commit().await?;
    let (memory, load) = timed(Memory::load(store.read())).await;
    let memory = memory?;
    let (_, scan) = timed(yardstick::scan(store.read())).await;
    let (loaded, scanned) = (per_second(edges, load), per_second(edges, scan));
    let starts = generated.starts();
    let mut answers = Answers::of(&memory.read(), &starts);
    let mut raw = Vec::new();
    for start in starts.iter().take(QUESTIONS.1) {
        let (answer, took) = timed(yardstick::recursive(store.read(), *start, HOPS)).await;
        answer?;
        raw.push(millis(took));
    }
    let bytes_per_edge = answers.size_bytes as f64 / edges as f64;
    Ok(vec![
        single("load", edges, "edges/s", loaded, Some((scanned, loaded / scanned))),
        single("memory", edges, "bytes/edge", bytes_per_edge, None),
        spread("impact_5_hops", edges, "ms", &mut answers.impacts, Some(&mut raw)),
        spread("impact_5_hops_nodes", edges, "nodes", &mut answers.nodes, None),
        spread("scene_5_hops_both", edges, "ms", &mut answers.scenes, None),
    ])
}

/// How the graph answered.
struct Answers {
    size_bytes: usize,
    /// Milliseconds of each impact, and how many nodes it had.
    impacts: Vec<f64>,
    nodes: Vec<f64>,
    /// Milliseconds of each window.
    scenes: Vec<f64>,
}

impl Answers {
    fn of(graph: &Graph, starts: &[Node]) -> Self {
        let (nodes, impacts) = starts.iter().map(|start| impact(graph, *start)).unzip();
        let scenes = starts.iter().map(|start| scene(graph, *start)).collect();
        Self { size_bytes: graph.size_bytes(), impacts, nodes, scenes }
    }
}

fn view(graph: &Graph) -> View<'_> {
    View { graph, filter: Filter { level: Level::Column, influence: Influence::Values, at: None } }
}

/// Everything within the hops, up to the most nodes of an answer.
fn impact(graph: &Graph, start: Node) -> (f64, f64) {
    let began = Instant::now();
    let budget = Budget { nodes: NODES, ..Budget::QUESTION };
    let reached = reach(view(graph), &[start], (Direction::Down, HOPS), None, budget);
    (reached.nodes.len() as f64, millis(began.elapsed()))
}

/// What a page shows: a window of 500 nodes in both directions, with totals and counts of what is hidden.
fn scene(graph: &Graph, start: Node) -> f64 {
    let directions = vec![Direction::Up, Direction::Down];
    let request = Request { starts: vec![start], directions, depth: HOPS, limit: 500, fan_out: 100 };
    let began = Instant::now();
    let answer = window(view(graph), &request, Budget::QUESTION);
    debug_assert!(answer.nodes.len() <= 500);
    millis(began.elapsed())
}

/// A graph before it is stored.
struct Generated {
    tables: usize,
    /// Edges between columns, as numbers of nodes.
    edges: Vec<(Node, Node)>,
    random: Random,
}

impl Generated {
    fn new(edges: usize) -> Self {
        let columns = (edges / EDGES_PER_COLUMN).max(LAYERS * COLUMNS);
        let tables = columns.div_ceil(COLUMNS);
        let mut random = Random(1);
        let layer = tables * COLUMNS / LAYERS;
        let list = (0..edges)
            .map(|_| {
                let at = random.below(LAYERS - 1);
                // The cube of an even distribution: the first thousandth of a layer's columns feeds a tenth of the edges.
                let share = random.share().powi(3);
                let upstream = at * layer + (share * layer as f64) as usize;
                let downstream = (at + 1) * layer + random.below(layer);
                (node(tables + upstream), node(tables + downstream))
            })
            .collect();
        Self { tables, edges: list, random }
    }

    fn starts(&self) -> Vec<Node> {
        let mut random = Random(self.random.0);
        let questions = (self.edges.len() / EDGES_PER_QUESTION).min(QUESTIONS.0);
        (0..questions).map(|_| self.edges[random.below(self.edges.len())].0).collect()
    }
}

/// The columns of each table behind the tables.
pub(crate) fn table_of(column: Node, tables: usize) -> usize {
    (column as usize - tables) / COLUMNS
}

/// How many columns a generated graph of so many tables has.
pub(crate) fn columns_of(tables: usize) -> usize {
    tables * COLUMNS
}

/// The transformation of every generated edge.
pub(crate) const TRANSFORMATION: Transformation = Transformation::of(Subtype::Identity);
/// The change since which every generated edge holds.
pub(crate) const SINCE: ChangeNumber = ChangeNumber(1);

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

    /// A number of at least 0 and below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let began = Instant::now();
    let result = work.await;
    (result, began.elapsed())
}

fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::EPSILON)
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

fn single(name: &str, size: usize, unit: &'static str, value: f64, against: Option<(f64, f64)>) -> Figure {
    Figure {
        name: name.to_owned(),
        size,
        unit,
        p50: None,
        p95: None,
        p99: None,
        value: Some(value),
        yardstick: against.map(|(yardstick, _)| yardstick),
        ratio: against.map(|(_, ratio)| ratio),
    }
}

fn spread(name: &str, size: usize, unit: &'static str, values: &mut [f64], raw: Option<&mut [f64]>) -> Figure {
    let p50 = quantile(values, 0.5);
    let yardstick = raw.and_then(|raw| quantile(raw, 0.5));
    Figure {
        p50,
        p95: quantile(values, 0.95),
        p99: quantile(values, 0.99),
        value: None,
        yardstick,
        ratio: yardstick.zip(p50).map(|(yardstick, p50)| yardstick / p50.max(f64::EPSILON)),
        ..single(name, size, unit, 0.0, None)
    }
}

fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get((last as f64 * share).round() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{sqlite, store};

    #[tokio::test]
    async fn figures_of_a_small_graph_are_complete() {
        let files = tempfile::tempdir().unwrap();
        let figures = measure(&store(&sqlite(&files)).await, 2_000).await.unwrap();
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        assert_eq!(names, ["load", "memory", "impact_5_hops", "impact_5_hops_nodes", "scene_5_hops_both"]);
        assert!(figures[1].value.unwrap() <= 64.0, "{:?}", figures[1]);
        assert!(figures[2].yardstick.is_some() && figures[2].p99 >= figures[2].p50);
    }

    #[test]
    fn generated_graph_is_the_same_every_time() {
        assert_eq!(Generated::new(1000).edges, Generated::new(1000).edges);
    }
}
