//! Folders of files as sources for the conformance suite.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::subject::CANARY;

/// The ending of the files that a connector reads one task from; none where it reads no folder.
fn ending(connector: &str) -> Option<&'static str> {
    match connector {
        "datax" => Some("json"),
        "sql_files" => Some("sql"),
        _ => None,
    }
}

/// Whether a connector reads a folder.
pub(crate) fn is_one(connector: &str) -> bool {
    ending(connector).is_some()
}

/// A folder with nothing in it.
pub(crate) fn empty(_connector: &str) -> TempDir {
    tempfile::tempdir().unwrap()
}

/// What the connector calls the folder.
pub(crate) fn database(_connector: &str, folder: &Path) -> String {
    folder.canonicalize().unwrap().to_str().unwrap().to_owned()
}

pub(crate) fn config(connector: &str, folder: &Path) -> Value {
    let mut config = json!({ "path": folder.to_str().unwrap() });
    if connector == "sql_files" {
        config["dialect"] = "postgres".into();
        config["namespace"] = "postgres://h:5432".into();
    }
    config
}

/// What a file that becomes a task says.
fn text(connector: &str, table: &str) -> String {
    if connector == "sql_files" {
        return format!("INSERT INTO copy_of_{table} SELECT a, b FROM {table};");
    }
    let side = |name: &str, address: Value| {
        json!({ "name": name, "parameter": {
            "username": CANARY, "password": CANARY, "column": ["a", "b"],
            "connection": [{ "jdbcUrl": address, "table": [table] }] } })
    };
    let address = format!("jdbc:mysql://h/d?password={CANARY}");
    let (reader, writer) = (side("mysqlreader", json!([address])), side("mysqlwriter", json!(address)));
    json!({ "job": { "content": [{ "reader": reader, "writer": writer }] } }).to_string()
}

fn write(connector: &str, folder: &Path, name: &str) -> String {
    let file = format!("{name}.{}", ending(connector).unwrap());
    std::fs::create_dir_all(folder.join(&file).parent().unwrap()).unwrap();
    std::fs::write(folder.join(&file), text(connector, "t")).unwrap();
    file
}

/// Puts a dozen files into it, some of them in folders.
pub(crate) fn fill(connector: &str, folder: &Path) {
    for number in 0..10 {
        write(connector, folder, &format!("sub{}/job{number}", number % 3));
    }
    for name in ["first_one", "second_one"] {
        write(connector, folder, name);
    }
    std::fs::write(folder.join("README"), "not read").unwrap();
}

/// Removes a file, changes one and adds one; gives the names that appeared and that are gone.
pub(crate) fn change(connector: &str, folder: &Path) -> (Vec<String>, Vec<String>) {
    let ending = ending(connector).unwrap();
    std::fs::remove_file(folder.join(format!("second_one.{ending}"))).unwrap();
    std::fs::write(folder.join(format!("first_one.{ending}")), text(connector, "another")).unwrap();
    (vec![write(connector, folder, "third_one")], vec![format!("second_one.{ending}")])
}

/// Puts files with odd names into it, and gives their names.
pub(crate) fn create_hostile_files(connector: &str, folder: &Path) -> Vec<String> {
    let names = [
        "a.b",
        "quote\"d",
        "it's; DROP TABLE x; --",
        "back\\slash",
        " blank before",
        "blank behind ",
        "表名",
        "%_*?[a]{b}",
        "é",
        "e\u{301}",
        "😀",
    ];
    names.iter().map(|name| write(connector, folder, name)).collect()
}
