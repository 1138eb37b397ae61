//! Figures of the last 24 hours, or of the last seven days: events by type, and how many jobs, data sets and sources
//! there were at the end of each hour or day. What was removed since is not counted; nor is when a source was first
//! heard of known, so their number is the present one throughout.

use std::collections::BTreeMap;

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use catalog::{AssetKind, Listing, Viewer};
use chrono::{DateTime, Duration, DurationRound as _, NaiveDate, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;
use lineage::openlineage::{
    kept::EventFilter,
    read::{DATASETS, JOBS},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{sources, time_text};
use crate::{access::Caller, app::App, http::error::Problem};

/// Which pieces of time are wanted.
#[derive(Debug, Deserialize)]
pub struct Asked {
    period: String,
    timezone: Option<String>,
}

/// From when, until when.
type Interval = (DateTime<Utc>, DateTime<Utc>);

impl Asked {
    /// The 24 hours up to the present one, or the seven days up to today.
    fn intervals(&self, now: DateTime<Utc>) -> Result<Vec<Interval>, Problem> {
        let zone: Tz = match self.timezone.as_deref() {
            None | Some("") => Tz::UTC,
            Some(name) => name.parse().map_err(|_| {
                Problem::invalid("timezone", "is not a time zone; give an IANA name such as `Asia/Shanghai`")
            })?,
        };
        match self.period.to_ascii_uppercase().as_str() {
            "DAY" => {
                let hour = now.duration_trunc(Duration::hours(1)).unwrap_or(now);
                Ok((0..24).rev().map(|n| (hour - Duration::hours(n), hour - Duration::hours(n - 1))).collect())
            }
            "WEEK" => {
                let today = now.with_timezone(&zone).date_naive();
                let day = |n: i64| begin(zone, today - Duration::days(n));
                Ok((0..7).rev().map(|n| (day(n), day(n - 1))).collect())
            }
            _ => Err(Problem::invalid("period", "is neither `DAY` nor `WEEK`")),
        }
    }
}

/// The first moment of a day; where clocks are set forward at midnight, the first that there is.
fn begin(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = (0..24).find_map(|hour| zone.from_local_datetime(&midnight.with_hour(hour)?).earliest());
    local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// How many events of each type came in each interval.
///
/// # Errors
/// 400 for another period, or a time zone that does not exist.
pub async fn events(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let intervals = asked.intervals(app.clock().now())?;
    let filter = EventFilter {
        from: intervals.first().map(|(from, _)| *from),
        to: intervals.last().map(|(_, to)| *to),
        ..EventFilter::default()
    };
    let tally = app.openlineage().tally_events(&caller.viewer, &filter).await?;
    let shape = |(from, to): &Interval| {
        let count = |event_type: &str| -> i64 {
            tally.iter().filter(|((at, word), _)| word == event_type && from <= at && at < to).map(|(_, n)| n).sum()
        };
        json!({
            "startInterval": time_text(*from),
            "endInterval": time_text(*to),
            "fail": count("FAIL"),
            "start": count("START"),
            "complete": count("COMPLETE"),
            "abort": count("ABORT"),
        })
    };
    Ok(Json(intervals.iter().map(shape).collect()))
}

/// How many jobs there were at the end of each interval.
///
/// # Errors
/// As [`events`].
pub async fn jobs(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    grown(&app, &caller.viewer, &JOBS, &asked).await
}

/// How many data sets there were at the end of each interval.
///
/// # Errors
/// As [`events`].
pub async fn datasets(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    grown(&app, &caller.viewer, &DATASETS, &asked).await
}

/// How many sources there are.
///
/// # Errors
/// As [`events`].
pub async fn sources(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let intervals = asked.intervals(app.clock().now())?;
    let total = sources::names(&app, &caller.viewer).await?.len() as u64;
    Ok(Json(intervals.iter().map(|interval| counted(interval, total)).collect()))
}

async fn grown(app: &App, viewer: &Viewer, kinds: &[AssetKind], asked: &Asked) -> Result<Json<Value>, Problem> {
    let intervals = asked.intervals(app.clock().now())?;
    let listing = Listing { kinds, namespace: None, name: None };
    let total = app.catalog().count_listed(viewer, &listing).await?;
    let since = intervals.first().map_or_else(|| app.clock().now(), |(from, _)| *from);
    let made: BTreeMap<DateTime<Utc>, u64> = app.catalog().made_since(viewer, kinds, since).await?;
    let shape = |interval: &Interval| {
        let later: u64 = made.range(interval.1..).map(|(_, count)| count).sum();
        counted(interval, total.saturating_sub(later))
    };
    Ok(Json(intervals.iter().map(shape).collect()))
}

fn counted((from, to): &Interval, count: u64) -> Value {
    json!({ "startInterval": time_text(*from), "endInterval": time_text(*to), "count": count })
}
