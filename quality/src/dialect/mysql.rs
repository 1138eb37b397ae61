//! MySQL and MariaDB, in the SQL mode that our sessions have: backslashes escape, `||` is not used.

use super::{Dialect, share};
use crate::{error::Result, plan::Sampling, table::Column};

pub(super) struct MySql;

/// An aggregate that is a text, which is no number, where it might go beyond the greatest number: the engine would give 0.
fn guarded(number: &str, most: &str, aggregate: &str) -> String {
    format!("CASE WHEN max(abs({number})) > {most} THEN 'too large' ELSE {aggregate}({number}) END")
}

impl Dialect for MySql {
    fn quote(&self) -> char {
        '`'
    }

    fn text(&self, value: &str) -> String {
        format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
    }

    fn has_backslash_escapes(&self) -> bool {
        true
    }

    fn as_text(&self, expression: &str) -> String {
        format!("CAST({expression} AS CHAR)")
    }

    fn as_integer(&self, digits: &str) -> String {
        format!("CAST({digits} AS SIGNED)")
    }

    fn as_float(&self, expression: &str) -> String {
        // `CAST(… AS DOUBLE)` is unknown to MySQL before 8.0.17.
        format!("({expression} + 0e0)")
    }

    fn is_no_number(&self, _name: &str, _column: &Column) -> Option<String> {
        None
    }

    fn exact(&self, text: &str) -> String {
        format!("CAST({text} AS BINARY)")
    }

    fn length(&self, text: &str) -> String {
        format!("CHAR_LENGTH({text})")
    }

    fn trimmed(&self, text: &str) -> String {
        format!("REGEXP_REPLACE({text}, '^[ \\t\\r\\n]+|[ \\t\\r\\n]+$', '')")
    }

    fn matches(&self, text: &str, pattern: &str) -> Result<String> {
        // Else the column's collation would decide about upper and lower case.
        Ok(format!("({text} REGEXP {})", self.text(&format!("(?-i){pattern}"))))
    }

    fn epoch(&self, name: &str, column: &Column) -> String {
        if column.data_type.text.to_ascii_lowercase().starts_with("timestamp") {
            // The server keeps these as moments and shows them in the session's zone.
            return format!("UNIX_TIMESTAMP({name})");
        }
        format!("TIMESTAMPDIFF(SECOND, '1970-01-01 00:00:00', {name})")
    }

    fn whole_type(&self) -> &'static str {
        "SIGNED"
    }

    fn sum(&self, number: &str) -> String {
        guarded(number, "1e290", "sum")
    }

    fn mean(&self, number: &str) -> String {
        guarded(number, "1e290", "avg")
    }

    fn variance(&self, number: &str, _from: &str) -> String {
        guarded(number, "1e145", "var_pop")
    }

    fn median(&self, _number: &str) -> Option<String> {
        None
    }

    fn source(&self, table: &str, _is_view: bool, sampling: Sampling) -> String {
        match sampling {
            Sampling::All => table.to_owned(),
            Sampling::Percent(percent) => {
                format!("(SELECT * FROM {table} WHERE RAND() < {}) AS part", share(percent))
            }
            Sampling::Rows(rows) => format!("(SELECT * FROM {table} LIMIT {rows}) AS part"),
        }
    }
}
