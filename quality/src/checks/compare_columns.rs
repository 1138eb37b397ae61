//! `compare_columns`: one column stands to another as it must in every row, such as `start <= end`. Rows where one of them is absent do
//! not count; no row with both is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    compare::Operator,
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// How the column must stand to the other.
    #[schemars(
        title = "Operator",
        extend("x-order" = 1, "x-title-zh" = "比较", "x-description-zh" = "该列与另一列应满足的关系。")
    )]
    operator: Operator,
    /// The other column.
    #[schemars(
        title = "Other column",
        extend("x-order" = 2, "x-title-zh" = "另一列", "x-description-zh" = "用于比较的另一列。")
    )]
    other: String,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "compare_columns",
    level: Level::Column,
    dimension: Dimension::Consistency,
    title: ["Two columns compared", "两列比较"],
    description: [
        "Counts rows where the column does not stand to the other as it must, out of rows that have both. Rows where one is absent do not count; no row with both is no data.",
        "统计两列不满足给定关系的行数，占两列均有值的行数。任一为 NULL 的行不计入；没有这样的行时记为无数据。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{\"operator\": \"lte\", \"other\": \"ended\"}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let (name, (other, _)) = (asking.name()?, asking.other("settings.other", &settings.other)?);
    let operator = match settings.operator {
        Operator::Eq => "=",
        Operator::Neq => "<>",
        Operator::Lt => "<",
        Operator::Lte => "<=",
        Operator::Gt => ">",
        Operator::Gte => ">=",
    };
    let says = Words::new("rows do not stand as they must", "行不满足关系");
    let total = Total::Where(format!("{name} IS NOT NULL AND {other} IS NOT NULL"));
    Ok(asking.judge_wrong(Wrong { predicate: format!("NOT ({name} {operator} {other})"), total, says }))
}
