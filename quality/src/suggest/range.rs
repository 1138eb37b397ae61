//! Numbers that stay within a range.

use catalog::TypeClass;
use serde_json::{Map, Value, json};

use super::{Evidence, LEAST_PROFILES, Suggestion};
use crate::{settings::NUMBERS, words::Words};

/// `between`, from what can be said of the ends:
///
/// * never negative: from 0; never negative nor above 1 where numbers are broken: up to 1, a share;
/// * else, by at least [`LEAST_PROFILES`] profiles, half of the observed span beyond what was seen, for an end that has not
///   moved outwards in the newest profile.
pub(super) fn suggest(evidence: &Evidence<'_>) -> Option<Suggestion> {
    let class = evidence.column.class();
    if !NUMBERS.contains(&class) {
        return None;
    }
    let rows = evidence.enough()?;
    let number = |text: &Option<String>| text.as_deref()?.parse::<f64>().ok().filter(|number| number.is_finite());
    let ends = evidence.each(|seen| Some((number(&seen.found.min)?, number(&seen.found.max)?)))?;
    let (min, max) = ends.iter().fold((f64::MAX, f64::MIN), |(min, max), (low, high)| (min.min(*low), max.max(*high)));
    let is_whole = class == TypeClass::Integer;
    let room = (max - min) / 2.0;
    let is_long = ends.len() >= LEAST_PROFILES && room > 0.0 && room.is_finite();
    let earlier = |end: fn(&(f64, f64)) -> f64| ends.iter().skip(1).map(end);
    let is_falling = earlier(|ends| ends.0).all(|low| low > ends[0].0);
    let is_rising = earlier(|ends| ends.1).all(|high| high < ends[0].1);
    let low = if min >= 0.0 { Some(0.0) } else { (is_long && !is_falling).then(|| outward(min - room, false)) };
    let high = if min >= 0.0 && max <= 1.0 && !is_whole {
        Some(1.0)
    } else {
        (is_long && !is_rising).then(|| outward(max + room, true))
    };
    if low.is_none() && high.is_none() {
        return None;
    }
    let settings: Map<String, Value> = [("min", low), ("max", high)]
        .into_iter()
        .filter_map(|(name, end)| Some((name.to_owned(), number_of(end?, is_whole))))
        .collect();
    let (en, zh) = evidence.times();
    let reason = Words::new(
        format!("{en}, {rows} values were from {min} to {max}"),
        format!("{zh}{rows} 个值介于 {min} 与 {max} 之间"),
    );
    Some(evidence.suggestion("between", json!(settings), rows, reason))
}

/// The next number with two significant digits that is further out.
fn outward(number: f64, is_up: bool) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let step = 10_f64.powf(number.abs().log10().floor() - 1.0);
    let steps = number / step;
    let rounded = if is_up { steps.ceil() } else { steps.floor() } * step;
    // Steps below one leave digits behind that nobody has chosen.
    format!("{rounded:.12}").parse::<f64>().ok().filter(|clean| *clean != 0.0).unwrap_or(rounded)
}

fn number_of(number: f64, is_whole: bool) -> Value {
    /// From here on not every whole number is one.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and exact in this range")]
    if (is_whole || number.fract() == 0.0) && number.abs() < EXACT {
        json!(number.round() as i64)
    } else {
        json!(number)
    }
}
