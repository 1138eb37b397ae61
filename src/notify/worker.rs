//! The worker: makes news of events, fills queues, and sends.

use std::{sync::atomic::Ordering, time::Duration};

use tokio_util::task::TaskTracker;

use super::{Notify, error::Result};
use crate::telemetry;

/// How often everything is looked at when nothing wakes the worker.
const POLL: Duration = Duration::from_secs(1);
/// How many endpoints are served at once.
const AT_ONCE: usize = 16;

impl Notify {
    /// Works until the application stops, then waits for what is on its way.
    pub async fn work(&self) {
        let tasks = TaskTracker::new();
        let places = std::sync::Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
        let stop = self.stopping();
        while !stop.is_cancelled() {
            if let Err(cause) = self.look(&tasks, &places).await {
                tracing::warn!("cannot tell what happened: {}", telemetry::chain(&cause));
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.woken() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    async fn look(&self, tasks: &TaskTracker, places: &std::sync::Arc<tokio::sync::Semaphore>) -> Result<()> {
        self.route().await?;
        self.fill_queues().await?;
        self.send_mails_beside(tasks);
        for id in self.due_endpoints(AT_ONCE as u64).await? {
            let Ok(place) = std::sync::Arc::clone(places).try_acquire_owned() else { break };
            let notify = self.clone();
            tasks.spawn(async move {
                match notify.serve(id).await {
                    // There may be more than one turn's worth.
                    Ok(taken) if taken > 0 => notify.wake(),
                    Ok(_) => {}
                    Err(cause) => tracing::warn!("cannot serve a webhook: {}", telemetry::chain(&cause)),
                }
                drop(place);
            });
        }
        Ok(())
    }

    /// Sends mails in a task of their own, so that a slow server holds nothing else up; one task at a time.
    fn send_mails_beside(&self, tasks: &TaskTracker) {
        if !self.has_mail() || self.0.mailing.swap(true, Ordering::SeqCst) {
            return;
        }
        let notify = self.clone();
        tasks.spawn(async move {
            if let Err(cause) = notify.send_mails().await {
                tracing::warn!("cannot send mails: {}", telemetry::chain(&cause));
            }
            notify.0.mailing.store(false, Ordering::SeqCst);
        });
    }

    /// Does everything that is due at this moment, in the caller's task. For tests, which have no worker.
    ///
    /// # Errors
    /// The store's own.
    pub async fn work_off(&self) -> Result<()> {
        loop {
            let mut is_done = !self.route().await?;
            is_done &= !self.fill_queues().await?;
            is_done &= self.send_mails().await? == 0;
            for id in self.due_endpoints(AT_ONCE as u64).await? {
                is_done &= self.serve(id).await? == 0;
            }
            if is_done {
                return Ok(());
            }
        }
    }
}
