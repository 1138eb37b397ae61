//! `phone`: every text is a telephone number: international (`+` and 7 to 15 digits) or a Chinese mobile number. Absent values
//! do not count, empty texts do.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::Result,
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::TEXTS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Which numbers are right.
    #[serde(default)]
    #[schemars(
        title = "Form",
        extend("x-order" = 1, "x-title-zh" = "形式", "x-description-zh" = "允许的号码形式。")
    )]
    form: Form,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "phone",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Telephone numbers", "电话号码"],
    description: [
        "Counts texts that are no telephone number, out of all values: + and 7 to 15 digits, or a Chinese mobile number. Absent values do not count. Empty texts do. No values are no data.",
        "统计不是电话号码的文本（+ 加 7 到 15 位数字，或中国手机号），占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &[],
    examples: &["{}", "{\"form\": \"cn_mobile\"}"],
    ask,
};

/// A form of telephone numbers.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// International or Chinese mobile.
    #[default]
    Any,
    /// A plus sign and 7 to 15 digits.
    International,
    /// Eleven digits of a mobile telephone in China, with or without the country's code.
    CnMobile,
}

impl Form {
    fn pattern(self) -> &'static str {
        match self {
            Self::Any => r"^(\+[1-9][0-9]{6,14}|(\+?86)?1[3-9][0-9]{9})$",
            Self::International => r"^\+[1-9][0-9]{6,14}$",
            Self::CnMobile => r"^(\+?86)?1[3-9][0-9]{9}$",
        }
    }
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let matches = asking.dialect.matches(&asking.text()?, settings.form.pattern())?;
    let total = Total::Where(format!("{name} IS NOT NULL"));
    let says = Words::new("texts are no telephone number", "文本不是电话号码");
    Ok(asking.judge_wrong(Wrong { predicate: format!("NOT {matches}"), total, says }))
}
