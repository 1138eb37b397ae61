//! `ip`: every text is an IP address. Absent values do not count, empty texts do.

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
    /// Which versions are right.
    #[serde(default)]
    #[schemars(
        title = "Version",
        extend("x-order" = 1, "x-title-zh" = "版本", "x-description-zh" = "允许的 IP 版本。")
    )]
    version: Version,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "ip",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["IP addresses", "IP 地址"],
    description: [
        "Counts texts that are no IP address of the version, out of all values. Absent values do not count. Empty texts do. No values are no data.",
        "统计不是所选版本 IP 地址的文本，占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &[],
    examples: &["{}", "{\"version\": \"v4\"}"],
    ask,
};

/// A version of the internet protocol.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Version {
    /// 4 or 6.
    #[default]
    Any,
    /// Four numbers with dots.
    V4,
    /// Groups of hexadecimal digits with colons.
    V6,
}

impl Version {
    fn pattern(self) -> String {
        let part = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        let four = format!(r"({part}\.){{3}}{part}");
        let group = "[0-9A-Fa-f]{1,4}";
        let mut forms = vec![format!("({group}:){{7}}{group}"), format!("({group}:){{6}}{four}")];
        // `::` in the place of one group or more, with so many groups before it at least.
        for before in 0..=7_usize {
            let left = if before == 0 { ":".to_owned() } else { format!("({group}:){{{before}}}") };
            let most = 7 - before;
            let right = if most == 0 { String::new() } else { format!("({group}(:{group}){{0,{}}})?", most - 1) };
            forms.push(format!("{left}:{right}"));
            if let Some(most) = 5_usize.checked_sub(before) {
                forms.push(format!("{left}:({group}:){{0,{most}}}{four}"));
            }
        }
        let six = forms.join("|");
        match self {
            Self::Any => format!("^({four}|{six})$"),
            Self::V4 => format!("^{four}$"),
            Self::V6 => format!("^({six})$"),
        }
    }
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let name = asking.name()?;
    let matches = asking.dialect.matches(&asking.text()?, &settings.version.pattern())?;
    let total = Total::Where(format!("{name} IS NOT NULL"));
    let says = Words::new("texts are no IP address", "文本不是 IP 地址");
    Ok(asking.judge_wrong(Wrong { predicate: format!("NOT {matches}"), total, says }))
}
