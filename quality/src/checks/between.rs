//! `between`: every value is in a range, its ends included: numbers, days and times. Absent values do not count. NaN, and
//! in SQLite a text in a column of numbers, are outside of every range. No values are no data.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::{NUMBERS, ORDERED, bound},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The smallest value that is right: a number, or a day such as `2024-02-29`; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Minimum",
        extend("x-order" = 1, "x-title-zh" = "最小值", "x-description-zh" = "允许的最小值（含）：数字，或如 `2024-02-29` 的日期；为空表示不限。")
    )]
    min: Option<Value>,
    /// The greatest value that is right; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Maximum",
        extend("x-order" = 2, "x-title-zh" = "最大值", "x-description-zh" = "允许的最大值（含）；为空表示不限。")
    )]
    max: Option<Value>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "between",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Values are in a range", "取值在范围内"],
    description: [
        "Counts values outside of the range, out of all values; its ends are inside. Absent values do not count. What is no \
         number (NaN, a text in a column of numbers) is outside of every range. No values are no data.",
        "统计超出范围的值，占全部有值的行数；边界值在范围内。NULL 不计入。非数字（NaN、数字列中的文本）一律算超出范围。没有值时记为无数据。",
    ],
    fits: ORDERED,
    aliases: &["columnValuesToBeBetween", "column-value-between"],
    examples: &["{\"min\": 0, \"max\": 100}", "{\"min\": \"2020-01-01\"}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let (name, column) = (asking.name()?, asking.column()?);
    let mut outside = Vec::new();
    if let Some(min) = &settings.min {
        outside.push(format!("{name} < {}", bound(asking, "settings.min", min, column)?));
    }
    if let Some(max) = &settings.max {
        outside.push(format!("{name} > {}", bound(asking, "settings.max", max, column)?));
    }
    if outside.is_empty() {
        return Err(Error::invalid("settings.min", "give a minimum, a maximum or both"));
    }
    let numbers = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
    if let (Some(min), Some(max)) = (numbers(&settings.min), numbers(&settings.max))
        && min > max
    {
        return Err(Error::invalid("settings.max", format!("is less than the minimum {min}")));
    }
    if NUMBERS.contains(&column.class())
        && let Some(no_number) = asking.dialect.is_no_number(&name, column)
    {
        outside.push(no_number);
    }
    let says = Words::new("values are outside of the range", "值超出范围");
    let total = Total::Where(format!("{name} IS NOT NULL"));
    Ok(asking.judge_wrong(Wrong { predicate: outside.join(" OR "), total, says }))
}
