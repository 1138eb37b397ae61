//! `date_format`: every text is a day, or a day with a time, in one form, and exists in the calendar. Absent values do not count,
//! empty texts do.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::TEXTS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The form, of `YYYY`, `MM`, `DD`, `HH`, `MI`, `SS` and what is between them.
    #[serde(default = "usual")]
    #[schemars(
        title = "Form",
        extend("x-order" = 1, "x-title-zh" = "格式", "x-description-zh" = "由 `YYYY`、`MM`、`DD`、`HH`、`MI`、`SS` 及其间字符组成的格式。")
    )]
    format: String,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "date_format",
    level: Level::Column,
    dimension: Dimension::Validity,
    title: ["Days in one form", "日期格式"],
    description: [
        "Counts texts that are no day of the calendar in the form, out of all values; the 30th of February is none. Absent values do not count. Empty texts do. No values are no data.",
        "统计不符合格式或日历上不存在的日期文本（如 2 月 30 日），占全部有值的行数。NULL 不计入。空字符串计入。没有值时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &[],
    examples: &["{}", "{\"format\": \"DD.MM.YYYY\"}", "{\"format\": \"YYYY-MM-DD HH:MI:SS\"}"],
    ask,
};

fn usual() -> String {
    "YYYY-MM-DD".to_owned()
}

/// What a form may hold, with its pattern.
const PARTS: [(&str, &str); 6] = [
    ("YYYY", "[0-9]{4}"),
    ("MM", "(0[1-9]|1[0-2])"),
    ("DD", "(0[1-9]|[12][0-9]|3[01])"),
    ("HH", "([01][0-9]|2[0-3])"),
    ("MI", "[0-5][0-9]"),
    ("SS", "[0-5][0-9]"),
];

/// The pattern of a form, and where year, month and day begin.
fn read(format: &str) -> Result<(String, [Option<usize>; 3])> {
    let (mut pattern, mut places, mut at) = ("^".to_owned(), [None; 3], 0);
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some(part) = PARTS.iter().position(|(part, _)| rest.starts_with(part)) {
            if let Some(place) = places.get_mut(part) {
                *place = Some(at + 1);
            }
            pattern.push_str(PARTS[part].1);
            at += PARTS[part].0.len();
            rest = &rest[PARTS[part].0.len()..];
        } else if " -/.:T_年月日时分秒,".contains(first) {
            pattern.push('[');
            pattern.push(first);
            pattern.push(']');
            at += 1;
            rest = &rest[first.len_utf8()..];
        } else {
            return Err(Error::invalid("settings.format", format!("has `{first}`; it is made of YYYY MM DD HH MI SS")));
        }
    }
    if pattern.len() > 400 || places[0].is_none() && places[1].is_none() && places[2].is_none() {
        return Err(Error::invalid("settings.format", "names no year, month or day"));
    }
    pattern.push('$');
    Ok((pattern, places))
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let (pattern, places) = read(&settings.format)?;
    let (name, text, dialect) = (asking.name()?, asking.text()?, asking.dialect);
    let matches = dialect.matches(&text, &pattern)?;
    let number = |place: usize, length: usize| dialect.as_integer(&dialect.piece(&text, place, length));
    let exists = match places {
        [year, Some(month), Some(day)] => {
            let (month, day) = (number(month, 2), number(day, 2));
            // Without a year, a leap one is meant.
            let february = year.map_or("29".to_owned(), |year| {
                let year = number(year, 4);
                format!("CASE WHEN {year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0) THEN 29 ELSE 28 END")
            });
            let last =
                format!("CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} = 2 THEN {february} ELSE 31 END");
            format!("{day} <= {last}")
        }
        _ => "1 = 1".to_owned(),
    };
    let predicate = format!(
        "CASE WHEN {name} IS NULL THEN 0 WHEN {matches} THEN CASE WHEN {exists} THEN 0 ELSE 1 END ELSE 1 END = 1"
    );
    let says = Words::new("texts are no day in this form", "文本不是该格式的有效日期");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Where(format!("{name} IS NOT NULL")), says }))
}
