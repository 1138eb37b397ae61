//! What somebody wants to hear of, and how.

use catalog::{
    AssetId, Page, PageRequest, SourceId, SubscriptionId, UserId, Viewer,
    governance::{Permission, facts::fold},
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Notify,
    endpoint::kinds_of,
    error::{Error, Result},
    event::EventKind,
    route::newcomer,
    store::{
        event,
        inbox::{self, PersonRow},
        subscription::{self as store, SubscriptionRow},
    },
    words::Locale,
};

/// The most subscriptions of one person.
const MOST: i64 = 1_000;
/// The most characters of a name.
const MOST_NAME: usize = 200;

/// What can be followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An asset with everything inside of it.
    Asset(AssetId),
    /// What a person, `team:NAME` or `department:NAME` owns.
    Owner(String),
    /// What is in a domain.
    Domain(String),
    /// What has a tag.
    Tag(String),
    /// Every event of a kind.
    Kind(EventKind),
    /// Failures and held removals of a source.
    Source(SourceId),
}

impl Subject {
    /// As it is stored.
    fn key(&self) -> String {
        match self {
            Self::Asset(id) => format!("asset:{id}"),
            Self::Owner(name) => format!("owner:{}", fold(name)),
            Self::Domain(name) => format!("domain:{}", fold(name)),
            Self::Tag(name) => format!("tag:{}", fold(name)),
            Self::Kind(kind) => format!("kind:{}", kind.code()),
            Self::Source(id) => format!("source:{id}"),
        }
    }

    /// Reads what is stored.
    fn read(key: &str) -> Option<Self> {
        let (sort, rest) = key.split_once(':')?;
        Some(match sort {
            "asset" => Self::Asset(rest.parse().ok()?),
            "owner" => Self::Owner(rest.to_owned()),
            "domain" => Self::Domain(rest.to_owned()),
            "tag" => Self::Tag(rest.to_owned()),
            "kind" => Self::Kind(rest.parse().ok()?),
            "source" => Self::Source(rest.parse().ok()?),
            _ => return None,
        })
    }
}

/// Something that somebody wants to hear of, or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Its identifier.
    pub id: SubscriptionId,
    /// What it is about.
    pub subject: Subject,
    /// Which events of it; all when empty.
    pub kinds: Vec<EventKind>,
    /// Whether they want to hear nothing of it, not even as its owner.
    pub is_muted: bool,
    /// Whether mail tells, too.
    pub by_mail: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// How often mail tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum MailPace {
    /// Not at all.
    Never,
    /// Within a minute or two.
    AsItHappens,
    /// Once a day.
    Daily,
}

impl MailPace {
    pub(super) const fn number(self) -> i16 {
        match self {
            Self::Never => 0,
            Self::AsItHappens => 1,
            Self::Daily => 2,
        }
    }

    pub(super) const fn of(number: i16) -> Self {
        match number {
            0 => Self::Never,
            2 => Self::Daily,
            _ => Self::AsItHappens,
        }
    }
}

/// How somebody gets mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailChoice {
    /// How often.
    pub pace: MailPace,
    /// In which language.
    pub locale: Locale,
    /// Why the last mail did not go.
    pub trouble: Option<String>,
}

/// The account of who asks; a token's is its owner's.
pub(super) fn own(viewer: &Viewer) -> Result<UserId> {
    viewer.must(catalog::Action::ReadCatalog)?;
    Ok(viewer.user.ok_or_else(|| catalog::Error::Forbidden { action: "follow anything without an account".into() })?)
}

