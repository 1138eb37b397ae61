//! Departments: a forest without cycles; everybody is in one department at most.

use std::collections::BTreeSet;

use catalog::{Action, UserId, Viewer, governance::Subject};
use uuid::Uuid;

use super::{Write, check, renamed};
use crate::access::{
    Access,
    error::{Error, Result},
    organisation::{Department, MAX_DEPTH, Organisation},
    store::organisation::Table,
};

/// A department as it shall be.
#[derive(Debug, Clone, Default)]
pub struct DepartmentChange {
    /// Which one; none for a new one.
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// The department that it is directly below.
    pub parent: Option<Uuid>,
    /// Who is in it; none leaves them as they are.
    pub members: Option<BTreeSet<UserId>>,
}

impl Access {
    /// Makes or changes a department. Whoever joins it leaves the one they were in.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field, also for a parent that is below it; `NotFound`; `Conflict` for a name
    /// that is taken.
    pub async fn save_department(&self, viewer: &Viewer, change: DepartmentChange) -> Result<Department> {
        viewer.must(Action::ManageOrganisation)?;
        let name = check::name(&change.name)?;
        if let Some(members) = &change.members {
            self.check_members(members).await?;
        }
        self.reorganise(|organisation| plan(organisation, &change, name)).await
    }

    /// Deletes a department that nothing is in or below.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` saying what is still in it.
    pub async fn delete_department(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        viewer.must(Action::ManageOrganisation)?;
        self.reorganise(|organisation| {
            let Some(department) = organisation.departments.get(&id) else {
                return Err(catalog::Error::not_found("department", id).into());
            };
            if let Some(problem) = what_needs_it(organisation, department) {
                return Err(catalog::Error::conflict(problem).into());
            }
            let mut writes = renamed(organisation, &Subject::Department(department.name.clone()), None);
            writes.push(Write::Gone(Table::Department, id));
            Ok((writes, ()))
        })
        .await
    }
}

fn what_needs_it(organisation: &Organisation, department: &Department) -> Option<String> {
    let id = department.id;
    if let Some(below) = organisation.departments.values().find(|other| other.parent == Some(id)) {
        return Some(format!("`{}` is below it; move that first", below.name));
    }
    if !department.members.is_empty() {
        return Some(format!("{} people are in it; move them first", department.members.len()));
    }
    if let Some(team) = organisation.teams.values().find(|team| team.department == Some(id)) {
        return Some(format!("the team `{}` belongs to it; move that first", team.name));
    }
    let scope = organisation.roles.values().find(|role| role.scope.departments().any(|chosen| chosen == id));
    scope.map(|role| format!("the role `{}` names it in its scope; change that first", role.name))
}

fn plan(organisation: &Organisation, change: &DepartmentChange, name: String) -> Result<(Vec<Write>, Department)> {
    let old = match change.id {
        Some(id) => Some(organisation.departments.get(&id).ok_or_else(|| catalog::Error::not_found("department", id))?),
        None => None,
    };
    let others = organisation.departments.values().filter(|other| Some(other.id) != change.id);
    check::is_free("department", &name, others.map(|other| (&other.name, &other.former)))?;
    let mut department = old.cloned().unwrap_or_else(|| Department {
        id: UserId::new().0,
        name: name.clone(),
        former: BTreeSet::new(),
        parent: None,
        members: BTreeSet::new(),
    });
    check_parent(organisation, &department, change.parent)?;
    let mut writes = Vec::new();
    if department.name != name {
        let (before, now) = (Subject::Department(department.name.clone()), Subject::Department(name.clone()));
        writes.extend(renamed(organisation, &before, Some(&now)));
        department.former.remove(&name);
        department.former.insert(std::mem::replace(&mut department.name, name));
    }
    department.parent = change.parent;
    if let Some(members) = &change.members {
        department.members.clone_from(members);
        for other in organisation.departments.values().filter(|other| other.id != department.id) {
            if !other.members.is_disjoint(members) {
                let members = other.members.difference(members).copied().collect();
                writes.push(Write::Department(Department { members, ..other.clone() }));
            }
        }
    }
    writes.push(Write::Department(department.clone()));
    Ok((writes, department))
}

fn check_parent(organisation: &Organisation, department: &Department, parent: Option<Uuid>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    if !organisation.departments.contains_key(&parent) {
        return Err(Error::invalid("parent", format!("there is no department `{parent}`")));
    }
    let below = organisation.below([department.id]);
    if below.contains(&parent) {
        let problem = "is the department itself or below it; departments cannot go in a circle";
        return Err(Error::invalid("parent", problem));
    }
    let own = organisation.above(department.id).len();
    let height = below.iter().map(|id| organisation.above(*id).len() - own).max().unwrap_or(0);
    let depth = organisation.above(parent).len() + 1 + height;
    if depth > MAX_DEPTH {
        return Err(Error::invalid("parent", format!("would make departments {depth} deep; {MAX_DEPTH} are allowed")));
    }
    Ok(())
}
