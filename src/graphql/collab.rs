//! People working together: requests for access, and what people write to each other about assets.

pub mod announcement;
pub mod deprecation;
pub mod discussion;
pub mod request;
pub mod sample;
pub mod task;

use async_graphql::{Context, Result, SimpleObject};

pub use announcement::{Announcement, AnnouncementMutation, AnnouncementQuery};
pub use deprecation::{Deprecation, DeprecationQuery};
pub use discussion::{DiscussionMutation, DiscussionQuery};
pub use request::{RequestMutation, RequestQuery};
pub use sample::TableSample;
pub use task::{TaskMutation, TaskQuery};

use super::{asset::loaders, loaders::PersonKey};

/// Somebody, as far as naming them needs.
#[derive(SimpleObject)]
pub struct PersonRef {
    /// The name of their account.
    name: String,
    /// How people call them; the name when there is no such account any more.
    display_name: String,
}

/// Somebody, by the name of their account.
async fn person(ctx: &Context<'_>, name: &str) -> Result<PersonRef> {
    let known = loaders(ctx).one(PersonKey(name.to_owned())).await?;
    Ok(PersonRef { display_name: known.unwrap_or_else(|| name.to_owned()), name: name.to_owned() })
}
