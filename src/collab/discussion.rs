//! Discussions: threads of comments on an asset, by those who may see it.
//!
//! Everybody changes and deletes what is their own; who may edit the asset moderates. What was deleted leaves a place
//! without a text. The first comment of a thread has the thread's identifier.

mod mention;
mod moderate;

use std::collections::HashMap;

use catalog::{
    Action, AssetId, CollabId, Page, PageRequest, UserId, Viewer,
    clock::from_micros,
    governance::{Facts, Permission},
    page::filling::Filling,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Collab, Error, Result, cursor,
    store::{
        Kept as _,
        discussion::{self, CommentRow, ThreadRow},
    },
    text,
};

/// The longest comment, in characters.
pub const MOST_BODY: usize = 10_000;
/// How many threads an asset may have, and comments a thread.
const MOST: usize = 10_000;

/// What people say about an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its identifier.
    pub id: CollabId,
    /// When it began.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub asset: AssetId,
    /// What it began with.
    pub first: Comment,
    /// How many comments it has.
    pub count: i64,
    /// When it was resolved, and by whom.
    pub resolved: Option<(DateTime<Utc>, String)>,
    /// Whether whoever asks may resolve it, or open it again.
    pub may_resolve: bool,
}

/// One thing that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identifier.
    pub id: CollabId,
    /// When.
    pub at: DateTime<Utc>,
    /// The name of their account.
    pub author: String,
    /// What they said, in Markdown; none when it was deleted.
    pub body: Option<String>,
    /// When it was last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// Whether whoever asks may change it.
    pub may_edit: bool,
    /// Whether whoever asks may delete it.
    pub may_delete: bool,
}

/// Whoever asks, as far as discussions of an asset ask.
struct Reader {
    user: Option<UserId>,
    writes: bool,
    moderates: bool,
}

impl Reader {
    fn of(viewer: &Viewer, facts: &Facts) -> Self {
        let moderates = viewer.may_with(Permission::Edit, facts);
        Self { user: viewer.user, writes: viewer.may(Action::Discuss), moderates }
    }

    fn is(&self, user: Uuid) -> bool {
        self.writes && self.user == Some(UserId(user))
    }

    fn comment(&self, row: CommentRow) -> Comment {
        let is_there = row.deleted_at.is_none();
        let is_own = self.is(row.user_id);
        Comment {
            id: CollabId(row.id),
            at: from_micros(row.at),
            author: row.author,
            body: is_there.then_some(row.body),
            edited_at: row.edited_at.map(from_micros),
            may_edit: is_there && is_own,
            may_delete: is_there && (is_own || (self.writes && self.moderates)),
        }
    }

    fn thread(&self, row: ThreadRow, first: CommentRow, count: i64) -> Thread {
        Thread {
            id: CollabId(row.id),
            at: from_micros(row.at),
            asset: AssetId(row.asset_id),
            first: self.comment(first),
            count,
            resolved: row.resolved_at.map(from_micros).zip(row.resolved_by),
            may_resolve: self.is(row.user_id) || (self.writes && self.moderates),
        }
    }
}

impl Collab {
    /// Begins a thread on an asset.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an asset that one may not know of; `Invalid` for the text; `Conflict` when there are
    /// too many.
    pub async fn begin_thread(&self, viewer: &Viewer, asset: AssetId, body: &str) -> Result<Thread> {
        let facts = self.discussed(viewer, asset).await?;
        let comment = self.new_comment(viewer, None, body).await?;
        let row = ThreadRow {
            id: comment.id,
            at: comment.at,
            asset_id: asset.0,
            user_id: comment.user_id,
            resolved_at: None,
            resolved_by: None,
        };
        let mentioned = self.mentioned(&comment.body, &facts).await?;
        let write = self.database().write().await?;
        if discussion::count_threads(&*write, asset.0, MOST as u64).await? >= MOST {
            return Err(Error::conflict(format!("it has {MOST} discussions already")));
        }
        row.insert(&*write).await?;
        comment.insert(&*write).await?;
        self.tell_of_comment(&write, &comment, &facts, mentioned).await?;
        write.commit().await?;
        Ok(Reader::of(viewer, &facts).thread(row, comment, 1))
    }

