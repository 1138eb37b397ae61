//! What people read of an event, in their language. These texts are code: nobody configures them, so nothing in them is
//! ever run.

use async_graphql::Enum;
use serde_json::Value;

use super::{
    event::EventKind,
    news::{COLUMNS, News, OPERATIONS, UPSTREAM},
};

/// The most characters of a text that somebody wrote.
const MOST_TEXT: usize = 500;
/// The most columns that one message names.
const MOST_COLUMNS: usize = 10;

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Enum)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Locale {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language with this word; English for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "zh" { Self::Zh } else { Self::En }
    }

    /// One of an English and a Chinese text.
    #[must_use]
    pub fn pick(self, texts: [&'static str; 2]) -> &'static str {
        match self {
            Self::En => texts[0],
            Self::Zh => texts[1],
        }
    }
}

/// A message for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened to what, in a line.
    pub title: String,
    /// What there is to know beside, a line each.
    pub lines: Vec<String>,
    /// Where to look, on this server.
    pub path: String,
}

/// What somebody reads of an event.
#[must_use]
pub fn message(news: &News, locale: Locale) -> Message {
    let kind = locale.pick(news.event.kind.title());
    let colon = locale.pick([": ", "："]);
    let title = match subject(news) {
        Some(subject) => format!("{kind}{colon}{subject}"),
        None => kind.to_owned(),
    };
    let mut lines = Vec::new();
    lines.extend(columns(news, locale));
    lines.extend(fields(news, locale));
    lines.extend(upstream(news, locale));
    lines.extend(target(news, locale));
    if let Some(day) = text(news, "sunset") {
        lines.push(format!("{}{day}", locale.pick(["It goes on ", "下线日期："])));
    }
    if news.event.data.get("breaking") == Some(&Value::Bool(true)) {
        lines.push(locale.pick(["Readers of the data may break.", "可能影响数据使用方。"]).to_owned());
    }
    for name in ["message", "reason", "note", "text"] {
        if let Some(text) = text(news, name) {
            lines.push(text);
        }
    }
    let by = locale.pick(["By", "操作人："]);
    let space = locale.pick([" ", ""]);
    lines.push(format!("{by}{space}{}", line(&news.event.actor)));
    Message { title, lines, path: path(news) }
}

/// What it is about: an asset by its name, else what the event itself calls it.
fn subject(news: &News) -> Option<String> {
    let named = || ["title", "sourceName", "name"].into_iter().find_map(|name| text(news, name));
    news.asset.as_ref().map(|asset| line(&asset.name)).or_else(named)
}

fn text(news: &News, name: &str) -> Option<String> {
    news.event.data.get(name).and_then(Value::as_str).map(line).filter(|text| !text.is_empty())
}

/// One line of bounded length.
fn line(text: &str) -> String {
    let flat: String = text.chars().map(|found| if found.is_control() { ' ' } else { found }).take(MOST_TEXT).collect();
    flat.trim().to_owned()
}

fn columns(news: &News, locale: Locale) -> Vec<String> {
    let Some(columns) = news.event.data.get(COLUMNS).and_then(Value::as_array) else { return Vec::new() };
    let colon = locale.pick([": ", "："]);
    let shown = columns.iter().take(MOST_COLUMNS).map(|column| {
        let name = line(column["name"].as_str().unwrap_or_default());
        format!("{name}{colon}{}", operations(&column[OPERATIONS], locale))
    });
    let mut lines: Vec<String> = shown.collect();
    let untold = news.event.data.get("moreColumns").and_then(Value::as_u64).unwrap_or(0);
    let more = columns.len().saturating_sub(MOST_COLUMNS) as u64 + untold;
    if more > 0 {
        lines.push(match locale {
            Locale::En => format!("and {more} more"),
            Locale::Zh => format!("以及另外 {more} 列"),
        });
    }
    lines
}

/// What happened one after the other: a creation that was taken back is both.
fn operations(told: &Value, locale: Locale) -> String {
    let word = |operation: &Value| {
        let texts = match operation.as_str() {
            Some("created") => ["added", "新增"],
            Some("removed") => ["removed", "移除"],
            Some("restored") => ["back again", "恢复"],
            _ => ["changed", "变更"],
        };
        locale.pick(texts)
    };
    let words: Vec<&str> = told.as_array().into_iter().flatten().map(word).collect();
    words.join(locale.pick([", then ", "，随后"]))
}

