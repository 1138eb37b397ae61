//! What happened to an asset: one numbered step of its history.
//!
//! The change log is at once the history people see, the audit trail, the stream that followers read, and the way
//! back. Numbers are given in the order of commits, without exception, so a reader that has seen number *n* has seen
//! everything before it.

pub mod diff;
pub mod follow;

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    asset::Version,
    id::{AssetId, CommitId, RunId},
    kinds::AssetKind,
};

/// The number of a change. 0 is before everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeNumber(pub i64);

async_graphql::scalar!(ChangeNumber, "ChangeNumber", "The number of a change; greater is later.");

impl std::fmt::Display for ChangeNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// It was seen for the first time.
    Created = 1,
    /// Something about it changed.
    Updated = 2,
    /// Its source no longer has it.
    Removed = 3,
    /// It is back.
    Restored = 4,
    /// A tool declared anew where its data comes from.
    LineageDeclared = 5,
}

impl Operation {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The operation with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Created),
            2 => Some(Self::Updated),
            3 => Some(Self::Removed),
            4 => Some(Self::Restored),
            5 => Some(Self::LineageDeclared),
            _ => None,
        }
    }
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, SimpleObject)]
pub struct FieldChange {
    /// The path of the field, such as `details.data_type.text`, `curated.description` or `tags`.
    pub field: String,
    /// Its value before; null when there was none.
    pub before: Value,
    /// Its value after; null when there is none.
    pub after: Value,
    /// Whether a reader of the data may break over it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_breaking: bool,
}

/// One step of an asset's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its place in the order of everything.
    pub number: ChangeNumber,
    /// The commit it was written with.
    pub commit: CommitId,
    /// Whose it is.
    pub asset: AssetId,
    /// What the asset is.
    pub kind: AssetKind,
    /// What happened.
    pub operation: Operation,
    /// The fields that changed; for a creation, every field that has a value.
    pub fields: Vec<FieldChange>,
    /// The asset's version afterwards.
    pub version: Version,
}

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A crawl of a source.
    Crawl = 1,
    /// A report of an outside module.
    Report = 2,
    /// A person, by page or command.
    Person = 3,
    /// A commit was taken back.
    Revert = 4,
    /// An import.
    Import = 5,
    /// A tie follows from that of another asset.
    Propagation = 6,
}

impl Origin {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The origin with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Crawl),
            2 => Some(Self::Report),
            3 => Some(Self::Person),
            4 => Some(Self::Revert),
            5 => Some(Self::Import),
            6 => Some(Self::Propagation),
            _ => None,
        }
    }
}

/// Changes that were written together, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Commit {
    /// Its identifier.
    pub id: CommitId,
    /// Its first change.
    pub first: ChangeNumber,
    /// Its last change.
    pub last: ChangeNumber,
    /// When it was written; never earlier than the commit before it.
    pub at: DateTime<Utc>,
    /// Who did it: an account, a token, or `system`.
    pub actor: String,
    /// Where it came from.
    pub origin: Origin,
    /// The run it belongs to; a crawl writes several commits.
    pub run: Option<RunId>,
    /// The commit or run that this one takes back.
    pub reverts: Option<String>,
    /// What it did, in a line.
    pub summary: String,
}
