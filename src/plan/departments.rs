//! Departments, as files name them.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use catalog::Viewer;
use serde_json::Value;

use super::{
    Declared, Step,
    accounts::{self, Accounts},
    declared::Department,
    section::{Section, Wanted, each, json, read},
};
use crate::{
    access::{DepartmentChange, Error, Organisation, Result},
    app::App,
};

pub(super) struct Departments;

#[async_trait]
impl Section for Departments {
    fn name(&self) -> &'static str {
        "departments"
    }

    async fn checked(&self, app: &App, viewer: &Viewer, declared: &Declared, wanted: Wanted) -> Result<Wanted> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let objects: Vec<Department> = wanted.values().map(|(_, one)| read(one)).collect::<Result<_>>()?;
        let accounts = Accounts::read(app, viewer, objects.iter().filter_map(|one| one.members.as_ref())).await?;
        each(self.name(), wanted, |_, mut one: Department| {
            one.members = one.members.map(|members| accounts.spelled(members)).transpose()?;
            must_be_there(&organisation, declared, "parent", one.parent.as_deref())?;
            Ok(one)
        })
    }

    async fn current(&self, app: &App, viewer: &Viewer, names: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let found = organisation.departments.values().filter(|one| names.contains(&one.name));
        let people = accounts::names(app, viewer, found.clone().map(|one| &one.members)).await?;
        let documents = found.map(|one| {
            let parent = one.parent.and_then(|id| organisation.departments.get(&id)).map(|parent| parent.name.clone());
            let members = Some(accounts::of(&people, &one.members));
            (one.name.clone(), json(&Department { name: one.name.clone(), parent, members }))
        });
        Ok(documents.collect())
    }

    /// Whatever is above comes first.
    fn ordered(&self, mut wanted: Wanted) -> Vec<(String, (String, Value))> {
        let mut ordered = Vec::with_capacity(wanted.len());
        while !wanted.is_empty() {
            let is_ready =
                |document: &Value| document["parent"].as_str().is_none_or(|parent| !wanted.contains_key(parent));
            let ready: Vec<String> =
                wanted.iter().filter(|(_, (_, one))| is_ready(one)).map(|(name, _)| name.clone()).collect();
            if ready.is_empty() {
                // A circle; making the first of them is refused with its name.
                ordered.extend(std::mem::take(&mut wanted));
            }
            ordered.extend(ready.into_iter().filter_map(|name| wanted.remove_entry(&name)));
        }
        ordered
    }

    async fn put(&self, app: &App, viewer: &Viewer, name: &str, wanted: &Value) -> Result<()> {
        let one: Department = read(wanted)?;
        let organisation = app.access().seen_organisation(viewer).await?;
        let accounts = Accounts::read(app, viewer, one.members.iter()).await?;
        let change = DepartmentChange {
            id: id(&organisation, name),
            name: name.to_owned(),
            parent: wanted_id(&organisation, "parent", one.parent.as_deref())?,
            members: one.members.as_ref().map(|members| accounts.ids(members)).transpose()?,
        };
        app.access().save_department(viewer, change).await?;
        Ok(())
    }

    async fn remove(&self, app: &App, viewer: &Viewer, step: &Step) -> Result<()> {
        let organisation = app.access().seen_organisation(viewer).await?;
        let Some(id) = id(&organisation, &step.name) else { return Ok(()) };
        let Some(one) = organisation.departments.get(&id) else { return Ok(()) };
        let nobody = Some(BTreeSet::new());
        let left = DepartmentChange { id: Some(id), name: one.name.clone(), parent: one.parent, members: nobody };
        app.access().save_department(viewer, left).await?;
        app.access().delete_department(viewer, id).await
    }
}

/// The department of this name.
pub(super) fn id(organisation: &Organisation, name: &str) -> Option<uuid::Uuid> {
    organisation.departments.values().find(|one| one.name == name).map(|one| one.id)
}

/// The department that a field names.
///
/// # Errors
/// `Invalid` naming the field.
pub(super) fn wanted_id(organisation: &Organisation, field: &str, name: Option<&str>) -> Result<Option<uuid::Uuid>> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    match id(organisation, name) {
        Some(id) => Ok(Some(id)),
        None => Err(Error::invalid(field, format!("there is no department `{name}`"))),
    }
}

/// Refuses a department that is neither there nor made by the files.
pub(super) fn must_be_there(
    organisation: &Organisation,
    declared: &Declared,
    field: &str,
    name: Option<&str>,
) -> Result<()> {
    match name.filter(|name| !declared.has("departments", name)) {
        Some(name) => wanted_id(organisation, field, Some(name)).map(|_| ()),
        None => Ok(()),
    }
}
