//! `length_between`: every text has between so many and so many characters. Absent values do not count, an empty text
//! has no character. With only a maximum it is AllData's `accuracy`, whose total is all rows: `of_all_rows`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::SCALARS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The fewest characters; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Fewest characters",
        extend("x-order" = 1, "x-title-zh" = "最少字符数", "x-description-zh" = "允许的最少字符数（含）；为空表示不限。")
    )]
    min: Option<u32>,
    /// The most characters; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Most characters",
        extend("x-order" = 2, "x-title-zh" = "最多字符数", "x-description-zh" = "允许的最多字符数（含）；为空表示不限。")
    )]
    max: Option<u32>,
    /// Whether wrong ones are counted out of all rows, not only of those with a value.
    #[serde(default)]
    #[schemars(
        title = "Out of all rows",
        extend("x-order" = 3, "x-title-zh" = "以全部行为总数", "x-description-zh" = "总数是否为全部行，而不只是有值的行。")
    )]
    of_all_rows: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "length_between",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Texts have the right length", "文本长度在范围内"],
    description: [
        "Counts texts that are too short or too long, in characters, out of all values (or all rows). Absent values are no \
         errors; an empty text has no character. Nothing to count out of is no data.",
        "统计过短或过长的文本（按字符数），占全部有值的行数（或全部行数）。NULL 不算错误；空字符串长度为 0。没有可统计的行时记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["columnValueLengthsToBeBetween", "column-length", "accuracy"],
    examples: &["{\"min\": 1, \"max\": 40}", "{\"max\": 10, \"of_all_rows\": true}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let length = asking.dialect.length(&asking.text()?);
    let mut outside = Vec::new();
    outside.extend(settings.min.map(|min| format!("{length} < {min}")));
    outside.extend(settings.max.map(|max| format!("{length} > {max}")));
    match (settings.min, settings.max) {
        (None, None) => return Err(Error::invalid("settings.min", "give a minimum, a maximum or both")),
        (Some(min), Some(max)) if min > max => {
            return Err(Error::invalid("settings.max", format!("is less than the minimum {min}")));
        }
        _ => {}
    }
    let total =
        if settings.of_all_rows { Total::Rows } else { Total::Where(format!("{} IS NOT NULL", asking.name()?)) };
    let says = Words::new("texts have a wrong length", "文本长度不符");
    Ok(asking.judge_wrong(Wrong { predicate: outside.join(" OR "), total, says }))
}
