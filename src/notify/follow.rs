//! Events about assets, made of the change log: one for each asset, commit and sort of news.
//!
//! What happened to a column is told of its table. Nothing is folded away: what was created and removed in the same
//! commit is told as both. Only columns that come or go together with their table are not told one by one.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use async_trait::async_trait;
use catalog::{
    AssetId, AssetKind, Catalog, Change, ChangeNumber, CommitId, Follower, Operation,
    change::{Commit, follow::FollowError},
};
use serde_json::{Value, json};

use super::{
    event::{Event, EventKind, post_all},
    news::{COLUMNS, OPERATIONS},
    store::event as store,
};

/// The counter of this follower.
const FOLLOWED: &str = "followed";
/// The most columns that one event tells of one by one; it counts the rest.
const MOST_COLUMNS: usize = 80;
/// The most fields that are named of one asset.
const MOST_FIELDS: usize = 20;
/// The most characters of the name of a field.
const MOST_NAME: usize = 80;

/// Makes events of changes.
pub(super) struct NewsFollower {
    catalog: Catalog,
    wake: Arc<tokio::sync::Notify>,
}

impl NewsFollower {
    pub(super) fn new(catalog: Catalog, wake: Arc<tokio::sync::Notify>) -> Self {
        Self { catalog, wake }
    }
}

#[async_trait]
impl Follower for NewsFollower {
    fn name(&self) -> &'static str {
        "news"
    }

    async fn position(&self) -> Result<ChangeNumber, FollowError> {
        Ok(ChangeNumber(store::counter(self.catalog.database().read(), FOLLOWED).await?))
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), FollowError> {
        let Some(last) = changes.last() else { return Ok(()) };
        let told = self.events(changes).await?;
        let write = self.catalog.database().write().await?;
        // Another server over the same store may have been here.
        let followed = store::counter(&*write, FOLLOWED).await?;
        let events = told.into_iter().filter(|(number, _)| number.0 > followed).map(|(_, event)| event).collect();
        post_all(&write, events).await?;
        store::set_counter(&write, FOLLOWED, last.number.0.max(followed)).await?;
        write.commit().await?;
        self.wake.notify_one();
        Ok(())
    }

    /// What was told is told: it is not told again, so there is nothing to forget.
    async fn reset(&self) -> Result<(), FollowError> {
        Ok(())
    }
}

/// What happened to one thing in one commit.
#[derive(Debug, Default)]
struct Steps {
    operations: Vec<Operation>,
    fields: BTreeSet<String>,
    is_breaking: bool,
}

impl Steps {
    fn add(&mut self, change: &Change) {
        if self.operations.last() != Some(&change.operation) {
            self.operations.push(change.operation);
        }
        if change.operation == Operation::Updated {
            let names = change.fields.iter().map(|field| field.field.chars().take(MOST_NAME).collect());
            self.fields.extend(names);
        }
        self.is_breaking |=
            change.operation == Operation::Removed || change.fields.iter().any(|field| field.is_breaking);
    }

    fn has(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }

    /// Whether the structure is another one now, and not only what people say of it.
    fn is_structural(&self) -> bool {
        self.operations.iter().any(|operation| *operation != Operation::Updated)
            || self.fields.iter().any(|field| field == "name" || field.starts_with("details."))
    }

    fn words(&self) -> Value {
        self.operations.iter().map(|operation| word(*operation)).collect()
    }

    fn field_names(&self) -> Value {
        self.fields.iter().take(MOST_FIELDS).map(String::as_str).collect()
    }
}

fn word(operation: Operation) -> &'static str {
    match operation {
        Operation::Created => "created",
        Operation::Updated => "updated",
        Operation::Removed => "removed",
        Operation::Restored => "restored",
        Operation::LineageDeclared => "lineage_declared",
    }
}

/// What happened to one asset and its columns in one commit.
#[derive(Debug, Default)]
struct Place {
    last: ChangeNumber,
    own: Steps,
    columns: BTreeMap<AssetId, Steps>,
}

