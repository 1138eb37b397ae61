//! How healthy data is, in counts; every count opens the list behind it.

use std::collections::BTreeMap;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use catalog::{AssetId, Count, governance::Facts};
use quality::{
    Dimension,
    service::{Summary, TableTally, Tally},
};

use super::loaders::TallyKey;
use crate::graphql::{
    app,
    asset::{Asset, loaders},
    viewer,
};

/// How many groups and tables are shown.
const MOST: usize = 100;

/// How many checks came to what.
#[derive(SimpleObject, Clone)]
pub struct QualityTally {
    /// What was expected holds.
    passed: Count,
    /// It does not.
    failed: Count,
    /// It could not be judged.
    errors: Count,
    /// There was nothing to judge.
    no_data: Count,
    /// All of them.
    total: Count,
    /// The share that passed of those that were judged, those that could not be judged counted as not passed; null when
    /// nothing was.
    pass_rate: Option<f64>,
}

impl QualityTally {
    pub(super) fn of(tally: Tally) -> Self {
        Self {
            passed: Count(tally.passed),
            failed: Count(tally.failed),
            errors: Count(tally.errors),
            no_data: Count(tally.no_data),
            total: Count(tally.total()),
            pass_rate: tally.pass_rate(),
        }
    }
}

/// The checks on one side of quality.
#[derive(SimpleObject)]
pub struct DimensionTally {
    /// The side.
    dimension: Dimension,
    /// What the checks came to.
    tally: QualityTally,
}

pub(super) fn by_dimension(tallies: &BTreeMap<Dimension, Tally>) -> Vec<DimensionTally> {
    tallies
        .iter()
        .map(|(dimension, tally)| DimensionTally { dimension: *dimension, tally: QualityTally::of(*tally) })
        .collect()
}

/// The checks of one table.
#[derive(SimpleObject)]
pub struct TableQuality {
    /// The table.
    asset: Asset,
    /// What its checks came to.
    tally: QualityTally,
    /// How many incidents are open.
    open_incidents: Count,
}

/// By what tables are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum QualityGroup {
    /// The domain, those around it too.
    Domain,
    /// The owner.
    Owner,
    /// The tier.
    Tier,
    /// A tag.
    Tag,
}

/// The checks of the tables that have something in common.
#[derive(SimpleObject)]
pub struct QualityOfGroup {
    /// What they have in common; null for tables of which nothing is said.
    name: Option<String>,
    /// What their checks came to.
    tally: QualityTally,
    /// How many tables have a check.
    tables: Count,
    /// How many incidents are open.
    open_incidents: Count,
}

/// How healthy the data is that whoever asks may know of.
pub struct QualitySummary {
    tables: Vec<TableTally>,
    summary: Summary,
}

/// How healthy data is.
#[Object]
impl QualitySummary {
    /// What all checks came to.
    async fn tally(&self) -> QualityTally {
        QualityTally::of(self.summary.tally)
    }

    /// The same by side of quality.
    async fn by_dimension(&self) -> Vec<DimensionTally> {
        by_dimension(&self.summary.by_dimension)
    }

    /// How many tables have a check.
    async fn tables(&self) -> Count {
        Count(self.summary.tables)
    }

    /// How many tables there are, checked or not; null when that is not known.
    async fn all_tables(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let counts = app(ctx).catalog().counts(viewer(ctx)).await?;
        Ok(counts.map(|counts| Count(counts.get(&catalog::AssetKind::Table).copied().unwrap_or(0))))
    }

    /// How many tables have a check that fails or could not be judged.
    async fn failing_tables(&self) -> Count {
        Count(self.summary.failing_tables)
    }

    /// How many incidents are open.
    async fn open_incidents(&self) -> Count {
        Count(self.summary.open_incidents)
    }

    /// The tables whose checks come off worst: most that do not pass first.
    #[graphql(complexity = "50 + first.max(0) as usize * child_complexity / 5")]
    async fn worst(&self, ctx: &Context<'_>, #[graphql(default = 10)] first: i32) -> Result<Vec<TableQuality>> {
        let mut bad: Vec<&TableTally> =
            self.tables.iter().filter(|table| table.tally.failed + table.tally.errors > 0).collect();
        bad.sort_by_key(|table| (std::cmp::Reverse(table.tally.failed + table.tally.errors), table.asset));
        bad.truncate(usize::try_from(first).unwrap_or(0).min(MOST));
        let assets = loaders(ctx).many(bad.iter().map(|table| (table.asset, None))).await?;
        let table = |table: &TableTally| {
            let asset = assets.get(&(table.asset, None))?.clone();
            Some(TableQuality {
                asset: Asset::new(asset, None),
                tally: QualityTally::of(table.tally),
                open_incidents: Count(table.open_incidents),
            })
        };
        Ok(bad.into_iter().filter_map(table).collect())
    }

