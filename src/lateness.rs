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

/// Late pipelines by system and name. A page ends after [`MOST_SCANNED`] pipelines, however few of them are late.
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
        [fields @ .., "*" | "?"] if fields.len() == 6 => Some(fields.join(" ")),
        fields => Some(fields.join(" ")),
    }
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
