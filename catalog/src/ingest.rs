//! Ingest: the one way in. What sources and modules say is compared with what is known, and only what changed is
//! written, together with its changes, in one transaction for each batch.
//!
//! An unchanged crawl writes no change. A crawl that ends early removes nothing; one that ends well lets
//! [`sweep`](self) mark what it no longer saw, and only inside the scopes that it read completely.

mod absorbed;
mod batch;
mod extras;
mod observe;
mod resolve;
mod spoken;
mod sweep;
mod told;

pub(crate) use extras::{current_ties, tie_fields};
pub(crate) use sweep::remove;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::absorbed::Absorbed;
use crate::{
    catalog::Catalog,
    change::{ChangeNumber, Origin},
    draft::{Author, Draft},
    error::{Error, Fault, Result},
    id::{HoldId, RunId, SourceId},
    kinds::AssetKind,
    name::Name,
    record::{AssetRecord, Record},
};

/// The most bytes of one description or SQL text that are stored.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// Decides whether a name passes the crawl's current filter.
pub type Covers = Arc<dyn Fn(&Name, AssetKind) -> bool + Send + Sync>;

/// Who ingests, and under which rules.
#[derive(Clone)]
pub struct RunContext {
    /// The account, token or `system` that is behind it.
    pub actor: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The source that is read.
    pub source: Option<SourceId>,
    /// The run.
    pub run: Option<RunId>,
    /// When reading began; a run that began before the last complete one is refused.
    pub started_at: DateTime<Utc>,
    /// Whether a name passes the filter. What does not is left alone, not removed.
    pub covers: Covers,
    /// When removals wait for a person.
    pub guard: Guard,
}

impl RunContext {
    /// Ingest by `actor` that covers everything, under the usual guard.
    #[must_use]
    pub fn new(actor: impl Into<String>, origin: Origin, started_at: DateTime<Utc>) -> Self {
        Self {
            actor: actor.into(),
            origin,
            source: None,
            run: None,
            started_at,
            covers: Arc::new(|_, _| true),
            guard: Guard::default(),
        }
    }

    /// The same for a source and its run.
    #[must_use]
    pub fn of_source(mut self, source: SourceId, run: RunId) -> Self {
        self.source = Some(source);
        self.run = Some(run);
        self
    }
}

impl std::fmt::Debug for RunContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunContext").field("actor", &self.actor).field("source", &self.source).finish_non_exhaustive()
    }
}

/// When removals are held for a person: more than `share` of what is there, and at least `least`. Columns do not
/// count: they go with their table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guard {
    /// The greatest share (0–1) that may go at once.
    pub share: f64,
    /// So few may always go.
    pub least: usize,
}

impl Default for Guard {
    fn default() -> Self {
        Self { share: 0.3, least: 10 }
    }
}

/// What an ingest did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Assets that were said.
    pub seen: i64,
    /// Assets that are new, or back.
    pub added: i64,
    /// Assets that changed.
    pub changed: i64,
    /// Assets that are marked removed.
    pub removed: i64,
    /// Assets whose removal waits for a person.
    pub held: i64,
    /// What could not be taken or read.
    pub errors: Vec<ItemError>,
    /// The removals that wait.
    pub hold: Option<HoldId>,
    /// The last change that was written.
    pub last_change: ChangeNumber,
    /// Whether every scope was read completely.
    pub is_complete: bool,
}

/// Something that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemError {
    /// The asset or scope.
    pub scope: String,
    /// Why.
    pub message: String,
    /// The field to change, when one is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// An ingest under way.
pub struct Ingest {
    catalog: Catalog,
    context: RunContext,
    author: Author,
    /// Assets that can have children, by name.
    names: HashMap<Name, Uuid>,
    /// Those of them that were made by this batch, so that the store has nothing below them yet.
    fresh: HashSet<Uuid>,
    /// Everything that this batch took so far, by where it stands.
    taken: HashMap<batch::Place, Uuid>,
    seen: HashSet<Uuid>,
    absorbed: Absorbed,
    assets: Vec<AssetRecord>,
    extras: Vec<Record>,
    complete: Vec<Name>,
    failed: Vec<Name>,
    summary: Summary,
}

/// How many assets one transaction takes, about.
const BATCH: usize = 1000;

impl Catalog {
    /// Begins an ingest.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the source was read completely by a run that began later.
    pub async fn begin(&self, context: RunContext) -> Result<Ingest> {
        if let Some(source) = context.source {
            sweep::refuse_late(self, source, context.started_at).await?;
        }
        let author = Author {
            actor: context.actor.clone(),
            origin: context.origin,
            source: context.source,
            run: context.run,
            reverts: None,
        };
        Ok(Ingest {
            catalog: self.clone(),
            context,
            author,
            names: HashMap::new(),
            fresh: HashSet::new(),
            taken: HashMap::new(),
            seen: HashSet::new(),
            absorbed: Absorbed::read(self).await?,
            assets: Vec::new(),
            extras: Vec::new(),
            complete: Vec::new(),
            failed: Vec::new(),
            summary: Summary::default(),
        })
    }
}

