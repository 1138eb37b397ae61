//! A KPI as it is sent in.

use async_graphql::InputObject;
use chrono::NaiveDate;
use kpi::{Definition, Direction, Metric, Result, Unit, money};

/// What a KPI is to be.
#[derive(InputObject)]
pub struct KpiInput {
    /// What people call it; no two have the same name.
    name: String,
    /// What it is for.
    description: String,
    /// What it is about.
    metric: Metric,
    /// The formula, where it is about one: `count(has:owner) / count() * 100`.
    formula: Option<String>,
    /// In what it is measured.
    unit: Unit,
    /// In which direction it is to go.
    direction: Direction,
    /// Days without a read after which something is unused, where that matters; 30 when left out.
    days: Option<i32>,
    /// Which assets it is about, such as `kind:table tier:tier1`; all when empty.
    #[graphql(default)]
    scope: String,
    /// The team whose assets alone it is about, and whose members alone see it.
    team: Option<String>,
    /// The domain whose assets alone it is about, and whose members alone see it.
    domain: Option<String>,
    /// The value it begins with, as a decimal.
    baseline: Option<String>,
    /// What a baseline of 100 % costs a month, as a decimal, where parts of a cost are measured.
    baseline_cost: Option<String>,
    /// The currency of costs, such as `USD`.
    currency: Option<String>,
    /// The value it is to reach, as a decimal.
    target: String,
    /// The first day of its period.
    from: NaiveDate,
    /// The last day of its period.
    until: NaiveDate,
    /// Who answers for it: an account or `team:` and a team.
    owner: Option<String>,
}

impl KpiInput {
    /// The definition.
    ///
    /// # Errors
    /// `Invalid` for what is no number or no currency; the rest is checked when it is saved.
    pub(super) fn definition(self) -> Result<Definition> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let decimal = |field: &'static str, text: Option<String>| {
            given(text).map(|text| money::decimal(field, &text)).transpose()
        };
        Ok(Definition {
            formula: given(self.formula),
            metric: self.metric,
            unit: self.unit,
            direction: self.direction,
            days: self.days.map(|days| u32::try_from(days).unwrap_or(0)),
            scope: self.scope.trim().to_owned(),
            team: given(self.team),
            domain: given(self.domain),
            baseline: decimal("baseline", self.baseline)?,
            baseline_cost: decimal("baselineCost", self.baseline_cost)?,
            currency: given(self.currency).map(|text| text.parse()).transpose()?,
            target: money::decimal("target", &self.target)?,
            from: self.from,
            until: self.until,
            owner: given(self.owner),
            name: self.name,
            description: self.description,
        })
    }
}
