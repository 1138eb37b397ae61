//! Teams.

use std::collections::BTreeSet;

use catalog::{Action, UserId, Viewer, governance::Subject};
use uuid::Uuid;

use super::{Write, check, renamed};
use crate::access::{
    Access,
    error::{Error, Result},
    organisation::{Organisation, Team},
    store::organisation::Table,
};

/// A team as it shall be.
#[derive(Debug, Clone, Default)]
pub struct TeamChange {
    /// Which one; none for a new one.
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The department it belongs to.
    pub department: Option<Uuid>,
    /// Who is in it; none leaves them as they are.
    pub members: Option<BTreeSet<UserId>>,
    /// Groups of elsewhere whose members count as its own; none leaves them as they are.
    pub fed_by: Option<BTreeSet<String>>,
}

impl Access {
    /// Makes or changes a team.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field; `NotFound`; `Conflict` for a name that is taken.
    pub async fn save_team(&self, viewer: &Viewer, mut change: TeamChange) -> Result<Team> {
        viewer.must(Action::ManageOrganisation)?;
        change.fed_by = change.fed_by.map(check::groups).transpose()?;
        let texts = (check::name(&change.name)?, check::description(&change.description)?);
        if let Some(members) = &change.members {
            self.check_members(members).await?;
        }
        let saved = self.reorganise(|organisation| plan(organisation, &change, texts)).await?;
        // As it is read: with who is in it by groups.
        Ok(self.organisation().await?.teams.get(&saved.id).cloned().unwrap_or(saved))
    }

    /// Deletes a team. What it owns keeps its name as an owner.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_team(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        viewer.must(Action::ManageOrganisation)?;
        self.reorganise(|organisation| {
            let team = organisation.teams.get(&id).ok_or_else(|| catalog::Error::not_found("team", id))?;
            let mut writes = renamed(organisation, &Subject::Team(team.name.clone()), None);
            writes.push(Write::Gone(Table::Team, id));
            Ok((writes, ()))
        })
        .await
    }
}

fn plan(
    organisation: &Organisation,
    change: &TeamChange,
    (name, description): (String, String),
) -> Result<(Vec<Write>, Team)> {
    let old = match change.id {
        Some(id) => Some(organisation.teams.get(&id).ok_or_else(|| catalog::Error::not_found("team", id))?),
        None => None,
    };
    let others = organisation.teams.values().filter(|other| Some(other.id) != change.id);
    check::is_free("team", &name, others.map(|other| (&other.name, &other.former)))?;
    if let Some(department) = change.department.filter(|id| !organisation.departments.contains_key(id)) {
        return Err(Error::invalid("department", format!("there is no department `{department}`")));
    }
    let mut team = old.cloned().unwrap_or_else(|| Team {
        id: UserId::new().0,
        name: name.clone(),
        former: BTreeSet::new(),
        description: String::new(),
        department: None,
        members: BTreeSet::new(),
        fed_by: BTreeSet::new(),
        fed: BTreeSet::new(),
    });
    let mut writes = Vec::new();
    if team.name != name {
        let (before, now) = (Subject::Team(team.name.clone()), Subject::Team(name.clone()));
        writes.extend(renamed(organisation, &before, Some(&now)));
        team.former.remove(&name);
        team.former.insert(std::mem::replace(&mut team.name, name));
    }
    team.description = description;
    team.department = change.department;
    if let Some(members) = &change.members {
        team.members.clone_from(members);
    }
    if let Some(groups) = &change.fed_by {
        team.fed_by.clone_from(groups);
    }
    writes.push(Write::Team(team.clone()));
    Ok((writes, team))
}
