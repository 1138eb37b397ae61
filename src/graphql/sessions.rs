//! Who is signed in where, and ending sessions.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::UserId;
use chrono::{DateTime, Utc};

use super::{app, caller, connection, connection::PageInfo};
use crate::access::{OpenSession, Whose};

/// A session that is open.
#[derive(SimpleObject)]
#[graphql(name = "Session")]
pub struct Session {
    /// By which it is ended.
    id: String,
    /// The account.
    user_id: UserId,
    /// What they sign in with.
    name: String,
    /// How people call them.
    display_name: String,
    /// When it began.
    began_at: DateTime<Utc>,
    /// When it was last used, within a minute.
    last_used_at: DateTime<Utc>,
    /// When it ends by itself, unless it is used.
    expires_at: DateTime<Utc>,
    /// The address that they signed in from.
    address: Option<String>,
    /// What the browser called itself, at most 256 characters.
    agent: Option<String>,
    /// Whether it is the one that the caller came with.
    is_current: bool,
}

impl From<OpenSession> for Session {
    fn from(open: OpenSession) -> Self {
        Self {
            id: open.id,
            user_id: open.user,
            name: open.name,
            display_name: open.display_name,
            began_at: open.began_at,
            last_used_at: open.seen_at,
            expires_at: open.expires_at,
            address: open.address,
            agent: open.agent,
            is_current: open.is_current,
        }
    }
}

/// A page of sessions.
#[derive(SimpleObject)]
pub struct SessionConnection {
    /// The sessions.
    nodes: Vec<Session>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Questions about sessions.
#[derive(Default)]
pub struct SessionQuery;

#[Object]
impl SessionQuery {
    /// The open sessions, newest first: mine, or everybody's for those who may manage users.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] everybody: bool,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<SessionConnection> {
        let whose = if everybody { Whose::Everybody } else { Whose::Mine };
        let page = connection::page(first, after)?;
        let page = app(ctx).access().open_sessions(caller(ctx), whose, &page).await?;
        let page_info = PageInfo::of(&page);
        Ok(SessionConnection { nodes: page.items.into_iter().map(|(_, open)| open.into()).collect(), page_info })
    }
}

/// Changes of sessions.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Ends a session of mine, or anybody's for those who may manage users. Its next request is refused, and what is
    /// open with it ends.
    async fn end_session(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        app(ctx).access().end_session(caller(ctx), &id).await?;
        Ok(true)
    }

    /// Ends every session of a user; without a user all of mine but this one. Returns how many.
    async fn end_sessions(&self, ctx: &Context<'_>, user: Option<UserId>) -> Result<i32> {
        let ended = app(ctx).access().end_sessions(caller(ctx), user).await?;
        Ok(i32::try_from(ended).unwrap_or(i32::MAX))
    }
}
