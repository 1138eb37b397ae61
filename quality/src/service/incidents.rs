//! Incidents: what people do with them.

use catalog::{
    Action, AssetId, CheckId, IncidentId, Page, PageRequest, Viewer, Write, governance::Permission,
    page::filling::Filling,
};

use super::Quality;
use crate::{
    error::{Error, Result},
    incident::{Act, Entry, Incident, MOST_NOTE, Reason, State},
    store,
};

/// How much of an incident's story is told.
const MOST_ENTRIES: u64 = 500;

/// Which incidents are wanted.
#[derive(Debug, Clone, Default)]
pub struct IncidentFilter {
    /// About this table.
    pub asset: Option<AssetId>,
    /// Of this check.
    pub check: Option<CheckId>,
    /// In one of these states; any when empty.
    pub states: Vec<State>,
    /// Given to this account or team.
    pub assignee: Option<String>,
}

impl Quality {
    /// A page of incidents, newest first.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn incidents(
        &self,
        viewer: &Viewer,
        filter: &IncidentFilter,
        page: &PageRequest,
    ) -> Result<Page<Incident>> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = store::incident::Wanted {
            asset: filter.asset.map(|asset| asset.0),
            check: filter.check.map(|check| check.0),
            states: filter.states.clone(),
            assignee: filter.assignee.clone(),
        };
        let mut filling = Filling::begin(page)?;
        while let Some(step) = filling.next()? {
            let read = store::incident::page(self.database().read(), &wanted, step).await?;
            let seen = (read.len(), read.last().map(|last| last.id.0));
            filling.add(step, seen, self.seen_incidents(viewer, read).await?);
        }
        Ok(filling.page(|incident: &Incident| catalog::page::encode_cursor(&[&incident.id.to_string()])))
    }

    /// Those of some incidents whose check the viewer may know of.
    async fn seen_incidents(&self, viewer: &Viewer, incidents: Vec<Incident>) -> Result<Vec<Incident>> {
        let checks: Vec<CheckId> = incidents.iter().map(|incident| incident.check).collect();
        let seen = self.checks_by_id(viewer, &checks).await?;
        let seen: std::collections::HashSet<CheckId> = seen.into_iter().map(|check| check.id).collect();
        Ok(incidents.into_iter().filter(|incident| seen.contains(&incident.check)).collect())
    }

    /// One incident.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn incident(&self, viewer: &Viewer, id: IncidentId) -> Result<Incident> {
        viewer.must(Action::ReadCatalog)?;
        let found = store::incident::find(self.database().read(), id).await?;
        let seen = self.seen_incidents(viewer, found.into_iter().collect()).await?.pop();
        seen.ok_or_else(|| Error::not_found("incident", id))
    }

    /// An incident's story, oldest first; the newest 500 lines.
    ///
    /// # Errors
    /// As [`Quality::incident`].
    pub async fn incident_entries(&self, viewer: &Viewer, id: IncidentId) -> Result<Vec<Entry>> {
        self.incident(viewer, id).await?;
        store::incident::entries(self.database().read(), id, MOST_ENTRIES).await
    }

    /// Does something with an incident, in the caller's transaction: who may edit the table, or is given the incident,
    /// may; saying something takes the right to discuss.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` for what its state does not allow; `Invalid` for the note or the assignee.
    pub async fn act(
        &self,
        viewer: &Viewer,
        write: &Write,
        id: IncidentId,
        act: &Act,
        note: Option<&str>,
    ) -> Result<Incident> {
        let seen = self.incident(viewer, id).await?;
        self.must_act(viewer, &seen, act).await?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.chars().count() > MOST_NOTE) {
            return Err(Error::invalid("note", format!("has more than {MOST_NOTE} characters")));
        }
        if *act == Act::Note && note.is_none() {
            return Err(Error::invalid("note", "is empty; say something"));
        }
        if matches!(act, Act::Resolve(Reason::Passing | Reason::Withdrawn)) {
            return Err(Error::invalid("reason", "is for the service to say; choose another"));
        }
        let current = store::incident::find(&**write, id).await?.ok_or_else(|| Error::not_found("incident", id))?;
        let now = self.now();
        let after = current.after(act, now)?;
        store::incident::update(write, &after, now).await?;
        let said = match act {
            Act::Assign(_) => Some(joined(after.assignee.as_deref(), note)),
            Act::Resolve(reason) => Some(joined(Some(reason.code()), note)),
            _ => note.map(ToOwned::to_owned),
        };
        let entry = Entry { at: now, actor: viewer.name.clone(), what: act.code().to_owned(), note: said };
        store::incident::add_entry(write, id, &entry).await?;
        Ok(after)
    }

    async fn must_act(&self, viewer: &Viewer, incident: &Incident, act: &Act) -> Result<()> {
        if *act == Act::Note {
            return Ok(viewer.must(Action::Discuss)?);
        }
        viewer.must(Action::ManageQuality)?;
        Ok(self.catalog.must_with(viewer, Permission::Edit, &[incident.asset]).await?)
    }
}

fn joined(first: Option<&str>, note: Option<&str>) -> String {
    [first, note].into_iter().flatten().collect::<Vec<_>>().join(": ")
}
