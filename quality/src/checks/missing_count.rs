//! `missing_count`: so many values are missing: absent ones and those that stand for it, such as `N/A`. Zero rows are no data.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::{SCALARS, literals},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The values that stand for an absent one, besides NULL.
    #[serde(default)]
    #[schemars(
        title = "Also missing",
        extend("x-order" = 1, "x-title-zh" = "也算缺失的值", "x-description-zh" = "除 NULL 外表示缺失的值。")
    )]
    markers: Vec<Value>,
    /// The fewest missing values; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Fewest",
        extend("x-order" = 2, "x-title-zh" = "最少", "x-description-zh" = "缺失值的最少个数（含）；为空表示不限。")
    )]
    min: Option<i64>,
    /// The most missing values; 0 when nothing is said.
    #[serde(default)]
    #[schemars(
        title = "Most",
        extend("x-order" = 3, "x-title-zh" = "最多", "x-description-zh" = "缺失值的最多个数（含）；未填时为 0。")
    )]
    max: Option<i64>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "missing_count",
    level: Level::Column,
    dimension: Dimension::Completeness,
    title: ["Number of missing values", "缺失值个数"],
    description: [
        "The number of absent values, and of those that stand for them, is in the range, its ends included. Equal ends ask for exactly that number. An empty table is no data.",
        "NULL 及表示缺失的值的个数在范围内（含边界）；两端相同表示恰好等于。空表记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["columnValuesMissingCount"],
    examples: &["{\"markers\": [\"N/A\", \"-\"], \"max\": 10}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let mut predicate = format!("{name} IS NULL");
    if !settings.markers.is_empty() {
        let markers = literals(asking, "settings.markers", &settings.markers, asking.column()?)?;
        predicate = format!("({predicate} OR {name} IN ({markers}))");
    }
    let (least, most) =
        (settings.min.unwrap_or(0), settings.max.unwrap_or(if settings.min.is_some() { i64::MAX } else { 0 }));
    if least > most || most < 0 {
        return Err(Error::invalid("settings.max", format!("is less than {least}")));
    }
    let (missing, rows) = (asking.count(&predicate), asking.rows());
    asking.wrong_where(&predicate);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let (missing, rows) = (seen.int(missing)?, seen.int(rows)?);
        let outcome = match rows {
            0 => Outcome::NoData,
            _ if (least..=most).contains(&missing) => Outcome::Pass,
            _ => Outcome::Fail,
        };
        let message =
            Words::new(format!("{missing} of {rows} values are missing"), format!("共 {rows} 行，缺失 {missing} 个"));
        let mut finding = Finding::new(outcome, message).measuring("actual", missing);
        (finding.errors, finding.total) = (Some(missing), Some(rows));
        Ok(finding)
    }))
}
