//! `column_count`: the table has so many columns, by the last crawl.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::Bounds,
    words::Words,
};

pub(super) static CHECK: Check<Bounds> = Check {
    name: "column_count",
    level: Level::Table,
    dimension: Dimension::Schema,
    title: ["Number of columns", "列数在范围内"],
    description: [
        "The number of columns is in the range, its ends included; equal ends ask for exactly that number. It is taken from the catalog, so nothing is asked of the source.",
        "列数在给定范围内（含边界）；两端相同表示恰好等于。取自目录，不查询数据源。",
    ],
    fits: &[],
    aliases: &["tableColumnCountToEqual", "tableColumnCountToBeBetween"],
    examples: &["{\"min\": 3, \"max\": 10}"],
    ask,
};

fn ask(bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    let (bounds, count) = (bounds.checked()?, asking.table.columns.len());
    Ok(Box::new(move |_: &Seen<'_>| {
        #[expect(clippy::cast_precision_loss, reason = "tables have few columns")]
        let outcome = if bounds.hold(count as f64) { Outcome::Pass } else { Outcome::Fail };
        let (en, zh) = bounds.words();
        let message = Words::new(format!("{count} columns; expected: {en}"), format!("共 {count} 列；期望：{zh}"));
        Ok(Finding::new(outcome, message).measuring("actual", count))
    }))
}
