//! `consistent`: every value is a code of the data standard that the column keeps, or of a list that is given here. Values are
//! compared as texts, to the letter, whatever the column's collation takes for the same. Absent values are no errors; an
//! empty text is a value. An empty table is no data.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::SCALARS,
    words::Words,
};

/// The most codes, as many as a standard may have.
const MOST_CODES: usize = 10_000;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The codes that are right; when none is given, those of the data standard that the column keeps, as it is when the
    /// check is made.
    #[serde(default)]
    #[schemars(
        title = "Codes",
        extend("x-order" = 1, "x-title-zh" = "代码", "x-description-zh" = "允许的代码；留空则使用该列所遵循的数据标准在检查时的代码。")
    )]
    codes: Vec<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "consistent",
    level: Level::Column,
    dimension: Dimension::Consistency,
    title: ["Values are codes of the data standard", "取值符合数据标准"],
    description: [
        "Counts values that are no code of the data standard which the column keeps, out of all rows. Values are compared as texts, to the letter. Absent values are no errors; an empty text is a value. A column that keeps no standard is an error. An empty table is no data.",
        "统计不属于该列所遵循数据标准代码的值，占全部行数。按文本逐字比较。NULL 不算错误，空字符串算有值。未绑定标准的列记为错误。空表记为无数据。",
    ],
    fits: SCALARS,
    aliases: &[],
    examples: &["{\"codes\": [\"0\", \"1\", \"2\", \"9\"]}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let field = "settings.codes";
    if settings.codes.is_empty() {
        return Err(Error::invalid(
            field,
            "is empty, and the column keeps no data standard; bind one, or give the codes",
        ));
    }
    if settings.codes.len() > MOST_CODES {
        return Err(Error::invalid(field, format!("has {} codes; {MOST_CODES} are allowed", settings.codes.len())));
    }
    let literals = settings.codes.into_iter().map(|code| asking.dialect.literal(field, &Value::String(code)));
    let literals = literals.collect::<Result<Vec<String>>>()?.join(", ");
    let predicate = format!("{} NOT IN ({literals})", asking.dialect.exact(&asking.text()?));
    let says = Words::new("rows have a value that is no code of the standard", "行的值不是标准中的代码");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