    /// The same by what tables have in common, worst first; a table counts in each group it is of.
    #[graphql(complexity = "200 + child_complexity")]
    async fn by(&self, ctx: &Context<'_>, group: QualityGroup) -> Result<Vec<QualityOfGroup>> {
        let ids: Vec<AssetId> = self.tables.iter().map(|table| table.asset).collect();
        let facts = app(ctx).catalog().facts(&ids).await?;
        let mut groups: BTreeMap<Option<String>, Vec<&TableTally>> = BTreeMap::new();
        for table in &self.tables {
            let names = facts.get(&table.asset).map(|facts| names(facts, group)).unwrap_or_default();
            if names.is_empty() {
                groups.entry(None).or_default().push(table);
            }
            for name in names {
                groups.entry(Some(name)).or_default().push(table);
            }
        }
        let mut found: Vec<(Option<String>, Summary)> =
            groups.into_iter().map(|(name, tables)| (name, Summary::of(tables))).collect();
        found.sort_by(|(_, left), (_, right)| {
            let rate = |summary: &Summary| summary.tally.pass_rate().unwrap_or(1.0);
            rate(left).total_cmp(&rate(right))
        });
        found.truncate(MOST);
        let group = |(name, summary): (Option<String>, Summary)| QualityOfGroup {
            name,
            tally: QualityTally::of(summary.tally),
            tables: Count(summary.tables),
            open_incidents: Count(summary.open_incidents),
        };
        Ok(found.into_iter().map(group).collect())
    }
}

pub(super) fn names(facts: &Facts, group: QualityGroup) -> Vec<String> {
    match group {
        QualityGroup::Domain => facts.domains.iter().cloned().collect(),
        QualityGroup::Owner => facts.owners.iter().cloned().collect(),
        QualityGroup::Tier => facts.tier.iter().cloned().collect(),
        QualityGroup::Tag => facts.tags.iter().cloned().collect(),
    }
}

/// The checks of an asset, and whether something upstream fails.
pub struct AssetQuality(pub(crate) AssetId);

/// The checks of an asset.
#[Object]
impl AssetQuality {
    /// What they came to; null when it has none.
    async fn tally(&self, ctx: &Context<'_>) -> Result<Option<QualityTally>> {
        Ok(loaders(ctx).one(TallyKey(self.0)).await?.map(|table| QualityTally::of(table.tally)))
    }

    /// The same by side of quality.
    async fn by_dimension(&self, ctx: &Context<'_>) -> Result<Vec<DimensionTally>> {
        let found = loaders(ctx).one(TallyKey(self.0)).await?;
        Ok(found.map(|table| by_dimension(&table.by_dimension)).unwrap_or_default())
    }

    /// How many incidents are open.
    async fn open_incidents(&self, ctx: &Context<'_>) -> Result<Count> {
        Ok(Count(loaders(ctx).one(TallyKey(self.0)).await?.map_or(0, |table| table.open_incidents)))
    }

    /// The nearest table upstream that does not pass its checks: what is made of it is at risk.
    #[graphql(complexity = "100 + child_complexity")]
    async fn upstream_failing(&self, ctx: &Context<'_>) -> Result<Option<Asset>> {
        let found = app(ctx).checking().suspects(viewer(ctx), self.0, 1).await?;
        let Some(suspect) = found.first() else { return Ok(None) };
        Ok(loaders(ctx).one((suspect.asset, None)).await?.map(|asset| Asset::new(asset, None)))
    }
}

/// Questions about quality as a whole.
#[derive(Default)]
pub struct QualityQuery;

#[Object]
impl QualityQuery {
    /// How healthy the data is that whoever asks may know of.
    #[graphql(complexity = "100 + child_complexity")]
    async fn quality_summary(&self, ctx: &Context<'_>) -> Result<QualitySummary> {
        let tables = app(ctx).checking().quality().tallies(viewer(ctx), None).await?;
        Ok(QualitySummary { summary: Summary::of(&tables), tables })
    }
}
