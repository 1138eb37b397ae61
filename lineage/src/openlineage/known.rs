//! What has to be known before events are taken: which assets their jobs and data sets are. Looked up in sets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{Asset, AssetId, AssetKind, Catalog, Name, Viewer};
use serde_json::Value;

use super::{
    columns,
    event::{Dataset, Event, Facets, Job, text_in},
    identity::identify,
    io::Place,
    job::{self, JobKey, Placed},
};
use crate::{error::Result, store::openlineage as store};

/// A data set, as events spell it: namespace and name.
pub(super) type Spelled = (String, String);

/// Assets of jobs and data sets.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Jobs that were heard of, and pipelines that the catalog has.
    pub(super) jobs: Placed,
    /// Data sets by every spelling.
    datasets: HashMap<Spelled, Place>,
    /// Spellings that were found to mean an asset of another name.
    pub(super) aliases: BTreeMap<Spelled, Place>,
    /// Assets that are there, by place.
    pub(super) assets: HashMap<Place, Asset>,
    /// The columns of tables, by table and identity key.
    pub(super) columns: HashMap<AssetId, HashMap<String, Asset>>,
}

/// The jobs and data sets of an event.
fn parts(event: &Event) -> (Option<(&Job, Option<&Facets>)>, Vec<&Dataset>) {
    match event {
        Event::Run(run) => (Some((&run.job, Some(&run.run_facets))), run.inputs.iter().chain(&run.outputs).collect()),
        Event::Job(job) => (Some((&job.job, None)), job.inputs.iter().chain(&job.outputs).collect()),
        Event::Dataset(dataset) => (None, vec![&dataset.dataset]),
    }
}

/// The other spellings of a data set, by its symlinks facet.
fn symlinks(dataset: &Dataset) -> Vec<Spelled> {
    let identifiers = dataset.facets.get("symlinks").and_then(|facet| facet.get("identifiers"));
    let identifiers = identifiers.and_then(Value::as_array).into_iter().flatten().take(20);
    let spelled = |identifier: &Value| {
        let identifier = identifier.as_object()?;
        let text = |member| text_in(identifier, &[member]).filter(|text| text.len() <= 1000).map(str::to_owned);
        Some((text("namespace")?, text("name")?))
    };
    identifiers.filter_map(spelled).collect()
}

impl Known {
    /// Looks everything up that `events` speak of.
    pub(super) async fn look_up(catalog: &Catalog, events: &[&Event]) -> Result<Self> {
        let mut known = Self::default();
        known.look_up_jobs(catalog, events).await?;
        known.look_up_datasets(catalog, events).await?;
        known.look_up_columns(catalog).await?;
        Ok(known)
    }

    async fn look_up_jobs(&mut self, catalog: &Catalog, events: &[&Event]) -> Result<()> {
        let mut keys: BTreeSet<JobKey> = BTreeSet::new();
        for (job, run_facets) in events.iter().filter_map(|event| parts(event).0) {
            keys.insert(job::key(job));
            keys.extend(run_facets.into_iter().flat_map(job::around));
        }
        let stored = store::jobs(catalog.database().read(), &keys).await?;
        let placed = |(key, stored): (&JobKey, &store::StoredJob)| {
            Some((key.clone(), serde_json::from_str::<Place>(&stored.place).ok()?))
        };
        self.jobs = stored.iter().filter_map(placed).collect();
        let unheard = keys.into_iter().filter(|key| !self.jobs.contains_key(key));
        let pipelines: Vec<(JobKey, Place)> = unheard
            .map(|key| (key.clone(), (Name::new(key.0, [key.1]), AssetKind::Pipeline)))
            .filter(|(_, (name, _))| name.validate().is_ok())
            .collect();
        let heard: Vec<Place> = self.jobs.values().cloned().collect();
        self.find(catalog, pipelines.iter().map(|(_, place)| place.clone()).chain(heard).collect()).await?;
        for (key, place) in pipelines {
            if self.assets.contains_key(&place) {
                self.jobs.insert(key, place);
            }
        }
        Ok(())
    }

    async fn look_up_datasets(&mut self, catalog: &Catalog, events: &[&Event]) -> Result<()> {
        let mut groups: BTreeMap<Spelled, Vec<Spelled>> = BTreeMap::new();
        for dataset in events.iter().flat_map(|event| parts(event).1) {
            let own = (dataset.namespace.clone(), dataset.name.clone());
            groups.entry(own).or_default().extend(symlinks(dataset));
            for source in columns::sources(dataset) {
                groups.entry(source).or_default();
            }
        }
        let spelled: BTreeSet<Spelled> =
            groups.iter().flat_map(|(own, more)| more.iter().chain([own])).cloned().collect();
        let aliases = store::aliases(catalog.database().read(), &spelled).await?;
        let aliases: HashMap<Spelled, Place> =
            aliases.into_iter().filter_map(|(key, place)| Some((key, serde_json::from_str(&place).ok()?))).collect();
        let own = spelled.iter().map(|(namespace, name)| identify(namespace, name));
        self.find(catalog, own.chain(aliases.values().cloned()).collect()).await?;
        for (own, more) in groups {
            self.settle(own, more, &aliases);
        }
        Ok(())
    }

