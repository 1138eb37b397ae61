//! An asset: what every kind shares, in two layers.
//!
//! What a source says ([`Harvested`]) and what a person decided ([`Curated`]) are kept apart and merged on read, the
//! person's word first. No crawl can overwrite or lose a person's work.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    change::ChangeNumber,
    deprecation::Deprecation,
    id::{AssetId, SourceId},
    kinds::{AssetKind, Details},
    name::Name,
    platform::Platform,
    relation::{Layer, Relation},
};

/// What a source says about an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Harvested {
    /// The comment in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What tools that work with it say of it, by tool; it counts where the source itself has no comment.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<String, String>,
    /// The facts of its kind.
    pub details: Details,
}

impl Harvested {
    /// The facts of a kind, and no comment.
    #[must_use]
    pub fn new(details: Details) -> Self {
        Self { description: None, told: BTreeMap::new(), details }
    }

    /// The comment in the source, else what a tool says.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref().or_else(|| self.told.values().next().map(String::as_str))
    }
}

/// What people decided about an asset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Curated {
    /// The name that people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The description, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The values of custom properties by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, serde_json::Value>,
    /// Why it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecation: Option<Deprecation>,
}

impl Curated {
    /// Takes from `other` what is missing here.
    pub(crate) fn inherit(&mut self, other: &Self) {
        self.display_name = self.display_name.take().or_else(|| other.display_name.clone());
        self.description = self.description.take().or_else(|| other.description.clone());
        for (name, value) in &other.properties {
            self.properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }

    /// Whether nobody decided anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An asset's version: the major part grows when something a reader may rely on goes away or narrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, SimpleObject)]
pub struct Version {
    /// Grows with breaking changes.
    pub major: i32,
    /// Grows with every other change.
    pub minor: i32,
}

impl Version {
    /// The version of something new.
    pub const FIRST: Self = Self { major: 1, minor: 0 };

    /// The version after a change.
    #[must_use]
    pub const fn next(self, is_breaking: bool) -> Self {
        if is_breaking {
            Self { major: self.major + 1, minor: 0 }
        } else {
            Self { major: self.major, minor: self.minor + 1 }
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What an asset is inside of, as far as a link to it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Its identifier.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// The innermost part of its name.
    pub name: String,
    /// The name that people read.
    pub display_name: String,
    /// The source it was crawled from; who may not know of that must not be shown it.
    pub source: Option<SourceId>,
}

/// An asset as it is, or as it was at the time that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its identifier; it outlives renames.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// What it is called.
    pub name: Name,
    /// What it is directly inside of.
    pub parent: Option<AssetId>,
    /// Everything that it is inside of, outermost first; those who are inside of the same share it.
    pub ancestors: Arc<[Ancestor]>,
    /// The source it was crawled from; none for what people or modules report.
    pub source: Option<SourceId>,
    /// What its source says.
    pub harvested: Harvested,
    /// What people decided.
    pub curated: Curated,
    /// Owners, tags, tier and other ties that hold.
    pub relations: Vec<Relation>,
    /// Its version.
    pub version: Version,
    /// The change that made it.
    pub created: ChangeNumber,
    /// The change since which it is as shown.
    pub changed: ChangeNumber,
    /// The change that removed it, while it is removed.
    pub removed: Option<ChangeNumber>,
    /// Whether it is only known from references to it.
    pub is_placeholder: bool,
}

impl Asset {
    /// The name that people read: the decided one, else the innermost part (of a database that is a file, the file's
    /// name without its folders).
    #[must_use]
    pub fn display_name(&self) -> &str {
        let own = || match (self.kind, self.name.platform()) {
            (AssetKind::Database, Platform::Sqlite) => self.name.last().rsplit('/').next().unwrap_or_default(),
            _ => self.name.last(),
        };
        self.curated.display_name.as_deref().unwrap_or_else(own)
    }

    /// The description that counts: a person's, else the source's, else a tool's.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.curated.description.as_deref().or_else(|| self.harvested.description())
    }

    /// The targets of its ties of one sort, such as its tags; what is merely suggested is not among them.
    pub fn related(&self, sort: crate::relation::RelationKind) -> impl Iterator<Item = &str> {
        let counts = move |relation: &&Relation| relation.kind == sort && relation.layer != Layer::Suggested;
        self.relations.iter().filter(counts).map(|relation| relation.target.as_str())
    }
}

/// What was last measured of an asset. Measurements are not part of its versions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Statistics {
    /// Rows; estimates are allowed and marked.
    pub row_count: Option<i64>,
    /// Whether `row_count` is the engine's estimate.
    pub is_estimate: bool,
    /// Bytes on disk, indexes and oversized values included.
    pub size_bytes: Option<i64>,
    /// When the engine last analysed it.
    pub analyzed_at: Option<DateTime<Utc>>,
    /// When it was last written to, as far as the engine tells.
    pub written_at: Option<DateTime<Utc>>,
    /// Rows inserted, updated and deleted since the engine's statistics were reset.
    pub rows_written: Option<i64>,
}
