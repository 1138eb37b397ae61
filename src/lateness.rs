//! Which outside pipelines are late: their schedule was due, and no run of them or of their tasks has begun since.
//!
//! Schedules are what tools write: cron expressions of five, six or (Quartz) seven fields, and words such as `@daily`.
//! A schedule that is none of these is nobody's promise; such a pipeline is never late.

use std::collections::HashMap;

use catalog::{Asset, AssetKind, ChangeNumber, Details, Listing, Page, PageRequest, Result, Viewer};
use chrono::{DateTime, Duration, Utc};

use crate::{app::App, jobs::cron::Cron};

/// How many pipelines one answer looks at, at most.
const MOST_SCANNED: usize = 5_000;
/// How many pipelines are looked at with one set of statements.
const BATCH: usize = 500;
/// How far back a schedule is looked for: behind it, its runs are forgotten.
const HORIZON: Duration = Duration::days(400);
/// How much earlier than due a run may have begun by a clock of its own.
const SKEW: Duration = Duration::minutes(2);

/// A pipeline that should have run.
#[derive(Debug, Clone)]
pub struct Late {
    /// The pipeline.
    pub pipeline: Asset,
    /// Its schedule, as its tool writes it.
    pub schedule: String,
    /// The time zone of the schedule.
    pub timezone: String,
    /// When it was due last.
    pub expected_at: DateTime<Utc>,
    /// When it last ran.
    pub last_run_at: Option<DateTime<Utc>>,
}

/// Some late pipelines, by system and name.
#[derive(Debug, Clone)]
pub struct LatePage {
    /// The pipelines.
    pub items: Vec<Late>,
    /// Where to go on, when more may follow.
    pub next: Option<String>,
}

/// Late pipelines by system and name. A page ends after `MOST_SCANNED` pipelines, however few of them are late.
///
/// # Errors
/// `Forbidden`; `Invalid` for a foreign cursor.
pub async fn late(app: &App, viewer: &Viewer, page: &PageRequest) -> Result<LatePage> {
    let due_before = app.clock().now() - app.config().pipelines.late_after;
    let mut found: Vec<(String, Late)> = Vec::new();
    let mut after = page.after.clone();
    for _ in 0..MOST_SCANNED / BATCH {
        let listing = Listing { kinds: &[AssetKind::Pipeline], ..Listing::default() };
        let batch = PageRequest { first: BATCH, after: after.take() };
        let batch = app.catalog().listed(viewer, &listing, &batch).await?;
        after = batch.next().map(str::to_owned);
        found.extend(late_of(app, viewer, batch, due_before).await?);
        if found.len() > page.first {
            found.truncate(page.first);
            after = found.last().map(|(cursor, _)| cursor.clone());
            break;
        }
        if after.is_none() {
            break;
        }
    }
    Ok(LatePage { items: found.into_iter().map(|(_, late)| late).collect(), next: after })
}

/// Those of `batch` that are late.
async fn late_of(
    app: &App,
    viewer: &Viewer,
    batch: Page<Asset>,
    due_before: DateTime<Utc>,
) -> Result<Vec<(String, Late)>> {
    let scheduled: Vec<(String, Asset, Cron)> = batch
        .items
        .into_iter()
        .filter_map(|(cursor, asset)| schedule_of(&asset).map(|cron| (cursor, asset, cron)))
        .collect();
    if scheduled.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = scheduled.iter().map(|(_, asset, _)| asset.id).collect();
    let last = app.catalog().last_runs(viewer, &ids).await?;
    let created: Vec<ChangeNumber> = scheduled.iter().map(|(_, asset, _)| asset.created).collect();
    let known_since = app.catalog().times_of(&created).await?;
    let since: HashMap<_, _> = ids.iter().copied().zip(known_since).collect();
    let judge = |(cursor, asset, cron): (String, Asset, Cron)| {
        let last_run_at = last.get(&asset.id).copied();
        let known_since = since.get(&asset.id).copied().flatten().unwrap_or(due_before);
        let expected_at = overdue(&cron, last_run_at, known_since, due_before)?;
        let Details::Pipeline(details) = &asset.harvested.details else { return None };
        let schedule = details.schedule.clone().unwrap_or_default();
        let timezone = details.timezone.clone().unwrap_or_else(|| "UTC".to_owned());
        Some((cursor, Late { schedule, timezone, expected_at, last_run_at, pipeline: asset }))
    };
    Ok(scheduled.into_iter().filter_map(judge).collect())
}

/// When a pipeline was due last, if no run has begun since; a time before it was known does not count.
fn overdue(
    cron: &Cron,
    last_run_at: Option<DateTime<Utc>>,
    known_since: DateTime<Utc>,
    due_before: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let expected = cron.last_between(known_since.max(due_before - HORIZON), due_before)?;
    last_run_at.is_none_or(|ran| ran < expected - SKEW).then_some(expected)
}

/// The schedule of a pipeline, where it is one that tells when it is due.
fn schedule_of(asset: &Asset) -> Option<Cron> {
    let Details::Pipeline(details) = &asset.harvested.details else { return None };
    let zone = details.timezone.as_deref().unwrap_or("UTC");
    Cron::parse(&expression(details.schedule.as_deref()?)?, zone).ok()
}

