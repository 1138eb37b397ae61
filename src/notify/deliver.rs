//! Deliveries: who sends what when.
//!
//! One server at a time holds an endpoint, by lease. Of each subject only the first message that waits is sent, so what
//! is about one asset arrives in order; different subjects and different endpoints do not wait for each other. What fails
//! is tried again for about three days; the identifier stays the same, so whoever gets a message twice can tell.

use catalog::{EndpointId, UserId};
use uuid::Uuid;

use super::{
    Notify,
    error::Result,
    event::{Event, EventKind, Told, post},
    news::{self, News},
    send::Attempt,
    shape::Target,
    store::{
        delivery::{self, DeliveryRow},
        endpoint::{self as store, EndpointRow},
        event,
    },
};

/// The pauses before further attempts, in seconds: three days and a bit.
const PAUSES: [i64; 10] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// How many messages of one endpoint are on their way at once.
const AT_ONCE: u64 = 4;
/// How often in a row an endpoint is served before another one may be.
const ROUNDS: usize = 25;
/// How long an endpoint is held by who said last that they are at work, in seconds; longer than an attempt.
const LEASE: i64 = 60;
/// How long an endpoint rests after messages failed, in seconds, at most.
const LONGEST_REST: i64 = 300;
/// The most characters of a note.
const MOST_NOTE: usize = 300;

impl Notify {
    /// The endpoints that have something due and are held by nobody.
    pub(super) async fn due_endpoints(&self, most: u64) -> Result<Vec<EndpointId>> {
        let due = store::due(self.database().read(), self.now_micros(), most).await?;
        Ok(due.into_iter().map(EndpointId).collect())
    }

    /// Serves one endpoint for a while; answers how many messages it took.
    pub(super) async fn serve(&self, id: EndpointId) -> Result<usize> {
        let mut taken = 0;
        for _ in 0..ROUNDS {
            if self.stopping().is_cancelled() || !self.hold(id.0).await? {
                break;
            }
            let Some((delivered, has_failed)) = self.round(id).await? else { break };
            taken += delivered;
            if has_failed {
                break;
            }
        }
        let write = self.database().write().await?;
        store::release(&write, id.0, self.holder()).await?;
        write.commit().await?;
        Ok(taken)
    }

    async fn hold(&self, id: Uuid) -> Result<bool> {
        let now = self.now_micros();
        let write = self.database().write().await?;
        let is_held = store::claim(&write, id, self.holder(), now, now + LEASE * 1_000_000).await?;
        write.commit().await?;
        Ok(is_held)
    }

    /// Sends what is due, of each subject one; none when nothing is. Answers how many were taken, and whether any failed.
    async fn round(&self, id: EndpointId) -> Result<Option<(usize, bool)>> {
        let Some(row) = store::find(self.database().read(), id.0).await?.filter(|row| row.is_enabled) else {
            return Ok(None);
        };
        let heads = delivery::heads(self.database().read(), id.0, self.now_micros(), AT_ONCE).await?;
        if heads.is_empty() {
            return Ok(None);
        }
        let news = self.news_for(&row, &heads).await?;
        let target = match self.target(&row) {
            Ok(target) => target,
            Err(cause) => {
                let trouble = crate::telemetry::chain(&cause);
                self.switch_off(&row, &trouble).await?;
                return Ok(None);
            }
        };
        let attempts = heads.into_iter().map(|head| {
            let news = news.iter().find(|news| news.number == head.number);
            self.tried(&target, head, news)
        });
        let tried = futures_util::future::join_all(attempts).await;
        self.conclude(&row, tried).await.map(Some)
    }

    /// What the endpoint may be told at this moment.
    async fn news_for(&self, row: &EndpointRow, heads: &[DeliveryRow]) -> Result<Vec<News>> {
        let Some(reader) = self.access().viewer_as(UserId(row.reader)).await? else { return Ok(Vec::new()) };
        let numbers: Vec<i64> = heads.iter().map(|head| head.number).collect();
        let events = event::numbered(self.database().read(), &numbers).await?;
        Ok(news::of(self.catalog(), &reader, events.into_iter().filter_map(Told::read).collect()).await?)
    }

    /// One attempt; none for what may not be told any more.
    async fn tried(
        &self,
        target: &Target,
        head: DeliveryRow,
        news: Option<&News>,
    ) -> (DeliveryRow, Result<Option<Attempt>>) {
        let attempt = match news {
            Some(news) => self.attempt(target, news).await.map(Some),
            None => Ok(None),
        };
        (head, attempt)
    }

