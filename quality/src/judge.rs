//! What answers mean: each check's own judgement over its answers and its history.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use connectors::Rows;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    execute::{Answer, Answers},
    outcome::{Finding, GroupFinding, Outcome},
    plan::{Distinct, Plan, Planned},
    words::Words,
};

/// Judges the answers to one check's questions.
#[doc(hidden)]
pub type Judge = Box<dyn Fn(&Seen<'_>) -> Result<Finding, Trouble> + Send + Sync>;

/// Why a check could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(pub Words);

/// What earlier runs found, and the time of this one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct History {
    /// The time of this run.
    pub now: DateTime<Utc>,
    /// Earlier findings by the key of the check, oldest first.
    pub past: BTreeMap<String, Vec<Point>>,
}

/// One earlier finding of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// When it was found.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// What was measured.
    #[serde(default)]
    pub measured: BTreeMap<String, Value>,
}

impl Point {
    /// Something that was measured, as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.measured.get(name).and_then(number_of).filter(|number| number.is_finite())
    }
}

/// What a judgement sees: the answers, of one group when results are told apart, and what was before.
#[doc(hidden)]
pub struct Seen<'a> {
    answers: &'a Answers,
    group: Option<&'a Value>,
    /// The time of the run.
    pub(crate) now: DateTime<Utc>,
    /// Earlier findings, oldest first.
    pub(crate) past: &'a [Point],
}

/// The number of groups of equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// How many different values there are.
    pub(crate) distinct: i64,
    /// How many of them are there once.
    pub(crate) once: i64,
    /// In how many rows.
    pub(crate) rows: i64,
}

/// The findings of all checks of a plan, in the order in which they were asked for.
#[must_use]
pub fn judge(plan: &Plan, answers: &Answers, history: &History) -> Vec<(String, Finding)> {
    plan.checks.iter().map(|check| (check.key.clone(), judge_one(plan, check, answers, history))).collect()
}

fn judge_one(plan: &Plan, check: &Planned, answers: &Answers, history: &History) -> Finding {
    let asked = match &check.asked {
        Ok(asked) => asked,
        Err(error) => return Finding::new(Outcome::Error, Words::same(error.to_string())),
    };
    let past = history.past.get(&check.key).map_or(&[][..], Vec::as_slice);
    let mut finding = settle((asked.judge)(&Seen { answers, group: None, now: history.now, past }));
    if let Some((questions, judge)) = &asked.by_group {
        add_groups(&mut finding, answers.groups_of(questions), |label| {
            settle(judge(&Seen { answers, group: Some(label), now: history.now, past }))
        });
    }
    if asked.is_sampled {
        finding.sampled = Some(plan.sampling());
    }
    finding
}

fn settle(judged: Result<Finding, Trouble>) -> Finding {
    judged.unwrap_or_else(|Trouble(message)| Finding::new(Outcome::Error, message))
}

/// Adds what holds in each group; the worst of them is how the check ends.
fn add_groups(finding: &mut Finding, labels: Result<Vec<&Value>, Trouble>, judge: impl Fn(&Value) -> Finding) {
    let labels = match labels {
        Ok(labels) => labels,
        Err(Trouble(message)) => {
            *finding = Finding::new(Outcome::Error, message);
            return;
        }
    };
    for label in labels {
        let found = judge(label);
        let is_worse = found.outcome == Outcome::Fail || (found.outcome == Outcome::Error);
        if is_worse && found.outcome > finding.outcome {
            finding.outcome = found.outcome;
            finding.message = Words::new(
                format!("{}; of one group: {}", finding.message.en, found.message.en),
                format!("{}；其中一个分组：{}", finding.message.zh, found.message.zh),
            );
        }
        finding.groups.push(GroupFinding {
            value: label.as_str().map(str::to_owned),
            outcome: found.outcome,
            errors: found.errors,
            total: found.total,
            message: found.message,
        });
    }
}

