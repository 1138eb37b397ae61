//! Forty statements and scripts that lineage tools get wrong, each with everything that has to be told of it.
//!
//! A comment at the top of a file tells the dialect, the schema and what usually goes wrong. The file beside it lists the
//! stored tables that are read and written, the value edges, those that may be told or not, and edges without values
//! that have to be among those told (`null`: all columns).

use std::collections::BTreeSet;
use std::path::Path;

use lineage::sql::{Dialect, Script};
use serde::Deserialize;

use crate::support::{Tables, analyze_with, word};

#[derive(Debug, Deserialize)]
struct Expected {
    sources: Vec<String>,
    targets: Vec<String>,
    columns: BTreeSet<(String, String)>,
    may_be_given: BTreeSet<(String, String)>,
    indirect: Vec<(String, String, Option<String>)>,
}

struct Case {
    name: String,
    sql: String,
    expected: Expected,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql/hard");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the folder of hard cases can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.extension().is_none_or(|extension| extension != "sql") {
            continue;
        }
        let expected = std::fs::read_to_string(path.with_extension("json")).expect("a case has an expectation");
        cases.push(Case {
            name: path.file_stem().expect("a case has a name").to_string_lossy().into_owned(),
            sql: std::fs::read_to_string(&path).expect("a case can be read"),
            expected: serde_json::from_str(&expected).expect("an expectation is JSON"),
        });
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

impl Case {
    fn script(&self) -> Script {
        let tell = |key: &'static str| self.sql.lines().filter_map(move |line| line.strip_prefix(key));
        let dialect = tell("-- dialect:").next().and_then(|name| Dialect::from_name(name.trim()));
        let schema = Tables::parse_folded(tell("-- schema:"));
        analyze_with(&self.sql, dialect.expect("a case tells its dialect"), &schema, &[])
    }

    /// What is wrong with the answer, in words.
    fn faults(&self) -> Vec<String> {
        let script = self.script();
        let mut faults = Vec::new();
        let mut compare = |what: &str, told: BTreeSet<String>, expected: BTreeSet<String>| {
            for missing in expected.difference(&told) {
                faults.push(format!("{what}: {missing} is missing"));
            }
            for extra in told.difference(&expected) {
                faults.push(format!("{what}: {extra} is wrong"));
            }
        };
        let set = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>();
        let inputs = script.summary.inputs.iter().map(|name| spelled(name)).filter(|name| {
            // A table that is changed in place is no source.
            self.expected.sources.contains(name) || !self.expected.targets.contains(name)
        });
        compare("sources", inputs.collect(), set(&self.expected.sources));
        let outputs = script.summary.outputs.iter().map(|name| spelled(name));
        compare("targets", outputs.collect(), set(&self.expected.targets));
        let told = value_edges(&script).into_iter().map(|edge| self.cut(edge));
        let told = told.filter(|edge| !self.expected.may_be_given.contains(edge));
        let arrow = |(source, target): (String, String)| format!("{source} -> {target}");
        compare("columns", told.map(arrow).collect(), self.expected.columns.iter().cloned().map(arrow).collect());
        let told = influences(&script);
        for edge in &self.expected.indirect {
            if !told.contains(edge) {
                faults.push(format!("indirect: {edge:?} is missing"));
            }
        }
        faults
    }

    /// An edge from a place inside a column, when only the column is expected.
    fn cut(&self, (source, target): (String, String)) -> (String, String) {
        let expected = self.expected.columns.iter().chain(&self.expected.may_be_given);
        let holds = |outer: &str| source.strip_prefix(outer).is_some_and(|inside| inside.starts_with('.'));
        let outer = expected.filter(|(_, other)| *other == target).find(|(outer, _)| holds(outer));
        (outer.map_or(source.clone(), |(outer, _)| outer.clone()), target)
    }
}

fn spelled(parts: &[String]) -> String {
    parts.join(".").to_lowercase()
}

fn place(table: Option<&Vec<String>>, column: &[String]) -> String {
    let table = table.map(|table| format!("{}.", spelled(table))).unwrap_or_default();
    format!("{table}{}", spelled(column))
}

/// The value edges of a script; of a place inside a value only as much is told as the expectations do.
fn value_edges(script: &Script) -> BTreeSet<(String, String)> {
    let edges = script.statements.iter().flat_map(|statement| &statement.columns).map(|edge| {
        let target = edge.target.column.as_deref().unwrap_or_default();
        (place(Some(&edge.source.table), &edge.source.column), place(edge.target.table.as_ref(), target))
    });
    edges.collect()
}

fn influences(script: &Script) -> BTreeSet<(String, String, Option<String>)> {
    let mut told = BTreeSet::new();
    for statement in &script.statements {
        for edge in &statement.indirect {
            let source = place(Some(&edge.source.table), &edge.source.column);
            let target = edge.target.column.as_ref().map(|column| place(edge.target.table.as_ref(), column));
            told.insert((source.clone(), word(&edge.subtype), target.clone()));
            if target.is_none() {
                // What decides about all rows of a table decides about each of its columns.
                let columns = statement.columns.iter().filter(|column| column.target.table == edge.target.table);
                told.extend(columns.map(|column| {
                    let path = column.target.column.as_deref().unwrap_or_default();
                    (source.clone(), word(&edge.subtype), Some(place(column.target.table.as_ref(), path)))
                }));
            }
        }
    }
    told
}

#[test]
fn c1_hard_cases_are_told_exactly() {
    let cases = cases();
    assert_eq!(cases.len(), 40);
    let faults: Vec<String> = cases
        .iter()
        .flat_map(|case| case.faults().into_iter().map(|fault| format!("{}: {fault}", case.name)))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
