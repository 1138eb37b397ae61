//! Suites: which checks are made on which tables, and when.
//!
//! A suite holds *items*, templates of checks. Each table that the suite selects, and each of its columns that an item's
//! pattern names, gives a check of its own, with results and incidents of its own.

use async_graphql::Enum;
use catalog::{AssetId, CheckId, SuiteId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    check::{Asked, Tolerance},
    error::{Error, Result},
};

/// The most items of a suite.
pub const MOST_ITEMS: usize = 500;
/// The most tables that a suite names one by one.
pub const MOST_NAMED: usize = 500;
/// The most tables that a suite is about.
pub const MOST_TABLES: usize = 5_000;
/// The longest name, in characters.
const MOST_NAME: usize = 200;
/// The longest text, in characters.
const MOST_TEXT: usize = 10_000;

/// Which tables a suite is about: those that are named, and those that a search finds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// These tables.
    pub assets: Vec<AssetId>,
    /// Every table that this search finds, such as `tag:pii` or `domain:sales name:fact_*`.
    pub query: Option<String>,
}

/// How bad it is when a check fails, apart from what hangs on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "CheckSeverity")]
pub enum Severity {
    /// It is told, and nobody has to act: no incident.
    Notice = 1,
    /// Somebody should look at it.
    #[default]
    Warning = 2,
    /// The data cannot be relied on.
    Critical = 3,
}

impl Severity {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The one with this stored number; a warning for any other.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Notice,
            3 => Self::Critical,
            _ => Self::Warning,
        }
    }
}

/// A template of checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its identifier, which stays when the item changes, so that its results are one history.
    pub id: Uuid,
    /// The type of check, such as `not_null`.
    pub kind: String,
    /// Only for this one of the tables; for each of them when none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<AssetId>,
    /// For which columns, as a name or a glob such as `*_id`; none for a check of the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// What the type of check asks for.
    #[serde(default)]
    pub settings: Value,
    /// Only for rows for which this holds, in the SQL of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// For each value of this column by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// At most so many of these values, those with the most rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<u16>,
    /// How much may be wrong.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// How bad it is when it fails.
    #[serde(default)]
    pub severity: Severity,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether an incident is resolved when the check passes again.
    #[serde(default = "yes")]
    pub is_resolved_by_passing: bool,
}

fn yes() -> bool {
    true
}

impl Item {
    /// A new one that asks for nothing yet.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "an identifier has no default")]
    pub fn new() -> Self {
        Self {
            id: CheckId::new().0,
            kind: String::new(),
            table: None,
            columns: None,
            settings: Value::Null,
            condition: None,
            group_by: None,
            groups: None,
            tolerance: Tolerance::default(),
            severity: Severity::default(),
            title: None,
            is_resolved_by_passing: true,
        }
    }

    /// Whether it holds SQL that a person wrote, which can read whatever the source's account can.
    #[must_use]
    pub fn has_sql(&self) -> bool {
        self.condition.is_some() || self.kind == "custom_sql"
    }

    /// Whether it is about a table that its suite selects.
    #[must_use]
    pub fn is_about(&self, table: AssetId) -> bool {
        self.table.is_none_or(|only| only == table)
    }

    /// The check that it gives for a table, or one of its columns, under `key`.
    #[must_use]
    pub fn asked(&self, key: String, column: Option<&str>) -> Asked {
        Asked {
            key,
            kind: self.kind.clone(),
            column: column.map(ToOwned::to_owned),
            settings: self.settings.clone(),
            condition: self.condition.clone(),
            group_by: self.group_by.clone(),
            groups: self.groups,
            tolerance: self.tolerance,
        }
    }
}

/// When a suite runs by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// The cron expression and the IANA name of its time zone.
    pub cron: Option<(String, String)>,
    /// Whether it also runs when a crawl has read one of its tables.
    pub is_after_crawl: bool,
    /// Whether it also runs on those of its tables that a pipeline wrote, when a run of it has succeeded.
    pub is_after_run: bool,
}

/// What a suite is, as people say it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// What people call it; no two have the same name.
    pub name: String,
    /// What it is for, in Markdown.
    pub description: String,
    /// Which tables it is about.
    pub selection: Selection,
    /// Its checks.
    pub items: Vec<Item>,
    /// When it runs by itself.
    pub timing: Timing,
    /// Whether it runs by itself at all.
    pub is_enabled: bool,
}

