//! Scan results of Soda Core 3.

use serde_json::Value;

use super::{
    Imported, Tool,
    read::{count, counted, cut, json, key, moment, text},
};
use crate::{
    error::{Error, Result},
    outcome::Outcome,
};

/// Metrics whose value is a number of wrong rows.
const COUNTED: &[&str] = &["missing_count", "invalid_count", "duplicate_count", "failed_rows", "reference"];

/// Reads scan results.
///
/// # Errors
/// `Invalid` for what is no JSON, is too large, or has no list of checks.
pub fn soda(text: &str) -> Result<Vec<Imported>> {
    of(&json("results", text)?)
}

/// The same of a document. A scan that broke has no results of the checks it did not come to, so it is a result itself.
pub(super) fn of(document: &Value) -> Result<Vec<Imported>> {
    let Some(checks) = document.get("checks").and_then(Value::as_array) else {
        return Err(Error::invalid("checks", "is no list; give the scan results of Soda"));
    };
    counted("checks", checks.len())?;
    let at = ["/dataTimestamp", "/scanEndTimestamp"].iter().find_map(|pointer| moment(text(document, pointer)?));
    let definition = text(document, "/definitionName").unwrap_or_default();
    let mut imported: Vec<Imported> = checks.iter().map(|check| Imported { at, ..one(definition, check) }).collect();
    if document.get("hasErrors") == Some(&Value::Bool(true)) {
        let name = if definition.is_empty() { "scan" } else { definition };
        let mut broken = Imported::new(Tool::Soda, "scan", name);
        broken.key = key(&["soda", definition, "scan"], &Value::Null);
        broken.namespace = text(document, "/defaultDataSource").map(cut);
        broken.at = at;
        broken.message = Some(first_error(document));
        imported.push(broken);
    }
    Ok(imported)
}

fn one(definition: &str, check: &Value) -> Imported {
    let name = text(check, "/name").unwrap_or("check");
    let metric = check.get("metrics").and_then(Value::as_array).and_then(|metrics| metrics.first()?.as_str());
    let kind = kind_of(metric.unwrap_or_default(), text(check, "/type").unwrap_or("check"));
    let table = text(check, "/table").or_else(|| text(check, "/dataset"));
    let column = text(check, "/column");
    let mut imported = Imported::new(Tool::Soda, kind, name);
    // What Soda takes for the identity of a check changes with its threshold; the metric does not. Two checks of one metric
    // are set apart by what they say.
    let source = text(check, "/dataSource").unwrap_or_default();
    let said = check.get("definition").or_else(|| check.get("name")).cloned().unwrap_or_default();
    imported.key = key(&["soda", definition, source, table.unwrap_or_default(), name], &said);
    imported.namespace = text(check, "/dataSource").map(cut);
    imported.table = table.map(cut);
    imported.column = column.map(cut);
    if let Some(value) = check.pointer("/diagnostics/value").filter(|value| value.is_number()) {
        imported.measured.insert("value".into(), value.clone());
        if COUNTED.contains(&kind) {
            imported.errors = count(value);
        }
    }
    if let Some(missing) =
        check.pointer("/diagnostics/missing_column_names").filter(|names| !names.as_array().is_none_or(Vec::is_empty))
    {
        imported.measured.insert("missing_column_names".into(), missing.clone());
    }
    (imported.outcome, imported.is_warning, imported.message) = match check.get("outcome").and_then(Value::as_str) {
        Some("pass") => (Outcome::Pass, false, None),
        Some("warn") => (Outcome::Fail, true, None),
        Some("fail") => (Outcome::Fail, false, None),
        Some(other) => (Outcome::Error, false, Some(format!("Soda says `{}`, which is not known", cut(other)))),
        None => (Outcome::Error, false, Some(reasons(check))),
    };
    imported
}

/// What is measured: the end of the metric's name, without the digest of its settings.
fn kind_of<'a>(metric: &'a str, otherwise: &'a str) -> &'a str {
    let mut parts = metric.rsplit('-');
    match (parts.next(), parts.next()) {
        (Some(last), Some(before)) if last.len() == 8 && last.bytes().all(|letter| letter.is_ascii_hexdigit()) => {
            before
        }
        (Some(last), _) if !last.is_empty() => last,
        _ => otherwise,
    }
}

fn reasons(check: &Value) -> String {
    let reasons = check.get("outcomeReasons").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let said = reasons.iter().find_map(|reason| text(reason, "/message"));
    said.map_or_else(|| "Soda did not judge it".to_owned(), cut)
}

fn first_error(document: &Value) -> String {
    let logs = document.get("logs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_error = |log: &&Value| text(log, "/level").is_some_and(|level| level.eq_ignore_ascii_case("error"));
    // The first line: behind it are statements.
    let said = logs.iter().find(is_error).and_then(|log| text(log, "/message")?.lines().next());
    said.map_or_else(|| "the scan broke; checks may have been left out".to_owned(), cut)
}
