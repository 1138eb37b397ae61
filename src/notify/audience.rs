//! Who hears of an event: those it is addressed to, those who want to hear of what it is about, and owners of what breaks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{
    AssetId, UserId,
    governance::{Facts, facts::fold},
};

use super::{
    Notify,
    endpoint::kinds_of,
    error::Result,
    event::{Event, EventKind, Told},
    news,
    store::subscription::{self, SubscriptionRow},
};

/// Why somebody hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, async_graphql::Enum)]
pub enum Reason {
    /// It is addressed to them.
    Addressed,
    /// They own it.
    Owner,
    /// They follow it.
    Following,
}

impl Reason {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Addressed => "addressed",
            Self::Owner => "owner",
            Self::Following => "following",
        }
    }

    pub(super) fn of(code: &str) -> Self {
        match code {
            "addressed" => Self::Addressed,
            "owner" => Self::Owner,
            _ => Self::Following,
        }
    }
}

/// Somebody who hears of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hearer {
    pub(super) reason: Reason,
    pub(super) by_mail: bool,
}

/// Who hears of each of a number of events, before it is asked what they may know of.
pub(super) type Audience = HashMap<i64, BTreeMap<UserId, Hearer>>;

impl EventKind {
    /// Whether anybody who may know of the asset may follow it; others are told to whom they are addressed, and owners.
    #[must_use]
    pub const fn can_be_followed(self) -> bool {
        !matches!(
            self,
            Self::AccessRequested
                | Self::AccessDecided
                | Self::AccessEnded
                | Self::TaskAssigned
                | Self::TaskDecided
                | Self::CommentMentioned
                | Self::TermReviewRequested
                | Self::TermReviewed
                | Self::KpiAtRisk
                | Self::KpiMissed
                | Self::WebhookDisabled
                | Self::WebhookTest
        )
    }
}

/// Whether owners are told without asking for it.
fn is_for_owners(event: &Event) -> bool {
    let is_breaking = event.data.get("breaking") == Some(&serde_json::Value::Bool(true));
    let is_theirs = matches!(
        event.kind,
        EventKind::AccessRequested
            | EventKind::AssetDeprecated
            | EventKind::AssetUpstreamDeprecated
            | EventKind::IncidentOpened
            | EventKind::IncidentResolved
    );
    is_theirs || is_breaking
}

impl Notify {
    /// Who hears of `told`.
    pub(super) async fn audience(&self, told: &[Told]) -> Result<Audience> {
        let assets: BTreeSet<AssetId> = told.iter().filter_map(|told| told.event.asset).collect();
        let facts = self.catalog().facts(&assets.into_iter().collect::<Vec<_>>()).await?;
        let subjects: HashMap<i64, BTreeSet<String>> =
            told.iter().map(|told| (told.number, subjects(&told.event, facts_of(&facts, &told.event)))).collect();
        let wanted: BTreeSet<&String> = subjects.values().flatten().collect();
        let rows =
            subscription::about(self.database().read(), &wanted.into_iter().cloned().collect::<Vec<_>>()).await?;
        let mut by_subject: HashMap<&str, Vec<&SubscriptionRow>> = HashMap::new();
        for row in &rows {
            by_subject.entry(&row.subject).or_default().push(row);
        }
        let owners: BTreeSet<String> = told
            .iter()
            .filter(|told| is_for_owners(&told.event))
            .filter_map(|told| facts_of(&facts, &told.event))
            .flat_map(|facts| facts.owners.iter().cloned())
            .collect();
        let owners = self.access().accounts_behind(&owners).await?;
        let mut audience = Audience::new();
        for one in told {
            let followers = subjects[&one.number].iter().flat_map(|subject| by_subject.get(subject.as_str()));
            let mut hearers = following(&one.event, followers.flatten().copied());
            if is_for_owners(&one.event) {
                let names = facts_of(&facts, &one.event).into_iter().flat_map(|facts| &facts.owners);
                for owner in names.filter_map(|name| owners.get(name)).flatten() {
                    let hearer = Hearer { reason: Reason::Owner, by_mail: true };
                    // Who muted it has said so.
                    hearers.entry(*owner).or_insert(Some(hearer));
                }
            }
            for user in &one.event.to {
                hearers.insert(*user, Some(Hearer { reason: Reason::Addressed, by_mail: true }));
            }
            let hearers = hearers.into_iter().filter_map(|(user, hearer)| Some((user, hearer?)));
            audience.insert(one.number, hearers.collect());
        }
        Ok(audience)
    }
}

fn facts_of<'a>(facts: &'a HashMap<AssetId, Facts>, event: &Event) -> Option<&'a Facts> {
    event.asset.and_then(|asset| facts.get(&asset))
}

/// What an event is about, as subscriptions name it.
fn subjects(event: &Event, facts: Option<&Facts>) -> BTreeSet<String> {
    let mut subjects = BTreeSet::new();
    if !event.kind.can_be_followed() {
        return subjects;
    }
    subjects.insert(format!("kind:{}", event.kind.code()));
    if let Some(source) = news::source_of(event) {
        subjects.insert(format!("source:{source}"));
    }
    if let Some(facts) = facts {
        subjects.extend(facts.places().map(|asset| format!("asset:{asset}")));
        let words = |sort: &'static str, words: &BTreeSet<String>| -> Vec<String> {
            words.iter().map(|word| format!("{sort}:{}", fold(word))).collect()
        };
        subjects.extend(words("owner", &facts.owners));
        subjects.extend(words("domain", &facts.domains));
        subjects.extend(words("tag", &facts.tags));
    }
    subjects
}

/// Who follows, by account; nothing stands for who has muted it.
fn following<'a>(event: &Event, rows: impl Iterator<Item = &'a SubscriptionRow>) -> BTreeMap<UserId, Option<Hearer>> {
    let mut hearers: BTreeMap<UserId, Option<Hearer>> = BTreeMap::new();
    for row in rows {
        let kinds = kinds_of(row.kinds.as_deref());
        if !kinds.is_empty() && !kinds.contains(&event.kind) {
            continue;
        }
        let hearer = hearers
            .entry(UserId(row.user_id))
            .or_insert(Some(Hearer { reason: Reason::Following, by_mail: row.by_mail }));
        match hearer {
            _ if row.is_muted => *hearer = None,
            Some(hearer) => hearer.by_mail |= row.by_mail,
            None => {}
        }
    }
    hearers
}
