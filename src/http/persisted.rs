//! The documents that the user interface was built with: the only GraphQL that a browser's session may run, unless its
//! user may use GraphiQL.

use std::{collections::HashMap, sync::LazyLock};

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "ui/src/gql"]
#[include = "persisted.json"]
#[allow_missing = true]
struct Folder;

static DOCUMENTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let Some(file) = Folder::get("persisted.json") else { return HashMap::new() };
    serde_json::from_slice(&file.data).unwrap_or_else(|error| {
        tracing::error!(%error, "the list of the user interface's documents cannot be read");
        HashMap::new()
    })
});

/// The text of the document with this hash.
#[must_use]
pub fn find(id: &str) -> Option<&'static str> {
    DOCUMENTS.get(id).map(String::as_str)
}

/// Whether this very text is one of the documents.
#[must_use]
pub fn is_listed(text: &str) -> bool {
    DOCUMENTS.values().any(|known| known == text)
}

/// All of them: hash and text.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    DOCUMENTS.iter().map(|(id, text)| (id.as_str(), text.as_str()))
}
