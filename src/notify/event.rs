//! What people and programs are told: one thing that happened, written in the transaction that made it happen.

use async_graphql::Enum;
use catalog::{AssetId, ErrorKind, EventId, Fault as _, Result, UserId, Write};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::store::event::{self as store, EventRow};

/// The most bytes of what an event tells, as JSON.
pub const MOST_DATA: usize = 16 * 1024;
/// The most accounts that one event is addressed to.
pub const MOST_RECIPIENTS: usize = 1_000;

macro_rules! kinds {
    ($($name:ident $code:literal $english:literal $chinese:literal),* $(,)?) => {
        /// What happened, as a closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
        pub enum EventKind {
            $(
                #[doc = $english]
                #[serde(rename = $code)]
                $name,
            )*
        }

        impl EventKind {
            /// Every kind, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word for it, by which programs know it: `asset.removed`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// What people read, in English and in Chinese.
            #[must_use]
            pub const fn title(self) -> [&'static str; 2] {
                match self { $(Self::$name => [$english, $chinese]),* }
            }
        }
    };
}

kinds! {
    AssetCreated "asset.created" "New asset" "新增资产",
    AssetChanged "asset.changed" "Asset changed" "资产已变更",
    AssetSchemaChanged "asset.changed.schema" "Schema changed" "结构变更",
    AssetLineageChanged "asset.changed.lineage" "Lineage changed" "血缘变更",
    AssetRemoved "asset.removed" "Asset removed" "资产已移除",
    AssetRestored "asset.restored" "Asset is back" "资产已恢复",
    AssetDeprecated "asset.deprecated" "Asset deprecated" "资产已弃用",
    AssetUpstreamDeprecated "asset.deprecated.upstream" "Made from something deprecated" "上游资产已弃用",
    AccessRequested "access.requested" "Access requested" "申请访问权限",
    AccessDecided "access.decided" "Access request decided" "访问申请已处理",
    AccessEnded "access.ended" "Access ended" "访问权限已到期",
    TaskAssigned "task.assigned" "Task assigned" "任务已分配",
    TaskDecided "task.decided" "Task decided" "任务已处理",
    CommentAdded "comment.added" "New comment" "新评论",
    CommentMentioned "comment.mentioned" "You were mentioned" "有人提到了您",
    AnnouncementPublished "announcement.published" "Announcement" "公告",
    RunFailed "run.failed" "Run failed" "运行失败",
    IncidentOpened "incident.opened" "Data quality incident" "数据质量问题",
    IncidentChanged "incident.changed" "Incident changed" "质量问题有进展",
    IncidentResolved "incident.resolved" "Incident resolved" "质量问题已解决",
    KpiAtRisk "kpi.at_risk" "KPI at risk" "KPI 有风险",
    KpiMissed "kpi.missed" "KPI target missed" "KPI 未达标",
    HoldOpened "hold.opened" "Removals wait for a decision" "移除待确认",
    TermReviewRequested "term.review_requested" "Term waits for review" "术语待评审",
    TermReviewed "term.reviewed" "Term reviewed" "术语已评审",
    WebhookDisabled "webhook.disabled" "Webhook switched off" "Webhook 已停用",
    WebhookTest "webhook.test" "Test message" "测试消息",
}

impl std::str::FromStr for EventKind {
    type Err = catalog::Error;

    fn from_str(code: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|kind| kind.code()).collect();
            catalog::Error::invalid("kinds", format!("`{code}` is no kind of event; known: {}", known.join(", ")))
        })
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its identifier; the same whenever it is told again.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// To which asset; who may not know of it is not told.
    pub asset: Option<AssetId>,
    /// The name that history records for whoever did it.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What there is to know beside: at most [`MOST_DATA`] bytes, and never a secret. Whoever may know of the asset may
    /// read it.
    pub data: Map<String, Value>,
    /// Whom it is addressed to; they are told without a subscription.
    pub to: Vec<UserId>,
}

impl Event {
    /// Something that `actor` did.
    #[must_use]
    pub fn new(kind: EventKind, actor: impl Into<String>, at: DateTime<Utc>) -> Self {
        let (id, actor) = (EventId::new(), actor.into());
        Self { id, kind, asset: None, actor, at, data: Map::new(), to: Vec::new() }
    }

    /// The same about an asset.
    #[must_use]
    pub fn about(mut self, asset: AssetId) -> Self {
        self.asset = Some(asset);
        self
    }

    /// The same with something more to know.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.data.insert(name.into(), value.into());
        self
    }

    /// The same addressed to these.
    #[must_use]
    pub fn to(mut self, accounts: impl IntoIterator<Item = UserId>) -> Self {
        self.to.extend(accounts);
        self
    }

    /// What is told in order: what is about one asset, and everything else by its kind.
    #[must_use]
    pub fn subject(&self) -> String {
        self.asset.map_or_else(|| self.kind.code().to_owned(), |asset| asset.to_string())
    }
}

/// Writes an event in the caller's transaction: it is told when that is committed, and never otherwise.
///
/// # Errors
/// `Invalid` for data of more than [`MOST_DATA`] bytes or more than [`MOST_RECIPIENTS`] accounts; the store's own.
pub async fn post(write: &Write, event: Event) -> Result<EventId> {
    let id = event.id;
    post_all(write, vec![event]).await?;
    Ok(id)
}

/// The same of several, in their order.
///
/// # Errors
/// As [`post`].
pub async fn post_all(write: &Write, events: Vec<Event>) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(events.len()).map_err(|_| catalog::Error::invalid("events", "are too many"))?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        rows.push(row(event)?);
    }
    let first = store::take_numbers(write, count).await?;
    for (row, number) in rows.iter_mut().zip(first..) {
        row.number = number;
    }
    store::insert(write, &rows).await
}

fn row(event: Event) -> Result<EventRow> {
    let data = Value::Object(event.data).to_string();
    if data.len() > MOST_DATA {
        return Err(catalog::Error::invalid("data", format!("has more than {MOST_DATA} bytes; tell less")));
    }
    let mut to: Vec<_> = event.to.iter().map(|user| user.0).collect();
    to.sort_unstable();
    to.dedup();
    if to.len() > MOST_RECIPIENTS {
        return Err(catalog::Error::invalid("to", format!("names more than {MOST_RECIPIENTS} accounts")));
    }
    let recipients = (!to.is_empty()).then(|| Value::from(to.iter().map(ToString::to_string).collect::<Vec<_>>()));
    Ok(EventRow {
        number: 0,
        id: event.id.0,
        kind: event.kind.code().to_owned(),
        at: event.at.timestamp_micros(),
        actor: event.actor,
        asset: event.asset.map(|asset| asset.0),
        data,
        recipients: recipients.map(|list| list.to_string()),
    })
}

/// An event with its place in the order of all events.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its place; later is greater.
    pub number: i64,
    /// The event.
    pub event: Event,
}

impl Told {
    /// The event of a row; none for a kind that this version does not know.
    pub(super) fn read(row: EventRow) -> Option<Self> {
        let kind = row.kind.parse().inspect_err(|cause: &catalog::Error| {
            debug_assert_eq!(cause.kind(), ErrorKind::Invalid);
            tracing::warn!(kind = row.kind, "an event of a kind that this version does not know is not told");
        });
        let ids: Vec<UserId> = row.recipients.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let event = Event {
            id: EventId(row.id),
            kind: kind.ok()?,
            asset: row.asset.map(AssetId),
            actor: row.actor,
            at: catalog::clock::from_micros(row.at),
            data: serde_json::from_str(&row.data).unwrap_or_default(),
            to: ids,
        };
        Some(Self { number: row.number, event })
    }
}
