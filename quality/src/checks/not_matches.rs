//! `not_matches`: no value has a place that matches a pattern; anchor it with `^` and `$`. The patterns are those of the engine, upper and
//! lower case are told apart. Absent values do not count; empty texts do. No values are no data.

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::{Pattern, SCALARS},
    words::Words,
};

pub(super) static CHECK: Check<Pattern> = Check {
    name: "not_matches",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["No value matches a pattern", "不匹配模式"],
    description: [
        "Counts values that match the pattern, out of all values. The pattern may match anywhere; anchor it with ^ and $. It is written as the engine takes it. Absent values do not count, empty texts do. No values are no data.",
        "统计匹配模式的值，占全部有值的行数。模式可匹配任意位置，可用 ^ 和 $ 限定首尾；语法以数据库为准。NULL 不计入，空字符串计入。没有值时记为无数据。",
    ],
    fits: SCALARS,
    aliases: &["columnValuesToNotMatchRegex", "column-match-not-regex"],
    examples: &["{\"pattern\": \"^[A-Z]{2}[0-9]+$\"}"],
    ask,
};

fn ask(settings: Pattern, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let predicate = settings.matches(asking)?;
    let says = Words::new("values match the forbidden pattern", "值匹配了禁止的模式");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Where(format!("{name} IS NOT NULL")), says }))
}
