//! `unique_combination`: no combination of values of some columns is there twice. Rows with an absent value among them do not count, as in
//! a unique key. All rows are looked at; no complete combination is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The columns.
    #[schemars(
        title = "Columns",
        extend("x-order" = 1, "x-title-zh" = "列", "x-description-zh" = "参与组合的列。")
    )]
    columns: Vec<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "unique_combination",
    level: Level::Table,
    dimension: Dimension::Uniqueness,
    title: ["No combination is there twice", "组合唯一"],
    description: [
        "Counts rows beyond the first of each combination of values, out of rows that have all of them; rows with an absent one do not count. All rows are looked at, never a sample. No complete combination is no data.",
        "统计每个组合首次出现之外的行数，占各列均有值的行数；含 NULL 的行不计入。始终检查全部行。没有完整组合时记为无数据。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{\"columns\": [\"order_id\", \"line\"]}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    if settings.columns.is_empty() || settings.columns.len() > 16 {
        return Err(Error::invalid("settings.columns", "names 1 to 16 columns"));
    }
    asking.all_rows();
    let named = |name: &String| asking.other("settings.columns", name).map(|(name, _)| name);
    let columns: Vec<String> = settings.columns.iter().map(named).collect::<Result<_>>()?;
    let (groups, tolerance) = (asking.groups(columns)?, asking.tolerance);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let counts = seen.counts(groups)?;
        let says = Words::new("rows repeat a combination", "行的组合重复");
        Ok(verdict(counts.rows - counts.distinct, counts.rows, tolerance, &says).measuring("distinct", counts.distinct))
    }))
}
