//! The workers: they claim runs, watch over them, and write down how they ended.

use std::{sync::Arc, time::Duration};

use catalog::{ErrorKind, Result, RunId};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Jobs,
    job::{Failure, Outcome, Work, code},
    live::Live,
    run::{Level, Run, Status},
    store::{self, Beat},
};
use crate::{
    notify::{self, Event, EventKind},
    telemetry::{self, Trace},
};

/// The longest pause before another attempt.
const MAX_BACK_OFF: Duration = Duration::from_secs(15 * 60);

/// Whether other processes may be at work on the same store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workers {
    /// This process holds the store alone: whatever was at work before it is lost.
    Alone,
    /// Others may be at work; only leases tell.
    Among,
}

impl Jobs {
    /// Marks runs as lost whose process is gone. Called once before work begins, and regularly by [`Jobs::work`].
    ///
    /// # Errors
    /// The store's own.
    pub async fn recover(&self, workers: Workers) -> Result<Vec<Run>> {
        let mine: Vec<RunId> = self.lock_live().keys().copied().collect();
        let write = self.0.catalog.database().write().await?;
        let lost = store::recover(&write, self.clock().now(), workers == Workers::Alone, &mine).await?;
        write.commit().await?;
        for run in &lost {
            tracing::warn!(run.id = %run.id, "run of `{}` is lost", run.source_name.as_deref().unwrap_or(&run.job));
        }
        Ok(lost)
    }

