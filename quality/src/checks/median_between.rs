//! `median_between`: the median is in a range. Absent values do not count; no values are no data. NaN and infinite results are in no range.

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
    name: "median_between",
    level: Level::Column,
    dimension: Dimension::Accuracy,
    title: ["Median in a range", "中位数在范围内"],
    description: [
        "The median (of an even number of values, the mean of the two in the middle) is in the range, its ends included. Absent values do not count; no values are no data. A result that is no number or infinite is in no range. MySQL and SQLite need a statement of its own for it.",
        "中位数在范围内（含边界）；个数为偶数时取中间两数的平均。 NULL 不计入；没有值时记为无数据。结果为 NaN 或无穷大时一律不在范围内。MySQL 与 SQLite 需单独一条语句。",
    ],
    fits: NUMBERS,
    aliases: &["columnValueMedianToBeBetween"],
    examples: &["{\"min\": 0, \"max\": 1000}"],
    ask,
};

fn ask(bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    judge_between(Metric::Median, bounds, asking)
}
