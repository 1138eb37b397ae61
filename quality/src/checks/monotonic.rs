//! `monotonic`: values rise in the order of another column. Rows with an absent value or an absent order do not count; fewer than two
//! are no data. All rows are looked at.

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
    /// The column by which rows are sorted.
    #[schemars(
        title = "In the order of",
        extend("x-order" = 1, "x-title-zh" = "排序列", "x-description-zh" = "按该列排序。")
    )]
    order_by: String,
    /// Whether equal neighbours are wrong too.
    #[serde(default)]
    #[schemars(
        title = "Strictly",
        extend("x-order" = 2, "x-title-zh" = "严格递增", "x-description-zh" = "相邻值相等是否也算错误。")
    )]
    is_strict: bool,
    /// Whether values fall instead.
    #[serde(default)]
    #[schemars(
        title = "Falling",
        extend("x-order" = 3, "x-title-zh" = "递减", "x-description-zh" = "是否应递减。")
    )]
    is_falling: bool,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "monotonic",
    level: Level::Column,
    dimension: Dimension::Consistency,
    title: ["Values only rise", "单调"],
    description: [
        "Counts values that are less than the one before them in the order of another column (or greater, or equal, by the settings), out of pairs of neighbours. Absent values do not count; fewer than two values are no data. All rows are looked at, in a statement of its own.",
        "按另一列排序，统计小于前一个值的值（可设为递减或严格），占相邻对数。NULL 不计入；不足两个值时记为无数据。始终检查全部行，单独一条语句。",
    ],
    fits: &[],
    aliases: &[],
    examples: &["{\"order_by\": \"id\"}"],
    ask,
};

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    asking.all_rows();
    let (name, (order, _)) = (asking.name()?, asking.other("settings.order_by", &settings.order_by)?);
    let (source, present) = (asking.source()?, format!("{name} IS NOT NULL AND {order} IS NOT NULL"));
    let filter = asking.filter(Some(&present));
    let operator = match (settings.is_falling, settings.is_strict) {
        (false, false) => "<",
        (false, true) => "<=",
        (true, false) => ">",
        (true, true) => ">=",
    };
    let own = asking.own(
        format!(
            "SELECT count(CASE WHEN here {operator} earlier THEN 1 END), count(earlier) FROM \
             (SELECT {name} AS here, lag({name}) OVER (ORDER BY {order}, {name}) AS earlier FROM {source}{filter}) AS neighbours"
        ),
        1,
    )?;
    let tolerance = asking.tolerance;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let [errors, total] = seen.whole_row(own)?;
        Ok(verdict(errors, total, tolerance, &Words::new("neighbours are in the wrong order", "相邻值次序错误")))
    }))
}
