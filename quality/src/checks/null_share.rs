//! `null_share`: at most such a share of the rows are absent values. Nothing to count out of is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level, Tolerance},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The greatest share that is right, between 0 and 1.
    #[schemars(
        title = "Greatest share",
        extend("x-order" = 1, "x-title-zh" = "最大占比", "x-description-zh" = "允许的最大占比，0 到 1（含）。")
    )]
    max: f64,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "null_share",
    level: Level::Column,
    dimension: Dimension::Completeness,
    title: ["Share of absent values", "空值占比"],
    description: [
        "At most such a share is absent values, out of all rows; empty texts are values. Nothing to count out of is no data.",
        "空值占比不超过给定值，总数为全部行；空字符串算有值。没有可统计的行时记为无数据。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{\"max\": 0.05}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if !(0.0..=1.0).contains(&settings.max) {
        return Err(Error::invalid("settings.max", "is a share between 0 and 1"));
    }
    asking.tolerance = Tolerance { errors: None, share: Some(settings.max) };
    let predicate = format!("{} IS NULL", asking.name()?);
    let says = Words::new("rows have no value", "行没有值");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
