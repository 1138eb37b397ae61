//! What people decide: edits, held removals, taking back.

use std::collections::BTreeMap;

use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, Result, SimpleObject};
use catalog::{
    AssetId, BulkEdit, CommitId, Count, Deprecation, Edit, HoldId, Page, Patch, RevertTarget, RunId, Version,
    hold::Status as HoldStatus,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    app,
    asset::{Asset, AssetConnection, SourceRef, loaders},
    change::Commit,
    connection::{PageInfo, page},
    loaders::SourceKey,
    viewer,
};

/// What to decide about an asset; what is left out stays, null or an empty list takes away.
#[derive(InputObject)]
pub struct EditAssetInput {
    /// The name that people read: one line, at most 200 characters.
    display_name: MaybeUndefined<String>,
    /// The description, in Markdown, at most 1 MiB.
    description: MaybeUndefined<String>,
    /// All owners that people named.
    owners: MaybeUndefined<Vec<String>>,
    /// All tags that people gave.
    tags: MaybeUndefined<Vec<String>>,
    /// `tier1` to `tier5`.
    tier: MaybeUndefined<String>,
    /// All terms that people gave.
    terms: MaybeUndefined<Vec<AssetId>>,
    /// The domain.
    domain: MaybeUndefined<AssetId>,
    /// All data products that people put it into.
    products: MaybeUndefined<Vec<AssetId>>,
    /// The data standard that a column keeps.
    code_list: MaybeUndefined<AssetId>,
    /// Values of custom properties, an object such as `{"costCenter": "4711"}`; null takes one away.
    properties: Option<Json<BTreeMap<String, Option<serde_json::Value>>>>,
    /// That it should not be used any more; null says that it may be.
    deprecation: MaybeUndefined<DeprecationInput>,
    /// Refuse when the asset has another version by now.
    expected_version: Option<VersionInput>,
}

/// Why an asset should not be used any more.
#[derive(InputObject)]
pub struct DeprecationInput {
    /// Why, in Markdown: at most 2,000 characters.
    note: String,
    /// What to use instead.
    replaced_by: Option<AssetId>,
    /// The day on which it goes.
    sunset: Option<NaiveDate>,
}

impl From<DeprecationInput> for Deprecation {
    fn from(input: DeprecationInput) -> Self {
        Self { note: input.note, replaced_by: input.replaced_by, sunset: input.sunset }
    }
}

/// A version.
#[derive(InputObject)]
pub struct VersionInput {
    /// Grows with breaking changes.
    major: i32,
    /// Grows with every other change.
    minor: i32,
}

impl From<VersionInput> for Version {
    fn from(VersionInput { major, minor }: VersionInput) -> Self {
        Self { major, minor }
    }
}

/// What to add to and take away from many assets.
#[derive(InputObject)]
pub struct BulkEditInput {
    /// Owners to add.
    add_owners: Option<Vec<String>>,
    /// Owners to take away.
    remove_owners: Option<Vec<String>>,
    /// Tags to add.
    add_tags: Option<Vec<String>>,
    /// Tags to take away.
    remove_tags: Option<Vec<String>>,
    /// The tier; null takes it away.
    tier: MaybeUndefined<String>,
    /// Terms to add.
    add_terms: Option<Vec<AssetId>>,
    /// Terms to take away.
    remove_terms: Option<Vec<AssetId>>,
    /// The domain; null takes it away.
    domain: MaybeUndefined<AssetId>,
    /// Data products to put them into.
    add_products: Option<Vec<AssetId>>,
    /// Data products to take them out of.
    remove_products: Option<Vec<AssetId>>,
    /// The data standard that the columns keep; null takes it away.
    code_list: MaybeUndefined<AssetId>,
    /// Values of custom properties, an object such as `{"costCenter": "4711"}`; null takes one away.
    properties: Option<Json<BTreeMap<String, Option<serde_json::Value>>>>,
}

pub(super) fn patch<T>(value: MaybeUndefined<T>) -> Patch<T> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(value) => Patch::Set(value),
    }
}

/// Removals that wait, or waited, for a person.
pub struct Hold(pub(super) catalog::Hold);

/// A page of holds, newest first.
#[derive(SimpleObject)]
pub struct HoldConnection {
    /// The holds.
    nodes: Vec<Hold>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Removals that wait, or waited, for a person.
#[Object]
impl Hold {
    /// Its identifier.
    async fn id(&self) -> HoldId {
        self.0.id
    }

