//! SQLite. Any column may hold values of any type there, so numbers are looked at one by one: what is no number takes no
//! part in sums and maxima, and is wrong where a range is asked for.

use super::Dialect;
use crate::{error::Result, plan::Sampling, table::Column};

pub(super) struct Sqlite;

impl Dialect for Sqlite {
    fn quote(&self) -> char {
        // In double quotes, the name of a column that is gone would be a text, which is never absent.
        '`'
    }

    fn parts(&self) -> usize {
        1
    }

    fn as_text(&self, expression: &str) -> String {
        format!("CAST({expression} AS TEXT)")
    }

    fn as_float(&self, expression: &str) -> String {
        format!("CAST({expression} AS REAL)")
    }

    fn number(&self, name: &str, _column: &Column) -> String {
        format!("CASE WHEN typeof({name}) IN ('integer', 'real') THEN {name} END")
    }

    fn is_no_number(&self, name: &str, _column: &Column) -> Option<String> {
        Some(format!("typeof({name}) IN ('text', 'blob')"))
    }

    fn exact(&self, text: &str) -> String {
        format!("({text} COLLATE BINARY)")
    }

    fn length(&self, text: &str) -> String {
        format!("length({text})")
    }

    fn trimmed(&self, text: &str) -> String {
        format!("trim({text}, ' ' || char(9, 10, 13))")
    }

    fn matches(&self, text: &str, pattern: &str) -> Result<String> {
        // The connection's own function takes patterns of this library; it would fail in the middle of the rows.
        super::check_pattern(pattern)?;
        Ok(format!("({text} REGEXP {})", self.text(pattern)))
    }

    fn epoch(&self, name: &str, _column: &Column) -> String {
        format!(
            "CASE typeof({name}) WHEN 'text' THEN CAST(strftime('%s', {name}) AS INTEGER) WHEN 'integer' THEN {name} END"
        )
    }

    fn variance(&self, number: &str, from: &str) -> String {
        // Shifted by a value of the column, so that the difference of two large sums cannot eat the digits.
        let near = format!("(SELECT v FROM (SELECT {number} AS v FROM {from}) WHERE v IS NOT NULL LIMIT 1)");
        let away = format!("(CAST({number} AS REAL) - {near})");
        format!("max(0.0, (sum({away} * {away}) - sum({away}) * sum({away}) / count({number})) / count({number}))")
    }

    fn median(&self, _number: &str) -> Option<String> {
        None
    }

    fn source(&self, table: &str, _is_view: bool, sampling: Sampling) -> String {
        match sampling {
            Sampling::All => table.to_owned(),
            Sampling::Percent(percent) => {
                let most = (percent.clamp(0.0, 100.0) * 1e6).round();
                format!(
                    "(SELECT * FROM {table} WHERE (random() & 4611686018427387903) % 100000000 < {most:.0}) AS part"
                )
            }
            Sampling::Rows(rows) => format!("(SELECT * FROM {table} LIMIT {rows}) AS part"),
        }
    }
}
