//! What can be expected of a number, by what it was before: the median, and how far values usually are from it (the median
//! of their distances, MAD), which single outliers do not move.
//!
//! When enough values of the same day of the week are there, only those are looked at, so that a quiet Sunday is usual.

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

/// Turns a MAD into what would be the standard deviation of normally distributed values.
const NORMAL: f64 = 1.4826;
/// How many values of the same day of the week make a band of their own.
const ENOUGH_OF_A_WEEKDAY: usize = 4;

/// How a band is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Half the width of the band in (robust) standard deviations.
    pub width: f64,
    /// Below so many values there is no band.
    pub least_history: usize,
    /// The band is at least so wide to each side, as a share of the median, however steady the values were.
    pub least_share: f64,
    /// Whether days of the week are told apart where there are enough values of each.
    pub by_weekday: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self { width: 3.0, least_history: 7, least_share: 0.01, by_weekday: true }
    }
}

/// Where a number is expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The smallest expected.
    pub low: f64,
    /// The greatest expected.
    pub high: f64,
    /// The usual one.
    pub median: f64,
    /// Out of how many values.
    pub values: usize,
    /// Whether only values of the same day of the week (in UTC) were looked at.
    pub is_of_weekday: bool,
}

impl Band {
    /// Whether a number is what was expected; the ends are.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        number >= self.low && number <= self.high
    }
}

/// The band at a moment, by earlier values; none when there are too few.
#[must_use]
pub fn band(history: &[(DateTime<Utc>, f64)], now: DateTime<Utc>, rule: Rule) -> Option<Band> {
    let all: Vec<f64> = history.iter().map(|(_, value)| *value).filter(|value| value.is_finite()).collect();
    if all.len() < rule.least_history.max(2) {
        return None;
    }
    let same_day: Vec<f64> = history
        .iter()
        .filter(|(at, value)| at.weekday() == now.weekday() && value.is_finite())
        .map(|(_, value)| *value)
        .collect();
    let is_of_weekday = rule.by_weekday && same_day.len() >= ENOUGH_OF_A_WEEKDAY;
    let values = if is_of_weekday { same_day } else { all };
    let middle = median(&values)?;
    let distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let spread = (median(&distances)? * NORMAL * rule.width).max(middle.abs() * rule.least_share);
    Some(Band { low: middle - spread, high: middle + spread, median: middle, values: values.len(), is_of_weekday })
}

/// The middle value, or the mean of the two in the middle; none of no values.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        length if length % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    fn days(values: &[f64]) -> Vec<(DateTime<Utc>, f64)> {
        // A Monday.
        let start = Utc.with_ymd_and_hms(2026, 1, 5, 8, 0, 0).unwrap();
        let day = |(number, value): (usize, &f64)| (start + Duration::days(i64::try_from(number).unwrap()), *value);
        values.iter().enumerate().map(day).collect()
    }

    #[test]
    fn e7_band_is_median_and_mad_as_worked_out_by_hand() {
        let history = days(&[100.0, 102.0, 98.0, 101.0, 99.0, 100.0, 5_000.0]);
        let rule = Rule { by_weekday: false, ..Rule::default() };
        // Median 100; distances 0 2 2 1 1 0 4900, their median 1: 1.4826 x 3 = 4.4478.
        let band = band(&history, history[6].0, rule).unwrap();
        assert!((band.low - 95.5522).abs() < 1e-9 && (band.high - 104.4478).abs() < 1e-9, "{band:?}");
        assert!(band.holds(104.0) && !band.holds(105.0) && !band.holds(5_000.0));
    }

    #[test]
    fn e7_too_little_history_has_no_band() {
        let history = days(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(band(&history, history[5].0, Rule::default()), None);
        assert_eq!(band(&[], DateTime::default(), Rule { least_history: 0, ..Rule::default() }), None);
    }

    #[test]
    fn e7_quiet_sunday_is_usual() {
        let week = [100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 10.0];
        let history = days(&week.repeat(5));
        let sunday = history[34].0 + Duration::days(7);
        let of_sunday = band(&history, sunday, Rule::default()).unwrap();
        assert!(of_sunday.is_of_weekday && of_sunday.holds(10.0) && !of_sunday.holds(100.0));
        let of_monday = band(&history, sunday + Duration::days(1), Rule::default()).unwrap();
        assert!(of_monday.holds(100.0) && !of_monday.holds(10.0));
    }

    #[test]
    fn steady_numbers_may_move_by_a_hundredth() {
        let history = days(&[1_000.0; 10]);
        let band = band(&history, history[9].0, Rule::default()).unwrap();
        assert!(band.holds(1_010.0) && band.holds(990.0) && !band.holds(1_011.0));
    }
}
