//! One message to one endpoint: through the guarded client for outbound calls, within bounds of time and size.

use std::time::{Duration, Instant};

use catalog::{Action, EndpointId, Viewer};
use connectors::service::{self, Limits, Longer};

use super::{
    Notify,
    error::Result,
    event::{Event, EventKind},
    news::News,
    shape::{self, Sender, Target},
};

/// How long one attempt may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is read.
const MOST_ANSWER: u64 = 64 * 1024;
/// The longest pause that the other side may ask for.
const LONGEST_WISH: i64 = 3600;

/// How an attempt went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Whether the other side has it.
    pub is_delivered: bool,
    /// The status that it answered, if it did.
    pub status: Option<u16>,
    /// Why it has not got it.
    pub note: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// How many seconds it asks to wait.
    pub(super) wish: Option<i64>,
}

impl Attempt {
    fn failed(note: String, took: Duration) -> Self {
        Self { is_delivered: false, status: None, note: Some(note), took, wish: None }
    }

    /// Whether the other side wants to hear no more.
    pub(super) fn is_unwanted(&self) -> bool {
        self.status == Some(410)
    }
}

impl Notify {
    /// Sends a test message to an endpoint, once, at once and outside of its queue.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for settings that cannot be used. That the other side does not take it is no
    /// error.
    pub async fn send_test(&self, viewer: &Viewer, id: EndpointId) -> Result<Attempt> {
        viewer.must(Action::ManageWebhooks)?;
        let row = self.endpoint_row(id).await?;
        let target = self.target(&row)?;
        let event = Event::new(EventKind::WebhookTest, viewer.name.clone(), self.clock().now()).with("name", row.name);
        let news = News { number: row.position, event, asset: None };
        self.attempt(&target, &news).await
    }

    /// Tries once to tell `news`.
    pub(super) async fn attempt(&self, target: &Target, news: &News) -> Result<Attempt> {
        let sender = Sender { address: self.address().to_owned(), now: self.clock().now() };
        let request = shape::request(target, news, &sender)?;
        let limits = Limits { most_bytes: MOST_ANSWER, patience: PATIENCE, longer: Longer::Cut };
        let began = Instant::now();
        let answer = service::exchange(request, self.outbound(), limits, self.authorities()).await;
        let took = began.elapsed();
        let answer = match answer {
            Ok(answer) => answer,
            Err(cause) => return Ok(Attempt::failed(crate::telemetry::chain(&cause), took)),
        };
        let status = answer.status().as_u16();
        let wish = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let wish = wish.and_then(|text| text.trim().parse::<i64>().ok()).map(|seconds| seconds.clamp(0, LONGEST_WISH));
        let note = shape::objection(target.shape, status, answer.body());
        Ok(Attempt { is_delivered: note.is_none(), status: Some(status), note, took, wish })
    }
}
