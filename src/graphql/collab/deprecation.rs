//! What should not be used any more, and who has to move.

use std::collections::BTreeSet;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use catalog::{AssetId, Count, RelationKind};
use chrono::NaiveDate;
use lineage::{Direction, Traversal};

use super::PersonRef;
use crate::graphql::{
    app,
    asset::{Asset, loaders},
    loaders::PersonKey,
    markdown, viewer,
};

/// How far downstream somebody has to move, in edges.
const FAR: u32 = 10;

/// Why an asset should not be used any more.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Deprecation {
    /// Why, in Markdown.
    note: String,
    /// The day on which it goes.
    sunset: Option<NaiveDate>,
    #[graphql(skip)]
    replaced_by: Option<AssetId>,
}

impl From<&catalog::Deprecation> for Deprecation {
    fn from(said: &catalog::Deprecation) -> Self {
        Self { note: said.note.clone(), sunset: said.sunset, replaced_by: said.replaced_by }
    }
}

#[ComplexObject]
impl Deprecation {
    /// Why, as safe HTML.
    #[graphql(complexity = 5)]
    async fn note_html(&self) -> String {
        markdown::to_html(&self.note)
    }

    /// What to use instead, as far as whoever asks may know of it.
    async fn replaced_by(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let Some(id) = self.replaced_by else { return Ok(None) };
        Ok(loaders(ctx).one((id, None)).await?.map(|asset| Asset::new(asset, None)))
    }
}

/// Who and what has to move when an asset goes.
#[derive(SimpleObject)]
pub struct DeprecationImpact {
    /// What is made from it, nearest first, as far as whoever asks may know of it.
    assets: Vec<Asset>,
    /// Whose those are.
    owners: Vec<PersonRef>,
    /// How many there are that whoever asks may not know of.
    hidden: Count,
    /// Whether there are more than are listed.
    has_more: bool,
}

/// Questions about what should not be used any more.
#[derive(Default)]
pub struct DeprecationQuery;

#[Object]
impl DeprecationQuery {
    /// What is made from an asset, and whose it is: who has to move before it goes.
    #[graphql(complexity = "50 + first.max(0) as usize * child_complexity / 20")]
    async fn deprecation_impact(
        &self,
        ctx: &Context<'_>,
        asset: AssetId,
        #[graphql(default = 200, desc = "How many assets at most, 1 to 1,000.")] first: i32,
    ) -> Result<DeprecationImpact> {
        let first = usize::try_from(first).unwrap_or(0);
        if first == 0 || first > 1_000 {
            Err(catalog::Error::invalid("first", "is not from 1 to 1,000"))?;
        }
        let around = Traversal::around(asset);
        let request = Traversal { direction: Direction::Down, depth: FAR, limit: first, ..around };
        let found = app(ctx).lineage().impact(viewer(ctx), &request).await?;
        let known = loaders(ctx).many(found.items.iter().map(|item| (item.asset, None))).await?;
        let assets: Vec<_> = found.items.iter().filter_map(|item| known.get(&(item.asset, None)).cloned()).collect();
        let owners: BTreeSet<String> =
            assets.iter().flat_map(|asset| asset.related(RelationKind::Owner).map(str::to_owned)).collect();
        let names = loaders(ctx).many(owners.iter().map(|name| PersonKey(name.clone()))).await?;
        let person = |name: String| PersonRef {
            display_name: names.get(&PersonKey(name.clone())).unwrap_or(&name).clone(),
            name,
        };
        Ok(DeprecationImpact {
            assets: assets.into_iter().map(|asset| Asset::new(asset, None)).collect(),
            owners: owners.into_iter().map(person).collect(),
            hidden: Count(i64::try_from(found.hidden).unwrap_or(i64::MAX)),
            has_more: found.truncated,
        })
    }
}
