//! Webhooks and chats, for those who may manage them.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{EndpointId, UserId};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;

use super::deliveries::WebhookDeliveryConnection;
use crate::{
    access,
    graphql::{app, connection, connection::PageInfo, viewer},
    notify::{self, DeliveryState, EventKind, Locale, Shape},
};

/// An account, as far as a webhook needs it.
#[derive(SimpleObject, Clone)]
pub struct WebhookAccount {
    /// Its identifier.
    id: UserId,
    /// Its name.
    name: String,
    /// How people call it.
    display_name: String,
}

impl From<&access::User> for WebhookAccount {
    fn from(user: &access::User) -> Self {
        Self { id: user.id, name: user.name.clone(), display_name: user.display_name.clone() }
    }
}

/// How many messages of a webhook are how far.
#[derive(SimpleObject, Clone, Copy, Default)]
pub struct DeliveryCounts {
    /// They wait.
    waiting: i64,
    /// The other side has them.
    delivered: i64,
    /// They were given up.
    dead: i64,
    /// The webhook may not be told them any more.
    withheld: i64,
}

/// What is read for many webhooks at once.
struct Beside {
    accounts: HashMap<UserId, access::User>,
    counts: HashMap<EndpointId, DeliveryCounts>,
}

/// A webhook or a chat that is told of events.
pub struct Webhook {
    endpoint: notify::Endpoint,
    beside: Arc<Beside>,
}

/// A webhook or a chat that is told of events.
#[Object]
impl Webhook {
    /// Its identifier.
    async fn id(&self) -> EndpointId {
        self.endpoint.id
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.endpoint.name
    }

    /// What is sent.
    async fn shape(&self) -> Shape {
        self.endpoint.shape
    }

    /// Where to: scheme and host. What stands behind may be a secret and is not shown.
    async fn url(&self) -> &str {
        &self.endpoint.url
    }

    /// Whether a secret signs what is sent.
    async fn has_secret(&self) -> bool {
        self.endpoint.has_secret
    }

    /// Until when the secret before the newest one signs too.
    async fn old_secret_until(&self) -> Option<DateTime<Utc>> {
        self.endpoint.old_secret_until
    }

    /// The events it is told of; all when empty.
    async fn kinds(&self) -> &[EventKind] {
        &self.endpoint.kinds
    }

    /// The account whose sight decides what it is told; null when it is gone.
    async fn reader(&self) -> Option<WebhookAccount> {
        self.beside.accounts.get(&self.endpoint.reader).map(WebhookAccount::from)
    }

    /// Who answers for it.
    async fn owner(&self) -> Option<WebhookAccount> {
        self.endpoint.owner.and_then(|owner| self.beside.accounts.get(&owner)).map(WebhookAccount::from)
    }

    /// The language of its messages.
    async fn locale(&self) -> Locale {
        self.endpoint.locale
    }

    /// Whether it is told.
    async fn is_enabled(&self) -> bool {
        self.endpoint.is_enabled
    }

    /// Why it is not, when nobody switched it off.
    async fn trouble(&self) -> Option<&str> {
        self.endpoint.trouble.as_deref()
    }

    /// The event up to which messages were made.
    async fn position(&self) -> i64 {
        self.endpoint.position
    }

    /// When it last took a message.
    async fn last_success_at(&self) -> Option<DateTime<Utc>> {
        self.endpoint.last_success_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.endpoint.created_at
    }

    /// How many messages are how far.
    async fn counts(&self) -> DeliveryCounts {
        self.beside.counts.get(&self.endpoint.id).copied().unwrap_or_default()
    }
}

