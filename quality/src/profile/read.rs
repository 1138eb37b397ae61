//! Reading a profile out of the answers to a plan.

use chrono::DateTime;

use super::{Asked, AskedColumn, ColumnProfile, Profile};
use crate::{
    execute::Answers,
    judge::{Seen, Trouble},
    plan::{Plan, Sampling},
};

pub(super) fn read(plan: &Plan, asked: &Asked, answers: &Answers) -> Profile {
    let seen = Seen::new(answers, DateTime::default());
    let rows = asked.rows.map_or(Ok(0), |rows| seen.int(rows));
    let sampled = Some(plan.sampling()).filter(|sampling| *sampling != Sampling::All);
    let mut profile = Profile {
        rows: rows.as_ref().copied().unwrap_or_default(),
        column_count: plan.table.columns.len(),
        columns: Vec::with_capacity(asked.columns.len()),
        sampled,
        statements: answers.sent,
    };
    for column in &asked.columns {
        let mut found = ColumnProfile { name: column.column.name.clone(), ..ColumnProfile::default() };
        let read = rows.clone().and_then(|rows| read_column(column, rows, &seen, &mut found));
        if let Err(Trouble(message)) = read {
            found.trouble = Some(message);
        }
        profile.columns.push(found);
    }
    profile
}

/// Reads what there is; the first trouble is told, and what comes behind it is still read.
fn read_column(asked: &AskedColumn, rows: i64, seen: &Seen<'_>, found: &mut ColumnProfile) -> Result<(), Trouble> {
    let mut result = Ok(());
    let mut note = |trouble: Trouble| result = result.clone().and(Err(trouble));
    match seen.int(asked.values) {
        Ok(values) => found.nulls = Some(rows - values),
        Err(trouble) => note(trouble),
    }
    if let Some([min, max]) = asked.ends {
        for (question, end) in [(min, &mut found.min), (max, &mut found.max)] {
            match seen.value(question) {
                Ok(value) => *end = value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|n| n.to_string())),
                Err(trouble) => note(trouble),
            }
        }
    }
    for (field, measured) in &asked.numbers {
        match measured(seen) {
            Ok(number) => put(found, field, number),
            Err(trouble) => note(trouble),
        }
    }
    if let Some(groups) = asked.groups {
        match seen.counts(groups) {
            Ok(counts) => (found.distinct, found.once) = (Some(counts.distinct), Some(counts.once)),
            Err(trouble) => note(trouble),
        }
    }
    if let Some(estimate) = asked.estimate {
        match seen.int(estimate) {
            Ok(distinct) => (found.distinct, found.distinct_is_estimate) = (Some(distinct), true),
            Err(trouble) => note(trouble),
        }
    }
    result
}

fn put(found: &mut ColumnProfile, field: &str, number: Option<f64>) {
    #[expect(clippy::cast_possible_truncation, reason = "lengths are whole")]
    let whole = number.map(|number| number as i64);
    // A table whose numbers have an infinite mean has none that anybody could draw.
    let finite = number.filter(|number| number.is_finite());
    match field {
        "min" => found.min = number.map(|number| number.to_string()),
        "max" => found.max = number.map(|number| number.to_string()),
        "mean" => found.mean = finite,
        "sum" => found.sum = finite,
        "stddev" => found.stddev = finite,
        "min_length" => found.min_length = whole,
        "max_length" => found.max_length = whole,
        "mean_length" => found.mean_length = finite,
        "q0" | "q1" | "q2" => {
            let place = usize::from(field.as_bytes()[1] - b'0');
            if let Some(number) = finite {
                found.quartiles.get_or_insert([f64::NAN; 3])[place] = number;
            }
        }
        _ => {}
    }
}
