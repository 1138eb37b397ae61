//! Roles, as files name them.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::Viewer;
use serde_json::Value;

use super::{
    Declared, Step,
    accounts::{self, Accounts},
    declared::{Role, Scope},
    departments::{must_be_there, wanted_id},
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{DataScope, Error, Organisation, Result, RoleChange},
    app::App,
};

pub(super) struct Roles;

#[async_trait]
impl Section for Roles {
    fn name(&self) -> &'static str {
        "roles"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let objects: Vec<Role> = wanted.values().map(|(_, one)| read(one)).collect::<Result<_>>()?;
        let accounts = Accounts::read(app, viewer, objects.iter().filter_map(|one| one.members.as_ref())).await?;
        each(self.name(), wanted, |_, mut one: Role| {
            one.members = one.members.map(|members| accounts.spelled(members)).transpose()?;
            one.fed_by = one.fed_by.map(accounts::groups).transpose()?;
            for department in &one.departments {
                must_be_there(&organisation, declared, "departments", Some(department))?;
            }
            match (one.scope == Scope::Chosen, one.departments.is_empty()) {
                (false, false) => Err(Error::invalid("departments", "are for the scope `chosen` alone")),
                (true, true) => Err(Error::invalid("departments", "is empty; the scope `chosen` needs at least one")),
                _ => Ok(one),
            }
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let found = organisation.roles.values().filter(|one| names.contains(&one.name));
        let people = accounts::names(app, viewer, found.clone().map(|one| &one.members)).await?;
        let documents = found.map(|one| {
            let (scope, departments) = told(&organisation, &one.scope);
            let role = Role {
                name: one.name.clone(),
                description: one.description.clone(),
                level: one.level,
                permits: one.permits.clone(),
                scope,
                departments,
                members: Some(accounts::of(&people, &one.members)),
                fed_by: Some(one.fed_by.clone()),
            };
            (one.name.clone(), json(&role))
        });
        Ok(documents.collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Role = read(wanted)?;
        let organisation = app.access().seen_organisation(viewer).await?;
        let accounts = Accounts::read(app, viewer, one.members.iter()).await?;
        let change = RoleChange {
            id: id(&organisation, name),
            name: name.to_owned(),
            description: one.description,
            level: one.level,
            permits: one.permits,
            scope: meant(&organisation, one.scope, &one.departments)?,
            members: one.members.as_ref().map(|members| accounts.ids(members)).transpose()?,
            fed_by: one.fed_by,
        };
        app.access().save_role(viewer, change).await?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let Some(id) = id(&organisation, &step.name) else { return Ok(()) };
        app.access().delete_role(viewer, id).await
    }
}

fn id(organisation: &Organisation, name: &str) -> Option<uuid::Uuid> {
    organisation.roles.values().find(|one| one.name == name).map(|one| one.id)
}

/// A scope in the words of files.
fn told(organisation: &Organisation, scope: &DataScope) -> (Scope, BTreeSet<String>) {
    let word = match scope {
        DataScope::All => Scope::All,
        DataScope::Department => Scope::Department,
        DataScope::DepartmentAndBelow => Scope::DepartmentAndBelow,
        DataScope::Chosen(_) => Scope::Chosen,
        DataScope::Own => Scope::Own,
        DataScope::Nothing => Scope::Nothing,
    };
    let named = scope.departments().filter_map(|id| organisation.departments.get(&id));
    (word, named.map(|department| department.name.clone()).collect())
}

fn meant(organisation: &Organisation, scope: Scope, departments: &BTreeSet<String>) -> Result<DataScope> {
    Ok(match scope {
        Scope::All => DataScope::All,
        Scope::Department => DataScope::Department,
        Scope::DepartmentAndBelow => DataScope::DepartmentAndBelow,
        Scope::Own => DataScope::Own,
        Scope::Nothing => DataScope::Nothing,
        Scope::Chosen => {
            let mut chosen = BTreeSet::new();
            for name in departments {
                chosen.extend(wanted_id(organisation, "departments", Some(name))?);
            }
            DataScope::Chosen(chosen)
        }
    })
}
