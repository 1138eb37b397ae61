//! What whoever asks may know of around an asset, and do with it.

use async_graphql::{Context, Result};
use catalog::{Action, Ancestor, Visibility, governance::Permission};

use super::{Asset, AssetRef, loaders};
use crate::graphql::{
    loaders::{FactsKey, SeenKey},
    viewer,
};

/// What an asset is inside of, outermost first: outwards until something that whoever asks may not know of.
pub(super) async fn path(asset: &Asset, ctx: &Context<'_>) -> Result<Vec<AssetRef>> {
    let ancestors = &asset.asset.ancestors;
    let seen = if viewer(ctx).sees == Visibility::Everything {
        None
    } else {
        Some(loaders(ctx).many(ancestors.iter().map(|ancestor| SeenKey(ancestor.id))).await?)
    };
    let is_seen = |ancestor: &&Ancestor| seen.as_ref().is_none_or(|seen| seen.contains_key(&SeenKey(ancestor.id)));
    let shown = ancestors.iter().rev().take_while(is_seen).count();
    Ok(ancestors[ancestors.len() - shown..].iter().map(AssetRef::from).collect())
}

/// Whether whoever asks may do something with an asset that they know of.
pub(super) async fn may(asset: &Asset, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
    let viewer = viewer(ctx);
    let rule = if permission == Permission::Edit { &viewer.edits } else { &viewer.samples };
    if rule.is_none() && permission == Permission::Edit && asset.asset.kind.is_governance() {
        return Ok(viewer.may(Action::ManageGovernance));
    }
    let masks = viewer.masks.as_ref().filter(|_| permission == Permission::Sample);
    if rule.is_none() && masks.is_none() {
        return Ok(viewer.may(Action::EditCatalog));
    }
    let facts = loaders(ctx).one(FactsKey(asset.asset.id)).await?;
    Ok(facts.is_some_and(|facts| match permission {
        // Masked values can be shown.
        Permission::Sample => viewer.sampling(&facts).is_some(),
        other => viewer.may_with(other, &facts),
    }))
}
