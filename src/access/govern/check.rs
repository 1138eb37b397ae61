//! What names and members of departments, teams, roles and policies have to be.

use std::collections::BTreeSet;

use catalog::{UserId, governance::facts::fold};

use crate::access::{
    Access,
    error::{Error, Result},
    organisation::MOST,
    store,
};

/// The longest name, in characters.
const MAX_NAME: usize = 80;
/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 2_000;
/// The most members of one department, team or role.
const MAX_MEMBERS: usize = 100_000;

/// A name, trimmed: one line, and none that a policy or an owner could be mistaken for.
pub(super) fn name(text: &str) -> Result<String> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > MAX_NAME {
        return Err(Error::invalid("name", format!("has {length} characters; 1 to {MAX_NAME} are allowed")));
    }
    if let Some(odd) = text.chars().find(|letter| letter.is_control() || ":\"()".contains(*letter)) {
        return Err(Error::invalid("name", format!("has {odd:?}, which names cannot have")));
    }
    Ok(text.to_owned())
}

/// A description, trimmed.
pub(super) fn description(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > MAX_DESCRIPTION || text.contains('\0') {
        return Err(Error::invalid("description", format!("has more than {MAX_DESCRIPTION} characters, or a NUL")));
    }
    Ok(text.to_owned())
}

/// Refuses a name that another one has or had, and one more than there may be.
pub(super) fn is_free<'a>(
    what: &str,
    name: &str,
    others: impl Iterator<Item = (&'a String, &'a BTreeSet<String>)>,
) -> Result<()> {
    let mut count = 0;
    for (other, former) in others {
        count += 1;
        if fold(other) == fold(name) {
            return Err(catalog::Error::conflict(format!("there is a {what} `{other}` already")).into());
        }
        if former.iter().any(|former| fold(former) == fold(name)) {
            let problem =
                format!("`{name}` was the name of the {what} `{other}`, and what it owned is still found by it");
            return Err(catalog::Error::conflict(problem).into());
        }
    }
    if count >= MOST {
        return Err(catalog::Error::conflict(format!("there are {MOST} already; delete one first")).into());
    }
    Ok(())
}

impl Access {
    /// Refuses members that are no accounts.
    pub(super) async fn check_members(&self, members: &BTreeSet<UserId>) -> Result<()> {
        if members.len() > MAX_MEMBERS {
            return Err(Error::invalid("members", format!("has {}; {MAX_MEMBERS} are allowed", members.len())));
        }
        let asked: Vec<UserId> = members.iter().copied().collect();
        let found = store::account_names(self.database().read(), &asked).await?;
        let known: BTreeSet<UserId> = found.into_iter().map(|(id, _)| id).collect();
        match asked.iter().find(|id| !known.contains(id)) {
            Some(unknown) => Err(Error::invalid("members", format!("names no account `{unknown}`"))),
            None => Ok(()),
        }
    }
}

/// The most groups that feed one team or role.
const MAX_GROUPS: usize = 50;

/// Groups of elsewhere, as they are kept: `ORIGIN/NAME` without blanks around.
///
/// # Errors
/// `Invalid` for `fedBy`.
pub(crate) fn groups(groups: BTreeSet<String>) -> Result<BTreeSet<String>> {
    if groups.len() > MAX_GROUPS {
        return Err(Error::invalid("fedBy", format!("has {}; {MAX_GROUPS} are allowed", groups.len())));
    }
    let checked = groups.into_iter().map(|group| {
        let group = group.trim().to_owned();
        let is_known = |origin: &str| origin == "scim" || origin.starts_with("oidc:") || origin.starts_with("ldap:");
        let fits = group.split_once('/').is_some_and(|(origin, name)| is_known(origin) && !name.trim().is_empty());
        if !fits || group.chars().count() > 400 || group.chars().any(char::is_control) {
            let problem =
                format!("`{group}` is no group; write `oidc:PROVIDER/GROUP`, `ldap:PROVIDER/GROUP` or `scim/GROUP`");
            return Err(Error::invalid("fedBy", problem));
        }
        Ok(group)
    });
    checked.collect()
}
