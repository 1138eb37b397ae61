//! `email`: every text is an e-mail address: ASCII letters before the `@`, a domain with a dot behind it. Absent values do
//! not count, empty texts do.

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
    name: "email",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["E-mail addresses", "电子邮件地址"],
    description: [
        "Counts texts that are no e-mail address (ASCII, a domain with a dot), out of all values. Absent values do not count. Empty texts do. No values are no data.",
        "统计不是电子邮件地址（ASCII，域名含点）的文本，占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &[],
    examples: &["{}"],
    ask,
};

/// As browsers check it, and with a dot in the domain.
const PATTERN: &str = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$";

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let matches = asking.dialect.matches(&asking.text()?, PATTERN)?;
    let total = Total::Where(format!("{name} IS NOT NULL"));
    let says = Words::new("texts are no e-mail address", "文本不是电子邮件地址");
    Ok(asking.judge_wrong(Wrong { predicate: format!("NOT {matches}"), total, says }))
}
