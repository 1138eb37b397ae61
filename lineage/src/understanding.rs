//! How well the SQL of each source is understood, and which statements are not: nothing is left out in silence.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use catalog::{AssetId, Page, PageRequest, SourceId, Viewer};

use crate::{
    Lineage, StatementReading, Status,
    error::{Error, Result},
    notes,
    store::look::{self, gaps::GapRow},
};

/// How many statements with a gap are asked for their reasons.
const REASONS: u64 = 100_000;

/// How many statements with a gap are read together.
const WINDOW: u64 = 500;

/// How well the SQL of a source is understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understanding {
    /// The source; none for SQL that people or modules reported.
    pub source: Option<SourceId>,
    /// How many statements have each status.
    pub statuses: BTreeMap<Status, i64>,
    /// How many of those that are not complete give each reason; one may give several.
    pub reasons: BTreeMap<String, i64>,
}

/// A statement that is not understood completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The view, procedure, task or query whose SQL it stands in.
    pub asset: AssetId,
    /// The place among the statements of that SQL, from 0.
    pub position: i32,
    /// What is to be known of it.
    pub reading: StatementReading,
}

/// Which gaps are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct GapFilter {
    /// Those in SQL of this source.
    pub source: Option<SourceId>,
    /// Those of this status; all but complete ones, when left out.
    pub status: Option<Status>,
}

/// Whose SQL may be shown, and where it was crawled.
struct Owners {
    visible: HashSet<AssetId>,
    sources: HashMap<AssetId, SourceId>,
}

impl Lineage {
    /// How well the SQL of each source is understood, as far as the viewer may know of it; in the order of sources.
    ///
    /// # Errors
    /// The store's own.
    pub async fn understanding(&self, viewer: &Viewer) -> Result<Vec<Understanding>> {
        let database = self.catalog().database();
        let counts = look::gaps::statuses_of_owners(database.read()).await?;
        let reasons = look::gaps::notes(database.read(), REASONS).await?;
        let owners = self.owners(viewer, counts.iter().map(|(owner, ..)| *owner).collect()).await?;
        let mut found: BTreeMap<Option<SourceId>, Understanding> = BTreeMap::new();
        for (owner, status, count) in counts.iter().filter(|(owner, ..)| owners.visible.contains(owner)) {
            let source = owners.sources.get(owner).copied();
            let entry = found.entry(source).or_insert_with(|| Understanding { source, ..Understanding::default() });
            *entry.statuses.entry(*status).or_default() += count;
        }
        for (owner, notes) in reasons.iter().filter(|(owner, _)| owners.visible.contains(owner)) {
            let Some(entry) = found.get_mut(&owners.sources.get(owner).copied()) else { continue };
            for code in notes::codes(notes) {
                *entry.reasons.entry(code).or_default() += 1;
            }
        }
        Ok(found.into_values().collect())
    }

    /// The statements that are not understood completely, in the order in which they were read.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that no page gave.
    pub async fn gaps(&self, viewer: &Viewer, filter: GapFilter, page: &PageRequest) -> Result<Page<Gap>> {
        let after = page.after.as_deref().map_or(Ok(-1), |cursor| {
            cursor
                .parse::<i64>()
                .map_err(|_| Error::invalid("after", format!("`{cursor}` is not a cursor of this list")))
        });
        let mut after = after?;
        let mut wanted: Vec<GapRow> = Vec::new();
        loop {
            let rows = look::gaps::behind(self.catalog().database().read(), after, filter.status, WINDOW).await?;
            let is_last = (rows.len() as u64) < WINDOW;
            after = rows.last().map_or(after, |row| row.id);
            let owners = self.owners(viewer, rows.iter().map(|row| row.owner).collect()).await?;
            let fits = |row: &GapRow| {
                let source = owners.sources.get(&row.owner).copied();
                owners.visible.contains(&row.owner) && (filter.source.is_none() || source == filter.source)
            };
            wanted.extend(rows.into_iter().filter(fits));
            if is_last || wanted.len() > page.first {
                break;
            }
        }
        let page = Page::cut(wanted, page.first, |row| row.id.to_string());
        Ok(page.map(|row| Gap { asset: row.owner, position: row.position, reading: row.reading }))
    }

    async fn owners(&self, viewer: &Viewer, ids: BTreeSet<AssetId>) -> Result<Owners> {
        let ids: Vec<AssetId> = ids.into_iter().collect();
        let visible = self.catalog().visible(viewer, &ids).await?;
        let sources = self.catalog().sources_of(&ids).await?;
        Ok(Owners { visible, sources })
    }
}
