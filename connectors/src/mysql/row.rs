//! Reading rows of `information_schema`, whose columns have other types on every version: everything is taken as bytes
//! or as a 64-bit number, which the statements cast to.

use sqlx::{Row, mysql::MySqlRow};

/// The text at `index`; what is not UTF-8 is shown as far as it can be.
pub(super) fn text(row: &MySqlRow, index: usize) -> Option<String> {
    let bytes: Option<&[u8]> = row.try_get_unchecked(index).ok().flatten();
    bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// The text at `index`, empty where there is none.
pub(super) fn word(row: &MySqlRow, index: usize) -> String {
    text(row, index).unwrap_or_default()
}

/// The text at `index`, none where it is empty.
pub(super) fn said(row: &MySqlRow, index: usize) -> Option<String> {
    text(row, index).filter(|text| !text.is_empty())
}

/// The number at `index`, which the statement cast to `SIGNED`.
pub(super) fn number(row: &MySqlRow, index: usize) -> Option<i64> {
    row.try_get_unchecked::<Option<i64>, _>(index).ok().flatten()
}

/// The number at `index` as a length, a precision or a place.
pub(super) fn count(row: &MySqlRow, index: usize) -> Option<u32> {
    number(row, index).and_then(|number| u32::try_from(number).ok())
}
