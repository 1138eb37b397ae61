//! What people decided about assets as a table: written for spreadsheets, and read back with everything that it would
//! change shown before it is done.
//!
//! A line is an asset. A column that is not there stays as it is; an empty cell takes away. Several values of a cell are
//! parted by `;`. What a spreadsheet would take for a formula gets an apostrophe, which reading takes off again.

mod meaning;
mod read;
mod write;

pub use read::{CellError, Preview, PreviewedChange, apply, preview};
pub use write::Writer;
pub(crate) use write::{line, page};

/// The most lines of a table, its head left out.
pub const MOST_LINES: usize = catalog::edit::MAX_EDITS;
/// The longest table that is read, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The columns that every table may have, in order; custom properties follow as `property:name`.
pub const COLUMNS: [&str; 10] =
    ["name", "kind", "displayName", "description", "owners", "tags", "tier", "terms", "domain", "products"];
/// What the name of a custom property stands behind.
pub const PROPERTY: &str = "property:";

/// Several values as one cell.
pub(crate) fn join<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let escaped = values.into_iter().map(|value| value.replace('\\', "\\\\").replace(';', "\\;"));
    escaped.collect::<Vec<_>>().join("; ")
}

/// The values of a cell.
pub(crate) fn split(cell: &str) -> Vec<String> {
    let (mut values, mut value, mut letters) = (Vec::new(), String::new(), cell.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next()),
            ';' => values.push(std::mem::take(&mut value)),
            other => value.push(other),
        }
    }
    values.push(value);
    values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// A cell without the apostrophe that keeps a spreadsheet from calculating it.
pub(crate) fn as_meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if crate::audit::csv::harmless(text.to_owned()) == cell => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_of_a_cell_read_back(values in prop::collection::vec("[a-z;\\\\, ]{0,5}[a-z;\\\\]", 0..5)) {
            let trimmed: Vec<String> = values.iter().map(|value| value.trim().to_owned()).collect();
            prop_assert_eq!(split(&join(trimmed.iter().map(String::as_str))), trimmed);
        }

        #[test]
        fn threat_19_harmless_cells_read_back(cell in "[=+@'a-]{0,4}") {
            let written = crate::audit::csv::harmless(cell.clone());
            prop_assert_eq!(as_meant(&written), if written == cell { as_meant(&cell) } else { cell.as_str() });
        }
    }
}
