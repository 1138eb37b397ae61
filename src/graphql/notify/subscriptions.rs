//! What I follow, and how I get mail.

use async_graphql::{Context, InputObject, Object, OneofObject, Result, SimpleObject};
use catalog::{AssetId, SourceId, SubscriptionId};
use chrono::{DateTime, Utc};

use crate::{
    graphql::{
        app,
        asset::{Asset, loaders},
        connection,
        connection::PageInfo,
        viewer,
    },
    notify::{self, EventKind, Locale, MailPace, Subject},
};

/// Something to follow: exactly one of these.
#[derive(OneofObject)]
pub enum FollowInput {
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

impl From<FollowInput> for Subject {
    fn from(input: FollowInput) -> Self {
        match input {
            FollowInput::Asset(id) => Self::Asset(id),
            FollowInput::Owner(name) => Self::Owner(name),
            FollowInput::Domain(name) => Self::Domain(name),
            FollowInput::Tag(name) => Self::Tag(name),
            FollowInput::Kind(kind) => Self::Kind(kind),
            FollowInput::Source(id) => Self::Source(id),
        }
    }
}

/// How to follow it.
#[derive(InputObject)]
pub struct FollowOptionsInput {
    /// Which events of it; all when empty.
    #[graphql(default)]
    kinds: Vec<EventKind>,
    /// Whether to hear nothing of it, not even as its owner.
    #[graphql(default)]
    is_muted: bool,
    /// Whether mail tells, too.
    #[graphql(default = true)]
    by_mail: bool,
}

/// Something that I follow, or have muted.
pub struct Following(notify::Subscription);

/// Something that I follow, or have muted.
#[Object]
impl Following {
    /// Its identifier.
    async fn id(&self) -> SubscriptionId {
        self.0.id
    }

    /// The asset, if it is one and I may still know of it.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let Subject::Asset(id) = self.0.subject else { return Ok(None) };
        Ok(loaders(ctx).one((id, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// The identifier of the asset, if it is one.
    async fn asset_id(&self) -> Option<AssetId> {
        match self.0.subject {
            Subject::Asset(id) => Some(id),
            _ => None,
        }
    }

    /// The owner, if it is what somebody owns.
    async fn owner(&self) -> Option<&str> {
        match &self.0.subject {
            Subject::Owner(name) => Some(name),
            _ => None,
        }
    }

    /// The domain, if it is one.
    async fn domain(&self) -> Option<&str> {
        match &self.0.subject {
            Subject::Domain(name) => Some(name),
            _ => None,
        }
    }

    /// The tag, if it is one.
    async fn tag(&self) -> Option<&str> {
        match &self.0.subject {
            Subject::Tag(name) => Some(name),
            _ => None,
        }
    }

    /// The kind of events, if it is one.
    async fn kind(&self) -> Option<EventKind> {
        match self.0.subject {
            Subject::Kind(kind) => Some(kind),
            _ => None,
        }
    }

    /// The source, if it is one.
    async fn source(&self) -> Option<SourceId> {
        match self.0.subject {
            Subject::Source(id) => Some(id),
            _ => None,
        }
    }

    /// Which events of it; all when empty.
    async fn kinds(&self) -> &[EventKind] {
        &self.0.kinds
    }

    /// Whether I want to hear nothing of it.
    async fn is_muted(&self) -> bool {
        self.0.is_muted
    }

    /// Whether mail tells, too.
    async fn by_mail(&self) -> bool {
        self.0.by_mail
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// A page of what I follow.
#[derive(SimpleObject)]
pub struct FollowingConnection {
    /// What I follow, oldest first.
    nodes: Vec<Following>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// How I get mail.
#[derive(SimpleObject)]
pub struct MailChoice {
    /// How often.
    pace: MailPace,
    /// In which language.
    locale: Locale,
    /// Whether this installation sends mail at all.
    is_available: bool,
    /// Why the last mail did not go.
    trouble: Option<String>,
}

impl MailChoice {
    fn of(ctx: &Context<'_>, choice: notify::MailChoice) -> Self {
        let is_available = app(ctx).notify().has_mail();
        Self { pace: choice.pace, locale: choice.locale, is_available, trouble: choice.trouble }
    }
}

/// Questions about what I follow.
#[derive(Default)]
pub struct SubscriptionQuery;

#[Object]
impl SubscriptionQuery {
    /// What I follow, oldest first.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) * (1 + child_complexity)")]
    async fn followed(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<FollowingConnection> {
        let page = app(ctx).notify().subscriptions(viewer(ctx), &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        Ok(FollowingConnection { nodes: page.items.into_iter().map(|(_, one)| Following(one)).collect(), page_info })
    }

    /// Whether and how I follow something.
    async fn following(&self, ctx: &Context<'_>, what: FollowInput) -> Result<Option<Following>> {
        Ok(app(ctx).notify().subscription(viewer(ctx), &what.into()).await?.map(Following))
    }

    /// How I get mail.
    async fn mail_choice(&self, ctx: &Context<'_>) -> Result<MailChoice> {
        Ok(MailChoice::of(ctx, app(ctx).notify().mail_choice(viewer(ctx)).await?))
    }
}

/// Changes of what I follow.
#[derive(Default)]
pub struct SubscriptionMutation;

#[Object]
impl SubscriptionMutation {
    /// Follows something, or says otherwise how.
    async fn follow(
        &self,
        ctx: &Context<'_>,
        what: FollowInput,
        options: Option<FollowOptionsInput>,
    ) -> Result<Following> {
        let options = options.unwrap_or(FollowOptionsInput { kinds: Vec::new(), is_muted: false, by_mail: true });
        let how = (options.is_muted, options.by_mail);
        let notify = app(ctx).notify();
        Ok(Following(notify.subscribe(viewer(ctx), what.into(), &options.kinds, how).await?))
    }

    /// Follows something no more; answers whether it was followed.
    async fn unfollow(&self, ctx: &Context<'_>, what: FollowInput) -> Result<bool> {
        Ok(app(ctx).notify().unsubscribe(viewer(ctx), &what.into()).await?)
    }

    /// Chooses how I get mail.
    async fn choose_mail(&self, ctx: &Context<'_>, pace: MailPace, locale: Locale) -> Result<MailChoice> {
        Ok(MailChoice::of(ctx, app(ctx).notify().choose_mail(viewer(ctx), pace, locale).await?))
    }
}
