//! People working together on what the catalog knows: asking for access, telling each other what to know, proposing and
//! discussing.
//!
//! Everything here hangs on an asset, and who may not know of that asset knows of nothing that hangs on it. What is
//! *not* here: what people decide about an asset itself (see `catalog::edit`), and who may what (see
//! [`access`](crate::access)); an approved request writes a policy there.

pub mod announcement;
pub mod discussion;
mod error;
pub mod request;
pub mod sample;
mod store;
pub mod task;
mod tell;
mod text;

use std::sync::Arc;

use catalog::{Catalog, CollabId, Database, UserId, Viewer};
use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

pub use self::error::{Error, Result};
use crate::{access::Access, sources::Sources};

/// What people write to each other; a cheap handle.
#[derive(Clone)]
pub struct Collab {
    catalog: Catalog,
    access: Access,
    sources: Sources,
    samplers: Arc<Semaphore>,
}

impl Collab {
    /// What is written in the store of `catalog` by those whom `access` knows; samples come from `sources`.
    #[must_use]
    pub fn new(catalog: Catalog, access: Access, sources: Sources) -> Self {
        let samplers = Arc::new(Semaphore::new(sample::AT_A_TIME));
        Self { catalog, access, sources, samplers }
    }

    fn database(&self) -> &Database {
        self.catalog.database()
    }

    /// The account of whoever writes something, with its name.
    async fn author(&self, viewer: &Viewer) -> Result<(UserId, String)> {
        let user = account_of(viewer)?;
        let account = self.access.account(user).await?;
        Ok((user, account.ok_or_else(|| Error::not_found("user", user))?.name))
    }

    fn now(&self) -> DateTime<Utc> {
        self.catalog.clock().now()
    }
}

/// The account of whoever asks, which what they write is kept under.
fn account_of(viewer: &Viewer) -> Result<UserId> {
    let action = || catalog::Error::Forbidden { action: "do this without an account of your own".into() };
    Ok(viewer.user.ok_or_else(action)?)
}

/// An identifier as a cursor of a list.
fn cursor(id: CollabId) -> String {
    catalog::page::encode_cursor(&[&id.to_string()])
}
