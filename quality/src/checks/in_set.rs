//! `in_set`: every value is one of a list (a code list, an enumeration). Absent values are no errors (their comparison is unknown); an empty text
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
    /// The values that are right.
    #[schemars(title = "Allowed values", extend("x-order" = 1, "x-title-zh" = "允许的值", "x-description-zh" = "允许的取值。"))]
    values: Vec<Value>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "in_set",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Values are of a list", "取值在列表中"],
    description: [
        "Counts values that are not in the list, out of all rows. Absent values are no errors; an empty text is a value. Texts are compared as the engine compares the column. An empty table is no data.",
        "统计不在列表中的值，占全部行数。NULL 不算错误，空字符串算有值。文本按该列在数据库中的排序规则比较。空表记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["columnValuesToBeInSet", "column-in-enums"],
    examples: &["{\"values\": [\"new\", \"paid\", \"sent\"]}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let values = literals(asking, "settings.values", &settings.values, asking.column()?)?;
    let predicate = format!("{} NOT IN ({values})", asking.name()?);
    let says = Words::new("rows have a value that is not in the list", "行的值不在列表中");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
