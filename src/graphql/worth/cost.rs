//! Prices, costs, and what nobody uses.

use std::collections::BTreeMap;

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{Action, Count};
use chrono::NaiveDate;
use kpi::{
    Price,
    cost::{self, Bill},
    money::{self, rounded},
    unused::{self, Tally, UseReport},
};

use super::{AssetGroup, AssetWorth, AssetWorthConnection, standing::listed, worth};
use crate::graphql::{connection::page, viewer};

/// The most groups of one answer; the rest is summed up as others.
const MOST_GROUPS: usize = 200;
/// The most sets of possible copies of one answer.
const MOST_SETS: usize = 100;

/// What can be asked of costs.
#[derive(Default)]
pub struct CostQuery;

/// What can be changed of costs.
#[derive(Default)]
pub struct CostMutation;

/// What a gibibyte costs a month.
#[derive(SimpleObject, InputObject, Clone)]
#[graphql(input_name = "PriceInput")]
pub struct PriceLine {
    /// Of assets of this source, by its name; null: of all.
    source: Option<String>,
    /// Of assets that are stored so, such as `InnoDB`; null: however.
    storage: Option<String>,
    /// Of assets of this tier; null: of any.
    tier: Option<String>,
    /// In which currency, such as `USD`.
    currency: String,
    /// For a gibibyte (2³⁰ bytes) and month, as a decimal.
    gib_month: String,
    /// For an hour of queries, as a decimal.
    #[graphql(default)]
    query_hour: String,
    /// The first day it holds.
    from: NaiveDate,
    /// The last day it holds; null: until further notice.
    until: Option<NaiveDate>,
}

/// The price book.
#[derive(SimpleObject)]
pub struct PriceBook {
    /// Its version, which a change has to name.
    version: i32,
    /// Its prices.
    prices: Vec<PriceLine>,
}

/// Money of a currency.
#[derive(SimpleObject)]
pub struct Money {
    /// The amount, to two places.
    amount: String,
    /// The currency.
    currency: String,
}

/// What a group of assets costs a month.
#[derive(SimpleObject)]
pub struct CostGroup {
    /// The group; null for those that have none, such as no domain.
    name: Option<String>,
    /// What is known, by currency.
    costs: Vec<Money>,
    /// Bytes, those without a price included.
    bytes: Count,
    /// Assets with a size.
    sized: Count,
    /// Of those, assets for which there is no price.
    unpriced: Count,
    /// Assets whose size nobody measured.
    not_measured: Count,
}

/// What assets cost a month, of those that the viewer may know of.
#[derive(SimpleObject)]
pub struct CostSummary {
    /// All of them.
    total: CostGroup,
    /// The groups, the most expensive first, then the largest; at most 200.
    groups: Vec<CostGroup>,
    /// How many more groups there are.
    more_groups: Count,
}

/// How many assets, of which size.
#[derive(SimpleObject)]
pub struct UseTally {
    /// Assets.
    count: Count,
    /// Their bytes.
    bytes: Count,
}

/// Used and unused assets after some days without a read.
#[derive(SimpleObject)]
pub struct UseBucket {
    /// Days without a read: exactly so many count as unused.
    days: i32,
    /// Those that were read since.
    used: UseTally,
    /// Those that were read before, and not since.
    unused: UseTally,
    /// Which part of both is unused, in percent by number.
    unused_count_percent: f64,
    /// The same by size.
    unused_bytes_percent: f64,
}

/// How a group of assets is used.
#[derive(SimpleObject)]
pub struct UseGroup {
    /// The group; null for those that have none.
    name: Option<String>,
    /// All of its assets.
    total: UseTally,
    /// Those of which nobody knows any read.
    never_read: UseTally,
    /// The others, at 3, 7, 14, 30, 60 and 90 days.
    buckets: Vec<UseBucket>,
}

/// Which assets a list of what nobody uses has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum UnusedClass {
    /// Read, and not lately.
    Unused,
    /// Never read that anybody knows of.
    NeverRead,
    /// Written lately, and not read.
    DeadEnd,
    /// Read lately.
    Used,
}

