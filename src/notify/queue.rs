//! From events to deliveries: each endpoint takes up events from its own place on, as far as its queue has room. What does
//! not fit stays where it is, in the log of events, so one that is down for long costs no more than its queue.

use catalog::{Page, PageRequest, UserId, Viewer};
use chrono::{DateTime, Utc};

use super::{
    Notify,
    endpoint::kinds_of,
    error::{Error, Result},
    event::{EventKind, Told},
    news,
    store::{
        delivery::{self, DeliveryRow},
        endpoint::{self as store, EndpointRow},
        event,
    },
};
use catalog::{
    Action, EndpointId,
    page::{decode_cursor, encode_cursor},
};

/// How many messages of one endpoint wait at most.
const WINDOW: i64 = 1_000;
/// How many events are looked at in one step.
const STEP: u64 = 200;

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum DeliveryState {
    /// It waits until it can be sent.
    Waiting,
    /// The other side has it.
    Delivered,
    /// It was given up.
    Dead,
    /// The endpoint may not be told it any more.
    Withheld,
}

impl DeliveryState {
    const fn number(self) -> i16 {
        match self {
            Self::Waiting => delivery::WAITING,
            Self::Delivered => delivery::DELIVERED,
            Self::Dead => delivery::DEAD,
            Self::Withheld => delivery::WITHHELD,
        }
    }

    const fn of(number: i16) -> Self {
        match number {
            delivery::DELIVERED => Self::Delivered,
            delivery::DEAD => Self::Dead,
            delivery::WITHHELD => Self::Withheld,
            _ => Self::Waiting,
        }
    }
}

/// A message on its way to an endpoint, or there.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The place of its event among all events.
    pub number: i64,
    /// What happened; none when the event is forgotten.
    pub kind: Option<EventKind>,
    /// The identifier that it is sent under.
    pub event: Option<catalog::EventId>,
    /// What it is told in order with.
    pub subject: String,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// Since when it waits, or waited.
    pub queued_at: DateTime<Utc>,
    /// When it is tried next, while it waits.
    pub next_at: Option<DateTime<Utc>>,
    /// When it came to an end.
    pub done_at: Option<DateTime<Utc>>,
    /// The status that the other side answered last.
    pub status: Option<i32>,
    /// Why the last attempt failed.
    pub note: Option<String>,
    /// How long the last attempt took, in microseconds.
    pub took_micros: Option<i64>,
}

impl Notify {
    /// Lets endpoints take up events as far as there is room; answers whether any did.
    pub(super) async fn fill_queues(&self) -> Result<bool> {
        let last = event::last(self.database().read()).await?;
        let mut has_any = false;
        for row in store::behind(self.database().read(), last).await? {
            has_any |= self.fill_queue(row).await?;
        }
        Ok(has_any)
    }

    async fn fill_queue(&self, mut row: EndpointRow) -> Result<bool> {
        let mut has_any = false;
        let Some(reader) = self.access().viewer_as(UserId(row.reader)).await? else {
            // Without an account to read with there is nothing that may be told, until somebody names another.
            let write = self.database().write().await?;
            store::disable(&write, row.id, "the account it reads with is gone or kept out; choose another one").await?;
            write.commit().await?;
            return Ok(false);
        };
        loop {
            let room = WINDOW - delivery::waiting(self.database().read(), row.id).await?;
            if room <= 0 {
                return Ok(has_any);
            }
            let step = STEP.min(room.unsigned_abs());
            let events = event::after(self.database().read(), row.position, step).await?;
            let Some(reached) = events.last().map(|event| event.number) else { return Ok(has_any) };
            let rows = self.wanted(&row, &reader, events).await?;
            let write = self.database().write().await?;
            if !store::advance(&write, row.id, row.position, reached).await? {
                return Ok(has_any);
            }
            delivery::queue(&write, &rows).await?;
            write.commit().await?;
            has_any = true;
            row.position = reached;
        }
    }

