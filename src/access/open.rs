//! Sessions that are open: who is signed in where, and ending them. One's own for everybody, all of them for those who
//! manage users.

use catalog::{Action, Page, PageRequest, UserId, page::encode_cursor};
use chrono::{DateTime, Utc};

use super::{
    Access, Caller, Credential,
    error::{Error, Result},
    store::{
        UserRow, micros,
        session::{self, SessionRow},
    },
};

/// Whose sessions are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The caller's own.
    Mine,
    /// Everybody's.
    Everybody,
}

/// A session that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// By which it is ended; says nothing about the secret in the browser.
    pub id: String,
    /// The account.
    pub user: UserId,
    /// What they sign in with.
    pub name: String,
    /// How people call them.
    pub display_name: String,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was last used, within a minute.
    pub seen_at: DateTime<Utc>,
    /// When it ends by itself, unless it is used.
    pub expires_at: DateTime<Utc>,
    /// The address that they signed in from.
    pub address: Option<String>,
    /// What the browser called itself.
    pub agent: Option<String>,
    /// Whether it is the one that the caller came with.
    pub is_current: bool,
}

impl Access {
    /// The open sessions, newest first.
    ///
    /// # Errors
    /// `Forbidden` for everybody's when the caller may not manage users; `Invalid` for a cursor of another list.
    pub async fn open_sessions(&self, caller: &Caller, whose: Whose, page: &PageRequest) -> Result<Page<OpenSession>> {
        let user = match whose {
            Whose::Everybody => {
                caller.viewer.must(Action::ManageUsers)?;
                None
            }
            Whose::Mine => Some(caller.viewer.user.ok_or(Error::NotSignedIn)?.0),
        };
        let after = page.after.as_deref().map(cursor).transpose()?;
        let now = micros(self.clock().now());
        let rows = session::open(self.database().read(), user, now, after, page.first as u64 + 1).await?;
        let shown = |(row, user): (SessionRow, UserRow)| shown(caller, row, &user);
        let sessions = rows.into_iter().map(shown).collect();
        Ok(Page::cut(sessions, page.first, |session: &OpenSession| {
            encode_cursor(&[&session.began_at.timestamp_micros().to_string(), &session.id])
        }))
    }

    /// Ends a session; what is open with it ends too.
    ///
    /// # Errors
    /// `NotFound` when it has ended, and for somebody else's when the caller may not manage users.
    pub async fn end_session(&self, caller: &Caller, id: &str) -> Result<()> {
        let missing = || catalog::Error::not_found("session", id);
        let now = micros(self.clock().now());
        let write = self.database().write().await?;
        let (row, user, _) = session::find(&*write, id, now).await?.ok_or_else(missing)?;
        if caller.viewer.user != Some(user.id()) && !caller.viewer.may(Action::ManageUsers) {
            return Err(missing().into());
        }
        session::delete(&*write, &row.secret_hash).await?;
        write.commit().await?;
        self.changed();
        tracing::info!(user = %user.name, by = %caller.viewer.name, "ended a session");
        Ok(())
    }

    /// Ends every session of a user, or with no user every one of the caller's but the one they came with. Returns how
    /// many.
    ///
    /// # Errors
    /// `Forbidden` for somebody else's when the caller may not manage users.
    pub async fn end_sessions(&self, caller: &Caller, user: Option<UserId>) -> Result<u64> {
        let own = caller.viewer.user.ok_or(Error::NotSignedIn);
        let (user, but) = match (user, &caller.credential) {
            (Some(user), _) => {
                if caller.viewer.user != Some(user) {
                    caller.viewer.must(Action::ManageUsers)?;
                }
                (user, None)
            }
            (None, Credential::Session { hash }) => (own?, Some(hash.as_str())),
            (None, _) => (own?, None),
        };
        let write = self.database().write().await?;
        let ended = session::delete_of(&*write, user.0, but).await?;
        write.commit().await?;
        self.changed();
        tracing::info!(user.id = %user.0, by = %caller.viewer.name, ended, "ended the sessions of a user");
        Ok(ended)
    }
}

fn shown(caller: &Caller, row: SessionRow, user: &UserRow) -> OpenSession {
    let time = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
    let is_current = matches!(&caller.credential, Credential::Session { hash } if *hash == row.secret_hash);
    OpenSession {
        user: user.id(),
        name: user.name.clone(),
        display_name: user.display_name.clone(),
        began_at: time(row.created_at),
        seen_at: time(row.seen_at),
        expires_at: time(row.expires_at.min(row.ends_at)),
        address: row.address,
        agent: row.agent,
        is_current,
        id: row.secret_hash,
    }
}

fn cursor(after: &str) -> Result<(i64, String)> {
    let bad = || catalog::Error::invalid("after", "is not a cursor of this list");
    let mut parts = catalog::page::decode_cursor(after, 2)?.into_iter();
    let began = parts.next().and_then(|began| began.parse().ok()).ok_or_else(bad)?;
    Ok((began, parts.next().ok_or_else(bad)?))
}
