//! PostgreSQL.

use catalog::TypeClass;

use super::{Dialect, share};
use crate::{error::Result, plan::Sampling, table::Column};

pub(super) struct Postgres;

impl Dialect for Postgres {
    fn text(&self, value: &str) -> String {
        let doubled = value.replace('\'', "''");
        // Whatever the session says of backslashes, an E'' text means the same.
        if doubled.contains('\\') { format!("E'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
    }

    fn as_text(&self, expression: &str) -> String {
        format!("CAST({expression} AS text)")
    }

    fn is_no_number(&self, name: &str, column: &Column) -> Option<String> {
        // NaN equals itself here, and is greater than everything.
        match column.class() {
            TypeClass::Float => Some(format!("{name} = 'NaN'")),
            TypeClass::Decimal if column.data_type.text.starts_with("numeric") => Some(format!("{name} = 'NaN'")),
            _ => None,
        }
    }

    fn trimmed(&self, text: &str) -> String {
        format!("btrim({text}, E' \\t\\r\\n')")
    }

    fn matches(&self, text: &str, pattern: &str) -> Result<String> {
        Ok(format!("({text} ~ {})", self.text(pattern)))
    }

    fn epoch(&self, name: &str, _column: &Column) -> String {
        format!("CAST(extract(epoch FROM {name}) AS double precision)")
    }

    fn distinct(&self, expression: &str, class: TypeClass) -> Option<String> {
        use TypeClass::{Date, Integer, Timestamp, Uuid};

        // It sorts, which is fast for what has few bytes; texts, which are compared by the rules of a language, are
        // faster grouped.
        matches!(class, Integer | Date | Timestamp | Uuid).then(|| format!("count(DISTINCT {expression})"))
    }

    fn median(&self, number: &str) -> Option<String> {
        self.quantile(number, 0.5)
    }

    fn quantile(&self, number: &str, share: f64) -> Option<String> {
        Some(format!("percentile_cont({share}) WITHIN GROUP (ORDER BY {})", self.as_float(number)))
    }

    fn source(&self, table: &str, is_view: bool, sampling: Sampling) -> String {
        match sampling {
            Sampling::All => table.to_owned(),
            Sampling::Percent(percent) if is_view => {
                format!("(SELECT * FROM {table} WHERE random() < {}) AS part", share(percent))
            }
            Sampling::Percent(percent) => format!("{table} TABLESAMPLE BERNOULLI ({:.6})", percent.clamp(0.0, 100.0)),
            Sampling::Rows(rows) => format!("(SELECT * FROM {table} LIMIT {rows}) AS part"),
        }
    }
}
