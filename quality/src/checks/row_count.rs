//! `row_count`: the table has so many rows. An empty table has 0 rows, which is a number like others here. Always looks
//! at all rows.

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
    name: "row_count",
    level: Level::Table,
    dimension: Dimension::Volume,
    title: ["Number of rows", "行数在范围内"],
    description: [
        "The number of rows is in the range, its ends included; equal ends ask for exactly that number. An empty table has 0 \
         rows, which is a number like others. All rows are counted, never a sample.",
        "行数在给定范围内（含边界）；两端相同表示恰好等于。空表的行数为 0，按普通数字判断。始终统计全部行，不抽样。",
    ],
    fits: &[],
    aliases: &["tableRowCountToEqual", "tableRowCountToBeBetween", "table-row-count"],
    examples: &["{\"min\": 1}", "{\"min\": 100, \"max\": 100}"],
    ask,
};

fn ask(bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    let bounds = bounds.checked()?;
    asking.all_rows();
    let rows = asking.rows();
    Ok(Box::new(move |seen: &Seen<'_>| {
        let rows = seen.int(rows)?;
        #[expect(clippy::cast_precision_loss, reason = "exact to 2^53 rows")]
        let outcome = if bounds.hold(rows as f64) { Outcome::Pass } else { Outcome::Fail };
        let (en, zh) = bounds.words();
        let message = Words::new(format!("{rows} rows; expected: {en}"), format!("共 {rows} 行；期望：{zh}"));
        Ok(Finding::new(outcome, message).measuring("actual", rows))
    }))
}
