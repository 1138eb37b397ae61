//! Judging one measured number by a range.

use serde_json::Value;

use super::Metric;
use crate::{
    error::Result,
    judge::{Judge, Seen},
    outcome::{Finding, Outcome},
    plan::Asking,
    settings::Bounds,
    words::Words,
};

/// Asks for a number and judges whether it is in the range. No values are no data; what is no number, or infinite, is
/// outside of every range.
///
/// # Errors
/// `Invalid` naming the setting or the column.
pub(crate) fn judge_between(metric: Metric, bounds: Bounds, asking: &mut Asking<'_>) -> Result<Judge> {
    let bounds = bounds.checked()?;
    let measured = metric.ask(asking)?;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let Some(actual) = measured(seen)? else { return Ok(nothing_there()) };
        let outcome = if bounds.hold(actual) { Outcome::Pass } else { Outcome::Fail };
        let ([what, zh_what], (en, zh)) = (metric.words(), bounds.words());
        let shown = shown(actual);
        let message =
            Words::new(format!("{what} is {shown}; expected: {en}"), format!("{zh_what}为 {shown}；期望：{zh}"));
        Ok(Finding::new(outcome, message).measuring("actual", json(actual)))
    }))
}

/// No values, so nothing to judge.
pub(crate) fn nothing_there() -> Finding {
    Finding::new(Outcome::NoData, Words::new("there is nothing to judge", "没有可判断的数据"))
}

/// A number as people read it: without the last digits of a calculation.
pub(crate) fn shown(number: f64) -> String {
    if number.is_finite() && number != 0.0 && !(1e-6..1e15).contains(&number.abs()) {
        return format!("{number:e}");
    }
    if !number.is_finite() || number.fract() == 0.0 {
        return number.to_string();
    }
    let rounded: f64 = format!("{number:.6e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// A number as JSON; text for what JSON has no number for.
pub(crate) fn json(number: f64) -> Value {
    serde_json::Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}
