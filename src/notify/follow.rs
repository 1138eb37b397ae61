//! Events about assets, made of the change log: one for each asset, commit and sort of news.
//!
//! What happened to a column is told of its table. Nothing is folded away: what was created and removed in the same
//! commit is told as both. Only columns that come or go together with their table are not told one by one.

mod deprecated;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use async_trait::async_trait;
use catalog::{
    AssetId, AssetKind, Catalog, Change, ChangeNumber, CommitId, Follower, Operation,
    change::{Commit, follow::FollowError},
};
use lineage::Lineage;
use serde_json::{Value, json};

use super::{
    event::{Event, EventKind, MOST_DATA, post_all},
    news::{COLUMNS, OPERATIONS},
    store::event as store,
};

/// The counter of this follower.
const FOLLOWED: &str = "followed";
/// For how many days what happened is news.
const NEWS_DAYS: i64 = 7;
/// The most columns that one event tells of one by one; it counts the rest.
const MOST_COLUMNS: usize = 80;
/// The most fields that are named of one asset.
const MOST_FIELDS: usize = 20;
/// The most steps that are told of one thing in one commit; more than a commit has.
const MOST_OPERATIONS: usize = 8;
/// The most characters of the name of a field.
const MOST_NAME: usize = 80;

/// Makes events of changes.
pub(super) struct NewsFollower {
    catalog: Catalog,
    lineage: Lineage,
    wake: Arc<tokio::sync::Notify>,
}

impl NewsFollower {
    pub(super) fn new(catalog: Catalog, lineage: Lineage, wake: Arc<tokio::sync::Notify>) -> Self {
        Self { catalog, lineage, wake }
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
        if self.operations.last() != Some(&change.operation) && self.operations.len() < MOST_OPERATIONS {
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
        let mut commits = self.catalog.commits_by_id(&commits.into_iter().collect::<Vec<_>>()).await?;
        // A log that is replayed into a new store tells of what everybody knew long ago.
        let since = self.catalog.clock().now() - chrono::Duration::days(NEWS_DAYS);
        commits.retain(|_, commit| commit.at >= since);
        let mut events = told(changes, &tables, &commits);
        events.extend(self.deprecated(changes, &commits).await?);
        events.sort_by_key(|(last, _)| *last);
        Ok(events)
    }
}

/// The events of changes, when columns are in these tables and commits are these.
fn told(
    changes: &[Change],
    tables: &HashMap<AssetId, AssetId>,
    commits: &HashMap<CommitId, Commit>,
) -> Vec<(ChangeNumber, Event)> {
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
    let by_first: HashMap<ChangeNumber, CommitId> = firsts.into_iter().map(|(commit, first)| (first, commit)).collect();
    let mut events = Vec::new();
    for ((first, asset), place) in places {
        if let Some(commit) = by_first.get(&first).and_then(|commit| commits.get(commit)) {
            let last = place.last;
            events.extend(place.events(asset, commit).into_iter().map(|event| (last, event)));
        }
    }
    events.sort_by_key(|(last, _)| *last);
    events
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
            events.push(fitting(told));
        }
        events
    }
}

