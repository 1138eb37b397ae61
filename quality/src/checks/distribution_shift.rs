//! `distribution_shift`: values are spread over bins as they were: the population stability index (PSI) against the expected shares, or those
//! of the first result. Absent values do not count; no values, and no earlier result, are no data.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    measure::nothing_there,
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::{NUMBERS, SCALARS, literals},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Where one bin of numbers ends and the next begins, rising.
    #[serde(default)]
    #[schemars(
        title = "Edges of bins",
        extend("x-order" = 1, "x-title-zh" = "分箱边界", "x-description-zh" = "数字分箱的边界，递增。")
    )]
    edges: Vec<f64>,
    /// Or the values that are a bin each; all others are one more.
    #[serde(default)]
    #[schemars(
        title = "Values",
        extend("x-order" = 2, "x-title-zh" = "分箱取值", "x-description-zh" = "每个取值为一箱，其余为一箱。")
    )]
    values: Vec<Value>,
    /// The expected share of each bin; those of the first result when none is given.
    #[serde(default)]
    #[schemars(
        title = "Expected shares",
        extend("x-order" = 3, "x-title-zh" = "期望占比", "x-description-zh" = "各箱的期望占比；未填时取首次结果。")
    )]
    expected: Vec<f64>,
    /// The greatest index that is right; 0.2 when nothing is said.
    #[serde(default)]
    #[schemars(
        title = "Greatest index",
        extend("x-order" = 4, "x-title-zh" = "最大指数", "x-description-zh" = "允许的最大 PSI；未填时为 0.2。")
    )]
    max: Option<f64>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "distribution_shift",
    level: Level::Column,
    dimension: Dimension::Accuracy,
    title: ["Values are spread as before", "分布稳定"],
    description: [
        "Counts values in bins and compares their shares with the expected ones (or those of the first result) by the population stability index; up to 0.1 is usual, above 0.2 a shift. Empty bins count as a share of 0.0001. Absent values do not count; no values, and nothing to compare with, are no data.",
        "按分箱统计占比，与期望占比（或首次结果）计算群体稳定性指数 PSI；0.1 以内为正常，超过 0.2 为偏移。空箱按 0.0001 计。NULL 不计入；没有值或没有可比较的内容时记为无数据。",
    ],
    fits: SCALARS,
    aliases: &[],
    examples: &["{\"edges\": [0, 10, 100]}", "{\"values\": [\"new\", \"paid\"], \"expected\": [0.5, 0.4, 0.1]}"],
    ask,
};

/// What an empty bin counts as, so that the index stays a number.
const LEAST: f64 = 0.0001;

/// The index of two lists of shares.
fn index(before: &[f64], after: &[f64]) -> f64 {
    let part = |(before, after): (&f64, &f64)| {
        let (before, after) = (before.max(LEAST), after.max(LEAST));
        (after - before) * (after / before).ln()
    };
    before.iter().zip(after).map(part).sum()
}

/// What holds in each bin.
fn bins(settings: &Settings, asking: &Asking<'_>) -> Result<Vec<String>> {
    let (name, column) = (asking.name()?, asking.column()?);
    match (settings.edges.as_slice(), settings.values.as_slice()) {
        ([_, ..], []) if settings.edges.len() <= 100 && settings.edges.is_sorted_by(|a, b| a < b) => {
            if !NUMBERS.contains(&column.class()) {
                return Err(Error::invalid("settings.edges", "are for numbers; give `values`"));
            }
            let mut bins = vec![format!("{name} < {:?}", settings.edges[0])];
            bins.extend(
                settings.edges.windows(2).map(|pair| format!("{name} >= {:?} AND {name} < {:?}", pair[0], pair[1])),
            );
            bins.push(format!("{name} >= {:?}", settings.edges[settings.edges.len() - 1]));
            Ok(bins)
        }
        ([], [_, ..]) if settings.values.len() <= 100 => {
            let one = |value: &Value| literals(asking, "settings.values", std::slice::from_ref(value), column);
            let mut bins: Vec<String> =
                settings.values.iter().map(|value| Ok(format!("{name} = {}", one(value)?))).collect::<Result<_>>()?;
            bins.push(format!("{name} NOT IN ({})", literals(asking, "settings.values", &settings.values, column)?));
            Ok(bins)
        }
        _ => Err(Error::invalid("settings.edges", "give up to 100 rising edges, or up to 100 values, not both")),
    }
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let bins = bins(&settings, asking)?;
    if !settings.expected.is_empty() && settings.expected.len() != bins.len() {
        return Err(Error::invalid(
            "settings.expected",
            format!("has {} shares; there are {} bins", settings.expected.len(), bins.len()),
        ));
    }
    let questions: Vec<usize> = bins.iter().map(|bin| asking.count(bin)).collect();
    let (most, expected) = (settings.max.unwrap_or(0.2), settings.expected);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let counts = questions.iter().map(|question| seen.int(*question)).collect::<Result<Vec<i64>, _>>()?;
        let total: i64 = counts.iter().sum();
        if total == 0 {
            return Ok(nothing_there());
        }
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
        let shares: Vec<f64> = counts.iter().map(|count| *count as f64 / total as f64).collect();
        let earlier = || {
            let of = |value: &Value| Some(value.as_array()?.iter().filter_map(Value::as_f64).collect::<Vec<f64>>());
            seen.past
                .iter()
                .find_map(|point| of(point.measured.get("shares")?))
                .filter(|found| found.len() == shares.len())
        };
        let Some(before) = Some(expected.clone()).filter(|expected| !expected.is_empty()).or_else(earlier) else {
            let message = Words::new("there is no earlier result to compare with", "没有可比较的历史结果");
            return Ok(Finding::new(Outcome::NoData, message).measuring("shares", shares));
        };
        let index = index(&before, &shares);
        let outcome = if index <= most { Outcome::Pass } else { Outcome::Fail };
        let message = Words::new(
            format!("the stability index is {index:.4}; at most {most} is right"),
            format!("稳定性指数为 {index:.4}；允许不超过 {most}"),
        );
        Ok(Finding::new(outcome, message).measuring("actual", index).measuring("shares", shares))
    }))
}
