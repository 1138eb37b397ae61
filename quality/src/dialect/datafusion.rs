//! Files, asked through DataFusion.

use catalog::TypeClass;

use super::{Dialect, share};
use crate::{error::Result, plan::Sampling, table::Column};

pub(super) struct DataFusion;

impl Dialect for DataFusion {
    fn parts(&self) -> usize {
        1
    }

    fn as_float(&self, expression: &str) -> String {
        format!("CAST({expression} AS double)")
    }

    fn is_no_number(&self, name: &str, column: &Column) -> Option<String> {
        (column.class() == TypeClass::Float).then(|| format!("isnan({name})"))
    }

    fn trimmed(&self, text: &str) -> String {
        format!("btrim({text}, concat(' ', chr(9), chr(10), chr(13)))")
    }

    fn matches(&self, text: &str, pattern: &str) -> Result<String> {
        super::check_pattern(pattern)?;
        Ok(format!("regexp_like({text}, {})", self.text(pattern)))
    }

    fn epoch(&self, name: &str, _column: &Column) -> String {
        format!("date_part('epoch', {name})")
    }

    fn distinct(&self, expression: &str, class: TypeClass) -> Option<String> {
        (class == TypeClass::Integer).then(|| format!("distinct_whole({expression})"))
    }

    fn sum(&self, number: &str) -> String {
        format!("sum({})", self.as_float(number))
    }

    fn median(&self, number: &str) -> Option<String> {
        Some(format!("median({})", self.as_float(number)))
    }

    fn quantile(&self, number: &str, share: f64) -> Option<String> {
        Some(format!("approx_percentile_cont({share}) WITHIN GROUP (ORDER BY {})", self.as_float(number)))
    }

    fn source(&self, table: &str, _is_view: bool, sampling: Sampling) -> String {
        match sampling {
            Sampling::All => table.to_owned(),
            Sampling::Percent(percent) => {
                format!("(SELECT * FROM {table} WHERE random() < {}) AS part", share(percent))
            }
            Sampling::Rows(rows) => format!("(SELECT * FROM {table} LIMIT {rows}) AS part"),
        }
    }

    fn approximate_distinct(&self, name: &str, class: TypeClass) -> Option<String> {
        // The engine has no sketch of floating-point numbers.
        matches!(
            class,
            TypeClass::Integer | TypeClass::Text | TypeClass::Date | TypeClass::Timestamp | TypeClass::Enumeration
        )
        .then(|| format!("approx_distinct({name})"))
    }
}
