//! `columns_match`: the table has exactly these columns, by the last crawl.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The names of all columns.
    #[schemars(
        title = "Columns",
        extend("x-order" = 1, "x-title-zh" = "列", "x-description-zh" = "全部列名。")
    )]
    columns: Vec<String>,
    /// Whether their order counts.
    #[serde(default)]
    #[schemars(
        title = "In this order",
        extend("x-order" = 2, "x-title-zh" = "按此顺序", "x-description-zh" = "是否要求顺序一致。")
    )]
    is_ordered: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "columns_match",
    level: Level::Table,
    dimension: Dimension::Schema,
    title: ["Exactly these columns", "列集合一致"],
    description: [
        "The table has exactly these columns, in this order if that is asked for. It is taken from the catalog.",
        "表恰好包含这些列；可要求顺序一致。取自目录。",
    ],
    fits: &[],
    aliases: &["tableColumnToMatchSet"],
    examples: &["{\"columns\": [\"id\", \"name\"], \"is_ordered\": true}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if settings.columns.is_empty() {
        return Err(Error::invalid("settings.columns", "is empty; name the columns"));
    }
    let found: Vec<String> = asking.table.columns.iter().map(|column| column.name.clone()).collect();
    let without = |all: &[String], some: &[String]| -> Vec<String> {
        all.iter().filter(|name| !some.contains(name)).cloned().collect()
    };
    let (missing, more) = (without(&settings.columns, &found), without(&found, &settings.columns));
    let is_same_order = !settings.is_ordered || settings.columns == found;
    Ok(Box::new(move |_: &Seen<'_>| {
        let outcome =
            if missing.is_empty() && more.is_empty() && is_same_order { Outcome::Pass } else { Outcome::Fail };
        let message = match outcome {
            Outcome::Pass => Words::new("the columns are as expected", "列与期望一致"),
            _ if missing.is_empty() && more.is_empty() => Words::new("the columns have another order", "列的顺序不同"),
            _ => Words::new(
                format!("{} columns are missing, {} are not expected", missing.len(), more.len()),
                format!("缺少 {} 列，多出 {} 列", missing.len(), more.len()),
            ),
        };
        Ok(Finding::new(outcome, message).measuring("missing", missing.clone()).measuring("more", more.clone()))
    }))
}