impl Notify {
    /// A page of what the viewer wants to hear of, oldest first.
    ///
    /// # Errors
    /// `Forbidden` without an account; `Invalid` for a foreign cursor.
    pub async fn subscriptions(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Subscription>> {
        let user = own(viewer)?;
        let bad = || Error::invalid("after", "is not a cursor of this list");
        let after: Option<Uuid> = match &page.after {
            Some(cursor) => Some(decode_cursor(cursor, 1)?.concat().parse().map_err(|_| bad())?),
            None => None,
        };
        let rows = store::page(self.database().read(), user.0, after, page.first as u64 + 1).await?;
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.id.to_string()]));
        let items = page.items.into_iter().filter_map(|(cursor, row)| Some((cursor, read(row)?))).collect();
        Ok(Page { items, has_more: page.has_more, total: None })
    }

    /// What the viewer wants to hear of a subject, if they said so.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn subscription(&self, viewer: &Viewer, subject: &Subject) -> Result<Option<Subscription>> {
        let row = store::find(self.database().read(), own(viewer)?.0, &subject.key()).await?;
        Ok(row.and_then(read))
    }

    /// Follows something, or says otherwise how.
    ///
    /// # Errors
    /// `Forbidden` without an account; `NotFound` for an asset or a source that the viewer may not know of; `Invalid`;
    /// `Conflict` when they follow too much.
    pub async fn subscribe(
        &self,
        viewer: &Viewer,
        subject: Subject,
        kinds: &[EventKind],
        (is_muted, by_mail): (bool, bool),
    ) -> Result<Subscription> {
        let user = own(viewer)?;
        self.check(viewer, &subject, kinds).await?;
        let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
        let row = SubscriptionRow {
            id: SubscriptionId::new().0,
            user_id: user.0,
            subject: subject.key(),
            kinds: (!codes.is_empty()).then(|| serde_json::json!(codes).to_string()),
            is_muted,
            by_mail,
            created_at: self.now_micros(),
        };
        let write = self.database().write().await?;
        if store::find(&*write, user.0, &row.subject).await?.is_none() && store::count(&*write, user.0).await? >= MOST {
            let problem = format!("you follow {MOST} things already; follow what they are inside of instead");
            return Err(catalog::Error::conflict(problem).into());
        }
        store::save(&write, &row).await?;
        let saved = store::find(&*write, user.0, &row.subject).await?.unwrap_or(row);
        write.commit().await?;
        read(saved).ok_or_else(|| Error::invalid("subject", "cannot be followed"))
    }

    /// Follows something no more; answers whether it was followed.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn unsubscribe(&self, viewer: &Viewer, subject: &Subject) -> Result<bool> {
        let user = own(viewer)?;
        let write = self.database().write().await?;
        let was_there = store::delete(&write, user.0, &subject.key()).await?;
        write.commit().await?;
        Ok(was_there)
    }

    async fn check(&self, viewer: &Viewer, subject: &Subject, kinds: &[EventKind]) -> Result<()> {
        if let Some(kind) = kinds.iter().find(|kind| !kind.can_be_followed()) {
            return Err(Error::invalid("kinds", format!("`{}` is told to whom it is addressed only", kind.code())));
        }
        match subject {
            Subject::Asset(id) => Ok(self.catalog().must_with(viewer, Permission::View, &[*id]).await?),
            Subject::Source(id) if !viewer.sees_source(Some(*id)) => {
                Err(catalog::Error::not_found("source", id).into())
            }
            Subject::Kind(kind) if !kind.can_be_followed() => {
                Err(Error::invalid("kind", format!("`{}` is told to whom it is addressed only", kind.code())))
            }
            Subject::Owner(name) | Subject::Domain(name) | Subject::Tag(name)
                if name.trim().is_empty() || name.chars().count() > MOST_NAME =>
            {
                Err(Error::invalid("name", format!("needs 1 to {MOST_NAME} characters")))
            }
            _ => Ok(()),
        }
    }

    /// How the viewer gets mail.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn mail_choice(&self, viewer: &Viewer) -> Result<MailChoice> {
        let row = self.person(own(viewer)?).await?;
        Ok(choice(&row))
    }

    /// Chooses how the viewer gets mail. What happened before a change from never is not told by mail.
    ///
    /// # Errors
    /// `Forbidden` without an account.
    pub async fn choose_mail(&self, viewer: &Viewer, pace: MailPace, locale: Locale) -> Result<MailChoice> {
        let mut row = self.person(own(viewer)?).await?;
        let write = self.database().write().await?;
        if MailPace::of(row.mail) == MailPace::Never {
            row.mailed_until = event::last(&*write).await?;
        }
        if MailPace::of(row.mail) != pace {
            (row.mail_due, row.attempts, row.trouble) = (None, 0, None);
        }
        row.mail = pace.number();
        locale.code().clone_into(&mut row.locale);
        inbox::save_person(&write, &row).await?;
        write.commit().await?;
        Ok(choice(&row))
    }

    async fn person(&self, user: UserId) -> Result<PersonRow> {
        let found = inbox::people(self.database().read(), &[user.0]).await?.pop();
        match found {
            Some(row) => Ok(row),
            None => Ok(newcomer(user.0, event::last(self.database().read()).await?)),
        }
    }
}

fn choice(row: &PersonRow) -> MailChoice {
    MailChoice { pace: MailPace::of(row.mail), locale: Locale::of(&row.locale), trouble: row.trouble.clone() }
}

fn read(row: SubscriptionRow) -> Option<Subscription> {
    Some(Subscription {
        id: SubscriptionId(row.id),
        subject: Subject::read(&row.subject)?,
        kinds: kinds_of(row.kinds.as_deref()),
        is_muted: row.is_muted,
        by_mail: row.by_mail,
        created_at: catalog::clock::from_micros(row.created_at),
    })
}
