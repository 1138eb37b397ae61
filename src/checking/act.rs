//! What people do with incidents, and who is told of it.

use catalog::{IncidentId, Viewer};
use quality::{
    Result,
    incident::{Act, Incident},
};

use super::{Checking, tell::about};
use crate::notify::{self, Event, EventKind};

impl Checking {
    /// Does something with an incident; whom it is given to is told.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict`; `Invalid`.
    pub async fn act(&self, viewer: &Viewer, id: IncidentId, act: &Act, note: Option<&str>) -> Result<Incident> {
        let write = self.catalog.database().write().await?;
        let incident = self.quality.act(viewer, &write, id, act, note).await?;
        let kind = match act {
            Act::Resolve(_) => EventKind::IncidentResolved,
            _ => EventKind::IncidentChanged,
        };
        let mut event = about(Event::new(kind, viewer.name.clone(), self.catalog.clock().now()), &incident);
        event = event.with("what", act.code());
        if let Some(note) = note {
            event = event.with("note", note.chars().take(500).collect::<String>());
        }
        notify::post(&write, event).await?;
        write.commit().await?;
        Ok(incident)
    }
}
