//! Service levels: their names, and which of two promises is the better one.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate};

use super::{agreed::Service, node::Node};

/// The short names of the standard.
const SHORT: &[(&str, &str)] = &[
    ("av", "availability"),
    ("th", "throughput"),
    ("er", "errorrate"),
    ("ga", "generalavailability"),
    ("es", "endofsupport"),
    ("el", "endoflife"),
    ("re", "retention"),
    ("fy", "frequency"),
    ("ly", "latency"),
    ("td", "timetodetect"),
    ("tn", "timetonotify"),
    ("tr", "timetorepair"),
];

/// A name in small letters, spelled out.
pub(super) fn spelled(name: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, long)| long)
}

/// How a new promise compares with the old one for who relies on it; none when that cannot be told.
pub(super) fn better(old: &Service, new: &Service) -> Option<Ordering> {
    let is_less_better = match old.property.as_str() {
        "latency"
        | "freshness"
        | "frequency"
        | "errorrate"
        | "timetodetect"
        | "timetonotify"
        | "timetorepair"
        | "generalavailability" => true,
        "availability" | "throughput" | "retention" | "endofsupport" | "endoflife" => false,
        _ => return None,
    };
    let ordering = match (moment(&old.value), moment(&new.value)) {
        (Some(old), Some(new)) => new.cmp(&old),
        _ => size(new)?.partial_cmp(&size(old)?)?,
    };
    Some(if is_less_better { ordering.reverse() } else { ordering })
}

/// The promise as a length of time in seconds, or as a bare number where the unit is none of time.
fn size(service: &Service) -> Option<f64> {
    let number = match &service.value {
        Node::Text(text) => text.trim().trim_end_matches('%').trim().parse().ok()?,
        other => other.number()?,
    };
    Some(number * service.unit.as_deref().and_then(seconds).unwrap_or(1.0))
}

/// A length of time as seconds; none when it is none, or its unit is unknown.
pub(super) fn age_seconds(service: &Service) -> Option<f64> {
    let unit = seconds(service.unit.as_deref()?)?;
    service.value.number().or_else(|| service.value.text()?.trim().parse().ok()).map(|number| number * unit)
}

fn seconds(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" => 0.001,
        "s" | "sec" | "second" | "seconds" => 1.0,
        "m" | "min" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "w" | "wk" | "week" | "weeks" => 604_800.0,
        "mo" | "month" | "months" => 2_629_746.0,
        "y" | "yr" | "year" | "years" => 31_556_952.0,
        _ => return None,
    })
}

/// A day or a moment, as seconds since 1970.
fn moment(value: &Node) -> Option<i64> {
    let text = value.text()?;
    let day = || {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0).map(|time| time.and_utc().timestamp())
    };
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp()).or_else(day)
}
