//! What people are told of incidents: nothing that only who may see samples, or the column, should read.

use chrono::{DateTime, Utc};
use quality::{
    incident::Incident,
    service::{News, Stage},
};

use crate::notify::{Event, EventKind};

/// The events of what became of incidents.
pub(super) fn events(news: &[News], at: DateTime<Utc>) -> Vec<Event> {
    news.iter().map(|news| event(news, at)).collect()
}

fn event(news: &News, at: DateTime<Utc>) -> Event {
    let kind = match news.stage {
        Stage::Opened | Stage::Reopened => EventKind::IncidentOpened,
        Stage::Passed => EventKind::IncidentResolved,
    };
    let event = about(Event::new(kind, "system", at), &news.incident).with("check", news.kind.clone());
    match &news.title {
        // A title may name the column, which not everybody who may know of the table may know of.
        Some(title) if news.column.is_none() => event.with("checkTitle", title.clone()),
        _ => event,
    }
}

/// An event about an incident.
pub(super) fn about(event: Event, incident: &Incident) -> Event {
    event
        .about(incident.asset)
        .with("incident", incident.id.to_string())
        .with("severity", incident.severity)
        .with("failures", incident.failures)
}
