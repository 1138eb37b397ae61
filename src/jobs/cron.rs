//! When a schedule is due: cron expressions as people write them, in the time zone they live in.
//!
//! Five fields (minute first) or six (second first); days of the week are 0-7 as on Unix, or names; where both the day
//! of the month and the day of the week are restricted, either is enough, as on Unix. The expression is written anew
//! for the `cron` crate, which counts days of the week differently, and that crate finds the times.
//!
//! A time that the clocks skip comes at the first moment after the gap; a time that they show twice comes once, the
//! first time. A schedule of every hour follows the clock of the world instead: it has no gap and no repetition.
//! What is left out: `L`, `W`, `#` and years, which are refused with the reason.

use std::str::FromStr as _;

use catalog::{Error, Result};
use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Tz;

use self::field::{FIELDS, Field};

pub mod field;

/// A cron expression in a time zone.
#[derive(Debug, Clone)]
pub struct Cron {
    /// One expression, or two of which either is enough.
    alternatives: Vec<cron::Schedule>,
    timezone: Tz,
    /// Whether it is due in every hour of the day, so that a change of the clocks means nothing to it.
    is_hourly: bool,
}

impl Cron {
    /// Reads an expression of five or six fields and the IANA name of a time zone.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `timezone` or `cron`, naming the field of the expression and what is allowed there, or
    /// saying that no such day ever comes.
    pub fn parse(expression: &str, timezone: &str) -> Result<Self> {
        let timezone = parse_timezone(timezone)?;
        let fields = parse_fields(expression)?;
        let [_, _, hour, day, _, weekday] = &fields;
        let is_hourly = hour.is_full();
        let alternatives = if day.is_any || weekday.is_any {
            vec![assemble(&fields, true, true)?]
        } else {
            vec![assemble(&fields, true, false)?, assemble(&fields, false, true)?]
        };
        let parsed = Self { alternatives, timezone, is_hourly };
        if parsed.next_local(chrono::DateTime::UNIX_EPOCH.naive_utc()).is_none() {
            return Err(Error::invalid("cron", format!("`{expression}` never comes: no month has such a day")));
        }
        Ok(parsed)
    }

    /// The first time it is due that is later than `after`; none when the calendar ends first.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_hourly {
            return self.next_elapsed(after);
        }
        let mut at = after.with_timezone(&self.timezone).naive_local();
        loop {
            at = self.next_local(at)?;
            let due = self.instant(at)?;
            if due > after {
                return Some(due);
            }
        }
    }

    /// The last time it was due in (`after`, `until`]; none when it was not.
    #[must_use]
    pub fn last_between(&self, after: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // Ever longer looks back, so that neither a schedule of seconds nor one of years takes many steps.
        for window in [Duration::minutes(1), Duration::hours(1), Duration::days(1), Duration::days(40), Duration::MAX] {
            let from = until.checked_sub_signed(window).map_or(after, |from| from.max(after));
            let mut last = None;
            let mut at = from;
            while let Some(due) = self.next_after(at).filter(|due| *due <= until) {
                last = Some(due);
                at = due;
            }
            if last.is_some() || from == after {
                return last;
            }
        }
        None
    }

    /// How a due time is written where it must be told from every other: local time with its distance from UTC.
    #[must_use]
    pub fn slot(&self, due: DateTime<Utc>) -> String {
        due.with_timezone(&self.timezone).to_rfc3339()
    }

    /// The next time by the distance from UTC that holds at each moment, as if the clocks never showed a time twice.
    fn next_elapsed(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut from = after;
        let mut offset = self.offset(after);
        // Between two times of one schedule the clocks change a handful of times at most.
        for _ in 0..100 {
            let local = from.naive_utc().checked_add_signed(offset)?;
            let due = self.next_local(local)?.checked_sub_signed(offset)?.and_utc();
            if self.offset(due) == offset {
                return Some(due);
            }
            let change = self.first_change(from.max(after), due);
            offset = self.offset(change);
            from = change - Duration::nanoseconds(1);
        }
        None
    }

    fn offset(&self, at: DateTime<Utc>) -> Duration {
        use chrono::Offset as _;
        let seconds = self.timezone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
        Duration::seconds(i64::from(seconds))
    }

    /// The second at which the distance from UTC changes between two moments where it differs.
    fn first_change(&self, before: DateTime<Utc>, after: DateTime<Utc>) -> DateTime<Utc> {
        let old = self.offset(before);
        let (mut low, mut high) = (before.timestamp(), after.timestamp());
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let at = DateTime::from_timestamp(middle, 0).unwrap_or(after);
            if self.offset(at) == old { low = middle } else { high = middle }
        }
        DateTime::from_timestamp(high, 0).unwrap_or(after)
    }

    fn next_local(&self, after: NaiveDateTime) -> Option<NaiveDateTime> {
        let after = after.and_utc();
        self.alternatives.iter().filter_map(|schedule| schedule.after(&after).next()).min().map(|due| due.naive_utc())
    }

    /// The moment that a local time stands for: the first of two, and behind a gap the first moment there is.
    fn instant(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self.timezone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
            LocalResult::None => end_of_gap(self.timezone, local),
        }
    }
}

