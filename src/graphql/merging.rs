//! One thing under several names: why the names of an asset are one, what else may be the same, merging and parting.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use catalog::{
    AssetId, CommitId,
    identity::{self, Evidence, NameRule, Resemblance},
};
use chrono::{DateTime, Utc};

use super::{app, asset::Asset, viewer};

/// Under which names an asset goes, and why.
#[derive(SimpleObject)]
pub struct AssetIdentity {
    /// Which spellings are one thing in its system.
    rule: NameRule,
    /// Its names, its own first.
    names: Vec<KnownName>,
    /// What it was merged into, while it is.
    merged_into: Option<Asset>,
}

/// A name by which an asset is found.
#[derive(SimpleObject)]
pub struct KnownName {
    /// The name.
    full_name: String,
    /// What makes it one of the asset's.
    evidence: Evidence,
    /// What the evidence rests on: the source's identifier of the asset, or the reason that a person gave.
    detail: Option<String>,
    /// Who said so; null for what sources say.
    by: Option<String>,
    /// Since when; null for what was always so.
    at: Option<DateTime<Utc>>,
    /// The asset that was merged, which can be parted.
    asset_id: Option<AssetId>,
    /// The commit that did it.
    commit_id: Option<CommitId>,
}

impl From<identity::KnownName> for KnownName {
    fn from(known: identity::KnownName) -> Self {
        let identity::KnownName { name, evidence, detail, by, at, asset, commit } = known;
        Self { full_name: name.to_string(), evidence, detail, by, at, asset_id: asset, commit_id: commit }
    }
}

/// Something that may be the same.
#[derive(SimpleObject)]
pub struct Lookalike {
    /// It.
    asset: Asset,
    /// What speaks for it.
    resemblance: Resemblance,
}

/// Two assets that are one.
#[derive(InputObject)]
pub struct MergeAssetsInput {
    /// The one that leaves the lists.
    from: AssetId,
    /// The one that stays.
    into: AssetId,
    /// Why they are one, at most 1,000 characters.
    reason: Option<String>,
}

/// What a merge did.
#[derive(SimpleObject)]
pub struct AssetsMerged {
    /// The one that stays.
    asset: Asset,
    /// The commit that made one of two.
    commit_id: CommitId,
    /// The commit in which it took over what people wrote about the other; null when there was nothing to take over.
    taken_over_id: Option<CommitId>,
    /// How many assets left the lists: the merged one and all inside.
    count: usize,
}

/// What parting did.
#[derive(SimpleObject)]
pub struct AssetParted {
    /// The asset that is back.
    asset: Asset,
    /// The commit that brought it back.
    commit_id: CommitId,
    /// Why the other kept what it had taken over; null when it gave it back or had taken nothing.
    kept: Option<String>,
}

/// A system that assets are in, with the names it goes by.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Namespace {
    /// What it is called in names of assets.
    name: String,
    #[graphql(skip)]
    aliases: Vec<identity::Alias>,
}

#[ComplexObject]
impl Namespace {
    /// Its other names.
    async fn aliases(&self) -> Vec<NamespaceAlias> {
        let of =
            |alias: &identity::Alias| NamespaceAlias { name: alias.name.clone(), by: alias.by.clone(), at: alias.at };
        self.aliases.iter().map(of).collect()
    }
}

/// Another name of a system.
#[derive(SimpleObject)]
pub struct NamespaceAlias {
    /// The name.
    name: String,
    /// Who added it; null where that is not known.
    by: Option<String>,
    /// When.
    at: Option<DateTime<Utc>>,
}

/// What merging two systems did.
#[derive(SimpleObject)]
pub struct NamespacesMerged {
    /// The outermost assets that were merged.
    merged: Vec<AssetId>,
    /// The outermost assets without a counterpart; while there are any, the name is not an alias.
    left: Vec<AssetId>,
}

/// What can be asked about names.
#[derive(Default)]
pub struct MergingQuery;

