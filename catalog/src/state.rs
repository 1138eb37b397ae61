//! Between rows and assets: how a state is stored, and what a change row keeps of it.
//!
//! A change row keeps the fields that changed, for people, and the whole state afterwards, for replay: from the log
//! alone the store can be made again, byte for byte.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    asset::{Curated, Harvested, Version},
    change::{Change, ChangeNumber, FieldChange, Operation, diff},
    error::{Error, Result},
    id::{AssetId, CommitId},
    kinds::AssetKind,
    platform::{Platform, folded},
    store::{asset, change},
};

/// A tie in a change row: sort, target, layer.
pub(crate) type StoredTie = (i16, String, i16);

/// The part of a state that a change row keeps; what is absent did not change.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StoredState {
    pub(crate) namespace: Option<i32>,
    pub(crate) parent: Option<Uuid>,
    pub(crate) name: Option<String>,
    pub(crate) ordinal: Option<i32>,
    pub(crate) source: Option<Uuid>,
    pub(crate) object: Option<String>,
    pub(crate) harvested: Option<Harvested>,
    pub(crate) curated: Option<Curated>,
    pub(crate) placeholder: Option<bool>,
    pub(crate) relations: Option<Vec<StoredTie>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Payload {
    pub(crate) fields: Vec<FieldChange>,
    pub(crate) state: Option<StoredState>,
}

/// The payload of a change to `row`. The row's JSON texts are put in as they are: they were written by us.
pub(crate) fn payload(row: &asset::Model, fields: &[FieldChange], relations: Option<&[StoredTie]>) -> String {
    let mut text = String::with_capacity(row.harvested.len() + 192);
    text.push('{');
    if !fields.is_empty() {
        let _ = write!(text, "\"fields\":{},", json(fields));
    }
    let _ = write!(text, "\"state\":{{\"namespace\":{},\"parent\":\"{}\",", row.namespace_id, row.parent_id);
    let _ = write!(text, "\"name\":{},\"ordinal\":{},", json(&row.name), row.ordinal);
    if let Some(source) = row.source_id {
        let _ = write!(text, "\"source\":\"{source}\",");
    }
    if let Some(object) = &row.object_id {
        let _ = write!(text, "\"object\":{},", json(object));
    }
    if let Some(curated) = &row.curated {
        let _ = write!(text, "\"curated\":{curated},");
    }
    if row.is_placeholder {
        text.push_str("\"placeholder\":true,");
    }
    if let Some(relations) = relations {
        let _ = write!(text, "\"relations\":{},", json(relations));
    }
    let _ = write!(text, "\"harvested\":{}}}}}", row.harvested);
    text
}

/// JSON of something that always has one.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| Value::Null.to_string())
}

/// Reads what a source says from a row.
pub(crate) fn harvested(row: &asset::Model) -> Result<Harvested> {
    serde_json::from_str(&row.harvested).map_err(|cause| corrupt("harvested", row.id, cause))
}

/// Reads what people decided from a row.
pub(crate) fn curated(row: &asset::Model) -> Result<Curated> {
    match &row.curated {
        None => Ok(Curated::default()),
        Some(text) => serde_json::from_str(text).map_err(|cause| corrupt("curated", row.id, cause)),
    }
}

pub(crate) fn corrupt(what: &'static str, asset: Uuid, cause: serde_json::Error) -> Error {
    Error::Corrupt { what, asset: AssetId(asset), cause }
}

/// The version in a row.
pub(crate) fn version(row: &asset::Model) -> Version {
    Version { major: row.major, minor: row.minor }
}

/// The kind in a row; rows of kinds that a newer version wrote are refused when the store is opened.
pub(crate) fn kind(number: i16) -> AssetKind {
    AssetKind::from_number(number).unwrap_or(AssetKind::Table)
}

/// The fingerprint by which an unchanged asset is known without reading it: of what its own source says.
pub(crate) fn fingerprint(name: &str, ordinal: i32, harvested: &str) -> Uuid {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&ordinal.to_le_bytes());
    hasher.update(&u64::try_from(name.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(name.as_bytes());
    hasher.update(harvested.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

/// The change that a row of the log stands for.
pub(crate) fn change(row: change::Model) -> Result<Change> {
    let payload: Payload =
        serde_json::from_str(&row.payload).map_err(|cause| corrupt("change", row.asset_id, cause))?;
    let operation = Operation::from_number(row.operation).unwrap_or(Operation::Updated);
    let fields = match (&payload.state, operation) {
        (Some(state), Operation::Created) if payload.fields.is_empty() => created_fields(state),
        _ => payload.fields,
    };
    Ok(Change {
        number: ChangeNumber(row.number),
        commit: CommitId(row.commit_id),
        asset: AssetId(row.asset_id),
        kind: kind(row.kind),
        operation,
        fields,
        version: Version { major: row.major, minor: row.minor },
    })
}

/// The same for followers: the creation of a column is not read beyond that it happened.
pub(crate) fn follow(row: change::Model) -> Result<Change> {
    if (row.kind, row.operation) != (AssetKind::Column.number(), Operation::Created.number()) {
        return change(row);
    }
    Ok(Change {
        number: ChangeNumber(row.number),
        commit: CommitId(row.commit_id),
        asset: AssetId(row.asset_id),
        kind: AssetKind::Column,
        operation: Operation::Created,
        fields: Vec::new(),
        version: Version { major: row.major, minor: row.minor },
    })
}

fn created_fields(state: &StoredState) -> Vec<FieldChange> {
    let (Some(name), Some(harvested)) = (&state.name, &state.harvested) else {
        return Vec::new();
    };
    let curated = state.curated.clone().unwrap_or_default();
    diff::creation(&diff::Comparable { name, harvested, curated: &curated })
}

/// The row that `payload` says an asset has after the change `row`; none when the change left the state alone.
/// `before` is the row until then.
pub(crate) fn replayed(
    row: &change::Model,
    state: StoredState,
    before: Option<&asset::Model>,
    namespace: &str,
) -> Result<asset::Model> {
    let harvested = state.harvested.unwrap_or_else(|| Harvested::new(crate::kinds::Details::empty(kind(row.kind))));
    let own = Harvested { told: std::collections::BTreeMap::new(), ..harvested.clone() };
    let name = state.name.unwrap_or_default();
    let ordinal = state.ordinal.unwrap_or(0);
    let operation = Operation::from_number(row.operation).unwrap_or(Operation::Updated);
    Ok(asset::Model {
        id: row.asset_id,
        namespace_id: state.namespace.unwrap_or_default(),
        parent_id: state.parent.unwrap_or_default(),
        kind: row.kind,
        identity_key: Platform::of_namespace(namespace).identity_key(kind(row.kind), &name),
        folded: folded(&name),
        hash: fingerprint(&name, ordinal, &json(&own)),
        name,
        ordinal,
        source_id: state.source,
        object_id: state.object,
        harvested: json(&harvested),
        curated: state.curated.filter(|curated| !curated.is_empty()).map(|curated| json(&curated)),
        major: row.major,
        minor: row.minor,
        created_change: before.map_or(row.number, |before| before.created_change),
        from_change: row.number,
        removed_change: match operation {
            Operation::Removed => Some(row.number),
            Operation::Restored | Operation::Created => None,
            _ => before.and_then(|before| before.removed_change),
        },
        is_placeholder: state.placeholder.unwrap_or(false),
    })
}
