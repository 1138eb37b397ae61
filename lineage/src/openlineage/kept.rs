//! Events that are kept: which assets each names, asking for them, forgetting old ones.
//!
//! Who must not know of one of the assets that an event names must not know of the event: its text has the names.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use catalog::{Action, AssetId, Page, PageRequest, Viewer, Visibility, page};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{
    OpenLineage,
    raw::{Label, Raw, unpack},
};
use crate::{
    error::Result,
    store::event::{self as store, Line, StoredEvent, Wanted},
};

/// The most assets that are written down with an event; one that names more is for those only who may see everything.
const MOST_NAMED: usize = 1000;
/// How many events are looked at at a time, for what a viewer may know of.
const LOOKED_AT: usize = 500;
/// A quarter of an hour in microseconds: every time zone is a multiple of it from UTC.
const QUARTER: i64 = 15 * 60 * 1_000_000;
/// How many events are looked at for one answer at most.
const MOST_LOOKED_AT: usize = 20_000;

/// Which events are wanted; what is absent does not narrow.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Those of jobs, or of data sets by themselves, of this namespace.
    pub namespace: Option<String>,
    /// Those of this run, by what its tool calls it.
    pub run: Option<String>,
    /// Not before, by the event's own time.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
    /// Whether the oldest come first.
    pub is_oldest_first: bool,
}

/// An event as it came, without secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptEvent {
    /// Its identifier, which follows from its text.
    pub id: Uuid,
    /// Its own time.
    pub at: DateTime<Utc>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// What it says.
    pub body: Value,
}

/// The row of an event that names `assets`.
pub(super) fn row(raw: &Raw, label: &Label, assets: &BTreeSet<AssetId>, now: DateTime<Utc>) -> StoredEvent {
    // Nobody but those who may see everything knows of the asset without a number.
    let nil = BTreeSet::from([AssetId(Uuid::nil())]);
    let assets = if assets.is_empty() || assets.len() > MOST_NAMED { &nil } else { assets };
    StoredEvent {
        id: raw.id,
        at: label.at.timestamp_micros(),
        received_at: now.timestamp_micros(),
        namespace: label.namespace.clone(),
        run: label.run.as_ref().map(|(run, _)| run.clone()),
        event_type: label.run.as_ref().map(|(_, event_type)| event_type.word().to_owned()),
        size: i32::try_from(raw.body.len()).unwrap_or(i32::MAX),
        about: assets.iter().flat_map(|asset| asset.0.into_bytes()).collect(),
        body: raw.body.clone(),
    }
}

/// The assets that an event names.
fn named(line: &Line) -> impl Iterator<Item = AssetId> {
    line.about.chunks_exact(16).filter_map(|id| Uuid::from_slice(id).ok()).map(AssetId)
}

impl From<&EventFilter> for Wanted {
    fn from(filter: &EventFilter) -> Self {
        Self {
            namespace: filter.namespace.clone(),
            run: filter.run.clone(),
            from: filter.from.map(|at| at.timestamp_micros()),
            to: filter.to.map(|at| at.timestamp_micros()),
            is_oldest_first: filter.is_oldest_first,
        }
    }
}

impl OpenLineage {
    /// Kept events that the viewer may know of, the latest first unless the filter says otherwise, without the first
    /// `skipped` of them. Behind a cursor 20,000 are looked at; what this viewer may know of behind them is not found.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; [`catalog::Error::Invalid`] for a cursor of another list.
    pub async fn events(
        &self,
        viewer: &Viewer,
        filter: &EventFilter,
        skipped: usize,
        page: &PageRequest,
    ) -> Result<Page<KeptEvent>> {
        viewer.must(Action::ReadCatalog)?;
        let behind = page.after.as_deref().map(place).transpose()?;
        let seen = self.seen(viewer, &Wanted::from(filter), behind, skipped + page.first + 1).await?;
        let mut lines: Vec<Line> = seen.into_iter().skip(skipped).collect();
        let has_more = lines.len() > page.first;
        lines.truncate(page.first);
        let mut events = self.with_texts(&lines).await?;
        let items = lines.iter().filter_map(|line| Some((cursor(line), events.remove(&line.id)?))).collect();
        Ok(Page { items, has_more, total: None })
    }