#[Object]
impl MergingQuery {
    /// Why the names of an asset are one thing.
    async fn identity(&self, ctx: &Context<'_>, id: AssetId) -> Result<AssetIdentity> {
        let catalog = app(ctx).catalog();
        let found = catalog.identity(viewer(ctx), id).await?;
        let survivor = catalog.merged_into(viewer(ctx), &[id]).await?.remove(&id);
        let merged_into = match survivor {
            Some(survivor) => Some(one(ctx, survivor).await?),
            None => None,
        };
        Ok(AssetIdentity { rule: found.rule, names: found.names.into_iter().map(Into::into).collect(), merged_into })
    }

    /// What else may be the same as an asset, the likeliest first: at most 20.
    async fn lookalikes(&self, ctx: &Context<'_>, id: AssetId) -> Result<Vec<Lookalike>> {
        let found = app(ctx).catalog().lookalikes(viewer(ctx), id).await?;
        let told =
            found.into_iter().map(|it| Lookalike { asset: Asset::new(it.asset, None), resemblance: it.resemblance });
        Ok(told.collect())
    }

    /// Every system with its names, for those who manage sources.
    async fn namespaces(&self, ctx: &Context<'_>) -> Result<Vec<Namespace>> {
        let found = app(ctx).catalog().namespaces_with_aliases(viewer(ctx)).await?;
        Ok(found.into_iter().map(|it| Namespace { name: it.name, aliases: it.aliases }).collect())
    }
}

/// What can be done about names.
#[derive(Default)]
pub struct MergingMutation;

#[Object]
impl MergingMutation {
    /// Makes one of two assets of a kind, for those who may edit both. The one that is merged leaves the lists together
    /// with all inside; its name, and those below it, mean the other from then on.
    async fn merge_assets(&self, ctx: &Context<'_>, input: MergeAssetsInput) -> Result<AssetsMerged> {
        let MergeAssetsInput { from, into, reason } = input;
        let merged = app(ctx).catalog().merge(viewer(ctx), from, into, reason).await?;
        Ok(AssetsMerged {
            asset: one(ctx, into).await?,
            commit_id: merged.commit,
            taken_over_id: merged.taken_over,
            count: merged.assets,
        })
    }

    /// Brings back an asset that was merged, with all that was inside.
    async fn part_asset(&self, ctx: &Context<'_>, id: AssetId) -> Result<AssetParted> {
        let parted = app(ctx).catalog().part(viewer(ctx), id).await?;
        Ok(AssetParted { asset: one(ctx, id).await?, commit_id: parted.commit, kept: parted.kept })
    }

    /// Lets another name mean a system, such as an address of a host, in what is said from now on.
    async fn add_namespace_alias(&self, ctx: &Context<'_>, namespace: String, alias: String) -> Result<bool> {
        app(ctx).catalog().add_namespace_alias(viewer(ctx), &namespace, &alias).await?;
        Ok(true)
    }

    /// Lets a name be that of a system of its own again, in what is said from now on.
    async fn remove_namespace_alias(&self, ctx: &Context<'_>, alias: String) -> Result<bool> {
        app(ctx).catalog().remove_namespace_alias(viewer(ctx), &alias).await?;
        Ok(true)
    }

    /// Merges what is outermost in one system into what is called the same in another, and lets the name mean that one
    /// when nothing is left.
    async fn merge_namespaces(&self, ctx: &Context<'_>, from: String, into: String) -> Result<NamespacesMerged> {
        let done = app(ctx).catalog().merge_namespaces(viewer(ctx), &from, &into).await?;
        Ok(NamespacesMerged { merged: done.merged, left: done.left })
    }
}

async fn one(ctx: &Context<'_>, id: AssetId) -> Result<Asset> {
    let found = app(ctx).catalog().asset(viewer(ctx), id, None).await?;
    Ok(Asset::new(Arc::new(found), None))
}
