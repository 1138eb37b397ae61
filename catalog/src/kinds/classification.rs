//! What only classifications and their tags have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A classification.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ClassificationDetails {
    /// Whether an asset has at most one of its tags.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_mutually_exclusive: bool,
    /// How much care its tags ask for where they say nothing themselves, from 1 (least) to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<i32>,
}

/// A tag of a classification. Assets have it as the word `classification.tag`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TagDetails {
    /// How much care data with it ask for, from 1 (least) to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<i32>,
}
