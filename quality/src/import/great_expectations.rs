//! Validation results of Great Expectations 0.15 to 0.18 and 1.x, alone or in the result of a checkpoint.

use serde_json::Value;

use super::{
    Imported, Tool,
    read::{count, counted, cut, json, key, moment, text},
};
use crate::{
    error::{Error, Result},
    outcome::Outcome,
};

/// Reads a validation result, or the result of a checkpoint.
///
/// # Errors
/// `Invalid` for what is no JSON, is too large, or has no results.
pub fn great_expectations(text: &str) -> Result<Vec<Imported>> {
    of(&json("results", text)?)
}

/// The same of a document.
pub(super) fn of(document: &Value) -> Result<Vec<Imported>> {
    let validations: Vec<&Value> = match document.get("run_results").and_then(Value::as_object) {
        // A checkpoint: validations by name, bare or inside of what was done with them.
        Some(runs) => runs.values().map(|run| run.get("validation_result").unwrap_or(run)).collect(),
        None => vec![document],
    };
    let mut imported = Vec::new();
    for validation in validations {
        let Some(results) = validation.get("results").and_then(Value::as_array) else {
            return Err(Error::invalid("results", "is no list; give a validation result of Great Expectations"));
        };
        counted("results", imported.len() + results.len())?;
        let context = Context::of(validation);
        imported.extend(results.iter().map(|result| one(&context, result)));
    }
    Ok(imported)
}

/// What holds for all results of a validation.
struct Context<'a> {
    suite: &'a str,
    source: Option<&'a str>,
    table: Option<String>,
    at: Option<chrono::DateTime<chrono::Utc>>,
}

impl<'a> Context<'a> {
    fn of(validation: &'a Value) -> Self {
        let said = |pointers: &[&str]| pointers.iter().find_map(|pointer| text(validation, pointer));
        let schema = said(&["/meta/batch_spec/schema_name"]);
        let table = said(&[
            "/meta/batch_spec/table_name",
            "/meta/active_batch_definition/data_asset_name",
            "/meta/batch_kwargs/table",
            "/meta/batch_kwargs/data_asset_name",
        ]);
        let times = ["/meta/run_id/run_time", "/meta/validation_time", "/meta/batch_markers/ge_load_time"];
        Self {
            suite: said(&["/suite_name", "/meta/expectation_suite_name"]).unwrap_or_default(),
            source: said(&["/meta/active_batch_definition/datasource_name", "/meta/batch_kwargs/datasource"]),
            table: table.map(|table| schema.map_or_else(|| table.to_owned(), |schema| format!("{schema}.{table}"))),
            at: times.iter().find_map(|pointer| moment(text(validation, pointer)?)),
        }
    }
}

fn one(context: &Context<'_>, result: &Value) -> Imported {
    let kind =
        text(result, "/expectation_config/type").or_else(|| text(result, "/expectation_config/expectation_type"));
    let kind = kind.unwrap_or("expectation");
    let mut settings = result.pointer("/expectation_config/kwargs").cloned().unwrap_or_default();
    let column = text(&settings, "/column").map(cut);
    if let Some(settings) = settings.as_object_mut() {
        // The name of a batch is another one every day.
        settings.remove("batch_id");
    }
    let table = context.table.as_deref().unwrap_or_default();
    let name = column.as_ref().map_or_else(|| kind.to_owned(), |column| format!("{kind} ({column})"));
    let mut imported = Imported::new(Tool::GreatExpectations, kind, name);
    imported.key =
        key(&["great_expectations", context.suite, table, kind, column.as_deref().unwrap_or_default()], &settings);
    imported.namespace = context.source.map(cut);
    imported.table = context.table.as_deref().map(cut);
    imported.column = column;
    imported.at = context.at;
    let severity = text(result, "/expectation_config/severity");
    imported.is_warning = matches!(severity, Some("warning" | "info"));
    let number = |name: &str| result.pointer(&format!("/result/{name}")).and_then(count);
    (imported.errors, imported.total) = (number("unexpected_count"), number("element_count"));
    if let Some(observed) = result.pointer("/result/observed_value").filter(|observed| observed.is_number()) {
        imported.measured.insert("observed_value".into(), observed.clone());
    }
    (imported.outcome, imported.message) = verdict(result, imported.total);
    imported.is_warning &= imported.outcome == Outcome::Fail;
    imported
}

fn verdict(result: &Value, total: Option<i64>) -> (Outcome, Option<String>) {
    if let Some(said) = exception(result) {
        return (Outcome::Error, Some(cut(said)));
    }
    match result.get("success").and_then(Value::as_bool) {
        Some(true) if total == Some(0) => (Outcome::NoData, Some("there were no rows to judge".to_owned())),
        Some(true) => (Outcome::Pass, None),
        Some(false) => (Outcome::Fail, None),
        None => (Outcome::Error, Some("the result does not say whether it was a success".to_owned())),
    }
}

/// What was said of an exception: since 1.0 there may be one for each thing that was measured.
fn exception(result: &Value) -> Option<&str> {
    let info = result.get("exception_info")?.as_object()?;
    if info.get("raised_exception") == Some(&Value::Bool(true)) {
        return Some(info.get("exception_message").and_then(Value::as_str).unwrap_or("an exception was raised"));
    }
    let first = info.values().find(|info| info.get("raised_exception") == Some(&Value::Bool(true)))?;
    Some(first.get("exception_message").and_then(Value::as_str).unwrap_or("an exception was raised"))
}
