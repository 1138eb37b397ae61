//! The graph around a job or a data set: data sets and jobs as nodes, what is read and written as edges.
//!
//! Views and other edges that no job makes go from data set to data set.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use catalog::{Asset, AssetId, Viewer};
use lineage::{
    Direction, Scene, Traversal,
    openlineage::{
        identity::spell,
        read::{DATASETS, JOBS},
    },
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{datasets, job_name, jobs, not_found};
use crate::{access::Caller, app::App, http::error::Problem};

/// The most data sets of an answer.
const MOST_NODES: usize = 500;
/// From how many data sets of a job the graph is followed.
const MOST_SEEDS: usize = 20;
/// How many edges far data sets may be; each is two of Marquez', one to a job and one on.
const MOST_DEPTH: u32 = 100;

/// Where to begin, and how far.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(rename = "nodeId")]
    node_id: String,
    depth: Option<u32>,
}

/// The graph around a node.
///
/// # Errors
/// 400 for an identifier that names nothing, 404 when the caller may not know of the node.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let viewer = &caller.viewer;
    let depth = asked.depth.unwrap_or(20).div_ceil(2).clamp(1, MOST_DEPTH);
    let focus = find(&app, viewer, &asked.node_id).await?;
    let mut graph = Graph { nodes: BTreeSet::from([focus.id]), ..Graph::default() };
    let mut seeds = vec![focus.id];
    if JOBS.contains(&focus.kind) {
        let sides = app.openlineage().sides(viewer, std::slice::from_ref(&focus)).await?;
        let sides = sides.into_values().next().unwrap_or_default();
        for (_, input) in &sides.inputs {
            graph.connect(*input, focus.id);
        }
        for (_, output) in &sides.outputs {
            graph.connect(focus.id, *output);
        }
        seeds.extend(sides.inputs.into_iter().chain(sides.outputs).map(|(_, id)| id).take(MOST_SEEDS));
    }
    for seed in seeds {
        let request = Traversal { direction: Direction::Both, depth, limit: MOST_NODES, ..Traversal::around(seed) };
        graph.add(&app.lineage().traverse(viewer, &request).await?);
    }
    Ok(Json(json!({ "graph": shape(&app, viewer, &graph).await? })))
}

/// Reads `dataset:NAMESPACE:NAME` or `job:NAMESPACE:NAME`; either part may have colons, so every split is tried.
pub(super) async fn find(app: &App, viewer: &Viewer, node_id: &str) -> Result<Asset, Problem> {
    let bad = || Problem::invalid("nodeId", "is not `dataset:NAMESPACE:NAME` or `job:NAMESPACE:NAME`");
    let (what, rest) = node_id.split_once(':').ok_or_else(bad)?;
    let rest = rest.split('#').next().unwrap_or_default();
    let splits: Vec<usize> = rest.match_indices(':').map(|(at, _)| at).take(20).collect();
    for at in splits.into_iter().rev() {
        let (namespace, name) = (&rest[..at], &rest[at + 1..]);
        let found = match what {
            "dataset" => app.openlineage().dataset(viewer, namespace, name).await?,
            "job" => app.openlineage().job(viewer, namespace, name).await?,
            _ => return Err(bad()),
        };
        if let Some(asset) = found {
            return Ok(asset);
        }
    }
    if rest.contains(':') { Err(not_found("node", node_id)) } else { Err(bad()) }
}

/// Nodes by asset, and the edges between them.
#[derive(Debug, Default)]
struct Graph {
    nodes: BTreeSet<AssetId>,
    edges: BTreeSet<(AssetId, AssetId)>,
}

impl Graph {
    fn connect(&mut self, from: AssetId, to: AssetId) {
        self.nodes.extend([from, to]);
        self.edges.insert((from, to));
    }

    /// Adds what a traversal found; an edge that a job makes goes through the job.
    fn add(&mut self, scene: &Scene) {
        let asset = |place: usize| scene.nodes.get(place).and_then(|node| node.asset);
        for edge in &scene.edges {
            let (Some(from), Some(to)) = (asset(edge.from), asset(edge.to)) else { continue };
            match edge.through.filter(|through| *through != from && *through != to) {
                Some(job) => {
                    self.connect(from, job);
                    self.connect(job, to);
                }
                None => self.connect(from, to),
            }
        }
    }
}

/// Edges by one of their ends.
type Edges = HashMap<AssetId, Vec<Value>>;

/// The nodes with their data and edges, by identifier.
async fn shape(app: &App, viewer: &Viewer, graph: &Graph) -> Result<Vec<Value>, Problem> {
    let ids: Vec<AssetId> = graph.nodes.iter().copied().collect();
    let assets = app.catalog().assets(viewer, &ids, None).await?;
    let (jobs, data): (Vec<Asset>, Vec<Asset>) = assets.into_iter().partition(|asset| JOBS.contains(&asset.kind));
    let data: Vec<Asset> = data.into_iter().filter(|asset| DATASETS.contains(&asset.kind)).collect();
    let mut names: HashMap<AssetId, String> = HashMap::new();
    names.extend(jobs.iter().map(|job| (job.id, node_id("job", job_name(job)))));
    names.extend(data.iter().map(|data| (data.id, node_id("dataset", spell(&data.name)))));
    let mut shaped = jobs::shapes(app, viewer, &jobs).await?;
    shaped.extend(datasets::shapes(app, viewer, &data).await?);
    let (mut into, mut out): (Edges, Edges) = Default::default();
    for (from, to) in &graph.edges {
        let (Some(origin), Some(destination)) = (names.get(from), names.get(to)) else { continue };
        let edge = json!({ "origin": origin, "destination": destination });
        into.entry(*to).or_default().push(edge.clone());
        out.entry(*from).or_default().push(edge);
    }
    let mut nodes: BTreeMap<&str, Value> = BTreeMap::new();
    for (id, name) in &names {
        let node = json!({
            "id": name,
            "type": if name.starts_with("job:") { "JOB" } else { "DATASET" },
            "data": shaped.remove(id),
            "inEdges": into.remove(id).unwrap_or_default(),
            "outEdges": out.remove(id).unwrap_or_default(),
        });
        nodes.insert(name, node);
    }
    Ok(nodes.into_values().collect())
}

fn node_id(what: &str, (namespace, name): (String, String)) -> String {
    format!("{what}:{namespace}:{name}")
}
