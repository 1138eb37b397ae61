//! The graph in memory, shared by those who ask and the one that follows.

use std::{
    cmp::Ordering,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use catalog::ChangeNumber;
use sea_orm::ConnectionTrait;
use tokio::sync::{Mutex, watch};

use crate::{
    error::{Error, Result},
    graph::Graph,
    store::load,
};

/// A graph that is read by many and grows now and then.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    graph: RwLock<Graph>,
    /// Up to which change the graph is complete, for those who wait.
    reached: watch::Sender<ChangeNumber>,
    /// Held from reading rows to putting them in, so that two refreshes do not put them in twice.
    refreshing: Mutex<()>,
}

impl Memory {
    /// Everything that is stored.
    pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Self> {
        let memory = Self::default();
        memory.reload(db).await?;
        Ok(memory)
    }

    /// The graph, for as long as a question takes.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Graph> {
        self.graph.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts in what was stored since the last time.
    pub(crate) async fn refresh(&self, db: &impl ConnectionTrait) -> Result<()> {
        let _turn = self.refreshing.lock().await;
        let (position, nodes, edges) = {
            let graph = self.read();
            (graph.position(), graph.nodes().len(), graph.edges().len())
        };
        let news = load::news(db, position, nodes, edges).await?;
        let applied = news.apply_to(&mut self.write());
        self.announce();
        applied
    }

    /// Puts in what is missing up to a position; everything anew when lineage was reset meanwhile.
    pub(crate) async fn reach(&self, db: &impl ConnectionTrait, position: ChangeNumber) -> Result<()> {
        let here = self.read().position();
        match here.cmp(&position) {
            Ordering::Less => self.refresh(db).await,
            Ordering::Equal => Ok(()),
            Ordering::Greater => self.reload(db).await,
        }
    }

    /// Forgets everything and puts in what is stored.
    pub(crate) async fn reload(&self, db: &impl ConnectionTrait) -> Result<()> {
        let _turn = self.refreshing.lock().await;
        let news = load::news(db, ChangeNumber(0), 0, 0).await?;
        // Arranging millions of edges takes a second, which others on this thread should not wait for.
        let graph = tokio::task::spawn_blocking(|| news.into_graph()).await.map_err(Error::CutOff)??;
        *self.write() = graph;
        self.announce();
        Ok(())
    }

    /// Waits until the graph is complete up to a change.
    pub(crate) async fn wait_for(&self, change: ChangeNumber) {
        // The sender is here, so that waiting only ends with what is waited for.
        drop(self.reached.subscribe().wait_for(|reached| *reached >= change).await);
    }

    fn announce(&self) {
        let position = self.read().position();
        self.reached.send_replace(position);
    }

    fn write(&self) -> RwLockWriteGuard<'_, Graph> {
        self.graph.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edge::Transformation,
        graph::{
            Direction, Slot,
            reach::{Budget, reach},
            tests::asset,
            view::{Filter, View},
        },
    };

    #[test]
    fn threat_38_traversal_beside_insertion_sees_each_step_whole_or_not_at_all() {
        const STEPS: u32 = 2_000;
        let memory = Memory::default();
        memory.write().add_node(asset(0), None);
        let insert = || {
            for step in 1..=STEPS {
                let mut graph = memory.write();
                let node = graph.add_node(asset(step), None);
                let slot = Slot::new(node - 1, node, Transformation::UNSPECIFIED, ChangeNumber(1));
                graph.add_edge(slot).unwrap();
            }
        };
        let walk = || loop {
            let graph = memory.read();
            let view = View { graph: &graph, filter: Filter::default() };
            let reached = reach(view, &[0], (Direction::Down, u32::MAX), None, Budget::QUESTION);
            assert_eq!(reached.nodes.len(), graph.nodes().len());
            if graph.edges().len() == STEPS as usize {
                break;
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(insert);
            for _ in 0..3 {
                scope.spawn(walk);
            }
        });
    }
}
