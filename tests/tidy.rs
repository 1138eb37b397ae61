//! What a reader can rely on in every source file: its length, its opening comment, no loose ends.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::path::{Path, PathBuf};

/// The longest a file may be, without its tests.
const MOST_LINES: usize = 400;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "common", "misc", "types", "models", "mod"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let folders = ["catalog", "connectors", "kpi", "lineage", "migrations", "quality", "search", "src", "testkit"];
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is read") {
            let path = entry.expect("the folder is read").path();
            if path.is_symlink() {
                // What it leads to is met at its own place.
            } else if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Files of which `is_bad` holds, as paths from the root.
fn bad(is_bad: impl Fn(&Path, &str) -> bool) -> Vec<String> {
    let mut bad = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
        if is_bad(&path, &text) {
            bad.push(path.strip_prefix(root()).expect("it is below the root").display().to_string());
        }
    }
    bad
}

/// The lines before the tests at the end of a file.
fn length(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}

#[test]
fn no_file_is_longer_than_its_idea() {
    let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    assert_eq!(bad(|path, text| !is_test(path) && length(text) > MOST_LINES), [""; 0]);
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let opens = |text: &str| text.starts_with("//!") || text.starts_with("#![doc");
    assert_eq!(bad(|_, text| !opens(text)), [""; 0]);
}

#[test]
fn no_file_is_named_after_nothing() {
    let is_empty = |path: &Path| EMPTY_NAMES.contains(&path.file_stem().unwrap().to_str().unwrap());
    assert_eq!(bad(|path, _| is_empty(path)), [""; 0]);
}

#[test]
fn nothing_is_left_for_later_in_a_comment() {
    let marks = ["TO", "FIX"].map(|start| format!("// {start}{}", if start == "TO" { "DO" } else { "ME" }));
    assert_eq!(bad(|_, text| marks.iter().any(|mark| text.contains(mark))), [""; 0]);
}

#[test]
fn every_connector_and_kind_is_in_its_list() {
    for (folder, list) in [("catalog/src/kinds", "catalog/src/kinds.rs"), ("migrations/src", "migrations/src/lib.rs")] {
        let listed = std::fs::read_to_string(root().join(list)).unwrap();
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.expect("the folder is read").path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(name == "lib" || listed.contains(&format!("mod {name};")), "`{name}` is not in {list}");
        }
    }
}