/// A page of webhooks.
#[derive(SimpleObject)]
pub struct WebhookConnection {
    /// The webhooks, by name.
    nodes: Vec<Webhook>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// What can happen, in words.
#[derive(SimpleObject)]
pub struct EventKindInfo {
    /// The kind.
    kind: EventKind,
    /// The word by which programs know it, without `cadastre.` before it.
    code: &'static str,
    /// What people read.
    title: &'static str,
    /// Whether anybody may follow it; others are told to whom they are addressed.
    can_be_followed: bool,
}

/// A webhook or a chat as it shall be; what is left out stays, or is the usual thing for a new one.
#[derive(InputObject)]
pub struct SaveWebhookInput {
    /// Which one; left out for a new one.
    id: Option<EndpointId>,
    /// What people call it.
    name: Option<String>,
    /// What is sent; of a new one only.
    shape: Option<Shape>,
    /// Where to: `https://HOST/PATH`.
    url: Option<String>,
    /// What signs what is sent to a chat; empty for nothing. That of a webhook is made here and shown once.
    secret: Option<String>,
    /// The events it is told of; all when empty.
    kinds: Option<Vec<EventKind>>,
    /// The account whose sight decides what it is told: mine, or that of a program that I answer for.
    reader: Option<UserId>,
    /// The language of its messages.
    locale: Option<Locale>,
    /// Whether it is told.
    is_enabled: Option<bool>,
}

/// A webhook, with a secret that is shown this once.
#[derive(SimpleObject)]
pub struct SavedWebhook {
    /// The webhook.
    webhook: Webhook,
    /// The secret that was made; it is not shown again.
    secret: Option<String>,
}

/// How a test went.
#[derive(SimpleObject)]
pub struct WebhookTest {
    /// Whether the other side took it.
    is_delivered: bool,
    /// The status that it answered.
    status: Option<i32>,
    /// Why it did not.
    note: Option<String>,
    /// How long it took, in milliseconds.
    milliseconds: f64,
}

async fn dress(ctx: &Context<'_>, endpoints: Vec<notify::Endpoint>) -> Result<Vec<Webhook>> {
    let ids: Vec<EndpointId> = endpoints.iter().map(|endpoint| endpoint.id).collect();
    let accounts: Vec<UserId> =
        endpoints.iter().flat_map(|endpoint| [Some(endpoint.reader), endpoint.owner]).flatten().collect();
    let mut counts: HashMap<EndpointId, DeliveryCounts> = HashMap::new();
    for (id, state, count) in app(ctx).notify().delivery_counts(viewer(ctx), &ids).await? {
        let counts = counts.entry(id).or_default();
        match state {
            DeliveryState::Waiting => counts.waiting = count,
            DeliveryState::Delivered => counts.delivered = count,
            DeliveryState::Dead => counts.dead = count,
            DeliveryState::Withheld => counts.withheld = count,
        }
    }
    let beside = Arc::new(Beside { accounts: app(ctx).access().accounts(&accounts).await?, counts });
    Ok(endpoints.into_iter().map(|endpoint| Webhook { endpoint, beside: Arc::clone(&beside) }).collect())
}

async fn dress_saved(ctx: &Context<'_>, saved: notify::Saved) -> Result<SavedWebhook> {
    let webhook = dress(ctx, vec![saved.endpoint]).await?.remove(0);
    Ok(SavedWebhook { webhook, secret: saved.secret.map(|secret| secret.expose_secret().to_owned()) })
}

/// Questions about webhooks.
#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// All webhooks and chats, by name.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) * (1 + child_complexity)")]
    async fn webhooks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<WebhookConnection> {
        let page = app(ctx).notify().endpoints(viewer(ctx), &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        let nodes = dress(ctx, page.items.into_iter().map(|(_, endpoint)| endpoint).collect()).await?;
        Ok(WebhookConnection { nodes, page_info })
    }

    /// One webhook or chat.
    async fn webhook(&self, ctx: &Context<'_>, id: EndpointId) -> Result<Webhook> {
        let endpoint = app(ctx).notify().endpoint(viewer(ctx), id).await?;
        Ok(dress(ctx, vec![endpoint]).await?.remove(0))
    }

    /// What was sent to a webhook or waits for it, newest event first.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) + child_complexity")]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        id: EndpointId,
        state: Option<DeliveryState>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<WebhookDeliveryConnection> {
        let page = connection::page(first, after)?;
        let page = app(ctx).notify().deliveries(viewer(ctx), id, state, &page).await?;
        Ok(WebhookDeliveryConnection::of(page))
    }

    /// The accounts that a webhook of mine may read with: mine, and those of programs that I answer for; 200 at most.
    async fn webhook_readers(&self, ctx: &Context<'_>) -> Result<Vec<WebhookAccount>> {
        let readers = app(ctx).notify().readers(viewer(ctx)).await?;
        Ok(readers.iter().map(WebhookAccount::from).collect())
    }

    /// Everything that can happen, in words.
    async fn event_kinds(&self, #[graphql(default)] locale: Locale) -> Vec<EventKindInfo> {
        let info = |kind: &EventKind| EventKindInfo {
            kind: *kind,
            code: kind.code(),
            title: locale.pick(kind.title()),
            can_be_followed: kind.can_be_followed(),
        };
        EventKind::ALL.iter().map(info).collect()
    }
}

/// Changes of webhooks.
#[derive(Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Makes or changes a webhook or a chat. A new one is told of what happens from now on.
    async fn save_webhook(&self, ctx: &Context<'_>, input: SaveWebhookInput) -> Result<SavedWebhook> {
        let change = notify::EndpointChange {
            id: input.id,
            name: input.name,
            shape: input.shape,
            url: input.url.map(Into::into),
            secret: input.secret.map(Into::into),
            kinds: input.kinds,
            reader: input.reader,
            locale: input.locale,
            is_enabled: input.is_enabled,
        };
        let saved = app(ctx).notify().save_endpoint(viewer(ctx), change).await?;
        dress_saved(ctx, saved).await
    }

    /// Makes a new secret for a webhook; the one before is good for another day.
    async fn rotate_webhook_secret(&self, ctx: &Context<'_>, id: EndpointId) -> Result<SavedWebhook> {
        let saved = app(ctx).notify().rotate_secret(viewer(ctx), id).await?;
        dress_saved(ctx, saved).await
    }

    /// Deletes a webhook or a chat, with everything that waits for it.
    async fn delete_webhook(&self, ctx: &Context<'_>, id: EndpointId) -> Result<bool> {
        app(ctx).notify().delete_endpoint(viewer(ctx), id).await?;
        Ok(true)
    }

    /// Sends a test message, once.
    async fn test_webhook(&self, ctx: &Context<'_>, id: EndpointId) -> Result<WebhookTest> {
        let attempt = app(ctx).notify().send_test(viewer(ctx), id).await?;
        Ok(WebhookTest {
            is_delivered: attempt.is_delivered,
            status: attempt.status.map(i32::from),
            note: attempt.note,
            milliseconds: attempt.took.as_secs_f64() * 1000.0,
        })
    }

    /// Sends everything behind the event `position` once more, in order, as far as events are kept.
    async fn replay_webhook_from(&self, ctx: &Context<'_>, id: EndpointId, position: i64) -> Result<bool> {
        app(ctx).notify().replay_from(viewer(ctx), id, position).await?;
        Ok(true)
    }

    /// Sends one message once more.
    async fn replay_webhook(&self, ctx: &Context<'_>, id: EndpointId, number: i64) -> Result<bool> {
        app(ctx).notify().replay(viewer(ctx), id, number).await?;
        Ok(true)
    }
}
