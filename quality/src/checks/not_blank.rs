//! `not_blank`: every row has a value that is not only white space (AllData: integrity). Absent, empty and blank values are
//! errors, zero is a value. An empty table is no data.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    measure::blank,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::{Nothing, SCALARS},
    words::Words,
};

pub(super) static CHECK: Check<Nothing> = Check {
    name: "not_blank",
    level: Level::Column,
    dimension: Dimension::Completeness,
    title: ["No value is absent or blank", "不为空且不为空白"],
    description: [
        "Counts rows whose value is absent, empty or nothing but white space, out of all rows. Zero is a value. An empty table is no data.",
        "统计值为 NULL、空字符串或仅含空白的行数，占全部行数。0 算有值。空表记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["integrity", "column-blank"],
    examples: &["{}"],
    ask,
};

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    let predicate = blank(asking)?;
    let says = Words::new("rows have no value or a blank one", "行为空或空白");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Rows, says }))
}