    /// The deliveries of those events that an endpoint wants and may be told.
    async fn wanted(
        &self,
        row: &EndpointRow,
        reader: &Viewer,
        events: Vec<event::EventRow>,
    ) -> Result<Vec<DeliveryRow>> {
        let kinds = kinds_of(row.kinds.as_deref());
        let told: Vec<Told> = events.into_iter().filter_map(Told::read).collect();
        let told: Vec<&Told> =
            told.iter().filter(|told| kinds.is_empty() || kinds.contains(&told.event.kind)).collect();
        let heard = news::heard(self.catalog(), reader, &told).await?;
        let now = self.now_micros();
        let heard = told.iter().filter(|told| heard.contains(&told.number));
        Ok(heard.map(|told| DeliveryRow::new(row.id, told.number, told.event.subject(), now)).collect())
    }

    /// Sends everything behind the event `position` once more, in order, as far as events are kept.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a place that is not there yet.
    pub async fn replay_from(&self, viewer: &Viewer, id: EndpointId, position: i64) -> Result<()> {
        viewer.must(Action::ManageWebhooks)?;
        self.endpoint_row(id).await?;
        let write = self.database().write().await?;
        let last = event::last(&*write).await?;
        if !(0..=last).contains(&position) {
            return Err(Error::invalid("position", format!("is {position}; 0 to {last} are there")));
        }
        store::rewind(&write, id.0, position).await?;
        write.commit().await?;
        self.wake();
        Ok(())
    }

    /// Sends one message once more.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn replay(&self, viewer: &Viewer, id: EndpointId, number: i64) -> Result<()> {
        viewer.must(Action::ManageWebhooks)?;
        let write = self.database().write().await?;
        let found = delivery::find(&*write, id.0, number).await?;
        let found = found.ok_or_else(|| catalog::Error::not_found("delivery", number))?;
        delivery::queue(&write, &[DeliveryRow::new(id.0, number, found.subject, self.now_micros())]).await?;
        write.commit().await?;
        self.wake();
        Ok(())
    }

    /// How many deliveries of each of these endpoints are in each state.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn delivery_counts(
        &self,
        viewer: &Viewer,
        ids: &[EndpointId],
    ) -> Result<Vec<(EndpointId, DeliveryState, i64)>> {
        viewer.must(Action::ManageWebhooks)?;
        let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
        let counts = delivery::counts(self.database().read(), &ids).await?;
        Ok(counts.into_iter().map(|(id, state, count)| (EndpointId(id), DeliveryState::of(state), count)).collect())
    }

    /// A page of the deliveries of an endpoint, newest event first; of those in one state, where wanted.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a foreign cursor.
    pub async fn deliveries(
        &self,
        viewer: &Viewer,
        id: EndpointId,
        state: Option<DeliveryState>,
        page: &PageRequest,
    ) -> Result<Page<Delivery>> {
        viewer.must(Action::ManageWebhooks)?;
        self.endpoint_row(id).await?;
        let below = page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?;
        let below: Option<i64> = match below {
            Some(parts) => {
                Some(parts.concat().parse().map_err(|_| Error::invalid("after", "is not a cursor of this list"))?)
            }
            None => None,
        };
        let state = state.map(DeliveryState::number);
        let rows = delivery::page(self.database().read(), id.0, state, below, page.first as u64 + 1).await?;
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let events = event::numbered(self.database().read(), &numbers).await?;
        let known: std::collections::HashMap<i64, Told> =
            events.into_iter().filter_map(Told::read).map(|told| (told.number, told)).collect();
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.number.to_string()]));
        Ok(page.map(|row| read(row, &known)))
    }
}

fn read(row: DeliveryRow, known: &std::collections::HashMap<i64, Told>) -> Delivery {
    let time = catalog::clock::from_micros;
    let event = known.get(&row.number).map(|told| &told.event);
    let state = DeliveryState::of(row.state);
    Delivery {
        number: row.number,
        kind: event.map(|event| event.kind),
        event: event.map(|event| event.id),
        subject: row.subject,
        state,
        attempts: row.attempts,
        queued_at: time(row.queued_at),
        next_at: (state == DeliveryState::Waiting).then(|| time(row.not_before)),
        done_at: row.done_at.map(time),
        status: row.status,
        note: row.note,
        took_micros: row.took_micros,
    }
}
