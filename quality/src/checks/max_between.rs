//! `max_between`: the greatest number is in a range. Absent values do not count; no values are no data. NaN and infinite results are in no range.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    measure::{Metric, judge_between},
    outcome::Dimension,
    plan::Asking,
    settings::{Bounds, NUMBERS},
};

pub(super) static CHECK: Check<Bounds> = Check {
    name: "max_between",
    level: Level::Column,
    dimension: Dimension::Accuracy,
    title: ["Greatest value in a range", "最大值在范围内"],
    description: [
        "The greatest number is in the range, its ends included. Absent values do not count; no values are no data. A result that is no number or infinite is in no range.",
        "最大的数在范围内（含边界）。 NULL 不计入；没有值时记为无数据。结果为 NaN 或无穷大时一律不在范围内。",
    ],
    fits: NUMBERS,
    aliases: &["columnValueMaxToBeBetween"],
    examples: &["{\"min\": 0, \"max\": 1000}"],
    ask,
};

fn ask(bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    judge_between(Metric::Max, bounds, asking)
}
