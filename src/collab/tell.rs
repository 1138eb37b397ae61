//! Telling people of what others write: the one place where events are made of it.

use catalog::{UserId, Write, governance::Facts};
use serde_json::Value;

use super::{Collab, Result, announcement::Announcement, request::Request, store::discussion::CommentRow, task::Task};
use crate::notify::{Event, EventKind, event::MOST_RECIPIENTS, post};

impl Collab {
    /// The owners of an asset hear that somebody asks for access to it.
    pub(super) async fn tell_owners_of_request(&self, write: &Write, request: &Request, facts: &Facts) -> Result<()> {
        let owners = self.owners(facts, request.user).await?;
        let event = Event::new(EventKind::AccessRequested, &request.user_name, self.now());
        let event = event.about(facts.asset).with("request", request.id.to_string());
        post(write, event.with("wants", word(&request.wants)).to(owners)).await?;
        Ok(())
    }

    /// Whoever asked for access hears that it was decided. The asset is left out: they need not know of it.
    pub(super) async fn tell_of_decision(&self, write: &Write, request: &Request, by: &str) -> Result<()> {
        let event = Event::new(EventKind::AccessDecided, by, self.now()).with("request", request.id.to_string());
        post(write, event.with("state", word(&request.state)).to([request.user])).await?;
        Ok(())
    }

    /// Who follows an asset, or owns it, hears of an announcement about it; everybody of one for everybody.
    pub(super) async fn tell_of_announcement(&self, write: &Write, said: &Announcement) -> Result<()> {
        let event = Event::new(EventKind::AnnouncementPublished, &said.author, self.now());
        let event = event.with("announcement", said.id.to_string()).with("level", word(&said.level));
        let mut event = event.with("title", said.title.as_str());
        if let Some(asset) = said.asset {
            let facts = self.catalog.facts(&[asset]).await?;
            let owners = facts.get(&asset).map(|facts| &facts.owners).cloned().unwrap_or_default();
            event = event.about(asset).to(self.access.people_owning(&owners, MOST_RECIPIENTS).await?);
        }
        post(write, event).await?;
        Ok(())
    }

    /// Whom a task is assigned to hears of it; the owners, when it is to nobody.
    pub(super) async fn tell_of_task(&self, write: &Write, task: &Task) -> Result<()> {
        let names = match &task.assignee {
            Some(assignee) => [assignee.clone()].into(),
            None => {
                let facts = self.catalog.facts(&[task.asset]).await?;
                facts.get(&task.asset).map(|facts| facts.owners.clone()).unwrap_or_default()
            }
        };
        let mut told = self.access.people_owning(&names, MOST_RECIPIENTS).await?;
        told.retain(|user| *user != task.user);
        let event = Event::new(EventKind::TaskAssigned, &task.author, self.now()).about(task.asset);
        post(write, event.with("task", task.id.to_string()).with("kind", word(&task.kind)).to(told)).await?;
        Ok(())
    }

    /// Whoever wrote a task hears what has become of it.
    pub(super) async fn tell_of_decided_task(&self, write: &Write, task: &Task, by: &str) -> Result<()> {
        let event = Event::new(EventKind::TaskDecided, by, self.now()).about(task.asset);
        post(write, event.with("task", task.id.to_string()).with("state", word(&task.state)).to([task.user])).await?;
        Ok(())
    }

    /// Whoever a comment speaks to, or answers, hears of it; and the owners of what it is about.
    pub(super) async fn tell_of_comment(
        &self,
        write: &Write,
        comment: &CommentRow,
        facts: &Facts,
        mut spoken_to: Vec<UserId>,
    ) -> Result<()> {
        let author = UserId(comment.user_id);
        spoken_to.retain(|user| *user != author);
        let made = |kind: EventKind| {
            let event = Event::new(kind, &comment.author, self.now()).about(facts.asset);
            event.with("thread", comment.thread_id.to_string()).with("comment", comment.id.to_string())
        };
        let mut owners = self.owners(facts, author).await?;
        owners.retain(|user| !spoken_to.contains(user));
        if !spoken_to.is_empty() {
            post(write, made(EventKind::CommentMentioned).to(spoken_to)).await?;
        }
        post(write, made(EventKind::CommentAdded).to(owners)).await?;
        Ok(())
    }

    /// The people who own an asset, but one.
    async fn owners(&self, facts: &Facts, but: UserId) -> Result<Vec<UserId>> {
        let mut owners = self.access.people_owning(&facts.owners, MOST_RECIPIENTS).await?;
        owners.retain(|owner| *owner != but);
        Ok(owners)
    }
}

/// A value of an enumeration as the API writes it.
fn word<T: async_graphql::resolver_utils::EnumType + PartialEq>(value: &T) -> Value {
    let items = T::items().iter();
    items.filter(|item| item.value == *value).map(|item| item.name.into()).next().unwrap_or_default()
}