/// The first moment behind the gap that `local` falls into; gaps are at most a day long and end on a full minute.
fn end_of_gap(timezone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let minute = local.with_second(0)?;
    (1..=25 * 60).find_map(|minutes| {
        let later = minute.checked_add_signed(Duration::minutes(minutes))?;
        timezone.from_local_datetime(&later).earliest().map(|at| at.with_timezone(&Utc))
    })
}

fn parse_timezone(name: &str) -> Result<Tz> {
    Tz::from_str(name).map_err(|_| {
        Error::invalid("timezone", format!("`{name}` is not a time zone; give an IANA name such as `Asia/Shanghai`"))
    })
}

fn parse_fields(expression: &str) -> Result<[Field; 6]> {
    if expression.len() > 1000 {
        return Err(Error::invalid("cron", "is longer than 1000 characters"));
    }
    let words: Vec<&str> = expression.split_whitespace().collect();
    let words = match words.as_slice() {
        five if five.len() == 5 => [&["0"], five].concat(),
        six if six.len() == 6 => six.to_vec(),
        other => {
            let problem = format!(
                "has {} fields; write five (minute hour day month weekday) or six with the second first, such as `0 2 * * *`",
                other.len()
            );
            return Err(Error::invalid("cron", problem));
        }
    };
    let mut fields = Vec::with_capacity(6);
    for (word, rule) in words.into_iter().zip(&FIELDS) {
        fields.push(rule.parse(word)?);
    }
    fields.try_into().map_err(|_| Error::invalid("cron", "does not have six fields"))
}

