//! The library of checks: one file each, one line each in the list.

use crate::check::Definition;

mod between;
mod date_format;
mod email;
mod id_card;
mod in_set;
mod ip;
mod length_between;
mod matches;
mod max_between;
mod mean_between;
mod median_between;
mod min_between;
mod missing_count;
mod not_blank;
mod not_in_set;
mod not_matches;
mod not_null;
mod phone;
mod row_count;
mod stddev_between;
mod sum_between;
mod unique;
mod uuid;

/// Every check, in the order in which people are offered them.
pub static CHECKS: &[&dyn Definition] = &[
    &not_null::CHECK,
    &not_blank::CHECK,
    &missing_count::CHECK,
    &unique::CHECK,
    &in_set::CHECK,
    &not_in_set::CHECK,
    &matches::CHECK,
    &not_matches::CHECK,
    &email::CHECK,
    &phone::CHECK,
    &ip::CHECK,
    &uuid::CHECK,
    &id_card::CHECK,
    &date_format::CHECK,
    &between::CHECK,
    &length_between::CHECK,
    &max_between::CHECK,
    &min_between::CHECK,
    &mean_between::CHECK,
    &median_between::CHECK,
    &stddev_between::CHECK,
    &sum_between::CHECK,
    &row_count::CHECK,
];

/// The check of this name, or of an unambiguous name that another tool gives it.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Definition> {
    let own = CHECKS.iter().find(|check| check.name() == name);
    own.or_else(|| CHECKS.iter().find(|check| check.aliases().contains(&name))).copied()
}
