//! `column_exists`: the table has a column of this name, by the last crawl.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The name of the column, as the source spells it.
    #[schemars(
        title = "Column",
        extend("x-order" = 1, "x-title-zh" = "列", "x-description-zh" = "列名，按数据源中的写法。")
    )]
    column: String,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "column_exists",
    level: Level::Table,
    dimension: Dimension::Schema,
    title: ["A column is there", "列存在"],
    description: [
        "The table has a column of this name, spelt as in the source. It is taken from the catalog.",
        "表中存在该名称的列（按数据源中的写法）。取自目录。",
    ],
    fits: &[],
    aliases: &["tableColumnNameToExist"],
    examples: &["{\"column\": \"id\"}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let (name, is_there) = (settings.column.clone(), asking.table.column(&settings.column).is_some());
    Ok(Box::new(move |_: &Seen<'_>| {
        Ok(if is_there {
            Finding::new(Outcome::Pass, Words::new(format!("column `{name}` is there"), format!("列 `{name}` 存在")))
        } else {
            Finding::new(
                Outcome::Fail,
                Words::new(format!("there is no column `{name}`"), format!("列 `{name}` 不存在")),
            )
        })
    }))
}
