//! What files define besides objects: custom properties, and rules by which tags and terms follow column lineage.

use std::collections::BTreeSet;

use catalog::{AssetKind, property::PropertyType};
use serde::{Deserialize, Serialize};

use super::yes;

/// A custom property.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What programs call it.
    pub name: String,
    /// What people call it in English; its name when empty.
    #[serde(default)]
    pub title_en: String,
    /// What people call it in Chinese; its English title when empty.
    #[serde(default)]
    pub title_zh: String,
    /// What it is for, in Markdown.
    #[serde(default)]
    pub description: String,
    /// The kinds of assets that may have it.
    pub kinds: BTreeSet<AssetKind>,
    /// Which values it takes.
    #[serde(rename = "type")]
    pub property_type: PropertyType,
    /// The choices, in order.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What a text has to match as a whole: a regular expression.
    #[serde(default)]
    pub pattern: Option<String>,
    /// Whether an asset without it is worth a hint.
    #[serde(default)]
    pub required: bool,
}

/// What follows column lineage by a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// Tags.
    #[default]
    Tag,
    /// Terms.
    Term,
}

/// Which steps hand on what follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passes {
    /// Those that copy values as they are.
    Copies,
    /// Those at whose end the values are, or something that is computed from them.
    #[default]
    Values,
}

/// How many steps far a rule goes when its file is silent.
const fn usual_steps() -> u32 {
    20
}

/// A rule by which tags or terms follow column lineage.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropagationRule {
    /// What people call it.
    pub name: String,
    /// What follows.
    #[serde(default)]
    pub sort: Follows,
    /// Which tags: one, `NAME.*` for everything below a name, or `*`; of terms the path of one, or `*`.
    pub pattern: String,
    /// Along which steps.
    #[serde(default)]
    pub passes: Passes,
    /// Whether it ends where values are hidden.
    #[serde(default = "yes")]
    pub stops_at_masking: bool,
    /// Whether it ends where values of many rows become one.
    #[serde(default = "yes")]
    pub stops_at_aggregation: bool,
    /// Whether what follows holds by itself; else it is suggested.
    #[serde(default)]
    pub confirms: bool,
    /// How many steps far it goes.
    #[serde(default = "usual_steps")]
    pub max_steps: u32,
    /// Whether it is in force.
    #[serde(default = "yes")]
    pub enabled: bool,
}
