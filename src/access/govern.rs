//! Changing the organisation: departments, teams, roles and policies.
//!
//! Each change is checked against everything else inside the one write transaction, so two changes at once cannot make
//! together what neither may make alone, such as a cycle of departments.

mod check;
mod departments;
mod grants;
mod policies;
mod roles;
mod teams;

use std::{collections::BTreeSet, sync::Arc};

use catalog::{
    Role, UserId, Viewer,
    governance::{Policy, Subject},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

pub(crate) use self::check::groups as groups_of_elsewhere;
pub use self::{departments::DepartmentChange, roles::RoleChange, teams::TeamChange};
use super::{
    Access,
    error::Result,
    organisation::{Department, Organisation, RoleDefinition, Team, level_of},
    store::{
        group,
        organisation::{self, Table},
    },
};

/// One thing to write.
enum Write {
    Department(Department),
    Team(Team),
    Role(RoleDefinition),
    Policy(Policy),
    Gone(Table, Uuid),
}

/// Everything about the organisation.
pub(super) async fn load(db: &impl ConnectionTrait) -> Result<Organisation> {
    let departments: Vec<Department> = organisation::all(db, Table::Department).await?;
    let teams: Vec<Team> = organisation::all(db, Table::Team).await?;
    let roles: Vec<RoleDefinition> = organisation::all(db, Table::Role).await?;
    let mut organisation = Organisation {
        departments: departments.into_iter().map(|one| (one.id, one)).collect(),
        teams: teams.into_iter().map(|one| (one.id, one)).collect(),
        roles: roles.into_iter().map(|one| (one.id, one)).collect(),
        policies: organisation::all(db, Table::Policy).await?,
    };
    feed(db, &mut organisation).await?;
    Ok(organisation)
}

/// Looks up who is in the groups of elsewhere that feed teams and roles.
async fn feed(db: &impl ConnectionTrait, organisation: &mut Organisation) -> Result<()> {
    let teams = organisation.teams.values_mut().map(|team| (&team.fed_by, &mut team.fed));
    let roles = organisation.roles.values_mut().map(|role| (&role.fed_by, &mut role.fed));
    let mut fed: Vec<(&BTreeSet<String>, &mut BTreeSet<UserId>)> = teams.chain(roles).collect();
    let names: BTreeSet<&String> = fed.iter().flat_map(|(groups, _)| groups.iter()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let people = group::people(db, &names).await?;
    for (groups, members) in &mut fed {
        members.extend(groups.iter().filter_map(|name| people.get(&name.to_lowercase())).flatten().copied());
    }
    Ok(())
}

impl Access {
    /// Writes what `plan` makes of the organisation as it is; what was there and what is now have one commit.
    async fn reorganise<T>(&self, plan: impl FnOnce(&Organisation) -> Result<(Vec<Write>, T)>) -> Result<T> {
        let write = self.database().write().await?;
        let (writes, answer) = plan(&load(&*write).await?)?;
        for one in writes {
            let key = |name: &str| name.trim().to_lowercase();
            match one {
                Write::Department(one) => {
                    organisation::put(&*write, Table::Department, (one.id, &key(&one.name)), &one).await?;
                }
                Write::Team(one) => organisation::put(&*write, Table::Team, (one.id, &key(&one.name)), &one).await?,
                Write::Role(one) => organisation::put(&*write, Table::Role, (one.id, &key(&one.name)), &one).await?,
                Write::Policy(one) => {
                    organisation::put(&*write, Table::Policy, (one.id.0, &key(&one.name)), &one).await?;
                }
                Write::Gone(table, id) => {
                    if !organisation::delete(&*write, table, id).await? {
                        return Err(catalog::Error::not_found(table.word(), id).into());
                    }
                }
            }
        }
        organisation::touch(&*write).await?;
        write.commit().await?;
        self.changed();
        Ok(answer)
    }

    /// Groups of elsewhere whose name has a text in it, as `ORIGIN/NAME`: at most 50, for who may put them to use.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn outside_groups(&self, viewer: &Viewer, text: &str) -> Result<Vec<String>> {
        viewer.must(catalog::Action::ManageOrganisation)?;
        group::with_text(self.database().read(), text, 50).await
    }

    /// The level of whoever asks.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn level(&self, viewer: &Viewer) -> Result<u8> {
        Ok(level(&*self.organisation().await?, viewer))
    }

    /// All of it, for who may see it.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn seen_organisation(&self, viewer: &Viewer) -> Result<Arc<Organisation>> {
        viewer.must(catalog::Action::ReadOrganisation)?;
        self.organisation().await
    }
}

/// The level of a viewer: that of their highest role; of the service itself the highest there is.
fn level(organisation: &Organisation, viewer: &Viewer) -> u8 {
    match (viewer.user, viewer.role) {
        (Some(user), Some(role)) => organisation.level(user, role),
        (None, Some(role)) => level_of(role),
        (_, None) => 0,
    }
}

/// Refuses whoever is not above a level; administrators are above all, their own included.
fn must_be_above(organisation: &Organisation, viewer: &Viewer, other: u8, doing: &str) -> Result<()> {
    let own = level(organisation, viewer);
    if own > other || own == level_of(Role::Admin) {
        return Ok(());
    }
    let action = format!("{doing}: its level {other} is not below your own, which is {own}");
    Err(catalog::Error::Forbidden { action }.into())
}

/// Policies in which a subject is renamed, or no longer named; one that names nobody any more is turned off.
fn renamed(organisation: &Organisation, old: &Subject, new: Option<&Subject>) -> Vec<Write> {
    let (old, new) = (&old.folded(), new.map(Subject::folded));
    let concerned = organisation.policies.iter().filter(|policy| policy.subjects.contains(old));
    let changed = concerned.map(|policy| {
        let mut policy = policy.clone();
        policy.subjects.remove(old);
        policy.subjects.extend(new.clone());
        policy.is_enabled &= !policy.subjects.is_empty();
        Write::Policy(policy)
    });
    changed.collect()
}
