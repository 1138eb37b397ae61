//! `metric`: a measured number stands to an expected one as it must: five formulas by six operators (DataVines). No values, and an
//! expected value of 0 or of an empty table where something is compared with it, are no data.

use chrono::{DateTime, Datelike, Duration, Utc};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    compare::{Formula, Operator},
    error::{Error, Result},
    judge::{Judge, Seen, Trouble},
    measure::{Metric, json, nothing_there, shown},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::other_table,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// What is measured.
    #[schemars(
        title = "What is measured",
        extend("x-order" = 1, "x-title-zh" = "度量", "x-description-zh" = "要度量的指标。")
    )]
    metric: Metric,
    /// What is compared: the number itself, or how it stands to the expected one.
    #[serde(default)]
    #[schemars(
        title = "Formula",
        extend("x-order" = 2, "x-title-zh" = "公式", "x-description-zh" = "用实际值与期望值计算的公式。")
    )]
    formula: Formula,
    /// How the result must stand to the threshold.
    #[schemars(
        title = "Operator",
        extend("x-order" = 3, "x-title-zh" = "比较", "x-description-zh" = "结果与阈值应满足的关系。")
    )]
    operator: Operator,
    /// The threshold.
    #[schemars(
        title = "Threshold",
        extend("x-order" = 4, "x-title-zh" = "阈值", "x-description-zh" = "比较的阈值。")
    )]
    threshold: f64,
    /// Where the expected number comes from.
    #[serde(default)]
    #[schemars(
        title = "Expected",
        extend("x-order" = 5, "x-title-zh" = "期望值来源", "x-description-zh" = "期望值的来源。")
    )]
    expected: Expected,
    /// The expected number, when it is fixed.
    #[serde(default)]
    #[schemars(
        title = "Expected number",
        extend("x-order" = 6, "x-title-zh" = "期望值", "x-description-zh" = "固定的期望值。")
    )]
    value: Option<f64>,
    /// The table whose rows are expected, by the last parts of its name.
    #[serde(default)]
    #[schemars(
        title = "Other table",
        extend("x-order" = 7, "x-title-zh" = "另一张表", "x-description-zh" = "以其行数为期望值的表。")
    )]
    other_table: Vec<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "metric",
    level: Level::Either,
    dimension: Dimension::Accuracy,
    title: ["A number compared", "指标比较"],
    description: [
        "Measures a number and compares it, or how it stands to an expected number, with a threshold; it passes when that holds. No values, too little history, and an expected number of 0 or of an empty table are no data, never a pass.",
        "度量一个数，将其（或按公式与期望值计算的结果）与阈值比较，成立即通过。没有值、历史不足、期望值为 0 或来自空表时记为无数据，绝不静默通过。",
    ],
    fits: &[],
    aliases: &[
        "multi-table-value-comparison",
        "column-avg",
        "column-sum",
        "column-max",
        "column-min",
        "column-variance",
        "column-std-dev",
        "column-distinct",
        "column-avg-length",
        "column-max-length",
        "column-min-length",
    ],
    examples: &[
        "{\"metric\": \"row_count\", \"operator\": \"gt\", \"threshold\": 0}",
        "{\"metric\": \"avg\", \"formula\": \"percentage\", \"operator\": \"gte\", \"threshold\": 90, \"expected\": \"last_7_days\"}",
    ],
    ask,
};

/// Where an expected number comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Expected {
    /// Nothing is expected; the formula is the actual number.
    #[default]
    None,
    /// A fixed number.
    Fixed,
    /// The mean of earlier results of the same day (in UTC).
    Day,
    /// The mean of earlier results of the same week, from Monday.
    Week,
    /// The mean of earlier results of the same month.
    Month,
    /// The mean of earlier results of the last 7 days.
    #[serde(rename = "last_7_days")]
    Last7Days,
    /// The mean of earlier results of the last 30 days.
    #[serde(rename = "last_30_days")]
    Last30Days,
    /// The number of rows of the table.
    TableRows,
    /// The number of rows of the other table.
    OtherTableRows,
}

