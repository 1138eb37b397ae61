//! `exists_in`: every value is there in a column of another table of the same source (AllData: relevance; a foreign key). Absent
//! values do not count, unless they are errors by the settings; then the total is all rows. All rows are looked at.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
    settings::other_table,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The other table of the same source, by the last parts of its name.
    #[schemars(
        title = "Other table",
        extend("x-order" = 1, "x-title-zh" = "另一张表", "x-description-zh" = "同一数据源中的另一张表，写其名称的最后几部分。")
    )]
    other_table: Vec<String>,
    /// Its column.
    #[schemars(
        title = "Its column",
        extend("x-order" = 2, "x-title-zh" = "其列", "x-description-zh" = "另一张表中的列。")
    )]
    other_column: String,
    /// Whether each absent value counts as an error too.
    #[serde(default)]
    #[schemars(
        title = "Absent is an error",
        extend("x-order" = 3, "x-title-zh" = "空值算错误", "x-description-zh" = "每个 NULL 是否也算一个错误。")
    )]
    absent_is_error: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "exists_in",
    level: Level::Column,
    dimension: Dimension::Consistency,
    title: ["Values are there in another table", "存在于另一张表"],
    description: [
        "Counts rows whose value is not in the column of the other table, out of rows with a value. Absent values do not count, unless they are errors by the settings; then the total is all rows. All rows are looked at, in a statement of its own. Nothing to count out of is no data.",
        "统计值不存在于另一张表该列的行数，占有值的行数。NULL 不计入；若设置为算错误，则总数为全部行数。始终检查全部行，单独一条语句。没有可统计的行时记为无数据。",
    ],
    fits: &[],
    aliases: &["relevance", "multi-table-accuracy"],
    examples: &["{\"other_table\": [\"customers\"], \"other_column\": \"id\"}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    asking.all_rows();
    let name = asking.name()?;
    let other = other_table(asking, "settings.other_table", &settings.other_table)?;
    let other_column = asking.dialect.name("settings.other_column", &settings.other_column)?;
    // The other's column gets a name that no column of the table has, so that no name means two things.
    let unmatched = format!(
        "NOT EXISTS (SELECT 1 FROM (SELECT {other_column} AS cadastre_other FROM {other}) AS o WHERE o.cadastre_other = {name})"
    );
    let predicate = if settings.absent_is_error { unmatched } else { format!("{name} IS NOT NULL AND {unmatched}") };
    let (source, filter) = (asking.source()?, asking.filter(Some(&predicate)));
    let errors = asking.own(format!("SELECT count(*) FROM {source}{filter}"), 1)?;
    let total = if settings.absent_is_error { asking.rows() } else { asking.count(&format!("{name} IS NOT NULL")) };
    asking.wrong_where(&predicate);
    let tolerance = asking.tolerance;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let [errors] = seen.whole_row(errors)?;
        Ok(verdict(errors, seen.int(total)?, tolerance, &Words::new("rows have no match", "行没有匹配")))
    }))
}
