//! Asking others for something about an asset, and no longer asking.

use catalog::{Action, AssetId, CollabId, Viewer, governance::Permission};

use super::{Kind, MOST_BODY, MOST_OPEN, Proposal, State, Task, decide::must_be_open};
use crate::collab::{
    Collab, Error, Result, account_of,
    store::{
        Kept as _,
        task::{self, TaskRow},
    },
    text,
};

/// The most bytes of what is proposed.
const MOST_EDIT: usize = 1024 * 1024;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// What it is about.
    pub asset: AssetId,
    /// What is asked for.
    pub kind: Kind,
    /// Why, in Markdown.
    pub body: String,
    /// What is proposed; of proposals only.
    pub edit: Option<Proposal>,
    /// An account, or `team:` and a name; the owners, when there is none.
    pub assignee: Option<String>,
}

impl Collab {
    /// Asks others for something about an asset that one may see.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an asset that one may not know of; `Invalid` naming the field; `Conflict` when too
    /// much of theirs is open.
    pub async fn propose(&self, viewer: &Viewer, new: NewTask) -> Result<Task> {
        viewer.must(Action::Discuss)?;
        let (user, author) = self.author(viewer).await?;
        self.catalog.must_with(viewer, Permission::View, &[new.asset]).await?;
        let asset = self.catalog.asset(viewer, new.asset, None).await?;
        let body = text::body("body", &new.body, 0, MOST_BODY)?;
        let edit = match (new.kind, new.edit) {
            (Kind::Proposal, Some(edit)) => Some(edit.checked()?),
            (Kind::Proposal, None) => return Err(Error::invalid("edit", "is needed: say what is proposed")),
            (_, Some(_)) => return Err(Error::invalid("edit", "is for proposals only")),
            (_, None) => None,
        };
        let base = edit.as_ref().map(|edit| edit.of(&asset));
        if let (Some(edit), Some(base)) = (&edit, &base)
            && edit.differs_from(base).is_empty()
        {
            return Err(Error::invalid("edit", "proposes what is there already"));
        }
        let json = |proposal: &Proposal| serde_json::to_string(proposal).expect("a proposal is JSON");
        let row = TaskRow {
            id: CollabId::new().0,
            at: self.now().timestamp_micros(),
            user_id: user.0,
            author,
            asset_id: new.asset.0,
            kind: new.kind.number(),
            body,
            edit: edit.as_ref().map(json),
            base: base.as_ref().map(json),
            assignee: self.checked_assignee(new.assignee).await?,
            state: State::Open.number(),
            decided_at: None,
            decided_by: None,
            note: None,
        };
        if row.edit.as_ref().is_some_and(|edit| edit.len() > MOST_EDIT) {
            return Err(Error::invalid("edit", format!("has more than {MOST_EDIT} bytes")));
        }
        let write = self.database().write().await?;
        if task::count_open(&*write, user.0, State::Open.number(), MOST_OPEN as u64).await? >= MOST_OPEN {
            return Err(Error::conflict(format!("{MOST_OPEN} of your tasks are open already; withdraw one first")));
        }
        row.insert(&*write).await?;
        let task = Task::from(row);
        self.tell_of_task(&write, &task).await?;
        write.commit().await?;
        Ok(task)
    }

    /// The name of an account or a team that is there, as rules compare it.
    async fn checked_assignee(&self, name: Option<String>) -> Result<Option<String>> {
        let name = name.map(|name| catalog::governance::facts::fold(&name)).filter(|name| !name.is_empty());
        let Some(name) = name else { return Ok(None) };
        let is_known = if name.starts_with("team:") {
            let organisation = self.access.organisation().await?;
            organisation.teams.values().any(|team| team.owner_names().any(|known| known == name))
        } else {
            self.access.account_named(&name).await?.is_some()
        };
        if is_known { Ok(Some(name)) } else { Err(Error::invalid("assignee", format!("there is no `{name}`"))) }
    }

    /// Takes back what one asked for.
    ///
    /// # Errors
    /// `NotFound` for what is not one's own; `Conflict` when it is decided.
    pub async fn withdraw_task(&self, viewer: &Viewer, id: CollabId) -> Result<Task> {
        viewer.must(Action::Discuss)?;
        let user = account_of(viewer)?;
        let write = self.database().write().await?;
        let row = TaskRow::find(&*write, id.0).await?.filter(|row| row.user_id == user.0);
        let mut row = row.ok_or_else(|| Error::not_found("task", id))?;
        must_be_open(&row.clone().into())?;
        row.state = State::Withdrawn.number();
        row.decided_at = Some(self.now().timestamp_micros());
        row.decided_by = Some(row.author.clone());
        task::decide(&*write, &row).await?;
        write.commit().await?;
        Ok(row.into())
    }
}
