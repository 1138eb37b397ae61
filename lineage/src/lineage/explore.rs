//! What exploring step by step asks: one page of an asset's neighbours, and when something around it changed.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{AssetId, ChangeNumber, Viewer};

use super::{Lineage, check, sketch::Sketch};
use crate::{
    error::{Error, Result},
    graph::{
        self, Graph,
        ever::ever,
        view::{Filter, View},
    },
    scene::{Beside, BesidePage, Direction, Moment, Traversal},
};

/// The most neighbours of one page.
const MOST_FIRST: usize = 500;
/// How many names one question looks at; the page then ends there, full or not.
const MOST_NAMES: usize = 5_000;
/// The most moments of an answer; the newest ones.
const MOST_MOMENTS: usize = 200;

/// Some of the neighbours of an asset.
struct Chosen {
    nodes: Vec<graph::Node>,
    total: usize,
    end: Option<graph::Node>,
}

impl Lineage {
    /// One page of what is directly beside an asset, oldest nodes first. However many neighbours there are, a page costs
    /// a look at their numbers and the reading of at most 5,000 names.
    ///
    /// # Errors
    /// [`catalog::Error::NotFound`] when the viewer may not know of the focus; [`Error::Invalid`] for both directions at
    /// once, or a size out of range.
    pub async fn beside(&self, viewer: &Viewer, asked: &Beside) -> Result<BesidePage> {
        let direction = match asked.direction {
            Direction::Up => graph::Direction::Up,
            Direction::Down => graph::Direction::Down,
            Direction::Both => return Err(Error::invalid("direction", "is `BOTH`; ask for `UP` or `DOWN`")),
        };
        if asked.first == 0 || asked.first > MOST_FIRST {
            return Err(Error::invalid("first", format!("is {}; 1 to {MOST_FIRST} are allowed", asked.first)));
        }
        self.know(asked.as_of).await?;
        self.catalog.asset(viewer, asked.focus, asked.as_of).await?;
        let Chosen { nodes, total, end } = self.choose(viewer, asked, direction).await?;
        let (focus, as_of, with_columns) = ((asked.focus, asked.as_of), asked.as_of, asked.with_columns);
        let ask = move |graph: &Graph| {
            let columns = with_columns.then(|| Sketch::columns_beside(graph, focus, direction, &nodes));
            (Sketch::beside(graph, focus, direction, (&nodes, total)), columns)
        };
        let (sketch, columns) = self.in_background(ask).await?;
        let scene = self.show(viewer, sketch, (as_of, asked.first)).await?;
        let columns = match columns {
            Some(columns) => Some(self.show(viewer, columns, (as_of, asked.first)).await?),
            None => None,
        };
        Ok(BesidePage { scene, columns, total, end })
    }

