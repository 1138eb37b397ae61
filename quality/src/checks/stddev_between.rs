//! `stddev_between`: the standard deviation, as a population, is in a range. Absent values do not count; no values are no data. NaN and infinite results are in no range.

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
    name: "stddev_between",
    level: Level::Column,
    dimension: Dimension::Accuracy,
    title: ["Standard deviation in a range", "标准差在范围内"],
    description: [
        "The standard deviation (as a population, so of one value it is 0) is in the range, its ends included. Absent values do not count; no values are no data. A result that is no number or infinite is in no range.",
        "总体标准差（单个值时为 0）在范围内（含边界）。 NULL 不计入；没有值时记为无数据。结果为 NaN 或无穷大时一律不在范围内。",
    ],
    fits: NUMBERS,
    aliases: &["columnValueStdDevToBeBetween"],
    examples: &["{\"min\": 0, \"max\": 1000}"],
    ask,
};

fn ask(bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    judge_between(Metric::StdDev, bounds, asking)
}
