//! `duplicate_share`: at most such a share of the rows are rows beyond the first of each value. Nothing to count out of is no data. All rows are looked at.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level, Tolerance},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
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
    name: "duplicate_share",
    level: Level::Column,
    dimension: Dimension::Uniqueness,
    title: ["Share of repeated values", "重复占比"],
    description: [
        "At most such a share is rows beyond the first of each value, out of all rows with a value; absent values do not count. All rows are looked at, never a sample. Nothing to count out of is no data.",
        "重复行占比不超过给定值，总数为有值的行；NULL 不计入。始终检查全部行。没有可统计的行时记为无数据。",
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
    asking.all_rows();
    let asked = asking.distinct()?;
    let tolerance = Tolerance { errors: None, share: Some(settings.max) };
    Ok(Box::new(move |seen: &Seen<'_>| {
        let (present, different) = seen.distinct(&asked)?;
        let says = Words::new("rows repeat a value", "行的值重复");
        Ok(verdict(present - different, present, tolerance, &says))
    }))
}
