//! What data costs a month: bytes times the price of the day, plus what its queries cost; by asset and summed up.
//!
//! Sums are of exact amounts and rounded once, where they are read. Assets without a size or without a price are counted
//! apart: they cost nothing that anybody knows of, which is not nothing.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    money::Currency,
    price::{DayPrices, PriceBook},
    standing::{Standing, Standings},
    unused::holds_data,
};

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// What one asset costs a month, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The amount, not rounded.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// What an asset costs a month at the prices of a day; none where its size or its price is not known. What is only around
/// data, such as a database, costs what is in it costs, and nothing itself.
#[must_use]
pub fn of(asset: &Standing, prices: &DayPrices<'_>) -> Option<Cost> {
    let bytes = asset.bytes.filter(|bytes| *bytes >= 0 && holds_data(asset.kind))?;
    let price = prices.of(asset)?;
    let gib = Decimal::from(bytes) / Decimal::from(1_i64 << 30);
    let hours = Decimal::from(asset.query_micros.max(0)) / Decimal::from(HOUR);
    let kept = gib.checked_mul(price.gib_month)?;
    let asked = hours.checked_mul(price.query_hour)?;
    Some(Cost { amount: kept.checked_add(asked)?, currency: price.currency })
}

/// What costs are summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// Each asset on its own.
    Asset,
    /// The schema or database.
    Schema,
    /// The source.
    Source,
    /// The domain.
    Domain,
    /// The first team of the owners.
    Team,
    /// The tier.
    Tier,
    /// The kind.
    Kind,
}

impl GroupBy {
    /// Every grouping.
    pub const ALL: [Self; 7] =
        [Self::Asset, Self::Schema, Self::Source, Self::Domain, Self::Team, Self::Tier, Self::Kind];

    /// The group of an asset; none where it has none, such as no domain. Of several teams the first counts, so that the
    /// groups sum to the whole.
    #[must_use]
    pub fn of(self, asset: &Standing) -> Option<Arc<str>> {
        match self {
            Self::Asset => Some(Arc::clone(&asset.name)),
            Self::Schema => asset.schema.clone(),
            Self::Source => asset.source.clone(),
            Self::Domain => asset.domain.clone(),
            Self::Team => asset.teams.first().cloned(),
            Self::Tier => asset.tier.clone(),
            Self::Kind => Some(asset.kind.code().into()),
        }
    }
}

/// What a group of assets costs a month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bill {
    /// What is known, by currency; exact.
    pub amounts: BTreeMap<Currency, Decimal>,
    /// Its bytes, those without a price included.
    pub bytes: i64,
    /// Assets with a size.
    pub sized: i64,
    /// Of those, assets for which the book has no price.
    pub unpriced: i64,
    /// Assets whose size nobody measured.
    pub unsized_assets: i64,
}

impl Bill {
    /// Adds an asset, if data is kept in it.
    pub fn add(&mut self, asset: &Standing, prices: &DayPrices<'_>) {
        if !holds_data(asset.kind) {
            return;
        }
        let Some(bytes) = asset.bytes else {
            self.unsized_assets += 1;
            return;
        };
        self.sized += 1;
        self.bytes = self.bytes.saturating_add(bytes.max(0));
        match of(asset, prices) {
            Some(cost) => {
                let amount = self.amounts.entry(cost.currency).or_default();
                *amount = amount.saturating_add(cost.amount);
            }
            None => self.unpriced += 1,
        }
    }

    /// What it costs in one currency.
    #[must_use]
    pub fn in_currency(&self, currency: Currency) -> Decimal {
        self.amounts.get(&currency).copied().unwrap_or_default()
    }
}

/// What assets cost a month, by group; those without a group are under none.
#[must_use]
pub fn summary<'a>(
    assets: impl IntoIterator<Item = &'a Standing>,
    prices: &DayPrices<'_>,
    by: GroupBy,
) -> BTreeMap<Option<Arc<str>>, Bill> {
    let mut bills: BTreeMap<Option<Arc<str>>, Bill> = BTreeMap::new();
    for asset in assets {
        bills.entry(by.of(asset)).or_default().add(asset, prices);
    }
    bills
}

