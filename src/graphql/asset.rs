//! An asset, as the API shows it.

use std::sync::Arc;

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::{
    AssetId, AssetKind, ChangeNumber, ChildFilter, Details, FieldChange, Page, PageRequest, RelationKind, Version,
    governance::Permission,
};
use chrono::{DateTime, Utc};

use super::{
    app,
    change::ChangeConnection,
    collab::{self, Announcement, Deprecation, TableSample},
    connection::{PageInfo, page},
    lineage::LineageCounts,
    loaders::{ChildrenKey, Loaders, NeighboursKey, PersonKey, SourceKey, StatisticsKey, TimeKey},
    markdown,
    quality::{
        AssetQuality,
        contract::{self, Contract},
    },
    usage::{self, AssetUsage, Join},
    viewer,
};

mod governance;
mod refs;
mod rights;
mod statistics;
mod tags;

pub use governance::{AssetGovernance, AssetTie, PropertyValue};
pub(super) use refs::kind_counts;
pub use refs::{AssetRef, KindCount, Owner, SourceRef};
pub use statistics::Statistics;
pub use tags::{PropagatedTag, TagDecision, TagTie, TagsOfAsset};

/// An asset, now or as of a change.
#[derive(Clone)]
pub struct Asset {
    pub(super) asset: Arc<catalog::Asset>,
    pub(super) as_of: Option<ChangeNumber>,
}

impl Asset {
    /// `asset` as it is, or as it was behind a change.
    #[must_use]
    pub fn new(asset: impl Into<Arc<catalog::Asset>>, as_of: Option<ChangeNumber>) -> Self {
        Self { asset: asset.into(), as_of }
    }
}

/// A page of assets.
#[derive(SimpleObject)]
pub struct AssetConnection {
    /// The assets.
    pub nodes: Vec<Asset>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

impl AssetConnection {
    pub(super) fn of(page: Page<catalog::Asset>, as_of: Option<ChangeNumber>) -> Self {
        let page_info = PageInfo::of(&page);
        Self { nodes: page.items.into_iter().map(|(_, asset)| Asset::new(asset, as_of)).collect(), page_info }
    }
}

/// The loaders of this request.
pub(super) fn loaders<'a>(ctx: &Context<'a>) -> &'a Loaders {
    ctx.data_unchecked::<Loaders>()
}

/// Anything the catalog knows: a table, a column, a dashboard, …
#[Object]
impl Asset {
    /// Its identifier; it outlives renames.
    async fn id(&self) -> AssetId {
        self.asset.id
    }

    /// What it is.
    async fn kind(&self) -> AssetKind {
        self.asset.kind
    }

    /// The innermost part of its name, spelt exactly.
    async fn name(&self) -> &str {
        self.asset.name.last()
    }

    /// The name that people read: the decided one, else `name`.
    async fn display_name(&self) -> &str {
        self.asset.display_name()
    }

    /// Its whole name, `namespace/part.part`, which can be typed anywhere.
    async fn full_name(&self) -> String {
        self.asset.name.to_string()
    }

    /// The system it lives in.
    async fn namespace(&self) -> &str {
        &self.asset.name.namespace
    }

    /// The parts of its name, outermost first.
    async fn parts(&self) -> &[String] {
        &self.asset.name.parts
    }

    /// What it is inside of, outermost first.
    #[graphql(complexity = "5 + child_complexity")]
    async fn path(&self, ctx: &Context<'_>) -> Result<Vec<AssetRef>> {
        rights::path(self, ctx).await
    }

