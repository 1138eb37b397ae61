//! Tasks and proposals.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, CollabId, Page};
use chrono::{DateTime, Utc};

use super::{PersonRef, person};
use crate::{
    collab::task::{self, Filter, Kind, NewTask, State, Verdict, Which},
    graphql::{
        app,
        asset::{Asset, loaders},
        connection::{PageInfo, page},
        markdown, viewer,
    },
};

/// What is proposed, or was there when it was proposed: fields that are null are not spoken of, an empty text or list is
/// nothing.
#[derive(SimpleObject)]
pub struct ProposedEdit {
    /// The name that people read.
    display_name: Option<String>,
    /// The description, in Markdown.
    description: Option<String>,
    /// All owners that people named.
    owners: Option<Vec<String>>,
    /// All tags that people gave.
    tags: Option<Vec<String>>,
}

impl From<&task::Proposal> for ProposedEdit {
    fn from(proposal: &task::Proposal) -> Self {
        let task::Proposal { display_name, description, owners, tags } = proposal.clone();
        Self { display_name, description, owners, tags }
    }
}

/// What is proposed: fields that are left out are not spoken of, an empty text or list takes away.
#[derive(InputObject)]
pub struct ProposedEditInput {
    /// The name that people read.
    display_name: Option<String>,
    /// The description, in Markdown.
    description: Option<String>,
    /// All owners that people named.
    owners: Option<Vec<String>>,
    /// All tags that people gave.
    tags: Option<Vec<String>>,
}

/// Something that somebody asks of others.
pub struct Task(task::Task);

/// Something that somebody asks of others.
#[Object]
impl Task {
    /// Its identifier.
    async fn id(&self) -> CollabId {
        self.0.id
    }

    /// When it was written.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<PersonRef> {
        person(ctx, &self.0.author).await
    }

    /// What it is about.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        Ok(loaders(ctx).one((self.0.asset, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// What is asked for.
    async fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Why, in Markdown.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// The same as safe HTML.
    #[graphql(complexity = 5)]
    async fn body_html(&self) -> String {
        markdown::to_html(&self.0.body)
    }

    /// What is proposed.
    async fn edit(&self) -> Option<ProposedEdit> {
        self.0.edit.as_ref().map(ProposedEdit::from)
    }

    /// What was there when it was proposed, in the same fields.
    async fn base(&self) -> Option<ProposedEdit> {
        self.0.base.as_ref().map(ProposedEdit::from)
    }

    /// Whom it is assigned to: an account, or `team:` and a name; null: the owners.
    async fn assignee(&self) -> Option<&str> {
        self.0.assignee.as_deref()
    }

    /// What has become of it.
    async fn state(&self) -> State {
        self.0.state
    }

    /// When it was decided, or withdrawn.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// By whom.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Option<PersonRef>> {
        match &self.0.decided_by {
            Some(name) => Ok(Some(person(ctx, name).await?)),
            None => Ok(None),
        }
    }

    /// Why it was declined.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Whether whoever asks may decide it.
    async fn may_decide(&self) -> bool {
        self.0.may_decide
    }
}

/// A page of tasks.
#[derive(SimpleObject)]
pub struct TaskConnection {
    /// The tasks.
    nodes: Vec<Task>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// What somebody asks of others.
#[derive(InputObject)]
pub struct TaskInput {
    /// What it is about.
    asset: AssetId,
    /// What is asked for.
    kind: Kind,
    /// Why, in Markdown: at most 10,000 characters.
    #[graphql(default)]
    body: String,
    /// What is proposed; of proposals only.
    edit: Option<ProposedEditInput>,
    /// An account, or `team:` and a name; the owners, when left out.
    assignee: Option<String>,
}

/// Questions about tasks.
#[derive(Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// Tasks about what whoever asks may see, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] which: Which,
        #[graphql(desc = "About what.")] asset: Option<AssetId>,
        #[graphql(desc = "In which state; those to do are open anyway.")] state: Option<State>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<TaskConnection> {
        let filter = Filter { which, asset, state };
        let found: Page<_> = app(ctx).collab().tasks(viewer(ctx), filter, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(TaskConnection { nodes: found.items.into_iter().map(|(_, task)| Task(task)).collect(), page_info })
    }
}

/// Changes of tasks.
#[derive(Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Asks for a description or an owner of an asset, or proposes an edit of it.
    async fn create_task(&self, ctx: &Context<'_>, input: TaskInput) -> Result<Task> {
        let edit = input.edit.map(|edit| task::Proposal {
            display_name: edit.display_name,
            description: edit.description,
            owners: edit.owners,
            tags: edit.tags,
        });
        let TaskInput { asset, kind, body, assignee, .. } = input;
        let new = NewTask { asset, kind, body, edit, assignee };
        Ok(Task(app(ctx).collab().propose(viewer(ctx), new).await?))
    }

    /// Accepts a task. A proposal is written, in the name of whoever accepts it with whoever proposed it in brackets; it
    /// is a conflict when something else is there by now, unless `anyway` is said.
    async fn accept_task(
        &self,
        ctx: &Context<'_>,
        id: CollabId,
        #[graphql(default, desc = "Whether it is written over what changed since.")] anyway: bool,
    ) -> Result<Task> {
        Ok(Task(app(ctx).collab().decide_task(viewer(ctx), id, Verdict::Accept { anyway }).await?))
    }

    /// Declines a task, with a reason.
    async fn decline_task(&self, ctx: &Context<'_>, id: CollabId, reason: String) -> Result<Task> {
        Ok(Task(app(ctx).collab().decide_task(viewer(ctx), id, Verdict::Decline { reason }).await?))
    }

    /// Takes back what one asked for.
    async fn withdraw_task(&self, ctx: &Context<'_>, id: CollabId) -> Result<Task> {
        Ok(Task(app(ctx).collab().withdraw_task(viewer(ctx), id).await?))
    }
}
