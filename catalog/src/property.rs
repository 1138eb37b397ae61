//! Custom properties: what a company wants to know of its assets beyond what everybody does, such as a cost center.
//!
//! A definition says what a property is called, for which kinds of assets it is, and which values it takes. Values are
//! part of what people decided about an asset, so that history, taking back and export have them like a description.

mod define;
mod value;

pub(crate) use value::PropertyChanges;
pub use value::{Checked, shown};

use std::collections::BTreeSet;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    kinds::AssetKind,
};

/// The most properties.
pub const MAX_PROPERTIES: usize = 200;
/// The most choices of one.
pub const MAX_CHOICES: usize = 200;
/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 500;
/// The most memory that a pattern may take, in bytes.
const PATTERN_MEMORY: usize = 256 * 1024;
/// The longest title, choice and name, in characters.
const MAX_TITLE: usize = 100;
/// The longest description, in bytes.
const MAX_DESCRIPTION: usize = 4_000;

/// Which values a property takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum PropertyType {
    /// A text, at most 2,000 characters.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// A decimal number of at most 28 digits, kept exactly; written as a number or a text.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// A day, such as `2026-03-10`.
    Date,
    /// One of its choices.
    Choice,
    /// Some of its choices.
    Choices,
    /// An asset, by identifier.
    Asset,
    /// An account, by name.
    Person,
}

/// A custom property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// What programs call it, such as `costCenter`.
    pub name: String,
    /// What people call it in English; its name when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_en: String,
    /// What people call it in Chinese; its English title when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title_zh: String,
    /// What it is for, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The kinds of assets that may have it.
    pub kinds: BTreeSet<AssetKind>,
    /// Which values it takes.
    pub property_type: PropertyType,
    /// The choices, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// What a text has to match as a whole: a regular expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether an asset without it is worth a hint.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_required: bool,
}

impl Property {
    /// The definition with everything in order.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn checked(mut self) -> Result<Self> {
        let letters = || self.name.chars();
        let is_camel =
            letters().next().is_some_and(|c| c.is_ascii_lowercase()) && letters().all(|c| c.is_ascii_alphanumeric());
        if !is_camel || self.name.len() > 64 {
            let problem = "must be 1 to 64 letters and digits and begin with a small letter, such as `costCenter`";
            return Err(Error::invalid("name", problem));
        }
        for (field, text) in [("titleEn", &mut self.title_en), ("titleZh", &mut self.title_zh)] {
            *text = text.trim().to_owned();
            if text.chars().count() > MAX_TITLE || text.chars().any(char::is_control) {
                return Err(Error::invalid(field, format!("must be one line of at most {MAX_TITLE} characters")));
            }
        }
        if self.description.len() > MAX_DESCRIPTION || self.description.contains('\0') {
            let problem = format!("must have at most {MAX_DESCRIPTION} bytes and no NUL character");
            return Err(Error::invalid("description", problem));
        }
        if self.kinds.is_empty() {
            return Err(Error::invalid("kinds", "is empty; name the kinds of assets that may have it"));
        }
        self.check_choices()?;
        self.check_pattern()?;
        Ok(self)
    }

    fn check_choices(&mut self) -> Result<()> {
        let has_choices = matches!(self.property_type, PropertyType::Choice | PropertyType::Choices);
        if has_choices == self.choices.is_empty() {
            let problem =
                if has_choices { "is empty; name what can be chosen" } else { "belongs to choices only; leave it out" };
            return Err(Error::invalid("choices", problem));
        }
        if self.choices.len() > MAX_CHOICES {
            return Err(Error::invalid("choices", format!("has {}; {MAX_CHOICES} are allowed", self.choices.len())));
        }
        let mut once = BTreeSet::new();
        for choice in &mut self.choices {
            *choice = choice.trim().to_owned();
            let is_line =
                !choice.is_empty() && choice.chars().count() <= MAX_TITLE && !choice.chars().any(char::is_control);
            if !is_line {
                return Err(Error::invalid("choices", format!("each must be one line of 1 to {MAX_TITLE} characters")));
            }
            if !once.insert(choice.clone()) {
                return Err(Error::invalid("choices", format!("has `{choice}` twice")));
            }
        }
        Ok(())
    }

    fn check_pattern(&mut self) -> Result<()> {
        self.pattern = self.pattern.take().filter(|pattern| !pattern.is_empty());
        if self.pattern.is_none() {
            return Ok(());
        }
        if self.property_type != PropertyType::Text {
            return Err(Error::invalid("pattern", "belongs to texts only; leave it out"));
        }
        self.expression().map(|_| ())
    }

    /// The pattern, made ready; it takes time in proportion to the text, whatever it is.
    fn expression(&self) -> Result<Option<regex::Regex>> {
        self.pattern.as_deref().map(expression).transpose()
    }

    /// What people call it in English.
    #[must_use]
    pub fn english(&self) -> &str {
        if self.title_en.is_empty() { &self.name } else { &self.title_en }
    }

    /// What people call it in Chinese.
    #[must_use]
    pub fn chinese(&self) -> &str {
        if self.title_zh.is_empty() { self.english() } else { &self.title_zh }
    }
}

/// What a text has to match as a whole, made ready.
///
/// # Errors
/// [`Error::Invalid`] for `pattern` when it is none, or takes too much memory.
pub(crate) fn expression(pattern: &str) -> Result<regex::Regex> {
    if pattern.len() > MAX_PATTERN {
        return Err(Error::invalid("pattern", format!("has {} bytes; {MAX_PATTERN} are allowed", pattern.len())));
    }
    let built = regex::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(PATTERN_MEMORY).build();
    built.map_err(|cause| Error::invalid("pattern", format!("is no regular expression: {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(property_type: PropertyType) -> Property {
        Property {
            name: "costCenter".into(),
            title_en: String::new(),
            title_zh: String::new(),
            description: String::new(),
            kinds: [AssetKind::Table].into(),
            property_type,
            choices: Vec::new(),
            pattern: None,
            is_required: false,
        }
    }

    #[test]
    fn a6_definition_that_makes_no_sense_is_refused_naming_the_field() {
        let field = |property: Property| match property.checked() {
            Err(Error::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        let text = || property(PropertyType::Text);
        for name in ["", "CostCenter", "cost center", "cost_center", "1st", "成本", &"x".repeat(65)] {
            assert_eq!(field(Property { name: name.into(), ..text() }), "name", "{name}");
        }
        assert_eq!(field(Property { kinds: BTreeSet::new(), ..text() }), "kinds");
        assert_eq!(field(Property { choices: vec!["a".into()], ..text() }), "choices");
        assert_eq!(field(property(PropertyType::Choice)), "choices");
        let twice = Property { choices: vec!["a".into(), " a".into()], ..property(PropertyType::Choices) };
        assert_eq!(field(twice), "choices");
        assert_eq!(field(Property { pattern: Some("(".into()), ..text() }), "pattern");
        let huge = Property { pattern: Some("(a{500}){500}".into()), ..text() };
        assert_eq!(field(huge), "pattern", "what would take too much memory is no pattern");
        let number = Property { pattern: Some("a".into()), ..property(PropertyType::Integer) };
        assert_eq!(field(number), "pattern");
    }
}
