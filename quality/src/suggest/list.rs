//! Columns that only ever hold one of few values.

use std::collections::BTreeSet;

use catalog::TypeClass;
use serde_json::{Value, json};

use super::{Evidence, Suggestion};
use crate::words::Words;

/// The most values of a list: as many as a profile keeps.
const MOST_VALUES: usize = 10;
/// The longest value, in characters; profiles cut what is longer.
const MOST_CHARACTERS: usize = 100;

/// `in_set` with the values of all profiles. Each value is there twice or more: by Good and Turing's estimate the share of
/// values that nobody has seen yet is that of the values seen once, here none. The newest profile brought nothing new.
pub(super) fn suggest(evidence: &Evidence<'_>) -> Option<Suggestion> {
    let class = evidence.column.class();
    if !matches!(class, TypeClass::Text | TypeClass::Integer) {
        return None;
    }
    let rows = evidence.enough()?;
    let sets = evidence.each(|seen| {
        let top = &seen.found.top;
        let counted: i64 = top.iter().map(|top| top.count).sum();
        let is_whole = !top.is_empty() && top.len() <= MOST_VALUES && Some(counted) == seen.values();
        let is_repeated = top.iter().all(|top| top.count > 1 && top.value.chars().count() <= MOST_CHARACTERS);
        (is_whole && is_repeated).then(|| top.iter().map(|top| top.value.as_str()).collect::<BTreeSet<_>>())
    })?;
    let (newest, before) = sets.split_first()?;
    let known: BTreeSet<&str> = before.iter().flatten().copied().collect();
    let whole: BTreeSet<&str> = known.union(newest).copied().collect();
    if whole.len() > MOST_VALUES || (!before.is_empty() && !newest.is_subset(&known)) {
        return None;
    }
    let values: Option<Vec<Value>> = whole.iter().map(|text| value(text, class)).collect();
    let (en, zh) = evidence.times();
    let many = whole.len();
    let reason = Words::new(
        format!("{en}, all of {rows} values were among these {many}, each there more than once"),
        format!("{zh}全部 {rows} 个值都在这 {many} 个值之中，且每个值都出现多次"),
    );
    Some(evidence.suggestion("in_set", json!({ "values": values? }), rows, reason))
}

fn value(text: &str, class: TypeClass) -> Option<Value> {
    if class == TypeClass::Integer { text.parse::<i64>().ok().map(Value::from) } else { Some(Value::from(text)) }
}
