//! What people sort an asset by, and what is sorted by an asset that they made for it.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use catalog::{AssetId, Count, Details, Layer, RelationKind};

use super::{Asset, AssetConnection, AssetRef, loaders};
use crate::graphql::{
    app,
    connection::page,
    loaders::{AssignedKey, PropertyKey, TiesKey},
    viewer,
};

/// A term, domain, data product or data standard of an asset.
#[derive(SimpleObject)]
pub struct AssetTie {
    /// What it is tied to.
    asset: AssetRef,
    /// Who says so.
    layer: Layer,
    /// What it has it from, where it is inside of something that is tied so; null where it is tied itself.
    inherited_from: Option<AssetRef>,
}

/// The value of a custom property.
#[derive(SimpleObject)]
pub struct PropertyValue {
    /// What programs call the property.
    name: String,
    /// What people call it in English.
    title_en: String,
    /// What people call it in Chinese.
    title_zh: String,
    /// The value: a text, number, truth value or list of texts.
    value: Json<serde_json::Value>,
    /// The value as text.
    text: String,
}

/// What people sort an asset by, and what is sorted by it. What whoever asks may not know of is left out.
pub struct AssetGovernance(pub(super) Asset);

/// What people sort an asset by, and what is sorted by it. What whoever asks may not know of is left out.
#[Object]
impl AssetGovernance {
    /// What it means.
    #[graphql(complexity = "5 + child_complexity")]
    async fn terms(&self, ctx: &Context<'_>) -> Result<Vec<AssetTie>> {
        self.ties(ctx, RelationKind::Term).await
    }

    /// The data products that it is part of.
    #[graphql(complexity = "5 + child_complexity")]
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<AssetTie>> {
        self.ties(ctx, RelationKind::Product).await
    }

    /// The data standard that a column keeps.
    #[graphql(complexity = "5 + child_complexity")]
    async fn code_list(&self, ctx: &Context<'_>) -> Result<Option<AssetTie>> {
        Ok(self.ties(ctx, RelationKind::CodeList).await?.into_iter().next())
    }

    /// The domain that it belongs to: its own, else that of the nearest thing it is inside of.
    #[graphql(complexity = "5 + child_complexity")]
    async fn domain(&self, ctx: &Context<'_>) -> Result<Option<AssetTie>> {
        let own = self.ties(ctx, RelationKind::Domain).await?;
        if let Some(own) = own.into_iter().next() {
            return Ok(Some(own));
        }
        let asset = &self.0.asset;
        if self.0.as_of.is_some() || asset.kind.is_governance() {
            return Ok(None);
        }
        let around = loaders(ctx).many(asset.ancestors.iter().map(|above| TiesKey(above.id))).await?;
        for above in asset.ancestors.iter().rev() {
            let ties = around.get(&TiesKey(above.id)).into_iter().flatten();
            let counts = |tie: &&catalog::Relation| tie.layer != Layer::Suggested;
            let Some((id, layer)) = ties.filter(counts).find_map(|tie| Some((tie.domain()?, tie.layer))) else {
                continue;
            };
            let known = loaders(ctx).many([(id, None), (above.id, None)]).await?;
            let (Some(domain), Some(from)) = (known.get(&(id, None)), known.get(&(above.id, None))) else {
                return Ok(None);
            };
            let (asset, from) = (AssetRef::from(domain.as_ref()), AssetRef::from(from.as_ref()));
            return Ok(Some(AssetTie { asset, layer, inherited_from: Some(from) }));
        }
        Ok(None)
    }

    /// The values of its custom properties, by name.
    #[graphql(complexity = "5 + child_complexity")]
    async fn properties(&self, ctx: &Context<'_>) -> Result<Vec<PropertyValue>> {
        let values = &self.0.asset.curated.properties;
        let known = loaders(ctx).many(values.keys().cloned().map(PropertyKey)).await?;
        let value = |(name, value): (&String, &serde_json::Value)| {
            let known = known.get(&PropertyKey(name.clone()));
            PropertyValue {
                name: name.clone(),
                title_en: known.map_or(name.as_str(), |known| known.english()).to_owned(),
                title_zh: known.map_or(name.as_str(), |known| known.chinese()).to_owned(),
                value: Json(value.clone()),
                text: catalog::property::shown(value),
            }
        };
        Ok(values.iter().map(value).collect())
    }

    /// The terms that a term speaks of.
    #[graphql(complexity = "5 + child_complexity")]
    async fn related_terms(&self, ctx: &Context<'_>) -> Result<Vec<AssetRef>> {
        let Details::Term(term) = &self.0.asset.harvested.details else { return Ok(Vec::new()) };
        let known = loaders(ctx).many(term.related.iter().map(|id| (*id, self.0.as_of))).await?;
        let related = term.related.iter().filter_map(|id| known.get(&(*id, self.0.as_of)));
        Ok(related.filter(|term| term.removed.is_none()).map(|term| AssetRef::from(term.as_ref())).collect())
    }

    /// The assets that have this term or tag, belong to this domain, are part of this data product, or keep this data
    /// standard, themselves.
    #[graphql(complexity = "10 + first.max(0) as usize * child_complexity / 10")]
    async fn assigned(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AssetConnection> {
        let found = app(ctx).catalog().assigned(viewer(ctx), self.0.asset.id, &page(first, after)?).await?;
        Ok(AssetConnection::of(found, None))
    }

    /// How many those are; null for what nothing is tied to.
    async fn assigned_count(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        if !self.0.asset.kind.is_governance() {
            return Ok(None);
        }
        Ok(loaders(ctx).one(AssignedKey(self.0.asset.id)).await?.map(Count))
    }

    /// Whether whoever asks may accept or decline this term when it waits for a review.
    #[graphql(complexity = 5)]
    async fn may_review(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.as_of.is_none() && app(ctx).catalog().may_review(viewer(ctx), &self.0.asset).await?)
    }
}

impl AssetGovernance {
    async fn ties(&self, ctx: &Context<'_>, sort: RelationKind) -> Result<Vec<AssetTie>> {
        let ties = self.0.asset.relations.iter().filter(|tie| tie.kind == sort);
        let ties: Vec<(AssetId, Layer)> = ties.filter_map(|tie| Some((tie.target_id()?, tie.layer))).collect();
        let known = loaders(ctx).many(ties.iter().map(|(id, _)| (*id, self.0.as_of))).await?;
        let shown = ties.into_iter().filter_map(|(id, layer)| {
            let asset = AssetRef::from(known.get(&(id, self.0.as_of))?.as_ref());
            Some(AssetTie { asset, layer, inherited_from: None })
        });
        Ok(shown.collect())
    }
}
