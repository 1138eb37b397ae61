//! How healthy data was, day by day.

use std::collections::HashSet;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{AssetId, SuiteId};
use chrono::NaiveDate;
use quality::{
    Dimension,
    service::{Day, TrendFilter},
};

use super::summary::{DimensionTally, QualityGroup, QualityTally, by_dimension, names};
use crate::graphql::{app, viewer};

/// What checks came to on a day.
#[derive(SimpleObject)]
pub struct QualityDay {
    /// The day, in UTC.
    day: NaiveDate,
    /// The last result of the day of each check that was made on it; nothing is carried over from the day before.
    tally: QualityTally,
    /// The same by side of quality; sides without a result are left out.
    by_dimension: Vec<DimensionTally>,
}

impl From<Day> for QualityDay {
    fn from(day: Day) -> Self {
        Self { day: day.day, tally: QualityTally::of(day.tally), by_dimension: by_dimension(&day.by_dimension) }
    }
}

/// Of which checks a trend tells; of all when nothing is said.
#[derive(InputObject, Default)]
pub struct QualityTrendInput {
    /// Of this table.
    asset: Option<AssetId>,
    /// Of this suite.
    suite: Option<SuiteId>,
    /// On this side of quality.
    dimension: Option<Dimension>,
    /// Of the tables that have something in common.
    group: Option<QualityGroupInput>,
}

/// Tables that have something in common, as `qualitySummary { by }` names them.
#[derive(InputObject)]
pub struct QualityGroupInput {
    /// By what they are put together.
    by: QualityGroup,
    /// What they have in common; null for tables of which nothing is said.
    name: Option<String>,
}

/// Questions about quality over time.
#[derive(Default)]
pub struct TrendQuery;

#[Object]
impl TrendQuery {
    /// What checks that are still made came to on each of the last days, today included, oldest first: 1 to 366 days.
    /// Only of tables that whoever asks may know of.
    #[graphql(complexity = "200 + days.max(0) as usize * child_complexity / 10")]
    async fn quality_trend(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 30)] days: i32,
        filter: Option<QualityTrendInput>,
    ) -> Result<Vec<QualityDay>> {
        let filter = filter.unwrap_or_default();
        let assets = match (filter.asset, &filter.group) {
            (asset, Some(group)) => {
                let mut alike = alike(ctx, group).await?;
                alike.retain(|table| asset.is_none_or(|only| only == *table));
                Some(alike)
            }
            (asset, None) => asset.map(|asset| vec![asset]),
        };
        let wanted = TrendFilter { assets, suite: filter.suite, dimension: filter.dimension };
        let found = app(ctx).checking().quality().trend(viewer(ctx), days.into(), &wanted).await?;
        Ok(found.into_iter().map(QualityDay::from).collect())
    }
}

/// The checked tables that have something in common.
async fn alike(ctx: &Context<'_>, group: &QualityGroupInput) -> Result<Vec<AssetId>> {
    let tables = app(ctx).checking().quality().tallies(viewer(ctx), None).await?;
    let ids: Vec<AssetId> = tables.into_iter().map(|table| table.asset).collect();
    let facts = app(ctx).catalog().facts(&ids).await?;
    let is_meant = |id: &AssetId| {
        let names: HashSet<String> =
            facts.get(id).map(|facts| names(facts, group.by)).unwrap_or_default().into_iter().collect();
        group.name.as_ref().map_or(names.is_empty(), |name| names.contains(name))
    };
    Ok(ids.into_iter().filter(is_meant).collect())
}
