//! Drift: what the changes of a run mean to those who read the data.
//!
//! A pure judgement over change rows. *Breaking*: something a query may rely on went away or got narrower. *Additive*:
//! something is new that no query can miss. *Other*: everything else, such as a comment or an index. What people decide
//! (owners, tags, descriptions) and where data comes from are not drift and count nowhere.

use catalog::{AssetKind, Change, FieldChange, Operation};
use serde::{Deserialize, Serialize};

/// What a change means to readers of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// A reader may fail, or read something else than before.
    Breaking,
    /// There is more than before.
    Additive,
    /// Neither.
    Other,
}

/// How many changes of a run are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Changes that may break a reader.
    pub breaking: i64,
    /// Changes that only add.
    pub additive: i64,
    /// The rest.
    pub other: i64,
}

impl Summary {
    /// Counts one change.
    pub fn count(&mut self, change: &Change) {
        match judge(change) {
            Some(Drift::Breaking) => self.breaking += 1,
            Some(Drift::Additive) => self.additive += 1,
            Some(Drift::Other) => self.other += 1,
            None => {}
        }
    }
}

impl<'a> FromIterator<&'a Change> for Summary {
    fn from_iter<I: IntoIterator<Item = &'a Change>>(changes: I) -> Self {
        let mut summary = Self::default();
        changes.into_iter().for_each(|change| summary.count(change));
        summary
    }
}

/// Judges one change; none when it is no matter of the data's shape.
#[must_use]
pub fn judge(change: &Change) -> Option<Drift> {
    match change.operation {
        Operation::LineageDeclared => None,
        Operation::Removed => Some(if is_relied_on(change.kind) { Drift::Breaking } else { Drift::Other }),
        Operation::Created | Operation::Restored => Some(judge_arrival(change)),
        Operation::Updated => change.fields.iter().filter_map(|field| judge_field(change.kind, field)).min_by_key(rank),
    }
}

/// A new column that must be given a value breaks those who write rows; everything else that is new is only more.
fn judge_arrival(change: &Change) -> Drift {
    let field = |path: &str| change.fields.iter().find(|field| field.field == path);
    let is_demanded = change.kind == AssetKind::Column
        && change.operation == Operation::Restored
        && field("details.is_nullable").is_some_and(|field| field.after == false)
        && field("details.default_value").is_none_or(|field| field.after.is_null());
    if is_demanded { Drift::Breaking } else { Drift::Additive }
}

fn judge_field(kind: AssetKind, change: &FieldChange) -> Option<Drift> {
    let path = change.field.as_str();
    if path.starts_with("curated")
        || matches!(path, "owners" | "tags" | "tier" | "terms" | "domain" | "products" | "lineage")
    {
        return None;
    }
    if change.is_breaking || (path == "name" && is_relied_on(kind)) {
        return Some(Drift::Breaking);
    }
    let gave_up_a_rule = path == "details.is_nullable" && change.after == true;
    if gave_up_a_rule {
        // A reader that never met an absent value may meet one now.
        return Some(Drift::Breaking);
    }
    let is_arrival = change.before.is_null() && !change.after.is_null() && path.starts_with("details.");
    Some(if is_arrival { Drift::Additive } else { Drift::Other })
}

/// Whether queries name things of this kind.
fn is_relied_on(kind: AssetKind) -> bool {
    matches!(
        kind,
        AssetKind::Database
            | AssetKind::Schema
            | AssetKind::Table
            | AssetKind::Column
            | AssetKind::Procedure
            | AssetKind::UserType
            | AssetKind::Topic
    )
}

fn rank(drift: &Drift) -> u8 {
    match drift {
        Drift::Breaking => 0,
        Drift::Additive => 1,
        Drift::Other => 2,
    }
}

#[cfg(test)]
mod tests {
    use catalog::{AssetId, ChangeNumber, CommitId, Version};
    use serde_json::{Value, json};

    use super::*;

    fn change(kind: AssetKind, operation: Operation, fields: Vec<FieldChange>) -> Change {
        Change {
            number: ChangeNumber(1),
            commit: CommitId::new(),
            asset: AssetId::new(),
            kind,
            operation,
            fields,
            version: Version::FIRST,
        }
    }

    fn field(path: &str, before: Value, after: Value) -> FieldChange {
        FieldChange { field: path.into(), before, after, is_breaking: false }
    }

    fn updated(fields: Vec<FieldChange>) -> Option<Drift> {
        judge(&change(AssetKind::Column, Operation::Updated, fields))
    }

    #[test]
    fn lost_column_is_breaking() {
        assert_eq!(judge(&change(AssetKind::Column, Operation::Removed, vec![])), Some(Drift::Breaking));
    }

    #[test]
    fn new_table_is_additive() {
        assert_eq!(judge(&change(AssetKind::Table, Operation::Created, vec![])), Some(Drift::Additive));
    }

    #[test]
    fn renamed_column_is_breaking() {
        assert_eq!(updated(vec![field("name", json!("amount"), json!("total"))]), Some(Drift::Breaking));
    }

    #[test]
    fn column_that_may_be_absent_from_now_on_is_breaking() {
        assert_eq!(updated(vec![field("details.is_nullable", json!(false), json!(true))]), Some(Drift::Breaking));
    }

    #[test]
    fn new_comment_is_neither() {
        assert_eq!(updated(vec![field("harvested.description", Value::Null, json!("Amount"))]), Some(Drift::Other));
    }

    #[test]
    fn worst_field_decides() {
        let narrowed =
            FieldChange { is_breaking: true, ..field("details.data_type.text", json!("text"), json!("int")) };
        let worse = vec![field("harvested.description", Value::Null, json!("x")), narrowed];
        assert_eq!(updated(worse), Some(Drift::Breaking));
    }

    #[test]
    fn what_people_decide_is_no_drift() {
        assert_eq!(updated(vec![field("tags", json!([]), json!(["pii"]))]), None);
        assert_eq!(updated(vec![field("curated.description", Value::Null, json!("x"))]), None);
    }

    #[test]
    fn summary_counts_each_sort() {
        let changes = [
            change(AssetKind::Table, Operation::Removed, vec![]),
            change(AssetKind::Table, Operation::Created, vec![]),
            change(AssetKind::Column, Operation::Created, vec![]),
            change(AssetKind::Table, Operation::LineageDeclared, vec![]),
        ];
        assert_eq!(changes.iter().collect::<Summary>(), Summary { breaking: 1, additive: 2, other: 0 });
    }
}
