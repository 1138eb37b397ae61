//! What only glossaries and their terms have.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::id::AssetId;

/// A glossary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct GlossaryDetails {
    /// Whether an asset has at most one of the terms directly in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_mutually_exclusive: bool,
    /// Who reviews its terms, by account name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<String>,
}

/// How far a term is agreed upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum TermStatus {
    /// Somebody is writing it.
    #[default]
    Draft,
    /// It waits for a review.
    InReview,
    /// It was reviewed and counts.
    Approved,
    /// It should not be used any more.
    Deprecated,
}

/// Something to read about a term.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TermReference {
    /// What it is called.
    pub title: String,
    /// Its address, `http` or `https`.
    pub url: String,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TermDetails {
    /// How far it is agreed upon.
    pub status: TermStatus,
    /// Other words for the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// Terms that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<AssetId>,
    /// What to read about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<TermReference>,
    /// Whether an asset has at most one of the terms directly below it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_mutually_exclusive: bool,
    /// Who reviews it, by account name, besides those of what it is inside of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<String>,
    /// Who wrote what was not approved yet; none of them may approve it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Who reviewed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_note: Option<String>,
}
