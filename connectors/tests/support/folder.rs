//! Folders of files as sources for the conformance suite.

#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::subject::CANARY;

/// Whether a connector reads a folder.
pub(crate) fn is_one(connector: &str) -> bool {
    ["datax", "tis", "sql_files", "dbt", "query_log", "files"].contains(&connector)
}

/// A folder with nothing in it.
pub(crate) fn empty(connector: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if connector == "dbt" {
        let version = "https://schemas.getdbt.com/dbt/manifest/v12.json";
        let metadata = json!({ "dbt_schema_version": version, "dbt_version": "1.10", "adapter_type": "postgres" });
        let manifest = json!({ "metadata": metadata, "nodes": {} });
        std::fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    }
    folder
}

/// What the connector calls the folder.
pub(crate) fn database(connector: &str, folder: &Path) -> String {
    match connector {
        "tis" => "shop".to_owned(),
        _ => folder.canonicalize().unwrap().to_str().unwrap().to_owned(),
    }
}

pub(crate) fn config(connector: &str, folder: &Path) -> Value {
    let path = folder.to_str().unwrap();
    match connector {
        "sql_files" => json!({ "path": path, "dialect": "postgres", "namespace": "postgres://h:5432" }),
        "query_log" => json!({
            "log": "postgres_csvlog", "path": path, "namespace": "postgres://h:5432", "password": CANARY }),
        "dbt" => json!({ "location": path, "namespace": "postgres://h:5432", "token": CANARY }),
        _ => json!({ "path": path }),
    }
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

/// Changes the nodes of a manifest.
fn change_nodes(folder: &Path, change: impl FnOnce(&mut serde_json::Map<String, Value>)) {
    let path = folder.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(manifest["nodes"].as_object_mut().unwrap());
    std::fs::write(path, manifest.to_string()).unwrap();
}

/// Makes one task that reads `table`, and gives its name.
fn write(connector: &str, folder: &Path, name: &str, table: &str) -> String {
    if connector == "query_log" {
        return write_log(folder, name, table);
    }
    if connector == "files" {
        return write_rows(folder, name);
    }
    let (file, place, task) = match connector {
        "sql_files" => (format!("{name}.sql"), "", format!("{name}.sql")),
        "tis" => (format!("{name}.json"), "shop/dataxCfg/db", format!("db/{name}.json")),
        "dbt" => {
            let id = format!("model.shop.{name}");
            let node = json!({ "resource_type": "model", "name": name, "schema": "public", "database": "shop",
                "relation_name": format!("\"shop\".\"public\".\"{}\"", name.replace('"', "")),
                "compiled_code": format!("SELECT a FROM {table}"), "depends_on": { "nodes": [] } });
            change_nodes(folder, |nodes| drop(nodes.insert(id.clone(), node)));
            return id;
        }
        _ => (format!("{name}.json"), "", format!("{name}.json")),
    };
    let path = folder.join(place).join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text(connector, table)).unwrap();
    task
}

/// Makes a log file with one statement; it is no asset, so that no name is given.
fn write_log(folder: &Path, name: &str, table: &str) -> String {
    let path = folder.join(format!("{name}.csv"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let sql = format!("statement: SELECT a FROM {table} WHERE b = '{CANARY}'");
    let entry = format!("2026-11-23 10:00:00 UTC,\"ana\",\"shop\",1,,,,,,,,LOG,00000,\"{sql}\",,,,\n");
    std::fs::write(path, entry).unwrap();
    String::new()
}

/// Makes one table with a column of its own, and gives its name.
fn write_rows(folder: &Path, name: &str) -> String {
    let path = folder.canonicalize().unwrap().join(format!("{name}.csv"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let column = name.rsplit('/').next().unwrap().replace('"', "\"\"");
    std::fs::write(&path, format!("\"{column}\"\n1\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Makes a dozen tasks, some of them in folders.
pub(crate) fn fill(connector: &str, folder: &Path) {
    for number in 0..10 {
        write(connector, folder, &format!("sub{}/job{number}", number % 3), "t");
    }
    for name in ["first_one", "second_one"] {
        write(connector, folder, name, "t");
    }
    std::fs::write(folder.join("README"), "not read").unwrap();
}

/// Removes a task, changes one and adds one; gives the names that appeared and that are gone.
pub(crate) fn change(connector: &str, folder: &Path) -> (Vec<String>, Vec<String>) {
    let gone = write(connector, folder, "second_one", "t");
    if connector == "query_log" {
        write(connector, folder, "third_one", "another");
        return (Vec::new(), Vec::new());
    }
    if connector == "files" {
        std::fs::remove_file(&gone).unwrap();
        let new = vec![write_rows(folder, "third_one"), "third_one".to_owned()];
        return (new, vec![gone, "second_one".to_owned()]);
    }
    match connector {
        "dbt" => change_nodes(folder, |nodes| drop(nodes.remove(&gone))),
        "tis" => std::fs::remove_file(folder.join("shop/dataxCfg").join(&gone)).unwrap(),
        _ => std::fs::remove_file(folder.join(&gone)).unwrap(),
    }
    write(connector, folder, "first_one", "another");
    (vec![write(connector, folder, "third_one", "t")], vec![gone])
}

/// Makes tasks with odd names, and gives their names.
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
    let written = names.iter().map(|name| write(connector, folder, name, "t"));
    written.filter(|task| !task.is_empty()).collect()
}
