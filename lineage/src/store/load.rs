//! From rows to the graph in memory: all of them at the start, and then what is new.

use catalog::{AssetId, ChangeNumber};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    cursor,
    tables::{assertion, cursor as cursor_table, edge, node, reference, scope, statement},
};
use crate::{
    edge::Transformation,
    error::{Error, Result},
    graph::{EdgeIndex, Graph, Node, Slot, nodes::Nodes},
};

/// How many rows are read at once.
const PAGE: u64 = 50_000;

type EdgeRow = (i64, i64, i64, i16, bool, Option<i64>, i64, Option<i64>);
type NodeRow = (i64, uuid::Uuid, Option<i64>);

/// What was read and is not in the graph yet.
#[derive(Debug, Default)]
pub(crate) struct News {
    position: ChangeNumber,
    edges: Vec<Slot>,
    nodes: Vec<(AssetId, Option<Node>)>,
    closed: Vec<(EdgeIndex, ChangeNumber)>,
}

impl News {
    /// Puts everything that is stored into a new graph.
    pub(crate) fn into_graph(self) -> Result<Graph> {
        Graph::build(Nodes::build(self.nodes), self.edges, self.position)
    }

    /// Adds what is new to a graph that was complete up to where reading began.
    pub(crate) fn apply_to(self, graph: &mut Graph) -> Result<()> {
        for (asset, parent) in self.nodes {
            graph.add_node(asset, parent);
        }
        for slot in self.edges {
            let closed = slot.closed_at();
            let edge = graph.add_edge(slot)?;
            if let Some(closed) = closed {
                graph.close(edge, closed)?;
            }
        }
        for (edge, at) in self.closed {
            graph.close(edge, at)?;
        }
        graph.advance(self.position);
        Ok(())
    }
}

/// Reads what was stored behind a position, where the graph has this many nodes and edges.
///
/// The position is read first and nodes last, so that whatever another process writes meanwhile is read again next time
/// and no edge lacks its node.
pub(crate) async fn news(db: &impl ConnectionTrait, after: ChangeNumber, nodes: usize, edges: usize) -> Result<News> {
    let position = cursor::position(db).await?;
    let closed = closed_edges(db, after, edges).await?;
    let edges = new_edges(db, edges).await?;
    let nodes = new_nodes(db, nodes).await?;
    Ok(News { position, edges, nodes, closed })
}

async fn new_edges(db: &impl ConnectionTrait, known: usize) -> Result<Vec<Slot>> {
    use edge::Column::{Downstream, FromChange, Id, Masking, Through, Transformation, UntilChange, Upstream};
    let mut slots = Vec::new();
    let mut next = i64::try_from(known).unwrap_or(i64::MAX);
    loop {
        let query = edge::Entity::find()
            .select_only()
            .columns([Id, Upstream, Downstream, Transformation, Masking, Through, FromChange, UntilChange])
            .filter(Id.gte(next))
            .order_by_asc(Id)
            .limit(PAGE);
        let rows: Vec<EdgeRow> = query.into_tuple().all(db).await?;
        let is_last = (rows.len() as u64) < PAGE;
        slots.reserve(rows.len());
        for row in rows {
            if row.0 != next {
                return Err(Error::damaged(format!("edge {next} is missing")));
            }
            next += 1;
            slots.push(slot(&row)?);
        }
        if is_last {
            slots.shrink_to_fit();
            return Ok(slots);
        }
    }
}

fn slot(row: &EdgeRow) -> Result<Slot> {
    let (id, upstream, downstream, transformation, masking, through, from, until) = *row;
    let transformation = u8::try_from(transformation)
        .ok()
        .and_then(Transformation::from_number)
        .ok_or_else(|| Error::damaged(format!("edge {id} has the unknown transformation {transformation}")))?;
    let through = through.map(number).transpose()?;
    Ok(Slot::new(number(upstream)?, number(downstream)?, transformation, ChangeNumber(from))
        .masking(masking)
        .through(through)
        .until(until.map(ChangeNumber)))
}

async fn new_nodes(db: &impl ConnectionTrait, known: usize) -> Result<Vec<(AssetId, Option<Node>)>> {
    let mut nodes = Vec::new();
    let mut next = i64::try_from(known).unwrap_or(i64::MAX);
    loop {
        let query = node::Entity::find()
            .select_only()
            .columns([node::Column::Id, node::Column::Asset, node::Column::Parent])
            .filter(node::Column::Id.gte(next))
            .order_by_asc(node::Column::Id)
            .limit(PAGE);
        let rows: Vec<NodeRow> = query.into_tuple().all(db).await?;
        let is_last = (rows.len() as u64) < PAGE;
        for (id, asset, parent) in rows {
            if id != next {
                return Err(Error::damaged(format!("node {next} is missing")));
            }
            next += 1;
            nodes.push((AssetId(asset), parent.map(number).transpose()?));
        }
        if is_last {
            return Ok(nodes);
        }
    }
}

/// The edges among the first `known` that were closed behind a position.
async fn closed_edges(
    db: &impl ConnectionTrait,
    after: ChangeNumber,
    known: usize,
) -> Result<Vec<(EdgeIndex, ChangeNumber)>> {
    if known == 0 {
        return Ok(Vec::new());
    }
    let query = edge::Entity::find()
        .select_only()
        .columns([edge::Column::Id, edge::Column::UntilChange])
        .filter(edge::Column::UntilChange.gt(after.0))
        .filter(edge::Column::Id.lt(i64::try_from(known).unwrap_or(i64::MAX)));
    let rows: Vec<(i64, i64)> = query.into_tuple().all(db).await?;
    rows.into_iter().map(|(edge, until)| Ok((number(edge)?, ChangeNumber(until)))).collect()
}

fn number(stored: i64) -> Result<u32> {
    u32::try_from(stored).map_err(|_| Error::damaged(format!("{stored} is not the number of a node or an edge")))
}

/// Forgets everything.
pub(crate) async fn reset(db: &impl ConnectionTrait) -> Result<()> {
    assertion::Entity::delete_many().exec(db).await?;
    edge::Entity::delete_many().exec(db).await?;
    node::Entity::delete_many().exec(db).await?;
    reference::Entity::delete_many().exec(db).await?;
    statement::Entity::delete_many().exec(db).await?;
    scope::Entity::delete_many().exec(db).await?;
    cursor_table::Entity::delete_many().exec(db).await?;
    Ok(())
}
