//! Events as one viewer may be told them: without what they may not know of, and with the names of the rest.

use std::collections::{BTreeSet, HashMap, HashSet};

use catalog::{Action, Asset, AssetId, AssetKind, Catalog, SourceId, Viewer, Visibility};
use serde_json::{Map, Value, json};

use super::event::{Event, EventKind, Told};

/// What an event about columns keeps them under.
pub(super) const COLUMNS: &str = "columns";
/// What a removal or a creation that was undone in the same commit is told with, too.
pub(super) const OPERATIONS: &str = "operations";

/// What an event about something downstream keeps what it is made from under.
pub(super) const UPSTREAM: &str = "upstream";

/// An asset, as far as a message needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its identifier.
    pub id: AssetId,
    /// What it is.
    pub kind: AssetKind,
    /// Its whole name.
    pub name: String,
}

/// An event as somebody is told it.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Its place among all events.
    pub number: i64,
    /// The event, with data that this viewer may read.
    pub event: Event,
    /// What it is about.
    pub asset: Option<Brief>,
}

/// Events as `viewer` may be told them, in their order; those that they may not hear of are left out.
///
/// # Errors
/// The store's own.
pub(super) async fn of(catalog: &Catalog, viewer: &Viewer, told: Vec<Told>) -> catalog::Result<Vec<News>> {
    let mut wanted: BTreeSet<AssetId> = told.iter().filter_map(|told| told.event.asset).collect();
    wanted.extend(told.iter().flat_map(|told| columns_of(&told.event).into_iter().chain(upstream_of(&told.event))));
    let wanted: Vec<AssetId> = wanted.into_iter().collect();
    let seen: HashMap<AssetId, Asset> = if viewer.may(Action::ReadCatalog) && !wanted.is_empty() {
        let assets = catalog.assets(viewer, &wanted, None).await?;
        assets.into_iter().map(|asset| (asset.id, asset)).collect()
    } else {
        HashMap::new()
    };
    Ok(told.into_iter().filter_map(|told| one(viewer, told, &seen)).collect())
}

/// Which of these events `viewer` may hear of; as [`of`], without the names.
pub(super) async fn heard(catalog: &Catalog, viewer: &Viewer, told: &[&Told]) -> catalog::Result<HashSet<i64>> {
    let mut wanted: BTreeSet<AssetId> = told.iter().filter_map(|told| told.event.asset).collect();
    wanted.extend(told.iter().flat_map(|told| columns_of(&told.event)));
    let seen = match viewer.sees {
        Visibility::Everything if viewer.may(Action::ReadCatalog) => wanted.into_iter().collect(),
        _ => catalog.visible(viewer, &wanted.into_iter().collect::<Vec<_>>()).await?,
    };
    let may = |told: &&&Told| may_hear(viewer, &told.event, |id| seen.contains(&id));
    Ok(told.iter().filter(may).map(|told| told.number).collect())
}

fn may_hear(viewer: &Viewer, event: &Event, sees: impl Fn(AssetId) -> bool) -> bool {
    if event.asset.is_some_and(|asset| !sees(asset)) {
        return false;
    }
    if matches!(event.kind, EventKind::KpiAtRisk | EventKind::KpiMissed) {
        // One of a team is for its members; besides whom it was addressed to, who manages KPIs sees them all.
        let is_addressed = viewer.user.is_some_and(|user| event.to.contains(&user));
        return viewer.may(Action::ReadCatalog) && (is_addressed || viewer.may(Action::ManageKpis));
    }
    if matches!(event.kind, EventKind::RunFailed | EventKind::HoldOpened) {
        return viewer.may(Action::ReadSources) && viewer.sees_source(source_of(event));
    }
    // What changed in hidden columns only is hidden as a whole.
    let columns = columns_of(event);
    columns.is_empty() || tells_of_itself(event) || columns.into_iter().any(sees)
}

/// Whether an event about columns also tells of the asset itself.
fn tells_of_itself(event: &Event) -> bool {
    event.data.get("fields").and_then(Value::as_array).is_some_and(|fields| !fields.is_empty())
}

/// The source that an event is about.
pub(super) fn source_of(event: &Event) -> Option<SourceId> {
    event.data.get("source").and_then(Value::as_str).and_then(|text| text.parse().ok())
}

fn columns_of(event: &Event) -> Vec<AssetId> {
    listed(event, COLUMNS)
}

fn upstream_of(event: &Event) -> Vec<AssetId> {
    listed(event, UPSTREAM)
}

/// The assets of a list of an event.
fn listed(event: &Event, list: &str) -> Vec<AssetId> {
    let listed = event.data.get(list).and_then(Value::as_array);
    let id = |one: &Value| one.get("id").and_then(Value::as_str).and_then(|text| text.parse().ok());
    listed.into_iter().flatten().filter_map(id).collect()
}

fn one(viewer: &Viewer, told: Told, seen: &HashMap<AssetId, Asset>) -> Option<News> {
    let Told { number, mut event } = told;
    if !may_hear(viewer, &event, |id| seen.contains_key(&id)) {
        return None;
    }
    if let Some(Value::Array(columns)) = event.data.remove(COLUMNS) {
        let columns: Vec<Value> = columns.into_iter().filter_map(|column| named(column, seen)).collect();
        // What breaks a reader is told of what the reader may know.
        let is_breaking = |column: &Value| column["breaking"] == json!(true);
        let is_own = event.data.get("ownBreaking") == Some(&json!(true));
        event.data.insert("breaking".into(), (is_own || columns.iter().any(is_breaking)).into());
        event.data.insert(COLUMNS.into(), columns.into());
    }
    event.data.remove("ownBreaking");
    if let Some(Value::Array(upstream)) = event.data.remove(UPSTREAM) {
        let all = upstream.len();
        let upstream: Vec<Value> = upstream.into_iter().filter_map(|one| named_whole(one, seen)).collect();
        event.data.insert("hiddenUpstream".into(), (all - upstream.len()).into());
        event.data.insert(UPSTREAM.into(), upstream.into());
    }
    let asset = event.asset.and_then(|id| seen.get(&id)).map(|asset| Brief {
        id: asset.id,
        kind: asset.kind,
        name: asset.name.to_string(),
    });
    Some(News { number, event, asset })
}

/// A column with its name; none for one that is not seen.
fn named(column: Value, seen: &HashMap<AssetId, Asset>) -> Option<Value> {
    let Value::Object(mut column) = column else { return None };
    let id: AssetId = column.get("id").and_then(Value::as_str)?.parse().ok()?;
    let name = seen.get(&id)?.name.last().to_owned();
    column.insert("name".into(), name.into());
    Some(Value::Object(column))
}

/// Something upstream with its whole name; none for what is not seen, and with it goes everything that is told of it.
fn named_whole(one: Value, seen: &HashMap<AssetId, Asset>) -> Option<Value> {
    let Value::Object(mut one) = one else { return None };
    let id: AssetId = one.get("id").and_then(Value::as_str)?.parse().ok()?;
    let name = seen.get(&id)?.name.to_string();
    one.insert("name".into(), name.into());
    Some(Value::Object(one))
}

/// What of an event may leave the house: its data without what is only for us.
pub(super) fn outside(data: &Map<String, Value>) -> Value {
    Value::Object(data.clone())
}
