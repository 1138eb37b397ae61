//! Pieces of settings that several checks share: bounds, lists of values, other tables.

use catalog::{Name, TypeClass};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    error::{Error, Result},
    plan::Asking,
    table::Column,
};

/// The most values of a list in settings.
const MOST_VALUES: usize = 10_000;

/// Whole and broken numbers.
pub(crate) const NUMBERS: &[TypeClass] = &[TypeClass::Integer, TypeClass::Decimal, TypeClass::Float];
/// What is read as text.
pub(crate) const TEXTS: &[TypeClass] = &[TypeClass::Text, TypeClass::Enumeration, TypeClass::Uuid];
/// What can be shown as a short text.
pub(crate) const SCALARS: &[TypeClass] = &[
    TypeClass::Integer,
    TypeClass::Decimal,
    TypeClass::Float,
    TypeClass::Text,
    TypeClass::Boolean,
    TypeClass::Date,
    TypeClass::Time,
    TypeClass::Timestamp,
    TypeClass::Uuid,
    TypeClass::Enumeration,
];
/// Days and times of days.
pub(crate) const MOMENTS: &[TypeClass] = &[TypeClass::Date, TypeClass::Timestamp, TypeClass::Integer, TypeClass::Text];
/// What has an order that people mean.
pub(crate) const ORDERED: &[TypeClass] =
    &[TypeClass::Integer, TypeClass::Decimal, TypeClass::Float, TypeClass::Date, TypeClass::Time, TypeClass::Timestamp];

/// Settings of a check that has none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// From and to, both part of the range.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    /// The smallest number that is right; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Minimum",
        extend("x-order" = 1, "x-title-zh" = "最小值", "x-description-zh" = "允许的最小值（含）；为空表示不限。")
    )]
    pub(crate) min: Option<f64>,
    /// The greatest number that is right; none means no limit.
    #[serde(default)]
    #[schemars(
        title = "Maximum",
        extend("x-order" = 2, "x-title-zh" = "最大值", "x-description-zh" = "允许的最大值（含）；为空表示不限。")
    )]
    pub(crate) max: Option<f64>,
}

impl Bounds {
    /// # Errors
    /// `Invalid` when there is no bound, or the range is empty.
    pub(crate) fn checked(self) -> Result<Self> {
        match (self.min, self.max) {
            (None, None) => Err(Error::invalid("settings.min", "give a minimum, a maximum or both")),
            (Some(min), Some(max)) if min > max => {
                Err(Error::invalid("settings.max", format!("is less than the minimum {min}")))
            }
            _ => Ok(self),
        }
    }

    /// Whether a number is inside; what is no number, or infinite, never is. Nor is the greatest number there is, at which
    /// some engines stop counting.
    pub(crate) fn hold(&self, number: f64) -> bool {
        number.is_finite() && self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    /// In English and in Chinese.
    pub(crate) fn words(&self) -> (String, String) {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min.to_bits() == max.to_bits() => (format!("{min}"), format!("{min}")),
            (Some(min), Some(max)) => (format!("{min} to {max}"), format!("{min} 到 {max}")),
            (Some(min), None) => (format!("at least {min}"), format!("至少 {min}")),
            (None, Some(max)) => (format!("at most {max}"), format!("至多 {max}")),
            (None, None) => ("anything".to_owned(), "任意".to_owned()),
        }
    }
}

/// A list of values as literals, without absent ones.
///
/// # Errors
/// `Invalid` for `field` when it is empty, too long, or holds what is no value of the column.
pub(crate) fn literals(asking: &Asking<'_>, field: &str, values: &[Value], column: &Column) -> Result<String> {
    if values.is_empty() || values.len() > MOST_VALUES {
        return Err(Error::invalid(field, format!("has {} values; 1 to {MOST_VALUES} are allowed", values.len())));
    }
    let literal = |value: &Value| {
        let is_number = NUMBERS.contains(&column.class());
        match value {
            Value::String(text) if is_number && text.parse::<f64>().is_err() => {
                Err(Error::invalid(field, format!("holds `{text}`; the column holds numbers")))
            }
            Value::Number(number) if !is_number && column.class() != TypeClass::Other => {
                Ok(asking.dialect.text(&number.to_string()))
            }
            value => asking.dialect.literal(field, value),
        }
    };
    Ok(values.iter().map(literal).collect::<Result<Vec<String>>>()?.join(", "))
}

/// A bound of a range as a literal of the column's type.
///
/// # Errors
/// `Invalid` for `field` when it is no number, day or time as the column holds them.
pub(crate) fn bound(asking: &Asking<'_>, field: &str, value: &Value, column: &Column) -> Result<String> {
    let refuse = |wanted: &str| Err(Error::invalid(field, format!("is {value}; {wanted} is expected")));
    let text = value.as_str().unwrap_or_default().trim();
    match column.class() {
        class if NUMBERS.contains(&class) || class == TypeClass::Other => match value {
            Value::Number(number) => Ok(number.to_string()),
            _ => refuse("a number"),
        },
        TypeClass::Date | TypeClass::Timestamp if is_day(text) || is_moment(text) => Ok(asking.dialect.text(text)),
        TypeClass::Date | TypeClass::Timestamp => refuse("a day such as `2024-02-29`, or one with a time"),
        TypeClass::Time
            if ["%H:%M", "%H:%M:%S%.f"].iter().any(|form| NaiveTime::parse_from_str(text, form).is_ok()) =>
        {
            Ok(asking.dialect.text(text))
        }
        _ => refuse("a time such as `08:30`"),
    }
}

fn is_day(text: &str) -> bool {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn is_moment(text: &str) -> bool {
    let forms = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let bare = text.trim_end_matches('Z');
    forms.iter().any(|form| NaiveDateTime::parse_from_str(bare, form).is_ok())
        || chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

/// Another table of the same source, by the last parts of its name: `["public", "customers"]`, or fewer for one beside.
///
/// # Errors
/// `Invalid` for `field` when it has no part, or too many.
pub(crate) fn other_table(asking: &Asking<'_>, field: &str, parts: &[String]) -> Result<String> {
    let own = &asking.table.name.parts;
    if parts.is_empty() || parts.len() > own.len() {
        return Err(Error::invalid(
            field,
            "is a list of the last parts of a table's name, such as [\"public\", \"customers\"]",
        ));
    }
    let mut whole = own[..own.len() - parts.len()].to_vec();
    whole.extend_from_slice(parts);
    asking.dialect.table(field, &Name::new(asking.table.name.namespace.clone(), whole))
}

/// A pattern that values are compared with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pattern {
    /// The regular expression, as the engine takes it.
    #[schemars(
        title = "Pattern",
        length(min = 1, max = 2000),
        extend("x-order" = 1, "x-title-zh" = "模式", "x-description-zh" = "正则表达式，语法以数据库为准。")
    )]
    pub(crate) pattern: String,
}

impl Pattern {
    /// Whether the column's value matches.
    ///
    /// # Errors
    /// `Invalid` for the pattern where it can be told beforehand.
    pub(crate) fn matches(&self, asking: &Asking<'_>) -> Result<String> {
        asking.dialect.matches(&asking.text()?, &self.pattern)
    }
}