fn tally(tally: Tally) -> UseTally {
    UseTally { count: Count(tally.count), bytes: Count(tally.bytes) }
}

fn cost_group(name: Option<String>, bill: &Bill) -> CostGroup {
    let money = |(currency, amount): (&kpi::Currency, &rust_decimal::Decimal)| Money {
        amount: rounded(*amount).to_string(),
        currency: currency.to_string(),
    };
    CostGroup {
        name,
        costs: bill.amounts.iter().map(money).collect(),
        bytes: Count(bill.bytes),
        sized: Count(bill.sized),
        unpriced: Count(bill.unpriced),
        not_measured: Count(bill.unsized_assets),
    }
}

fn use_group(name: Option<String>, report: UseReport) -> UseGroup {
    let bucket = |bucket: &unused::Bucket| UseBucket {
        days: i32::try_from(bucket.days).unwrap_or(i32::MAX),
        used: tally(bucket.used),
        unused: tally(bucket.unused),
        unused_count_percent: bucket.unused_count_percent(),
        unused_bytes_percent: bucket.unused_bytes_percent(),
    };
    let buckets = report.buckets.iter().map(bucket).collect();
    UseGroup { name, total: tally(report.total), never_read: tally(report.never_read), buckets }
}

impl PriceBook {
    fn new((version, book): (i32, kpi::PriceBook)) -> Self {
        let line = |price: &Price| PriceLine {
            source: price.source.clone(),
            storage: price.storage.clone(),
            tier: price.tier.clone(),
            currency: price.currency.to_string(),
            gib_month: price.gib_month.normalize().to_string(),
            query_hour: price.query_hour.normalize().to_string(),
            from: price.from,
            until: price.until,
        };
        Self { version, prices: book.prices().iter().map(line).collect() }
    }
}

impl PriceLine {
    fn price(self) -> kpi::Result<Price> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let hour = if self.query_hour.trim().is_empty() { "0" } else { &self.query_hour };
        Ok(Price {
            source: given(self.source),
            storage: given(self.storage),
            tier: given(self.tier),
            currency: self.currency.parse()?,
            gib_month: money::decimal("gibMonth", &self.gib_month)?,
            query_hour: money::decimal("queryHour", hour)?,
            from: self.from,
            until: self.until,
        })
    }
}

#[Object]
impl CostQuery {
    /// What storage costs.
    async fn price_book(&self, ctx: &Context<'_>) -> Result<PriceBook> {
        Ok(PriceBook::new(worth(ctx).kpis().prices(viewer(ctx)).await?))
    }

    /// What assets cost a month at today's prices, of those that the viewer may know of.
    #[graphql(complexity = "200 + child_complexity")]
    async fn cost_summary(&self, ctx: &Context<'_>, by: AssetGroup) -> Result<CostSummary> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let standings = worth.standings(viewer).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        let prices = book.on(standings.day);
        let bills = cost::summary(&standings.assets, &prices, by.into());
        let mut groups: Vec<(Option<String>, Bill)> =
            bills.into_iter().map(|(name, bill)| (name.map(|name| name.to_string()), bill)).collect();
        let dearest = |bill: &Bill| bill.amounts.values().max().copied().unwrap_or_default();
        groups.sort_by(|(_, one), (_, other)| {
            dearest(other).cmp(&dearest(one)).then_with(|| other.bytes.cmp(&one.bytes))
        });
        let more_groups = Count::from(groups.len().saturating_sub(MOST_GROUPS));
        groups.truncate(MOST_GROUPS);
        let total = cost_group(None, &standings.cost(&book));
        let groups = groups.into_iter().map(|(name, bill)| cost_group(name, &bill)).collect();
        Ok(CostSummary { total, groups, more_groups })
    }

