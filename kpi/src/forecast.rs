//! Where a KPI will be when its period ends, if it goes on as it did: the straight line of least squares through its
//! last results.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::definition::{Definition, Direction};

/// How many results are needed; with fewer nothing is forecast.
pub const LEAST_RESULTS: usize = 7;
/// How many of the last results count.
pub const MOST_RESULTS: usize = 60;
/// How far ahead is looked for the day the target is met, in days.
const FARTHEST: i64 = 3_660;

/// Where a KPI goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// By how much it changes a day.
    pub a_day: Decimal,
    /// The value at the end of the period; for percentages of assets between 0 and 100.
    pub at_end: Decimal,
    /// Whether that meets the target.
    pub is_met_at_end: bool,
    /// The first day on which the line meets the target; none when it does not within ten years.
    pub met_on: Option<NaiveDate>,
}

/// What goes on from `results`, oldest first; none with fewer than [`LEAST_RESULTS`], or when they are all of one day.
#[must_use]
pub fn forecast(definition: &Definition, results: &[(NaiveDate, Decimal)]) -> Option<Forecast> {
    let results = &results[results.len().saturating_sub(MOST_RESULTS)..];
    let (last, _) = *results.last()?;
    if results.len() < LEAST_RESULTS {
        return None;
    }
    let count = Decimal::from(results.len());
    let x = |day: NaiveDate| Decimal::from((day - last).num_days());
    let sum = |of: &dyn Fn(&(NaiveDate, Decimal)) -> Decimal| {
        results.iter().map(of).try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let mean_x = sum(&|(day, _)| x(*day))? / count;
    let mean_y = sum(&|(_, value)| *value)? / count;
    let spread = sum(&|(day, _)| (x(*day) - mean_x) * (x(*day) - mean_x))?;
    let together = results.iter().try_fold(Decimal::ZERO, |sum, (day, value)| {
        sum.checked_add((x(*day) - mean_x).checked_mul(value.checked_sub(mean_y)?)?)
    })?;
    let a_day = together.checked_div(spread)?.round_dp(12);
    let now = (mean_y - a_day * mean_x).round_dp(12);
    let ahead = Decimal::from((definition.until - last).num_days().max(0));
    let at_end = bounded(definition, now.checked_add(a_day.checked_mul(ahead)?)?);
    Some(Forecast {
        a_day,
        at_end,
        is_met_at_end: definition.is_met_by(at_end),
        met_on: met_on(definition, (now, a_day), last),
    })
}

/// A value that the KPI can have.
fn bounded(definition: &Definition, value: Decimal) -> Decimal {
    use crate::metric::{Metric, Unit};
    let is_share = definition.unit == Unit::Percentage && definition.metric != Metric::Cost;
    if is_share { value.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED) } else { value.max(Decimal::ZERO) }
}

fn met_on(definition: &Definition, (now, a_day): (Decimal, Decimal), last: NaiveDate) -> Option<NaiveDate> {
    if definition.is_met_by(now) {
        return Some(last);
    }
    let goes_there = match definition.direction {
        Direction::Increase => a_day > Decimal::ZERO,
        Direction::Decrease => a_day < Decimal::ZERO,
    };
    let days = (definition.target - now).checked_div(a_day).filter(|_| goes_there)?.ceil();
    let days = u64::try_from(days).ok().filter(|days| *days <= FARTHEST.unsigned_abs())?;
    last.checked_add_days(Days::new(days)).filter(|day| day.year() < 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::tests::{described, halved};

    fn line(from: i64, step: &str, days: u64) -> Vec<(NaiveDate, Decimal)> {
        let step: Decimal = step.parse().unwrap();
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        (0..days).map(|n| (first + Days::new(n), Decimal::from(from) + step * Decimal::from(n))).collect()
    }

    #[test]
    fn f6_a_straight_line_is_gone_on() {
        let forecast = forecast(&described(), &line(40, "0.25", 20)).unwrap();
        assert_eq!(forecast.a_day.normalize(), "0.25".parse().unwrap());
        assert_eq!(forecast.at_end.normalize(), "62.25".parse().unwrap(), "40 and 89 days of a quarter");
        assert!(forecast.is_met_at_end);
        assert_eq!(forecast.met_on, Some("2026-03-02".parse().unwrap()), "day 60 has 55");
    }

    #[test]
    fn f6_fewer_than_seven_results_forecast_nothing() {
        assert_eq!(forecast(&described(), &line(40, "1", 6)), None);
        assert!(forecast(&described(), &line(40, "1", 7)).is_some());
        let one_day = vec![("2026-01-01".parse().unwrap(), Decimal::ONE); 9];
        assert_eq!(forecast(&described(), &one_day), None);
    }

    #[test]
    fn f11_a_cost_that_falls_is_forecast_to_its_target_and_not_below_nothing() {
        let falling = forecast(&halved(), &line(100, "-1", 31)).unwrap();
        assert_eq!(falling.met_on, Some("2026-02-20".parse().unwrap()));
        assert_eq!(falling.at_end.normalize(), "11".parse().unwrap());
        let rising = forecast(&halved(), &line(100, "1", 31)).unwrap();
        assert_eq!((rising.met_on, rising.is_met_at_end), (None, false));
        assert_eq!(forecast(&halved(), &line(100, "-9", 10)).unwrap().at_end, Decimal::ZERO);
        let flat = forecast(&halved(), &line(80, "0", 31)).unwrap();
        assert_eq!(flat.met_on, None);
    }
}
