//! What may be asked for in an edit, and that it is in order. Whether what it ties to is there is looked at elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    asset::Version,
    deprecation::Deprecation,
    error::{Error, Result},
    id::AssetId,
    relation::{RelationKind, TIERS},
    vocabulary::Wanted,
};

/// The longest display name, in characters.
pub const MAX_DISPLAY_NAME: usize = 200;
/// The longest description, in bytes.
pub const MAX_DESCRIPTION: usize = 1024 * 1024;
/// The longest tag or owner name, in characters.
pub const MAX_TARGET: usize = 100;
/// The most ties of one sort that an asset may have.
pub const MAX_TIES: usize = 100;

/// What to do with one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Leave it.
    #[default]
    Keep,
    /// Take it away, so that the source's word counts again.
    Clear,
    /// Put this.
    Set(T),
}

/// What a person decides about an asset; what is kept stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The name that people read.
    pub display_name: Patch<String>,
    /// The description, in Markdown.
    pub description: Patch<String>,
    /// All owners that people named.
    pub owners: Patch<Vec<String>>,
    /// All tags that people gave.
    pub tags: Patch<Vec<String>>,
    /// `tier1` to `tier5`.
    pub tier: Patch<String>,
    /// All terms that people gave.
    pub terms: Patch<Vec<AssetId>>,
    /// The domain.
    pub domain: Patch<AssetId>,
    /// All data products that people put it into.
    pub products: Patch<Vec<AssetId>>,
    /// The data standard that a column keeps.
    pub code_list: Patch<AssetId>,
    /// Values of custom properties by name; none takes a value away.
    pub properties: BTreeMap<String, Option<Value>>,
    /// That it should not be used any more.
    pub deprecation: Patch<Deprecation>,
    /// Refuse when the asset has another version by now.
    pub expected_version: Option<Version>,
}

/// What to add to and take away from many assets at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkEdit {
    /// Owners to add.
    pub add_owners: Vec<String>,
    /// Owners to take away.
    pub remove_owners: Vec<String>,
    /// Tags to add.
    pub add_tags: Vec<String>,
    /// Tags to take away.
    pub remove_tags: Vec<String>,
    /// The tier.
    pub tier: Patch<String>,
    /// Terms to add.
    pub add_terms: Vec<AssetId>,
    /// Terms to take away.
    pub remove_terms: Vec<AssetId>,
    /// The domain.
    pub domain: Patch<AssetId>,
    /// Data products to put them into.
    pub add_products: Vec<AssetId>,
    /// Data products to take them out of.
    pub remove_products: Vec<AssetId>,
    /// The data standard that the columns keep.
    pub code_list: Patch<AssetId>,
    /// Values of custom properties by name; none takes a value away.
    pub properties: BTreeMap<String, Option<Value>>,
}

fn one(patch: &Patch<AssetId>) -> &[AssetId] {
    if let Patch::Set(target) = patch { std::slice::from_ref(target) } else { &[] }
}

/// What an edit ties an asset to.
pub(super) fn wanted(edit: &Edit) -> Wanted<'_> {
    fn all<T>(patch: &Patch<Vec<T>>) -> &[T] {
        if let Patch::Set(targets) = patch { targets } else { &[] }
    }
    Wanted {
        things: vec![
            ("terms", RelationKind::Term, all(&edit.terms)),
            ("domain", RelationKind::Domain, one(&edit.domain)),
            ("products", RelationKind::Product, all(&edit.products)),
            ("codeList", RelationKind::CodeList, one(&edit.code_list)),
        ],
        tags: vec![("tags", all(&edit.tags))],
    }
}

pub(super) fn wanted_in_bulk(edit: &BulkEdit) -> Wanted<'_> {
    Wanted {
        things: vec![
            ("addTerms", RelationKind::Term, &edit.add_terms),
            ("domain", RelationKind::Domain, one(&edit.domain)),
            ("addProducts", RelationKind::Product, &edit.add_products),
            ("codeList", RelationKind::CodeList, one(&edit.code_list)),
        ],
        tags: vec![("addTags", &edit.add_tags)],
    }
}

/// The edit with its texts in order; what it ties to is looked at elsewhere.
pub(crate) fn checked(mut edit: Edit) -> Result<Edit> {
    if let Patch::Set(name) = &edit.display_name {
        let name = name.trim().to_owned();
        if name.chars().count() > MAX_DISPLAY_NAME || name.contains(['\0', '\n']) {
            let problem = format!("must be one line of at most {MAX_DISPLAY_NAME} characters");
            return Err(Error::invalid("displayName", problem));
        }
        edit.display_name = if name.is_empty() { Patch::Clear } else { Patch::Set(name) };
    }
    if let Patch::Set(text) = &edit.description {
        if text.len() > MAX_DESCRIPTION {
            let problem = format!("has {} bytes; {MAX_DESCRIPTION} are allowed", text.len());
            return Err(Error::invalid("description", problem));
        }
        if text.contains('\0') {
            return Err(Error::invalid("description", "contains a NUL character"));
        }
        if text.trim().is_empty() {
            edit.description = Patch::Clear;
        }
    }
    if let Patch::Set(owners) = edit.owners {
        edit.owners = Patch::Set(targets("owners", owners)?);
    }
    if let Patch::Set(tags) = edit.tags {
        edit.tags = Patch::Set(targets("tags", tags)?);
    }
    for (field, things) in [("terms", &edit.terms), ("products", &edit.products)] {
        if let Patch::Set(ids) = things
            && ids.len() > MAX_TIES
        {
            return Err(Error::invalid(field, format!("has {}; {MAX_TIES} are allowed", ids.len())));
        }
    }
    edit.tier = checked_tier(edit.tier)?;
    Ok(edit)
}

pub(super) fn checked_tier(tier: Patch<String>) -> Result<Patch<String>> {
    match tier {
        Patch::Set(tier) if !TIERS.contains(&tier.as_str()) => {
            Err(Error::invalid("tier", format!("`{tier}` is not a tier; known: {}", TIERS.join(", "))))
        }
        tier => Ok(tier),
    }
}

/// A text as a tag: without blanks around it.
///
/// # Errors
/// [`Error::Invalid`] for `tag` when it cannot be one.
pub fn checked_tag(text: &str) -> Result<String> {
    Ok(targets("tag", vec![text.to_owned()])?.swap_remove(0))
}

/// Checks and trims the names of owners or tags; each counts once.
pub(crate) fn targets(field: &str, targets: Vec<String>) -> Result<Vec<String>> {
    if targets.len() > MAX_TIES {
        return Err(Error::invalid(field, format!("has {}; {MAX_TIES} are allowed", targets.len())));
    }
    let mut checked = BTreeSet::new();
    for target in targets {
        let target = target.trim();
        if target.is_empty() || target.chars().count() > MAX_TARGET || target.chars().any(char::is_control) {
            let problem = format!("each must be one line of 1 to {MAX_TARGET} characters");
            return Err(Error::invalid(field, problem));
        }
        checked.insert(target.to_owned());
    }
    Ok(checked.into_iter().collect())
}
