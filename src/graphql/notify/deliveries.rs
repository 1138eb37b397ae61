//! What was sent to webhooks, or waits for them.

use async_graphql::SimpleObject;
use catalog::{EventId, Page};
use chrono::{DateTime, Utc};

use crate::{
    graphql::connection::PageInfo,
    notify::{self, DeliveryState, EventKind},
};

/// A message on its way, or there.
#[derive(SimpleObject)]
pub struct WebhookDelivery {
    /// The place of its event among all events.
    number: i64,
    /// What happened; null when the event is forgotten.
    kind: Option<EventKind>,
    /// The identifier that it is sent under.
    event: Option<EventId>,
    /// What it is told in order with: an asset, or the kind of event.
    subject: String,
    /// How it stands.
    state: DeliveryState,
    /// How often it was tried.
    attempts: i32,
    /// Since when it waits, or waited.
    queued_at: DateTime<Utc>,
    /// When it is tried next.
    next_at: Option<DateTime<Utc>>,
    /// When it came to an end.
    done_at: Option<DateTime<Utc>>,
    /// The status that the other side answered last.
    status: Option<i32>,
    /// Why the last attempt failed.
    note: Option<String>,
    /// How long the last attempt took, in milliseconds.
    milliseconds: Option<f64>,
}

impl From<notify::Delivery> for WebhookDelivery {
    #[expect(clippy::cast_precision_loss, reason = "no attempt takes 2^52 microseconds")]
    fn from(row: notify::Delivery) -> Self {
        Self {
            number: row.number,
            kind: row.kind,
            event: row.event,
            subject: row.subject,
            state: row.state,
            attempts: row.attempts,
            queued_at: row.queued_at,
            next_at: row.next_at,
            done_at: row.done_at,
            status: row.status,
            note: row.note,
            milliseconds: row.took_micros.map(|micros| micros as f64 / 1000.0),
        }
    }
}

/// A page of messages.
#[derive(SimpleObject)]
pub struct WebhookDeliveryConnection {
    /// The messages, newest event first.
    nodes: Vec<WebhookDelivery>,
    /// Where the page ends.
    page_info: PageInfo,
}

impl WebhookDeliveryConnection {
    pub(super) fn of(page: Page<notify::Delivery>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, delivery)| delivery.into()).collect(), page_info }
    }
}
