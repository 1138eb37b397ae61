//! Points in time as logs write them, in a zone that the log names, or in that of the configuration.

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Tz;

/// A point in time such as `2026-11-23 10:00:00.123 UTC`. Abbreviations but UTC and GMT mean several zones, so the
/// configured one counts for them.
pub(super) fn postgres(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let mut parts = text.splitn(3, ' ');
    let (day, time) = (parts.next()?, parts.next()?);
    let local = NaiveDateTime::parse_from_str(&format!("{day} {time}"), "%Y-%m-%d %H:%M:%S%.f").ok()?;
    let name = parts.next().unwrap_or_default();
    match offset(name) {
        Some(offset) => offset.from_local_datetime(&local).single().map(|at| at.to_utc()),
        None => in_zone(local, zone),
    }
}

/// A point in time such as `2026-11-23T10:00:00.123456Z`, or MariaDB's `261123 10:00:00`.
pub(super) fn mysql(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let local = NaiveDateTime::parse_from_str(&text, "%y%m%d %H:%M:%S").ok()?;
    in_zone(local, zone)
}

fn in_zone(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
        // An hour that a clock leaves out: what the clock would have said without that.
        LocalResult::None => Some(local.and_utc()),
    }
}

/// The offset that a name of a zone stands for, if for one.
fn offset(name: &str) -> Option<FixedOffset> {
    match name {
        "UTC" | "GMT" | "Z" => FixedOffset::east_opt(0),
        name => {
            let (sign, digits) = match name.split_at_checked(1)? {
                ("+", digits) => (1, digits),
                ("-", digits) => (-1, digits),
                _ => return None,
            };
            let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
            let seconds =
                hours.parse::<i32>().ok()?.checked_mul(3600)?.checked_add(minutes.parse::<i32>().ok()? * 60)?;
            FixedOffset::east_opt(sign * seconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_of_every_sort_are_read() {
        let shanghai: Tz = "Asia/Shanghai".parse().unwrap();
        for (text, expected) in [
            ("2026-11-23 10:00:00.123 UTC", "2026-11-23T10:00:00.123Z"),
            ("2026-11-23 10:00:00.123 +08", "2026-11-23T02:00:00.123Z"),
            ("2026-11-23 10:00:00 -03:30", "2026-11-23T13:30:00Z"),
            ("2026-11-23 10:00:00.5 CST", "2026-11-23T02:00:00.5Z"),
        ] {
            assert_eq!(postgres(text, shanghai), Some(expected.parse().unwrap()), "{text}");
        }
        let at = Some("2026-11-23T02:00:00Z".parse().unwrap());
        assert_eq!(mysql("261123 10:00:00", shanghai), at);
        assert_eq!(mysql("2026-11-23T02:00:00.000000Z", shanghai), at);
        assert_eq!(mysql("261123  2:00:00", Tz::UTC), at);
        for text in ["", "yesterday", "2026-13-40 99:00:00 UTC", "2026-11-23"] {
            assert_eq!((postgres(text, shanghai), mysql(text, shanghai)), (None, None), "{text}");
        }
    }
}
