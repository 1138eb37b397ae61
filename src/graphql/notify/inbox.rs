//! What I was told and may have read.

use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::EventId;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    graphql::{
        app,
        asset::{Asset, loaders},
        connection,
        connection::PageInfo,
        viewer,
    },
    notify::{self, EventKind, Locale, audience::Reason},
};

/// Something that I was told.
pub struct InboxItem(notify::inbox::Item);

/// Something that I was told.
#[Object]
impl InboxItem {
    /// Its place among all events; later is greater.
    async fn number(&self) -> i64 {
        self.0.news.number
    }

    /// The event.
    async fn event(&self) -> EventId {
        self.0.news.event.id
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        self.0.news.event.kind
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.news.event.at
    }

    /// Who did it.
    async fn actor(&self) -> &str {
        &self.0.news.event.actor
    }

    /// Why I am told.
    async fn reason(&self) -> Reason {
        self.0.reason
    }

    /// When I read it; null while I have not.
    async fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }

    /// What it is about.
    async fn asset(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let Some(asset) = &self.0.news.asset else { return Ok(None) };
        Ok(loaders(ctx).one((asset.id, None)).await?.map(|asset| Asset::new(asset, None)))
    }

    /// What happened to what, in a line.
    async fn title(&self, #[graphql(default)] locale: Locale) -> String {
        notify::message(&self.0.news, locale).title
    }

    /// What there is to know beside, a line each.
    async fn lines(&self, #[graphql(default)] locale: Locale) -> Vec<String> {
        notify::message(&self.0.news, locale).lines
    }

    /// Where to look, on this server.
    async fn path(&self) -> String {
        notify::message(&self.0.news, Locale::En).path
    }

    /// What programs are told of it.
    async fn data(&self) -> async_graphql::Json<Value> {
        async_graphql::Json(Value::Object(self.0.news.event.data.clone()))
    }
}

/// A page of my inbox.
#[derive(SimpleObject)]
pub struct InboxConnection {
    /// What I was told, newest first.
    nodes: Vec<InboxItem>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Questions about my inbox.
#[derive(Default)]
pub struct InboxQuery;

#[Object]
impl InboxQuery {
    /// What I was told, newest first; without what I may not know of any more.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) * (1 + child_complexity)")]
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(default)] unread_only: bool,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<InboxConnection> {
        let page = app(ctx).notify().inbox(viewer(ctx), unread_only, &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        Ok(InboxConnection { nodes: page.items.into_iter().map(|(_, item)| InboxItem(item)).collect(), page_info })
    }

    /// How many of it I have not read; 100 stands for 100 or more.
    async fn unread_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let unread = app(ctx).notify().unread(viewer(ctx)).await?;
        Ok(i32::try_from(unread).unwrap_or(i32::MAX))
    }
}

/// Changes of my inbox.
#[derive(Default)]
pub struct InboxMutation;

#[Object]
impl InboxMutation {
    /// Marks some of my inbox as read, or as unread; answers how many changed.
    async fn mark_inbox(
        &self,
        ctx: &Context<'_>,
        numbers: Vec<i64>,
        #[graphql(default = true)] is_read: bool,
    ) -> Result<i32> {
        let changed = app(ctx).notify().mark(viewer(ctx), &numbers, is_read).await?;
        Ok(i32::try_from(changed).unwrap_or(i32::MAX))
    }

    /// Marks everything up to a number as read; answers how many changed.
    async fn mark_inbox_until(&self, ctx: &Context<'_>, number: i64) -> Result<i32> {
        let changed = app(ctx).notify().mark_all(viewer(ctx), number).await?;
        Ok(i32::try_from(changed).unwrap_or(i32::MAX))
    }
}