impl Draft {
    /// The same with blanks around texts taken away.
    ///
    /// # Errors
    /// `Invalid` naming the field: a name that is missing or too long, nothing selected, too much, an item twice.
    pub fn checked(mut self) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        let length = self.name.chars().count();
        if length == 0 || length > MOST_NAME {
            return Err(Error::invalid("name", format!("has {length} characters; 1 to {MOST_NAME} are allowed")));
        }
        if self.description.chars().count() > MOST_TEXT {
            return Err(Error::invalid("description", format!("has more than {MOST_TEXT} characters")));
        }
        self.selection.query =
            self.selection.query.map(|query| query.trim().to_owned()).filter(|query| !query.is_empty());
        let named = self.selection.assets.len();
        if named == 0 && self.selection.query.is_none() {
            return Err(Error::invalid("selection", "selects nothing; name tables, or give a search"));
        }
        if named > MOST_NAMED {
            return Err(Error::invalid("selection", format!("names {named} tables; {MOST_NAMED} are allowed")));
        }
        check_items("checks", &self.items)?;
        Ok(self)
    }
}

/// Checks templates before anything is asked of them; `field` is what whoever sent them calls the list.
///
/// # Errors
/// `Invalid` naming the template by its place, from 0, and the field: too many, an identifier twice, a text that is too long.
pub fn check_items(field: &str, items: &[Item]) -> Result<()> {
    if items.len() > MOST_ITEMS {
        let problem = format!("has {} checks; {MOST_ITEMS} are allowed", items.len());
        return Err(Error::invalid(field, problem));
    }
    let mut seen = std::collections::HashSet::new();
    for (index, item) in items.iter().enumerate() {
        let place = format!("{field}.{index}");
        if !seen.insert(item.id) {
            return Err(Error::invalid(format!("{place}.id"), "is there twice"));
        }
        check_item(&place, item)?;
    }
    Ok(())
}

fn check_item(place: &str, item: &Item) -> Result<()> {
    let texts = [
        ("columns", item.columns.as_deref(), MOST_NAME),
        ("group_by", item.group_by.as_deref(), MOST_NAME),
        ("title", item.title.as_deref(), MOST_NAME),
        ("condition", item.condition.as_deref(), MOST_TEXT),
    ];
    for (field, text, most) in texts {
        let length = text.map_or(1, |text| text.trim().chars().count());
        if length == 0 || length > most {
            let problem = format!("has {length} characters; 1 to {most} are allowed, or leave it out");
            return Err(Error::invalid(format!("{place}.{field}"), problem));
        }
    }
    if item.settings.to_string().len() > 64 * 1024 {
        return Err(Error::invalid(format!("{place}.settings"), "are longer than 64 KiB"));
    }
    Ok(())
}

/// Checks that are made together.
#[derive(Debug, Clone, PartialEq)]
pub struct Suite {
    /// Its identifier.
    pub id: SuiteId,
    /// What people said.
    pub draft: Draft,
    /// How often it was changed, the making included.
    pub version: i32,
    /// Up to when its schedule has been looked at.
    pub fired_until: DateTime<Utc>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
    /// When.
    pub updated_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use catalog::Fault as _;

    use super::*;

    fn draft() -> Draft {
        let selection = Selection { assets: Vec::new(), query: Some(" tag:pii ".into()) };
        Draft { name: " Orders ".into(), selection, ..Draft::default() }
    }

    fn item() -> Item {
        serde_json::from_value(serde_json::json!({ "id": Uuid::nil(), "kind": "not_null", "columns": "id" })).unwrap()
    }

    #[test]
    fn texts_are_trimmed_and_defaults_are_the_usual() {
        let draft = Draft { items: vec![item()], ..draft() }.checked().unwrap();
        assert_eq!((draft.name.as_str(), draft.selection.query.as_deref()), ("Orders", Some("tag:pii")));
        assert_eq!((item().severity, item().is_resolved_by_passing), (Severity::Warning, true));
    }

    #[test]
    fn errors_name_the_field() {
        let field = |draft: Draft| draft.checked().unwrap_err().field().unwrap().to_owned();
        assert_eq!(field(Draft { name: " ".into(), ..draft() }), "name");
        assert_eq!(field(Draft { selection: Selection::default(), ..draft() }), "selection");
        assert_eq!(field(Draft { items: vec![item(), item()], ..draft() }), "checks.1.id");
        let blank = Item { condition: Some(" ".into()), ..item() };
        assert_eq!(field(Draft { items: vec![blank], ..draft() }), "checks.0.condition");
    }
}
