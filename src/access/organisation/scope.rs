//! Which assets a role lets its members see: by whose they are.
//!
//! An asset is a department's when the department owns it, or a team of it does, or somebody in it; what owns a container
//! owns everything in it.

use std::collections::{BTreeSet, HashMap};

use catalog::{
    UserId,
    governance::{Test, facts::fold},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Organisation;

/// Which assets a role lets its members see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataScope {
    /// All of them.
    All,
    /// Those of their own department.
    Department,
    /// Those of their own department and of all below it.
    DepartmentAndBelow,
    /// Those of these departments.
    Chosen(BTreeSet<Uuid>),
    /// Those that are their own, or of a team they are in.
    Own,
    /// None; what they see is for policies to say.
    #[default]
    Nothing,
}

impl DataScope {
    /// The question whether an asset is in it for somebody who goes by `names`; `accounts` are the names of accounts.
    #[must_use]
    pub fn test(
        &self,
        organisation: &Organisation,
        user: UserId,
        names: &BTreeSet<String>,
        accounts: &HashMap<UserId, String>,
    ) -> Test {
        let own = organisation.department_of(user).map(|department| department.id);
        let departments = match self {
            Self::All => return Test::ALWAYS,
            Self::Nothing => return Test::NEVER,
            Self::Own => {
                let mine = names.iter().filter(|name| !name.starts_with("department:"));
                return Test::Owner(mine.cloned().collect());
            }
            Self::Department => own.into_iter().collect(),
            Self::DepartmentAndBelow => organisation.below(own),
            Self::Chosen(departments) => departments.clone(),
        };
        Test::Owner(owners_in(organisation, &departments, accounts))
    }

    /// The departments that it names.
    pub fn departments(&self) -> impl Iterator<Item = Uuid> + '_ {
        let chosen = if let Self::Chosen(departments) = self { Some(departments) } else { None };
        chosen.into_iter().flatten().copied()
    }
}

/// What owners are called that are in one of `departments`.
fn owners_in(
    organisation: &Organisation,
    departments: &BTreeSet<Uuid>,
    accounts: &HashMap<UserId, String>,
) -> BTreeSet<String> {
    let mut owners = BTreeSet::new();
    for department in departments.iter().filter_map(|id| organisation.departments.get(id)) {
        owners.extend(department.owner_names());
        owners.extend(department.members.iter().filter_map(|user| accounts.get(user)).map(|name| fold(name)));
    }
    let of_them = |team: &&super::Team| team.department.is_some_and(|department| departments.contains(&department));
    owners.extend(organisation.teams.values().filter(of_them).flat_map(super::Team::owner_names));
    owners
}
