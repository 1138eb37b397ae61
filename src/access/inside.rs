//! What the service itself asks about accounts: for work that it does on somebody's behalf, without them asking.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{UserId, Viewer, Visibility};

use super::{
    Access, User,
    error::Result,
    store::{self, organisation},
};

/// The most accounts of programs that are looked at.
const MOST_PROGRAMS: u64 = 200;

impl Access {
    /// An account as a viewer, as it would be let in at this moment without a token; none when it is gone or kept out.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn viewer_as(&self, user: UserId) -> Result<Option<Viewer>> {
        let row = store::find_user(self.database().read(), user).await?;
        let Some(row) = row.filter(|row| !row.is_disabled && (!row.is_demo || self.is_demo())) else {
            return Ok(None);
        };
        let stamp = organisation::stamp(self.database().read()).await?;
        Ok(Some(self.viewer_of(&row, stamp).await?))
    }

    /// Those of these accounts that there are.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn accounts(&self, ids: &[UserId]) -> Result<HashMap<UserId, User>> {
        let rows = store::users_of(self.database().read(), ids).await?;
        Ok(rows.into_iter().map(|row| (row.id(), User::from(row))).collect())
    }

    /// The accounts that names of owners stand for: a person, or everybody in a team or a department. Names are in lower
    /// case; those that stand for nobody are absent.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn accounts_behind(&self, names: &BTreeSet<String>) -> Result<BTreeMap<String, BTreeSet<UserId>>> {
        let mut behind: BTreeMap<String, BTreeSet<UserId>> = BTreeMap::new();
        let (groups, people): (Vec<&String>, Vec<&String>) =
            names.iter().partition(|name| name.starts_with("team:") || name.starts_with("department:"));
        for row in store::users_with_keys(self.database().read(), &people).await? {
            behind.entry(row.name_key.clone()).or_default().insert(row.id());
        }
        if groups.is_empty() {
            return Ok(behind);
        }
        let organisation = self.organisation().await?;
        let teams = organisation.teams.values().map(|team| (team.owner_names().collect::<Vec<_>>(), team.people()));
        let departments = organisation.departments.values();
        let departments = departments.map(|found| (found.owner_names().collect::<Vec<_>>(), found.members.clone()));
        for (owned_as, members) in teams.chain(departments) {
            for name in owned_as.into_iter().filter(|name| names.contains(name)) {
                behind.entry(name).or_default().extend(members.iter().copied());
            }
        }
        Ok(behind)
    }

    /// Whether the viewer may let work be done with what an account sees: their own, a program's that they answer for, and
    /// any for who manages accounts and sees everything.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn may_speak_for(&self, viewer: &Viewer, user: UserId) -> Result<bool> {
        if viewer.user == Some(user) || (viewer.user.is_none() && viewer.sees == Visibility::Everything) {
            return Ok(true);
        }
        self.may_revoke_of(viewer, user.0).await
    }

    /// The accounts that the viewer [may speak for](Self::may_speak_for): their own, then those of programs, by name; 200
    /// at most.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn speakable(&self, viewer: &Viewer) -> Result<Vec<User>> {
        let own = match viewer.user {
            Some(user) => store::find_user(self.database().read(), user).await?,
            None => None,
        };
        let programs = store::programs(self.database().read(), MOST_PROGRAMS).await?;
        let theirs = programs.into_iter().filter(|row| super::service::answers_for(viewer, row));
        Ok(own.into_iter().chain(theirs).map(User::from).collect())
    }
}
