//! Saying that an asset should not be used any more, by when it goes, and what to use instead. People decide it, so it is
//! part of the curated layer: no crawl takes it away, and history keeps it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    edit::Patch,
    error::{Error, Result},
    governance::Permission,
    id::AssetId,
    viewer::Viewer,
};

/// The longest note, in characters.
pub const MAX_NOTE: usize = 2_000;

/// Why an asset should not be used any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deprecation {
    /// Why, in Markdown.
    pub note: String,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<AssetId>,
    /// The day on which it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sunset: Option<NaiveDate>,
}

impl Catalog {
    /// Checks what somebody says about an asset: what to use instead has to be there for them, and to be another one.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub(crate) async fn checked_deprecation(
        &self,
        viewer: &Viewer,
        id: AssetId,
        patch: Patch<Deprecation>,
    ) -> Result<Patch<Deprecation>> {
        let Patch::Set(said) = patch else { return Ok(patch) };
        let note = said.note.trim();
        let length = note.chars().count();
        if length == 0 || length > MAX_NOTE || note.contains('\0') {
            let problem = format!("needs a note of 1 to {MAX_NOTE} characters without NUL");
            return Err(Error::invalid("deprecation", problem));
        }
        if let Some(other) = said.replaced_by {
            if other == id {
                return Err(Error::invalid("deprecation", "names the asset itself as its replacement"));
            }
            if self.must_with(viewer, Permission::View, &[other]).await.is_err() {
                return Err(Error::invalid("deprecation", format!("names a replacement `{other}` that is not there")));
            }
        }
        Ok(Patch::Set(Deprecation { note: note.to_owned(), ..said }))
    }
}
