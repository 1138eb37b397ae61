//! `schema_drift`: the columns are those of the last run that passed or failed, or those that the settings name: none is
//! gone, none has another type, none is new if that is asked for. The first run has nothing to compare with: no data.

use schemars::JsonSchema;
use serde::Deserialize;

use serde_json::{Value, json};

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
    /// Whether new columns are wrong too.
    #[serde(default)]
    #[schemars(
        title = "No new columns",
        extend("x-order" = 1, "x-title-zh" = "不允许新增列", "x-description-zh" = "新增列是否也算错误。")
    )]
    no_new: bool,
    /// Whether another order is wrong too.
    #[serde(default)]
    #[schemars(
        title = "Same order",
        extend("x-order" = 2, "x-title-zh" = "顺序一致", "x-description-zh" = "列顺序变化是否也算错误。")
    )]
    is_ordered: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "schema_drift",
    level: Level::Table,
    dimension: Dimension::Schema,
    title: ["The shape stays the same", "结构无漂移"],
    description: [
        "Compares the names and types of the columns with those of the run before: a column that is gone or has another type is wrong, a new one or another order if that is asked for. The first run has nothing to compare with and is no data. It is taken from the catalog.",
        "将列名和类型与上次运行比较：列消失或类型改变算错误，可选新增列或顺序变化也算错误。首次运行没有可比较的内容，记为无数据。取自目录。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{}", "{\"no_new\": true}"],
    ask,
};

type Shape = Vec<(String, String)>;

fn shape_of(value: &Value) -> Shape {
    let text = |column: &Value, field: &str| column[field].as_str().unwrap_or_default().to_owned();
    value.as_array().into_iter().flatten().map(|column| (text(column, "name"), text(column, "type"))).collect()
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let shape = json!(asking.table.shape());
    Ok(Box::new(move |seen: &Seen<'_>| {
        let Some(before) = seen.past.iter().rev().find_map(|point| point.measured.get("columns")) else {
            let message = Words::new("there is no earlier run to compare with", "没有可比较的历史运行");
            return Ok(Finding::new(Outcome::NoData, message).measuring("columns", shape.clone()));
        };
        let (before, after) = (shape_of(before), shape_of(&shape));
        let find = |all: &Shape, name: &str| all.iter().find(|(other, _)| other == name).map(|(_, kind)| kind.clone());
        let gone: Vec<_> =
            before.iter().filter(|(name, _)| find(&after, name).is_none()).map(|(name, _)| name.clone()).collect();
        let new: Vec<_> =
            after.iter().filter(|(name, _)| find(&before, name).is_none()).map(|(name, _)| name.clone()).collect();
        let is_other = |(name, kind): &&(String, String)| find(&before, name).is_some_and(|earlier| earlier != *kind);
        let changed: Vec<_> = after.iter().filter(is_other).map(|(name, _)| name.clone()).collect();
        let order = |some: &Shape, other: &Shape| -> Vec<String> {
            some.iter().filter(|(name, _)| find(other, name).is_some()).map(|(name, _)| name.clone()).collect()
        };
        let is_moved = order(&before, &after) != order(&after, &before);
        let is_wrong = !gone.is_empty()
            || !changed.is_empty()
            || (settings.no_new && !new.is_empty())
            || (settings.is_ordered && is_moved);
        let outcome = if is_wrong { Outcome::Fail } else { Outcome::Pass };
        let (gone, changed, new) = (gone.len(), changed.len(), new.len());
        let message = Words::new(
            format!(
                "{gone} columns are gone, {changed} have another type, {new} are new, the order is {}",
                if is_moved { "another" } else { "the same" }
            ),
            format!(
                "消失 {gone} 列，类型改变 {changed} 列，新增 {new} 列，顺序{}",
                if is_moved { "改变" } else { "不变" }
            ),
        );
        Ok(Finding::new(outcome, message).measuring("columns", shape.clone()))
    }))
}
