//! What a definition has to be like; everything that is wrong is told at once, field by field.

use rust_decimal::Decimal;

use super::{Definition, Direction};
use crate::{
    error::{Error, Problem, Result},
    filter::Filter,
    formula::Formula,
    metric::{Metric, Unit},
};

/// The longest name, in letters.
const MAX_NAME: usize = 128;
/// The longest description, in bytes.
const MAX_DESCRIPTION: usize = 16 * 1024;
/// The longest period, in days.
const MAX_PERIOD: i64 = 3_660;
/// The longest time without a read that can be asked for, in days.
const MAX_DAYS: u32 = 730;

impl Definition {
    /// Checks all of it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that is wrong.
    pub fn check(&self) -> Result<()> {
        let mut problems = Vec::new();
        let mut refuse = |field: &str, problem: String| problems.push(Problem { field: field.into(), problem });
        self.check_words(&mut refuse);
        self.check_measure(&mut refuse);
        self.check_target(&mut refuse);
        if self.until < self.from {
            refuse("until", format!("is {}, before {} where the period begins", self.until, self.from));
        } else if (self.until - self.from).num_days() > MAX_PERIOD {
            refuse("until", format!("is more than {MAX_PERIOD} days after the beginning"));
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
    }

    fn check_words(&self, refuse: &mut impl FnMut(&str, String)) {
        let letters = self.name.chars().count();
        if self.name.trim().is_empty() {
            refuse("name", "is missing; give the KPI a name".into());
        } else if letters > MAX_NAME || self.name.chars().any(char::is_control) {
            refuse("name", format!("has to be at most {MAX_NAME} letters without line breaks"));
        }
        if self.description.trim().is_empty() {
            refuse("description", "is missing; say what the KPI is for".into());
        } else if self.description.len() > MAX_DESCRIPTION {
            refuse("description", format!("has more than {MAX_DESCRIPTION} bytes"));
        }
        for (field, value) in [("team", &self.team), ("domain", &self.domain), ("owner", &self.owner)] {
            if value.as_ref().is_some_and(|value| value.trim().is_empty() || value.len() > 256) {
                refuse(field, "is empty or longer than 256 bytes; leave it out for none".into());
            }
        }
    }

    fn check_measure(&self, refuse: &mut impl FnMut(&str, String)) {
        if !self.metric.units().contains(&self.unit) {
            let known: Vec<String> =
                self.metric.units().iter().map(|unit| format!("{unit:?}").to_lowercase()).collect();
            refuse("unit", format!("does not fit {}; use {}", self.metric.code(), known.join(" or ")));
        }
        if let Err(error) = Filter::parse("scope", &self.scope) {
            error.problems().iter().for_each(|each| refuse(&each.field, each.problem.clone()));
        }
        match (self.metric, &self.formula) {
            (Metric::Formula, None) => {
                refuse("formula", "is missing; write one such as count(has:owner) / count() * 100".into())
            }
            (Metric::Formula, Some(text)) => {
                if let Err(error) = Formula::parse("formula", text) {
                    error.problems().iter().for_each(|each| refuse(&each.field, each.problem.clone()));
                }
            }
            (metric, Some(_)) => {
                refuse("formula", format!("is only for the metric formula, and this is {}", metric.code()))
            }
            (_, None) => {}
        }
        if self.days.is_some_and(|days| days == 0 || days > MAX_DAYS) {
            refuse("days", format!("has to be 1 to {MAX_DAYS}"));
        } else if self.days.is_some() && !self.metric.asks_for_days() {
            refuse("days", format!("means nothing to {}; leave it out", self.metric.code()));
        }
    }

    fn check_target(&self, refuse: &mut impl FnMut(&str, String)) {
        let is_share = self.unit == Unit::Percentage && self.metric != Metric::Cost;
        let numbers =
            [("target", Some(self.target)), ("baseline", self.baseline), ("baselineCost", self.baseline_cost)];
        for (field, number) in numbers {
            let Some(number) = number else { continue };
            if number < Decimal::ZERO {
                refuse(field, format!("is {number}; it has to be 0 or more"));
            } else if is_share && field != "baselineCost" && number > Decimal::ONE_HUNDRED {
                refuse(field, format!("is {number} %; a percentage is at most 100"));
            }
        }
        let (baseline, target) = (self.baseline(), self.target);
        match (self.direction, baseline) {
            (Direction::Decrease, None) => {
                refuse("baseline", "is missing; something that is to decrease starts somewhere".into())
            }
            (Direction::Decrease, Some(baseline)) if baseline <= target => {
                refuse("target", format!("is {target}, not below the baseline of {baseline}"));
            }
            (Direction::Increase, Some(baseline)) if baseline >= target => {
                refuse("target", format!("is {target}, not above the baseline of {baseline}"));
            }
            _ => {}
        }
        if self.metric == Metric::Cost {
            if self.currency.is_none() {
                refuse("currency", "is missing; costs are of one currency, such as USD".into());
            }
            if self.unit == Unit::Percentage && self.baseline_cost.is_none_or(|cost| cost <= Decimal::ZERO) {
                refuse("baselineCost", "is missing or 0; say what 100 % costs a month".into());
            }
        } else if self.unit != Unit::Percentage && self.baseline_cost.is_some() {
            refuse("baselineCost", "means nothing to a number; leave it out".into());
        }
    }
}