/// What all of them cost a month.
#[must_use]
pub fn total<'a>(assets: impl IntoIterator<Item = &'a Standing>, prices: &DayPrices<'_>) -> Bill {
    let mut bill = Bill::default();
    assets.into_iter().for_each(|asset| bill.add(asset, prices));
    bill
}

impl Standings {
    /// What everything costs a month at the prices of the day.
    #[must_use]
    pub fn cost(&self, book: &PriceBook) -> Bill {
        total(&self.assets, &book.on(self.day))
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, AssetKind};
    use chrono::NaiveDate;

    use super::*;
    use crate::{money::rounded, price::Price};

    fn book() -> PriceBook {
        let price = |source: Option<&str>, amount: &str| Price {
            source: source.map(Into::into),
            storage: None,
            tier: None,
            currency: "USD".parse().unwrap(),
            gib_month: amount.parse().unwrap(),
            query_hour: Decimal::from(2),
            from: "2026-01-01".parse().unwrap(),
            until: None,
        };
        PriceBook::new(vec![price(None, "0.023"), price(Some("lake"), "0.004")]).unwrap()
    }

    fn table(source: &str, bytes: Option<i64>) -> Standing {
        Standing { source: Some(source.into()), bytes, ..Standing::bare(AssetId::new(), AssetKind::Table, "t") }
    }

    fn day() -> NaiveDate {
        "2026-03-01".parse().unwrap()
    }

    #[test]
    fn f10_monthly_cost_is_bytes_times_price_to_two_decimals() {
        let book = book();
        let gib = 1_i64 << 30;
        let assets = [table("shop", Some(1_000 * gib)), table("lake", Some(gib / 2)), table("shop", Some(333 * gib))];
        let bills = summary(&assets, &book.on(day()), GroupBy::Source);
        let usd = "USD".parse().unwrap();
        let read = |name: &str| rounded(bills[&Some(name.into())].in_currency(usd)).to_string();
        assert_eq!(read("shop"), "30.66", "1333 x 0.023 = 30.659");
        assert_eq!(read("lake"), "0.00", "0.002");
        let whole = total(&assets, &book.on(day()));
        assert_eq!(rounded(whole.in_currency(usd)).to_string(), "30.66", "30.661, summed exactly and rounded once");
    }

    #[test]
    fn f10_what_has_no_size_or_no_price_is_counted_apart() {
        let book = book();
        let assets = [table("shop", None), table("shop", Some(1 << 30))];
        let bill = total(&assets, &book.on(day()));
        assert_eq!((bill.sized, bill.unsized_assets, bill.unpriced), (1, 1, 0));
        let before = total(&assets, &book.on("2025-12-31".parse().unwrap()));
        assert_eq!((before.sized, before.unpriced, before.amounts.len()), (1, 1, 0));
    }

    #[test]
    fn f10_a_database_does_not_cost_what_its_tables_cost_once_more() {
        let book = book();
        let database = Standing { kind: AssetKind::Database, ..table("shop", Some(1 << 30)) };
        let bill = total(&[database, table("shop", Some(1 << 30))], &book.on(day()));
        assert_eq!((bill.sized, bill.bytes), (1, 1 << 30));
        assert_eq!(bill.in_currency("USD".parse().unwrap()).to_string(), "0.023");
    }

    #[test]
    fn f10_queries_cost_by_the_hour_where_that_is_priced() {
        let asked = Standing { query_micros: HOUR / 2, ..table("shop", Some(0)) };
        assert_eq!(of(&asked, &book().on(day())).unwrap().amount, Decimal::ONE);
    }

    #[test]
    fn f10_groups_sum_to_the_whole_also_with_several_teams() {
        let mut shared = table("shop", Some(1 << 30));
        shared.teams = vec!["sales".into(), "data".into()];
        let assets = [shared, table("shop", Some(1 << 30))];
        let book = book();
        let teams = summary(&assets, &book.on(day()), GroupBy::Team);
        assert_eq!(teams.keys().cloned().collect::<Vec<_>>(), [None, Some("sales".into())]);
        assert_eq!(teams.values().map(|bill| bill.bytes).sum::<i64>(), 2 << 30);
    }
}
