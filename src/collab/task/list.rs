//! Lists of tasks: one's own, those that wait for one, those about an asset.

use std::collections::BTreeSet;

use async_graphql::Enum;
use catalog::{Action, AssetId, Page, PageRequest, Viewer, governance::Permission, page::filling::Filling};

use super::{State, Task};
use crate::collab::{
    Collab, Result, account_of, cursor,
    store::task::{self, Wanted},
};

/// Whose tasks are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "TaskList")]
pub enum Which {
    /// Those that whoever asks has written.
    Mine,
    /// Open ones that are assigned to whoever asks or a team of theirs, or — assigned to nobody — about what they own.
    ToDo,
    /// All.
    All,
}

/// Which tasks are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub which: Which,
    /// About what.
    pub asset: Option<AssetId>,
    /// In which state; those to do are open anyway.
    pub state: Option<State>,
}

impl Collab {
    /// A page of tasks about what the viewer may see, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an asset that they may not know of; `Invalid` for a foreign cursor.
    pub async fn tasks(&self, viewer: &Viewer, filter: Filter, page: &PageRequest) -> Result<Page<Task>> {
        viewer.must(Action::ReadCatalog)?;
        let user = account_of(viewer)?;
        if let Some(asset) = filter.asset {
            self.catalog.must_with(viewer, Permission::View, &[asset]).await?;
        }
        let state = if filter.which == Which::ToDo { Some(State::Open) } else { filter.state };
        let wanted = Wanted {
            user: (filter.which == Which::Mine).then_some(user.0),
            asset: filter.asset.map(|asset| asset.0),
            state: state.map(State::number),
        };
        let names = self.access.owner_names(user).await?;
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = task::page(self.database().read(), wanted, step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            let mut seen = self.seen_tasks(viewer, rows).await?;
            if filter.which == Which::ToDo {
                seen = self.to_do(seen, &names).await?;
            }
            filling.add(step, read, seen);
        }
        Ok(filling.page(|task: &Task| cursor(task.id)))
    }

    /// Those of some tasks that wait for somebody with these names.
    async fn to_do(&self, tasks: Vec<Task>, names: &BTreeSet<String>) -> Result<Vec<Task>> {
        let assets: Vec<AssetId> = tasks.iter().map(|task| task.asset).collect();
        let facts = self.catalog.facts(&assets).await?;
        let waits = |task: &Task| match &task.assignee {
            Some(assignee) => names.contains(assignee),
            None => facts.get(&task.asset).is_some_and(|facts| !facts.owners.is_disjoint(names)),
        };
        Ok(tasks.into_iter().filter(waits).collect())
    }
}
