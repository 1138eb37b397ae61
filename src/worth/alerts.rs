//! Telling who answers for a KPI that it is at risk or was missed: once each time it turns, not every day.

use std::collections::BTreeSet;

use catalog::{UserId, governance::facts::fold};
use kpi::service::{Outlook, Turn};

use super::{Result, Worth};
use crate::notify::{self, Event, EventKind};

/// The most people who are told of one KPI.
const MOST_PEOPLE: usize = 200;

impl Worth {
    /// Tells of every KPI that turned for the worse. Returns how many.
    ///
    /// # Errors
    /// The store's own; then nobody is told, and everybody the next time.
    pub(super) async fn tell_turns(&self) -> Result<usize> {
        let write = self.0.catalog.database().write().await.map_err(catalog::Error::from)?;
        let turns = self.0.kpis.turned(&write, self.today()).await?;
        let mut events = Vec::with_capacity(turns.len());
        for turn in &turns {
            events.push(self.event(turn).to(self.people(turn).await?));
        }
        notify::post_all(&write, events).await?;
        write.commit().await.map_err(catalog::Error::from)?;
        Ok(turns.len())
    }

    /// Who answers for it: its owner, and where it has none whoever changed it last.
    async fn people(&self, turn: &Turn) -> Result<Vec<UserId>> {
        let name = turn.kpi.definition.owner.as_deref().unwrap_or(&turn.kpi.changed_by);
        Ok(self.0.access.people_owning(&BTreeSet::from([fold(name)]), MOST_PEOPLE).await?)
    }

    fn event(&self, turn: &Turn) -> Event {
        let (kind, definition) = match turn.outlook {
            Outlook::Missed => (EventKind::KpiMissed, &turn.kpi.definition),
            Outlook::AtRisk | Outlook::OnTrack => (EventKind::KpiAtRisk, &turn.kpi.definition),
        };
        let event = Event::new(kind, "system", self.0.catalog.clock().now())
            .with("kpi", turn.kpi.id.to_string())
            .with("title", definition.name.clone())
            .with("value", turn.value.normalize().to_string())
            .with("target", definition.target.normalize().to_string())
            .with("until", definition.until.to_string());
        match turn.at_end {
            Some(at_end) => event.with("atEnd", at_end.round_dp(2).normalize().to_string()),
            None => event,
        }
    }
}
