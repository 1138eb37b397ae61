//! How many rows the table has.

use serde_json::json;

use super::{LEAST_PROFILES, MOST_PROFILES, Suggestion, times};
use crate::{profile::Profile, words::Words};

/// `row_count`: half of the fewest rows that were seen, by at least [`LEAST_PROFILES`] profiles, and twice the most where the
/// table has kept its size; before that, only that there are rows.
pub(super) fn suggest(profiles: &[Profile]) -> Option<Suggestion> {
    // A sample does not tell how many rows there are.
    let counts: Vec<i64> =
        profiles.iter().take(MOST_PROFILES).filter(|found| found.sampled.is_none()).map(|found| found.rows).collect();
    let (newest, fewest, most) = (*counts.first()?, *counts.iter().min()?, *counts.iter().max()?);
    if fewest == 0 {
        return None;
    }
    let settings = if counts.len() < LEAST_PROFILES {
        json!({ "min": 1 })
    } else if most <= fewest + fewest / 10 {
        json!({ "min": (fewest / 2).max(1), "max": most.saturating_mul(2) })
    } else {
        json!({ "min": (fewest / 2).max(1) })
    };
    let (en, zh) = times(counts.len());
    let reason =
        Words::new(format!("{en}, the table had {fewest} to {most} rows"), format!("{zh}该表有 {fewest} 到 {most} 行"));
    Some(Suggestion { kind: "row_count", column: None, settings, reason, profiles: counts.len(), rows: newest })
}
