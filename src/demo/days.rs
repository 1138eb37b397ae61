//! The days of the demonstration: a clock that begins three months ago and is moved from one day to the next, so that
//! what happens on them is written then, by the same code that writes what happens now.

use catalog::Clock;
use chrono::{DateTime, Days as Span, Duration, NaiveDate, NaiveTime, Utc};

/// How many days of history there are before today.
pub(super) const LENGTH: i64 = 90;
/// The hour of the day at which people begin to work, in UTC.
const MORNING: i64 = 6;

/// The days, counted from 0.
#[derive(Debug, Clone)]
pub(super) struct Days {
    clock: Clock,
    first: NaiveDate,
}

impl Days {
    /// The days that end today; the clock stands on the morning of the first.
    pub(super) fn until_today() -> Self {
        let length = Span::new(LENGTH.unsigned_abs());
        let today = Clock::System.now().date_naive();
        let first = today.checked_sub_days(length).unwrap_or(today);
        let morning = first.and_time(NaiveTime::MIN).and_utc() + Duration::hours(MORNING);
        Self { clock: Clock::fixed(morning), first }
    }

    /// The clock that shows the day.
    pub(super) fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// The date of a day.
    pub(super) fn date(&self, day: i64) -> NaiveDate {
        self.first + Duration::days(day)
    }

    /// A moment of a day: so many minutes after its beginning.
    pub(super) fn at(&self, day: i64, minutes: i64) -> DateTime<Utc> {
        self.date(day).and_time(NaiveTime::MIN).and_utc() + Duration::minutes(minutes)
    }

    /// Moves the clock to the morning of a day; never back.
    pub(super) fn come(&self, day: i64) {
        self.move_to(self.at(day, MORNING * 60));
    }

    /// Moves the clock on by minutes.
    pub(super) fn pass(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }

    /// Moves the clock to now.
    pub(super) fn catch_up(&self) {
        self.move_to(Clock::System.now());
    }

    fn move_to(&self, at: DateTime<Utc>) {
        let ahead = at - self.clock.now();
        if ahead > Duration::zero() {
            self.clock.advance(ahead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_goes_through_ninety_days_and_never_back() {
        let days = Days::until_today();
        let clock = days.clock();
        days.come(10);
        let tenth = clock.now();
        assert_eq!(tenth.date_naive(), days.date(10));
        days.come(9);
        assert_eq!(clock.now(), tenth);
        days.catch_up();
        assert_eq!(clock.now().date_naive(), days.date(LENGTH));
    }
}
