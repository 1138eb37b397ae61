//! Batched loading: what many nodes of an answer need is asked once for all of them.
//!
//! One set of loaders belongs to one request and its viewer; nothing is kept between requests.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::Arc,
};

use async_graphql::{
    Request, ServerResult,
    dataloader::{DataLoader, Loader},
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest},
};
use catalog::{
    Action, Asset, AssetId, AssetKind, ChangeNumber, SourceId, Statistics, Version, Viewer,
    governance::Facts,
    usage::{Period, Usage},
};
use chrono::{DateTime, Utc};
use lineage::propagation::TiesOfAsset;

use crate::{app::App, graphql::lineage::LineageCounts};

/// An error that every waiting field can have a copy of.
pub type Shared = Arc<async_graphql::Error>;

/// The most keys of one load; far below what one statement can carry.
const BATCH: usize = 500;

/// What loading needs: the application and who asks.
#[derive(Clone)]
pub struct Reader {
    pub(super) app: App,
    pub(super) viewer: Viewer,
}

/// An asset, now or as of a change.
pub type AssetKey = (AssetId, Option<ChangeNumber>);

/// The batched reads of one request.
pub struct Loaders(DataLoader<Reader>);

impl Loaders {
    /// Loaders for one request of `viewer`.
    #[must_use]
    pub fn new(app: App, viewer: Viewer) -> Self {
        Self(DataLoader::new(Reader { app, viewer }, tokio::spawn).max_batch_size(BATCH))
    }

    /// One value; none when there is none for this viewer.
    ///
    /// # Errors
    /// The load's own.
    pub async fn one<K>(&self, key: K) -> async_graphql::Result<Option<<Reader as Loader<K>>::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = Shared>,
    {
        self.0.load_one(key).await.map_err(unshare)
    }

    /// Many values.
    ///
    /// # Errors
    /// The load's own.
    pub async fn many<K>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> async_graphql::Result<HashMap<K, <Reader as Loader<K>>::Value>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = Shared>,
    {
        self.0.load_many(keys).await.map_err(unshare)
    }
}

/// Gives every request loaders of its own.
pub struct PerRequest;

impl ExtensionFactory for PerRequest {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for PerRequest {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let request = next.run(ctx, request).await?;
        let viewer = request.data.get(&std::any::TypeId::of::<Viewer>()).and_then(|any| any.downcast_ref::<Viewer>());
        let viewer = viewer.cloned().unwrap_or_else(Viewer::anonymous);
        Ok(match ctx.data_opt::<App>() {
            Some(app) => request.data(Loaders::new(app.clone(), viewer)),
            None => request,
        })
    }
}

pub(super) fn share(error: impl Into<async_graphql::Error>) -> Shared {
    Arc::new(error.into())
}

/// The error itself, with what it came from, so that it still gets its code.
fn unshare(error: Shared) -> async_graphql::Error {
    async_graphql::Error::clone(&error)
}

impl Loader<AssetKey> for Reader {
    type Value = Arc<Asset>;
    type Error = Shared;

    async fn load(&self, keys: &[AssetKey]) -> Result<HashMap<AssetKey, Self::Value>, Shared> {
        let mut by_time: HashMap<Option<ChangeNumber>, Vec<AssetId>> = HashMap::new();
        for (id, as_of) in keys {
            by_time.entry(*as_of).or_default().push(*id);
        }
        let mut loaded = HashMap::new();
        for (as_of, ids) in by_time {
            let assets = self.app.catalog().assets(&self.viewer, &ids, as_of).await.map_err(share)?;
            loaded.extend(assets.into_iter().map(|asset| ((asset.id, as_of), Arc::new(asset))));
        }
        Ok(loaded)
    }
}

/// Whether the viewer may know of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeenKey(pub AssetId);

impl Loader<SeenKey> for Reader {
    type Value = ();
    type Error = Shared;

    async fn load(&self, keys: &[SeenKey]) -> Result<HashMap<SeenKey, ()>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let seen = self.app.catalog().visible(&self.viewer, &ids).await.map_err(share)?;
        Ok(seen.into_iter().map(|id| (SeenKey(id), ())).collect())
    }
}

