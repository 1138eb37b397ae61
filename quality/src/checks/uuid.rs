//! `uuid`: every text is a UUID: 32 hexadecimal digits with hyphens. Absent values do not count, empty texts do.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::{Nothing, TEXTS},
    words::Words,
};

pub(super) static CHECK: Check<Nothing> = Check {
    name: "uuid",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["UUIDs", "UUID"],
    description: [
        "Counts texts that are no UUID (32 hexadecimal digits with hyphens), out of all values. Absent values do not count. Empty texts do. No values are no data.",
        "统计不是 UUID（32 位十六进制数字，带连字符）的文本，占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &[],
    examples: &["{}"],
    ask,
};

const PATTERN: &str = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let matches = asking.dialect.matches(&asking.text()?, PATTERN)?;
    let total = Total::Where(format!("{name} IS NOT NULL"));
    let says = Words::new("texts are no UUID", "文本不是 UUID");
    Ok(asking.judge_wrong(Wrong { predicate: format!("NOT {matches}"), total, says }))
}
