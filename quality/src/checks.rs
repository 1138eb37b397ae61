//! The library of checks: one file each, one line each in the list.

use crate::check::Definition;

mod between;
mod column_count;
mod column_exists;
mod columns_match;
mod compare_columns;
mod consistent;
mod custom_sql;
mod date_format;
mod distribution_shift;
mod duplicate_share;
mod email;
mod exists_in;
mod freshness;
mod gap_free;
mod id_card;
mod in_set;
mod inserted_rows;
mod ip;
mod length_between;
mod location;
mod matches;
mod max_between;
mod mean_between;
mod median_between;
mod metric;
mod metric_anomaly;
mod min_between;
mod missing_count;
mod monotonic;
mod not_blank;
mod not_in_set;
mod not_matches;
mod not_null;
mod null_share;
mod phone;
mod promised_columns;
mod recent;
mod row_count;
mod schema_drift;
mod stddev_between;
mod sum_between;
mod table_diff;
mod unique;
mod unique_combination;
mod uuid;
mod volume_anomaly;

/// Every check, in the order in which people are offered them.
pub static CHECKS: &[&dyn Definition] = &[
    &not_null::CHECK,
    &not_blank::CHECK,
    &missing_count::CHECK,
    &null_share::CHECK,
    &unique::CHECK,
    &unique_combination::CHECK,
    &duplicate_share::CHECK,
    &in_set::CHECK,
    &not_in_set::CHECK,
    &consistent::CHECK,
    &between::CHECK,
    &length_between::CHECK,
    &matches::CHECK,
    &not_matches::CHECK,
    &email::CHECK,
    &phone::CHECK,
    &ip::CHECK,
    &uuid::CHECK,
    &id_card::CHECK,
    &date_format::CHECK,
    &compare_columns::CHECK,
    &exists_in::CHECK,
    &monotonic::CHECK,
    &gap_free::CHECK,
    &max_between::CHECK,
    &min_between::CHECK,
    &mean_between::CHECK,
    &median_between::CHECK,
    &stddev_between::CHECK,
    &sum_between::CHECK,
    &metric::CHECK,
    &metric_anomaly::CHECK,
    &distribution_shift::CHECK,
    &location::CHECK,
    &custom_sql::CHECK,
    &row_count::CHECK,
    &inserted_rows::CHECK,
    &volume_anomaly::CHECK,
    &freshness::CHECK,
    &recent::CHECK,
    &table_diff::CHECK,
    &column_count::CHECK,
    &column_exists::CHECK,
    &columns_match::CHECK,
    &schema_drift::CHECK,
    &promised_columns::CHECK,
];

/// The check of this name, or of an unambiguous name that another tool gives it.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Definition> {
    let own = CHECKS.iter().find(|check| check.name() == name);
    own.or_else(|| CHECKS.iter().find(|check| check.aliases().contains(&name))).copied()
}
