//! The tags of an asset: those that it has, those that follow from columns that its values come from, and those that are
//! merely suggested.

use std::collections::HashMap;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use catalog::{AssetId, Layer, Relation, RelationKind};
use chrono::{DateTime, Utc};
use lineage::propagation::{Decision, Followed, Verdict};

use super::{Asset, loaders};
use crate::graphql::loaders::{FollowedKey, SeenKey};

/// A tag of an asset.
#[derive(SimpleObject)]
pub struct TagTie {
    /// The tag.
    name: String,
    /// Who says so.
    layer: Layer,
}

/// A tag that follows from lineage.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PropagatedTag {
    /// The tag; of a term its identifier.
    tag: String,
    /// `PROPAGATED` when it holds, `SUGGESTED` when it waits for somebody.
    layer: Layer,
    /// What people call the rule by which it follows; null of the past.
    rule: Option<String>,
    /// How many steps it is away from the nearest column that has the tag of its own; null of the past.
    steps: Option<i32>,
    /// How many of the nearest origins whoever asks may not know of.
    hidden_origins: i32,
    /// What somebody decided about it.
    decision: Option<TagDecision>,
    #[graphql(skip)]
    origin_ids: Vec<AssetId>,
}

#[ComplexObject]
impl PropagatedTag {
    /// The nearest columns that have the tag of their own, nearest first; at most three. Empty of the past.
    #[graphql(complexity = "3 + child_complexity * 3")]
    async fn origins(&self, ctx: &Context<'_>) -> Result<Vec<Asset>> {
        let found = loaders(ctx).many(self.origin_ids.iter().map(|id| (*id, None))).await?;
        let origins = self.origin_ids.iter().filter_map(|id| found.get(&(*id, None)).cloned());
        Ok(origins.map(|asset| Asset::new(asset, None)).collect())
    }
}

/// What somebody decided about a tag that follows from lineage.
#[derive(SimpleObject)]
pub struct TagDecision {
    /// Whether it is about a tag or a term.
    sort: RelationKind,
    /// The tag; of a term its identifier.
    tag: String,
    /// What was decided.
    verdict: Verdict,
    /// By whom.
    by: String,
    /// When.
    at: DateTime<Utc>,
}

impl From<&Decision> for TagDecision {
    fn from(decision: &Decision) -> Self {
        let Decision { sort, target, verdict, by, at } = decision.clone();
        Self { sort, tag: target, verdict, by, at }
    }
}

/// The tags of an asset.
pub struct TagsOfAsset(pub(super) Asset);

impl TagsOfAsset {
    fn ties(&self, sort: RelationKind) -> impl Iterator<Item = &Relation> {
        self.0.asset.relations.iter().filter(move |tie| tie.kind == sort)
    }

    /// The tags, or terms, of a layer, with why they follow where that is about now. Terms that whoever asks may not know of
    /// are left out.
    async fn following(&self, ctx: &Context<'_>, sort: RelationKind, layer: Layer) -> Result<Vec<PropagatedTag>> {
        let ties: Vec<&Relation> = self.ties(sort).filter(|tie| tie.layer == layer).collect();
        let targets = ties.iter().filter_map(|tie| tie.target_id()).map(SeenKey);
        let seen = if sort.target_kind().is_some() { loaders(ctx).many(targets).await? } else { HashMap::new() };
        let is_seen = |tie: &&Relation| tie.target_id().is_none_or(|target| seen.contains_key(&SeenKey(target)));
        let known = match self.0.as_of {
            None if !ties.is_empty() => loaders(ctx).one(FollowedKey(self.0.asset.id)).await?,
            _ => None,
        };
        let shape = |tie: &Relation| {
            let ties = known.iter().flat_map(|known| &known.followed);
            let why = ties.into_iter().find(|known| known.sort == tie.kind && known.target == tie.target);
            propagated(tie, why)
        };
        Ok(ties.into_iter().filter(is_seen).map(shape).collect())
    }
}

fn propagated(tie: &Relation, why: Option<&Followed>) -> PropagatedTag {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    PropagatedTag {
        tag: tie.target.clone(),
        layer: tie.layer,
        rule: why.and_then(|why| why.rule_name.clone()),
        steps: why.and_then(|why| i32::try_from(why.steps).ok()),
        hidden_origins: why.map_or(0, |why| count(why.hidden_origins)),
        decision: why.and_then(|why| why.decision.as_ref()).map(TagDecision::from),
        origin_ids: why.map(|why| why.origins.clone()).unwrap_or_default(),
    }
}

/// The tags of an asset.
#[Object]
impl TagsOfAsset {
    /// Its tags; what is merely suggested is apart.
    async fn tags(&self) -> Vec<TagTie> {
        let ties = self.ties(RelationKind::Tag).filter(|tie| tie.layer != Layer::Suggested);
        ties.map(|tie| TagTie { name: tie.target.clone(), layer: tie.layer }).collect()
    }

    /// Those of its tags (or its terms, by their identifiers) that follow from columns that its values come from.
    #[graphql(complexity = "2 + child_complexity * 3")]
    async fn propagated_tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Vec<PropagatedTag>> {
        self.following(ctx, sort, Layer::Propagated).await
    }

    /// Tags (or terms, by their identifiers) that would follow, and wait for somebody to confirm or refuse them.
    #[graphql(complexity = "2 + child_complexity * 3")]
    async fn suggested_tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "RelationKind::Tag")] sort: RelationKind,
    ) -> Result<Vec<PropagatedTag>> {
        self.following(ctx, sort, Layer::Suggested).await
    }

    /// Tags that somebody refused here; they do not follow, and go no further from here. Empty of the past.
    #[graphql(complexity = "2 + child_complexity * 3")]
    async fn refused_tags(&self, ctx: &Context<'_>) -> Result<Vec<TagDecision>> {
        if self.0.as_of.is_some() {
            return Ok(Vec::new());
        }
        let known = loaders(ctx).one(FollowedKey(self.0.asset.id)).await?;
        Ok(known.iter().flat_map(|known| &known.refused).map(TagDecision::from).collect())
    }
}
