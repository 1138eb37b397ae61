//! Asking which values a column has and which of them are no codes of a standard: the statements that are made here out
//! of names that a source gave and of codes that people wrote.
//!
//! Values are compared byte by byte, as UTF-8 in hexadecimal digits: so nothing of a code has to be quoted, and neither
//! collations nor blanks at the end make two codes one. Of a value the first 101 characters count, one more than a code
//! may have. NULL is no value.

use catalog::{Name, kinds::code_list::MAX_CODE};

use crate::{
    error::{Error, Result},
    sample::{Dialect, SampleColumn},
};

/// What is asked about the values of a column.
#[derive(Debug, Clone, Copy)]
pub enum Codes<'a> {
    /// Each value that is there with the number of its rows, most frequent first: as two columns, the value
    /// [in hexadecimal digits](read).
    Distinct,
    /// One row: how many rows there are, how many have a value, and how many have one that is none of these.
    Outside(&'a [String]),
    /// Rows whose value is none of the codes, of chosen columns alone, as [samples](crate::sample) have them.
    RowsOutside(&'a [String], &'a [SampleColumn]),
}

impl Dialect {
    /// The question about a column; the last `parts` parts of its name but one are what the engine calls its table.
    ///
    /// # Errors
    /// `Invalid` for a name that this engine cannot have, and for no codes at all.
    pub(crate) fn codes(self, column: &Name, asked: Codes<'_>, rows: usize) -> Result<String> {
        let Some((last, above)) = column.parts.split_last() else {
            return Err(Error::invalid("column", "has no name"));
        };
        let place = self.place(&Name::new(&*column.namespace, above.iter().cloned()))?;
        let name = self.quoted(last)?;
        let key = self.key(&name);
        let limit = rows.saturating_add(1);
        Ok(match asked {
            Codes::Distinct => format!(
                "SELECT {key} AS c0, COUNT(*) AS c1 FROM {place} WHERE {name} IS NOT NULL \
                 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {limit}"
            ),
            Codes::Outside(codes) => format!(
                "SELECT COUNT(*) AS c0, COUNT({name}) AS c1, COUNT(CASE WHEN {name} IS NOT NULL AND {key} NOT IN ({}) \
                 THEN 1 END) AS c2 FROM {place}",
                self.list(codes)?
            ),
            Codes::RowsOutside(codes, columns) => format!(
                "SELECT {} FROM {place} WHERE {name} IS NOT NULL AND {key} NOT IN ({}) LIMIT {limit}",
                self.cut_all(columns)?,
                self.list(codes)?
            ),
        })
    }

    /// A value of a column as hexadecimal digits; all engines but PostgreSQL write large letters.
    fn key(self, name: &str) -> String {
        let most = MAX_CODE + 1;
        match self {
            Self::Postgres => format!(
                "pg_catalog.encode(pg_catalog.convert_to(pg_catalog.left({name}::pg_catalog.text, {most}), 'UTF8'), 'hex')"
            ),
            Self::MySql => format!("HEX(CONVERT(LEFT(CAST({name} AS CHAR), {most}) USING utf8mb4))"),
            Self::Sqlite => format!("hex(substr(CAST({name} AS TEXT), 1, {most}))"),
        }
    }

    fn list(self, codes: &[String]) -> Result<String> {
        if codes.is_empty() {
            return Err(Error::invalid("codes", "is empty: without codes nothing can be outside of them"));
        }
        let is_small = self == Self::Postgres;
        let hex = |code: &String| {
            code.bytes().map(|byte| if is_small { format!("{byte:02x}") } else { format!("{byte:02X}") }).collect()
        };
        let all: Vec<String> = codes.iter().map(hex).collect();
        Ok(format!("'{}'", all.join("','")))
    }
}

/// A value that came in hexadecimal digits; none for what is no text in UTF-8.
#[must_use]
pub fn read(digits: &str) -> Option<String> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let bytes = pairs.iter().map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_16_names_and_codes_stay_what_they_are() {
        let column = Name::new("postgres://h:5432", ["shop", "public", "a\"; DROP TABLE b; --", "x\"y"]);
        let codes = ["'); DROP TABLE b; --".to_owned()];
        let sql = Dialect::Postgres.codes(&column, Codes::Outside(&codes), 1).unwrap();
        assert!(sql.contains("FROM \"public\".\"a\"\"; DROP TABLE b; --\""), "{sql}");
        assert!(sql.contains("COUNT(\"x\"\"y\")") && sql.contains("NOT IN ('27293b2044"), "{sql}");
        assert!(!sql.contains("'); DROP"), "{sql}");
        let column = Name::new("mysql://h:3306", ["shop", "t", "c"]);
        let sql = Dialect::MySql.codes(&column, Codes::Outside(&["男".to_owned()]), 1).unwrap();
        assert!(sql.ends_with("NOT IN ('E794B7') THEN 1 END) AS c2 FROM `shop`.`t`"), "{sql}");
        assert!(Dialect::MySql.codes(&column, Codes::Outside(&[]), 1).is_err());
        assert!(Dialect::Postgres.codes(&column, Codes::Distinct, 1).is_err(), "too few parts for this engine");
    }

    #[test]
    fn digits_read_back_whatever_their_case() {
        assert_eq!(read("e794B7").as_deref(), Some("男"));
        assert_eq!(read("").as_deref(), Some(""));
        assert_eq!((read("ff"), read("e"), read("zz")), (None, None, None));
    }
}
