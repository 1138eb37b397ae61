//! Followers: readers of the change log with a place of their own.
//!
//! A follower stores its position together with its result. A crash therefore repeats a batch and never loses one, so
//! applying a batch twice must give the same as applying it once.

use crate::{
    change::{Change, ChangeNumber},
    error::{Error, Fault},
};

/// Why a follower could not go on.
pub type FollowError = Box<dyn Fault>;

/// A reader of the change log.
#[async_trait::async_trait]
pub trait Follower: Send + Sync {
    /// Its name, such as `search`.
    fn name(&self) -> &'static str;

    /// The last change it has applied and stored.
    async fn position(&self) -> Result<ChangeNumber, FollowError>;

    /// Applies `changes`, which come right after its position, and stores the last one's number with the result.
    ///
    /// `changes` holds whole commits only.
    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError>;

    /// Forgets everything, so that it starts again from the first change.
    async fn reset(&self) -> Result<(), FollowError>;
}

impl From<Error> for FollowError {
    fn from(error: Error) -> Self {
        Box::new(error)
    }
}