/// Writes the fields as the `cron` crate reads them; a day that does not count is left open.
fn assemble(fields: &[Field; 6], with_day: bool, with_weekday: bool) -> Result<cron::Schedule> {
    let [second, minute, hour, day, month, weekday] = fields;
    let day = if with_day { day.to_list() } else { "*".into() };
    let weekday = if with_weekday { weekday.to_weekdays() } else { "*".into() };
    let text =
        format!("{} {} {} {day} {} {weekday}", second.to_list(), minute.to_list(), hour.to_list(), month.to_list());
    cron::Schedule::from_str(&text).map_err(|cause| Error::invalid("cron", cause.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn next(expression: &str, timezone: &str, after: &str, count: usize) -> Vec<String> {
        let cron = Cron::parse(expression, timezone).unwrap();
        let mut at = utc(after);
        let mut found = Vec::new();
        for _ in 0..count {
            at = cron.next_after(at).unwrap();
            found.push(cron.slot(at));
        }
        found
    }

    fn problem(expression: &str) -> String {
        Cron::parse(expression, "UTC").unwrap_err().to_string()
    }

    #[test]
    fn c10_two_at_night_in_shanghai_is_due_at_two_local_time() {
        let due = next("0 0 2 * * ?", "Asia/Shanghai", "2026-03-01T00:00:00Z", 2);
        assert_eq!(due, ["2026-03-02T02:00:00+08:00", "2026-03-03T02:00:00+08:00"]);
    }

    #[test]
    fn time_that_the_clocks_skip_comes_behind_the_gap() {
        let due = next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2);
        assert_eq!(due, ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"]);
    }

    #[test]
    fn time_that_the_clocks_show_twice_comes_once() {
        let due = next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(due, ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]);
    }

    #[test]
    fn hourly_schedule_follows_the_world_through_the_repeated_hour() {
        let due = next("30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 3);
        assert_eq!(due, ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+01:00"]);
    }

    #[test]
    fn zero_and_seven_are_both_sunday() {
        let sunday = ["2026-11-29T00:00:00+00:00"];
        assert_eq!(next("0 0 * * 0", "UTC", "2026-11-23T00:00:00Z", 1), sunday);
        assert_eq!(next("0 0 * * 7", "UTC", "2026-11-23T00:00:00Z", 1), sunday);
        assert_eq!(next("0 0 * * Sun", "UTC", "2026-11-23T00:00:00Z", 1), sunday);
    }

    #[test]
    fn day_or_weekday_is_enough_where_both_are_given() {
        let due = next("0 0 1 * 1", "UTC", "2026-11-23T00:00:00Z", 3);
        assert_eq!(due, ["2026-11-30T00:00:00+00:00", "2026-12-01T00:00:00+00:00", "2026-12-07T00:00:00+00:00"]);
    }

    #[test]
    fn last_time_of_a_long_absence_is_found_without_walking_through_it() {
        let cron = Cron::parse("* * * * * *", "UTC").unwrap();
        let until = utc("2026-11-23T00:00:00.500Z");
        assert_eq!(cron.last_between(utc("1980-01-01T00:00:00Z"), until), Some(utc("2026-11-23T00:00:00Z")));
    }

    #[test]
    fn leap_day_is_found_after_years() {
        let cron = Cron::parse("0 0 29 2 *", "UTC").unwrap();
        let found = cron.last_between(utc("2020-01-01T00:00:00Z"), utc("2027-06-01T00:00:00Z"));
        assert_eq!(found, Some(utc("2024-02-29T00:00:00Z")));
    }

    #[test]
    fn nothing_is_due_in_an_empty_stretch() {
        let cron = Cron::parse("0 2 * * *", "UTC").unwrap();
        assert_eq!(cron.last_between(utc("2026-01-01T02:00:00Z"), utc("2026-01-02T01:59:59Z")), None);
    }

    #[test]
    fn bad_expressions_name_the_field_and_the_fix() {
        let many = "`cron`: has 3 fields; write five (minute hour day month weekday) or six with the second first, such as `0 2 * * *`";
        assert_eq!(problem("1 2 3"), many);
        assert_eq!(problem("61 * * * *"), "`cron`: minute `61` is out of range; 0-59 are allowed");
        assert_eq!(problem("0 0 L * *"), "`cron`: day `L` uses `L`, which is not supported; give the days as numbers");
        assert_eq!(
            problem("0 0 * * 5#2"),
            "`cron`: weekday `5#2` uses `#`, which is not supported; give the days as numbers"
        );
        assert_eq!(problem("0 0 30 2 *"), "`cron`: `0 0 30 2 *` never comes: no month has such a day");
        assert_eq!(problem("*/0 * * * *"), "`cron`: minute `*/0` steps by 0; the least step is 1");
    }

    #[test]
    fn unknown_time_zone_is_refused_with_an_example() {
        let error = Cron::parse("0 0 * * *", "Mars/Base").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`timezone`: `Mars/Base` is not a time zone; give an IANA name such as `Asia/Shanghai`"
        );
    }

    fn part(low: u32, high: u32) -> impl Strategy<Value = String> {
        let range = (low..=high, low..=high).prop_map(|(a, b)| (a.min(b), a.max(b)));
        prop_oneof![
            3 => Just("*".to_owned()),
            2 => (low..=high).prop_map(|value| value.to_string()),
            1 => (2..=(high / 2).max(2)).prop_map(|step| format!("*/{step}")),
            1 => range.clone().prop_map(|(from, to)| format!("{from}-{to}")),
            1 => (range, low..=high).prop_map(|((from, to), value)| format!("{from}-{to}/2,{value}")),
        ]
    }

    fn expression() -> impl Strategy<Value = String> {
        (part(0, 59), part(0, 59), part(0, 23), part(1, 28), part(1, 12), part(0, 7)).prop_map(
            |(second, minute, hour, day, month, weekday)| format!("{second} {minute} {hour} {day} {month} {weekday}"),
        )
    }

    proptest! {
        #[test]
        fn times_are_those_that_croner_finds(text in expression(), start in 1_700_000_000_i64..1_900_000_000) {
            let ours = Cron::parse(&text, "UTC").unwrap();
            let theirs = croner::parser::CronParser::builder().seconds(croner::parser::Seconds::Required).build();
            let theirs = theirs.parse(&text).unwrap();
            let mut at = DateTime::from_timestamp(start, 0).unwrap();
            for _ in 0..5 {
                let expected = theirs.find_next_occurrence(&at, false).unwrap();
                let found = ours.next_after(at).unwrap();
                prop_assert_eq!(found, expected, "{} after {}", text, at);
                at = found;
            }
        }

        #[test]
        fn times_grow_through_every_change_of_the_clocks(text in expression(), start in 1_700_000_000_i64..1_900_000_000) {
            let cron = Cron::parse(&text, "America/New_York").unwrap();
            let mut at = DateTime::from_timestamp(start, 0).unwrap();
            for _ in 0..20 {
                let found = cron.next_after(at).unwrap();
                prop_assert!(found > at);
                at = found;
            }
        }

        #[test]
        fn any_text_is_answered(text in ".{0,60}") {
            let _ = Cron::parse(&text, "UTC");
        }
    }
}
