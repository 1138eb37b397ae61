//! `promised_columns`: the columns that a contract names are there, and hold what it says; what the table has besides is fine.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    check::{Check, Level},
    contract::{Held, LogicalType, Promised, compare_columns_with_table},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The columns.
    #[schemars(
        title = "Columns",
        extend("x-order" = 1, "x-title-zh" = "列", "x-description-zh" = "约定的列。")
    )]
    columns: Vec<Wanted>,
}

/// A column as it was promised.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Its name in the source.
    name: String,
    /// What it holds: `string`, `integer`, `number`, `boolean`, `date`, `timestamp`, `time`, `object`, `array` or `map`.
    #[serde(default)]
    logical_type: Option<String>,
    /// Its type in the source; one that fits in it is fine too.
    #[serde(default)]
    physical_type: Option<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "promised_columns",
    level: Level::Table,
    dimension: Dimension::Schema,
    title: ["The promised columns", "列与约定一致"],
    description: [
        "The named columns are there and hold what is said: a column that is gone, or whose type holds something else or more than promised, is wrong. More columns are fine. It is taken from the catalog.",
        "约定的列都存在且类型相符：列消失、类型不符或超出约定范围算错误。多出的列不算错误。取自目录。",
    ],
    fits: &[],
    aliases: &[],
    examples: &[
        "{\"columns\": [{\"name\": \"id\", \"logical_type\": \"integer\"}, {\"name\": \"status\", \"physical_type\": \"varchar(20)\"}]}",
    ],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if settings.columns.is_empty() {
        return Err(Error::invalid("settings.columns", "is empty; name the columns"));
    }
    let mut wanted = Vec::with_capacity(settings.columns.len());
    for (index, column) in settings.columns.into_iter().enumerate() {
        let logical_type = column.logical_type.as_deref().map(|word| logical(index, word)).transpose()?;
        wanted.push(Promised { name: column.name, logical_type, physical_type: column.physical_type });
    }
    let held: Vec<Held<'_>> = asking
        .table
        .columns
        .iter()
        .map(|column| Held { name: &column.name, data_type: &column.data_type, is_nullable: column.is_nullable })
        .collect();
    let breaches = compare_columns_with_table(&wanted, &held);
    let total = wanted.len();
    Ok(Box::new(move |_: &Seen<'_>| {
        let wrong: Vec<Value> =
            breaches.iter().map(|(index, why)| json!({ "column": wanted[*index].name, "why": why })).collect();
        let (outcome, message) = match breaches.as_slice() {
            [] => (Outcome::Pass, Words::new("the columns are as promised", "列与约定一致")),
            [(_, why)] => (Outcome::Fail, why.clone()),
            [(_, first), ..] => {
                let bad = breaches.len();
                let en = format!("{bad} of {total} columns are not as promised; {}", first.en);
                (Outcome::Fail, Words::new(en, format!("{total} 列中 {bad} 列与约定不符；{}", first.zh)))
            }
        };
        Ok(Finding::new(outcome, message).measuring("wrong", wrong))
    }))
}

fn logical(index: usize, word: &str) -> Result<LogicalType> {
    serde_json::from_value(json!(word)).map_err(|_| {
        let known = "string, date, timestamp, time, number, integer, object, array, map, boolean";
        let field = format!("settings.columns.{index}.logical_type");
        Error::invalid(field, format!("`{word}` is no logical type; there are {known}"))
    })
}
