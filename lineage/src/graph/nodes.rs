//! The graph's nodes: which asset each is, and which columns belong to which table.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use catalog::AssetId;

use super::{NOTHING, Node};

/// How many recent nodes are kept apart at least.
const LEAST_MERGE: usize = 4096;

/// Assets by number, and numbers by asset.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    assets: Vec<AssetId>,
    /// The table of a column; [`NOTHING`] for everything else.
    parents: Vec<Node>,
    /// The newest column of a table, and behind each column the one before it.
    newest_child: Vec<Node>,
    older_sibling: Vec<Node>,
    /// Every node but the recent ones, in the order of their assets.
    sorted: Vec<Node>,
    recent: HashMap<AssetId, Node, BuildHasherDefault<IdHasher>>,
}

impl Nodes {
    /// Many assets at once, each different, in the order of their numbers, with the tables of columns.
    pub(crate) fn build(assets: Vec<(AssetId, Option<Node>)>) -> Self {
        let count = assets.len();
        let mut nodes = Self {
            assets: Vec::with_capacity(count),
            parents: Vec::with_capacity(count),
            newest_child: Vec::with_capacity(count),
            older_sibling: Vec::with_capacity(count),
            sorted: (0..Node::try_from(count).unwrap_or(NOTHING)).collect(),
            recent: HashMap::default(),
        };
        for (asset, parent) in assets {
            nodes.append(asset, parent);
        }
        nodes.sorted.sort_by_key(|node| nodes.assets[*node as usize]);
        nodes
    }

    /// Adds an asset; gives its number, also when it was there. A parent that is not a node counts as none.
    pub(crate) fn add(&mut self, asset: AssetId, parent: Option<Node>) -> Node {
        if let Some(node) = self.find(asset) {
            return node;
        }
        let node = self.append(asset, parent);
        self.recent.insert(asset, node);
        if self.recent.len() >= LEAST_MERGE.max(self.sorted.len() / 4) {
            self.settle();
        }
        node
    }

    /// Adds an asset that is not there.
    fn append(&mut self, asset: AssetId, parent: Option<Node>) -> Node {
        let node = Node::try_from(self.assets.len()).unwrap_or(NOTHING);
        let parent = parent.filter(|parent| *parent < node);
        self.assets.push(asset);
        self.parents.push(parent.unwrap_or(NOTHING));
        self.newest_child.push(NOTHING);
        self.older_sibling.push(NOTHING);
        if let Some(parent) = parent {
            self.older_sibling[node as usize] = std::mem::replace(&mut self.newest_child[parent as usize], node);
        }
        node
    }

    /// Sorts in what was added since the last time.
    fn settle(&mut self) {
        let known = self.sorted.len();
        self.sorted.extend(self.recent.drain().map(|(_, node)| node));
        // Two sorted runs are merged in linear time.
        self.sorted[known..].sort_by_key(|node| self.assets[*node as usize]);
        self.sorted.sort_by_key(|node| self.assets[*node as usize]);
        self.recent.shrink_to_fit();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.assets.len()
    }

    /// Whether this is the number of a node.
    pub(crate) fn has(&self, node: Node) -> bool {
        (node as usize) < self.assets.len()
    }

    /// The asset of a node.
    pub(crate) fn asset(&self, node: Node) -> AssetId {
        self.assets[node as usize]
    }

    /// The node of an asset; none when no edge ever touched it.
    pub(crate) fn find(&self, asset: AssetId) -> Option<Node> {
        let asset_of = |node: &Node| self.assets[*node as usize];
        let sorted = self.sorted.binary_search_by_key(&asset, asset_of).ok().map(|place| self.sorted[place]);
        sorted.or_else(|| self.recent.get(&asset).copied())
    }

    /// Whether the node is a column.
    pub(crate) fn is_column(&self, node: Node) -> bool {
        self.parents[node as usize] != NOTHING
    }

    /// The table of a column.
    pub(crate) fn parent(&self, node: Node) -> Option<Node> {
        Some(self.parents[node as usize]).filter(|parent| *parent != NOTHING)
    }

    /// The columns of a table that are nodes, newest first.
    pub(crate) fn columns(&self, table: Node) -> impl Iterator<Item = Node> {
        let first = Some(self.newest_child[table as usize]).filter(|node| *node != NOTHING);
        std::iter::successors(first, |node| Some(self.older_sibling[*node as usize]).filter(|older| *older != NOTHING))
    }

    /// The bytes that they occupy.
    pub(crate) fn size_bytes(&self) -> usize {
        let each = size_of::<AssetId>() + 3 * size_of::<Node>();
        let sorted = self.sorted.capacity() * size_of::<Node>();
        let slot = size_of::<(AssetId, Node)>() + 1;
        self.assets.capacity() * each + sorted + self.recent.capacity() * 8 / 7 * slot
    }
}

/// A cheap hash: the identifiers are ours and mostly random already, so nobody can make them collide on purpose.
#[derive(Debug, Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.rchunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            // A multiplication spreads identifiers that somebody counted up by hand.
            self.0 = (self.0.rotate_left(29) ^ u64::from_be_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::asset;

    #[test]
    fn asset_that_is_added_twice_is_one_node() {
        let mut nodes = Nodes::default();
        assert_eq!(nodes.add(asset(1), None), nodes.add(asset(1), None));
        assert_eq!(nodes.len(), 1);
    }

    #[test]
    fn nodes_are_found_before_and_after_they_are_sorted_in() {
        let mut nodes = Nodes::default();
        for number in (0..10_000).rev() {
            nodes.add(asset(number), None);
        }
        assert!(nodes.sorted.len() >= LEAST_MERGE && !nodes.recent.is_empty());
        assert!((0..10_000).all(|number| nodes.find(asset(number)) == Some(9_999 - number)));
        assert_eq!(nodes.find(asset(10_000)), None);
    }

    #[test]
    fn columns_of_a_table_are_found() {
        let mut nodes = Nodes::default();
        let table = nodes.add(asset(1), None);
        let first = nodes.add(asset(2), Some(table));
        let second = nodes.add(asset(3), Some(table));
        assert_eq!(nodes.columns(table).collect::<Vec<_>>(), [second, first]);
        assert!(nodes.is_column(first) && !nodes.is_column(table));
    }
}
