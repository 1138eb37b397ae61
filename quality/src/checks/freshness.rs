//! `freshness`: the newest value of a column, or without one the last write that the source itself tells, is not older than
//! promised. No value, or a source that does not tell, is no data. All rows are looked at.

use chrono::{DateTime, TimeZone};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::{Judge, Seen},
    measure::{Metric, nothing_there},
    outcome::{Dimension, Finding, Outcome},
    plan::Asking,
    settings::MOMENTS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The greatest age that is right, in hours.
    #[schemars(
        title = "Greatest age in hours",
        extend("x-order" = 1, "x-title-zh" = "最大时长（小时）", "x-description-zh" = "允许的最大时长（小时，含）。")
    )]
    hours: f64,
    /// In which time zone the column is, where it keeps none, such as `Asia/Shanghai`; UTC when nothing is said.
    #[serde(default)]
    #[schemars(
        title = "Time zone",
        extend("x-order" = 2, "x-title-zh" = "时区", "x-description-zh" = "列本身不带时区时所用的时区，如 `Asia/Shanghai`；未填时为 UTC。")
    )]
    time_zone: Option<String>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "freshness",
    level: Level::Either,
    dimension: Dimension::Freshness,
    title: ["Data is as new as promised", "数据新鲜度"],
    description: [
        "The newest value of the column (or, without a column, the last write that the source tells) is at most so old. A time in the future is not old. No value is no data. All rows are looked at, never a sample.",
        "列的最新值（未指定列时取数据源记录的最后写入时间）距今不超过给定时长；将来的时间不算旧。没有值时记为无数据。始终检查全部行。",
    ],
    fits: MOMENTS,
    aliases: &["table-freshness"],
    examples: &["{\"hours\": 24}", "{\"hours\": 2, \"time_zone\": \"Asia/Shanghai\"}"],
    ask,
};

/// How much later it is in UTC than a clock in the zone shows, at a moment that the clock shows, in seconds.
fn behind(zone: Tz, shown: i64) -> i64 {
    let clock = DateTime::from_timestamp(shown, 0).unwrap_or_default().naive_utc();
    zone.from_local_datetime(&clock).earliest().map_or(0, |moment| moment.timestamp() - shown)
}

fn judge(age: Option<f64>, most: f64) -> Finding {
    let Some(age) = age.filter(|age| age.is_finite()) else { return nothing_there() };
    let outcome = if age <= most { Outcome::Pass } else { Outcome::Fail };
    let (hours, most) = (age / 3600.0, most / 3600.0);
    let message = Words::new(
        format!("the newest data is {hours:.1} h old; at most {most} h were promised"),
        format!("最新数据距今 {hours:.1} 小时；承诺不超过 {most} 小时"),
    );
    Finding::new(outcome, message).measuring("age_seconds", json!(age))
}

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let most = settings.hours * 3600.0;
    if !(most > 0.0 && most <= 1e10) {
        return Err(Error::invalid("settings.hours", "is a number of hours above 0"));
    }
    let zone: Option<Tz> = match &settings.time_zone {
        None => None,
        Some(name) => Some(name.parse().map_err(|_| {
            Error::invalid("settings.time_zone", format!("`{name}` is no time zone; write one such as `Asia/Shanghai`"))
        })?),
    };
    let Ok(column) = asking.column() else {
        let written = asking.table.written_at;
        return Ok(Box::new(move |seen: &Seen<'_>| {
            #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
            let age = written.map(|written| (seen.now - written).num_seconds() as f64);
            Ok(judge(age, most))
        }));
    };
    let text = column.data_type.text.to_ascii_lowercase();
    let keeps_zone = text.contains("with time zone") || text.contains("timestamptz");
    let measured = Metric::Age.ask(asking)?;
    Ok(Box::new(move |seen: &Seen<'_>| {
        let age = measured(seen)?.map(|age| match zone {
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "seconds fit")]
            Some(zone) if !keeps_zone => age - behind(zone, seen.now.timestamp() - age as i64) as f64,
            _ => age,
        });
        Ok(judge(age, most))
    }))
}
