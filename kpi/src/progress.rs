//! How far a KPI has come: whether its target is met, how much of the way is done, what was saved, and how many days are
//! left; with a sentence for people in both languages.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use crate::{
    definition::{Definition, Direction},
    metric::{Metric, Unit},
    money::rounded,
    standing::end_of,
};

/// How far a KPI has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The value.
    pub value: Decimal,
    /// Whether the target is met: reaching it is enough.
    pub is_met: bool,
    /// How much of the way is done, 1 for all of it; may be below 0 or above 1.
    pub raw: Decimal,
    /// The same between 0 and 1, for a bar.
    pub bar: Decimal,
    /// By how much it is less than the baseline, in points of a percentage or in its unit; where it is to decrease.
    pub reduction: Option<Decimal>,
    /// The money a month that this saves, to two places; below 0 it is spent over the baseline.
    pub saved: Option<Decimal>,
    /// What a met target saves a month, to two places.
    pub saved_at_target: Option<Decimal>,
}

impl Definition {
    /// Whether `value` meets the target.
    #[must_use]
    pub fn is_met_by(&self, value: Decimal) -> bool {
        match self.direction {
            Direction::Increase => value >= self.target,
            Direction::Decrease => value <= self.target,
        }
    }

    /// How far it has come with `value`.
    #[must_use]
    pub fn progress(&self, value: Decimal) -> Progress {
        let way = |from: Decimal| (value - from).checked_div(self.target - from);
        let raw = match self.baseline() {
            Some(baseline) => way(baseline),
            None => way(Decimal::ZERO),
        };
        let is_met = self.is_met_by(value);
        // Without a way to go, who is there has gone all of it.
        let raw = raw.unwrap_or(if is_met { Decimal::ONE } else { Decimal::ZERO });
        let reduction = self.baseline().filter(|_| self.direction == Direction::Decrease);
        Progress {
            value,
            is_met,
            raw,
            bar: raw.clamp(Decimal::ZERO, Decimal::ONE),
            reduction: reduction.map(|baseline| baseline - value),
            saved: self.saved_at(value),
            saved_at_target: self.saved_at(self.target),
        }
    }

    fn saved_at(&self, value: Decimal) -> Option<Decimal> {
        let less = self.baseline().filter(|_| self.direction == Direction::Decrease)? - value;
        match (self.unit, self.metric) {
            (Unit::Percentage, _) => Some(rounded(self.baseline_cost?.checked_mul(less)? / Decimal::ONE_HUNDRED)),
            (Unit::Money, Metric::Cost) => Some(rounded(less)),
            _ => None,
        }
    }

    /// Whole days from `now` until the last day of the period ends; below 0 when it has ended.
    #[must_use]
    pub fn days_left(&self, now: DateTime<Utc>) -> i64 {
        (end_of(self.until) - now).num_seconds().div_euclid(86_400)
    }

    /// What there is to say at `now`; none while there is no value.
    #[must_use]
    pub fn feedback(&self, value: Option<Decimal>, now: DateTime<Utc>) -> Feedback {
        let days_left = self.days_left(now);
        match (value.is_some_and(|value| self.is_met_by(value)), days_left > 0) {
            (true, true) => Feedback::MetEarly,
            (true, false) => Feedback::Met,
            (false, false) => Feedback::Overdue,
            (false, true) => Feedback::DaysLeft(days_left),
        }
    }
}

/// What there is to say of a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// Its target is met before its period ends.
    MetEarly,
    /// Its target is met.
    Met,
    /// Its period has ended without its target being met.
    Overdue,
    /// There is time.
    DaysLeft(i64),
}

impl Feedback {
    /// The sentence in English.
    #[must_use]
    pub fn english(self) -> String {
        match self {
            Self::MetEarly => "Well done: the target is reached before its time.".into(),
            Self::Met => "Well done: the target is reached.".into(),
            Self::Overdue => "The time is over and the target was not reached. Set goals anew and go faster.".into(),
            Self::DaysLeft(1) => "1 day left".into(),
            Self::DaysLeft(days) => format!("{days} days left"),
        }
    }

