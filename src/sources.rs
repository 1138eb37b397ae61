//! Sources: the outside systems that people configured, and when each is crawled.
//!
//! A configuration is checked by the connector it is for. Its secret fields are sealed apart from the rest and only go
//! in: what comes out says `{"set": true}` in their place. What is *not* here: crawling (see [`jobs`](crate::jobs)), and
//! what a crawl found (see `catalog`).

use std::sync::Arc;

use catalog::{Action, Catalog, Clock, ErrorKind, Fault, Page, PageRequest, SourceId, Viewer};
use connectors::{Connector, Outbound};
use quality::mask::MaskKey;
use secrecy::SecretString;
use serde_json::{Map, Value};

use crate::access::Sealer;

mod config;
mod probe;
mod source;
pub(crate) mod store;

#[cfg(test)]
mod tests;

pub use self::{
    probe::{Probe, Verdict},
    source::{MAX_RETRIES, MissedRuns, NewSource, Overlap, Schedule, Source, SourceUpdate},
};

/// An error about sources.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// What the connector says: a wrong configuration, a source that does not answer.
    #[error(transparent)]
    Connector(#[from] connectors::Error),
    /// A secret could not be sealed or opened.
    #[error(transparent)]
    Access(#[from] crate::access::Error),
}

/// A result about sources.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(cause) => cause.kind(),
            Self::Connector(cause) => cause.kind(),
            Self::Access(cause) => cause.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(cause) => cause.field(),
            Self::Connector(cause) => cause.field(),
            Self::Access(cause) => cause.field(),
        }
    }
}

/// The sources of an installation; cheap to clone.
#[derive(Debug, Clone)]
pub struct Sources {
    catalog: Catalog,
    sealer: Sealer,
    outbound: Outbound,
}

impl Sources {
    /// The sources in the store of `catalog`, with secrets under `sealer`'s key, which may be anywhere that `outbound`
    /// allows.
    #[must_use]
    pub fn new(catalog: Catalog, sealer: Sealer, outbound: Outbound) -> Self {
        Self { catalog, sealer, outbound }
    }

    /// The key under which values of sources are masked.
    #[must_use]
    pub fn mask_key(&self) -> MaskKey {
        self.sealer.mask_key()
    }

    fn clock(&self) -> &Clock {
        self.catalog.clock()
    }

