//! `gap_free`: no whole number, or no day, is missing between the least and the greatest. Absent values and repeated ones do not
//! count; no values are no data. All rows are looked at.

use catalog::TypeClass;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::{Judge, Seen},
    outcome::Dimension,
    plan::{Asking, verdict},
    settings::Nothing,
    words::Words,
};

pub(super) static CHECK: Check<Nothing> = Check {
    name: "gap_free",
    level: Level::Column,
    dimension: Dimension::Completeness,
    title: ["No gaps", "无缺口"],
    description: [
        "Counts whole numbers (or days) between the least and the greatest value that are not there, out of all that should be. Absent and repeated values do not count; no values are no data. All rows are looked at.",
        "统计最小值与最大值之间缺失的整数（或日期），占应有的总数。NULL 与重复值不计入；没有值时记为无数据。始终检查全部行。",
    ],
    fits: &[TypeClass::Integer, TypeClass::Date],
    aliases: &[],
    examples: &["{}"],
    ask,
};

fn ask(_: Nothing, asking: &mut Asking<'_>) -> Result<Judge> {
    asking.all_rows();
    let (name, column) = (asking.name()?, asking.column()?);
    let is_day = column.class() == TypeClass::Date;
    let value = if is_day { asking.dialect.epoch(&name, column) } else { asking.number()? };
    let least = asking.aggregate(&value, |value| format!("min({value})"));
    let greatest = asking.aggregate(&value, |value| format!("max({value})"));
    let (groups, tolerance) = (asking.groups(vec![name])?, asking.tolerance);
    Ok(Box::new(move |seen: &Seen<'_>| {
        let (least, greatest, counts) = (seen.int(least)?, seen.int(greatest)?, seen.counts(groups)?);
        let step = if is_day { 86_400 } else { 1 };
        let span = if counts.rows == 0 { 0 } else { (greatest.saturating_sub(least) / step).saturating_add(1) };
        let says = Words::new("places between the least and the greatest value are empty", "位置缺失");
        Ok(verdict((span - counts.distinct).max(0), span, tolerance, &says))
    }))
}