fn fields(news: &News, locale: Locale) -> Option<String> {
    let fields = news.event.data.get("fields").and_then(Value::as_array).filter(|fields| !fields.is_empty())?;
    let shown: Vec<String> = fields.iter().filter_map(Value::as_str).take(MOST_COLUMNS).map(line).collect();
    let more = if fields.len() > MOST_COLUMNS { ", …" } else { "" };
    Some(format!("{}{}{more}", locale.pick(["Changed: ", "变更字段："]), shown.join(", ")))
}

/// What it is made from that should not be used any more, as far as the reader may know of it.
fn upstream(news: &News, locale: Locale) -> Vec<String> {
    let Some(upstream) = news.event.data.get(UPSTREAM).and_then(Value::as_array) else { return Vec::new() };
    let shown = upstream.iter().take(MOST_COLUMNS).map(|one| {
        let word = |name: &str| one[name].as_str().map(line).filter(|text| !text.is_empty());
        let name = word("name").unwrap_or_default();
        let day = word("sunset").map(|day| format!(" ({}{day})", locale.pick(["until ", "截至 "]))).unwrap_or_default();
        let colon = locale.pick([": ", "："]);
        let why = word("note").map(|note| format!("{colon}{note}")).unwrap_or_default();
        format!("{name}{day}{why}")
    });
    let mut lines: Vec<String> = shown.collect();
    let count = |name: &str| news.event.data.get(name).and_then(Value::as_u64).unwrap_or(0);
    let more = upstream.len().saturating_sub(MOST_COLUMNS) as u64 + count("moreUpstream");
    if more > 0 {
        lines.push(match locale {
            Locale::En => format!("and {more} more"),
            Locale::Zh => format!("以及另外 {more} 个"),
        });
    }
    let hidden = count("hiddenUpstream");
    if hidden > 0 {
        lines.push(match locale {
            Locale::En => format!("{hidden} that you may not see"),
            Locale::Zh => format!("{hidden} 个您无权查看的资产"),
        });
    }
    lines
}

/// Where a KPI is, where it goes, and where it should be by when.
fn target(news: &News, locale: Locale) -> Option<String> {
    let [value, target, until] = ["value", "target", "until"].map(|name| text(news, name));
    let (value, target, until) = (value?, target?, until?);
    let at_end = text(news, "atEnd");
    Some(match (locale, at_end) {
        (Locale::En, Some(at_end)) => format!("Now {value}; going on like this {at_end} on {until}. Target: {target}."),
        (Locale::En, None) => format!("It ended on {until} with {value}. Target: {target}."),
        (Locale::Zh, Some(at_end)) => format!("当前 {value}；按目前趋势，{until} 将为 {at_end}。目标：{target}。"),
        (Locale::Zh, None) => format!("已于 {until} 结束，结果 {value}。目标：{target}。"),
    })
}

fn path(news: &News) -> String {
    let id = |name: &str| news.event.data.get(name).and_then(Value::as_str).map(line);
    match (news.event.kind, &news.asset) {
        (EventKind::AccessRequested | EventKind::AccessDecided | EventKind::AccessEnded, _) => "/requests".into(),
        (EventKind::IncidentOpened | EventKind::IncidentChanged | EventKind::IncidentResolved, _) => {
            id("incident").map_or_else(|| "/quality".into(), |incident| format!("/quality/incidents/{incident}"))
        }
        (_, Some(asset)) => format!("/a/{}", asset.id),
        (EventKind::KpiAtRisk | EventKind::KpiMissed, _) => {
            id("kpi").map_or_else(|| "/kpis".into(), |kpi| format!("/kpis/{kpi}"))
        }
        (EventKind::RunFailed, _) => id("run").map_or_else(|| "/runs".into(), |run| format!("/runs/{run}")),
        (EventKind::HoldOpened, _) => "/held".into(),
        (EventKind::WebhookDisabled | EventKind::WebhookTest, _) => "/admin/webhooks".into(),
        _ => "/inbox".into(),
    }
}