impl NewsFollower {
    /// The events of changes, each with its last change, in their order.
    async fn events(&self, changes: &[Change]) -> catalog::Result<Vec<(ChangeNumber, Event)>> {
        let is_column = |change: &&Change| change.kind == AssetKind::Column;
        let columns: Vec<AssetId> = changes.iter().filter(is_column).map(|change| change.asset).collect();
        let tables = self.catalog.parents(&columns).await?;
        let commits: BTreeSet<CommitId> = changes.iter().map(|change| change.commit).collect();
        let commits = self.catalog.commits_by_id(&commits.into_iter().collect::<Vec<_>>()).await?;
        let mut places: BTreeMap<(ChangeNumber, AssetId), Place> = BTreeMap::new();
        let mut firsts: HashMap<CommitId, ChangeNumber> = HashMap::new();
        for change in changes {
            let first = *firsts.entry(change.commit).or_insert(change.number);
            let table = tables.get(&change.asset).filter(|_| change.kind == AssetKind::Column);
            let place = places.entry((first, table.copied().unwrap_or(change.asset))).or_default();
            place.last = change.number;
            match table {
                Some(_) => place.columns.entry(change.asset).or_default().add(change),
                None => place.own.add(change),
            }
        }
        let by_first: HashMap<ChangeNumber, CommitId> =
            firsts.into_iter().map(|(commit, first)| (first, commit)).collect();
        let mut events = Vec::new();
        for ((first, asset), place) in places {
            if let Some(commit) = by_first.get(&first).and_then(|commit| commits.get(commit)) {
                let last = place.last;
                events.extend(place.events(asset, commit).into_iter().map(|event| (last, event)));
            }
        }
        events.sort_by_key(|(last, _)| *last);
        Ok(events)
    }
}

impl Place {
    fn events(mut self, asset: AssetId, commit: &Commit) -> Vec<Event> {
        let comes_or_goes = self.own.has(Operation::Created) || self.own.has(Operation::Removed);
        self.columns.retain(|_, steps| !comes_or_goes || steps.operations.len() > 1);
        let event = |kind: EventKind| {
            let event = Event::new(kind, commit.actor.clone(), commit.at).about(asset);
            event.with("change", self.last.0).with("commit", commit.id.to_string())
        };
        let mut events = Vec::new();
        let lives = self.own.operations.iter().filter_map(|operation| match operation {
            Operation::Created => Some(EventKind::AssetCreated),
            Operation::Removed => Some(EventKind::AssetRemoved),
            Operation::Restored => Some(EventKind::AssetRestored),
            Operation::LineageDeclared => Some(EventKind::AssetLineageChanged),
            Operation::Updated => None,
        });
        for kind in lives {
            let told = event(kind).with(OPERATIONS, self.own.words());
            events.push(told.with("breaking", kind == EventKind::AssetRemoved));
        }
        if self.own.has(Operation::Updated) || !self.columns.is_empty() {
            let has_structure = self.columns.values().any(Steps::is_structural)
                || self.own.fields.iter().any(|field| field == "name" || field.starts_with("details."));
            let kind = if has_structure { EventKind::AssetSchemaChanged } else { EventKind::AssetChanged };
            let own_breaking = self.own.has(Operation::Updated) && self.own.is_breaking && !comes_or_goes;
            let is_breaking = own_breaking || self.columns.values().any(|steps| steps.is_breaking);
            let mut told = event(kind)
                .with(OPERATIONS, self.own.words())
                .with("fields", self.own.field_names())
                .with("breaking", is_breaking);
            if !self.columns.is_empty() {
                let more = self.columns.len().saturating_sub(MOST_COLUMNS);
                told = told
                    .with(COLUMNS, columns(&self.columns))
                    .with("moreColumns", more)
                    .with("ownBreaking", own_breaking);
            }
            events.push(told);
        }
        events
    }
}

fn columns(columns: &BTreeMap<AssetId, Steps>) -> Value {
    // Room is bounded: what comes first names its fields, the rest only what happened.
    let one = |(at, (id, steps)): (usize, (&AssetId, &Steps))| {
        let mut column = json!({ "id": id, OPERATIONS: steps.words(), "breaking": steps.is_breaking });
        if at < MOST_COLUMNS / 4 && !steps.fields.is_empty() {
            column["fields"] = steps.fields.iter().take(3).map(String::as_str).collect();
        }
        column
    };
    columns.iter().take(MOST_COLUMNS).enumerate().map(one).collect()
}
