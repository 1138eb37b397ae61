//! What a KPI is: a metric over some assets, in a unit, that is to reach a target in a period.

mod check;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::Result,
    filter::Filter,
    formula::Formula,
    metric::{self, Measured, Metric, Unit},
    money::{self, Currency},
    price::PriceBook,
    standing::{Standing, Standings},
};

/// The days without a read after which something is unused, where a KPI does not say.
pub const DEFAULT_DAYS: u32 = 30;

/// In which direction a KPI is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, async_graphql::Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "KpiDirection")]
pub enum Direction {
    /// More is better; the target is met at it or above.
    Increase,
    /// Less is better; the target is met at it or below.
    Decrease,
}

/// What a KPI is. Its identifier stays when everything else of it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What people call it; no two have the same name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it is about.
    pub metric: Metric,
    /// The formula, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// In what it is measured.
    pub unit: Unit,
    /// In which direction it is to go.
    pub direction: Direction,
    /// Days without a read after which something is unused, where that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Which assets it is about, as a filter; empty: all.
    #[serde(default)]
    pub scope: String,
    /// The team whose assets alone it is about, and whose members alone see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The domain whose assets alone it is about, and whose members alone see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The value it began with.
    #[serde(default, with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Decimal>,
    /// What a baseline of 100 % costs a month, where parts of a cost are measured.
    #[serde(default, with = "money::text::option", skip_serializing_if = "Option::is_none")]
    pub baseline_cost: Option<Decimal>,
    /// The currency of costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The value it is to reach.
    #[serde(with = "money::text")]
    pub target: Decimal,
    /// The first day of its period.
    pub from: NaiveDate,
    /// The last day of its period.
    pub until: NaiveDate,
    /// Who answers for it: an account or `team:` and a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A KPI as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kpi {
    /// Its identifier.
    pub id: Uuid,
    /// How often it was changed, from 1.
    pub version: i32,
    /// What it is.
    pub definition: Definition,
    /// When it was last changed.
    pub changed_at: chrono::DateTime<chrono::Utc>,
    /// By whom.
    pub changed_by: String,
}

/// A definition whose filter and formula were read, ready to be measured day after day.
#[derive(Debug, Clone)]
pub struct Gauge<'a> {
    definition: &'a Definition,
    filter: Filter,
    formula: Option<Formula>,
}

impl Definition {
    /// Whether what it measures, or from when, is the same as in `other`, so that results of one hold for the other.
    #[must_use]
    pub fn measures_like(&self, other: &Self) -> bool {
        let measured = |definition: &Self| Self {
            name: String::new(),
            description: String::new(),
            owner: None,
            target: Decimal::ZERO,
            baseline: None,
            direction: Direction::Increase,
            until: definition.from,
            ..definition.clone()
        };
        measured(self) == measured(other)
    }

    /// The baseline; of a part of a cost it is 100 where nobody said.
    #[must_use]
    pub fn baseline(&self) -> Option<Decimal> {
        let whole = (self.metric == Metric::Cost && self.unit == Unit::Percentage).then_some(Decimal::ONE_HUNDRED);
        self.baseline.or(whole)
    }

    /// Reads its filter and formula.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `scope` or `formula`.
    pub fn gauge(&self) -> Result<Gauge<'_>> {
        let formula = match self.metric {
            Metric::Formula => Some(Formula::parse("formula", self.formula.as_deref().unwrap_or_default())?),
            _ => None,
        };
        Ok(Gauge { definition: self, filter: Filter::parse("scope", &self.scope)?, formula })
    }
}

impl<'a> Gauge<'a> {
    /// Whether the KPI is about an asset.
    #[must_use]
    pub fn is_about(&self, asset: &Standing) -> bool {
        let of_team = |team: &String| asset.teams.iter().any(|name| name.to_lowercase() == team.to_lowercase());
        let of_domain = |domain: &String| asset.domains.iter().any(|name| name.to_lowercase() == domain.to_lowercase());
        self.definition.team.as_ref().is_none_or(of_team)
            && self.definition.domain.as_ref().is_none_or(of_domain)
            && self.filter.has(asset)
    }

    /// What is measured; none where there is no data.
    #[must_use]
    pub fn measure(&self, standings: &Standings, book: &PriceBook) -> Option<Measured> {
        let definition = self.definition;
        let (metric, day) = (definition.metric, standings.day);
        let assets = || standings.assets.iter().filter(|asset| self.is_about(asset));
        let plain = |value: Decimal| Measured { value, share: None };
        match metric {
            Metric::Cost => {
                let cost = metric::cost_in(assets(), (book, day), definition.currency?)?;
                match definition.unit {
                    Unit::Percentage => cost.checked_div(definition.baseline_cost?)?.checked_mul(Decimal::ONE_HUNDRED),
                    Unit::Money | Unit::Number => Some(cost),
                }
                .map(plain)
            }
            Metric::OpenIncidents | Metric::HoursToResolve => metric::incidents(assets(), metric).map(plain),
            Metric::Formula => self.formula.as_ref()?.evaluate(assets()).map(plain),
            _ => {
                let share = metric.share(assets(), (day, definition.days.unwrap_or(DEFAULT_DAYS)))?;
                Some(Measured { value: metric::in_unit(share, definition.unit), share: Some(share) })
            }
        }
    }

    /// The assets behind the number: those that count for it, or with `missing` those that should and do not.
    pub fn behind<'s>(
        &'s self,
        standings: &'s Standings,
        missing: bool,
    ) -> impl Iterator<Item = &'s Standing> + use<'a, 's> {
        let when = (standings.day, self.definition.days.unwrap_or(DEFAULT_DAYS));
        let metric = self.definition.metric;
        standings.assets.iter().filter(move |asset| self.is_about(asset) && metric.has(asset, when, missing))
    }
}

#[cfg(test)]
pub(crate) mod tests;