/// What rules may ask of an asset; only to decide with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FactsKey(pub AssetId);

impl Loader<FactsKey> for Reader {
    type Value = Arc<Facts>;
    type Error = Shared;

    async fn load(&self, keys: &[FactsKey]) -> Result<HashMap<FactsKey, Arc<Facts>>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let facts = self.app.catalog().facts(&ids).await.map_err(share)?;
        Ok(facts.into_iter().map(|(id, facts)| (FactsKey(id), Arc::new(facts))).collect())
    }
}

/// What is tied to an asset at present; only to decide with, and to look further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TiesKey(pub AssetId);

impl Loader<TiesKey> for Reader {
    type Value = Vec<catalog::Relation>;
    type Error = Shared;

    async fn load(&self, keys: &[TiesKey]) -> Result<HashMap<TiesKey, Self::Value>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let ties = self.app.catalog().ties(&ids).await.map_err(share)?;
        Ok(ties.into_iter().map(|(id, ties)| (TiesKey(id), ties)).collect())
    }
}

/// How many assets have a term, tag, domain or data product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AssignedKey(pub AssetId);

impl Loader<AssignedKey> for Reader {
    type Value = i64;
    type Error = Shared;

    async fn load(&self, keys: &[AssignedKey]) -> Result<HashMap<AssignedKey, i64>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let counts = self.app.catalog().assigned_counts(&self.viewer, &ids).await.map_err(share)?;
        Ok(counts.into_iter().map(|(id, count)| (AssignedKey(id), count)).collect())
    }
}

/// A custom property by its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropertyKey(pub String);

impl Loader<PropertyKey> for Reader {
    type Value = Arc<catalog::property::Property>;
    type Error = Shared;

    async fn load(&self, _: &[PropertyKey]) -> Result<HashMap<PropertyKey, Self::Value>, Shared> {
        // There are so few that all are read at once.
        let all = self.app.catalog().properties(&self.viewer).await.map_err(share)?;
        Ok(all.into_iter().map(|property| (PropertyKey(property.name.clone()), Arc::new(property))).collect())
    }
}

/// The time of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeKey(pub ChangeNumber);

impl Loader<TimeKey> for Reader {
    type Value = DateTime<Utc>;
    type Error = Shared;

    async fn load(&self, keys: &[TimeKey]) -> Result<HashMap<TimeKey, Self::Value>, Shared> {
        let numbers: Vec<ChangeNumber> = keys.iter().map(|key| key.0).collect();
        let times = self.app.catalog().times_of(&numbers).await.map_err(share)?;
        Ok(keys.iter().zip(times).filter_map(|(key, time)| Some((*key, time?))).collect())
    }
}

/// The version of an asset right before a change of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersionKey(pub AssetId, pub ChangeNumber);

impl Loader<VersionKey> for Reader {
    type Value = Version;
    type Error = Shared;

    async fn load(&self, keys: &[VersionKey]) -> Result<HashMap<VersionKey, Self::Value>, Shared> {
        let changes: Vec<(AssetId, ChangeNumber)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let versions = self.app.catalog().versions_before(&changes).await.map_err(share)?;
        Ok(keys.iter().filter_map(|key| Some((*key, *versions.get(&key.1)?))).collect())
    }
}

/// What was last measured of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatisticsKey(pub AssetId);

impl Loader<StatisticsKey> for Reader {
    type Value = Statistics;
    type Error = Shared;

    async fn load(&self, keys: &[StatisticsKey]) -> Result<HashMap<StatisticsKey, Self::Value>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let measured = self.app.catalog().statistics(&self.viewer, &ids).await.map_err(share)?;
        Ok(measured.into_iter().map(|(id, statistics)| (StatisticsKey(id), statistics)).collect())
    }
}

/// How many children of each kind an asset has, now or as of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChildrenKey(pub AssetId, pub Option<ChangeNumber>);

impl Loader<ChildrenKey> for Reader {
    type Value = BTreeMap<AssetKind, i64>;
    type Error = Shared;

