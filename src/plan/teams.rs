//! Teams, as files name them.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::Viewer;
use serde_json::Value;

use super::{
    Declared, Step,
    accounts::{self, Accounts},
    declared::Team,
    departments::{must_be_there, wanted_id},
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{Organisation, Result, TeamChange},
    app::App,
};

pub(super) struct Teams;

#[async_trait]
impl Section for Teams {
    fn name(&self) -> &'static str {
        "teams"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let objects: Vec<Team> = wanted.values().map(|(_, one)| read(one)).collect::<Result<_>>()?;
        let accounts = Accounts::read(app, viewer, objects.iter().filter_map(|one| one.members.as_ref())).await?;
        each(self.name(), wanted, |_, mut one: Team| {
            one.members = one.members.map(|members| accounts.spelled(members)).transpose()?;
            one.fed_by = one.fed_by.map(accounts::groups).transpose()?;
            must_be_there(&organisation, declared, "department", one.department.as_deref())?;
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let found = organisation.teams.values().filter(|one| names.contains(&one.name));
        let people = accounts::names(app, viewer, found.clone().map(|one| &one.members)).await?;
        let documents = found.map(|one| {
            let department = one.department.and_then(|id| organisation.departments.get(&id));
            let team = Team {
                name: one.name.clone(),
                description: one.description.clone(),
                department: department.map(|department| department.name.clone()),
                members: Some(accounts::of(&people, &one.members)),
                fed_by: Some(one.fed_by.clone()),
            };
            (one.name.clone(), json(&team))
        });
        Ok(documents.collect())
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Team = read(wanted)?;
        let organisation = app.access().seen_organisation(viewer).await?;
        let accounts = Accounts::read(app, viewer, one.members.iter()).await?;
        let change = TeamChange {
            id: id(&organisation, name),
            name: name.to_owned(),
            description: one.description,
            department: wanted_id(&organisation, "department", one.department.as_deref())?,
            members: one.members.as_ref().map(|members| accounts.ids(members)).transpose()?,
            fed_by: one.fed_by,
        };
        app.access().save_team(viewer, change).await?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let Some(id) = id(&organisation, &step.name) else { return Ok(()) };
        app.access().delete_team(viewer, id).await
    }
}

fn id(organisation: &Organisation, name: &str) -> Option<uuid::Uuid> {
    organisation.teams.values().find(|one| one.name == name).map(|one| one.id)
}
