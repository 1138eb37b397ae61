//! `unique`: no value is there twice. Absent values are not compared and do not count, unless `absent_is_error` says so,
//! which is AllData's `unique` (rows less different values). Values are equal when the engine says so (its collation).
//! Always looks at all rows. No values are no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Whether each absent value counts as an error too.
    #[serde(default)]
    #[schemars(
        title = "Absent is an error",
        extend("x-order" = 1, "x-title-zh" = "空值算错误", "x-description-zh" = "每个 NULL 是否也算一个错误。")
    )]
    absent_is_error: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "unique",
    level: Level::Column,
    dimension: Dimension::Uniqueness,
    title: ["No value is there twice", "值唯一"],
    description: [
        "Counts rows beyond the first of each value: rows with a value less different values, out of rows with a value. \
         Absent values do not count, unless they are errors by the settings; then the total is all rows. All rows are \
         looked at, never a sample. No values are no data.",
        "统计每个值首次出现之外的行数：有值的行数减去不同值的个数，占有值的行数。NULL 不计入；若设置为算错误，则总数为全部行数。\
         始终检查全部行，不抽样。没有值时记为无数据。",
    ],
    fits: &[],
    aliases: &["columnValuesToBeUnique", "column-unique", "column-duplicate"],
    examples: &["{}", "{\"absent_is_error\": true}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    asking.all_rows();
    let name = asking.name()?;
    let asked = asking.distinct()?;
    let rows = if settings.absent_is_error { Some(asking.rows()) } else { None };
    let source = asking.source()?;
    let filter = asking.filter(Some(&format!("{name} IS NOT NULL")));
    let absent = if settings.absent_is_error { format!(" OR {name} IS NULL") } else { String::new() };
    asking.wrong_where(&format!(
        "{name} IN (SELECT {name} FROM {source}{filter} GROUP BY {name} HAVING count(*) > 1){absent}"
    ));
    let tolerance = asking.tolerance;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let (present, different) = seen.distinct(&asked)?;
        let total = rows.map_or(Ok(present), |rows| seen.int(rows))?;
        let says = Words::new("rows repeat a value", "行的值重复");
        Ok(verdict(total - different, total, tolerance, &says).measuring("distinct", different))
    }))
}
