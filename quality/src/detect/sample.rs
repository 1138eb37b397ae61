//! The values that are looked at: bounded, trimmed, without the words that people write where they know nothing.

use std::collections::HashMap;

use super::{LONGEST_VALUE, MOST_VALUES, detector::Fit};

/// What stands for an absent value, in lower case.
const ABSENT: &[&str] = &[
    "",
    "-",
    "--",
    "/",
    "\\n",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "nil",
    "unknown",
    "undefined",
    "tbd",
    "无",
    "暂无",
    "未知",
    "不详",
    "空",
    "未填写",
    "待补充",
    "保密",
];

/// Values of one column, each with how often it stands there.
pub(super) struct Sample<'a> {
    values: Vec<(&'a str, usize)>,
    rows: usize,
}

/// How many values fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counted {
    /// Values that fit, repeated ones counted each time.
    pub(super) rows: usize,
    /// Different values that fit.
    pub(super) distinct: usize,
}

impl<'a> Sample<'a> {
    /// The first values, as far as they are any.
    pub(super) fn of(values: &[&'a str]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut order = Vec::new();
        let mut rows = 0;
        for value in values.iter().take(MOST_VALUES).map(|value| value.trim()) {
            if is_absent(value) {
                continue;
            }
            rows += 1;
            *counts.entry(value).or_insert_with(|| {
                order.push(value);
                0
            }) += 1;
        }
        Self { values: order.into_iter().map(|value| (value, counts[value])).collect(), rows }
    }

    /// How many values there are, repeated ones counted each time.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The different values, in the order they came.
    pub(super) fn distinct(&self) -> impl Iterator<Item = &'a str> {
        self.values.iter().map(|(value, _)| *value)
    }

    /// How many values fit at least that well.
    pub(super) fn count(&self, fits: fn(&str) -> Fit, least: Fit) -> Counted {
        let mut counted = Counted::default();
        for (value, times) in &self.values {
            if value.len() <= LONGEST_VALUE && fits(value) >= least {
                counted.rows += times;
                counted.distinct += 1;
            }
        }
        counted
    }
}

fn is_absent(value: &str) -> bool {
    value.len() <= 12 && ABSENT.contains(&value.to_lowercase().as_str())
}
