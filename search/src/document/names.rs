//! What an asset is found by besides its name: other names, and of a data standard what its codes mean.

use catalog::{Asset, Details};

/// The most codes of a data standard whose meanings are searched.
const MAX_CODES: usize = 2000;

/// What the codes of a data standard mean, and what else they are called; of very long lists the first ones. Nothing for
/// other assets.
pub(super) fn code_texts(asset: &Asset) -> impl Iterator<Item = &str> {
    let codes = match &asset.harvested.details {
        Details::CodeList(list) => list.codes.as_slice(),
        _ => &[],
    };
    codes.iter().take(MAX_CODES).flat_map(|code| std::iter::once(&code.meaning).chain(&code.names)).map(String::as_str)
}

/// What it is called besides its name: the decided name, and the synonyms of a term.
pub(super) fn other_names(asset: &Asset) -> impl Iterator<Item = &str> {
    let synonyms = match &asset.harvested.details {
        Details::Term(term) => term.synonyms.as_slice(),
        Details::CodeList(list) => list.standard.as_slice(),
        _ => &[],
    };
    asset.curated.display_name.as_deref().into_iter().chain(synonyms.iter().map(String::as_str))
}
