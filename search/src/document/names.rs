//! What an asset is found by besides its name: other names, and of a data standard what its codes mean.

use catalog::{Asset, Details, Name, property::shown, vocabulary::NAMESPACE};
use serde_json::Value;

/// The longest value of a custom property that is counted, in characters: longer ones are prose.
const MAX_COUNTED: usize = 100;

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

/// The values of a custom property, one by one.
pub(super) fn values(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// What is counted of a custom property, as `name=value`.
pub(super) fn property_values(name: &str, value: &Value) -> impl Iterator<Item = String> {
    let texts = values(value).iter().map(shown).filter(|text| text.chars().count() <= MAX_COUNTED);
    texts.map(move |text| format!("{name}={text}"))
}

/// The path of something whose name comes first, and then the names of what it is inside of.
pub(crate) fn path(inside_out: &[String]) -> String {
    Name::new(NAMESPACE, inside_out.iter().rev().cloned()).path()
}

/// The paths of something and of everything that it is inside of.
pub(crate) fn paths(inside_out: &[String]) -> impl Iterator<Item = String> + '_ {
    (0..inside_out.len()).map(|at| path(&inside_out[at..]))
}