    /// Decides which asset a data set is: the first of its spellings that is crawled or reported, else what one of them
    /// was found to mean before, else itself.
    fn settle(&mut self, own: Spelled, more: Vec<Spelled>, aliases: &HashMap<Spelled, Place>) {
        let all: Vec<Spelled> = std::iter::once(own.clone()).chain(more).collect();
        let places: Vec<Place> = all.iter().map(|(namespace, name)| identify(namespace, name)).collect();
        let is_real = |place: &&Place| self.assets.get(*place).is_some_and(|asset| !asset.is_placeholder);
        let real = places.iter().find(is_real);
        let meant = real.or_else(|| all.iter().find_map(|spelled| aliases.get(spelled))).unwrap_or(&places[0]);
        let meant = self.assets.get(meant).map_or(meant.clone(), |asset| (asset.name.clone(), asset.kind));
        for (spelled, place) in std::iter::zip(all, places) {
            if place != meant && aliases.get(&spelled) != Some(&meant) && meant.1 != AssetKind::Column {
                self.aliases.insert(spelled.clone(), meant.clone());
            }
            let is_own = spelled == own;
            if is_own || !self.datasets.contains_key(&spelled) {
                self.datasets.insert(spelled, meant.clone());
            }
        }
    }

    async fn look_up_columns(&mut self, catalog: &Catalog) -> Result<()> {
        let tables: BTreeSet<AssetId> =
            self.datasets.values().filter_map(|place| self.assets.get(place)).map(|asset| asset.id).collect();
        let tables: Vec<AssetId> = tables.into_iter().collect();
        for column in catalog.inside(&Viewer::system(), &tables, Some(AssetKind::Column)).await? {
            let Some(table) = column.parent else { continue };
            let key = column.name.platform().identity_key(AssetKind::Column, column.name.last());
            self.columns.entry(table).or_default().insert(key, column);
        }
        Ok(())
    }

    /// Finds the assets at `places`; those under an alias of their namespace are found too. A path may be that of a file,
    /// which no event tells.
    async fn find(&mut self, catalog: &Catalog, places: Vec<Place>) -> Result<()> {
        let mut places: Vec<Place> = places.into_iter().filter(|(name, _)| name.validate().is_ok()).collect();
        let paths = places.iter().filter(|(_, kind)| *kind == AssetKind::Container).map(|(name, _)| name.clone());
        let files: Vec<Place> = paths.map(|name| (name, AssetKind::File)).collect();
        places.extend(files);
        let ids = catalog.resolve(&Viewer::system(), &places).await?;
        let found: Vec<AssetId> = ids.iter().flatten().copied().collect();
        let assets = catalog.assets(&Viewer::system(), &found, None).await?;
        let assets: HashMap<AssetId, Asset> = assets.into_iter().map(|asset| (asset.id, asset)).collect();
        for (place, id) in std::iter::zip(places, ids) {
            if let Some(asset) = id.and_then(|id| assets.get(&id)) {
                self.assets.insert((asset.name.clone(), asset.kind), asset.clone());
                let folder = (place.0.clone(), AssetKind::Container);
                if place.1 == AssetKind::File && self.assets.get(&folder).is_none_or(|known| known.is_placeholder) {
                    self.assets.insert(folder, asset.clone());
                }
                self.assets.insert(place, asset.clone());
            }
        }
        Ok(())
    }

    /// The assets that an event names.
    pub(super) fn named(&self, event: &Event) -> BTreeSet<Place> {
        let (job, datasets) = parts(event);
        let job_keys = job.into_iter().flat_map(|(job, run_facets)| {
            run_facets.into_iter().flat_map(job::around).chain([job::key(job)]).collect::<Vec<_>>()
        });
        let mut named: BTreeSet<Place> = job_keys.filter_map(|key| self.jobs.get(&key).cloned()).collect();
        for dataset in datasets {
            named.insert(self.dataset(&dataset.namespace, &dataset.name));
            let others = symlinks(dataset).into_iter().chain(columns::sources(dataset));
            named.extend(others.map(|(namespace, name)| self.dataset(&namespace, &name)));
        }
        named
    }

    /// The asset that a data set is.
    pub(super) fn dataset(&self, namespace: &str, name: &str) -> Place {
        let spelled = (namespace.to_owned(), name.to_owned());
        self.datasets.get(&spelled).cloned().unwrap_or_else(|| identify(namespace, name))
    }
}
