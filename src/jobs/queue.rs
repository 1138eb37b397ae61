//! Asking for runs: start, cancel, wait.

use catalog::{Action, Error, Result, RunId, SourceId, Viewer};

use super::{
    Jobs,
    run::{Counts, Run, Status, Trigger},
    store,
};
use crate::sources::Source;

impl Jobs {
    /// Asks for a crawl of a source now.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` while a crawl of it works or waits.
    pub async fn start_crawl(&self, viewer: &Viewer, source: SourceId) -> Result<Run> {
        self.ask_for_crawl(viewer, source, false).await
    }

    /// Asks for a crawl of a source for who works the queue off next: one that waits already, perhaps since the process
    /// that asked for it was killed, is due now and taken for it.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` while a crawl of it works.
    pub async fn hasten_crawl(&self, viewer: &Viewer, source: SourceId) -> Result<Run> {
        self.ask_for_crawl(viewer, source, true).await
    }

    async fn ask_for_crawl(&self, viewer: &Viewer, source: SourceId, takes_waiting: bool) -> Result<Run> {
        viewer.must(Action::RunCrawls)?;
        let source = self.find_source(viewer, source).await?;
        let write = self.0.catalog.database().write().await?;
        if let Some(open) = store::open_runs(&write, source.id).await?.first() {
            if !takes_waiting || open.status != Status::Queued {
                return Err(in_progress(&source, open));
            }
            let run = store::hasten(&write, open, self.clock().now()).await?;
            write.commit().await?;
            return Ok(run);
        }
        let run = self.crawl_of(&source, Trigger::Manual, &viewer.name);
        store::insert(&write, &run, None).await?;
        write.commit().await?;
        tracing::info!(run.id = %run.id, actor = viewer.name, "queued a crawl of `{}`", source.name);
        self.0.wake.notify_one();
        Ok(run)
    }

    /// Stops a run that waits or works. One that works stops at its next step; what it stored stays.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` when it is over.
    pub async fn cancel(&self, viewer: &Viewer, id: RunId) -> Result<Run> {
        viewer.must(Action::RunCrawls)?;
        self.get(viewer, id).await?;
        let write = self.0.catalog.database().write().await?;
        let run = store::cancel(&write, id, self.clock().now()).await?;
        write.commit().await?;
        if let Some(live) = self.lock_live().get(&id) {
            live.cancellation().cancel();
        }
        tracing::info!(run.id = %id, actor = viewer.name, "asked a run to stop");
        Ok(run)
    }

    /// Waits until a run is over, wherever it works.
    ///
    /// # Errors
    /// As [`Jobs::get`].
    pub async fn wait(&self, viewer: &Viewer, id: RunId) -> Result<Run> {
        loop {
            let run = self.get(viewer, id).await?;
            if run.status.is_over() {
                return Ok(run);
            }
            match self.progress(id) {
                // An error means that the run has ended and is stored.
                Some(mut live) => drop(live.wait_for(|run| run.status.is_over()).await),
                None => tokio::time::sleep(self.0.settings.poll.min(std::time::Duration::from_millis(200))).await,
            }
        }
    }

    /// A new crawl of `source`, not yet stored.
    pub(super) fn crawl_of(&self, source: &Source, trigger: Trigger, actor: &str) -> Run {
        let retries = match trigger {
            Trigger::Cron => source.schedule.as_ref().map_or(0, |schedule| schedule.retries),
            Trigger::Manual | Trigger::Report => 0,
        };
        Run {
            source: Some(source.id),
            source_name: Some(source.name.clone()),
            connector: Some(source.connector.clone()),
            attempts: 1 + retries,
            ..self.run_of("crawl", trigger, actor)
        }
    }

    /// A new run of a job, not yet stored.
    pub(super) fn run_of(&self, job: &str, trigger: Trigger, actor: &str) -> Run {
        let now = self.clock().now();
        Run {
            id: RunId::new(),
            job: job.to_owned(),
            source: None,
            source_name: None,
            connector: None,
            subject: None,
            within: None,
            tables: None,
            status: Status::Queued,
            trigger,
            actor: actor.to_owned(),
            queued_at: now,
            not_before: now,
            started_at: None,
            ended_at: None,
            attempt: 0,
            attempts: 1,
            phase: None,
            progress: None,
            counts: Counts::default(),
            drift: quality::drift::Summary::default(),
            hold: None,
            message: None,
            code: None,
            problems: Vec::new(),
        }
    }

    async fn find_source(&self, viewer: &Viewer, id: SourceId) -> Result<Source> {
        match self.0.sources.get(viewer, id).await {
            Ok(source) => Ok(source),
            Err(crate::sources::Error::Catalog(cause)) => Err(cause),
            // Finding a source neither connects nor opens a secret.
            Err(_) => Err(Error::not_found("source", id)),
        }
    }
}

fn in_progress(source: &Source, open: &Run) -> Error {
    let what = match open.status {
        Status::Queued if open.attempt > 0 => "waits for its next attempt",
        Status::Queued => "is queued",
        _ => "is running",
    };
    Error::conflict(format!("sync in progress: run `{}` of source `{}` {what}", open.id, source.name))
}
