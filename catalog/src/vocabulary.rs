//! Glossaries with their terms, classifications with their tags, domains and data products: what people make to describe
//! and sort what sources have.
//!
//! They are assets of the namespace [`NAMESPACE`], so that history, past states, search, export, rights and taking back
//! work on them as on everything else. No crawl touches them. Assets are tied to terms, domains and data products by
//! identifier, and to tags by the word `classification.tag`; a word changes along with its tag.

mod carry;
mod check;
mod delete;
mod names;
mod review;
mod save;
mod ties;
mod uses;

pub use delete::Deleted;
pub use names::Called;
pub use review::MAX_NOTE;
pub(crate) use review::written;
pub use save::Entry;
pub(crate) use ties::{TieRules, Wanted};

/// Where they live.
pub const NAMESPACE: &str = "cadastre";
/// How deep domains, and terms, may be inside of each other.
pub const MAX_DEPTH: usize = 12;
/// The most assets that lose or change a tie because what it ties to was deleted or renamed.
pub const MAX_CARRIED: usize = 10_000;
/// The most things that are deleted at once.
pub const MAX_DELETED: usize = 10_000;

/// The word by which assets have a tag of a classification.
#[must_use]
pub fn word(classification: &str, tag: &str) -> String {
    format!("{classification}.{tag}")
}
