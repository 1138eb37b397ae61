//! `inserted_rows`: so many rows have a time within the last hours, days, months or years. All rows are looked at; none within is the
//! number 0.

use schemars::JsonSchema;
use serde::Deserialize;

use chrono::Months;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::Bounds,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The column with the time at which a row was written.
    #[schemars(
        title = "Column",
        extend("x-order" = 1, "x-title-zh" = "列", "x-description-zh" = "记录写入时间的列。")
    )]
    column: String,
    /// The unit of the interval.
    #[schemars(
        title = "Unit",
        extend("x-order" = 2, "x-title-zh" = "单位", "x-description-zh" = "时间区间的单位。")
    )]
    unit: Unit,
    /// How many of them, back from now.
    #[schemars(
        title = "Interval",
        extend("x-order" = 3, "x-title-zh" = "区间", "x-description-zh" = "从现在往前的区间长度。")
    )]
    interval: u32,
    /// The fewest rows; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Fewest",
        extend("x-order" = 4, "x-title-zh" = "最少", "x-description-zh" = "最少行数（含）。")
    )]
    min: Option<f64>,
    /// The most rows; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Most",
        extend("x-order" = 5, "x-title-zh" = "最多", "x-description-zh" = "最多行数（含）。")
    )]
    max: Option<f64>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "inserted_rows",
    level: Level::Table,
    dimension: Dimension::Volume,
    title: ["Number of new rows", "新增行数"],
    description: [
        "The number of rows whose time lies within the interval before now, up to now, is in the range, its ends included. Times without a zone count as UTC. No such row is the number 0. All rows are looked at.",
        "时间落在当前时刻之前给定区间内的行数在范围内（含边界）。无时区的时间按 UTC 计。没有这样的行时为 0。始终检查全部行。",
    ],
    fits: &[],
    aliases: &["tableRowInsertedCountToBeBetween"],
    examples: &["{\"column\": \"created\", \"unit\": \"day\", \"interval\": 1, \"min\": 1}"],
    ask,
};

/// A unit of time.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    /// 3,600 seconds.
    Hour,
    /// 24 hours.
    Day,
    /// The same day of an earlier month, or its last.
    Month,
    /// Twelve months.
    Year,
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let bounds = Bounds { min: settings.min, max: settings.max }.checked()?;
    let (name, column) = asking.other("settings.column", &settings.column)?;
    let (now, count) = (asking.now, settings.interval);
    let since = match settings.unit {
        Unit::Hour => now.checked_sub_signed(chrono::Duration::hours(count.into())),
        Unit::Day => now.checked_sub_signed(chrono::Duration::days(count.into())),
        Unit::Month => now.checked_sub_months(Months::new(count)),
        Unit::Year => now.checked_sub_months(Months::new(count.saturating_mul(12))),
    };
    let since = since.filter(|_| (1..=10_000).contains(&count));
    let since = since.ok_or_else(|| Error::invalid("settings.interval", "is a number from 1 to 10,000"))?;
    asking.all_rows();
    let epoch = asking.dialect.epoch(&name, column);
    let rows = asking.count(&format!("{epoch} >= {} AND {epoch} <= {}", since.timestamp(), now.timestamp()));
    Ok(Box::new(move |seen: &Seen<'_>| {
        let rows = seen.int(rows)?;
        #[expect(clippy::cast_precision_loss, reason = "exact to 2^53 rows")]
        let outcome = if bounds.hold(rows as f64) { Outcome::Pass } else { Outcome::Fail };
        let (en, zh) = bounds.words();
        let message = Words::new(format!("{rows} new rows; expected: {en}"), format!("新增 {rows} 行；期望：{zh}"));
        Ok(Finding::new(outcome, message).measuring("actual", rows))
    }))
}
