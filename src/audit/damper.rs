//! How many rows a minute strangers may cause.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// The most in one minute.
const MOST: u32 = 120;

/// Counts the rows of the minute.
#[derive(Debug, Default)]
pub(super) struct Damper(Mutex<(i64, u32)>);

impl Damper {
    /// Whether one more row may be written at `now`; if so, it counts.
    pub(super) fn admits(&self, now: DateTime<Utc>) -> bool {
        let minute = now.timestamp().div_euclid(60);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 != minute {
            *state = (minute, 0);
        }
        state.1 = state.1.saturating_add(1);
        state.1 <= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_43_strangers_cause_a_bounded_number_of_rows_a_minute() {
        let damper = Damper::default();
        let now = DateTime::from_timestamp(1_760_000_040, 0).unwrap();
        assert_eq!((0..10_000).filter(|_| damper.admits(now)).count(), MOST as usize);
        assert!(damper.admits(now + chrono::Duration::seconds(60)));
    }
}