    /// How assets that hold data are used, of those that the viewer may know of: all of them as the first group, without a
    /// name, then by what was asked, at most 200.
    #[graphql(complexity = "200 + child_complexity")]
    async fn use_report(&self, ctx: &Context<'_>, by: AssetGroup) -> Result<Vec<UseGroup>> {
        let standings = worth(ctx).standings(viewer(ctx)).await?;
        let data = || standings.assets.iter().filter(|asset| unused::holds_data(asset.kind));
        let mut groups = vec![use_group(None, unused::report(data(), standings.day, &unused::SPANS))];
        let by: BTreeMap<_, _> = unused::report_by(data(), standings.day, by.into());
        let named = by.into_iter().filter_map(|(name, report)| Some((name?.to_string(), report)));
        groups.extend(named.take(MOST_GROUPS).map(|(name, report)| use_group(Some(name), report)));
        Ok(groups)
    }

    /// Assets that hold data and that nobody uses, the largest first, of those that the viewer may know of.
    #[graphql(complexity = "200 + first.max(0) as usize * child_complexity / 10")]
    async fn unused_assets(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 30)] days: i32,
        #[graphql(default_with = "UnusedClass::Unused")] class: UnusedClass,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> Result<AssetWorthConnection> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let Some(days) = u32::try_from(days).ok().filter(|days| (1..=730).contains(days)) else {
            return Err(catalog::Error::invalid("days", "has to be 1 to 730").into());
        };
        let standings = worth.standings(viewer).await?;
        let today = standings.day;
        let is_meant = |asset: &&kpi::Standing| {
            let read = unused::use_of(asset, today, days);
            unused::holds_data(asset.kind)
                && match class {
                    UnusedClass::Unused => read == unused::Use::Unused,
                    UnusedClass::NeverRead => read == unused::Use::NeverRead,
                    UnusedClass::Used => read == unused::Use::Used,
                    UnusedClass::DeadEnd => unused::is_dead_end(asset, today),
                }
        };
        let (_, book) = worth.kpis().prices(viewer).await?;
        Ok(listed(standings.assets.iter().filter(is_meant).collect(), &page(first, after)?, &book.on(today))?)
    }

    /// Sets of tables that look like copies of one another: as many rows, and the same columns. The set that wastes most
    /// first; at most 100, of those that the viewer may know of.
    #[graphql(complexity = "500 + 100 * child_complexity")]
    async fn duplicate_candidates(&self, ctx: &Context<'_>) -> Result<Vec<Vec<AssetWorth>>> {
        let (viewer, worth) = (viewer(ctx), worth(ctx));
        let standings = worth.standings(viewer).await?;
        let mut alike: BTreeMap<(i64, i64), Vec<catalog::AssetId>> = BTreeMap::new();
        for asset in standings.assets.iter().filter(|asset| unused::holds_data(asset.kind)) {
            if let Some(rows @ 1..) = asset.rows {
                alike.entry((rows, asset.columns)).or_default().push(asset.id);
            }
        }
        let ids: Vec<_> = alike.into_values().filter(|set| set.len() > 1).flatten().collect();
        let shapes = crate::graphql::app(ctx).catalog().shapes(&ids).await?;
        let (_, book) = worth.kpis().prices(viewer).await?;
        let prices = book.on(standings.day);
        let sets = unused::duplicates(&standings.assets, &shapes);
        let shown = sets.into_iter().take(MOST_SETS);
        Ok(shown.map(|set| set.into_iter().map(|asset| AssetWorth::new(asset, &prices)).collect()).collect())
    }
}

#[Object]
impl CostMutation {
    /// Replaces the price book, of which `version` was seen. For who may manage KPIs.
    async fn set_price_book(&self, ctx: &Context<'_>, version: i32, prices: Vec<PriceLine>) -> Result<PriceBook> {
        viewer(ctx).must(Action::ManageKpis)?;
        let prices = prices.into_iter().map(PriceLine::price).collect::<kpi::Result<Vec<Price>>>()?;
        Ok(PriceBook::new(worth(ctx).kpis().set_prices(viewer(ctx), prices, version).await?))
    }
}
