//! `custom_sql`: a question in the SQL of the source gives so many rows, or one number. It is asked alone, in a session that
//! cannot write. No number is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen, number_of},
    measure::nothing_there,
    outcome::{Dimension, Finding, Outcome},
    plan::{Asking, whole_statement},
    settings::Bounds,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// One `SELECT` in the SQL of the source.
    #[schemars(
        title = "Question",
        length(min = 1),
        extend("x-order" = 1, "x-title-zh" = "查询", "x-description-zh" = "一条数据源 SQL 的 `SELECT` 语句。")
    )]
    sql: String,
    /// What of the answer counts.
    #[serde(default)]
    #[schemars(
        title = "What counts",
        extend("x-order" = 2, "x-title-zh" = "统计方式", "x-description-zh" = "统计结果的行数，还是取第一个值。")
    )]
    strategy: Strategy,
    /// The smallest number that is right; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Minimum",
        extend("x-order" = 3, "x-title-zh" = "最小值", "x-description-zh" = "允许的最小值（含）。")
    )]
    min: Option<f64>,
    /// The greatest; 0 when no limit is said at all.
    #[serde(default)]
    #[schemars(
        title = "Maximum",
        extend("x-order" = 4, "x-title-zh" = "最大值", "x-description-zh" = "允许的最大值（含）；两者均未填时为 0。")
    )]
    max: Option<f64>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "custom_sql",
    level: Level::Table,
    dimension: Dimension::Accuracy,
    title: ["A question of your own", "自定义 SQL"],
    description: [
        "Asks a SELECT of your own and counts its rows, or takes the first value of its first row; the number is in the range, its ends included, and 0 when no range is said. Absent, or no row at all for a value, is no data. All rows that it asks for are looked at.",
        "执行自定义 SELECT，统计行数或取首行首列的值；该数在范围内（含边界），未设范围时必须为 0。取值为 NULL 或没有行时记为无数据。",
    ],
    fits: &[],
    aliases: &["tableCustomSQLQuery", "custom-aggregate-sql"],
    examples: &[
        "{\"sql\": \"SELECT 1 WHERE 1 = 0\"}",
        "{\"sql\": \"SELECT 42\", \"strategy\": \"value\", \"min\": 40}",
    ],
    ask,
};

/// What of an answer counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Strategy {
    /// Its number of rows.
    #[default]
    Rows,
    /// The first value of its first row.
    Value,
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let max = settings.max.or(if settings.min.is_none() { Some(0.0) } else { None });
    let bounds = Bounds { min: settings.min, max }.checked()?;
    asking.all_rows();
    let sql = whole_statement("settings.sql", &settings.sql, asking.dialect)?;
    let own = match settings.strategy {
        Strategy::Rows => asking.own(format!("SELECT count(*) FROM (\n{sql}\n) AS asked"), 1)?,
        Strategy::Value => asking.own(sql, 1)?,
    };
    Ok(Box::new(move |seen: &Seen<'_>| {
        let first = seen.rows(own)?.rows.first().and_then(|row| row.first());
        let Some(first) = first.filter(|value| !value.is_null()) else { return Ok(nothing_there()) };
        let Some(actual) = number_of(first) else {
            return Ok(Finding::new(Outcome::Error, Words::new("the first value is no number", "第一个值不是数字")));
        };
        let outcome = if bounds.hold(actual) { Outcome::Pass } else { Outcome::Fail };
        let (en, zh) = bounds.words();
        let message =
            Words::new(format!("the answer is {actual}; expected: {en}"), format!("结果为 {actual}；期望：{zh}"));
        Ok(Finding::new(outcome, message).measuring("actual", actual.to_string()))
    }))
}
