//! What was done: one row for each sign-in, change, refusal and export, who did it, from where, and how it ended.
//!
//! Rows only come in here; nothing changes or deletes one but retention. They are written by one task, in batches. Who
//! changed something waits until the row is stored ([`Audit::write`]), so that no answered change is missing after a
//! crash; others only wait while too many rows are on their way ([`Audit::note`]).
//! What went wrong is kept apart, in [`exception`].

pub mod csv;
pub mod entry;
pub mod exception;
pub mod read;
pub mod scrub;

mod damper;
pub(crate) mod store;
mod writer;

#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use catalog::{Clock, Database};
use tokio::sync::{mpsc, oneshot};

use self::{damper::Damper, writer::Message};
pub use self::{
    entry::{Entry, Footprint, Target},
    exception::Exceptions,
    read::{Filter, Recorded},
};

/// How many batches may be on their way before those who note something wait.
const QUEUE: usize = 1024;
/// How long a change waits for its row when the store does not answer; the row stays on its way.
const PATIENCE: Duration = Duration::from_secs(5);

/// The log of who did what; a cheap handle.
#[derive(Debug, Clone)]
pub struct Audit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    queue: mpsc::Sender<Message>,
    strangers: Damper,
}

impl Audit {
    /// The log in `database`. Begins the task that writes it, which ends with the last handle.
    #[must_use]
    pub fn new(database: Database, clock: Clock) -> Self {
        let (queue, rows) = mpsc::channel(QUEUE);
        tokio::spawn(writer::run(database.clone(), rows));
        Self(Arc::new(Inner { database, clock, queue, strangers: Damper::default() }))
    }

    /// Writes rows down and comes back when they are stored.
    pub async fn write(&self, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        let (stored, wait) = oneshot::channel();
        self.send(entries, Some(stored)).await;
        if tokio::time::timeout(PATIENCE, wait).await.is_err() {
            tracing::warn!("the audit log is late; its rows wait for the store");
        }
    }

    /// Writes rows down in their own time; waits only while too many are on their way.
    pub async fn note(&self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.send(entries, None).await;
        }
    }

    /// The same for those who cannot wait, such as work that was dropped.
    pub fn note_later(&self, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        let audit = self.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { audit.note(entries).await });
        }
    }

    /// Writes down what somebody caused who is not known here, unless such rows come too thick: nobody from outside may
    /// fill the store. How many were left out is a figure.
    pub async fn note_of_stranger(&self, entry: Entry) {
        if self.0.strangers.admits(self.0.clock.now()) {
            self.note(vec![entry]).await;
        } else {
            metrics::counter!("cadastre_audit_left_out_total").increment(1);
        }
    }

    /// Comes back when everything that was noted before is stored.
    pub async fn flush(&self) {
        let (stored, wait) = oneshot::channel();
        self.send(Vec::new(), Some(stored)).await;
        // Without an answer there is no task any more, and nothing on its way.
        let _answered = tokio::time::timeout(PATIENCE, wait).await;
    }

    async fn send(&self, entries: Vec<Entry>, stored: Option<oneshot::Sender<()>>) {
        let at = self.0.clock.now();
        let rows = entries.into_iter().map(|entry| entry.into_row(at)).collect();
        if self.0.queue.send(Message { rows, stored }).await.is_err() {
            tracing::error!("the task of the audit log has ended");
        }
    }

    fn database(&self) -> &Database {
        &self.0.database
    }
}
