//! `cadastre lineage`: where the data of an asset comes from, or goes to.

use std::{collections::HashMap, process::ExitCode};

use catalog::{Asset, AssetId};
use clap::Args;
use lineage::{Direction, Level, Scene, SceneEdge, Traversal};
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};

/// Shows where the data of an asset comes from, or goes to.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre lineage ads_sales_trend --up --depth 5\n  cadastre lineage ods_orders --down --columns --json"
)]
pub(super) struct Lineage {
    /// Its name, or the last parts of it.
    name: String,
    /// Where data comes from.
    #[arg(long)]
    up: bool,
    /// Where data goes; both ways without --up and --down.
    #[arg(long)]
    down: bool,
    /// How many edges far.
    #[arg(long, value_name = "N", default_value_t = 1)]
    depth: u32,
    /// Column by column.
    #[arg(long)]
    columns: bool,
    /// As it was then: a day, a time or a change number.
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
}

impl Lineage {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let as_of = open::as_of(&app, self.as_of.as_deref()).await?;
        let asset = open::find(&app, &self.name, as_of).await?;
        let request = Traversal {
            direction: match (self.up, self.down) {
                (true, false) => Direction::Up,
                (false, true) => Direction::Down,
                _ => Direction::Both,
            },
            depth: self.depth,
            level: if self.columns { Level::Column } else { Level::Table },
            as_of,
            ..Traversal::around(asset.id)
        };
        let scene = app.lineage().traverse(&open::operator(), &request).await?;
        let ids: Vec<AssetId> = scene
            .nodes
            .iter()
            .filter_map(|node| node.asset)
            .chain(scene.edges.iter().filter_map(|edge| edge.through))
            .collect();
        let found = app.catalog().assets(&open::operator(), &ids, as_of).await?;
        let assets: HashMap<AssetId, Asset> = found.into_iter().map(|asset| (asset.id, asset)).collect();
        let shown = Shown { scene, assets };
        output.answer(&shown.value(), || shown.for_people(output));
        Ok(ExitCode::SUCCESS)
    }
}

struct Shown {
    scene: Scene,
    assets: HashMap<AssetId, Asset>,
}

impl Shown {
    fn name(&self, node: usize) -> String {
        let asset = self.scene.nodes.get(node).and_then(|node| node.asset);
        asset.and_then(|id| self.assets.get(&id)).map_or_else(|| "(hidden)".into(), |asset| asset.name.to_string())
    }

    fn value(&self) -> Value {
        let nodes = self.scene.nodes.iter().enumerate().map(|(place, node)| {
            let kind = node.asset.and_then(|id| self.assets.get(&id)).map(|asset| asset.kind);
            json!({ "id": node.asset, "kind": kind, "name": self.name(place), "depth": node.depth })
        });
        let edges = self.scene.edges.iter().map(|edge| self.edge(edge));
        json!({
            "nodes": nodes.collect::<Vec<_>>(),
            "edges": edges.collect::<Vec<_>>(),
            "total": self.scene.total_nodes,
            "truncated": self.scene.truncated,
        })
    }

    fn edge(&self, edge: &SceneEdge) -> Value {
        let through = edge.through.and_then(|id| self.assets.get(&id)).map(|asset| asset.name.to_string());
        json!({
            "from": self.name(edge.from),
            "to": self.name(edge.to),
            "type": edge.transformation.flow,
            "subtype": edge.transformation.word(),
            "through": through,
        })
    }

    fn for_people(&self, output: &Output) -> String {
        let rows = self.scene.edges.iter().map(|edge| {
            let how = edge.transformation.word().unwrap_or_default().to_lowercase();
            vec![self.name(edge.from), self.name(edge.to), how]
        });
        let table = output.table(&["from", "to", "how"], rows);
        let more = if self.scene.truncated { ", not all of them shown" } else { "" };
        format!("{table}\n{} assets{more}", self.scene.total_nodes)
    }
}
