//! `id_card`: every text is a Chinese identity-card number: 18 digits (the last may be X), a possible birthday, and the right
//! check digit. Absent values do not count, empty texts do.

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
    name: "id_card",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Chinese identity-card numbers", "身份证号码"],
    description: [
        "Counts texts that are no Chinese identity-card number: 18 places, a possible month and day, the right check digit. Absent values do not count. Empty texts do. No values are no data.",
        "统计不是 18 位居民身份证号码的文本（含出生月日与校验码检查），占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &["idCard"],
    examples: &["{}"],
    ask,
};

/// The weight of each of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const PATTERN: &str = "^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$";

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    let (name, text, dialect) = (asking.name()?, asking.text()?, asking.dialect);
    let matches = dialect.matches(&text, PATTERN)?;
    let weighted = |(place, weight): (usize, &u32)| {
        format!("{weight} * {}", dialect.as_integer(&dialect.piece(&text, place + 1, 1)))
    };
    let sum = WEIGHTS.iter().enumerate().map(weighted).collect::<Vec<_>>().join(" + ");
    let right = format!("substr('10X98765432', ({sum}) % 11 + 1, 1)");
    let predicate = format!(
        "CASE WHEN {name} IS NULL THEN 0 WHEN {matches} THEN \
         CASE WHEN upper({}) = {right} THEN 0 ELSE 1 END ELSE 1 END = 1",
        dialect.piece(&text, 18, 1)
    );
    let says = Words::new("texts are no identity-card number", "文本不是有效的身份证号码");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Where(format!("{name} IS NOT NULL")), says }))
}
