//! Masking: who may see samples of some data, but not its values as they are.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use super::{facts::Facts, test::Test};

/// How values are hidden, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Masking {
    /// What people recognise their own by stays: `138****1234`.
    Partial,
    /// A stand-in that is the same for the same value and cannot be turned back without the key.
    Hash,
    /// Nothing is shown.
    Null,
}

/// What is masked for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masks(Vec<(Masking, Test)>);

impl Masks {
    /// All that policies mask; none when they mask nothing.
    #[must_use]
    pub fn of(masks: Vec<(Masking, Test)>) -> Option<Self> {
        (!masks.is_empty()).then_some(Self(masks))
    }

    /// How values of the asset with these facts are hidden: of several ways the strictest; none when they are not.
    #[must_use]
    pub fn masking(&self, facts: &Facts) -> Option<Masking> {
        self.0.iter().filter(|(_, test)| test.holds(facts)).map(|(masking, _)| *masking).max()
    }
}
