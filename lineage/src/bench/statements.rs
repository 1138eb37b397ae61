//! How fast SQL is read: statements a second on one thread, beside cutting the same text into tokens and nothing more.

use std::{
    collections::{BTreeMap, HashMap},
    time::{Duration, Instant},
};

use super::figures::{Figure, per_second, rate, single};
use crate::sql::{Dialect, Limits, Options, Schema, analyze, token_count};

/// For how long each dialect is read, at least.
const LEAST: Duration = Duration::from_secs(2);

/// A script to read. Comments at its top tell the schema (`-- schema: table(column, …)`) and what completes names
/// (`-- path: database.schema`).
#[derive(Debug, Clone)]
pub struct SqlText {
    /// Which SQL it is.
    pub dialect: Dialect,
    /// The text.
    pub sql: String,
}

/// Reads the texts of each dialect again and again on this thread.
#[must_use]
pub fn statements(texts: &[SqlText]) -> Vec<Figure> {
    measure(texts, LEAST)
}

fn measure(texts: &[SqlText], least: Duration) -> Vec<Figure> {
    let mut by_dialect: BTreeMap<String, Vec<Prepared>> = BTreeMap::new();
    for text in texts {
        by_dialect.entry(format!("{:?}", text.dialect)).or_default().push(Prepared::of(text));
    }
    let mut figures = Vec::new();
    let mut all = Reading::default();
    for (dialect, texts) in &by_dialect {
        let reading = Reading::of(texts, least);
        figures.push(reading.figure(&dialect.to_lowercase()));
        all.add(&reading);
    }
    figures.push(all.figure("all dialects"));
    let bytes = per_second(all.bytes, all.took) / 1e6;
    figures.push(single("text of all dialects", all.statements, (bytes, "MB/s"), None));
    let length = all.bytes as f64 / all.statements.max(1) as f64;
    figures.push(single("length of a statement", all.statements, (length, "bytes"), None));
    figures
}

/// A text with what its comments tell.
struct Prepared<'a> {
    text: &'a SqlText,
    schema: Tables,
    path: Vec<String>,
}

impl<'a> Prepared<'a> {
    fn of(text: &'a SqlText) -> Self {
        let tell = |key: &'static str| text.sql.lines().filter_map(move |line| line.strip_prefix(key));
        let path = tell("-- path:").flat_map(|path| path.trim().split('.')).map(str::to_owned).collect();
        Self { text, schema: Tables(tell("-- schema:").filter_map(table).collect()), path }
    }

    /// How many statements were found.
    fn read(&self) -> usize {
        let (schema, default_path) = (&self.schema, &self.path);
        let dialect = self.text.dialect;
        let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
        analyze(&self.text.sql, &options).statements.len()
    }
}

fn table(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let (name, columns) = line.trim().trim_end_matches(')').split_once('(')?;
    let columns = columns.split(',').map(|column| column.trim().to_owned()).collect();
    Some((name.trim().split('.').map(str::to_owned).collect(), columns))
}

struct Tables(HashMap<Vec<String>, Vec<String>>);

impl Schema for Tables {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.0.get(table).cloned()
    }
}

/// What is read at one time, and how long that takes on average.
#[derive(Default)]
struct Reading {
    statements: usize,
    bytes: usize,
    took: Duration,
    /// The time for cutting as much into tokens.
    cutting: Duration,
}

impl Reading {
    fn of(texts: &[Prepared<'_>], least: Duration) -> Self {
        let bytes = texts.iter().map(|text| text.text.sql.len()).sum();
        let mut reading = Self { bytes, ..Self::default() };
        let mut rounds = 0;
        while reading.took < least || rounds == 0 {
            let began = Instant::now();
            reading.statements = texts.iter().map(Prepared::read).sum();
            reading.took += began.elapsed();
            let began = Instant::now();
            let tokens = texts.iter().map(|text| token_count(&text.text.sql, text.text.dialect));
            std::hint::black_box(tokens.sum::<usize>());
            reading.cutting += began.elapsed();
            rounds += 1;
        }
        reading.took /= rounds;
        reading.cutting /= rounds;
        reading
    }

    fn add(&mut self, other: &Self) {
        self.statements += other.statements;
        self.bytes += other.bytes;
        self.took += other.took;
        self.cutting += other.cutting;
    }

    fn figure(&self, what: &str) -> Figure {
        let (read, cut) = (per_second(self.statements, self.took), per_second(self.statements, self.cutting));
        rate(&format!("lineage of SQL, {what} (tokens alone)"), self.statements, (read, "statements/s"), cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_counted_by_dialect_and_in_all() {
        let text = |name: &str, sql: &str| SqlText { dialect: Dialect::from_name(name).unwrap(), sql: sql.into() };
        let postgres = text("postgres", "-- schema: t(a, b)\nSELECT a FROM t; INSERT INTO u SELECT * FROM t;");
        let figures = measure(&[postgres, text("mysql", "SELECT 1")], Duration::from_nanos(1));
        let sizes: Vec<(&str, usize)> = figures.iter().map(|figure| (figure.name.as_str(), figure.size)).collect();
        assert_eq!(sizes[0], ("lineage of SQL, mysql (tokens alone)", 1));
        assert_eq!(sizes[1], ("lineage of SQL, postgres (tokens alone)", 2));
        assert_eq!(sizes[2], ("lineage of SQL, all dialects (tokens alone)", 3));
        assert!(figures.iter().all(|figure| figure.value.unwrap() > 0.0));
    }

    #[test]
    fn comments_at_the_top_tell_the_schema() {
        let sql = "-- schema: shop.t(a, b)\n-- path: shop\nSELECT * FROM t".to_owned();
        let text = SqlText { dialect: Dialect::from_name("postgres").unwrap(), sql };
        let prepared = Prepared::of(&text);
        let columns = prepared.schema.columns(&["shop".to_owned(), "t".to_owned()]);
        assert_eq!((columns, prepared.path), (Some(vec!["a".to_owned(), "b".to_owned()]), vec!["shop".to_owned()]));
    }
}
