//! Values that are never there twice.

use catalog::TypeClass;
use serde_json::json;

use super::{Evidence, LEAST_ROWS, Suggestion};
use crate::words::Words;

/// What keys are made of. Amounts and moments can all differ by accident.
const KEYS: &[TypeClass] = &[TypeClass::Integer, TypeClass::Text, TypeClass::Uuid];

/// `unique` where every value was there once, by an exact count over all rows.
pub(super) fn suggest(evidence: &Evidence<'_>) -> Option<Suggestion> {
    if !KEYS.contains(&evidence.column.class()) {
        return None;
    }
    // A part of the rows without a repetition says little of the whole; neither does an estimate.
    let counts = evidence.each(|seen| {
        let is_exact = !seen.is_sampled && !seen.found.distinct_is_estimate;
        Some((seen.values()?, seen.found.distinct.filter(|_| is_exact)?))
    })?;
    let values = counts.first().map(|(values, _)| *values).filter(|values| *values >= LEAST_ROWS)?;
    if counts.iter().any(|(values, distinct)| values != distinct) {
        return None;
    }
    let (en, zh) = evidence.times();
    let reason = Words::new(
        format!("{en}, this column has always been unique; the newest has {values} values"),
        format!("{zh}该列的值始终唯一；最近一次共 {values} 个值"),
    );
    Some(evidence.suggestion("unique", json!({}), values, reason))
}
