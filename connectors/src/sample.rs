//! Asking for a few rows of a table: the one statement that is made here out of names that a source gave.
//!
//! Columns are always named one by one, so that what somebody may not see is never read. Values come as text that the
//! source itself has cut, and of binary ones only the length, so that a row of gigabytes costs nothing.

use catalog::Name;

use crate::error::{Error, Result};

/// The most characters of a value; one more is asked for, which tells that it was cut.
pub const MOST_CHARACTERS: usize = 500;

/// A column that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleColumn {
    /// Its name as the source spells it.
    pub name: String,
    /// Whether it holds bytes, of which only the number is asked for.
    pub is_binary: bool,
}

/// How an engine writes names, and cuts values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Postgres,
    MySql,
    Sqlite,
}

impl Dialect {
    /// A name in the quotes of the engine, with those in it doubled.
    pub(crate) fn quoted(self, name: &str) -> Result<String> {
        // SQLite reads what stands in double quotes and is no column as a text, which would be shown as if it were a value.
        let quote = if self == Self::Postgres { '"' } else { '`' };
        if name.is_empty() || name.contains('\0') {
            return Err(Error::invalid("table", "has a name that no engine can be asked for"));
        }
        Ok(format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}"))))
    }

    /// A column, cut; a number stands for the length of a binary value, everything else is text.
    fn cut(self, column: &SampleColumn) -> Result<String> {
        let name = self.quoted(&column.name)?;
        let most = MOST_CHARACTERS + 1;
        Ok(match self {
            Self::Postgres if column.is_binary => format!("pg_catalog.octet_length({name})"),
            Self::Postgres => format!("pg_catalog.left({name}::pg_catalog.text, {most})"),
            Self::MySql if column.is_binary => format!("OCTET_LENGTH({name})"),
            Self::MySql => format!("LEFT(CAST({name} AS CHAR), {most})"),
            Self::Sqlite => format!(
                "CASE typeof({name}) WHEN 'blob' THEN length({name}) ELSE substr(CAST({name} AS TEXT), 1, {most}) END"
            ),
        })
    }

    /// The question for up to `rows` rows of a table: the last `parts` parts of its name are what the engine calls it.
    ///
    /// # Errors
    /// `Invalid` for a name that this engine cannot have.
    pub(crate) fn sample(self, table: &Name, columns: &[SampleColumn], rows: usize) -> Result<String> {
        let (wanted, place) = (self.cut_all(columns)?, self.place(table)?);
        Ok(format!("SELECT {wanted} FROM {place} LIMIT {}", rows.saturating_add(1)))
    }

    /// What the engine calls a table: the last parts of its name.
    pub(crate) fn place(self, table: &Name) -> Result<String> {
        let inside = table.parts.get(usize::from(self != Self::MySql)..).unwrap_or_default();
        let expected = if self == Self::Sqlite { 1 } else { 2 };
        if inside.len() != expected {
            return Err(Error::invalid("table", format!("`{table}` is no table of this source")));
        }
        let place: Result<Vec<String>> = inside.iter().map(|part| self.quoted(part)).collect();
        Ok(place?.join("."))
    }

    /// Columns, each cut and with a name of its own; at least one, for everything is never selected.
    pub(crate) fn cut_all(self, columns: &[SampleColumn]) -> Result<String> {
        if columns.is_empty() {
            return Err(Error::invalid("columns", "is empty; name what is to be read"));
        }
        let mut wanted = Vec::with_capacity(columns.len());
        for (number, column) in columns.iter().enumerate() {
            wanted.push(format!("{} AS c{number}", self.cut(column)?));
        }
        Ok(wanted.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<SampleColumn> {
        names.iter().map(|name| SampleColumn { name: (*name).into(), is_binary: *name == "photo" }).collect()
    }

    #[test]
    fn threat_16_names_of_a_hostile_source_stay_names() {
        let table = Name::new("postgres://h:5432", ["shop", "public", "a\"; DROP TABLE b; --"]);
        let sql = Dialect::Postgres.sample(&table, &columns(&["x\"y"]), 10).unwrap();
        let expected = "SELECT pg_catalog.left(\"x\"\"y\"::pg_catalog.text, 501) AS c0 \
            FROM \"public\".\"a\"\"; DROP TABLE b; --\" LIMIT 11";
        assert_eq!(sql, expected);
        let table = Name::new("mysql://h:3306", ["shop", "a`b\\"]);
        let sql = Dialect::MySql.sample(&table, &columns(&["photo"]), 10).unwrap();
        assert_eq!(sql, "SELECT OCTET_LENGTH(`photo`) AS c0 FROM `shop`.`a``b\\` LIMIT 11");
        let table = Name::new("sqlite", ["/x.db", "a\0b"]);
        assert!(Dialect::Sqlite.sample(&table, &columns(&["a"]), 10).is_err());
    }

    #[test]
    fn table_without_columns_or_of_another_depth_is_not_asked() {
        let table = Name::new("sqlite", ["/x.db", "a"]);
        assert!(Dialect::Sqlite.sample(&table, &[], 10).is_err(), "everything is never selected");
        assert!(Dialect::Postgres.sample(&table, &columns(&["a"]), 10).is_err());
        assert!(Dialect::Sqlite.sample(&table, &columns(&["a"]), 10).is_ok());
    }
}
