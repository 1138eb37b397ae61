//! Data health: the score with its parts, and the assets behind each.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{Action, AssetId, Count};
use kpi::health::{self, Health, Part, Weights};

use super::{AssetGroup, AssetWorthConnection, standing::listed, worth};
use crate::graphql::{connection::page, viewer};

/// The most groups of one answer.
const MOST_GROUPS: usize = 500;

/// What can be asked of health.
#[derive(Default)]
pub struct HealthQuery;

/// What can be changed of health.
#[derive(Default)]
pub struct HealthMutation;

/// How much a part counts.
#[derive(SimpleObject, InputObject, Clone, Copy)]
#[graphql(input_name = "HealthWeightInput")]
pub struct HealthWeight {
    /// The part.
    part: Part,
    /// Its weight, 0 to 1,000; 0 leaves it out.
    weight: u32,
}

/// How much each part counts.
#[derive(SimpleObject)]
pub struct HealthWeights {
    /// The version, which a change has to name.
    version: i32,
    /// Every part with its weight.
    weights: Vec<HealthWeight>,
}

/// A part of a score.
#[derive(SimpleObject)]
pub struct HealthShare {
    /// The part.
    part: Part,
    /// How many have it: assets, with descriptions their columns too, with quality results of checks.
    has: Count,
    /// Of how many.
    of: Count,
    /// The ratio of both, from 0 to 1.
    ratio: f64,
    /// Its weight.
    weight: u32,
}

/// How healthy a group of assets is: the mean of the parts' ratios, each by its weight.
#[derive(SimpleObject)]
pub struct HealthGroup {
    /// The group; null for those that have none.
    name: Option<String>,
    /// Its assets.
    assets: Count,
    /// Those without any check, which count as neither good nor bad.
    without_checks: Count,
    /// The score from 0 to 1; null where nothing that counts is known.
    score: Option<f64>,
    /// The parts of which something is known.
    parts: Vec<HealthShare>,
    /// The parts that count and of which nothing is known; they are left out of the score.
    missing: Vec<Part>,
}

/// How healthy assets are, of those that the viewer may know of.
#[derive(SimpleObject)]
pub struct HealthReport {
    /// All of them.
    total: HealthGroup,
    /// The groups, the least healthy first; at most 500.
    groups: Vec<HealthGroup>,
    /// How many more groups there are.
    more_groups: Count,
}

impl HealthWeights {
    fn new((version, weights): (i32, Weights)) -> Self {
        let weight = |part: &Part| HealthWeight { part: *part, weight: weights.of(*part) };
        Self { version, weights: Part::ALL.iter().map(weight).collect() }
    }
}

impl HealthGroup {
    fn new(name: Option<String>, health: &Health, weights: &Weights) -> Self {
        let share = |(part, share): (&Part, &kpi::Share)| HealthShare {
            part: *part,
            has: Count(share.part),
            of: Count(share.whole),
            ratio: share.ratio().unwrap_or_default(),
            weight: weights.of(*part),
        };
        Self {
            name,
            assets: Count(health.assets),
            without_checks: Count(health.without_checks),
            score: health.score(weights),
            parts: health.parts.iter().map(share).collect(),
            missing: health.missing(weights),
        }
    }
}

#[Object]
impl HealthQuery {
    /// How healthy assets are, of those that the viewer may know of.
    #[graphql(complexity = "200 + child_complexity")]
    async fn health(&self, ctx: &Context<'_>, by: AssetGroup) -> Result<HealthReport> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let standings = worth.standings(viewer).await?;
        let (_, weights) = worth.kpis().weights(viewer).await?;
        let by = standings.health_by(by.into());
        let mut groups: Vec<HealthGroup> = by
            .iter()
            .map(|(name, health)| HealthGroup::new(name.as_ref().map(ToString::to_string), health, &weights))
            .collect();
        groups.sort_by(|one, other| {
            let score = |group: &HealthGroup| group.score.unwrap_or(2.0);
            score(one).total_cmp(&score(other)).then_with(|| other.assets.cmp(&one.assets))
        });
        let more_groups = Count::from(groups.len().saturating_sub(MOST_GROUPS));
        groups.truncate(MOST_GROUPS);
        Ok(HealthReport { total: HealthGroup::new(None, &standings.health(), &weights), groups, more_groups })
    }

    /// How healthy one asset is; null when it is no data asset, or the viewer may not know of it.
    #[graphql(complexity = "100 + child_complexity")]
    async fn health_of(&self, ctx: &Context<'_>, id: AssetId) -> Result<Option<HealthGroup>> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let standings = worth.standings(viewer).await?;
        let (_, weights) = worth.kpis().weights(viewer).await?;
        let place = standings.assets.binary_search_by_key(&id, |asset| asset.id).ok();
        Ok(place.map(|place| {
            let asset = &standings.assets[place];
            HealthGroup::new(Some(asset.name.to_string()), &health::of(asset, standings.day), &weights)
        }))
    }

    /// The assets behind a part's number: those that have all of it, or with `missing` those that lack some; within one
    /// group where `by` and `group` say so.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    #[graphql(complexity = "200 + first.max(0) as usize * child_complexity / 10")]
    async fn health_assets(
        &self,
        ctx: &Context<'_>,
        part: Part,
        #[graphql(default = true)] missing: bool,
        by: Option<AssetGroup>,
        group: Option<String>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AssetWorthConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let standings = worth.standings(viewer).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        let is_in = |asset: &&kpi::Standing| {
            by.is_none_or(|by| kpi::cost::GroupBy::from(by).of(asset).as_deref() == group.as_deref())
        };
        let assets = standings.behind_health(part, missing).filter(is_in).collect();
        Ok(listed(assets, &page(first, after)?, &book.on(standings.day))?)
    }

    /// How much each part of the health score counts.
    async fn health_weights(&self, ctx: &Context<'_>) -> Result<HealthWeights> {
        Ok(HealthWeights::new(worth(ctx).kpis().weights(viewer(ctx)).await?))
    }
}

#[Object]
impl HealthMutation {
    /// Sets how much parts of the health score count; `version` was seen. For who may manage KPIs.
    async fn set_health_weights(
        &self,
        ctx: &Context<'_>,
        version: i32,
        weights: Vec<HealthWeight>,
    ) -> Result<HealthWeights> {
        viewer(ctx).must(Action::ManageKpis)?;
        let weights = weights.into_iter().map(|each| (each.part, each.weight)).collect();
        Ok(HealthWeights::new(worth(ctx).kpis().set_weights(viewer(ctx), weights, version).await?))
    }
}