    /// How many events [`Self::events`] has in all its pages; exact up to 20,000 for those who must not see everything.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`].
    pub async fn count_events(&self, viewer: &Viewer, filter: &EventFilter) -> Result<u64> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = Wanted::from(filter);
        if viewer.sees == Visibility::Everything {
            return store::count(self.catalog.database().read(), &wanted).await;
        }
        Ok(self.seen(viewer, &wanted, None, MOST_LOOKED_AT).await?.len() as u64)
    }

    /// How many events of runs there are of each type (in the specification's word) in each quarter of an hour, by its
    /// beginning; exact up to 20,000 for those who must not see everything.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`].
    pub async fn tally_events(
        &self,
        viewer: &Viewer,
        filter: &EventFilter,
    ) -> Result<BTreeMap<(DateTime<Utc>, String), i64>> {
        viewer.must(Action::ReadCatalog)?;
        let wanted = Wanted::from(filter);
        let rows = if viewer.sees == Visibility::Everything {
            store::tally(self.catalog.database().read(), &wanted, QUARTER).await?
        } else {
            let seen = self.seen(viewer, &wanted, None, MOST_LOOKED_AT).await?;
            seen.into_iter().map(|line| (line.at / QUARTER, line.event_type, 1)).collect()
        };
        let mut tally = BTreeMap::new();
        for (quarter, event_type, count) in rows {
            if let Some(event_type) = event_type {
                *tally.entry((time(quarter * QUARTER), event_type)).or_default() += count;
            }
        }
        Ok(tally)
    }

    /// Forgets events that came before a moment, and the oldest of the rest while all together have more than
    /// `most_bytes`. A few a transaction, so that writers in between need not wait long.
    ///
    /// # Errors
    /// The store's own.
    pub async fn forget_events(&self, before: DateTime<Utc>, most_bytes: i64) -> Result<u64> {
        let mut excess = store::total_bytes(self.catalog.database().read()).await?.saturating_sub(most_bytes);
        let mut total = 0;
        loop {
            let write = self.catalog.database().write().await?;
            let (count, bytes) = store::forget(&*write, before.timestamp_micros(), excess).await?;
            write.commit().await?;
            total += count;
            excess = excess.saturating_sub(bytes);
            if count == 0 {
                return Ok(total);
            }
        }
    }

    /// The first `most` events behind one of them of which the viewer may know.
    async fn seen(
        &self,
        viewer: &Viewer,
        wanted: &Wanted,
        mut behind: Option<(i64, Uuid)>,
        most: usize,
    ) -> Result<Vec<Line>> {
        let mut seen = Vec::new();
        let mut looked_at = 0;
        while seen.len() < most && looked_at < MOST_LOOKED_AT {
            let lines = store::list(self.catalog.database().read(), wanted, behind, LOOKED_AT.min(most + 1)).await?;
            let Some(last) = lines.last() else { break };
            behind = Some((last.at, last.id));
            looked_at += lines.len();
            let ids: HashSet<AssetId> = lines.iter().flat_map(named).collect();
            let known = self.catalog.visible(viewer, &ids.into_iter().collect::<Vec<_>>()).await?;
            seen.extend(lines.into_iter().filter(|line| named(line).all(|asset| known.contains(&asset))));
        }
        seen.truncate(most);
        Ok(seen)
    }

    async fn with_texts(&self, lines: &[Line]) -> Result<HashMap<Uuid, KeptEvent>> {
        let ids: Vec<Uuid> = lines.iter().map(|line| line.id).collect();
        let rows = store::get(self.catalog.database().read(), &ids).await?;
        let read = |row: StoredEvent| {
            let (at, received_at) = (time(row.at), time(row.received_at));
            Some((row.id, KeptEvent { id: row.id, at, received_at, body: unpack(&row.body)? }))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}

fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

fn cursor(line: &Line) -> String {
    page::encode_cursor(&[&line.at.to_string(), &line.id.to_string()])
}

fn place(cursor: &str) -> Result<(i64, Uuid)> {
    let bad = || catalog::Error::invalid("after", "is not a cursor of this list");
    let parts = page::decode_cursor(cursor, 2)?;
    let at: i64 = parts[0].parse().map_err(|_| bad())?;
    Ok((at, Uuid::parse_str(&parts[1]).map_err(|_| bad())?))
}
