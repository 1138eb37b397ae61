//! A policy: who may, or may not, do what with which assets.

use std::collections::BTreeSet;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{condition::Condition, facts::fold, mask::Masking, test::Test};
use crate::{
    id::{AssetId, SourceId},
    kinds::AssetKind,
};

pub use crate::id::PolicyId;

/// Whether a policy gives, takes or masks; what is taken is taken, whatever else gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "PolicyEffect")]
pub enum Effect {
    /// Gives.
    Allow,
    /// Takes.
    Deny,
    /// Of values that may be seen in samples, shows only the part that people recognise their own by: `138****1234`.
    MaskPart,
    /// In place of such values shows a stand-in, the same for the same value.
    MaskHash,
    /// In place of such values shows nothing.
    MaskNull,
}

impl Effect {
    /// How values are hidden by a policy that masks; none for one that gives or takes.
    #[must_use]
    pub const fn masking(self) -> Option<Masking> {
        match self {
            Self::Allow | Self::Deny => None,
            Self::MaskPart => Some(Masking::Partial),
            Self::MaskHash => Some(Masking::Hash),
            Self::MaskNull => Some(Masking::Null),
        }
    }
}

/// What can be done with an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[graphql(name = "AssetPermission")]
pub enum Permission {
    /// Know of it: find it, read what is said about it, see it in lineage. Without this nothing else can be done.
    View,
    /// See samples of its data.
    Sample,
    /// Change what people decide about it.
    Edit,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 3] = [Self::View, Self::Sample, Self::Edit];
}

/// Whom a policy is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Everybody who is signed in.
    Everyone,
    /// An account.
    User(String),
    /// A team, with everybody in it.
    Team(String),
    /// A department, with everybody in it and in those below it.
    Department(String),
    /// A role, with everybody who has it.
    Role(String),
}

/// Which assets a policy is about: those for which everything that is said here holds; nothing said: all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Crawled from one of these.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
    /// One of these, or inside of one.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub assets: BTreeSet<AssetId>,
    /// Of one of these kinds.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<AssetKind>,
    /// For which this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
}

impl Target {
    /// The question whether an asset is meant, for someone who goes by `names`.
    #[must_use]
    pub fn test_for(&self, names: &BTreeSet<String>) -> Test {
        let mut all = Vec::new();
        if !self.sources.is_empty() {
            all.push(Test::Source(self.sources.clone()));
        }
        if !self.assets.is_empty() {
            all.push(Test::Within(self.assets.iter().map(|asset| (*asset, Test::ALWAYS)).collect()));
        }
        if !self.kinds.is_empty() {
            all.push(Test::Kind(self.kinds.clone()));
        }
        all.extend(self.condition.as_ref().map(|condition| condition.test_for(names)));
        Test::all(all)
    }
}

/// Who may, or may not, do what with which assets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its identifier.
    pub id: PolicyId,
    /// What people call it; no two have the same name.
    pub name: String,
    /// What it is for, in Markdown.
    #[serde(default)]
    pub description: String,
    /// Whether it gives or takes.
    pub effect: Effect,
    /// What it gives or takes.
    pub permissions: BTreeSet<Permission>,
    /// Whom it is about.
    pub subjects: BTreeSet<Subject>,
    /// Which assets it is about.
    #[serde(default)]
    pub target: Target,
    /// When it ends by itself.
    #[serde(default)]
    pub until: Option<DateTime<Utc>>,
    /// Whether it counts at present.
    pub is_enabled: bool,
}

impl Policy {
    /// Whether it says something about a permission for someone at a time. Taking the sight of an asset takes everything.
    #[must_use]
    pub fn concerns(&self, permission: Permission, subjects: &BTreeSet<Subject>, now: DateTime<Utc>) -> bool {
        let is_about = self.permissions.contains(&permission);
        self.is_enabled
            && is_about
            && self.until.is_none_or(|until| now < until)
            && self.subjects.iter().any(|subject| *subject == Subject::Everyone || subjects.contains(subject))
    }
}

impl Subject {
    /// The same subject with its name as rules compare it.
    #[must_use]
    pub fn folded(&self) -> Self {
        match self {
            Self::Everyone => Self::Everyone,
            Self::User(name) => Self::User(fold(name)),
            Self::Team(name) => Self::Team(fold(name)),
            Self::Department(name) => Self::Department(fold(name)),
            Self::Role(name) => Self::Role(fold(name)),
        }
    }
}
