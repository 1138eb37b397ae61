//! A savings plan: assets that somebody wants to remove or keep cheaper, what that would save a month, and what it really
//! did.
//!
//! A plan remembers what each asset cost when it was picked. What was really saved is that less what it costs now, at the
//! prices of the day it was picked, so that a change of prices saves nothing.

use std::{collections::HashMap, sync::Arc};

use catalog::AssetId;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    cost,
    error::{Error, Result},
    money::{self, Currency},
    price::PriceBook,
    standing::{Standing, Standings},
};

/// The most assets of a plan.
pub const MAX_PICKED: usize = 5_000;

/// What is to happen to an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Remedy {
    /// It goes.
    Remove,
    /// It is stored in another way, at that way's price.
    Store {
        /// The storage class.
        storage: String,
    },
}

/// An asset of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// The asset.
    pub asset: AssetId,
    /// Its name when it was picked.
    pub name: String,
    /// Who owned it then: the first owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What is to happen to it.
    pub remedy: Remedy,
    /// Its bytes then.
    pub bytes: i64,
    /// What it cost a month then.
    #[serde(with = "money::text")]
    pub cost: Decimal,
    /// What it is to cost a month.
    #[serde(with = "money::text")]
    pub planned: Decimal,
    /// The day it was picked, whose prices count.
    pub on: NaiveDate,
}

/// A savings plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its identifier.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Its assets.
    pub picked: Vec<Picked>,
    /// Who made it.
    pub made_by: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// What somebody wants to do with an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The asset.
    pub asset: AssetId,
    /// What is to happen to it.
    pub remedy: Remedy,
}

/// How much an asset of a plan, or a whole plan, saves a month; exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saving {
    /// What the plan says.
    pub projected: Decimal,
    /// What came of it.
    pub actual: Decimal,
}

/// Picks assets as they stand today.
///
/// # Errors
/// [`Error::Invalid`] for `assets`: too many, the same twice, one that does not exist, or one without a size or without a
/// price in the plan's currency.
pub fn pick(wishes: Vec<Wish>, standings: &Standings, book: &PriceBook, currency: Currency) -> Result<Vec<Picked>> {
    if wishes.is_empty() || wishes.len() > MAX_PICKED {
        return Err(Error::invalid("assets", format!("are {}; 1 to {MAX_PICKED} are allowed", wishes.len())));
    }
    let known: HashMap<AssetId, &Standing> = standings.assets.iter().map(|asset| (asset.id, asset)).collect();
    let mut picked: Vec<Picked> = Vec::with_capacity(wishes.len());
    let mut seen = std::collections::HashSet::new();
    for (at, wish) in wishes.into_iter().enumerate() {
        let refuse = |problem: String| Error::invalid(format!("assets[{at}]"), problem);
        let Some(asset) = known.get(&wish.asset) else {
            return Err(Error::Catalog(catalog::Error::not_found("asset", wish.asset)));
        };
        if !seen.insert(wish.asset) {
            return Err(refuse("is there twice".into()));
        }
        let cost = price(asset, (book, standings.day), currency)
            .ok_or_else(|| refuse(format!("`{}` has no size, or no price in {currency}", asset.name)))?;
        let planned = match &wish.remedy {
            Remedy::Remove => Decimal::ZERO,
            Remedy::Store { storage } => {
                let moved = Standing { storage: Some(storage.as_str().into()), ..(*asset).clone() };
                price(&moved, (book, standings.day), currency)
                    .ok_or_else(|| refuse(format!("has no price in {currency} when stored as `{storage}`")))?
            }
        };
        let (name, owner) = (asset.name.to_string(), asset.owners.first().map(ToString::to_string));
        let bytes = asset.bytes.unwrap_or(0);
        picked.push(Picked {
            asset: wish.asset,
            name,
            owner,
            remedy: wish.remedy,
            bytes,
            cost,
            planned,
            on: standings.day,
        });
    }
    Ok(picked)
}

fn price(asset: &Standing, (book, day): (&PriceBook, NaiveDate), currency: Currency) -> Option<Decimal> {
    cost::of(asset, &book.on(day)).filter(|cost| cost.currency == currency).map(|cost| cost.amount)
}

impl Picked {
    /// What it saves, as assets stand now; `now` is none once it is gone.
    #[must_use]
    pub fn saving(&self, now: Option<&Standing>, book: &PriceBook, currency: Currency) -> Saving {
        let cost = match now {
            None => Decimal::ZERO,
            // What is there without a size or price may cost as much as before.
            Some(asset) => price(asset, (book, self.on), currency).unwrap_or(self.cost),
        };
        Saving { projected: self.cost - self.planned, actual: self.cost - cost }
    }
}

