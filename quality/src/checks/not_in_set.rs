//! `not_in_set`: no value is one of a list of forbidden ones. Absent values are no errors (their comparison is unknown); an empty text
//! is a value. Equality is the engine's, with the collation of the column. An empty table is no data.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::{SCALARS, literals},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The values that are wrong.
    #[schemars(title = "Forbidden values", extend("x-order" = 1, "x-title-zh" = "禁止的值", "x-description-zh" = "禁止的取值。"))]
    values: Vec<Value>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "not_in_set",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["No value is of a list", "取值不在列表中"],
    description: [
        "Counts values that are in the list, out of all rows. Absent values are no errors. Texts are compared as the engine compares the column. An empty table is no data.",
        "统计在列表中的值，占全部行数。NULL 不算错误。文本按该列在数据库中的排序规则比较。空表记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["columnValuesToBeNotInSet", "column-not-in-enums"],
    examples: &["{\"values\": [\"new\", \"paid\", \"sent\"]}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let values = literals(asking, "settings.values", &settings.values, asking.column()?)?;
    let predicate = format!("{} IN ({values})", asking.name()?);
    let says = Words::new("rows have a value that is forbidden", "行的值在禁止列表中");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
