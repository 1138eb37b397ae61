//! `recent`: no value is so many days old, counted in days of the calendar (AllData: timeliness: days between, at least the
//! threshold, is an error). Absent values are no errors; the total is all rows. An empty table is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::MOMENTS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// From so many days on a value is too old; 1 asks for values of today.
    #[schemars(
        title = "Too old from days",
        extend("x-order" = 1, "x-title-zh" = "过期天数", "x-description-zh" = "达到该天数即为过期；1 表示必须是当天。")
    )]
    days: i64,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "recent",
    level: Level::Column,
    dimension: Dimension::Freshness,
    title: ["No value is too old", "值未过期"],
    description: [
        "Counts values that are at least so many days of the calendar older than today (in UTC), out of all rows. Absent values are no errors; times without a zone count as UTC. An empty table is no data.",
        "统计距今达到给定天数（按 UTC 日历日）的值，占全部行数。NULL 不算错误；无时区的时间按 UTC 计。空表记为无数据。",
    ],
    fits: MOMENTS,
    aliases: &["timeliness"],
    examples: &["{\"days\": 7}"],
    ask,
};

/// Seconds of a day.
const DAY: i64 = 86_400;

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if !(1..=36_500).contains(&settings.days) {
        return Err(Error::invalid("settings.days", "is a number from 1 to 36,500"));
    }
    // The first moment of the oldest day that is still right.
    let first = (asking.now.timestamp().div_euclid(DAY) - settings.days + 1) * DAY;
    let predicate = format!("{} < {first}", asking.dialect.epoch(&asking.name()?, asking.column()?));
    let says = Words::new("rows are too old", "行已过期");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
