//! A KPI as it is shown.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use catalog::{Count, Visibility};
use chrono::{DateTime, NaiveDate, Utc};
use kpi::{Definition, Direction, Metric, Unit, forecast, money::rounded, progress::Feedback, results::DayResult};
use rust_decimal::Decimal;

use crate::graphql::{app, connection::PageInfo, viewer};

/// A KPI.
pub struct Kpi {
    kpi: kpi::Kpi,
    /// The last ones, oldest first.
    results: Vec<DayResult>,
}

/// A page of KPIs.
#[derive(SimpleObject)]
pub struct KpiConnection {
    /// The KPIs.
    pub nodes: Vec<Kpi>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

/// What a KPI was.
#[derive(SimpleObject)]
pub struct KpiVersion {
    /// The version.
    version: i32,
    /// What it was, as JSON.
    definition: async_graphql::Json<serde_json::Value>,
    /// When it became so.
    changed_at: DateTime<Utc>,
    /// Who made it so.
    changed_by: String,
}

/// A page of what a KPI was.
#[derive(SimpleObject)]
pub struct KpiVersionConnection {
    /// What it was, newest first.
    pub nodes: Vec<KpiVersion>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

/// What a KPI came to on a day.
#[derive(SimpleObject)]
pub struct KpiResult {
    /// The day, in UTC.
    day: NaiveDate,
    /// The value in the KPI's unit, as a decimal.
    value: String,
    /// How many it is of; null where it is no share.
    part: Option<Count>,
    /// Of how many; null where it is no share.
    whole: Option<Count>,
    /// Whether it meets the target as it is now.
    is_met: bool,
    /// When it was worked out.
    at: DateTime<Utc>,
}

/// How far a KPI has come.
#[derive(SimpleObject)]
pub struct KpiProgress {
    /// Whether the target is met: reaching it is enough.
    is_met: bool,
    /// How much of the way is done, 1 for all of it, as a decimal; may be below 0 or above 1.
    raw: String,
    /// The same between 0 and 1, for a bar.
    bar: f64,
    /// By how much it is less than the baseline, as a decimal; null unless it is to decrease.
    reduction: Option<String>,
    /// The money a month that this saves, to two places; below 0 it is spent over the baseline. Null without costs.
    saved: Option<String>,
    /// What a met target saves a month.
    saved_at_target: Option<String>,
}

/// Where a KPI goes if it goes on as it did: a straight line through its last results, of which there are 7 at least.
#[derive(SimpleObject)]
pub struct KpiForecast {
    /// By how much it changes a day, as a decimal.
    a_day: String,
    /// The value at the end of the period, as a decimal.
    at_end: String,
    /// Whether that meets the target.
    is_met_at_end: bool,
    /// The first day on which it meets the target; null when it does not within ten years.
    met_on: Option<NaiveDate>,
}

/// What there is to say of a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum KpiStanding {
    /// Its target is met before its period ends.
    MetEarly,
    /// Its target is met.
    Met,
    /// Its period has ended without its target being met.
    Overdue,
    /// There is time.
    InProgress,
}

fn short(value: Decimal) -> String {
    value.round_dp(10).normalize().to_string()
}

impl KpiResult {
    pub(super) fn new(definition: &Definition, result: DayResult) -> Self {
        Self {
            day: result.day,
            value: short(result.value),
            part: result.share.map(|share| Count(share.part)),
            whole: result.share.map(|share| Count(share.whole)),
            is_met: definition.is_met_by(result.value),
            at: result.at,
        }
    }
}

impl KpiVersion {
    pub(super) fn new(kpi: kpi::Kpi) -> Self {
        let definition = serde_json::to_value(&kpi.definition).unwrap_or_default();
        Self {
            version: kpi.version,
            definition: definition.into(),
            changed_at: kpi.changed_at,
            changed_by: kpi.changed_by,
        }
    }
}

impl Kpi {
    pub(super) fn new(kpi: kpi::Kpi, results: Vec<DayResult>) -> Self {
        Self { kpi, results }
    }

    fn definition(&self) -> &Definition {
        &self.kpi.definition
    }

    fn value(&self) -> Option<Decimal> {
        self.results.last().map(|result| result.value)
    }

    fn said(&self, ctx: &Context<'_>) -> Feedback {
        self.definition().feedback(self.value(), app(ctx).clock().now())
    }
}

/// A KPI: a metric over some assets that is to reach a target in a period.
#[Object]
impl Kpi {
    /// Its identifier.
    async fn id(&self) -> ID {
        self.kpi.id.into()
    }

    /// How often it was changed, from 1.
    async fn version(&self) -> i32 {
        self.kpi.version
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.definition().name
    }

