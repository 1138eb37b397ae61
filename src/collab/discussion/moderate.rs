//! Changing and deleting what was said, and closing a discussion.

use catalog::{Action, CollabId, Viewer};

use super::{Comment, MOST_BODY, Reader, Thread};
use crate::collab::{
    Collab, Error, Result,
    store::{
        Kept as _,
        discussion::{self, CommentRow, ThreadRow},
    },
    text,
};

impl Collab {
    /// Changes what one said.
    ///
    /// # Errors
    /// `NotFound` for who may not know of the asset; `Forbidden` for what somebody else said; `Conflict` when it was
    /// deleted; `Invalid` for the text.
    pub async fn edit_comment(&self, viewer: &Viewer, id: CollabId, body: &str) -> Result<Comment> {
        let (mut row, reader) = self.comment_row(viewer, id).await?;
        if !reader.comment(row.clone()).may_edit {
            return Err(Error::forbidden("change what somebody else said"));
        }
        row.body = text::body("body", body, 1, MOST_BODY)?;
        row.edited_at = Some(self.now().timestamp_micros());
        let write = self.database().write().await?;
        discussion::update(&*write, &row).await?;
        write.commit().await?;
        Ok(reader.comment(row))
    }

    /// Deletes what one said, or — for who may edit the asset — what anybody did. Its text is gone for good.
    ///
    /// # Errors
    /// As [`Collab::edit_comment`].
    pub async fn delete_comment(&self, viewer: &Viewer, id: CollabId) -> Result<Comment> {
        let (mut row, reader) = self.comment_row(viewer, id).await?;
        if !reader.comment(row.clone()).may_delete {
            return Err(Error::forbidden("delete what somebody else said"));
        }
        row.body = String::new();
        row.deleted_at = Some(self.now().timestamp_micros());
        row.deleted_by = Some(self.author(viewer).await?.1);
        let write = self.database().write().await?;
        discussion::update(&*write, &row).await?;
        write.commit().await?;
        Ok(reader.comment(row))
    }

    /// Says that a discussion came to an end, or that it goes on.
    ///
    /// # Errors
    /// `NotFound` for who may not know of the asset; `Forbidden` for who neither began it nor may edit the asset.
    pub async fn resolve_thread(&self, viewer: &Viewer, id: CollabId, is_resolved: bool) -> Result<Thread> {
        viewer.must(Action::Discuss)?;
        let (mut row, facts) = self.thread_row(viewer, id).await?;
        let reader = Reader::of(viewer, &facts);
        let first = CommentRow::find(self.database().read(), row.id).await?;
        let first = first.ok_or_else(|| Error::not_found("thread", id))?;
        let count = discussion::counts(self.database().read(), &[row.id]).await?.first().map_or(1, |(_, count)| *count);
        if !reader.thread(row.clone(), first.clone(), count).may_resolve {
            return Err(Error::forbidden("close a discussion that somebody else began"));
        }
        let by = self.author(viewer).await?.1;
        row.resolved_at = is_resolved.then(|| self.now().timestamp_micros());
        row.resolved_by = is_resolved.then_some(by);
        let write = self.database().write().await?;
        discussion::resolve(&*write, &row).await?;
        write.commit().await?;
        Ok(reader.thread(row, first, count))
    }

    /// A comment that is there, and whoever asks as far as discussions of its asset ask.
    async fn comment_row(&self, viewer: &Viewer, id: CollabId) -> Result<(CommentRow, Reader)> {
        viewer.must(Action::Discuss)?;
        let row = CommentRow::find(self.database().read(), id.0).await?;
        let row = row.ok_or_else(|| Error::not_found("comment", id))?;
        let thread: Result<(ThreadRow, _)> = self.thread_row(viewer, CollabId(row.thread_id)).await;
        let (_, facts) = thread.map_err(|_| Error::not_found("comment", id))?;
        if row.deleted_at.is_some() {
            return Err(Error::conflict("it was deleted already"));
        }
        Ok((row, Reader::of(viewer, &facts)))
    }
}
