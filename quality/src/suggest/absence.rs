//! Values that are never absent, or seldom.

use serde_json::json;

use super::{Evidence, LEAST_PROFILES, LEAST_ROWS, Suggestion};
use crate::words::Words;

/// The greatest share of absent values that is still worth watching.
const MOST_SHARE: f64 = 0.2;
/// How many standard errors a limit lies above the greatest share that was seen: one in 1,000 such tables exceeds it.
const STANDARD_ERRORS: f64 = 3.0;

/// `not_null` where no value was ever absent, else `null_share` where few are.
pub(super) fn suggest(evidence: &Evidence<'_>) -> Option<Suggestion> {
    if !evidence.column.is_nullable {
        return None;
    }
    let rows = evidence.seen.first()?.rows;
    let nulls = evidence.each(|seen| seen.found.nulls)?;
    if rows < LEAST_ROWS {
        return None;
    }
    let (en, zh) = evidence.times();
    if nulls.iter().all(|nulls| *nulls == 0) {
        let reason = Words::new(
            format!("{en}, a value was never absent; the newest has {rows} rows"),
            format!("{zh}从未出现空值；最近一次共 {rows} 行"),
        );
        return Some(evidence.suggestion("not_null", json!({}), rows, reason));
    }
    if evidence.seen.len() < LEAST_PROFILES {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
    let shares =
        evidence.seen.iter().zip(&nulls).map(|(seen, nulls)| (*nulls as f64 / seen.rows as f64, seen.rows as f64));
    let (greatest, of) = shares.max_by(|(left, _), (right, _)| left.total_cmp(right))?;
    let limit = greatest + STANDARD_ERRORS * (greatest * (1.0 - greatest) / of).sqrt();
    // Up to the next percent: more digits would claim to know more than is known.
    let limit = (limit * 100.0).ceil() / 100.0;
    if greatest > MOST_SHARE || limit >= 1.0 {
        return None;
    }
    let seen = format!("{:.2}", greatest * 100.0);
    let reason = Words::new(
        format!("{en}, at most {seen} % of the rows had no value"),
        format!("{zh}空值最多占全部行的 {seen}%"),
    );
    Some(evidence.suggestion("null_share", json!({ "max": limit }), rows, reason))
}
