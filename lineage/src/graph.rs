//! The graph in memory: every edge that ever held, with the interval in which it did, reachable from both ends.
//!
//! Nodes and edges are dense numbers, given by the store in the order of the change log, so that an edge costs two
//! entries of 8 bytes and a slot of 32. Edges are added and closed one by one, as the follower goes on; they are never
//! taken away, so any past can be asked. Nothing here knows a name, a viewer or a row.

use catalog::{AssetId, ChangeNumber};

use crate::{
    edge::Transformation,
    error::{Error, Result},
};

pub(crate) mod adjacency;
pub(crate) mod cycle;
pub(crate) mod ever;
pub(crate) mod nodes;
pub(crate) mod path;
pub(crate) mod reach;
pub(crate) mod view;
pub(crate) mod window;

use adjacency::{Adjacency, Entry};
use nodes::Nodes;

/// A node's number.
pub(crate) type Node = u32;
/// An edge's number.
pub(crate) type EdgeIndex = u32;

/// No node.
pub(crate) const NOTHING: u32 = u32::MAX;
/// An edge that is not closed is closed at this change, which never comes.
const NEVER: i64 = i64::MAX;
/// The most nodes and edges; the upper bits of their numbers mark entries.
const MOST: usize = 1 << 30;

const NUMBER_BITS: u32 = 0xff;
const MASKING_BIT: u32 = 1 << 8;

/// What is kept of an edge: 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Where data comes from.
    pub(crate) upstream: Node,
    /// Where data goes.
    pub(crate) downstream: Node,
    /// Through what, or [`NOTHING`].
    pub(crate) through: Node,
    traits: u32,
    /// The change since which it holds.
    pub(crate) from: i64,
    until: i64,
}

impl Slot {
    /// An edge that holds since `from`.
    pub(crate) fn new(upstream: Node, downstream: Node, transformation: Transformation, from: ChangeNumber) -> Self {
        let traits = u32::from(transformation.number());
        Self { upstream, downstream, through: NOTHING, traits, from: from.0, until: NEVER }
    }

    /// The same, with values hidden on the way or not.
    pub(crate) fn masking(mut self, masking: bool) -> Self {
        if masking {
            self.traits |= MASKING_BIT;
        }
        self
    }

    /// The same, through a node.
    pub(crate) fn through(mut self, through: Option<Node>) -> Self {
        self.through = through.unwrap_or(NOTHING);
        self
    }

    /// The same, closed.
    pub(crate) fn until(mut self, until: Option<ChangeNumber>) -> Self {
        self.until = until.map_or(NEVER, |until| until.0);
        self
    }

    /// What happens to data on its way.
    pub(crate) fn transformation(&self) -> Transformation {
        let number = u8::try_from(self.traits & NUMBER_BITS).unwrap_or(0);
        Transformation::from_number(number).unwrap_or(Transformation::UNSPECIFIED)
    }

    /// Whether values are hidden on the way.
    pub(crate) fn is_masking(&self) -> bool {
        self.traits & MASKING_BIT != 0
    }

    /// The change that closed it.
    pub(crate) fn closed_at(&self) -> Option<ChangeNumber> {
        (self.until != NEVER).then_some(ChangeNumber(self.until))
    }

    /// Whether it held right behind change `at`.
    pub(crate) fn holds_at(&self, at: ChangeNumber) -> bool {
        self.from <= at.0 && at.0 < self.until
    }
}

/// Every edge, from both ends.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Nodes,
    slots: Vec<Slot>,
    down: Adjacency,
    up: Adjacency,
    position: ChangeNumber,
}