    /// A page of the sources that the viewer may see, by name.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn list(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Source>> {
        viewer.must(Action::ReadSources)?;
        let mut page = store::list(self.catalog.database(), &viewer.sees, page).await?;
        // Sources that rules take as a whole are few; a page without them is shorter.
        page.items.retain(|(_, source)| viewer.sees_source(Some(source.id)));
        Ok(page)
    }

    /// One source.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` when there is none, or none that the viewer may know of.
    pub async fn get(&self, viewer: &Viewer, id: SourceId) -> Result<Source> {
        let found = self.get_many(viewer, &[id]).await?.pop();
        found.ok_or_else(|| catalog::Error::not_found("source", id).into())
    }

    /// Those of `ids` that are there and that the viewer may know of, in one statement.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn get_many(&self, viewer: &Viewer, ids: &[SourceId]) -> Result<Vec<Source>> {
        viewer.must(Action::ReadSources)?;
        let seen: Vec<SourceId> = ids.iter().copied().filter(|id| viewer.sees_source(Some(*id))).collect();
        Ok(store::find_many(self.catalog.database(), &seen).await?)
    }

    /// The names of the sources that this viewer may know of; there are few.
    ///
    /// # Errors
    /// The store's own.
    pub async fn names(&self, viewer: &Viewer) -> Result<Vec<(SourceId, String)>> {
        let names = store::names(self.catalog.database()).await?;
        Ok(names.into_iter().filter(|(id, _)| viewer.sees_source(Some(*id))).collect())
    }

    /// The source of this name.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn get_by_name(&self, viewer: &Viewer, name: &str) -> Result<Source> {
        viewer.must(Action::ReadSources)?;
        let found = store::find_by_name(self.catalog.database(), name).await?;
        let found = found.filter(|source| viewer.sees_source(Some(source.id)));
        found.ok_or_else(|| catalog::Error::not_found("source", name).into())
    }

    /// Makes a source.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` naming the field; `Conflict` when the name is taken.
    pub async fn create(&self, viewer: &Viewer, new: NewSource) -> Result<Source> {
        viewer.must(Action::ManageSources)?;
        let id = SourceId::new();
        let now = self.clock().now();
        let checked = config::check(&new.connector, new.config, &Map::new(), self.outbound)?;
        if let Some(schedule) = &new.schedule {
            schedule.parse()?;
        }
        let source = Source {
            id,
            name: config::check_name(&new.name)?,
            connector: new.connector,
            secrets: checked.secrets.keys().cloned().collect(),
            sealed: config::seal(&self.sealer, id, &checked.secrets)?,
            config: checked.open,
            schedule: new.schedule,
            fired_until: now,
            is_paused: false,
            created_at: now,
            updated_at: now,
        };
        let write = self.catalog.database().write().await?;
        store::insert(&write, &source).await?;
        write.commit().await?;
        tracing::info!(source.id = %source.id, actor = viewer.name, "made source `{}`", source.name);
        Ok(source)
    }

    /// Changes a source.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` naming the field; `Conflict` when the name is taken.
    pub async fn update(&self, viewer: &Viewer, id: SourceId, update: SourceUpdate) -> Result<Source> {
        viewer.must(Action::ManageSources)?;
        let mut source = self.get(viewer, id).await?;
        let now = self.clock().now();
        if let Some(name) = &update.name {
            source.name = config::check_name(name)?;
        }
        if let Some(new) = update.config {
            let kept = config::open(&self.sealer, id, source.sealed.as_deref())?;
            let checked = config::check(&source.connector, new, &kept, self.outbound)?;
            source.secrets = checked.secrets.keys().cloned().collect();
            source.sealed = config::seal(&self.sealer, id, &checked.secrets)?;
            source.config = checked.open;
        }
        if let Some(schedule) = update.schedule {
            if let Some(schedule) = &schedule {
                schedule.parse()?;
            }
            source.schedule = schedule;
            // Times that passed under another schedule are not owed under this one.
            source.fired_until = now;
        }
        source.updated_at = now;
        let write = self.catalog.database().write().await?;
        store::update(&write, &source).await?;
        write.commit().await?;
        tracing::info!(source.id = %source.id, actor = viewer.name, "changed source `{}`", source.name);
        Ok(source)
    }

    /// Lets a source's schedule rest, or wakes it. Times that pass while it rests are never made up for.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn pause(&self, viewer: &Viewer, id: SourceId, is_paused: bool) -> Result<Source> {
        viewer.must(Action::ManageSources)?;
        let mut source = self.get(viewer, id).await?;
        let now = self.clock().now();
        source.is_paused = is_paused;
        source.updated_at = now;
        if !is_paused {
            source.fired_until = now;
        }
        let write = self.catalog.database().write().await?;
        store::update(&write, &source).await?;
        write.commit().await?;
        Ok(source)
    }

    /// Deletes a source. What was crawled from it stays, without a source, unless `removal` says that it goes with it;
    /// its runs stay in any case.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Conflict` while a crawl of it works or waits.
    pub async fn delete(&self, viewer: &Viewer, id: SourceId, removal: Removal) -> Result<()> {
        viewer.must(Action::DeleteSources)?;
        let source = self.get(viewer, id).await?;
        let write = self.catalog.database().write().await?;
        let open = crate::jobs::store::open_runs(&write, id).await?;
        if !open.is_empty() {
            let problem = format!("source `{}` is being crawled; cancel the run or wait for its end", source.name);
            return Err(catalog::Error::conflict(problem).into());
        }
        store::delete(&write, id).await?;
        write.commit().await?;
        if removal == Removal::WithAssets {
            self.catalog.remove_source(viewer, id).await?;
        }
        tracing::info!(source.id = %id, actor = viewer.name, "deleted source `{}`", source.name);
        Ok(())
    }

    /// Builds the connector of a source, secrets opened.
    ///
    /// # Errors
    /// `Invalid` when the configuration no longer fits the connector; `Internal` when the secrets do not open.
    pub fn connect(&self, source: &Source) -> Result<Connection> {
        let secrets = config::open(&self.sealer, source.id, source.sealed.as_deref())?;
        let mut whole = source.config.clone();
        let mut words = Vec::new();
        for (field, value) in secrets {
            if let Value::String(word) = &value {
                words.push(SecretString::from(word.clone()));
            }
            whole.insert(field, value);
        }
        let connector = connectors::build_connector(&source.connector, Value::Object(whole), self.outbound)?;
        Ok(Connection { connector: Arc::from(connector), secrets: words })
    }

    /// Every source with a schedule that does not rest.
    pub(crate) async fn scheduled(&self) -> catalog::Result<Vec<Source>> {
        store::scheduled(self.catalog.database()).await
    }
}

/// What happens to what was crawled from a source that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It stays.
    KeepAssets,
    /// It is marked as removed.
    WithAssets,
}

/// A connector ready to be asked, and the words that must never be repeated.
pub struct Connection {
    /// The connector.
    pub connector: Arc<dyn Connector>,
    /// The secrets in its configuration.
    pub secrets: Vec<SecretString>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection(…)")
    }
}
