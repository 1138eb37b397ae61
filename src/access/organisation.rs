//! The organisation: departments below each other, teams, the roles people have in it, and the policies over assets.
//!
//! Here is what they are and what follows from them, as pure functions; [`govern`](super::govern) changes them and
//! [`rights`](super::rights) makes from them what one viewer may. There are few of each (at most [`MOST`]), so all of it
//! is read at once and remembered until its stamp changes.

mod scope;

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    Action, Role, UserId,
    governance::{Policy, facts::fold},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use scope::DataScope;

/// The most departments, teams, roles and policies, of each.
pub(crate) const MOST: usize = 10_000;
/// The deepest department.
pub(crate) const MAX_DEPTH: usize = 32;

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its identifier.
    pub id: Uuid,
    /// What people call it; no two have the same name.
    pub name: String,
    /// Names it had before; what they own is its own.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub former: BTreeSet<String>,
    /// The department that it is directly below.
    pub parent: Option<Uuid>,
    /// Who is in it; everybody is in one at most.
    #[serde(default)]
    pub members: BTreeSet<UserId>,
}

/// A team: people who own and do things together, whatever department they are in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its identifier.
    pub id: Uuid,
    /// What people call it; as an owner of assets it is `team:` and this.
    pub name: String,
    /// Names it had before; what they own is its own.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub former: BTreeSet<String>,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The department it belongs to.
    pub department: Option<Uuid>,
    /// Who is in it.
    #[serde(default)]
    pub members: BTreeSet<UserId>,
    /// Groups of elsewhere whose members count as its own, as `ORIGIN/NAME`, such as `oidc:corp/analysts`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fed_by: BTreeSet<String>,
    /// Who is in one of those groups now; looked up whenever the organisation is read.
    #[serde(skip)]
    pub fed: BTreeSet<UserId>,
}

/// A role that the organisation made, beside the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDefinition {
    /// Its identifier.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// How high it is, 1 to 99: nobody gives or changes a role that is as high as their own highest one, or higher.
    pub level: u8,
    /// What it permits.
    pub permits: BTreeSet<Action>,
    /// Which assets it lets its members see.
    pub scope: DataScope,
    /// Who has it.
    #[serde(default)]
    pub members: BTreeSet<UserId>,
    /// Groups of elsewhere whose members count as its own, as `ORIGIN/NAME`, such as `oidc:corp/analysts`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fed_by: BTreeSet<String>,
    /// Who is in one of those groups now; looked up whenever the organisation is read.
    #[serde(skip)]
    pub fed: BTreeSet<UserId>,
}

impl Department {
    /// What it is called as an owner, in lower case.
    pub fn owner_names(&self) -> impl Iterator<Item = String> + '_ {
        self.former.iter().chain([&self.name]).map(|name| fold(&format!("department:{name}")))
    }
}

impl RoleDefinition {
    /// Who has it, by name or by a group.
    #[must_use]
    pub fn people(&self) -> BTreeSet<UserId> {
        self.members.union(&self.fed).copied().collect()
    }
}

impl Team {
    /// Who is in it, by name or by a group.
    #[must_use]
    pub fn people(&self) -> BTreeSet<UserId> {
        self.members.union(&self.fed).copied().collect()
    }

    /// What it is called as an owner, in lower case.
    pub fn owner_names(&self) -> impl Iterator<Item = String> + '_ {
        self.former.iter().chain([&self.name]).map(|name| fold(&format!("team:{name}")))
    }
}

/// The level of a built-in role.
#[must_use]
pub const fn level_of(role: Role) -> u8 {
    match role {
        Role::Member => 0,
        Role::Viewer => 10,
        Role::Editor => 50,
        Role::Admin => 100,
    }
}

/// Everything about the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// The departments, by identifier.
    pub departments: BTreeMap<Uuid, Department>,
    /// The teams, by identifier.
    pub teams: BTreeMap<Uuid, Team>,
    /// The roles that the organisation made, by identifier.
    pub roles: BTreeMap<Uuid, RoleDefinition>,
    /// The policies, by name.
    pub policies: Vec<Policy>,
}

impl Organisation {
    /// The department somebody is in.
    #[must_use]
    pub fn department_of(&self, user: UserId) -> Option<&Department> {
        self.departments.values().find(|department| department.members.contains(&user))
    }

    /// The teams somebody is in.
    pub fn teams_of(&self, user: UserId) -> impl Iterator<Item = &Team> {
        self.teams.values().filter(move |team| team.members.contains(&user) || team.fed.contains(&user))
    }

    /// The roles somebody has beside the built-in one.
    pub fn roles_of(&self, user: UserId) -> impl Iterator<Item = &RoleDefinition> {
        self.roles.values().filter(move |role| role.members.contains(&user) || role.fed.contains(&user))
    }

    /// The level of somebody: that of their highest role.
    #[must_use]
    pub fn level(&self, user: UserId, role: Role) -> u8 {
        self.roles_of(user).map(|role| role.level).chain([level_of(role)]).max().unwrap_or(0)
    }

    /// A department and everything that it is below, itself first.
    #[must_use]
    pub fn above(&self, department: Uuid) -> Vec<&Department> {
        let mut line = Vec::new();
        let mut at = Some(department);
        while let Some(found) = at.and_then(|id| self.departments.get(&id)).filter(|_| line.len() <= MAX_DEPTH) {
            line.push(found);
            at = found.parent;
        }
        line
    }

    /// Departments and everything below them.
    #[must_use]
    pub fn below(&self, departments: impl IntoIterator<Item = Uuid>) -> BTreeSet<Uuid> {
        let mut children: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for department in self.departments.values() {
            if let Some(parent) = department.parent {
                children.entry(parent).or_default().push(department.id);
            }
        }
        let mut found = BTreeSet::new();
        let mut open: Vec<Uuid> = departments.into_iter().collect();
        while let Some(id) = open.pop() {
            if self.departments.contains_key(&id) && found.insert(id) {
                open.extend(children.get(&id).into_iter().flatten());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d1_departments_below_and_above_each_other() {
        let ids: Vec<Uuid> = (1..=4_u128).map(Uuid::from_u128).collect();
        let department = |at: usize, parent: Option<usize>| Department {
            id: ids[at],
            name: format!("d{at}"),
            former: BTreeSet::new(),
            parent: parent.map(|parent| ids[parent]),
            members: BTreeSet::new(),
        };
        let all = [department(0, None), department(1, Some(0)), department(2, Some(1)), department(3, None)];
        let organisation =
            Organisation { departments: all.into_iter().map(|d| (d.id, d)).collect(), ..Organisation::default() };
        assert_eq!(organisation.below([ids[0]]), ids[..3].iter().copied().collect());
        assert_eq!(organisation.above(ids[2]).iter().map(|d| d.id).collect::<Vec<_>>(), [ids[2], ids[1], ids[0]]);
        assert_eq!(organisation.below([Uuid::nil()]), BTreeSet::new());
    }
}
