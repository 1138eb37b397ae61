//! Ties between an asset and something else: owners, tags, tier, terms, domain, data products.
//!
//! A tie holds from one change until another; ended ties are kept, so that the past can be asked.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use crate::{change::ChangeNumber, id::AssetId, kinds::AssetKind};

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
    /// What it means; the target is the identifier of a term.
    Term = 4,
    /// Which part of the business it belongs to; the target is the identifier of a domain; at most one.
    Domain = 5,
    /// What it is part of; the target is the identifier of a data product.
    Product = 6,
    /// Which data standard it keeps; the target is the identifier of a code list; columns have at most one.
    CodeList = 7,
    /// The asset that this one was found to be the same as, by its identifier; see [`crate::identity`].
    MergedInto = 10,
}

impl RelationKind {
    /// Every sort.
    pub const ALL: &[Self] = &[
        Self::Owner,
        Self::Tag,
        Self::Tier,
        Self::Term,
        Self::Domain,
        Self::Product,
        Self::CodeList,
        Self::MergedInto,
    ];

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
            4 => Some(Self::Term),
            5 => Some(Self::Domain),
            6 => Some(Self::Product),
            7 => Some(Self::CodeList),
            10 => Some(Self::MergedInto),
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
            Self::Term => "terms",
            Self::Domain => "domain",
            Self::Product => "products",
            Self::CodeList => "codeList",
            Self::MergedInto => "merged_into",
        }
    }

    /// The kind of what it ties to, where that is an asset and the target its identifier.
    #[must_use]
    pub const fn target_kind(self) -> Option<AssetKind> {
        match self {
            Self::Owner | Self::Tag | Self::Tier | Self::MergedInto => None,
            Self::Term => Some(AssetKind::Term),
            Self::Domain => Some(AssetKind::Domain),
            Self::Product => Some(AssetKind::DataProduct),
            Self::CodeList => Some(AssetKind::CodeList),
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

impl Relation {
    /// The asset that it ties to, where it ties to one.
    #[must_use]
    pub fn target_id(&self) -> Option<AssetId> {
        self.kind.target_kind()?;
        self.target.parse().ok()
    }

    /// The domain that it ties to, where it does.
    #[must_use]
    pub fn domain(&self) -> Option<AssetId> {
        self.target_id().filter(|_| self.kind == RelationKind::Domain)
    }
}

/// The tiers, most important first.
pub const TIERS: &[&str] = &["tier1", "tier2", "tier3", "tier4", "tier5"];
