//! Ties between an asset and something else: owners, tags, tier.
//!
//! A tie holds from one change until another; ended ties are kept, so that the past can be asked.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::change::ChangeNumber;

/// What sort of tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// Who is accountable; the target is an account name.
    Owner = 1,
    /// A free label.
    Tag = 2,
    /// How important it is, `tier1` (most) to `tier5`; at most one.
    Tier = 3,
}

impl RelationKind {
    /// Every sort.
    pub const ALL: &[Self] = &[Self::Owner, Self::Tag, Self::Tier];

    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The sort with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Owner),
            2 => Some(Self::Tag),
            3 => Some(Self::Tier),
            _ => None,
        }
    }

    /// The name of the field that holds them all, as change rows and the API have it.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Owner => "owners",
            Self::Tag => "tags",
            Self::Tier => "tier",
        }
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The source.
    Harvested = 1,
    /// A person.
    Curated = 2,
    /// It follows from another asset.
    Propagated = 3,
    /// A guess that waits for a person.
    Suggested = 4,
}

impl Layer {
    /// The number that the store keeps.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The layer with this stored number.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::Harvested),
            2 => Some(Self::Curated),
            3 => Some(Self::Propagated),
            4 => Some(Self::Suggested),
            _ => None,
        }
    }
}

/// A tie that holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, SimpleObject)]
pub struct Relation {
    /// What sort of tie.
    pub kind: RelationKind,
    /// To what.
    pub target: String,
    /// Who says so.
    pub layer: Layer,
    /// The change since which it holds.
    pub since: ChangeNumber,
}

/// The tiers, most important first.
pub const TIERS: &[&str] = &["tier1", "tier2", "tier3", "tier4", "tier5"];
