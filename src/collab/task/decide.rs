//! Accepting and declining.

use std::collections::BTreeSet;

use catalog::{
    Action, ChangeNumber, CollabId, Viewer, Write,
    governance::{Facts, Permission},
};

use super::{MOST_BODY, State, Task};
use crate::collab::{
    Collab, Error, Result,
    store::{
        Kept as _,
        task::{self, TaskRow},
    },
    text,
};

/// How a task is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Accepted; a proposal is written, also over what changed meanwhile when `anyway` is said.
    Accept {
        /// Whether it is written although something else is there by now.
        anyway: bool,
    },
    /// Declined, with a reason.
    Decline {
        /// Why.
        reason: String,
    },
}

impl Collab {
    /// Accepts or declines a task.
    ///
    /// # Errors
    /// `NotFound` for who may not know of the asset; `Forbidden` for who may not decide, and for accepting a proposal
    /// without the right to edit the asset; `Conflict` when it is decided, or when something else is there by now.
    pub async fn decide_task(&self, viewer: &Viewer, id: CollabId, verdict: Verdict) -> Result<Task> {
        viewer.must(Action::Discuss)?;
        let (_, name) = self.author(viewer).await?;
        let task = self.task(viewer, id).await?;
        must_be_open(&task)?;
        if !task.may_decide {
            return Err(Error::forbidden("decide about this; its owners do, and who may edit it"));
        }
        let note = match &verdict {
            Verdict::Accept { .. } => None,
            Verdict::Decline { reason } => Some(text::body("reason", reason, 1, MOST_BODY)?),
        };
        // What is proposed and what became of the task are one transaction: either both are so, or neither.
        let write = self.database().write().await?;
        let mut row = TaskRow::find(&*write, id.0).await?.ok_or_else(|| Error::not_found("task", id))?;
        must_be_open(&row.clone().into())?;
        let (state, last) = match verdict {
            Verdict::Accept { anyway } => (State::Accepted, self.write_proposal(&write, viewer, &task, anyway).await?),
            Verdict::Decline { .. } => (State::Declined, None),
        };
        row.state = state.number();
        row.decided_at = Some(self.now().timestamp_micros());
        row.decided_by = Some(name.clone());
        row.note = note;
        task::decide(&*write, &row).await?;
        let decided = Task { may_decide: true, ..row.into() };
        self.tell_of_decided_task(&write, &decided, &name).await?;
        self.catalog.commit_write(write, last).await?;
        Ok(decided)
    }

    /// Writes what is proposed, unless something else is there by now. Gives the last change; none when nothing changed.
    async fn write_proposal(
        &self,
        write: &Write,
        viewer: &Viewer,
        task: &Task,
        anyway: bool,
    ) -> Result<Option<ChangeNumber>> {
        let (Some(edit), Some(base)) = (&task.edit, &task.base) else { return Ok(None) };
        self.catalog.must_with(viewer, Permission::Edit, &[task.asset]).await?;
        let asset = self.catalog.asset(viewer, task.asset, None).await?;
        let now = edit.of(&asset);
        if now == *edit {
            return Ok(None);
        }
        let changed = now.differs_from(base);
        if !changed.is_empty() && !anyway {
            let problem =
                format!("{} changed since it was proposed; look at both and accept anyway", changed.join(", "));
            return Err(Error::conflict(problem));
        }
        let mut change = edit.edit();
        change.expected_version = Some(asset.version);
        Ok(self.catalog.edit_for(write, viewer, (task.asset, change), &task.author).await?)
    }

    /// A task that the viewer may know of.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn task(&self, viewer: &Viewer, id: CollabId) -> Result<Task> {
        let row = TaskRow::find(self.database().read(), id.0).await?;
        let row = row.ok_or_else(|| Error::not_found("task", id))?;
        let found = self.seen_tasks(viewer, vec![row]).await?.pop();
        found.ok_or_else(|| Error::not_found("task", id))
    }

    /// Those of some tasks whose asset the viewer may know of.
    pub(super) async fn seen_tasks(&self, viewer: &Viewer, rows: Vec<TaskRow>) -> Result<Vec<Task>> {
        let names = match viewer.user {
            Some(user) => self.access.owner_names(user).await?,
            None => BTreeSet::new(),
        };
        let tasks: Vec<Task> = rows.into_iter().map(Task::from).collect();
        let assets: BTreeSet<_> = tasks.iter().map(|task| task.asset).collect();
        let facts = self.catalog.facts(&assets.into_iter().collect::<Vec<_>>()).await?;
        let seen = tasks.into_iter().filter_map(|mut task| {
            let facts = facts.get(&task.asset).filter(|facts| viewer.may_with(Permission::View, facts))?;
            task.may_decide = may_decide(viewer, &names, &task, facts);
            Some(task)
        });
        Ok(seen.collect())
    }
}

/// Whether somebody with these names as an owner may decide about a task.
fn may_decide(viewer: &Viewer, names: &BTreeSet<String>, task: &Task, facts: &Facts) -> bool {
    let owns = || !facts.owners.is_disjoint(names);
    let is_assigned = || task.assignee.as_ref().is_some_and(|assignee| names.contains(assignee));
    viewer.may(Action::Discuss) && (is_assigned() || owns() || viewer.may_with(Permission::Edit, facts))
}

/// Refuses a task that is decided.
pub(super) fn must_be_open(task: &Task) -> Result<()> {
    let word = match task.state {
        State::Open => return Ok(()),
        State::Accepted => "accepted",
        State::Declined => "declined",
        State::Withdrawn => "withdrawn",
    };
    Err(Error::conflict(format!("it was {word} already")))
}