    /// What it is directly inside of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        let Some(parent) = self.asset.parent else { return Ok(None) };
        let parent = loaders(ctx).one((parent, self.as_of)).await?;
        Ok(parent.map(|parent| Self::new(parent, self.as_of)))
    }

    /// The description that counts: a person's, else the source's; Markdown.
    async fn description(&self) -> Option<&str> {
        self.asset.description()
    }

    /// The description as safe HTML.
    #[graphql(complexity = 5)]
    async fn description_html(&self) -> Option<String> {
        self.asset.description().map(markdown::to_html)
    }

    /// The comment in the source.
    async fn harvested_description(&self) -> Option<&str> {
        self.asset.harvested.description.as_deref()
    }

    /// What a person wrote.
    async fn curated_description(&self) -> Option<&str> {
        self.asset.curated.description.as_deref()
    }

    /// Why it should not be used any more; null when it may be.
    async fn deprecation(&self) -> Option<Deprecation> {
        self.asset.curated.deprecation.as_ref().map(Deprecation::from)
    }

    /// What people should know now: about it and what it is inside of, and warnings about what it is made from.
    #[graphql(complexity = "200 + 5 * child_complexity")]
    async fn announcements(&self, ctx: &Context<'_>) -> Result<Vec<Announcement>> {
        collab::announcement::of_asset(ctx, self.asset.id).await
    }

    /// What the checks of it came to, and whether something upstream fails.
    async fn quality(&self) -> AssetQuality {
        AssetQuality(self.asset.id)
    }

    /// The contracts about it.
    #[graphql(complexity = "10 + 3 * child_complexity")]
    async fn contracts(&self, ctx: &Context<'_>) -> Result<Vec<Contract>> {
        contract::of_asset(ctx, self.asset.id).await
    }

    /// The facts of its kind.
    async fn details(&self) -> Details {
        self.asset.harvested.details.clone()
    }

    /// What the source says and what people decided, as they are kept.
    async fn raw(&self) -> Result<Json<serde_json::Value>> {
        Ok(Json(serde_json::json!({
            "harvested": serde_json::to_value(&self.asset.harvested)?,
            "curated": serde_json::to_value(&self.asset.curated)?,
        })))
    }

    /// Who is accountable.
    async fn owners(&self, ctx: &Context<'_>) -> Result<Vec<Owner>> {
        let owners: Vec<_> = self.asset.relations.iter().filter(|tie| tie.kind == RelationKind::Owner).collect();
        let known = loaders(ctx).many(owners.iter().map(|tie| PersonKey(tie.target.clone()))).await?;
        let owner = |tie: &&catalog::Relation| Owner {
            name: tie.target.clone(),
            display_name: known.get(&PersonKey(tie.target.clone())).unwrap_or(&tie.target).clone(),
            layer: tie.layer,
        };
        Ok(owners.iter().map(owner).collect())
    }

    /// Its tags, and which of them follow from others.
    #[graphql(flatten)]
    async fn tags_of(&self) -> TagsOfAsset {
        TagsOfAsset(self.clone())
    }

    /// How important it is, `tier1` (most) to `tier5`; null when nobody said.
    async fn tier(&self) -> Option<&str> {
        self.asset.related(RelationKind::Tier).next()
    }

    /// The source it was crawled from; null for what people or modules reported.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRef>> {
        let Some(id) = self.asset.source else { return Ok(None) };
        let source = loaders(ctx).one(SourceKey(id)).await?;
        Ok(source.map(|source| SourceRef { id, name: source.name, connector: source.connector }))
    }

    /// Its version.
    async fn version(&self) -> Version {
        self.asset.version
    }

    /// The change since which it is as shown.
    async fn since(&self) -> ChangeNumber {
        self.asset.changed
    }

    /// Whether it is only known from references to it.
    async fn is_placeholder(&self) -> bool {
        self.asset.is_placeholder
    }

    /// Whether its source no longer has it.
    async fn is_removed(&self) -> bool {
        self.asset.removed.is_some()
    }

    /// When it was seen for the first time.
    async fn first_seen_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        loaders(ctx).one(TimeKey(self.asset.created)).await
    }

    /// When it last changed.
    async fn last_changed_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        loaders(ctx).one(TimeKey(self.asset.changed)).await
    }

    /// When a complete crawl last saw it; null when none did.
    async fn last_seen_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        if let Some(removed) = self.asset.removed {
            return loaders(ctx).one(TimeKey(removed)).await;
        }
        let Some(id) = self.asset.source else { return Ok(None) };
        Ok(loaders(ctx).one(SourceKey(id)).await?.and_then(|source| source.last_complete))
    }

    /// What was last measured of it.
    async fn statistics(&self, ctx: &Context<'_>) -> Result<Option<Statistics>> {
        Ok(loaders(ctx).one(StatisticsKey(self.asset.id)).await?.map(Statistics::from))
    }

    /// How it was used on the last days, today included, as query logs and modules tell; days are days of UTC.
    #[graphql(complexity = "10 + child_complexity")]
    async fn usage(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 30, desc = "How many days, 1 to 400.")] days: i32,
    ) -> Result<AssetUsage> {
        AssetUsage::load(ctx, self.asset.id, days).await
    }

    /// What it is joined with, as query logs tell: a column with other columns, a table by its columns; the most frequent
    /// first.
    #[graphql(complexity = "20 + first.max(0) as usize * child_complexity / 10")]
    async fn joins(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "How many at most, 1 to 100.")] first: i32,
        #[graphql(default = 90, desc = "Of how many days, 1 to 400.")] days: i32,
    ) -> Result<Vec<Join>> {
        usage::joins(ctx, self.asset.id, days, first).await
    }

    /// How many children of each kind it has.
    #[graphql(complexity = "2 + child_complexity")]
    async fn child_counts(&self, ctx: &Context<'_>) -> Result<Vec<KindCount>> {
        let counts = loaders(ctx).one(ChildrenKey(self.asset.id, self.as_of)).await?;
        Ok(kind_counts(counts.unwrap_or_default()))
    }

    /// What is directly inside it: columns by position, others by name.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn children(
        &self,
        ctx: &Context<'_>,
        kind: Option<AssetKind>,
        #[graphql(desc = "A text in the name, whatever its case.")] filter: Option<String>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        self.list(ctx, ChildFilter { kind, text: filter.as_deref() }, page(first, after)?).await
    }

    /// Its columns by position.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn columns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A text in the name, whatever its case.")] filter: Option<String>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        let wanted = ChildFilter { kind: Some(AssetKind::Column), text: filter.as_deref() };
        self.list(ctx, wanted, page(first, after)?).await
    }

    /// Its changes, newest first; with those of what is inside it, where wanted.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false)] with_children: bool,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<ChangeConnection> {
        let page = page(first, after)?;
        let found = app(ctx).catalog().history(viewer(ctx), self.asset.id, with_children, &page).await?;
        Ok(ChangeConnection::of(found))
    }

    /// What changed about it between two changes; until now, when `to` is left out.
    #[graphql(complexity = "10 + child_complexity")]
    async fn diff(&self, ctx: &Context<'_>, from: ChangeNumber, to: Option<ChangeNumber>) -> Result<Vec<FieldChange>> {
        Ok(app(ctx).catalog().diff(viewer(ctx), self.asset.id, from, to).await?)
    }

    /// How many tables are directly upstream and downstream.
    async fn lineage_counts(&self, ctx: &Context<'_>) -> Result<LineageCounts> {
        let counts = loaders(ctx).one(NeighboursKey(self.asset.id, self.as_of)).await?;
        Ok(counts.unwrap_or_default())
    }

    /// What people sort it by: terms, domain, data products; and of those, what is sorted by them.
    async fn governance(&self) -> AssetGovernance {
        AssetGovernance(self.clone())
    }

    /// Whether whoever asks may edit it.
    async fn may_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.as_of.is_none() && self.asset.removed.is_none() && rights::may(self, ctx, Permission::Edit).await?)
    }

    /// Some of its rows, read from its source now; for who may see samples of its data.
    #[graphql(complexity = "1_000 + child_complexity")]
    async fn sample(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20, desc = "How many at most, 1 to 100.")] first: i32,
    ) -> Result<Option<TableSample>> {
        TableSample::load(ctx, self, first).await.map(Some)
    }

    /// Whether whoever asks may see samples of its data.
    async fn may_see_samples(&self, ctx: &Context<'_>) -> Result<bool> {
        rights::may(self, ctx, Permission::Sample).await
    }
}

impl Asset {
    async fn list(&self, ctx: &Context<'_>, wanted: ChildFilter<'_>, page: PageRequest) -> Result<AssetConnection> {
        let found = app(ctx).catalog().children(viewer(ctx), Some(self.asset.id), wanted, self.as_of, &page).await?;
        Ok(AssetConnection::of(found, self.as_of))
    }
}