    async fn choose(&self, viewer: &Viewer, asked: &Beside, direction: graph::Direction) -> Result<Chosen> {
        let (focus, as_of) = (asked.focus, asked.as_of);
        let all = self.in_background(move |graph| neighbours(graph, (focus, as_of), direction)).await?;
        let total = all.len();
        let start = asked.after.map_or(0, |after| all.partition_point(|(node, _)| *node <= after));
        let rest = &all[start..];
        let Some(text) = asked.text.as_ref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty())
        else {
            let nodes: Vec<graph::Node> = rest.iter().take(asked.first).map(|(node, _)| *node).collect();
            let end = nodes.last().copied().filter(|_| nodes.len() < rest.len());
            return Ok(Chosen { nodes, total, end });
        };
        let mut nodes = Vec::new();
        for piece in rest[..rest.len().min(MOST_NAMES)].chunks(MOST_FIRST) {
            let ids: Vec<AssetId> = piece.iter().map(|(_, asset)| *asset).collect();
            let assets = self.catalog.assets(viewer, &ids, as_of).await?;
            let fits = |asset: &&catalog::Asset| {
                asset.name.last().to_lowercase().contains(&text) || asset.display_name().to_lowercase().contains(&text)
            };
            let found: BTreeSet<AssetId> = assets.iter().filter(fits).map(|asset| asset.id).collect();
            for (node, _) in piece.iter().filter(|(_, asset)| found.contains(asset)) {
                nodes.push(*node);
                if nodes.len() == asked.first {
                    return Ok(Chosen { end: Some(*node), nodes, total });
                }
            }
        }
        let end = rest.get(MOST_NAMES).map(|_| rest[MOST_NAMES - 1].0);
        Ok(Chosen { nodes, total, end })
    }

    /// The changes at which edges between tables around an asset began or ceased to hold, newest first, at most 200; and
    /// whether every edge was looked at. Edges of which the viewer may not know an end are left out.
    ///
    /// # Errors
    /// As [`Lineage::traverse`]; the request's moment, level and limit do not count.
    pub async fn moments(&self, viewer: &Viewer, request: &Traversal) -> Result<(Vec<Moment>, bool)> {
        check(request)?;
        self.catalog.asset(viewer, request.focus, None).await?;
        let asked = request.clone();
        let (edges, is_complete) = self.in_background(move |graph| history(graph, &asked)).await?;
        let assets: BTreeSet<AssetId> = edges.iter().flat_map(|edge| edge.ends).collect();
        let visible = self.catalog.visible(viewer, &assets.into_iter().collect::<Vec<_>>()).await?;
        let mut moments: BTreeMap<ChangeNumber, Moment> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| edge.ends.iter().all(|end| visible.contains(end))) {
            moment(&mut moments, edge.from).appeared += 1;
            if let Some(until) = edge.until {
                moment(&mut moments, until).vanished += 1;
            }
        }
        Ok((moments.into_values().rev().take(MOST_MOMENTS).collect(), is_complete))
    }
}

fn moment(moments: &mut BTreeMap<ChangeNumber, Moment>, at: ChangeNumber) -> &mut Moment {
    moments.entry(at).or_insert(Moment { at, appeared: 0, vanished: 0 })
}

/// Every neighbour on one side, in the order of the nodes' numbers.
fn neighbours(
    graph: &Graph,
    (focus, as_of): (AssetId, Option<ChangeNumber>),
    direction: graph::Direction,
) -> Vec<(graph::Node, AssetId)> {
    let nodes = graph.nodes();
    let Some(node) = nodes.find(focus) else { return Vec::new() };
    let node = nodes.parent(node).unwrap_or(node);
    let view = View { graph, filter: Filter { at: as_of, ..Filter::default() } };
    let others: BTreeSet<graph::Node> = view.steps(node, direction).map(|(other, _)| other).collect();
    others.into_iter().filter(|other| *other != node).map(|other| (other, nodes.asset(other))).collect()
}

/// An edge in time.
struct Lifetime {
    ends: [AssetId; 2],
    from: ChangeNumber,
    until: Option<ChangeNumber>,
}

fn history(graph: &Graph, request: &Traversal) -> (Vec<Lifetime>, bool) {
    let nodes = graph.nodes();
    let Some(node) = nodes.find(request.focus) else { return (Vec::new(), true) };
    let directions: &[graph::Direction] = match request.direction {
        Direction::Up => &[graph::Direction::Up],
        Direction::Down => &[graph::Direction::Down],
        Direction::Both => &[graph::Direction::Up, graph::Direction::Down],
    };
    let (edges, is_complete) = ever(graph, nodes.parent(node).unwrap_or(node), directions, request.depth);
    let lifetime = |edge| {
        let slot = graph.edge(edge);
        let ends = [nodes.asset(slot.upstream), nodes.asset(slot.downstream)];
        Lifetime { ends, from: ChangeNumber(slot.from), until: slot.closed_at() }
    };
    (edges.into_iter().map(lifetime).collect(), is_complete)
}
