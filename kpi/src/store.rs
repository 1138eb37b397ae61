//! PRIVATE: the crate's tables. Rows do not leave the crate; no SQL stands outside it.
#![allow(unreachable_pub, missing_docs, reason = "the entity derive writes public items; nothing here is public")]

pub(crate) mod definition;
pub(crate) mod plan;
pub(crate) mod result;
pub(crate) mod setting;
pub(crate) mod snapshot;
pub(crate) mod view;

use chrono::NaiveDate;

/// How many rows one statement carries.
pub(crate) const ROWS: usize = 500;

/// The number of a day.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(0)
}

/// The day with a number.
pub(crate) fn day_of(number: i32) -> NaiveDate {
    NaiveDate::default().checked_add_signed(chrono::Duration::days(number.into())).unwrap_or_default()
}
