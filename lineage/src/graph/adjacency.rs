//! The edges of each node in one direction, in one array, with what was added since in small lists beside it.
//!
//! The lists are merged into the array when they have grown to a share of it, so adding an edge costs constant time
//! on average, and reading is mostly a run through consecutive memory. The share is small, because an edge in a list
//! takes ten times the memory of one in the array. The entries of a node are always in the order
//! of edge numbers, which is how an edge is found again in a hub of a million when it is closed.

use std::collections::HashMap;

use super::{EdgeIndex, Node};

const IS_COLUMN: u32 = 1 << 31;
const IS_CLOSED: u32 = 1 << 31;
const IS_INDIRECT: u32 = 1 << 30;

/// What the lists may grow to before a small array is merged, and before a large one is: one part of so many.
const LEAST_MERGE: usize = 4096;
const MERGE_PART: usize = 32;

/// One edge as seen from one of its ends: 8 bytes, with what a traversal of the present needs to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    other: u32,
    edge: u32,
}

impl Entry {
    /// An open, direct edge to a node that is no column.
    pub(super) fn new(other: Node, edge: EdgeIndex) -> Self {
        Self { other, edge }
    }

    pub(super) fn column(mut self, is_column: bool) -> Self {
        self.other |= if is_column { IS_COLUMN } else { 0 };
        self
    }

    pub(super) fn indirect(mut self, is_indirect: bool) -> Self {
        self.edge |= if is_indirect { IS_INDIRECT } else { 0 };
        self
    }

    pub(super) fn closed(mut self, is_closed: bool) -> Self {
        self.edge |= if is_closed { IS_CLOSED } else { 0 };
        self
    }

    /// The node at the other end.
    pub(crate) fn other(self) -> Node {
        self.other & !IS_COLUMN
    }

    /// The edge's number.
    pub(crate) fn edge(self) -> EdgeIndex {
        self.edge & !(IS_CLOSED | IS_INDIRECT)
    }

    /// Whether the node at the other end is a column.
    pub(crate) fn is_to_column(self) -> bool {
        self.other & IS_COLUMN != 0
    }

    /// Whether the edge no longer holds.
    pub(crate) fn is_closed(self) -> bool {
        self.edge & IS_CLOSED != 0
    }

    /// Whether the edge only decides about values.
    pub(crate) fn is_indirect(self) -> bool {
        self.edge & IS_INDIRECT != 0
    }
}

/// The entries of every node in one direction.
#[derive(Debug, Default)]
pub(super) struct Adjacency {
    /// Where the entries of each node begin in `entries`; one more than there are nodes, or empty.
    offsets: Vec<u32>,
    entries: Vec<Entry>,
    recent: HashMap<Node, Vec<Entry>>,
    recent_count: usize,
}

impl Adjacency {
    /// Arranges `edge_count` entries; `entry(n)` is the node and the entry of the edge with number *n*.
    pub(super) fn build(node_count: usize, edge_count: usize, entry: impl Fn(usize) -> (Node, Entry)) -> Self {
        let mut offsets = vec![0_u32; node_count + 1];
        for edge in 0..edge_count {
            offsets[entry(edge).0 as usize + 1] += 1;
        }
        for node in 0..node_count {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut entries = vec![Entry::new(0, 0); edge_count];
        for edge in 0..edge_count {
            let (node, entry) = entry(edge);
            entries[next[node as usize] as usize] = entry;
            next[node as usize] += 1;
        }
        Self { offsets, entries, recent: HashMap::new(), recent_count: 0 }
    }

    /// The entries of a node, oldest first.
    pub(super) fn of(&self, node: Node) -> std::iter::Chain<Entries<'_>, Entries<'_>> {
        let recent = self.recent.get(&node).map_or(&[][..], Vec::as_slice);
        self.arranged(node).iter().copied().chain(recent.iter().copied())
    }

    /// Adds an entry, whose edge is newer than all before.
    pub(super) fn push(&mut self, node: Node, entry: Entry) {
        self.recent.entry(node).or_default().push(entry);
        self.recent_count += 1;
    }

    /// Marks an edge of a node as closed.
    pub(super) fn close(&mut self, node: Node, edge: EdgeIndex) {
        let range = self.range(node);
        let recent = self.recent.get_mut(&node).map_or(&mut [][..], Vec::as_mut_slice);
        for entries in [&mut self.entries[range], recent] {
            if let Ok(at) = entries.binary_search_by_key(&edge, |entry| entry.edge()) {
                entries[at] = entries[at].closed(true);
            }
        }
    }

    /// Merges what was added since, when it has become much.
    pub(super) fn settle(&mut self, node_count: usize) {
        if self.recent_count < LEAST_MERGE.max(self.entries.len() / MERGE_PART) {
            return;
        }
        let mut offsets = Vec::with_capacity(node_count + 1);
        let mut entries = Vec::with_capacity(self.entries.len() + self.recent_count);
        offsets.push(0);
        for node in 0..node_count {
            let node = Node::try_from(node).unwrap_or(Node::MAX);
            entries.extend(self.of(node));
            offsets.push(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        }
        *self = Self { offsets, entries, recent: HashMap::new(), recent_count: 0 };
    }

    /// The bytes that it occupies.
    pub(super) fn size_bytes(&self) -> usize {
        let recent: usize = self.recent.values().map(|list| list.capacity() * size_of::<Entry>() + 40).sum();
        self.offsets.capacity() * size_of::<u32>() + self.entries.capacity() * size_of::<Entry>() + recent
    }

    fn arranged(&self, node: Node) -> &[Entry] {
        &self.entries[self.range(node)]
    }

    fn range(&self, node: Node) -> std::ops::Range<usize> {
        let bound = |at: usize| self.offsets.get(at).map_or(self.entries.len(), |offset| *offset as usize);
        bound(node as usize)..bound(node as usize + 1)
    }
}

type Entries<'a> = std::iter::Copied<std::slice::Iter<'a, Entry>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_the_same_before_and_after_a_merge() {
        let mut adjacency = Adjacency::default();
        let count = u32::try_from(LEAST_MERGE).unwrap() + 100;
        for edge in 0..count {
            adjacency.push(edge % 3, Entry::new(edge, edge));
            adjacency.settle(3);
        }
        assert_eq!(adjacency.entries.len(), LEAST_MERGE);
        let others: Vec<u32> = adjacency.of(1).map(Entry::other).collect();
        assert_eq!(others, (0..count).filter(|edge| edge % 3 == 1).collect::<Vec<_>>());
    }

    #[test]
    fn closed_edge_is_marked_wherever_it_is() {
        let mut adjacency = Adjacency::build(2, 2, |edge| (0, Entry::new(1, u32::try_from(edge).unwrap())));
        adjacency.push(0, Entry::new(1, 2).indirect(true));
        adjacency.close(0, 1);
        adjacency.close(0, 2);
        let closed: Vec<bool> = adjacency.of(0).map(Entry::is_closed).collect();
        assert_eq!(closed, [false, true, true]);
        assert!(adjacency.of(0).all(|entry| entry.other() == 1));
    }
}
