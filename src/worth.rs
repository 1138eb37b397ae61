//! What the catalog is worth, wired: how assets stand, with sources, teams, lineage and checks beside what the catalog
//! counts; whose KPIs are whose; and the days that are due.
//!
//! How assets stand now is remembered for a moment, because every page of numbers asks for it: until something changes,
//! and a minute at most, in which use may have been told that is no change.

mod alerts;
mod error;
mod report;
pub mod table;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use catalog::{
    AssetId, AssetKind, Catalog, Census, ChangeNumber, PageRequest, RelationKind, Viewer, Visibility,
    governance::facts::fold,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kpi::{
    Asker, Kpis, Standings,
    gather::{self, Around},
    service::Evaluated,
    standing::Checked,
};
use lineage::Lineage;
use quality::{
    Dimension,
    service::{Quality, Tally},
};

pub use self::error::{Error, Result};
use crate::{access::Access, sources::Sources};

/// How long what was worked out counts while nothing changes, in seconds.
const REMEMBERED: i64 = 60;
/// The most domains of one name that are looked at.
const DOMAINS: usize = 50;

/// What the catalog is worth; cheap to clone.
#[derive(Clone)]
pub struct Worth(Arc<Inner>);

struct Inner {
    kpis: Kpis,
    catalog: Catalog,
    lineage: Lineage,
    access: Access,
    sources: Sources,
    quality: Quality,
    remembered: Mutex<Option<Remembered>>,
}

#[derive(Clone)]
struct Remembered {
    change: ChangeNumber,
    at: DateTime<Utc>,
    standings: Arc<Standings>,
}

impl std::fmt::Debug for Worth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worth").finish_non_exhaustive()
    }
}

/// What makes KPIs somebody's.
#[derive(Debug, Clone, Default)]
pub struct Membership {
    names: BTreeSet<String>,
    domains: BTreeSet<String>,
}

impl Membership {
    /// The viewer whose membership it is, as KPIs ask for it.
    #[must_use]
    pub fn of<'a>(&'a self, viewer: &'a Viewer) -> Asker<'a> {
        Asker { viewer, names: &self.names, domains: &self.domains }
    }
}

impl Worth {
    /// What the catalog of these parts is worth.
    #[must_use]
    pub fn new(catalog: Catalog, lineage: Lineage, access: Access, sources: Sources) -> Self {
        let (kpis, quality) = (Kpis::new(catalog.clone()), Quality::new(catalog.clone(), sources.mask_key()));
        Self(Arc::new(Inner { kpis, catalog, lineage, access, sources, quality, remembered: Mutex::default() }))
    }

    /// KPIs, prices and plans.
    #[must_use]
    pub fn kpis(&self) -> &Kpis {
        &self.0.kpis
    }

