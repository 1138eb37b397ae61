//! Judging one measured number by the band that its history makes.

use super::{Metric, json, nothing_there, shown};
use crate::{
    anomaly::{Rule, band},
    error::{Error, Result},
    judge::{Judge, Seen},
    outcome::{Finding, Outcome},
    plan::Asking,
    words::Words,
};

/// The rule that settings ask for.
///
/// # Errors
/// `Invalid` naming the setting.
pub(crate) fn rule_of(width: Option<f64>, least_history: Option<u16>, any_weekday: bool) -> Result<Rule> {
    let usual = Rule::default();
    let rule = Rule {
        width: width.unwrap_or(usual.width),
        least_history: least_history.map_or(usual.least_history, usize::from),
        by_weekday: !any_weekday,
        ..usual
    };
    if !(rule.width > 0.0 && rule.width <= 100.0) {
        return Err(Error::invalid("settings.width", "is a number above 0 and up to 100"));
    }
    if !(3..=1_000).contains(&rule.least_history) {
        return Err(Error::invalid("settings.least_history", "is a number from 3 to 1,000"));
    }
    Ok(rule)
}

/// Asks for a number and judges whether it is in the band of its history. The band is measured too, so that it can be drawn.
///
/// # Errors
/// `Invalid` as [`Metric::ask`].
pub(crate) fn judge_band(metric: Metric, rule: Rule, asking: &mut Asking<'_>) -> Result<Judge> {
    let measured = metric.ask(asking)?;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let Some(actual) = measured(seen)? else { return Ok(nothing_there()) };
        let past: Vec<_> = seen.past.iter().filter_map(|point| Some((point.at, point.number("actual")?))).collect();
        let ([en, zh], value) = (metric.words(), shown(actual));
        let Some(band) = band(&past, seen.now, rule) else {
            let (count, least) = (past.len(), rule.least_history);
            let message = Words::new(
                format!("{en} is {value}; {count} earlier results are too few to judge, {least} are needed"),
                format!("{zh}为 {value}；历史结果 {count} 次，不足 {least} 次，无法判断"),
            );
            return Ok(Finding::new(Outcome::NoData, message).measuring("actual", json(actual)));
        };
        let outcome = if band.holds(actual) { Outcome::Pass } else { Outcome::Fail };
        let (low, high) = (shown(band.low), shown(band.high));
        let message = Words::new(
            format!("{en} is {value}; usual: {low} to {high}"),
            format!("{zh}为 {value}；通常为 {low} 到 {high}"),
        );
        let finding = Finding::new(outcome, message).measuring("actual", json(actual));
        Ok(finding.measuring("low", band.low).measuring("high", band.high).measuring("band", serde_json::json!(band)))
    }))
}