    /// Writes down how attempts went.
    async fn conclude(
        &self,
        row: &EndpointRow,
        tried: Vec<(DeliveryRow, Result<Option<Attempt>>)>,
    ) -> Result<(usize, bool)> {
        let now = self.now_micros();
        let write = self.database().write().await?;
        let (mut taken, mut failed, mut last) = (0, 0, None);
        let mut trouble: Option<String> = None;
        for (mut head, attempt) in tried {
            match attempt {
                Ok(None) => (head.state, head.done_at) = (delivery::WITHHELD, Some(now)),
                Ok(Some(attempt)) if attempt.is_delivered => {
                    note(&mut head, &attempt);
                    (head.state, head.done_at) = (delivery::DELIVERED, Some(now));
                    taken += 1;
                }
                Ok(Some(attempt)) => {
                    note(&mut head, &attempt);
                    failed += 1;
                    if attempt.is_unwanted() {
                        trouble = Some("it answers 410: it wants to hear no more".into());
                    } else if !postpone(&mut head, attempt.wish, now) {
                        // One that took others since is well; it only cannot take this one.
                        let is_dead = row.last_success_at.is_none_or(|at| at < head.queued_at);
                        trouble = trouble.or(is_dead.then(|| "it took nothing for three days".into()));
                    }
                    last = head.note.clone();
                }
                Err(cause) => {
                    head.note = Some(cut(&crate::telemetry::chain(&cause)));
                    (head.state, head.done_at) = (delivery::DEAD, Some(now));
                }
            }
            delivery::update(&write, &head).await?;
        }
        if taken > 0 {
            store::set_success(&write, row.id, now).await?;
        }
        if failed > 0 {
            let failures = if taken > 0 { 1 } else { row.failures.saturating_add(1) };
            store::set_pause(&write, row.id, failures, now + rest(failures) * 1_000_000).await?;
        }
        if let Some(trouble) = trouble {
            let trouble = format!("{trouble} ({})", last.unwrap_or_default());
            self.tell_switched_off(&write, row, &trouble).await?;
        }
        write.commit().await?;
        Ok((taken, failed > 0))
    }

    async fn switch_off(&self, row: &EndpointRow, trouble: &str) -> Result<()> {
        let write = self.database().write().await?;
        self.tell_switched_off(&write, row, trouble).await?;
        Ok(write.commit().await?)
    }

    /// Switches an endpoint off and tells who answers for it. What waits for it waits on.
    async fn tell_switched_off(&self, write: &catalog::Write, row: &EndpointRow, trouble: &str) -> Result<()> {
        store::disable(write, row.id, &cut(trouble)).await?;
        let told = Event::new(EventKind::WebhookDisabled, "system", self.clock().now())
            .with("name", row.name.clone())
            .with("webhook", row.id.to_string())
            .with("message", cut(trouble))
            .to(row.owner.map(UserId));
        post(write, told).await?;
        tracing::warn!(webhook = %row.id, "switched a webhook off: {trouble}");
        Ok(())
    }
}

fn note(head: &mut DeliveryRow, attempt: &Attempt) {
    head.attempts = head.attempts.saturating_add(1);
    head.status = attempt.status.map(i32::from);
    head.note = attempt.note.as_deref().map(cut);
    head.took_micros = i64::try_from(attempt.took.as_micros()).ok();
}

/// Plans the next attempt, `wish` seconds from now at the earliest; gives the message up when there was the last one.
fn postpone(head: &mut DeliveryRow, wish: Option<i64>, now: i64) -> bool {
    let made = usize::try_from(head.attempts - 1).unwrap_or(0);
    let Some(pause) = PAUSES.get(made) else {
        (head.state, head.done_at) = (delivery::DEAD, Some(now));
        return false;
    };
    head.not_before = now + jittered(*pause, head).max(wish.unwrap_or(0) * 1_000_000);
    true
}

/// A pause in microseconds, up to a tenth longer, so that what failed together does not come back together. Drawn from the
/// message itself: chance is not needed, only difference.
fn jittered(seconds: i64, head: &DeliveryRow) -> i64 {
    let text = format!("{}/{}/{}", head.endpoint, head.number, head.attempts);
    let drawn = i64::from(blake3::hash(text.as_bytes()).as_bytes()[0]);
    seconds * 1_000_000 + seconds * 100_000 * drawn / 255
}

/// How long an endpoint rests when messages failed for the `failures`th time in a row, in seconds.
fn rest(failures: i32) -> i64 {
    2_i64.saturating_pow(u32::try_from(failures - 1).unwrap_or(0).min(10)).min(LONGEST_REST)
}

fn cut(text: &str) -> String {
    text.chars().filter(|found| *found != '\0').take(MOST_NOTE).collect()
}