impl<'a> Seen<'a> {
    pub(crate) fn new(answers: &'a Answers, now: DateTime<Utc>) -> Self {
        Self { answers, group: None, now, past: &[] }
    }

    fn answer(&self, question: usize) -> Result<&'a Answer, Trouble> {
        self.answers.of(question)
    }

    /// The answer to an aggregate.
    pub(crate) fn value(&self, question: usize) -> Result<&'a Value, Trouble> {
        match (self.answer(question)?, self.group) {
            (Answer::One(value), None) => Ok(value),
            (Answer::ByGroup(values), Some(label)) => values
                .iter()
                .find(|(of, _)| of == label)
                .map(|(_, value)| value)
                .ok_or_else(|| trouble("the group went away between two questions", "该分组在两次查询之间消失了")),
            _ => Err(trouble("the answer has another shape than the question", "答案的形式与问题不符")),
        }
    }

    /// A whole number; an aggregate over no rows counts as 0.
    pub(crate) fn int(&self, question: usize) -> Result<i64, Trouble> {
        let value = self.value(question)?;
        match value {
            Value::Null => Ok(0),
            Value::Number(number) if number.is_i64() => Ok(number.as_i64().unwrap_or_default()),
            Value::String(text) if text.parse::<i64>().is_ok() => Ok(text.parse().unwrap_or_default()),
            _ => match number_of(value) {
                #[expect(clippy::cast_possible_truncation, reason = "counts that engines give as decimals are whole")]
                Some(number) if number.is_finite() => Ok(number as i64),
                _ => Err(not_a_number()),
            },
        }
    }

    /// A number; none when there were no values.
    pub(crate) fn number(&self, question: usize) -> Result<Option<f64>, Trouble> {
        match self.value(question)? {
            Value::Null => Ok(None),
            value => number_of(value).map(Some).ok_or_else(not_a_number),
        }
    }

    /// The answer to a question about groups of equal values.
    pub(crate) fn counts(&self, question: usize) -> Result<Counts, Trouble> {
        match self.answer(question)? {
            Answer::Counts(counts) => Ok(*counts),
            _ => Err(trouble("the answer has another shape than the question", "答案的形式与问题不符")),
        }
    }

    /// How many values there are, and how many different ones.
    pub(crate) fn distinct(&self, asked: &Distinct) -> Result<(i64, i64), Trouble> {
        match asked.in_scan {
            Some([rows, different]) if !self.answers.is_given_up(different) => {
                Ok((self.int(rows)?, self.int(different)?))
            }
            _ => self.counts(asked.groups).map(|counts| (counts.rows, counts.distinct)),
        }
    }

    /// The whole numbers of the first row of a statement of its own; absent ones count as 0.
    pub(crate) fn whole_row<const N: usize>(&self, question: usize) -> Result<[i64; N], Trouble> {
        let row = self.rows(question)?.rows.first();
        let row = row.ok_or_else(|| trouble("the engine gave no answer", "数据库没有返回结果"))?;
        let mut found = [0; N];
        for (slot, value) in found.iter_mut().zip(row) {
            #[expect(clippy::cast_possible_truncation, reason = "counts that engines give as decimals are whole")]
            let number = value.as_i64().or_else(|| number_of(value).map(|number| number as i64));
            *slot = number.unwrap_or_default();
        }
        Ok(found)
    }

    /// The answer to a statement of its own.
    pub(crate) fn rows(&self, question: usize) -> Result<&'a Rows, Trouble> {
        match self.answer(question)? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(trouble("the answer has another shape than the question", "答案的形式与问题不符")),
        }
    }
}

/// A value as a number; engines give decimals and large numbers as text.
pub(crate) fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        _ => None,
    }
}

pub(crate) fn trouble(en: &str, zh: &str) -> Trouble {
    Trouble(Words::new(en, zh))
}

/// The answer itself is not repeated: it may be a value that not everybody may see.
fn not_a_number() -> Trouble {
    trouble("the engine answered with something that is no number", "数据库返回的结果不是数字")
}
