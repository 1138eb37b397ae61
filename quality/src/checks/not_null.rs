//! `not_null`: no value is absent. Empty texts and zeros are values. An empty table is no data.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::Nothing,
    words::Words,
};

pub(super) static CHECK: Check<Nothing> = Check {
    name: "not_null",
    level: Level::Column,
    dimension: Dimension::Completeness,
    title: ["No value is absent", "不为空值"],
    description: [
        "Counts rows whose value is absent (NULL), out of all rows. Empty texts and zeros are values. An empty table is no data.",
        "统计值为 NULL 的行数，占全部行数。空字符串和 0 都算有值。空表记为无数据。",
    ],
    fits: &[],
    aliases: &["columnValuesToBeNotNull", "column-null", "column-not-null"],
    examples: &["{}"],
    ask,
};

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    let predicate = format!("{} IS NULL", asking.name()?);
    let says = Words::new("rows have no value", "行没有值");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
