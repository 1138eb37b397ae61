//! Discussions.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::{AssetId, CollabId, Count, Page};
use chrono::{DateTime, Utc};

use super::{PersonRef, person};
use crate::{
    collab::discussion,
    graphql::{
        app,
        connection::{PageInfo, page},
        markdown, viewer,
    },
};

/// What people say about an asset.
pub struct Thread(discussion::Thread);

/// What people say about an asset.
#[Object]
impl Thread {
    /// Its identifier.
    async fn id(&self) -> CollabId {
        self.0.id
    }

    /// When it began.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What it began with.
    async fn first_comment(&self) -> Comment {
        Comment(self.0.first.clone())
    }

    /// How many comments it has, the one it began with included.
    async fn comment_count(&self) -> Count {
        Count(self.0.count)
    }

    /// When it was resolved; null while it is open.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved.as_ref().map(|(at, _)| *at)
    }

    /// Who resolved it.
    async fn resolved_by(&self, ctx: &Context<'_>) -> Result<Option<PersonRef>> {
        match &self.0.resolved {
            Some((_, name)) => Ok(Some(person(ctx, name).await?)),
            None => Ok(None),
        }
    }

    /// Whether whoever asks may resolve it, or open it again.
    async fn may_resolve(&self) -> bool {
        self.0.may_resolve
    }
}

/// One thing that somebody said.
pub struct Comment(discussion::Comment);

/// One thing that somebody said.
#[Object]
impl Comment {
    /// Its identifier.
    async fn id(&self) -> CollabId {
        self.0.id
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who said it.
    async fn author(&self, ctx: &Context<'_>) -> Result<PersonRef> {
        person(ctx, &self.0.author).await
    }

    /// What they said, in Markdown; null when it was deleted.
    async fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The same as safe HTML.
    #[graphql(complexity = 5)]
    async fn body_html(&self) -> Option<String> {
        self.0.body.as_deref().map(markdown::to_html)
    }

    /// When it was last changed; null when it is as it was written.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.edited_at
    }

    /// Whether whoever asks may change it.
    async fn may_edit(&self) -> bool {
        self.0.may_edit
    }

    /// Whether whoever asks may delete it.
    async fn may_delete(&self) -> bool {
        self.0.may_delete
    }
}

/// A page of threads.
#[derive(SimpleObject)]
pub struct ThreadConnection {
    /// The threads.
    nodes: Vec<Thread>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// A page of comments.
#[derive(SimpleObject)]
pub struct CommentConnection {
    /// The comments.
    nodes: Vec<Comment>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Questions about discussions.
#[derive(Default)]
pub struct DiscussionQuery;

#[Object]
impl DiscussionQuery {
    /// What people say about an asset: threads, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn threads(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        #[graphql(desc = "Only those that are, or are not.")] is_resolved: Option<bool>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<ThreadConnection> {
        let found: Page<_> = app(ctx).collab().threads(viewer(ctx), asset, is_resolved, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(ThreadConnection { nodes: found.items.into_iter().map(|(_, one)| Thread(one)).collect(), page_info })
    }

    /// The comments of a thread, oldest first, the one it began with included.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        thread: CollabId,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<CommentConnection> {
        let found: Page<_> = app(ctx).collab().comments(viewer(ctx), thread, &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(CommentConnection { nodes: found.items.into_iter().map(|(_, one)| Comment(one)).collect(), page_info })
    }
}

/// Changes of discussions.
#[derive(Default)]
pub struct DiscussionMutation;

#[Object]
impl DiscussionMutation {
    /// Begins a discussion about an asset: Markdown of at most 10,000 characters. Accounts behind `@` are told.
    async fn begin_thread(&self, ctx: &Context<'_>, asset: AssetId, body: String) -> Result<Thread> {
        Ok(Thread(app(ctx).collab().begin_thread(viewer(ctx), asset, &body).await?))
    }

    /// Answers in a discussion.
    async fn reply(&self, ctx: &Context<'_>, thread: CollabId, body: String) -> Result<Comment> {
        Ok(Comment(app(ctx).collab().reply(viewer(ctx), thread, &body).await?))
    }

    /// Changes what one said.
    async fn edit_comment(&self, ctx: &Context<'_>, id: CollabId, body: String) -> Result<Comment> {
        Ok(Comment(app(ctx).collab().edit_comment(viewer(ctx), id, &body).await?))
    }

    /// Deletes what one said, or, for who may edit the asset, what anybody did. Its text is gone for good.
    async fn delete_comment(&self, ctx: &Context<'_>, id: CollabId) -> Result<Comment> {
        Ok(Comment(app(ctx).collab().delete_comment(viewer(ctx), id).await?))
    }

    /// Says that a discussion came to an end, or that it goes on.
    async fn resolve_thread(&self, ctx: &Context<'_>, id: CollabId, resolved: bool) -> Result<Thread> {
        Ok(Thread(app(ctx).collab().resolve_thread(viewer(ctx), id, resolved).await?))
    }
}
