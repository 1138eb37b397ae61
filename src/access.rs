//! Who is calling: accounts, sessions, API tokens, and the keys of the house. What they may do is `catalog::Viewer`'s.
//!
//! Nothing is remembered between requests: each one asks the store who has the session or the token, so signing out, a
//! change of role, disabling and revoking count from the next request on. What stays open (sockets, event streams) hears
//! of changes through [`Access::watch`] and asks again with [`Access::recheck`].

mod account;
mod caller;
mod error;
mod govern;
pub mod identity;
mod inside;
mod ldap;
mod oidc;
mod open;
mod organisation;
mod ownership;
mod password;
mod provider;
pub mod provision;
mod rights;
mod seal;
mod secret;
mod service;
mod session;
mod store;
#[cfg(test)]
mod tests;
mod throttle;
mod token;

use std::sync::Arc;

use catalog::{Catalog, Clock, Database};
use tokio::sync::watch;

pub(crate) use self::govern::groups_of_elsewhere;
pub use self::{
    account::{NewUser, User, UserChange},
    caller::{Caller, Credential},
    error::{Error, Result},
    govern::{DepartmentChange, RoleChange, TeamChange},
    identity::Linked,
    oidc::Returned,
    open::{OpenSession, Whose},
    organisation::{DataScope, Department, Organisation, RoleDefinition, Team, level_of},
    ownership::Account,
    password::LEAST_LENGTH as LEAST_PASSWORD,
    provider::{Choice, Departure, Providers},
    seal::Sealer,
    secret::{nonce, random_key},
    service::NewService,
    session::{Client, SignedIn},
    token::{ApiToken, NewToken},
};
use self::{password::Hasher, rights::Known, throttle::Throttle};

/// The doorkeeper; a cheap handle.
#[derive(Clone)]
pub struct Access(Arc<Inner>);

struct Inner {
    catalog: Catalog,
    hasher: Hasher,
    throttle: Throttle,
    is_demo: bool,
    longest_token: Option<chrono::Duration>,
    providers: Providers,
    changes: watch::Sender<u64>,
    known: Known,
}

/// How doors are kept.
#[derive(Debug, Default)]
pub struct Settings {
    /// Whether the demonstration's user may come in.
    pub is_demo: bool,
    /// How long tokens may live; for ever when absent.
    pub longest_token: Option<chrono::Duration>,
    /// The systems that vouch for people.
    pub providers: Providers,
}

impl Access {
    /// A doorkeeper over `catalog`'s store.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] when the system has no random numbers.
    pub fn new(catalog: Catalog, settings: Settings) -> Result<Self> {
        let Settings { is_demo, longest_token, providers } = settings;
        let (hasher, changes) = (Hasher::new()?, watch::Sender::new(0));
        Ok(Self(Arc::new(Inner {
            catalog,
            hasher,
            throttle: Throttle::default(),
            is_demo,
            longest_token,
            providers,
            changes,
            known: Known::default(),
        })))
    }

    /// Whether the demonstration's user may sign in.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.0.is_demo
    }

    /// Wakes whenever somebody's rights may have changed in this process.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Who the caller is now; nobody when their session or token has ended since.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn recheck(&self, caller: &Caller) -> Result<Option<Caller>> {
        match &caller.credential {
            Credential::Session { hash } => self.session_hashed(hash).await,
            Credential::Token { hash } => self.token_hashed(hash).await,
            Credential::Nothing | Credential::System => Ok(Some(caller.clone())),
        }
    }

    /// How many sessions were used at `time` or later.
    #[cfg(test)]
    pub(crate) async fn sessions_seen_since(&self, time: chrono::DateTime<chrono::Utc>) -> i64 {
        store::session::count_seen(self.database().read(), time.timestamp_micros()).await.unwrap_or(0)
    }

    fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    fn database(&self) -> &Database {
        self.0.catalog.database()
    }

    fn clock(&self) -> &Clock {
        self.0.catalog.clock()
    }

    fn known(&self) -> &Known {
        &self.0.known
    }

    fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    fn longest_token(&self) -> Option<chrono::Duration> {
        self.0.longest_token
    }

    fn providers(&self) -> &Providers {
        &self.0.providers
    }

    fn changed(&self) {
        self.0.changes.send_modify(|number| *number = number.wrapping_add(1));
    }

    /// Writes something that nobody waits for (a time of last use); a failure is only worth a line in the log.
    fn later<F>(&self, work: impl FnOnce(Database) -> F + Send + 'static)
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let database = self.database().clone();
        tokio::spawn(async move {
            if let Err(error) = work(database).await {
                tracing::debug!(error = crate::telemetry::chain(&error), "could not note the last use");
            }
        });
    }
}
