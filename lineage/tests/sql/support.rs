//! What the tests of the engine share: a schema that is a list, and a script in words.

use std::collections::HashMap;
use std::fmt::Write as _;

use lineage::sql::{Dialect, Limits, Options, Schema, Script, Statement, analyze};

/// A schema that is a list of tables with their columns.
#[derive(Debug, Default)]
pub(crate) struct Tables(HashMap<Vec<String>, Vec<String>>);

impl Tables {
    /// Reads `table(column, column)` from each line.
    pub(crate) fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let table = |line: &'a str| {
            let (name, columns) = line.trim_end_matches(')').split_once('(').expect("a table is `name(column, …)`");
            let name = name.trim().split('.').map(str::to_owned).collect();
            (name, columns.split(',').map(|column| column.trim().to_owned()).collect())
        };
        Self(lines.into_iter().map(table).collect())
    }

    /// The same for names that are found whatever their case.
    pub(crate) fn parse_folded<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let Self(tables) = Self::parse(lines);
        Self(tables.into_iter().map(|(name, columns)| (folded(&name), columns)).collect())
    }
}

impl Schema for Tables {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.0.get(table).or_else(|| self.0.get(&folded(table))).cloned()
    }
}

fn folded(name: &[String]) -> Vec<String> {
    name.iter().map(|part| part.to_lowercase()).collect()
}

/// Analyses without any knowledge of tables.
pub(crate) fn analyze_blind(sql: &str, dialect: Dialect) -> Script {
    analyze_with(sql, dialect, &Tables::default(), &[])
}

/// Analyses with a schema and a default path.
pub(crate) fn analyze_with(sql: &str, dialect: Dialect, schema: &Tables, default_path: &[String]) -> Script {
    let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
    analyze(sql, &options)
}

/// A statement as lines that a person can check.
pub(crate) fn describe(statement: &Statement) -> String {
    let mut text = String::new();
    let kind = word(&statement.kind);
    let status = word(&statement.status);
    let _ = writeln!(text, "{kind}, {status}, coverage {:.2}", statement.coverage);
    for read in &statement.reads {
        let _ = writeln!(text, "reads {}", read.name.join("."));
    }
    for write in &statement.writes {
        let _ = writeln!(text, "writes {} ({})", write.name.join("."), word(&write.mode));
    }
    for edge in &statement.columns {
        let source = place(Some(&edge.source.table), Some(&edge.source.column));
        let target = place(edge.target.table.as_ref(), edge.target.column.as_ref());
        let masking = if edge.masking { " masking" } else { "" };
        let _ = write!(text, "{source} -> {target} {}{masking}", word(&edge.subtype));
        if word(&edge.why) != "resolved" {
            let _ = write!(text, " ({} {:.2})", word(&edge.why), edge.confidence);
        }
        text.push('\n');
    }
    for edge in &statement.indirect {
        let source = place(Some(&edge.source.table), Some(&edge.source.column));
        let target = place(edge.target.table.as_ref(), edge.target.column.as_ref());
        let _ = writeln!(text, "{source} ~> {target} {}", word(&edge.subtype));
    }
    let columns: Vec<&str> = statement.defines.columns.iter().map(|column| column.name.as_str()).collect();
    if !columns.is_empty() {
        let _ = writeln!(text, "defines {}", columns.join(", "));
    }
    for note in &statement.notes {
        let _ = writeln!(text, "note {} at {}..{}: {}", note.code, note.span.0, note.span.1, note.message);
    }
    text
}

/// The word that a value has in JSON.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => panic!("not a word: {other:?}"),
    }
}

fn place(table: Option<&Vec<String>>, column: Option<&Vec<String>>) -> String {
    let table = table.map_or_else(|| "result".to_owned(), |table| table.join("."));
    let column = column.map_or_else(|| "(rows)".to_owned(), |column| column.join("."));
    format!("{table}.{column}")
}
