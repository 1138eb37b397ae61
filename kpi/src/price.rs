//! The price book: what a gibibyte costs a month, by source, storage class and tier, from one day until another.
//!
//! Of the prices that fit an asset the most exact one counts: one that names the source before one that names the storage
//! class, and that before one that names the tier. Two prices for the same thing on the same day are refused.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    money::{self, Currency},
    standing::Standing,
};

/// The most prices of a book.
pub const MAX_PRICES: usize = 1_000;
/// The longest name in a price, in bytes.
const MAX_NAME: usize = 256;

/// What a gibibyte costs a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Of assets of this source, by its name; none: of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Of assets that are stored so; none: however.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// Of assets of this tier; none: of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// In which currency.
    pub currency: Currency,
    /// For a gibibyte (2³⁰ bytes) and month.
    #[serde(with = "money::text")]
    pub gib_month: Decimal,
    /// For an hour of queries, where use is reported with its time.
    #[serde(default, with = "money::text")]
    pub query_hour: Decimal,
    /// The first day it holds.
    pub from: NaiveDate,
    /// The last day it holds; none: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Price {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    fn fits(&self, asset: &Standing) -> bool {
        let is = |wanted: &Option<String>, is: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| is.is_some_and(|is| is.eq_ignore_ascii_case(wanted)))
        };
        is(&self.source, asset.source.as_deref())
            && is(&self.storage, asset.storage.as_deref())
            && is(&self.tier, asset.tier.as_deref())
    }

    /// How exact it is; the larger the more.
    fn exactness(&self) -> (bool, bool, bool) {
        (self.source.is_some(), self.storage.is_some(), self.tier.is_some())
    }

    fn is_for_the_same(&self, other: &Self) -> bool {
        let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        same(&self.source, &other.source) && same(&self.storage, &other.storage) && same(&self.tier, &other.tier)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| one.until.is_some_and(|until| until < other.from);
        !ends_before(self, other) && !ends_before(other, self)
    }

    fn check(&self, at: usize) -> Result<()> {
        let field = |name: &str| format!("prices[{at}].{name}");
        for (name, value) in [("gibMonth", self.gib_month), ("queryHour", self.query_hour)] {
            if value.is_sign_negative() && !value.is_zero() {
                return Err(Error::invalid(field(name), format!("is {value}; a price is 0 or more")));
            }
        }
        if let Some(until) = self.until.filter(|until| *until < self.from) {
            return Err(Error::invalid(field("until"), format!("is {until}, before {} where it begins", self.from)));
        }
        for (name, value) in [("source", &self.source), ("storage", &self.storage), ("tier", &self.tier)] {
            if value.as_ref().is_some_and(|value| value.trim().is_empty() || value.len() > MAX_NAME) {
                return Err(Error::invalid(
                    field(name),
                    format!("is empty or longer than {MAX_NAME} bytes; leave it out for all"),
                ));
            }
        }
        Ok(())
    }
}

/// Prices of which no two say something else about the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PriceBook {
    prices: Vec<Price>,
}

impl PriceBook {
    /// A book of `prices`.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the price: two overlap, one is negative, ends before it begins, or there are too many.
    pub fn new(prices: Vec<Price>) -> Result<Self> {
        if prices.len() > MAX_PRICES {
            return Err(Error::invalid("prices", format!("are {}; {MAX_PRICES} are allowed", prices.len())));
        }
        for (at, price) in prices.iter().enumerate() {
            price.check(at)?;
            let earlier = prices[..at].iter().position(|other| price.is_for_the_same(other) && price.overlaps(other));
            if let Some(other) = earlier {
                let problem =
                    format!("overlaps prices[{other}] for the same source, storage and tier; end one before the other");
                return Err(Error::invalid(format!("prices[{at}].from"), problem));
            }
        }
        Ok(Self { prices })
    }

    /// Its prices.
    #[must_use]
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// The prices of one day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> DayPrices<'_> {
        let mut prices: Vec<&Price> = self.prices.iter().filter(|price| price.holds_on(day)).collect();
        prices.sort_by_key(|price| std::cmp::Reverse(price.exactness()));
        DayPrices { prices }
    }
}

/// The prices of one day, the most exact first.
#[derive(Debug, Clone)]
pub struct DayPrices<'a> {
    prices: Vec<&'a Price>,
}

impl<'a> DayPrices<'a> {
    /// The price that counts for an asset; none where the book has none.
    #[must_use]
    pub fn of(&self, asset: &Standing) -> Option<&'a Price> {
        self.prices.iter().copied().find(|price| price.fits(asset))
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, AssetKind};

    use super::*;

    pub(crate) fn price(source: Option<&str>, amount: &str, from: &str, until: Option<&str>) -> Price {
        Price {
            source: source.map(Into::into),
            storage: None,
            tier: None,
            currency: "USD".parse().unwrap(),
            gib_month: amount.parse().unwrap(),
            query_hour: Decimal::ZERO,
            from: from.parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn f10_two_prices_for_the_same_on_the_same_day_are_refused() {
        let first = price(Some("shop"), "1", "2026-01-01", Some("2026-06-30"));
        let refused = PriceBook::new(vec![first.clone(), price(Some("SHOP"), "2", "2026-06-30", None)]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`prices[1].from`: overlaps prices[0] for the same source, storage and tier; end one before the other"
        );
        let book = PriceBook::new(vec![first.clone(), price(Some("shop"), "2", "2026-07-01", None)]).unwrap();
        assert_eq!(book.prices().len(), 2);
        assert!(PriceBook::new(vec![first, price(None, "2", "2026-01-01", None)]).is_ok());
    }

    #[test]
    fn f10_a_price_that_ends_before_it_begins_or_is_negative_is_refused() {
        let backwards = PriceBook::new(vec![price(None, "1", "2026-02-01", Some("2026-01-31"))]).unwrap_err();
        assert_eq!(backwards.problems()[0].field, "prices[0].until");
        let negative = PriceBook::new(vec![price(None, "-1", "2026-02-01", None)]).unwrap_err();
        assert_eq!(negative.problems()[0].field, "prices[0].gibMonth");
    }

    #[test]
    fn f10_the_most_exact_price_of_the_day_counts() {
        let mut cold = price(None, "0.004", "2026-01-01", None);
        cold.storage = Some("cold".into());
        let mut first_tier = price(None, "9", "2026-01-01", None);
        first_tier.tier = Some("tier1".into());
        let all = price(None, "0.02", "2026-01-01", Some("2026-03-31"));
        let shop = price(Some("shop"), "0.1", "2026-02-01", None);
        let book = PriceBook::new(vec![all, cold, first_tier, shop]).unwrap();
        let bare = Standing::bare(AssetId::new(), AssetKind::Table, "t");
        let paid = |day: &str, asset: &Standing| {
            book.on(day.parse().unwrap()).of(asset).map(|price| price.gib_month.to_string())
        };
        assert_eq!(paid("2026-02-01", &bare).as_deref(), Some("0.02"));
        assert_eq!(paid("2026-04-01", &bare), None, "the price has ended");
        let kept_cold = Standing { storage: Some("Cold".into()), tier: Some("tier1".into()), ..bare.clone() };
        assert_eq!(paid("2026-02-01", &kept_cold).as_deref(), Some("0.004"));
        let of_shop = Standing { source: Some("shop".into()), ..kept_cold };
        assert_eq!(paid("2026-02-01", &of_shop).as_deref(), Some("0.1"));
        assert_eq!(paid("2026-01-31", &of_shop).as_deref(), Some("0.004"), "the shop's price has not begun");
    }
}