/// The event with as much about single columns and fields as there is room for; what happened is kept.
fn fitting(mut event: Event) -> Event {
    let size = |event: &Event| serde_json::to_string(&event.data).map_or(0, |text| text.len());
    if size(&event) <= MOST_DATA {
        return event;
    }
    event.data.insert("fields".into(), json!(["…"]));
    if let Some(Value::Array(columns)) = event.data.get_mut(COLUMNS) {
        for column in columns.iter_mut().filter_map(Value::as_object_mut) {
            column.remove("fields");
        }
    }
    event
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

#[cfg(test)]
mod tests {
    use catalog::{FieldChange, Origin, asset::Version, clock::from_micros};

    use super::*;

    struct Log {
        commit: Commit,
        changes: Vec<Change>,
    }

    impl Log {
        fn new() -> Self {
            let commit = Commit {
                id: CommitId::new(),
                first: ChangeNumber(1),
                last: ChangeNumber(9),
                at: from_micros(0),
                actor: "crawler".into(),
                origin: Origin::Crawl,
                run: None,
                reverts: None,
                summary: String::new(),
            };
            Self { commit, changes: Vec::new() }
        }

        fn add(&mut self, asset: AssetId, kind: AssetKind, operation: Operation, fields: &[(&str, bool)]) {
            let number = i64::try_from(self.changes.len()).unwrap() + 1;
            let field = |(name, is_breaking): &(&str, bool)| FieldChange {
                field: (*name).to_owned(),
                before: Value::Null,
                after: Value::Null,
                is_breaking: *is_breaking,
            };
            self.changes.push(Change {
                number: ChangeNumber(number),
                commit: self.commit.id,
                asset,
                kind,
                operation,
                fields: fields.iter().map(field).collect(),
                version: Version::FIRST,
            });
        }

        fn told(&self, tables: &[(AssetId, AssetId)]) -> Vec<Event> {
            let commits = [(self.commit.id, self.commit.clone())].into();
            let tables = tables.iter().copied().collect();
            told(&self.changes, &tables, &commits).into_iter().map(|(_, event)| event).collect()
        }
    }

    #[test]
    fn threat_42_what_is_added_and_removed_in_one_commit_is_told_as_both() {
        let (table, column) = (AssetId::new(), AssetId::new());
        let mut log = Log::new();
        log.add(table, AssetKind::Table, Operation::Created, &[("name", false)]);
        log.add(table, AssetKind::Table, Operation::Removed, &[]);
        let kinds: Vec<EventKind> = log.told(&[]).iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::AssetCreated, EventKind::AssetRemoved]);
        let mut log = Log::new();
        log.add(column, AssetKind::Column, Operation::Created, &[]);
        log.add(column, AssetKind::Column, Operation::Removed, &[]);
        let events = log.told(&[(column, table)]);
        let [event] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((event.kind, event.asset), (EventKind::AssetSchemaChanged, Some(table)));
        assert_eq!(event.data[COLUMNS][0][OPERATIONS], json!(["created", "removed"]));
        assert_eq!(event.data["breaking"], true);
    }

    #[test]
    fn columns_of_a_new_table_are_not_told_one_by_one() {
        let (table, column) = (AssetId::new(), AssetId::new());
        let mut log = Log::new();
        log.add(table, AssetKind::Table, Operation::Created, &[]);
        log.add(column, AssetKind::Column, Operation::Created, &[]);
        let events = log.told(&[(column, table)]);
        assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::AssetCreated]);
    }

    #[test]
    fn what_people_say_is_no_change_of_the_schema_and_a_narrower_column_breaks() {
        let (table, column) = (AssetId::new(), AssetId::new());
        let mut log = Log::new();
        log.add(table, AssetKind::Table, Operation::Updated, &[("curated.description", false), ("tags", false)]);
        let event = log.told(&[]).remove(0);
        assert_eq!(
            (event.kind, &event.data["fields"]),
            (EventKind::AssetChanged, &json!(["curated.description", "tags"]))
        );
        let mut log = Log::new();
        log.add(column, AssetKind::Column, Operation::Updated, &[("details.data_type.text", true)]);
        let event = log.told(&[(column, table)]).remove(0);
        assert_eq!((event.kind, &event.data["breaking"]), (EventKind::AssetSchemaChanged, &json!(true)));
    }

    #[test]
    fn event_of_a_thousand_long_columns_is_small_enough() {
        let table = AssetId::new();
        let columns: Vec<AssetId> = (0..1_000).map(|_| AssetId::new()).collect();
        let mut log = Log::new();
        for column in &columns {
            let name = "details.".to_owned() + &"x".repeat(1_000);
            log.add(*column, AssetKind::Column, Operation::Updated, &[(name.as_str(), true); 5]);
        }
        let tables: Vec<_> = columns.iter().map(|column| (*column, table)).collect();
        let event = log.told(&tables).remove(0);
        assert_eq!(event.data["moreColumns"], 920);
        let size = Value::Object(event.data).to_string().len();
        assert!(size < crate::notify::event::MOST_DATA, "{size}");
    }
}
