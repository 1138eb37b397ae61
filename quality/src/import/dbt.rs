//! Tests of dbt: how they ended is in `run_results.json`, what they test in `manifest.json`.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::{
    Imported, Tool,
    read::{bounded, count, counted, cut, moment, unreadable},
};
use crate::{error::Result, outcome::Outcome};

/// The least of `run_results.json`.
#[derive(Deserialize)]
struct Results {
    #[serde(default)]
    metadata: Metadata,
    results: Vec<Ran>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    generated_at: Option<String>,
}

#[derive(Deserialize)]
struct Ran {
    unique_id: String,
    status: Option<String>,
    failures: Option<Value>,
    message: Option<String>,
    #[serde(default)]
    timing: Option<Vec<Timing>>,
}

#[derive(Deserialize)]
struct Timing {
    completed_at: Option<String>,
}

/// The least of `manifest.json`; everything else is skipped while reading.
#[derive(Default, Deserialize)]
struct Manifest {
    #[serde(default)]
    nodes: HashMap<String, Node>,
    #[serde(default)]
    sources: HashMap<String, Node>,
}

#[derive(Default, Deserialize)]
struct Node {
    #[serde(default)]
    name: Option<String>,
    database: Option<String>,
    schema: Option<String>,
    alias: Option<String>,
    identifier: Option<String>,
    column_name: Option<String>,
    attached_node: Option<String>,
    test_metadata: Option<Generic>,
    #[serde(default)]
    depends_on: Option<DependsOn>,
}

#[derive(Deserialize)]
struct Generic {
    name: Option<String>,
    namespace: Option<String>,
    #[serde(default)]
    kwargs: Option<Value>,
}

#[derive(Default, Deserialize)]
struct DependsOn {
    #[serde(default)]
    nodes: Option<Vec<String>>,
}

/// The tests among the results of a run; without a manifest they have neither table nor column.
///
/// # Errors
/// `Invalid` naming the file that is no JSON, too large, or not what dbt writes.
pub fn dbt(run_results: &str, manifest: Option<&str>) -> Result<Vec<Imported>> {
    bounded("run_results", run_results)?;
    let run: Results = serde_json::from_str(run_results).map_err(|cause| unreadable("run_results", &cause))?;
    counted("run_results", run.results.len())?;
    let manifest: Manifest = match manifest {
        Some(text) => {
            bounded("manifest", text)?;
            serde_json::from_str(text).map_err(|cause| unreadable("manifest", &cause))?
        }
        None => Manifest::default(),
    };
    let at = run.metadata.generated_at.as_deref().and_then(moment);
    let tests = run.results.iter().filter(|ran| ran.unique_id.starts_with("test."));
    Ok(tests.map(|ran| one(ran, &manifest, at)).collect())
}

fn one(ran: &Ran, manifest: &Manifest, at: Option<chrono::DateTime<chrono::Utc>>) -> Imported {
    let node = manifest.nodes.get(&ran.unique_id);
    let named = node.and_then(|node| node.name.as_deref());
    // `test.shop.not_null_orders_id.81cfe2fe64`, of own tests without the digest.
    let name = named.or_else(|| ran.unique_id.split('.').nth(2)).unwrap_or(&ran.unique_id);
    let generic = node.and_then(|node| node.test_metadata.as_ref());
    let kind = generic.and_then(|test| {
        let name = test.name.as_deref()?;
        Some(test.namespace.as_deref().map_or_else(|| name.to_owned(), |space| format!("{space}.{name}")))
    });
    let mut imported = Imported::new(Tool::Dbt, kind.unwrap_or_else(|| "sql".to_owned()), name);
    imported.key = format!("dbt/{}", ran.unique_id.chars().take(400).collect::<String>());
    imported.table = node.and_then(|node| tested(node, manifest)).map(|table| cut(&table));
    let argument = || generic?.kwargs.as_ref()?.get("column_name")?.as_str();
    imported.column = node.and_then(|node| node.column_name.as_deref().or_else(argument)).map(cut);
    imported.errors = ran.failures.as_ref().and_then(count);
    let completed = ran.timing.iter().flatten().filter_map(|timing| moment(timing.completed_at.as_deref()?));
    imported.at = completed.max().or(at);
    let said = ran.message.as_deref().map(cut);
    (imported.outcome, imported.is_warning, imported.message) = match ran.status.as_deref() {
        Some("pass" | "success") => (Outcome::Pass, false, None),
        Some("warn") => (Outcome::Fail, true, said),
        Some("fail") => (Outcome::Fail, false, said),
        Some("skipped" | "no-op") => {
            (Outcome::NoData, false, Some(said.unwrap_or_else(|| "dbt skipped it".to_owned())))
        }
        Some("error" | "runtime error") => (Outcome::Error, false, said),
        Some(other) => (Outcome::Error, false, Some(format!("dbt says `{}`, which is not known", cut(other)))),
        None => (Outcome::Error, false, Some("dbt does not say how it ended".to_owned())),
    };
    imported
}

/// The table a test is about: what it is attached to, else the only thing it reads.
fn tested(node: &Node, manifest: &Manifest) -> Option<String> {
    let reads = node.depends_on.as_ref().and_then(|on| on.nodes.as_deref()).unwrap_or_default();
    let only = || if let [only] = reads { Some(only) } else { None };
    let id = node.attached_node.as_ref().or_else(only)?;
    let table = manifest.nodes.get(id).or_else(|| manifest.sources.get(id))?;
    let name = table.alias.as_ref().or(table.identifier.as_ref()).or(table.name.as_ref())?;
    let parts = [table.database.as_ref(), table.schema.as_ref(), Some(name)];
    Some(parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("."))
}