    async fn load(&self, keys: &[ChildrenKey]) -> Result<HashMap<ChildrenKey, Self::Value>, Shared> {
        let mut by_time: HashMap<Option<ChangeNumber>, Vec<AssetId>> = HashMap::new();
        for ChildrenKey(id, as_of) in keys {
            by_time.entry(*as_of).or_default().push(*id);
        }
        let mut loaded = HashMap::new();
        for (as_of, ids) in by_time {
            let counts = self.app.catalog().child_counts(&self.viewer, &ids, as_of).await.map_err(share)?;
            loaded.extend(counts.into_iter().map(|(id, counts)| (ChildrenKey(id, as_of), counts)));
        }
        Ok(loaded)
    }
}

/// A source's name, connector, and when it was last read completely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SourceKey(pub SourceId);

/// What assets show of their source.
#[derive(Debug, Clone)]
pub struct KnownSource {
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// When it was last read completely.
    pub last_complete: Option<DateTime<Utc>>,
}

impl Loader<SourceKey> for Reader {
    type Value = KnownSource;
    type Error = Shared;

    async fn load(&self, keys: &[SourceKey]) -> Result<HashMap<SourceKey, Self::Value>, Shared> {
        // Who may read assets but no sources sees assets, without where they were crawled.
        if !self.viewer.may(Action::ReadSources) {
            return Ok(HashMap::new());
        }
        let ids: Vec<SourceId> = keys.iter().map(|key| key.0).collect();
        let times = self.app.catalog().last_complete(&ids).await.map_err(share)?;
        let sources = self.app.sources().get_many(&self.viewer, &ids).await.map_err(share)?;
        let known = sources.into_iter().map(|source| {
            let last_complete = times.get(&source.id).copied();
            (SourceKey(source.id), KnownSource { name: source.name, connector: source.connector, last_complete })
        });
        Ok(known.collect())
    }
}

/// How people call an account, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonKey(pub String);

impl Loader<PersonKey> for Reader {
    type Value = String;
    type Error = Shared;

    async fn load(&self, keys: &[PersonKey]) -> Result<HashMap<PersonKey, Self::Value>, Shared> {
        let names: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let known = self.app.access().display_names(&names).await.map_err(share)?;
        Ok(known.into_iter().map(|(name, display_name)| (PersonKey(name), display_name)).collect())
    }
}

/// How an asset was used in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UsageKey(pub AssetId, pub Period);

impl Loader<UsageKey> for Reader {
    type Value = Usage;
    type Error = Shared;

    async fn load(&self, keys: &[UsageKey]) -> Result<HashMap<UsageKey, Self::Value>, Shared> {
        let mut by_period: HashMap<Period, Vec<AssetId>> = HashMap::new();
        for UsageKey(id, period) in keys {
            by_period.entry(*period).or_default().push(*id);
        }
        let mut loaded = HashMap::new();
        for (period, ids) in by_period {
            let used = self.app.catalog().usage(&self.viewer, &ids, period).await.map_err(share)?;
            loaded.extend(used.into_iter().map(|(id, usage)| (UsageKey(id, period), usage)));
        }
        Ok(loaded)
    }
}

/// What follows from lineage on an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FollowedKey(pub AssetId);

impl Loader<FollowedKey> for Reader {
    type Value = Arc<TiesOfAsset>;
    type Error = Shared;

    async fn load(&self, keys: &[FollowedKey]) -> Result<HashMap<FollowedKey, Self::Value>, Shared> {
        let ids: Vec<AssetId> = keys.iter().map(|key| key.0).collect();
        let ties = self.app.propagation().ties(&self.viewer, &ids).await.map_err(share)?;
        Ok(ties.into_iter().map(|(id, ties)| (FollowedKey(id), Arc::new(ties))).collect())
    }
}

/// How many tables are directly around one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NeighboursKey(pub AssetId, pub Option<ChangeNumber>);

impl Loader<NeighboursKey> for Reader {
    type Value = LineageCounts;
    type Error = Shared;

    async fn load(&self, keys: &[NeighboursKey]) -> Result<HashMap<NeighboursKey, Self::Value>, Shared> {
        // The graph is in memory: a look costs microseconds and no statement.
        let look = |key: &NeighboursKey| (*key, LineageCounts::of(self.app.lineage().neighbours(key.0, key.1)));
        Ok(keys.iter().map(look).collect())
    }
}