type Source = Box<dyn Fn(&Seen<'_>) -> Result<Option<f64>, Trouble> + Send + Sync>;

/// The mean of earlier results since a moment.
fn mean_since(since: fn(DateTime<Utc>) -> Option<DateTime<Utc>>) -> Source {
    Box::new(move |seen: &Seen<'_>| {
        let since = since(seen.now).unwrap_or(seen.now);
        let inside = seen.past.iter().filter(|point| point.at >= since && point.at < seen.now);
        let values: Vec<f64> = inside.filter_map(|point| point.number("actual")).collect();
        #[expect(clippy::cast_precision_loss, reason = "a mean of few numbers")]
        Ok((!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64))
    })
}

fn midnight(day: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(day.date_naive().and_hms_opt(0, 0, 0)?.and_utc())
}

fn expected(settings: &Settings, asking: &mut Asking<'_>) -> Result<Option<Source>> {
    Ok(Some(match settings.expected {
        Expected::None => return Ok(None),
        Expected::Fixed => {
            let value =
                settings.value.ok_or_else(|| Error::invalid("settings.value", "is missing; give the number"))?;
            Box::new(move |_: &Seen<'_>| Ok(Some(value)))
        }
        Expected::Day => mean_since(midnight),
        Expected::Week => mean_since(|now| midnight(now - Duration::days(now.weekday().num_days_from_monday().into()))),
        Expected::Month => mean_since(|now| midnight(now.with_day(1)?)),
        Expected::Last7Days => mean_since(|now| Some(now - Duration::days(7))),
        Expected::Last30Days => mean_since(|now| Some(now - Duration::days(30))),
        Expected::TableRows => Metric::RowCount.ask(asking)?,
        Expected::OtherTableRows => {
            let other = other_table(asking, "settings.other_table", &settings.other_table)?;
            let own = asking.own(format!("SELECT count(*) FROM {other}"), 1)?;
            Box::new(move |seen: &Seen<'_>| {
                let [rows] = seen.whole_row(own)?;
                #[expect(clippy::cast_precision_loss, reason = "exact to 2^53 rows")]
                Ok(Some(rows as f64))
            })
        }
    }))
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let measured = settings.metric.ask(asking)?;
    let expected = expected(&settings, asking)?;
    if settings.formula.needs_expected() && expected.is_none() {
        return Err(Error::invalid("settings.expected", "is missing; this formula compares with an expected number"));
    }
    let (metric, formula, operator, threshold) =
        (settings.metric, settings.formula, settings.operator, settings.threshold);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let Some(actual) = measured(seen)? else { return Ok(nothing_there()) };
        let wanted = expected.as_ref().map_or(Ok(None), |expected| expected(seen))?;
        // An expected number of 0 says that there was nothing to compare with.
        let wanted = wanted.filter(|wanted| *wanted != 0.0);
        let keep = |finding: Finding| finding.measuring("actual", json(actual)).measuring("expected", wanted);
        if formula.needs_expected() && wanted.is_none() {
            return Ok(keep(nothing_there()));
        }
        let [en, zh] = metric.words();
        let Some(result) = formula.of(actual, wanted.unwrap_or_default()) else {
            let message =
                Words::new(format!("the {en} is no number that can be compared"), format!("{zh}不是可比较的数字"));
            return Ok(keep(Finding::new(Outcome::Fail, message)));
        };
        let outcome = if operator.holds(result, threshold) { Outcome::Pass } else { Outcome::Fail };
        let rule = format!("{} = {} {} {threshold}", formula.text(), shown(result), operator.text());
        let of = wanted.map_or_else(String::new, |wanted| format!(" / {}", shown(wanted)));
        let message = Words::new(
            format!("{en}: {}{of}; expected: {rule}", shown(actual)),
            format!("{zh}：{}{of}；期望：{rule}", shown(actual)),
        );
        Ok(keep(Finding::new(outcome, message)).measuring("result", json(result)))
    }))
}
