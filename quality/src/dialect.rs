//! How each engine writes what the planner asks: names, texts, and the few functions that engines spell differently.
//!
//! A dialect turns expressions into expressions. What an engine cannot do is `None`, never an approximation that looks
//! like an answer.

use catalog::{Name, TypeClass};
use regex::Regex;
use serde_json::Value;

use crate::{
    error::{Error, Result},
    plan::Sampling,
    table::{Column, Engine},
};

mod datafusion;
mod mysql;
mod postgres;
mod sqlite;

/// One engine's SQL.
pub(crate) trait Dialect: Sync {
    /// The quote of names.
    fn quote(&self) -> char {
        '"'
    }

    /// How many of the last parts of a table's name the engine calls it by.
    fn parts(&self) -> usize {
        2
    }

    /// The most expressions that one statement may select.
    fn most_expressions(&self) -> usize {
        1_000
    }

    /// A text as a literal.
    fn text(&self, value: &str) -> String {
        format!("'{}'", value.replace('\'', "''"))
    }

    /// Whether a backslash inside a text escapes, which matters for reading conditions that people write.
    fn has_backslash_escapes(&self) -> bool {
        false
    }

    /// An expression as text.
    fn as_text(&self, expression: &str) -> String {
        format!("CAST({expression} AS varchar)")
    }

    /// An expression as a floating-point number.
    fn as_float(&self, expression: &str) -> String {
        format!("CAST({expression} AS double precision)")
    }

    /// Digits as a whole number.
    fn as_integer(&self, digits: &str) -> String {
        format!("CAST({digits} AS integer)")
    }

    /// The numbers of a column, where it may hold something else; the column itself elsewhere.
    fn number(&self, name: &str, _column: &Column) -> String {
        name.to_owned()
    }

    /// What holds for values of a number column that are no number that can be compared.
    fn is_no_number(&self, name: &str, column: &Column) -> Option<String>;

    /// A text that is compared to the letter, blanks at the end and upper and lower case included.
    fn exact(&self, text: &str) -> String {
        text.to_owned()
    }

    /// The length of a text in characters.
    fn length(&self, text: &str) -> String {
        format!("character_length({text})")
    }

    /// A text without the white space around it.
    fn trimmed(&self, text: &str) -> String {
        format!("trim({text})")
    }

    /// A piece of a text; `from` counts from 1.
    fn piece(&self, text: &str, from: usize, length: usize) -> String {
        format!("substr({text}, {from}, {length})")
    }

    /// Whether a text has a place that a pattern matches.
    ///
    /// # Errors
    /// `Invalid` for `settings.pattern` when it can be told beforehand that the engine does not take it.
    fn matches(&self, text: &str, pattern: &str) -> Result<String>;

    /// A time or a day in seconds since 1970; what keeps no zone counts as if it were in UTC.
    fn epoch(&self, name: &str, column: &Column) -> String;

    /// The sum of numbers, where the engine's own may wrap around.
    fn sum(&self, number: &str) -> String {
        format!("sum({number})")
    }

    /// How many different values an expression has, exactly, where that costs less inside of a scan than groups of equal
    /// values cost beside it. Null is an answer too: that the engine gave up, and groups have to be counted.
    fn distinct(&self, _expression: &str, _class: TypeClass) -> Option<String> {
        None
    }

    /// The mean of numbers.
    fn mean(&self, number: &str) -> String {
        format!("avg({number})")
    }

    /// The variance of the numbers as a population, over the rows of `from` (only needed to know where they are).
    fn variance(&self, number: &str, _from: &str) -> String {
        format!("var_pop({number})")
    }

    /// The median as an aggregate; none where it takes a statement of its own.
    fn median(&self, number: &str) -> Option<String>;

    /// A quantile as an aggregate, between neighbours in proportion; none where it takes a statement of its own.
    fn quantile(&self, _number: &str, _share: f64) -> Option<String> {
        None
    }

