//! What clients ask for in OpenLineage's words: which asset a job or data set is, its facets, what jobs read and write.

use std::collections::{BTreeSet, HashMap};

use catalog::{Asset, AssetId, AssetKind, Listing, Name, PageRequest, Viewer};

use super::{
    OpenLineage,
    event::Facets,
    identity::identify,
    io::{JobState, Place},
    job::JobKey,
};
use crate::{error::Result, store::openlineage as store};

/// The kinds that are data sets.
pub const DATASETS: [AssetKind; 4] = [AssetKind::Table, AssetKind::Topic, AssetKind::Container, AssetKind::File];
/// The kinds that are jobs.
pub const JOBS: [AssetKind; 2] = [AssetKind::Pipeline, AssetKind::Task];

/// What a job reads and writes, as far as the viewer may know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// What it reads.
    pub inputs: Vec<(Name, AssetId)>,
    /// What it writes.
    pub outputs: Vec<(Name, AssetId)>,
}

/// The key of a job that is an asset.
fn key(job: &Asset) -> JobKey {
    (job.name.namespace.to_string(), job.name.last().to_owned())
}

impl OpenLineage {
    /// The job of a name.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; the store's own.
    pub async fn job(&self, viewer: &Viewer, namespace: &str, name: &str) -> Result<Option<Asset>> {
        let key = (namespace.to_owned(), name.to_owned());
        let stored = store::jobs(self.catalog.database().read(), &BTreeSet::from([key.clone()])).await?;
        let place = stored.get(&key).and_then(|stored| serde_json::from_str::<Place>(&stored.place).ok());
        if let Some(asset) = self.at(viewer, place.into_iter().collect()).await? {
            return Ok(Some(asset));
        }
        let listing = Listing { kinds: &JOBS, namespace: Some(namespace), name: Some(name) };
        let page = self.catalog.listed(viewer, &listing, &PageRequest::first(100)).await?;
        Ok(page.items.into_iter().map(|(_, asset)| asset).find(|asset| asset.name.last() == name))
    }

    /// The data set of a name, or of another spelling of it.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; the store's own.
    pub async fn dataset(&self, viewer: &Viewer, namespace: &str, name: &str) -> Result<Option<Asset>> {
        let key = (namespace.to_owned(), name.to_owned());
        let (own, kind) = identify(namespace, name);
        let aliases = store::aliases(self.catalog.database().read(), &BTreeSet::from([key.clone()])).await?;
        let alias = aliases.get(&key).and_then(|place| serde_json::from_str::<Place>(place).ok());
        let mut places: Vec<Place> = alias.into_iter().chain([(own.clone(), kind)]).collect();
        places.extend(DATASETS.iter().filter(|other| **other != kind).map(|other| (own.clone(), *other)));
        self.at(viewer, places).await
    }

    /// The first of `places` where the viewer may know of something.
    async fn at(&self, viewer: &Viewer, places: Vec<Place>) -> Result<Option<Asset>> {
        viewer.must(catalog::Action::ReadCatalog)?;
        let places: Vec<Place> = places.into_iter().filter(|(name, _)| name.validate().is_ok()).collect();
        let ids = self.catalog.resolve(viewer, &places).await?;
        let Some(id) = ids.into_iter().flatten().next() else { return Ok(None) };
        Ok(self.catalog.assets(viewer, &[id], None).await?.into_iter().next())
    }

    /// The facets of assets that the viewer may know of; those that a tool took back are absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn facets(&self, viewer: &Viewer, ids: &[AssetId]) -> Result<HashMap<AssetId, Facets>> {
        let seen: Vec<AssetId> = self.catalog.visible(viewer, ids).await?.into_iter().collect();
        let stored = store::facets(self.catalog.database().read(), &seen).await?;
        let read = |(name, (_, text)): (String, store::Said)| {
            let value: serde_json::Value = serde_json::from_str(&text).ok()?;
            (value.get("_deleted") != Some(&serde_json::Value::Bool(true))).then_some((name, value))
        };
        let mut found: HashMap<AssetId, Facets> =
            stored.into_iter().map(|(id, facets)| (id, facets.into_iter().filter_map(read).collect())).collect();
        if matches!(viewer.sees, catalog::Visibility::Some(_)) {
            self.redact(viewer, &mut found).await?;
        }
        Ok(found)
    }

    /// Takes out facets that name what rules hide from the viewer, such as a column in a schema or a table in SQL.
    async fn redact(&self, viewer: &Viewer, found: &mut HashMap<AssetId, Facets>) -> Result<()> {
        let ids: Vec<AssetId> = found.keys().copied().collect();
        for asset in self.catalog.assets(viewer, &ids, None).await? {
            let Some(facets) = found.get_mut(&asset.id) else { continue };
            let mut kept = Facets::new();
            for (name, value) in std::mem::take(facets) {
                // With its own name before it, so that its columns count as mentioned along with their table.
                if !self.catalog.names_hidden(viewer, &format!("{} {value}", asset.name.last())).await? {
                    kept.insert(name, value);
                }
            }
            *facets = kept;
        }
        Ok(())
    }

    /// What jobs read and write.
    ///
    /// # Errors
    /// The store's own.
    pub async fn sides(&self, viewer: &Viewer, jobs: &[Asset]) -> Result<HashMap<AssetId, Sides>> {
        let keys: BTreeSet<JobKey> = jobs.iter().map(key).collect();
        let stored = store::jobs(self.catalog.database().read(), &keys).await?;
        let io_of = |job: &Asset| {
            let state: JobState = serde_json::from_str(&stored.get(&key(job))?.state).ok()?;
            Some((job.id, state.current()?))
        };
        let all: Vec<_> = jobs.iter().filter_map(io_of).collect();
        let places: BTreeSet<Place> =
            all.iter().flat_map(|(_, io)| io.inputs.iter().chain(&io.outputs)).cloned().collect();
        let places: Vec<Place> = places.into_iter().collect();
        let ids = self.catalog.resolve(viewer, &places).await?;
        let known: HashMap<Place, AssetId> =
            std::iter::zip(places, ids).filter_map(|(place, id)| Some((place, id?))).collect();
        let side = |places: BTreeSet<Place>| -> Vec<(Name, AssetId)> {
            places.into_iter().filter_map(|place| Some((place.0.clone(), *known.get(&place)?))).collect()
        };
        Ok(all.into_iter().map(|(id, io)| (id, Sides { inputs: side(io.inputs), outputs: side(io.outputs) })).collect())
    }
}
