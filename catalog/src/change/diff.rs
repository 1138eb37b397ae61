//! Field-by-field difference of two states of an asset, and which of the differences may break a reader.

use serde_json::{Map, Value};

use crate::{
    asset::{Curated, Harvested},
    change::FieldChange,
    kinds::Details,
};

/// What of an asset can change field by field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comparable<'a> {
    pub(crate) name: &'a str,
    pub(crate) harvested: &'a Harvested,
    pub(crate) curated: &'a Curated,
}

/// The fields in which `after` differs from `before`, in the order of their paths.
pub(crate) fn diff(before: &Comparable<'_>, after: &Comparable<'_>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", &flatten(before), &flatten(after), &mut changes);
    let is_narrowed = is_narrowed(&before.harvested.details, &after.harvested.details);
    for change in &mut changes {
        change.is_breaking =
            change.field == "name" || (is_narrowed && change.field.starts_with("details.data_type.text"));
    }
    changes
}

/// Every field of `state` that has a value, as if it had been nothing before.
pub(crate) fn creation(state: &Comparable<'_>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    compare("", &Value::Object(Map::new()), &flatten(state), &mut changes);
    changes
}

fn flatten(state: &Comparable<'_>) -> Value {
    let mut object = Map::new();
    object.insert("name".into(), state.name.into());
    if let Some(description) = state.harvested.description() {
        object.insert("description".into(), description.into());
    }
    if let Ok(Value::Object(mut details)) = serde_json::to_value(&state.harvested.details) {
        details.remove("kind");
        object.insert("details".into(), Value::Object(details));
    }
    if let Ok(curated) = serde_json::to_value(state.curated) {
        object.insert("curated".into(), curated);
    }
    Value::Object(object)
}

/// Objects are compared key by key; everything else as a whole. The depth is that of our own details.
fn compare(path: &str, before: &Value, after: &Value, changes: &mut Vec<FieldChange>) {
    let empty = Map::new();
    let (old, new) = match (before, after) {
        (Value::Object(old), Value::Object(new)) => (old, new),
        (Value::Null, Value::Object(new)) => (&empty, new),
        (Value::Object(old), Value::Null) => (old, &empty),
        _ => {
            if before != after {
                changes.push(FieldChange {
                    field: path.to_owned(),
                    before: before.clone(),
                    after: after.clone(),
                    is_breaking: false,
                });
            }
            return;
        }
    };
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let child = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        compare(&child, old.get(key).unwrap_or(&Value::Null), new.get(key).unwrap_or(&Value::Null), changes);
    }
}

/// Whether a column can no longer hold everything that it could.
fn is_narrowed(before: &Details, after: &Details) -> bool {
    match (before, after) {
        (Details::Column(before), Details::Column(after)) => !before.data_type.fits_in(&after.data_type),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data_type::{DataType, TypeClass},
        kinds::column::ColumnDetails,
    };

    fn column(text: &str, length: Option<u32>) -> Harvested {
        let data_type = DataType { length, ..DataType::new(text, TypeClass::Text) };
        Harvested::new(Details::Column(ColumnDetails { data_type, ..Default::default() }))
    }

    fn fields(before: &Harvested, after: &Harvested) -> Vec<(String, bool)> {
        let curated = Curated::default();
        let state = |harvested| Comparable { name: "c", harvested, curated: &curated };
        diff(&state(before), &state(after)).into_iter().map(|change| (change.field, change.is_breaking)).collect()
    }

    #[test]
    fn narrowed_column_is_breaking() {
        let changes = fields(&column("varchar(20)", Some(20)), &column("varchar(10)", Some(10)));
        assert_eq!(changes, [("details.data_type.length".into(), false), ("details.data_type.text".into(), true)]);
    }

    #[test]
    fn widened_column_is_not_breaking() {
        let changes = fields(&column("varchar(10)", Some(10)), &column("varchar(20)", Some(20)));
        assert!(changes.iter().all(|(_, is_breaking)| !is_breaking));
    }

    #[test]
    fn equal_states_have_no_difference() {
        assert!(fields(&column("text", None), &column("text", None)).is_empty());
    }
}