    /// Fires schedules and works off the queue, up to `at_once` runs at a time, until `stop`; then cancels what is at
    /// work and waits for it.
    pub async fn work(&self, at_once: usize, stop: CancellationToken) {
        let places = Arc::new(tokio::sync::Semaphore::new(at_once.max(1)));
        let tasks = TaskTracker::new();
        while !stop.is_cancelled() {
            if let Err(cause) = self.fire_due().await {
                tracing::warn!("cannot look at the schedules: {}", telemetry::chain(&cause));
            }
            if let Err(cause) = self.fill(&places, &tasks, &stop).await {
                tracing::warn!("cannot look at the queue: {}", telemetry::chain(&cause));
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.0.wake.notified() => {}
                () = tokio::time::sleep(self.0.settings.poll) => {}
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    /// Claims runs while there are places.
    async fn fill(
        &self,
        places: &Arc<tokio::sync::Semaphore>,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<()> {
        if self.has_leases_over().await? {
            self.recover(Workers::Among).await?;
        }
        while let Ok(place) = Arc::clone(places).try_acquire_owned() {
            let Some(live) = self.claim().await? else { break };
            let (jobs, stop) = (self.clone(), stop.clone());
            tasks.spawn(async move {
                jobs.attend(live, &stop).await;
                drop(place);
                jobs.0.wake.notify_one();
            });
        }
        Ok(())
    }

    async fn has_leases_over(&self) -> Result<bool> {
        store::has_leases_over(self.0.catalog.database(), self.clock().now()).await
    }

    /// Works off what is due in the queue at this moment, one after the other, in the caller's task. For command lines and
    /// tests, which have no workers.
    ///
    /// # Errors
    /// The store's own.
    pub async fn work_off(&self) -> Result<usize> {
        let mut done = 0;
        while let Some(live) = self.claim().await? {
            self.attend(live, &CancellationToken::new()).await;
            done += 1;
        }
        Ok(done)
    }

    /// Claims the next run, in one short transaction.
    pub(super) async fn claim(&self) -> Result<Option<Live>> {
        if !store::has_waiting(self.0.catalog.database(), self.clock().now()).await? {
            return Ok(None);
        }
        let now = self.clock().now();
        let write = self.0.catalog.database().write().await?;
        let Some(run) = store::claim(&write, self.0.holder, now, now + self.0.settings.lease).await? else {
            return Ok(None);
        };
        let last_line = store::last_line(&write, run.id).await?;
        // Before the commit, so that nobody can see it running and find no progress.
        let live = Live::new(run, last_line, self.clock().clone());
        self.lock_live().insert(live.id(), live.clone());
        if let Err(cause) = write.commit().await {
            self.lock_live().remove(&live.id());
            return Err(cause);
        }
        Ok(Some(live))
    }

    /// Does a claimed run and writes down how it ended.
    pub(super) async fn attend(&self, live: Live, stop: &CancellationToken) {
        let run = live.now();
        let about = run.source_name.clone().unwrap_or_else(|| run.job.clone());
        live.log(Level::Info, &format!("attempt {} of {}", run.attempt, run.attempts));
        tracing::info!(run.id = %run.id, "began a run of `{about}`");
        let heart = tokio::spawn(self.clone().beat(live.clone()));
        let ended = self.perform(&live, stop).await;
        heart.abort();
        self.conclude(&live, ended).await;
        let run = live.now();
        if let (Some(source), Status::Succeeded | Status::Partial) = (run.source, run.status)
            && let Err(cause) = self.check_after_crawl(source).await
        {
            tracing::warn!("cannot ask for checks after a crawl: {}", telemetry::chain(&cause));
        }
        tracing::info!(run.id = %run.id, status = run.status.code(), "ended a run of `{about}`");
        metrics::counter!("runs_total", "job" => run.job, "status" => run.status.code()).increment(1);
    }

    /// Runs the job in a task of its own, so that a panic ends the run and nothing else.
    async fn perform(&self, live: &Live, stop: &CancellationToken) -> Ended {
        let job = match super::job(&live.now().job) {
            Ok(job) => job,
            Err(cause) => return Ended::Failed(cause.into()),
        };
        let work = Work {
            catalog: self.0.catalog.clone(),
            sources: self.0.sources.clone(),
            checking: self.0.checking.clone(),
            live: live.clone(),
            keep: self.0.settings.keep,
            worth: self.0.worth.get().cloned(),
        };
        let run = live.now();
        let trace = Trace::new(run.id.to_string(), format!("job {}", run.job), self.0.settings.faults.clone());
        trace.is_for(&run.actor);
        let running = Arc::clone(&trace);
        let mut task = tokio::spawn(telemetry::within(running, async move {
            tokio::time::timeout(job.timeout(), job.run(work)).await
        }));
        let cancel = live.cancellation();
        let ended = tokio::select! {
            ended = &mut task => ended,
            () = cancel.cancelled() => return stopped(task, Ended::Cancelled).await,
            () = stop.cancelled() => return stopped(task, Ended::Interrupted).await,
        };
        match ended {
            Ok(Ok(Ok(outcome))) => Ended::Done(outcome),
            Ok(Ok(Err(failure))) => Ended::Failed(failure),
            Ok(Err(_)) => Ended::Failed(Failure {
                kind: ErrorKind::Unavailable,
                message: format!("took longer than {} s", job.timeout().as_secs()),
            }),
            Err(cause) => {
                let chain = telemetry::chain(&cause);
                telemetry::within(trace, async { telemetry::fault(None, chain) }).await;
                Ended::Failed(Failure {
                    kind: ErrorKind::Internal,
                    message: "the job broke off; the server's log has the details".into(),
                })
            }
        }
    }

    /// Says regularly that the run still works; stops it when somebody wants that, or when the lease was lost.
    async fn beat(self, live: Live) {
        loop {
            tokio::time::sleep(self.0.settings.beat).await;
            match self.beat_once(&live).await {
                Ok(Beat::Working) => {}
                Ok(Beat::Cancelling | Beat::Lost) => return live.cancellation().cancel(),
                // The lease has time; the next beat may get through.
                Err(cause) => tracing::warn!("a run cannot say that it works: {}", telemetry::chain(&cause)),
            }
        }
    }

    pub(super) async fn beat_once(&self, live: &Live) -> Result<Beat> {
        let lines = live.take_lines();
        let outcome = self.store_beat(live, &lines).await;
        if outcome.is_err() {
            live.put_back(lines);
        }
        outcome
    }

    async fn store_beat(&self, live: &Live, lines: &[super::Line]) -> Result<Beat> {
        let write = self.0.catalog.database().write().await?;
        let until = self.clock().now() + self.0.settings.lease;
        let beat = store::beat(&write, &live.now(), self.0.holder, until).await?;
        store::append(&write, live.id(), lines).await?;
        write.commit().await?;
        Ok(beat)
    }

    /// Writes down how a run ended; tries for as long as its lease lasts.
    async fn conclude(&self, live: &Live, ended: Ended) {
        let run = self.ended_run(live, ended);
        let lines = live.take_lines();
        let patience = self.0.settings.lease.as_millis() / 200;
        for _ in 0..patience.max(3) {
            match self.store_end(&run, &lines).await {
                Ok(()) => break,
                Err(cause) => {
                    tracing::warn!("cannot write down how a run ended: {}", telemetry::chain(&cause));
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
        self.lock_live().remove(&live.id());
        live.change(|shown| *shown = run);
    }

    async fn store_end(&self, run: &Run, lines: &[super::Line]) -> Result<()> {
        let write = self.0.catalog.database().write().await?;
        let mut run = run.clone();
        let is_again = run.status == Status::Queued;
        if let (true, Some(source)) = (is_again, run.source) {
            // Another run already waits, so this one need not be tried again.
            if store::open_runs(&write, source).await?.iter().any(|open| open.status == Status::Queued) {
                run.status = Status::Failed;
                run.ended_at = Some(self.clock().now());
            }
        }
        if store::release(&write, &run, self.0.holder).await? {
            store::append(&write, run.id, lines).await?;
            notify::post_all(&write, news(&run, self.clock().now())).await?;
        }
        write.commit().await
    }

    /// The run as its end leaves it.
    fn ended_run(&self, live: &Live, ended: Ended) -> Run {
        let now = self.clock().now();
        match ended {
            Ended::Done(outcome) => {
                live.log(Level::Info, &outcome.message);
                live.change(|run| finish(run, if outcome.is_partial { Status::Partial } else { Status::Succeeded }));
                live.change(|run| {
                    run.drift = outcome.drift;
                    run.hold = outcome.hold;
                    run.message = Some(outcome.message);
                });
            }
            Ended::Failed(failure) => self.fail(live, &failure),
            Ended::Cancelled => {
                live.log(Level::Warn, "stopped by a person; what was stored stays");
                live.change(|run| finish(run, Status::Cancelled));
            }
            Ended::Interrupted => {
                live.log(Level::Warn, "the server is stopping; what was stored stays");
                live.change(|run| {
                    finish(run, Status::Lost);
                    run.message = Some("the server stopped; the next run completes it".into());
                });
            }
        }
        live.change(|run| run.ended_at = run.status.is_over().then_some(now));
        live.now()
    }

    fn fail(&self, live: &Live, failure: &Failure) {
        let message = live.hide(&failure.message);
        live.log(Level::Error, &message);
        let run = live.now();
        let is_again = failure.kind == ErrorKind::Unavailable && run.attempt < run.attempts;
        let pause = self.back_off(run.attempt);
        if is_again {
            live.log(Level::Info, &format!("next attempt in {} s", pause.as_secs()));
        }
        let now = self.clock().now();
        live.change(|run| {
            finish(run, if is_again { Status::Queued } else { Status::Failed });
            run.not_before = if is_again { now + pause } else { run.not_before };
            run.message = Some(message);
            run.code = Some(code(failure.kind).to_owned());
        });
    }

    fn back_off(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt.clamp(1, 10) - 1).unwrap_or(0);
        (self.0.settings.back_off * 2_u32.pow(doublings)).min(MAX_BACK_OFF)
    }
}

/// What people are told of how a run ended.
fn news(run: &Run, now: chrono::DateTime<chrono::Utc>) -> Vec<Event> {
    let event = |kind: EventKind| {
        let mut event = Event::new(kind, run.actor.clone(), now)
            .with("run", run.id.to_string())
            .with("job", run.job.clone())
            .with("name", run.source_name.clone().unwrap_or_else(|| run.job.clone()));
        if let Some(source) = run.source {
            event = event.with("source", source.to_string());
        }
        match &run.message {
            Some(message) => event.with("message", message.chars().take(500).collect::<String>()),
            None => event,
        }
    };
    let failed = (run.status == Status::Failed).then(|| event(EventKind::RunFailed));
    let held = run.hold.map(|hold| event(EventKind::HoldOpened).with("hold", hold.to_string()));
    failed.into_iter().chain(held).collect()
}

fn finish(run: &mut Run, status: Status) {
    run.status = status;
    run.phase = None;
    run.progress = None;
}

/// Stops a job's task and waits until it has let go of everything.
async fn stopped<T>(task: tokio::task::JoinHandle<T>, ended: Ended) -> Ended {
    task.abort();
    drop(task.await);
    ended
}

/// How a run ended.
#[derive(Debug)]
enum Ended {
    /// The job came to its end.
    Done(Outcome),
    /// It gave up.
    Failed(Failure),
    /// A person stopped it.
    Cancelled,
    /// The process is stopping.
    Interrupted,
}
