//! Announcements.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, CollabId, Page};
use chrono::{DateTime, Utc};
use lineage::{Direction, Traversal};

use super::{PersonRef, person};
use crate::{
    collab::{
        Collab,
        announcement::{self, AnnouncementChange, Level},
    },
    graphql::{
        app,
        asset::{Asset, loaders},
        connection::{PageInfo, page},
        loaders::FactsKey,
        markdown, viewer,
    },
};

/// How far upstream something warns of what is here, in edges.
const FAR: u32 = 5;
/// How many assets upstream are looked at.
const MOST_UPSTREAM: usize = 500;

/// Something that people should know for a time.
pub struct Announcement(announcement::Announcement);

/// Something that people should know for a time.
#[Object]
impl Announcement {
    /// Its identifier.
    async fn id(&self) -> CollabId {
        self.0.id
    }

    /// When it was written.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Result<PersonRef> {
        person(ctx, &self.0.author).await
    }

    /// The asset it is about; null when it is for everybody.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let Some(id) = self.0.asset else { return Ok(None) };
        Ok(loaders(ctx).one((id, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// How much it matters.
    async fn level(&self) -> Level {
        self.0.level
    }

    /// What it is about, in a line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What there is to know, in Markdown.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// The same as safe HTML.
    #[graphql(complexity = 5)]
    async fn body_html(&self) -> String {
        markdown::to_html(&self.0.body)
    }

    /// From when on.
    async fn from(&self) -> DateTime<Utc> {
        self.0.from
    }

    /// Until when, that moment not included; null: for ever.
    async fn until(&self) -> Option<DateTime<Utc>> {
        self.0.until
    }

    /// Whether whoever asks may change or delete it.
    async fn may_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(asset) = self.0.asset else { return Ok(Collab::may_announce(viewer(ctx), None)) };
        let facts = loaders(ctx).one(FactsKey(asset)).await?;
        Ok(facts.is_some_and(|facts| Collab::may_announce(viewer(ctx), Some(&facts))))
    }
}

/// A page of announcements.
#[derive(SimpleObject)]
pub struct AnnouncementConnection {
    /// The announcements.
    nodes: Vec<Announcement>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// What holds now about an asset, what it is inside of, and — warnings and incidents — what it is made from.
pub(in crate::graphql) async fn of_asset(ctx: &Context<'_>, asset: AssetId) -> Result<Vec<Announcement>> {
    let collab = app(ctx).collab();
    let upstream = if collab.warns_of_any().await? {
        let around = Traversal::around(asset);
        let request = Traversal { direction: Direction::Up, depth: FAR, limit: MOST_UPSTREAM, ..around };
        let found = app(ctx).lineage().impact(viewer(ctx), &request).await?;
        found.items.into_iter().map(|item| item.asset).collect()
    } else {
        Vec::new()
    };
    let found = collab.announcements_at(viewer(ctx), asset, &upstream).await?;
    Ok(found.into_iter().map(Announcement).collect())
}

/// An announcement as it shall be.
#[derive(InputObject)]
pub struct AnnouncementInput {
    /// Which one; left out for a new one.
    id: Option<CollabId>,
    /// The asset it is about, which stays; left out: it is for everybody.
    asset: Option<AssetId>,
    /// How much it matters.
    level: Level,
    /// What it is about, in a line of at most 200 characters.
    title: String,
    /// What there is to know, in Markdown: at most 10,000 characters.
    #[graphql(default)]
    body: String,
    /// From when on; now, when left out.
    from: Option<DateTime<Utc>>,
    /// Until when; for ever, when left out.
    until: Option<DateTime<Utc>>,
}

/// Questions about announcements.
#[derive(Default)]
pub struct AnnouncementQuery;

#[Object]
impl AnnouncementQuery {
    /// All announcements that whoever asks may know of, over ones and future ones included; newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn announcements(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AnnouncementConnection> {
        let found: Page<_> = app(ctx).collab().announcements(viewer(ctx), &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        let nodes = found.items.into_iter().map(|(_, one)| Announcement(one)).collect();
        Ok(AnnouncementConnection { nodes, page_info })
    }

    /// What holds now and is for everybody; newest first.
    #[graphql(complexity = "10 + 5 * child_complexity")]
    async fn announcements_for_everybody(&self, ctx: &Context<'_>) -> Result<Vec<Announcement>> {
        let found = app(ctx).collab().announcements_for_everybody(viewer(ctx)).await?;
        Ok(found.into_iter().map(Announcement).collect())
    }
}

/// Changes of announcements.
#[derive(Default)]
pub struct AnnouncementMutation;

#[Object]
impl AnnouncementMutation {
    /// Makes or changes an announcement: about an asset for who may edit that, for everybody for who may manage the
    /// organisation.
    async fn save_announcement(&self, ctx: &Context<'_>, input: AnnouncementInput) -> Result<Announcement> {
        let AnnouncementInput { id, asset, level, title, body, from, until } = input;
        let change = AnnouncementChange { id, asset, level, title, body, from, until };
        Ok(Announcement(app(ctx).collab().announce(viewer(ctx), change).await?))
    }

    /// Deletes an announcement.
    async fn delete_announcement(&self, ctx: &Context<'_>, id: CollabId) -> Result<bool> {
        app(ctx).collab().unannounce(viewer(ctx), id).await?;
        Ok(true)
    }
}
