//! The log as a table for spreadsheets. A cell that a spreadsheet would take for a formula is made text.

use super::Recorded;

/// The head of the table.
pub const HEAD: [&str; 12] = [
    "time",
    "user",
    "operation",
    "target_kind",
    "target",
    "result",
    "ms",
    "address",
    "agent",
    "arguments",
    "request",
    "id",
];

/// The lines of `rows`, with the head when `with_head`.
#[must_use]
pub fn lines(rows: &[Recorded], with_head: bool) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    if with_head {
        writer.write_record(HEAD).expect("a vector takes every line");
    }
    for row in rows {
        let some = |value: &Option<String>| value.clone().unwrap_or_default();
        let cells = [
            row.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            row.actor.clone(),
            row.operation.clone(),
            some(&row.target_kind),
            some(&row.target),
            row.result.clone(),
            format!("{}.{:03}", row.took_micros / 1000, row.took_micros % 1000),
            some(&row.address),
            some(&row.agent),
            some(&row.arguments),
            some(&row.request),
            row.id.to_string(),
        ];
        writer.write_record(cells.map(harmless)).expect("a vector takes every line, and all have as many cells");
    }
    writer.into_inner().expect("a vector can be flushed")
}

/// A cell that no spreadsheet calculates: what could begin a formula gets an apostrophe before it.
#[must_use]
pub fn harmless(cell: String) -> String {
    let begins_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_19_cell_that_begins_a_formula_is_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(harmless(cell.to_owned()).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("ada".into()), "ada");
    }
}
