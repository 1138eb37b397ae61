//! Lineage of fields: which columns the values of a column come from, and with `withDownstream` where they go.
//!
//! As Marquez has it, an edge of either list leads from the node that has it: `inEdges` to the fields that feed it,
//! `outEdges` to those that it feeds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use catalog::{Asset, AssetId, AssetKind, Details, Viewer};
use lineage::{
    Direction, Level, Scene, Transformation, Traversal,
    openlineage::{identity::spell, read::JOBS},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{graph, not_found};
use crate::{access::Caller, app::App, http::error::Problem};

/// The most fields of an answer.
const MOST_NODES: usize = 2000;
/// From how many data sets of a job fields are followed.
const MOST_SEEDS: usize = 20;
/// How many edges far fields may be.
const MOST_DEPTH: u32 = 100;

/// Where to begin, how far, and whether downstream too.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(rename = "nodeId")]
    node_id: String,
    depth: Option<u32>,
    #[serde(rename = "withDownstream")]
    with_downstream: Option<bool>,
}

/// The lineage of a field, of the fields of a data set, or of those that a job writes.
///
/// # Errors
/// 400 for an identifier that names nothing, 404 when the caller may not know of the node.
pub async fn show(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let viewer = &caller.viewer;
    let direction = if asked.with_downstream.unwrap_or(false) { Direction::Both } else { Direction::Up };
    let depth = asked.depth.unwrap_or(20).clamp(1, MOST_DEPTH);
    let mut edges = Edges::new();
    for focus in seeds(&app, viewer, &asked.node_id).await? {
        let around = Traversal::around(focus);
        let request = Traversal { direction, depth, level: Level::Column, limit: MOST_NODES, ..around };
        add(&mut edges, &app.lineage().traverse(viewer, &request).await?);
    }
    Ok(Json(json!({ "graph": shape(&app, viewer, &edges).await? })))
}

/// Where to begin: a column, a data set for its columns, the data sets that a job writes.
async fn seeds(app: &App, viewer: &Viewer, node_id: &str) -> Result<Vec<AssetId>, Problem> {
    let Some(field_id) = node_id.strip_prefix("datasetField:") else {
        let focus = graph::find(app, viewer, node_id).await?;
        if !JOBS.contains(&focus.kind) {
            return Ok(vec![focus.id]);
        }
        let sides = app.openlineage().sides(viewer, &[focus]).await?;
        let outputs = sides.into_values().flat_map(|sides| sides.outputs).map(|(_, id)| id);
        return Ok(outputs.take(MOST_SEEDS).collect());
    };
    let (dataset, field) = field_id
        .rsplit_once(':')
        .ok_or_else(|| Problem::invalid("nodeId", "is not `datasetField:NAMESPACE:DATASET:FIELD`"))?;
    let dataset = graph::find(app, viewer, &format!("dataset:{dataset}")).await?;
    let column = (dataset.name.child(field), AssetKind::Column);
    let found = app.catalog().resolve(viewer, &[column]).await?;
    let id = found.into_iter().flatten().next().ok_or_else(|| not_found("field", node_id))?;
    Ok(vec![id])
}

/// What values flow from (first) into (second), and how.
type Edges = BTreeMap<(AssetId, AssetId), Transformation>;

fn add(edges: &mut Edges, scene: &Scene) {
    let asset = |place: usize| scene.nodes.get(place).and_then(|node| node.asset);
    for edge in &scene.edges {
        if let (Some(from), Some(to)) = (asset(edge.from), asset(edge.to)) {
            edges.insert((from, to), edge.transformation);
        }
    }
}

/// A column as Marquez calls it.
struct Field {
    namespace: String,
    dataset: String,
    field: String,
    data_type: String,
}

impl Field {
    fn of(column: &Asset) -> Option<Self> {
        let Details::Column(details) = &column.harvested.details else { return None };
        let (namespace, dataset) = spell(&column.name.parent()?);
        let (field, data_type) = (column.name.last().to_owned(), details.data_type.text.clone());
        Some(Self { namespace, dataset, field, data_type })
    }

    fn id(&self) -> String {
        format!("datasetField:{}:{}:{}", self.namespace, self.dataset, self.field)
    }

    fn as_input(&self, how: Transformation) -> Value {
        json!({
            "namespace": self.namespace,
            "dataset": self.dataset,
            "datasetVersion": null,
            "field": self.field,
            "transformationDescription": null,
            "transformationType": how.word(),
        })
    }
}

/// The fields with what feeds them, by identifier.
async fn shape(app: &App, viewer: &Viewer, edges: &Edges) -> Result<Vec<Value>, Problem> {
    let ids: BTreeSet<AssetId> = edges.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let columns = app.catalog().assets(viewer, &ids.into_iter().collect::<Vec<_>>(), None).await?;
    let fields: HashMap<AssetId, Field> =
        columns.iter().filter_map(|column| Some((column.id, Field::of(column)?))).collect();
    let (mut inputs, mut into, mut out): (Lists, Lists, Lists) = Default::default();
    for ((from, to), how) in edges {
        let (Some(source), Some(target)) = (fields.get(from), fields.get(to)) else { continue };
        inputs.entry(*to).or_default().push(source.as_input(*how));
        into.entry(*to).or_default().push(json!({ "origin": target.id(), "destination": source.id() }));
        out.entry(*from).or_default().push(json!({ "origin": source.id(), "destination": target.id() }));
    }
    let mut nodes: BTreeMap<String, Value> = BTreeMap::new();
    for (id, field) in &fields {
        let node = json!({
            "id": field.id(),
            "type": "DATASET_FIELD",
            "data": {
                "namespace": field.namespace,
                "dataset": field.dataset,
                "datasetVersion": null,
                "field": field.field,
                "fieldType": field.data_type,
                "transformationDescription": null,
                "transformationType": null,
                "inputFields": inputs.remove(id).unwrap_or_default(),
            },
            "inEdges": into.remove(id).unwrap_or_default(),
            "outEdges": out.remove(id).unwrap_or_default(),
        });
        nodes.insert(field.id(), node);
    }
    Ok(nodes.into_values().collect())
}

/// Values by the asset that has them.
type Lists = HashMap<AssetId, Vec<Value>>;