    /// Today, in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.0.catalog.clock().now().date_naive()
    }

    /// How the assets that a viewer may know of stand now.
    ///
    /// # Errors
    /// `Forbidden`; the store's own.
    pub async fn standings(&self, viewer: &Viewer) -> Result<Arc<Standings>> {
        viewer.must(catalog::Action::ReadCatalog)?;
        let all = self.all_now().await?;
        if viewer.sees == Visibility::Everything {
            return Ok(all);
        }
        let ids: Vec<AssetId> = all.assets.iter().map(|asset| asset.id).collect();
        let seen = self.0.catalog.visible(viewer, &ids).await?;
        let assets = all.assets.iter().filter(|asset| seen.contains(&asset.id)).cloned().collect();
        Ok(Arc::new(Standings { day: all.day, assets }))
    }

    async fn all_now(&self) -> Result<Arc<Standings>> {
        let now = self.0.catalog.clock().now();
        let change = self.0.catalog.last_change().await?;
        let lock = || self.0.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |known: &Remembered| {
            let age = now - known.at;
            known.change == change
                && known.standings.day == now.date_naive()
                && (TimeDelta::zero()..TimeDelta::seconds(REMEMBERED)).contains(&age)
        };
        if let Some(known) = lock().clone().filter(is_fresh) {
            return Ok(known.standings);
        }
        let standings = Arc::new(self.standings_of(now.date_naive(), &self.teams().await?).await?);
        *lock() = Some(Remembered { change, at: now, standings: Arc::clone(&standings) });
        Ok(standings)
    }

    async fn standings_of(&self, day: NaiveDate, teams: &HashMap<String, Arc<str>>) -> Result<Standings> {
        let system = Viewer::system();
        let census = self.0.catalog.census(&system, day).await?;
        let sources = self.0.sources.names(&system).await?;
        let around = Around {
            sources: sources.into_iter().map(|(id, name)| (id, name.into())).collect(),
            teams: teams.clone(),
            with_lineage: Some(self.with_lineage(&census)),
            checked: self.checked(day).await?,
            promised: self.0.quality.promised_assets().await?,
        };
        Ok(gather::standings(&census, &around))
    }

    /// What checks say; none for days that have ended, of which only what was measured on them is known.
    async fn checked(&self, day: NaiveDate) -> Result<Option<HashMap<AssetId, Checked>>> {
        if day < self.today() {
            return Ok(None);
        }
        let tables = self.0.quality.tallies(&Viewer::system(), None).await?;
        let checked = tables.into_iter().map(|table| {
            let tally = table.tally;
            let results = tally.passed + tally.failed + tally.errors;
            let open_incidents = table.open_incidents;
            // To the nearest hour; the mean is over all incidents of all tables.
            let resolved = (table.resolved_incidents, (table.resolved_seconds + 1_800) / 3_600);
            let is_fresh = table.by_dimension.get(&Dimension::Freshness).and_then(on_time);
            let passed = tally.passed;
            (table.asset, Checked { results, passed, is_fresh, open_incidents, resolved, ..Checked::default() })
        });
        Ok(Some(checked.collect()))
    }

    /// The assets of a census with lineage then; looks at memory only.
    fn with_lineage(&self, census: &Census) -> HashSet<AssetId> {
        let has = |id: &AssetId| self.0.lineage.neighbours(*id, Some(census.as_of)) != (0, 0);
        census.assets.iter().map(|asset| asset.id).filter(has).collect()
    }

    /// How many assets directly come from one now, those included that a viewer may not know of.
    #[must_use]
    pub fn live_downstream(&self, asset: AssetId) -> usize {
        self.0.lineage.neighbours(asset, None).1
    }

    /// The team of each owner, in lower case: a team's own name, and of a person the team that was made first.
    async fn teams(&self) -> Result<HashMap<String, Arc<str>>> {
        let organisation = self.0.access.organisation().await?;
        let mut teams: HashMap<String, Arc<str>> = HashMap::new();
        let mut first: HashMap<catalog::UserId, Arc<str>> = HashMap::new();
        for team in organisation.teams.values() {
            let name: Arc<str> = team.name.as_str().into();
            teams.extend(team.owner_names().map(|owner| (owner, Arc::clone(&name))));
            for member in &team.members {
                first.entry(*member).or_insert_with(|| Arc::clone(&name));
            }
        }
        let members: Vec<catalog::UserId> = first.keys().copied().collect();
        for (id, account) in self.0.access.accounts(&members).await? {
            teams.insert(fold(&account.name), Arc::clone(&first[&id]));
        }
        Ok(teams)
    }

    /// What makes KPIs a viewer's: the names they own things by, and the domains that one of these owns.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn membership(&self, viewer: &Viewer) -> Result<Membership> {
        let Some(user) = viewer.user else { return Ok(Membership::default()) };
        let names = self.0.access.owner_names(user).await?;
        let mut domains = BTreeSet::new();
        for domain in self.0.kpis.domains().await? {
            let page = PageRequest::first(DOMAINS);
            let found = self.0.catalog.search_names(&Viewer::system(), &domain, None, &page).await?;
            let is_theirs = found.items.iter().any(|(_, asset)| {
                asset.kind == AssetKind::Domain
                    && fold(asset.name.last()) == fold(&domain)
                    && asset.related(RelationKind::Owner).any(|owner| names.contains(&fold(owner)))
            });
            if is_theirs {
                domains.insert(domain.to_lowercase());
            }
        }
        Ok(Membership { names, domains })
    }

    /// Works out every day that is due, oldest first, and tells of KPIs that turned for the worse. Returns how many days,
    /// and what they came to.
    ///
    /// # Errors
    /// The store's own; days before are worked out.
    pub async fn work_off(&self) -> Result<(usize, Evaluated)> {
        let today = self.today();
        let due = self.0.kpis.due(today).await?;
        let teams = self.teams().await?;
        let mut total = Evaluated::default();
        let days = due.all();
        for day in &days {
            let standings = self.standings_of(*day, &teams).await?;
            let one = self.0.kpis.evaluate(&due, &standings, today).await?;
            total.values += one.values;
            total.without_data += one.without_data;
        }
        self.tell_turns().await?;
        Ok((days.len(), total))
    }
}

/// Whether data came on time by the checks of freshness: not with one that fails, and unknown with none that could be
/// judged.
fn on_time(checks: &Tally) -> Option<bool> {
    if checks.failed > 0 { Some(false) } else { (checks.passed > 0).then_some(true) }
}