    /// What it is for.
    async fn description(&self) -> &str {
        &self.definition().description
    }

    /// What it is about.
    async fn metric(&self) -> Metric {
        self.definition().metric
    }

    /// The formula, where it is about one.
    async fn formula(&self) -> Option<&str> {
        self.definition().formula.as_deref()
    }

    /// In what it is measured.
    async fn unit(&self) -> Unit {
        self.definition().unit
    }

    /// In which direction it is to go.
    async fn direction(&self) -> Direction {
        self.definition().direction
    }

    /// Days without a read after which something is unused, where that was said.
    async fn days(&self) -> Option<u32> {
        self.definition().days
    }

    /// Which assets it is about; all when empty.
    async fn scope(&self) -> &str {
        &self.definition().scope
    }

    /// The team whose assets alone it is about, and whose members alone see it.
    async fn team(&self) -> Option<&str> {
        self.definition().team.as_deref()
    }

    /// The domain whose assets alone it is about, and whose members alone see it.
    async fn domain(&self) -> Option<&str> {
        self.definition().domain.as_deref()
    }

    /// The value it began with, as a decimal.
    async fn baseline(&self) -> Option<String> {
        self.definition().baseline().map(short)
    }

    /// What a baseline of 100 % costs a month, to two places.
    async fn baseline_cost(&self) -> Option<String> {
        self.definition().baseline_cost.map(|cost| rounded(cost).to_string())
    }

    /// The currency of costs.
    async fn currency(&self) -> Option<String> {
        self.definition().currency.map(|currency| currency.to_string())
    }

    /// The value it is to reach, as a decimal.
    async fn target(&self) -> String {
        short(self.definition().target)
    }

    /// The first day of its period.
    async fn from(&self) -> NaiveDate {
        self.definition().from
    }

    /// The last day of its period.
    async fn until(&self) -> NaiveDate {
        self.definition().until
    }

    /// Who answers for it.
    async fn owner(&self) -> Option<&str> {
        self.definition().owner.as_deref()
    }

    /// When it was last changed.
    async fn changed_at(&self) -> DateTime<Utc> {
        self.kpi.changed_at
    }

    /// By whom.
    async fn changed_by(&self) -> &str {
        &self.kpi.changed_by
    }

    /// What it last came to; null while there is no data.
    async fn latest(&self) -> Option<KpiResult> {
        self.results.last().map(|result| KpiResult::new(self.definition(), *result))
    }

    /// The last results, at most 60, oldest first: the line of a small chart.
    async fn recent(&self) -> Vec<KpiResult> {
        self.results.iter().map(|result| KpiResult::new(self.definition(), *result)).collect()
    }

    /// How far it has come; null while there is no data.
    async fn progress(&self) -> Option<KpiProgress> {
        let progress = self.definition().progress(self.value()?);
        Some(KpiProgress {
            is_met: progress.is_met,
            raw: short(progress.raw),
            bar: short(progress.bar).parse().unwrap_or_default(),
            reduction: progress.reduction.map(short),
            saved: progress.saved.map(|saved| saved.to_string()),
            saved_at_target: progress.saved_at_target.map(|saved| saved.to_string()),
        })
    }

    /// Whole days until its period ends; below 0 when it has ended.
    async fn days_left(&self, ctx: &Context<'_>) -> i64 {
        self.definition().days_left(app(ctx).clock().now())
    }

    /// How it stands.
    async fn standing(&self, ctx: &Context<'_>) -> KpiStanding {
        match self.said(ctx) {
            Feedback::MetEarly => KpiStanding::MetEarly,
            Feedback::Met => KpiStanding::Met,
            Feedback::Overdue => KpiStanding::Overdue,
            Feedback::DaysLeft(_) => KpiStanding::InProgress,
        }
    }

    /// What there is to say of it, in English and in Chinese.
    async fn feedback(&self, ctx: &Context<'_>) -> [String; 2] {
        let said = self.said(ctx);
        [said.english(), said.chinese()]
    }

    /// Where it goes; null with fewer than 7 results.
    async fn forecast(&self) -> Option<KpiForecast> {
        let line: Vec<(NaiveDate, Decimal)> = self.results.iter().map(|result| (result.day, result.value)).collect();
        let forecast = forecast::forecast(self.definition(), &line)?;
        Some(KpiForecast {
            a_day: short(forecast.a_day),
            at_end: short(forecast.at_end),
            is_met_at_end: forecast.is_met_at_end,
            met_on: forecast.met_on,
        })
    }

    /// Whether its results count assets that the viewer may not know of, too.
    async fn is_global(&self, ctx: &Context<'_>) -> bool {
        viewer(ctx).sees != Visibility::Everything
    }
}