    /// What a cast calls signed whole numbers of 64 bits.
    fn whole_type(&self) -> &'static str {
        "bigint"
    }

    /// What is selected from: the table, or the part of its rows that a sampling asks for.
    fn source(&self, table: &str, is_view: bool, sampling: Sampling) -> String;

    /// An approximate number of different values, where the engine has it for the type.
    fn approximate_distinct(&self, _name: &str, _class: TypeClass) -> Option<String> {
        None
    }
}

impl Engine {
    pub(crate) fn dialect(self) -> &'static dyn Dialect {
        match self {
            Self::Postgres => &postgres::Postgres,
            Self::MySql => &mysql::MySql,
            Self::Sqlite => &sqlite::Sqlite,
            Self::DataFusion => &datafusion::DataFusion,
        }
    }
}

impl dyn Dialect {
    /// A name in the quotes of the engine, with those in it doubled.
    ///
    /// # Errors
    /// `Invalid` for `field` when no engine can have such a name.
    pub(crate) fn name(&self, field: &str, name: &str) -> Result<String> {
        if name.is_empty() || name.contains('\0') {
            return Err(Error::invalid(field, "is a name that no engine can be asked for"));
        }
        let quote = self.quote();
        Ok(format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}"))))
    }

    /// What the engine calls a table: the last parts of its name.
    ///
    /// # Errors
    /// `Invalid` for `field` when the name has too few parts.
    pub(crate) fn table(&self, field: &str, table: &Name) -> Result<String> {
        let first = table.parts.len().checked_sub(self.parts()).ok_or_else(|| {
            Error::invalid(field, format!("`{table}` is no table of this engine; its name has too few parts"))
        })?;
        let parts: Result<Vec<String>> = table.parts[first..].iter().map(|part| self.name(field, part)).collect();
        Ok(parts?.join("."))
    }

    /// A value of settings as a literal: a number, a text or a truth.
    ///
    /// # Errors
    /// `Invalid` for `field` when it is none of these, or a text with a NUL character.
    pub(crate) fn literal(&self, field: &str, value: &Value) -> Result<String> {
        match value {
            Value::Number(number) => Ok(number.to_string()),
            Value::Bool(true) => Ok("TRUE".to_owned()),
            Value::Bool(false) => Ok("FALSE".to_owned()),
            Value::String(text) if !text.contains('\0') => Ok(self.text(text)),
            _ => Err(Error::invalid(field, "holds a value that is no number, text or truth")),
        }
    }
}

/// Checks a pattern for an engine that takes those of this library, and would fail in the middle of the rows.
///
/// # Errors
/// `Invalid` for `settings.pattern`.
fn check_pattern(pattern: &str) -> Result<()> {
    Regex::new(pattern).map(|_| ()).map_err(|problem| {
        let problem = problem.to_string();
        let reason = problem.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Error::invalid("settings.pattern", format!("is a pattern that this engine does not take: {reason}"))
    })
}

/// The part of a whole that a sampling in percent asks for, as a number that cannot be anything else in SQL.
fn share(percent: f64) -> String {
    format!("{:.8}", (percent / 100.0).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_16_hostile_names_and_texts_stay_names_and_texts() {
        let table = Name::new("postgres://h:5432", ["shop", "public", "a\"; DROP TABLE b; --"]);
        let postgres = Engine::Postgres.dialect();
        assert_eq!(postgres.table("table", &table).unwrap(), "\"public\".\"a\"\"; DROP TABLE b; --\"");
        assert_eq!(postgres.text("it's \\ "), "E'it''s \\\\ '");
        let mysql = Engine::MySql.dialect();
        assert_eq!(mysql.name("column", "a`b").unwrap(), "`a``b`");
        assert_eq!(mysql.text("\\' OR 1=1 -- "), "'\\\\'' OR 1=1 -- '");
        assert!(Engine::Sqlite.dialect().name("column", "a\0b").is_err());
        assert!(Engine::Sqlite.dialect().table("table", &Name::new("sqlite", Vec::<String>::new())).is_err());
    }
}
