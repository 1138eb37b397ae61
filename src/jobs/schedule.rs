//! Firing schedules: which runs are due, and never one of them twice.
//!
//! Each source remembers up to when its schedule has been looked at. Looking and remembering are one transaction, and
//! a due time is a slot that only one run can have, so any number of processes may look.

use catalog::{Result, database::Write};
use chrono::{DateTime, Duration, Utc};

use super::{
    Jobs,
    cron::Cron,
    run::{Status, Trigger},
    store,
};
use crate::sources::{self, MissedRuns, Overlap, Schedule, Source};

impl Jobs {
    /// Queues a run for every schedule that is due. Returns how many it queued.
    ///
    /// # Errors
    /// The store's own.
    pub async fn fire_due(&self) -> Result<usize> {
        let now = self.clock().now();
        let mut fired = 0;
        for source in self.0.sources.scheduled().await? {
            if due(&source, source.fired_until, now).is_some() && self.fire_source(&source, now).await? {
                fired += 1;
            }
        }
        fired += self.fire_suites(now).await?;
        fired += self.fire_after_runs(now).await?;
        for job in super::JOBS {
            let is_possible = !job.needs_worth() || self.0.worth.get().is_some();
            if let Some(expression) = job.schedule().filter(|_| is_possible) {
                fired += usize::from(self.fire_own(job.name(), expression, now).await?);
            }
        }
        if fired > 0 {
            self.0.wake.notify_one();
        }
        Ok(fired)
    }

    async fn fire_source(&self, source: &Source, now: DateTime<Utc>) -> Result<bool> {
        let write = self.0.catalog.database().write().await?;
        // As it is now: it may have been paused, changed or looked at by somebody else since.
        let Some(source) = sources::store::get_for_write(&write, source.id).await? else { return Ok(false) };
        let Some((schedule, slot)) = due(&source, source.fired_until, now) else { return Ok(false) };
        sources::store::set_fired_until(&write, source.id, now).await?;
        let is_missed = slot.at < now - self.grace() && schedule.missed == MissedRuns::Skip;
        let is_fired = !is_missed
            && self.may_queue(&write, &source, schedule.overlap).await?
            && store::insert(
                &write,
                &self.crawl_of(&source, Trigger::Cron, "system"),
                Some(&format!("{}@{}", source.id, slot.name)),
            )
            .await?;
        write.commit().await?;
        if !is_fired {
            tracing::info!(source.id = %source.id, "left out the crawl of `{}` due at {}", source.name, slot.name);
        }
        Ok(is_fired)
    }

    async fn may_queue(&self, write: &Write, source: &Source, overlap: Overlap) -> Result<bool> {
        let open = store::open_runs(write, source.id).await?;
        Ok(match overlap {
            Overlap::Skip => open.is_empty(),
            Overlap::Queue => open.iter().all(|run| run.status == Status::Running),
        })
    }

    /// Fires a job of the service itself, once for its last due time of the last day.
    async fn fire_own(&self, job: &str, expression: &str, now: DateTime<Utc>) -> Result<bool> {
        let cron = Cron::parse(expression, "UTC")?;
        let Some(at) = cron.last_between(now - Duration::days(1), now) else { return Ok(false) };
        let slot = format!("{job}@{}", cron.slot(at));
        if store::is_taken(self.0.catalog.database(), &slot).await? {
            return Ok(false);
        }
        let write = self.0.catalog.database().write().await?;
        let is_fired = store::insert(&write, &self.run_of(job, Trigger::Cron, "system"), Some(&slot)).await?;
        write.commit().await?;
        Ok(is_fired)
    }

    fn grace(&self) -> Duration {
        Duration::from_std(self.0.settings.grace).unwrap_or(Duration::MAX)
    }
}

/// A due time, and the name under which only one run can have it.
struct Slot {
    at: DateTime<Utc>,
    name: String,
}

/// The last time in (`after`, `now`] at which a source is due.
fn due(source: &Source, after: DateTime<Utc>, now: DateTime<Utc>) -> Option<(Schedule, Slot)> {
    let schedule = source.schedule.clone().filter(|_| !source.is_paused)?;
    let cron = schedule.parse().ok()?;
    let at = cron.last_between(after, now)?;
    Some((schedule, Slot { at, name: cron.slot(at) }))
}