/// A tool's schedule as a cron expression that [`Cron`] reads.
fn expression(schedule: &str) -> Option<String> {
    let schedule = schedule.trim();
    let known = match schedule.to_ascii_lowercase().as_str() {
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@quarterly" => "0 0 1 */3 *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        word if word.starts_with('@') => return None,
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.to_owned());
    }
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    match fields.as_slice() {
        [fields @ .., "*" | "?"] if fields.len() == 6 => Some(of_quartz(fields)),
        // Only Quartz demands a question mark; six fields without one are those of Spring, which counts as Unix does.
        fields if fields.len() == 6 && fields.contains(&"?") => Some(of_quartz(fields)),
        fields => Some(fields.join(" ")),
    }
}

/// The six fields of a Quartz expression, with days of the week as on Unix.
fn of_quartz(fields: &[&str]) -> String {
    let (weekday, others) = fields.split_last().map_or(("*", fields), |(weekday, others)| (*weekday, others));
    let weekday = unix_weekdays(weekday).unwrap_or_else(|| weekday.to_owned());
    format!("{} {weekday}", others.join(" "))
}

/// The days that Quartz means, which counts them from 1, Sunday, to 7; nothing where there is more than days, ranges
/// and steps.
fn unix_weekdays(field: &str) -> Option<String> {
    const NAMES: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    let day = |text: &str| {
        let named = NAMES.iter().position(|name| name.eq_ignore_ascii_case(text));
        named.or_else(|| text.parse::<usize>().ok()?.checked_sub(1)).filter(|day| *day < 7)
    };
    if ["*", "?"].contains(&field) {
        return Some(field.to_owned());
    }
    let mut days = std::collections::BTreeSet::new();
    for item in field.split(',') {
        let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
        let every: usize = step.map_or(Some(1), |step| step.parse().ok()).filter(|every| *every > 0)?;
        let (from, to) = match (range, range.split_once('-')) {
            ("*", _) => (0, 6),
            (_, Some((from, to))) => (day(from)?, day(to)?),
            (from, None) => (day(from)?, if step.is_some() { 6 } else { day(from)? }),
        };
        // A range may go on over the end of the week.
        let to = if to < from { to + 7 } else { to };
        days.extend((from..=to).step_by(every).map(|day| day % 7));
    }
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    Some(days.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn words_and_quartz_expressions_are_schedules() {
        for schedule in ["@daily", " @Hourly ", "0 0 2 * * ?", "0 0 2 * * ? *", "*/5 * * * *"] {
            assert!(Cron::parse(&expression(schedule).unwrap(), "UTC").is_ok(), "{schedule}");
        }
        assert_eq!(expression("@once"), None);
        assert!(Cron::parse(&expression("1 day, 0:00:00").unwrap(), "UTC").is_err());
    }

    #[test]
    fn c6_days_of_quartz_begin_with_sunday_as_one() {
        for (schedule, expected) in [
            ("0 0 2 ? * 1", "0 0 2 ? * 0"),
            ("0 0 2 ? * 7 *", "0 0 2 ? * 6"),
            ("0 0 2 ? * 2-6", "0 0 2 ? * 1,2,3,4,5"),
            ("0 0 2 ? * MON-FRI *", "0 0 2 ? * 1,2,3,4,5"),
            ("0 0 2 ? * 6-2", "0 0 2 ? * 0,1,5,6"),
            ("0 0 2 ? * 2/2", "0 0 2 ? * 1,3,5"),
            ("0 0 2 ? * SUN,4", "0 0 2 ? * 0,3"),
            ("0 0 2 * * ?", "0 0 2 * * ?"),
            ("0 0 2 * * 1", "0 0 2 * * 1"),
            ("0 2 * * 1", "0 2 * * 1"),
            ("0 0 2 ? * 6L", "0 0 2 ? * 6L"),
            ("0 0 2 ? * 0", "0 0 2 ? * 0"),
        ] {
            assert_eq!(expression(schedule).as_deref(), Some(expected), "{schedule}");
        }
        let sunday = Cron::parse(&expression("0 0 2 ? * 1 *").unwrap(), "UTC").unwrap();
        let due = sunday.next_after(at("2026-11-23T00:00:00Z")).unwrap();
        assert_eq!(due, at("2026-11-29T02:00:00Z"));
    }

    #[test]
    fn c6_pipeline_is_late_when_nothing_began_since_it_was_due() {
        let cron = Cron::parse("0 2 * * *", "Asia/Shanghai").unwrap();
        let known = at("2026-01-01T00:00:00Z");
        let now = at("2026-03-02T18:40:00Z");
        let due = at("2026-03-02T18:00:00Z");
        assert_eq!(overdue(&cron, None, known, now), Some(due));
        assert_eq!(overdue(&cron, Some(at("2026-03-01T18:00:05Z")), known, now), Some(due));
        assert_eq!(overdue(&cron, Some(at("2026-03-02T17:59:00Z")), known, now), None);
        assert_eq!(overdue(&cron, Some(at("2026-03-02T18:00:05Z")), known, now), None);
        assert_eq!(overdue(&cron, None, at("2026-03-02T18:10:00Z"), now), None);
    }
}