impl Graph {
    /// A graph of many edges at once; the edge with number *n* is `slots[n]`.
    pub(crate) fn build(nodes: Nodes, slots: Vec<Slot>, position: ChangeNumber) -> Result<Self> {
        if nodes.len() > MOST || slots.len() > MOST {
            return Err(Error::damaged(format!("{} nodes and {} edges are too many", nodes.len(), slots.len())));
        }
        if let Some(slot) = slots.iter().find(|slot| !nodes.has(slot.upstream) || !nodes.has(slot.downstream)) {
            return Err(Error::damaged(format!("edge {} → {} has no node", slot.upstream, slot.downstream)));
        }
        let ends = |index: usize| (slots[index], u32::try_from(index).unwrap_or(NOTHING));
        let downward = |index| {
            let (slot, edge) = ends(index);
            (slot.upstream, entry_of(&nodes, &slot, slot.downstream, edge))
        };
        let upward = |index| {
            let (slot, edge) = ends(index);
            (slot.downstream, entry_of(&nodes, &slot, slot.upstream, edge))
        };
        let (down, up) = std::thread::scope(|scope| {
            let down = scope.spawn(|| Adjacency::build(nodes.len(), slots.len(), downward));
            let up = Adjacency::build(nodes.len(), slots.len(), upward);
            (down.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), up)
        });
        Ok(Self { nodes, slots, down, up, position })
    }

    /// Adds an asset; `parent` is the table of a column. Gives its number, also when it was there.
    pub(crate) fn add_node(&mut self, asset: AssetId, parent: Option<Node>) -> Node {
        self.nodes.add(asset, parent)
    }

    /// Adds an edge. Its number is the count of those before it.
    ///
    /// # Errors
    /// [`Error::Damaged`] when an end is not a node; nothing is added.
    pub(crate) fn add_edge(&mut self, slot: Slot) -> Result<EdgeIndex> {
        if !self.nodes.has(slot.upstream) || !self.nodes.has(slot.downstream) || self.slots.len() >= MOST {
            return Err(Error::damaged(format!("edge {} → {} has no node", slot.upstream, slot.downstream)));
        }
        let edge = u32::try_from(self.slots.len()).map_err(|_| Error::damaged("too many edges"))?;
        self.down.push(slot.upstream, entry_of(&self.nodes, &slot, slot.downstream, edge));
        self.up.push(slot.downstream, entry_of(&self.nodes, &slot, slot.upstream, edge));
        self.slots.push(slot);
        let nodes = self.nodes.len();
        self.down.settle(nodes);
        self.up.settle(nodes);
        Ok(edge)
    }

    /// Closes an edge at a change.
    ///
    /// # Errors
    /// [`Error::Damaged`] when there is no such edge.
    pub(crate) fn close(&mut self, edge: EdgeIndex, at: ChangeNumber) -> Result<()> {
        let slot = self
            .slots
            .get_mut(edge as usize)
            .ok_or_else(|| Error::damaged(format!("edge {edge} is closed and was never added")))?;
        slot.until = at.0;
        let (upstream, downstream) = (slot.upstream, slot.downstream);
        self.down.close(upstream, edge);
        self.up.close(downstream, edge);
        Ok(())
    }

    /// Says up to which change the graph is complete.
    pub(crate) fn advance(&mut self, position: ChangeNumber) {
        self.position = self.position.max(position);
    }

    /// Up to which change the graph is complete.
    pub(crate) fn position(&self) -> ChangeNumber {
        self.position
    }

    /// The nodes.
    pub(crate) fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// An edge by its number.
    pub(crate) fn edge(&self, edge: EdgeIndex) -> &Slot {
        &self.slots[edge as usize]
    }

    /// Every edge that ever held, by number.
    pub(crate) fn edges(&self) -> &[Slot] {
        &self.slots
    }

    /// The entries of a node in one direction.
    pub(crate) fn entries(&self, node: Node, direction: Direction) -> impl Iterator<Item = Entry> {
        match direction {
            Direction::Down => self.down.of(node),
            Direction::Up => self.up.of(node),
        }
    }

    /// The bytes that it occupies.
    pub(crate) fn size_bytes(&self) -> usize {
        self.nodes.size_bytes()
            + self.slots.capacity() * size_of::<Slot>()
            + self.down.size_bytes()
            + self.up.size_bytes()
    }
}

fn entry_of(nodes: &Nodes, slot: &Slot, other: Node, edge: EdgeIndex) -> Entry {
    let is_indirect = slot.transformation().flow == crate::edge::Flow::Indirect;
    Entry::new(other, edge).column(nodes.is_column(other)).indirect(is_indirect).closed(slot.until != NEVER)
}

/// One of the two ways along edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// Against the flow of data.
    Up,
    /// With the flow of data.
    Down,
}

#[cfg(test)]
pub(crate) mod tests;
