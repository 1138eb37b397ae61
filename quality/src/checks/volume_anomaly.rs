//! `volume_anomaly`: the number of rows is where its history says it should be: around the median, as far as values usually are from it (MAD), by
//! day of the week where there is enough. Too little history, and no values, are no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    measure::{Metric, judge_band, rule_of},
    outcome::Dimension,
    plan::Asking,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Half the width of the band, in standard deviations made from the MAD; 3 when nothing is said.
    #[serde(default)]
    #[schemars(
        title = "Width",
        extend("x-order" = 2, "x-title-zh" = "带宽", "x-description-zh" = "期望带的半宽，以 MAD 折算的标准差为单位；未填时为 3。")
    )]
    width: Option<f64>,
    /// Below so many earlier results nothing is judged; 7 when nothing is said.
    #[serde(default)]
    #[schemars(
        title = "Least history",
        extend("x-order" = 3, "x-title-zh" = "最少历史", "x-description-zh" = "少于该次数的历史不判断；未填时为 7。")
    )]
    least_history: Option<u16>,
    /// Whether days of the week are taken as equal, also where each has 4 results or more.
    #[serde(default)]
    #[schemars(
        title = "Any day of the week",
        extend("x-order" = 4, "x-title-zh" = "不区分星期", "x-description-zh" = "是否不区分星期几；默认在同星期历史达到 4 次时区分。")
    )]
    any_weekday: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "volume_anomaly",
    level: Level::Table,
    dimension: Dimension::Volume,
    title: ["Usual number of rows", "行数异常检测"],
    description: [
        "The number of rows lies in the band around the median of its history, as wide as values usually vary (median of distances, MAD). Days of the week are told apart where each has 4 results. Too little history and no values are no data.",
        "行数落在历史中位数附近的期望带内，带宽由中位数绝对偏差（MAD）确定；同星期历史达到 4 次时区分星期几。历史不足或没有值时记为无数据。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let rule = rule_of(settings.width, settings.least_history, settings.any_weekday)?;
    judge_band(Metric::RowCount, rule, asking)
}