    /// The source that no longer has them.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRef>> {
        let Some(id) = self.0.source else { return Ok(None) };
        let source = loaders(ctx).one(SourceKey(id)).await?;
        Ok(source.map(|source| SourceRef { id, name: source.name, connector: source.connector }))
    }

    /// The run that found out.
    async fn run(&self) -> Option<RunId> {
        self.0.run
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// How many assets, columns included.
    async fn count(&self) -> Count {
        Count(self.0.count)
    }

    /// The assets.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn assets(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        let found = app(ctx).catalog().held_assets(viewer(ctx), self.0.id, &page(first, after)?).await?;
        Ok(AssetConnection::of(found, None))
    }

    /// What became of it.
    async fn status(&self) -> HoldStatus {
        self.0.status
    }
}

/// Questions about removals that wait.
#[derive(Default)]
pub struct CurateQuery;

#[Object]
impl CurateQuery {
    /// Removals that wait, or waited, for a person, newest first.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn holds(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<HoldConnection> {
        let found: Page<catalog::Hold> = app(ctx).catalog().holds(viewer(ctx), &page(first, after)?).await?;
        let page_info = PageInfo::of(&found);
        Ok(HoldConnection { nodes: found.items.into_iter().map(|(_, hold)| Hold(hold)).collect(), page_info })
    }
}

/// What people decide.
#[derive(Default)]
pub struct CurateMutation;

#[Object]
impl CurateMutation {
    /// Decides about an asset. No crawl changes what was decided.
    async fn edit_asset(&self, ctx: &Context<'_>, id: AssetId, input: EditAssetInput) -> Result<Asset> {
        let edit = Edit {
            display_name: patch(input.display_name),
            description: patch(input.description),
            owners: patch(input.owners),
            tags: patch(input.tags),
            tier: patch(input.tier),
            terms: patch(input.terms),
            domain: patch(input.domain),
            products: patch(input.products),
            code_list: patch(input.code_list),
            properties: input.properties.map(|Json(properties)| properties).unwrap_or_default(),
            deprecation: patch(input.deprecation.map_value(Deprecation::from)),
            expected_version: input.expected_version.map(Version::from),
        };
        Ok(Asset::new(app(ctx).catalog().edit(viewer(ctx), id, edit).await?, None))
    }

    /// Adds to and takes away from up to 500 assets, in one commit.
    async fn edit_assets(&self, ctx: &Context<'_>, ids: Vec<AssetId>, input: BulkEditInput) -> Result<Vec<Asset>> {
        let edit = BulkEdit {
            add_owners: input.add_owners.unwrap_or_default(),
            remove_owners: input.remove_owners.unwrap_or_default(),
            add_tags: input.add_tags.unwrap_or_default(),
            remove_tags: input.remove_tags.unwrap_or_default(),
            tier: patch(input.tier),
            add_terms: input.add_terms.unwrap_or_default(),
            remove_terms: input.remove_terms.unwrap_or_default(),
            domain: patch(input.domain),
            add_products: input.add_products.unwrap_or_default(),
            remove_products: input.remove_products.unwrap_or_default(),
            code_list: patch(input.code_list),
            properties: input.properties.map(|Json(properties)| properties).unwrap_or_default(),
        };
        let edited = app(ctx).catalog().edit_all(viewer(ctx), &ids, edit).await?;
        Ok(edited.into_iter().map(|asset| Asset::new(asset, None)).collect())
    }

    /// Marks the held assets as removed.
    async fn confirm_hold(&self, ctx: &Context<'_>, id: HoldId) -> Result<Hold> {
        Ok(Hold(app(ctx).catalog().confirm_hold(viewer(ctx), id).await?))
    }

    /// Leaves the held assets as they are.
    async fn dismiss_hold(&self, ctx: &Context<'_>, id: HoldId) -> Result<Hold> {
        Ok(Hold(app(ctx).catalog().dismiss_hold(viewer(ctx), id).await?))
    }

    /// Takes a commit back: the inverse is written as a new commit.
    async fn revert_commit(&self, ctx: &Context<'_>, id: CommitId) -> Result<Commit> {
        Ok(Commit(app(ctx).catalog().revert(viewer(ctx), RevertTarget::Commit(id)).await?))
    }

    /// Takes back everything that a run wrote.
    async fn revert_run(&self, ctx: &Context<'_>, id: RunId) -> Result<Commit> {
        Ok(Commit(app(ctx).catalog().revert(viewer(ctx), RevertTarget::Run(id)).await?))
    }
}
