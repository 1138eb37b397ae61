//! Telling people and programs what happened.
//!
//! Whoever does something worth telling writes an [`Event`] in the same transaction ([`post`]); events about assets are
//! made of the change log. Events are numbered in the order of commits. Everything that tells reads on from its own place
//! among them: the inboxes of people and, each by itself, webhooks and chats. What somebody may know is decided when they
//! are told and once more when they read.

pub mod audience;
pub mod endpoint;
pub mod event;
pub mod inbox;
pub mod news;
pub mod queue;
pub mod send;
pub mod shape;
pub mod subscription;
pub mod words;

mod address;
mod deliver;
mod error;
mod follow;
mod mail;
mod retention;
mod route;
mod sign;
pub(in crate::notify) mod store;
mod worker;

#[cfg(test)]
mod tests;

use std::sync::{Arc, atomic::AtomicBool};

use catalog::{Catalog, Clock, Database, Follower};
use connectors::Outbound;
use lineage::Lineage;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use self::{
    endpoint::{Endpoint, EndpointChange, Saved},
    error::{Error, Result},
    event::{Event, EventKind, Told, post, post_all},
    news::News,
    queue::{Delivery, DeliveryState},
    retention::forget,
    send::Attempt,
    shape::Shape,
    subscription::{MailChoice, MailPace, Subject, Subscription},
    words::{Locale, Message, message},
};
use crate::{
    access::{Access, Sealer},
    config::Smtp,
};

/// How telling works.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address that people use, without a slash at the end.
    pub address: String,
    /// Where webhooks and chats may be.
    pub outbound: Outbound,
    /// Certificates to trust instead of the usual ones, as PEM.
    pub authorities: Option<Vec<u8>>,
    /// The server that sends mail; none is sent without.
    pub smtp: Option<Smtp>,
}

/// What tells people and programs; a cheap handle.
#[derive(Clone)]
pub struct Notify(Arc<Inner>);

struct Inner {
    catalog: Catalog,
    access: Access,
    sealer: Sealer,
    settings: Settings,
    mailer: Option<mail::Mailer>,
    /// Whether mails are being sent.
    mailing: AtomicBool,
    /// Who this process is, where leases are concerned.
    holder: Uuid,
    wake: Arc<tokio::sync::Notify>,
    stop: CancellationToken,
}

impl Notify {
    /// What tells of the events in the store of `catalog`, until `stop`.
    ///
    /// # Errors
    /// `Invalid` for settings of mail that cannot be used.
    pub fn new(
        catalog: Catalog,
        access: Access,
        sealer: Sealer,
        settings: Settings,
        stop: CancellationToken,
    ) -> Result<Self> {
        let (holder, wake, mailing) = (catalog::RequestId::new().0, Arc::default(), AtomicBool::new(false));
        let mailer = settings.smtp.as_ref().map(|smtp| mail::Mailer::new(smtp, &settings.address)).transpose()?;
        Ok(Self(Arc::new(Inner { catalog, access, sealer, settings, mailer, mailing, holder, wake, stop })))
    }

    /// Another server over the same store.
    #[cfg(test)]
    pub(crate) fn beside(&self) -> Self {
        let Inner { catalog, access, sealer, settings, stop, .. } = self.0.as_ref();
        Self::new(catalog.clone(), access.clone(), sealer.clone(), settings.clone(), stop.clone()).expect("as this one")
    }

    /// What makes events of the change log; `lineage` says whose owners are warned of what goes.
    #[must_use]
    pub fn follower(&self, lineage: Lineage) -> Arc<dyn Follower> {
        Arc::new(follow::NewsFollower::new(self.0.catalog.clone(), lineage, Arc::clone(&self.0.wake)))
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

    fn now_micros(&self) -> i64 {
        self.clock().now().timestamp_micros()
    }

    fn access(&self) -> &Access {
        &self.0.access
    }

    fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    fn address(&self) -> &str {
        &self.0.settings.address
    }

    fn outbound(&self) -> Outbound {
        self.0.settings.outbound
    }

    fn authorities(&self) -> Option<&[u8]> {
        self.0.settings.authorities.as_deref()
    }

    fn mailer(&self) -> Option<&mail::Mailer> {
        self.0.mailer.as_ref()
    }

    fn holder(&self) -> Uuid {
        self.0.holder
    }

    fn stopping(&self) -> CancellationToken {
        self.0.stop.clone()
    }

    /// Lets the worker look at once.
    fn wake(&self) {
        self.0.wake.notify_one();
    }

    async fn woken(&self) {
        self.0.wake.notified().await;
    }
}
