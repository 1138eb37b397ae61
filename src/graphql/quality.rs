//! Data quality: types of checks, suites, checks and what they came to, profiles, incidents.

pub mod check;
pub mod check_type;
pub mod contract;
pub mod detection;
pub mod import;
pub mod incident;
mod loaders;
pub mod profile;
pub mod result;
pub mod suggestion;
pub mod suite;
pub mod summary;
pub mod trend;

use async_graphql::SimpleObject;

pub use check::{CheckMutation, CheckQuery};
pub use check_type::CheckTypeQuery;
pub use contract::{ContractMutation, ContractQuery};
pub use detection::{DetectionMutation, DetectionQuery};
pub use import::ImportMutation;
pub use incident::{IncidentMutation, IncidentQuery};
pub use profile::{ProfileMutation, ProfileQuery};
pub use suggestion::SuggestionQuery;
pub use suite::{SuiteMutation, SuiteQuery};
pub use summary::{AssetQuality, QualityQuery};
pub use trend::TrendQuery;

/// A sentence in the languages of the interface.
#[derive(SimpleObject)]
pub struct Sentence {
    /// In English.
    en: String,
    /// In Chinese.
    zh: String,
}

impl From<&quality::Words> for Sentence {
    fn from(words: &quality::Words) -> Self {
        Self { en: words.en.clone(), zh: words.zh.clone() }
    }
}
