//! Which checks would fit a table, by what profiles have measured of it: "this column has always been unique".
//!
//! Pure, and on the safe side: a suggestion that would fail on the next day costs more trust than one that is not made.
//!
//! * A rule holds only when every profile that measured the column agrees. No profile speaks for a table without rows.
//! * "None is an exception" takes [`LEAST_ROWS`] values in the newest profile: when none of *n* values is an exception, the
//!   share of exceptions is below 3/*n* with 95 % confidence (the rule of three), here below 3 %.
//! * What moves with time — the greatest number, how many rows there are — takes [`LEAST_PROFILES`] profiles, and a
//!   column or table that has grown up to now gets no upper limit.
//! * What the source itself keeps (a column that must have a value, an enumeration) is not suggested again.

use serde_json::Value;

use crate::{
    profile::{ColumnProfile, Profile},
    table::Column,
    words::Words,
};

mod absence;
mod form;
mod list;
mod range;
mod rows;
mod uniqueness;

/// How many values the newest profile must have seen before "none of them" says something.
pub const LEAST_ROWS: i64 = 100;
/// How many profiles a limit takes on what moves with time.
pub const LEAST_PROFILES: usize = 3;
/// The most profiles that are looked at, the newest.
pub const MOST_PROFILES: usize = 10;
/// The most suggestions for a table.
pub const MOST_SUGGESTIONS: usize = 500;

/// A check that would fit, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The type of check.
    pub kind: &'static str,
    /// The column; none for a check of the table.
    pub column: Option<String>,
    /// Settings of that type.
    pub settings: Value,
    /// What was seen. Repeats values of the data where the settings do.
    pub reason: Words,
    /// On how many profiles it rests.
    pub profiles: usize,
    /// On how many rows or values of the newest of them.
    pub rows: i64,
}

/// What profiles have measured of a column, newest first.
struct Evidence<'a> {
    column: &'a Column,
    /// Each profile that looked at it, with the rows that it looked at.
    seen: Vec<Measured<'a>>,
}

/// What one profile has measured of a column.
struct Measured<'a> {
    rows: i64,
    is_sampled: bool,
    found: &'a ColumnProfile,
}

impl Measured<'_> {
    /// How many values there are.
    fn values(&self) -> Option<i64> {
        Some(self.rows - self.found.nulls?)
    }
}

impl<'a> Evidence<'a> {
    /// What profiles with rows say of a column; none when none does.
    fn of(column: &'a Column, profiles: &'a [Profile]) -> Option<Self> {
        let seen = profiles.iter().take(MOST_PROFILES).filter(|profile| profile.rows > 0).filter_map(|profile| {
            let found = profile.columns.iter().find(|found| found.name == column.name)?;
            Some(Measured { rows: profile.rows, is_sampled: profile.sampled.is_some(), found })
        });
        let seen: Vec<_> = seen.collect();
        (!seen.is_empty()).then_some(Self { column, seen })
    }

    /// What every profile must have measured, newest first; none when one of them has not.
    fn each<T>(&self, measure: impl Fn(&Measured<'a>) -> Option<T>) -> Option<Vec<T>> {
        self.seen.iter().map(measure).collect()
    }

    /// The values of the newest profile, when they are enough to say that something never happens.
    fn enough(&self) -> Option<i64> {
        self.seen.first()?.values().filter(|values| *values >= LEAST_ROWS)
    }

    fn suggestion(&self, kind: &'static str, settings: Value, rows: i64, reason: Words) -> Suggestion {
        let column = Some(self.column.name.clone());
        Suggestion { kind, column, settings, reason, profiles: self.seen.len(), rows }
    }

    /// "in 1 profile", "in 3 profiles", for the beginning of a reason.
    fn times(&self) -> (String, String) {
        times(self.seen.len())
    }
}

fn times(profiles: usize) -> (String, String) {
    let plural = if profiles == 1 { "" } else { "s" };
    (format!("in {profiles} profile{plural}"), format!("在 {profiles} 次分析中"))
}

/// The checks that would fit a table: those of the table first, then column by column as the table has them. `profiles`
/// are the newest first; `columns` are those that whoever asks may know of.
#[must_use]
pub fn suggest(columns: &[Column], profiles: &[Profile]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = rows::suggest(profiles).into_iter().collect();
    for column in columns {
        let Some(evidence) = Evidence::of(column, profiles) else { continue };
        found.extend(absence::suggest(&evidence));
        let key = uniqueness::suggest(&evidence);
        let list = list::suggest(&evidence);
        // What a list of values says of a column, a range or a form only says again; a key grows without limit.
        if list.is_none() && key.is_none() {
            found.extend(range::suggest(&evidence));
        }
        if list.is_none() {
            found.extend(form::suggest(&evidence));
        }
        found.extend(key);
        found.extend(list);
        if found.len() >= MOST_SUGGESTIONS {
            break;
        }
    }
    found.truncate(MOST_SUGGESTIONS);
    found
}

#[cfg(test)]
mod tests;
