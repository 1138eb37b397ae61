//! Accounts, and groups of elsewhere, by the names that files have.

use std::collections::{BTreeSet, HashMap};

use catalog::{UserId, Viewer};

use crate::{
    access::{Error, Result, groups_of_elsewhere},
    app::App,
};

/// Accounts that files name, by folded name.
pub(super) struct Accounts(HashMap<String, (UserId, String)>);

impl Accounts {
    /// Those of `sets`, read at once.
    ///
    /// # Errors
    /// `Forbidden`.
    pub(super) async fn read<'a>(
        app: &App,
        viewer: &Viewer,
        sets: impl Iterator<Item = &'a BTreeSet<String>>,
    ) -> Result<Self> {
        let names: BTreeSet<String> = sets.flatten().cloned().collect();
        Ok(Self(app.access().members_named(viewer, &names).await?))
    }

    /// The names as they are spelled here.
    ///
    /// # Errors
    /// `Invalid` for `members` when there is no such account.
    pub(super) fn spelled(&self, names: BTreeSet<String>) -> Result<BTreeSet<String>> {
        names.iter().map(|name| self.one(name).map(|(_, spelled)| spelled.clone())).collect()
    }

    /// The identifiers.
    ///
    /// # Errors
    /// `Invalid` for `members` when there is no such account.
    pub(super) fn ids(&self, names: &BTreeSet<String>) -> Result<BTreeSet<UserId>> {
        names.iter().map(|name| self.one(name).map(|(id, _)| *id)).collect()
    }

    fn one(&self, name: &str) -> Result<&(UserId, String)> {
        let found = self.0.get(&name.to_lowercase());
        found.ok_or_else(|| Error::invalid("members", format!("there is no account `{name}`")))
    }
}

/// The names of members of several sets, read at once.
///
/// # Errors
/// `Forbidden`.
pub(super) async fn names<'a>(
    app: &App,
    viewer: &Viewer,
    sets: impl Iterator<Item = &'a BTreeSet<UserId>>,
) -> Result<HashMap<UserId, String>> {
    let ids: BTreeSet<UserId> = sets.flatten().copied().collect();
    let ids: Vec<UserId> = ids.into_iter().collect();
    Ok(app.access().names_of_members(viewer, &ids).await?.into_iter().collect())
}

/// The names of one set.
pub(super) fn of(names: &HashMap<UserId, String>, members: &BTreeSet<UserId>) -> BTreeSet<String> {
    members.iter().filter_map(|id| names.get(id).cloned()).collect()
}

/// Groups of elsewhere, as they are kept.
///
/// # Errors
/// `Invalid` for `fed_by`.
pub(super) fn groups(names: BTreeSet<String>) -> Result<BTreeSet<String>> {
    groups_of_elsewhere(names).map_err(|cause| match cause {
        Error::Catalog(catalog::Error::Invalid { problem, .. }) => Error::invalid("fed_by", problem),
        other => other,
    })
}
