//! The follower: reads the change log and keeps edges, commit by commit.
//!
//! What a commit means for lineage is worked out from the catalog as it was right behind that commit, and the edges
//! carry the number of the change because of which they hold. So it does not matter how far behind the follower is, nor
//! how many commits it is given at once: reading the log anew gives the same rows.

mod body;
mod evaluate;
pub(crate) mod foresee;
mod gather;
pub(crate) mod known;
pub(crate) mod observe;
pub(crate) mod query;
pub(crate) mod speech;
pub(crate) mod tool;
pub(crate) mod view;

use std::sync::Arc;

use catalog::{Catalog, Change, ChangeNumber, Database, Follower, change::follow::FollowError};

use crate::{
    error::{Error, Result},
    memory::Memory,
    store::{cursor, declare::declare, load},
};

/// Keeps lineage up to date with the change log.
#[derive(Debug)]
pub struct LineageFollower {
    catalog: Catalog,
    store: Database,
    memory: Arc<Memory>,
}

impl LineageFollower {
    /// A follower of `catalog` that keeps its rows in `store`, which is another one than the catalog's when lineage is
    /// made anew for comparison.
    pub(crate) fn new(catalog: Catalog, store: Database, memory: Arc<Memory>) -> Self {
        Self { catalog, store, memory }
    }

    /// Applies whole commits behind the stored position.
    pub(crate) async fn follow(&self, changes: &[Change]) -> Result<()> {
        let mut position = cursor::position(self.store.read()).await?;
        let mut quiet = position;
        for commit in changes.chunk_by(|a, b| a.commit == b.commit) {
            let Some(last) = commit.last().map(|change| change.number).filter(|last| *last > position) else {
                continue;
            };
            let declarations = evaluate::commit(&self.catalog, &self.store, commit).await?;
            if declarations.is_empty() {
                quiet = last;
                continue;
            }
            let write = self.store.write().await?;
            cursor::advance(&*write, position, last).await?;
            declare(&*write, declarations).await?;
            write.commit().await?;
            position = last;
        }
        if quiet > position {
            let write = self.store.write().await?;
            cursor::advance(&*write, position, quiet).await?;
            write.commit().await?;
        }
        self.memory.refresh(self.store.read()).await
    }

    async fn forget(&self) -> Result<()> {
        let write = self.store.write().await?;
        load::reset(&*write).await?;
        write.commit().await?;
        self.memory.reload(self.store.read()).await
    }
}

#[async_trait::async_trait]
impl Follower for LineageFollower {
    fn name(&self) -> &'static str {
        "lineage"
    }

    async fn position(&self) -> Result<ChangeNumber, FollowError> {
        let position = cursor::position(self.store.read()).await.map_err(fault)?;
        // Another process may have followed: its rows are read here.
        self.memory.reach(self.store.read(), position).await.map_err(fault)?;
        Ok(position)
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError> {
        self.follow(changes).await.map_err(fault)
    }

    async fn reset(&self) -> Result<(), FollowError> {
        self.forget().await.map_err(fault)
    }
}

fn fault(error: Error) -> FollowError {
    Box::new(error)
}

#[cfg(test)]
mod tests;