impl Ingest {
    /// Takes one record; what is wrong with it alone is noted in the summary and does not stop the rest.
    ///
    /// # Errors
    /// The store's own.
    pub async fn push(&mut self, record: Record) -> Result<()> {
        match record {
            Record::Asset(asset) => self.push_asset(*asset).await,
            Record::ScopeRead { root } => {
                self.complete.push(root);
                Ok(())
            }
            Record::ScopeFailed { root, message } => {
                self.note(root.to_string(), message, None);
                self.failed.push(root);
                Ok(())
            }
            Record::Run(run) if run.validate().is_err() => {
                let problem = run.validate().err().map_or_else(String::new, |error| error.to_string());
                self.note(shortened(&run.name), problem, None);
                Ok(())
            }
            // It is for the log of the run, and the catalog keeps nothing of it.
            Record::Note { .. } | Record::Queries(_) => Ok(()),
            extra => {
                self.extras.push(extra);
                if self.extras.len() >= BATCH { self.flush().await } else { Ok(()) }
            }
        }
    }

    async fn push_asset(&mut self, asset: AssetRecord) -> Result<()> {
        if let Err(error) = validate(&asset) {
            self.note(shortened(&asset.name), error.to_string(), error.field().map(str::to_owned));
            return Ok(());
        }
        // A table stays together with its columns, so that they are looked up once.
        let is_column = asset.harvested.details.kind() == AssetKind::Column;
        if self.assets.len() >= BATCH && (!is_column || self.assets.len() >= 10 * BATCH) {
            self.flush().await?;
        }
        self.assets.push(asset);
        Ok(())
    }

    fn note(&mut self, scope: String, message: String, field: Option<String>) {
        const MOST: usize = 1000;
        if self.summary.errors.len() < MOST {
            self.summary.errors.push(ItemError { scope, message, field });
        }
    }

    /// Writes what is waiting.
    ///
    /// # Errors
    /// The store's own; then the batch has not happened.
    pub async fn flush(&mut self) -> Result<()> {
        if self.assets.is_empty() && self.extras.is_empty() {
            return Ok(());
        }
        let assets = std::mem::take(&mut self.assets);
        let extras = std::mem::take(&mut self.extras);
        self.ensure_namespaces(&assets, &extras).await?;
        let catalog = self.catalog.clone();
        let author = self.author.clone();
        let write = catalog.database().write().await?;
        let mut last = None;
        if !assets.is_empty() {
            let mut draft = Draft::begin(&write, &author, catalog.clock()).await?;
            self.apply_assets(&write, &mut draft, assets).await?;
            last = self.written(draft).await?.or(last);
        }
        if !extras.is_empty() {
            let mut draft = Draft::begin(&write, &author, catalog.clock()).await?;
            let mut ids = self.ids_of(&write, &mut draft, &extras).await?;
            last = self.written(draft).await?.or(last);
            ids.extend(self.columns_of(&write, &extras).await?);
            let mut draft = Draft::begin(&write, &author, catalog.clock()).await?;
            self.apply_told(&write, &mut draft, &extras).await?;
            last = self.written(draft).await?.or(last);
            let mut draft = Draft::begin(&write, &author, catalog.clock()).await?;
            self.apply_extras(&write, &mut draft, extras, &ids).await?;
            last = self.written(draft).await?.or(last);
        }
        catalog.commit_write(write, last).await?;
        self.fresh.clear();
        self.taken.clear();
        if let Some(last) = last {
            catalog.pace().wait(last).await;
        }
        Ok(())
    }

    async fn written(&mut self, draft: Draft<'_>) -> Result<Option<ChangeNumber>> {
        let Some(written) = draft.finish().await? else {
            return Ok(None);
        };
        self.summary.added += written.counts.created + written.counts.restored;
        self.summary.changed += written.counts.updated;
        self.summary.last_change = written.last;
        Ok(Some(written.last))
    }

    async fn ensure_namespaces(&self, assets: &[AssetRecord], extras: &[Record]) -> Result<()> {
        let mut namespaces: HashSet<&str> = assets.iter().map(|asset| &*asset.name.namespace).collect();
        for extra in extras {
            for name in extras::names_in(extra) {
                namespaces.insert(&name.namespace);
            }
        }
        for namespace in namespaces {
            self.catalog.ensure_namespace(namespace).await?;
        }
        Ok(())
    }

    /// What was done so far.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Ends well: writes what is waiting and marks as removed what complete scopes no longer have.
    ///
    /// # Errors
    /// The store's own; then nothing was marked.
    pub async fn finish(mut self) -> Result<Summary> {
        self.flush().await?;
        self.sweep().await?;
        self.summary.is_complete = self.failed.is_empty();
        Ok(self.summary)
    }

    /// Ends early: what was said is kept, nothing is marked as removed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn stop(mut self) -> Result<Summary> {
        self.flush().await?;
        Ok(self.summary)
    }
}

/// Whether a text can be kept.
fn is_storable(text: &str) -> bool {
    text.len() <= MAX_TEXT_BYTES && !text.contains('\0')
}

/// The name, cut where it is absurdly long.
fn shortened(name: &Name) -> String {
    name.to_string().chars().take(200).collect()
}

/// Whether an asset may be stored as it is said.
pub(crate) fn validate(asset: &AssetRecord) -> Result<()> {
    asset.name.validate()?;
    let too_long = |field: &str, text: &Option<String>| match text {
        Some(text) if text.len() > MAX_TEXT_BYTES => {
            Err(Error::invalid(field, format!("has {} bytes; {MAX_TEXT_BYTES} are allowed", text.len())))
        }
        Some(text) if text.contains('\0') => Err(Error::invalid(field, "contains a NUL character")),
        _ => Ok(()),
    };
    too_long("description", &asset.harvested.description)?;
    if let crate::kinds::Details::Table(table) = &asset.harvested.details {
        too_long("details.definition", &table.definition)?;
    }
    Ok(())
}