    /// Answers in a thread.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for who may not know of the asset; `Invalid` for the text; `Conflict` when there are too
    /// many answers.
    pub async fn reply(&self, viewer: &Viewer, thread: CollabId, body: &str) -> Result<Comment> {
        let (thread, facts) = self.thread_row(viewer, thread).await?;
        let comment = self.new_comment(viewer, Some(thread.id), body).await?;
        let mut told = self.mentioned(&comment.body, &facts).await?;
        told.push(UserId(thread.user_id));
        let write = self.database().write().await?;
        let count = discussion::counts(&*write, &[thread.id]).await?.first().map_or(0, |(_, count)| *count);
        if count >= i64::try_from(MOST).unwrap_or(i64::MAX) {
            return Err(Error::conflict(format!("it has {MOST} comments already; begin another thread")));
        }
        comment.insert(&*write).await?;
        self.tell_of_comment(&write, &comment, &facts, told).await?;
        write.commit().await?;
        Ok(Reader::of(viewer, &facts).comment(comment))
    }

    async fn new_comment(&self, viewer: &Viewer, thread: Option<Uuid>, body: &str) -> Result<CommentRow> {
        viewer.must(Action::Discuss)?;
        let (user, author) = self.author(viewer).await?;
        let id = CollabId::new().0;
        Ok(CommentRow {
            id,
            thread_id: thread.unwrap_or(id),
            at: self.now().timestamp_micros(),
            user_id: user.0,
            author,
            body: text::body("body", body, 1, MOST_BODY)?,
            edited_at: None,
            deleted_at: None,
            deleted_by: None,
        })
    }

    /// A page of the threads on an asset, newest first; resolved ones, or open ones, where wanted.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for a foreign cursor.
    pub async fn threads(
        &self,
        viewer: &Viewer,
        asset: AssetId,
        is_resolved: Option<bool>,
        page: &PageRequest,
    ) -> Result<Page<Thread>> {
        let facts = self.discussed(viewer, asset).await?;
        let db = self.database().read();
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = discussion::threads(db, asset.0, is_resolved, step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            let counts: HashMap<Uuid, i64> = discussion::counts(db, &ids).await?.into_iter().collect();
            let first = discussion::first_comments(db, &ids).await?.into_iter().map(|row| (row.id, row));
            let mut first: HashMap<Uuid, CommentRow> = first.collect();
            let reader = Reader::of(viewer, &facts);
            let thread = |row: ThreadRow| {
                let begun = first.remove(&row.id)?;
                let count = counts.get(&row.id).copied().unwrap_or(1);
                Some(reader.thread(row, begun, count))
            };
            filling.add(step, read, rows.into_iter().filter_map(thread).collect());
        }
        Ok(filling.page(|thread: &Thread| cursor(thread.id)))
    }

    /// A page of the comments of a thread, oldest first, the one it began with included.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for a foreign cursor.
    pub async fn comments(&self, viewer: &Viewer, thread: CollabId, page: &PageRequest) -> Result<Page<Comment>> {
        let (thread, facts) = self.thread_row(viewer, thread).await?;
        let reader = Reader::of(viewer, &facts);
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let rows = discussion::comments(self.database().read(), thread.id, step).await?;
            let read = (rows.len(), rows.last().map(|row| row.id));
            filling.add(step, read, rows.into_iter().map(|row| reader.comment(row)).collect());
        }
        Ok(filling.page(|comment: &Comment| cursor(comment.id)))
    }

    /// What decisions ask of an asset that the viewer may know of.
    async fn discussed(&self, viewer: &Viewer, asset: AssetId) -> Result<Facts> {
        self.catalog.must_with(viewer, Permission::View, &[asset]).await?;
        let facts = self.catalog.facts(&[asset]).await?.remove(&asset);
        facts.ok_or_else(|| Error::not_found("asset", asset))
    }

    async fn thread_row(&self, viewer: &Viewer, id: CollabId) -> Result<(ThreadRow, Facts)> {
        let row = ThreadRow::find(self.database().read(), id.0).await?;
        let row = row.ok_or_else(|| Error::not_found("thread", id))?;
        let facts = self.discussed(viewer, AssetId(row.asset_id)).await;
        Ok((row, facts.map_err(|_| Error::not_found("thread", id))?))
    }
}