    /// The sentence in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::MetEarly => "太棒了！您提前达成了目标。".into(),
            Self::Met => "恭喜，目标已达成！".into(),
            Self::Overdue => "期限已过，目标未达成。请重新制定目标，加快进度。".into(),
            Self::DaysLeft(days) => format!("还剩 {days} 天"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::tests::{described, halved};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn f11_cost_to_half_of_300_000_is_told_in_money_and_progress() {
        let vectors = [
            (100, "0.00", "0", false),
            (70, "90000.00", "0.6", false),
            (50, "150000.00", "1", true),
            (40, "180000.00", "1.2", true),
            (110, "-30000.00", "-0.2", false),
        ];
        for (current, saved, progress, is_met) in vectors {
            let result = halved().progress(Decimal::from(current));
            assert_eq!(result.saved.unwrap().to_string(), saved, "{current}");
            assert_eq!(result.raw.normalize().to_string(), progress, "{current}");
            assert_eq!(result.is_met, is_met, "{current}");
            assert_eq!(result.reduction, Some(Decimal::from(100 - current)));
            assert_eq!(result.saved_at_target.unwrap().to_string(), "150000.00");
            assert!((Decimal::ZERO..=Decimal::ONE).contains(&result.bar));
        }
    }

    #[test]
    fn f5_a_value_equal_to_the_target_meets_it() {
        for (value, is_met) in [("55", true), ("54.9999", false), ("76", true)] {
            assert_eq!(described().progress(value.parse().unwrap()).is_met, is_met, "{value}");
        }
        let by_count = Definition { unit: Unit::Number, target: 63.into(), ..described() };
        assert!(!by_count.progress(57.into()).is_met);
        assert!(!by_count.progress(35.into()).is_met);
        assert!(by_count.progress(63.into()).is_met);
        let owned = Definition { target: 46.into(), ..described() };
        assert!(owned.progress("46.05263157894737".parse().unwrap()).is_met);
    }

    #[test]
    fn f6_the_bar_is_value_over_target() {
        let progress = described().progress("27.5".parse().unwrap());
        assert_eq!((progress.raw, progress.saved), ("0.5".parse().unwrap(), None));
        let beyond = described().progress(110.into());
        assert_eq!((beyond.raw, beyond.bar), (2.into(), 1.into()));
    }

    #[test]
    fn f6_the_way_begins_at_the_baseline_where_there_is_one() {
        let from_forty = Definition { baseline: Some(40.into()), target: 60.into(), ..described() };
        assert_eq!(from_forty.progress(45.into()).raw, "0.25".parse().unwrap());
        assert_eq!(from_forty.progress(35.into()).bar, Decimal::ZERO);
    }

    #[test]
    fn f6_each_of_the_four_sentences_is_said_at_its_time() {
        let kpi = described();
        let said = |value: i64, now: &str| kpi.feedback(Some(value.into()), at(now));
        assert_eq!(said(60, "2026-03-01T12:00:00Z"), Feedback::MetEarly);
        assert_eq!(said(60, "2026-03-31T12:00:00Z"), Feedback::Met);
        assert_eq!(said(60, "2026-05-01T12:00:00Z"), Feedback::Met);
        assert_eq!(said(50, "2026-03-31T12:00:00Z"), Feedback::Overdue);
        assert_eq!(said(50, "2026-03-30T12:00:00Z"), Feedback::DaysLeft(1));
        assert_eq!(said(50, "2026-03-01T00:00:00Z"), Feedback::DaysLeft(31));
        assert_eq!(kpi.feedback(None, at("2026-03-30T12:00:00Z")), Feedback::DaysLeft(1));
        assert_eq!(
            (Feedback::DaysLeft(1).english(), Feedback::DaysLeft(3).english()),
            ("1 day left".into(), "3 days left".into())
        );
        assert_eq!(Feedback::DaysLeft(3).chinese(), "还剩 3 天");
    }
}
