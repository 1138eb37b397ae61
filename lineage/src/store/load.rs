//! From rows to the graph in memory: all of them at the start, and then what is new.

mod packed;

use std::ops::Range;

use catalog::{AssetId, ChangeNumber};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    cursor,
    numbering::next_id,
    tables::{assertion, cursor as cursor_table, edge, node, reference, scope, statement},
};
use crate::{
    error::{Error, Result},
    graph::{EdgeIndex, Graph, Node, Slot, nodes::Nodes},
};

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
    packed::edges(db, behind::<edge::Entity>(db, edge::Column::Id, known).await?, packed::PAGE).await
}

async fn new_nodes(db: &impl ConnectionTrait, known: usize) -> Result<Vec<(AssetId, Option<Node>)>> {
    packed::nodes(db, behind::<node::Entity>(db, node::Column::Id, known).await?, packed::PAGE).await
}

/// The numbers of the rows of a table behind the first `known`.
async fn behind<E: EntityTrait>(db: &impl ConnectionTrait, id: E::Column, known: usize) -> Result<Range<i64>> {
    let next = next_id::<E>(db, id).await?;
    Ok(i64::try_from(known).unwrap_or(i64::MAX).min(next)..next)
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
