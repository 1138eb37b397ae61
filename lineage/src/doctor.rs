//! Examination: whether the stored lineage is what the change log says, row by row, and the graph in memory what is
//! stored.
//!
//! The log is followed anew into an empty store of the caller's. Because rows are numbered in the order of the log, the
//! two stores must be equal, identifiers included.

use std::{fmt::Debug, sync::Arc};

use catalog::{ChangeNumber, Database};
use sea_orm::{ConnectionTrait, IsolationLevel, TransactionTrait};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    follow::LineageFollower,
    graph::{
        Graph,
        cycle::cycles,
        view::{Filter, Level, View},
    },
    lineage::Lineage,
    memory::Memory,
    store::{
        cursor,
        dump::{self, Table},
    },
};

/// How many changes are followed at once.
const CHANGES: u64 = 10_000;

/// What an examination found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Examination {
    /// The change up to which lineage was examined.
    pub position: ChangeNumber,
    /// Edges that were compared, closed ones included.
    pub edges: u64,
    /// How many rows, nodes and edges are not what they should be.
    pub total: u64,
    /// The first of them.
    pub differences: Vec<String>,
    /// Groups of tables whose data goes in a circle; no fault, but worth a look.
    pub cycles: usize,
    #[serde(skip)]
    limit: usize,
}

impl Examination {
    fn note(&mut self, difference: impl FnOnce() -> String) {
        self.total += 1;
        if self.differences.len() < self.limit {
            self.differences.push(difference());
        }
    }
}

impl Lineage {
    /// Follows the log anew into `scratch`, an empty store with tables, and compares; names up to `limit` differences.
    /// Others may go on following: what is compared is the store as it was at one moment.
    ///
    /// # Errors
    /// [`Error::Invalid`] when `scratch` is not empty; the stores' own.
    pub async fn examine(&self, scratch: &Database, limit: usize) -> Result<Examination> {
        if cursor::position(scratch.read()).await? != ChangeNumber(0) {
            return Err(Error::invalid("scratch", "is not empty; lineage is made anew in an empty store"));
        }
        let read = self.catalog().database().read();
        let follower = LineageFollower::new(self.catalog().clone(), scratch.clone(), Arc::new(Memory::default()));
        // Most of the log beforehand, so that the moment that is kept for comparing is a short one.
        self.follow_anew(&follower, ChangeNumber(0), cursor::position(read).await?).await?;
        let stored = read.begin_with_config(Some(IsolationLevel::RepeatableRead), None).await?;
        let position = cursor::position(&stored).await?;
        self.follow_anew(&follower, cursor::position(scratch.read()).await?, position).await?;
        let mut found = Examination { position, edges: 0, total: 0, differences: Vec::new(), cycles: 0, limit };
        for table in Table::ALL {
            compare_rows(&stored, scratch, table, &mut found).await?;
        }
        self.examine_graph(&stored, &mut found).await?;
        Ok(found)
    }

    async fn follow_anew(&self, follower: &LineageFollower, mut at: ChangeNumber, to: ChangeNumber) -> Result<()> {
        while at < to {
            let mut changes = self.catalog().changes_after(at, CHANGES).await?;
            changes.retain(|change| change.number <= to);
            let Some(last) = changes.last().map(|change| change.number) else { break };
            follower.follow(&changes).await?;
            at = last;
        }
        Ok(())
    }

    /// Compares the graph in memory with the rows. Rows that make no graph are a difference of their own.
    async fn examine_graph(&self, stored: &impl ConnectionTrait, found: &mut Examination) -> Result<()> {
        let fresh = match Memory::load(stored).await {
            Err(Error::Damaged { problem }) => {
                found.note(|| problem);
                return Ok(());
            }
            other => other?,
        };
        self.memory().reach(stored, found.position).await?;
        compare_graphs(&self.memory().read(), &fresh.read(), found);
        let graph = fresh.read();
        found.edges = graph.edges().len() as u64;
        let tables = Filter { level: Level::Table, ..Filter::default() };
        found.cycles = cycles(View { graph: &graph, filter: tables }).len();
        Ok(())
    }
}

/// Compares the rows of a table, page by page: those stored with those made from the log.
async fn compare_rows(
    stored: &impl ConnectionTrait,
    made: &Database,
    table: Table,
    found: &mut Examination,
) -> Result<()> {
    let mut after = None;
    loop {
        let (here, next) = dump::page(stored, table, after).await?;
        let (there, next_made) = dump::page(made.read(), table, after).await?;
        for (key, row) in &here {
            match there.get(key) {
                Some(other) if other == row => {}
                Some(other) => found.note(|| format!("{table:?} {row} should be {other}")),
                None => found.note(|| format!("{table:?} {row} does not follow from the log")),
            }
        }
        for (_, row) in there.iter().filter(|(key, _)| !here.contains_key(*key)) {
            found.note(|| format!("{table:?} {row} is missing"));
        }
        after = match (next, next_made) {
            (None, None) => return Ok(()),
            (next, next_made) => next.max(next_made),
        };
    }
}

fn compare_graphs(memory: &Graph, stored: &Graph, found: &mut Examination) {
    let lengths = |graph: &Graph| (graph.nodes().len(), graph.edges().len());
    if lengths(memory) != lengths(stored) {
        let (here, there) = (lengths(memory), lengths(stored));
        found.note(|| format!("memory has {here:?} nodes and edges, the store {there:?}"));
    }
    for (edge, (here, there)) in std::iter::zip(memory.edges(), stored.edges()).enumerate() {
        differ(found, "edge", edge, here, there);
    }
    let nodes = memory.nodes().len().min(stored.nodes().len());
    for node in 0..u32::try_from(nodes).unwrap_or(u32::MAX) {
        let outline = |graph: &Graph| (graph.nodes().asset(node), graph.nodes().parent(node));
        differ(found, "node", node as usize, &outline(memory), &outline(stored));
    }
}

fn differ<T: PartialEq + Debug>(found: &mut Examination, what: &str, number: usize, here: &T, there: &T) {
    if here != there {
        found.note(|| format!("{what} {number} in memory is {here:?} and stored is {there:?}"));
    }
}