impl Plan {
    /// What each asset saves, in their order, and all of them together.
    #[must_use]
    pub fn savings(&self, standings: &Standings, book: &PriceBook) -> (Vec<Saving>, Saving) {
        let known: HashMap<AssetId, &Standing> = standings.assets.iter().map(|asset| (asset.id, asset)).collect();
        let each: Vec<Saving> = self
            .picked
            .iter()
            .map(|picked| picked.saving(known.get(&picked.asset).copied(), book, self.currency))
            .collect();
        let total = each.iter().fold(Saving::default(), |sum, each| Saving {
            projected: sum.projected + each.projected,
            actual: sum.actual + each.actual,
        });
        (each, total)
    }

    /// Its assets by owner; those without one under none. Owners in the order of their names.
    #[must_use]
    pub fn by_owner(&self) -> std::collections::BTreeMap<Option<Arc<str>>, Vec<&Picked>> {
        let mut owners: std::collections::BTreeMap<_, Vec<&Picked>> = std::collections::BTreeMap::new();
        for picked in &self.picked {
            owners.entry(picked.owner.as_deref().map(Arc::from)).or_default().push(picked);
        }
        owners
    }
}

#[cfg(test)]
mod tests {
    use catalog::AssetKind;

    use super::*;
    use crate::price::Price;

    fn book() -> PriceBook {
        let price = |storage: Option<&str>, amount: i64| Price {
            source: None,
            storage: storage.map(Into::into),
            tier: None,
            currency: "USD".parse().unwrap(),
            gib_month: amount.into(),
            query_hour: Decimal::ZERO,
            from: "2026-01-01".parse().unwrap(),
            until: None,
        };
        PriceBook::new(vec![price(None, 10), price(Some("cold"), 1)]).unwrap()
    }

    fn standings(count: usize) -> Standings {
        let table = |n: usize| Standing {
            bytes: Some(1 << 30),
            owners: vec![if n.is_multiple_of(2) { "ana" } else { "bo" }.into()],
            ..Standing::bare(AssetId::new(), AssetKind::Table, &format!("t{n}"))
        };
        Standings { day: "2026-02-01".parse().unwrap(), assets: (0..count).map(table).collect() }
    }

    fn plan(picked: Vec<Picked>) -> Plan {
        let changed_at = "2026-02-01T00:00:00Z".parse().unwrap();
        Plan {
            id: Uuid::nil(),
            name: "Clean".into(),
            currency: "USD".parse().unwrap(),
            picked,
            made_by: "ana".into(),
            changed_at,
        }
    }

    #[test]
    fn f10_a_plan_projects_a_saving_and_tells_what_was_really_saved() {
        let mut now = standings(3);
        let remedies = [Remedy::Remove, Remedy::Store { storage: "cold".into() }];
        let wishes = std::iter::zip(&now.assets, remedies).map(|(asset, remedy)| Wish { asset: asset.id, remedy });
        let plan = plan(pick(wishes.collect(), &now, &book(), "USD".parse().unwrap()).unwrap());
        assert_eq!(plan.savings(&now, &book()).1, Saving { projected: 19.into(), actual: 0.into() });
        now.assets.remove(0);
        now.assets[0].storage = Some("cold".into());
        let (each, total) = plan.savings(&now, &book());
        assert_eq!(total, Saving { projected: 19.into(), actual: 19.into() });
        assert_eq!(each[1].actual, 9.into());
        let owners: Vec<Option<Arc<str>>> = plan.by_owner().into_keys().collect();
        assert_eq!(owners, [Some("ana".into()), Some("bo".into())]);
    }

    #[test]
    fn f10_growth_of_what_was_to_go_is_a_negative_saving() {
        let mut now = standings(1);
        let wish = Wish { asset: now.assets[0].id, remedy: Remedy::Remove };
        let plan = plan(pick(vec![wish], &now, &book(), "USD".parse().unwrap()).unwrap());
        now.assets[0].bytes = Some(3 << 30);
        assert_eq!(plan.savings(&now, &book()).1.actual, (-20).into());
        now.assets[0].bytes = None;
        assert_eq!(plan.savings(&now, &book()).1.actual, 0.into(), "an unknown size saves nothing");
    }

    #[test]
    fn f10_what_cannot_be_priced_cannot_be_planned() {
        let mut now = standings(2);
        now.assets[1].bytes = None;
        let wish = |n: usize| Wish { asset: now.assets[n].id, remedy: Remedy::Remove };
        let refused = |wishes: Vec<Wish>| pick(wishes, &now, &book(), "USD".parse().unwrap()).unwrap_err();
        assert_eq!(refused(vec![wish(0), wish(1)]).problems()[0].field, "assets[1]");
        assert_eq!(refused(vec![wish(0), wish(0)]).problems()[0].problem, "is there twice");
        assert_eq!(refused(Vec::new()).problems()[0].field, "assets");
        let unknown = refused(vec![Wish { asset: AssetId::new(), remedy: Remedy::Remove }]);
        assert_eq!(catalog::Fault::kind(&unknown), catalog::ErrorKind::NotFound);
        let euros = pick(vec![wish(0)], &now, &book(), "EUR".parse().unwrap()).unwrap_err();
        assert_eq!(euros.problems()[0].field, "assets[0]");
    }
}
