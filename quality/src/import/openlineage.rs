//! The facets of data quality in an `OpenLineage` event: `dataQualityAssertions` are results, `dataQualityMetrics` are measured
//! and expect nothing.

use serde_json::{Map, Value};

use super::{
    Imported, Tool,
    read::{count, counted, cut, key, moment, text},
};
use crate::{error::Result, outcome::Outcome};

/// What an event says of the quality of the data sets it names; empty when it says nothing.
///
/// # Errors
/// `Invalid` for more assertions than are allowed.
pub fn openlineage(event: &Value) -> Result<Vec<Imported>> {
    let at = text(event, "/eventTime").and_then(moment);
    let job = text(event, "/job/name").unwrap_or_default();
    let mut imported = Vec::new();
    for (side, own) in [("inputs", "inputFacets"), ("outputs", "outputFacets")] {
        let sets = event.get(side).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for set in sets {
            // Both places are allowed; clients that write both write the same.
            let facet = |name: &str| {
                let places = [own, "facets"];
                places.iter().find_map(|place| set.get(place)?.get(name))
            };
            let assertions = facet("dataQualityAssertions").and_then(|facet| facet.get("assertions")?.as_array());
            let assertions = assertions.map(Vec::as_slice).unwrap_or_default();
            counted("assertions", imported.len() + assertions.len())?;
            imported.extend(assertions.iter().map(|assertion| placed(set, job, assert(assertion), assertion)));
            if let Some(metrics) = facet("dataQualityMetrics") {
                let columns = metrics.get("columnMetrics").and_then(Value::as_object);
                counted("columnMetrics", imported.len() + columns.map_or(0, Map::len))?;
                imported.extend(measured(metrics).into_iter().map(|found| placed(set, job, found, &Value::Null)));
            }
        }
    }
    imported.iter_mut().for_each(|found| found.at = at);
    Ok(imported)
}

/// Says whose result it is, and gives it its key.
fn placed(set: &Value, job: &str, mut found: Imported, assertion: &Value) -> Imported {
    let (namespace, name) = (text(set, "/namespace"), text(set, "/name"));
    // Checks of one name with other settings are other checks; what was found is no setting.
    let settings = assertion.get("params").cloned().unwrap_or_default();
    let column = found.column.as_deref().unwrap_or_default();
    let parts =
        ["openlineage", namespace.unwrap_or_default(), name.unwrap_or_default(), job, &found.kind, column, &found.name];
    found.key = key(&parts, &settings);
    found.namespace = namespace.map(cut);
    found.table = name.map(cut);
    found
}

fn assert(assertion: &Value) -> Imported {
    let kind = text(assertion, "/assertion").unwrap_or("assertion");
    let column = text(assertion, "/column");
    let name = text(assertion, "/name")
        .map_or_else(|| column.map_or_else(|| kind.to_owned(), |column| format!("{kind} ({column})")), str::to_owned);
    let mut found = Imported::new(Tool::OpenLineage, kind, name);
    found.column = column.map(cut);
    // A number of wrong rows, where none is what is expected.
    let expects_none = assertion.get("expected").and_then(count) == Some(0);
    found.errors = assertion.get("actual").and_then(count).filter(|_| expects_none);
    (found.outcome, found.message) = match assertion.get("success").and_then(Value::as_bool) {
        Some(true) => (Outcome::Pass, None),
        Some(false) => (Outcome::Fail, None),
        None => (Outcome::Error, Some("the assertion does not say whether it was a success".to_owned())),
    };
    found.is_warning =
        found.outcome == Outcome::Fail && matches!(text(assertion, "/severity"), Some("warn" | "warning"));
    found
}

/// Numbers of the whole and of each column.
fn measured(metrics: &Value) -> Vec<Imported> {
    let one = |numbers: &Value, column: Option<&str>| {
        let name = column.map_or_else(|| "metrics".to_owned(), |column| format!("metrics ({column})"));
        let mut found = Imported::new(Tool::OpenLineage, "metrics", name);
        found.column = column.map(cut);
        found.outcome = Outcome::NoData;
        for (name, value) in numbers.as_object().into_iter().flatten() {
            match value {
                Value::Number(_) => {
                    found.measured.insert(cut(name), value.clone());
                }
                Value::Object(quantiles) if name == "quantiles" => {
                    let numbers = quantiles.iter().filter(|(_, value)| value.is_number()).take(20);
                    found.measured.extend(numbers.map(|(at, value)| (format!("quantile {}", cut(at)), value.clone())));
                }
                _ => {}
            }
        }
        found.total = numbers.get("rowCount").or_else(|| numbers.get("count")).and_then(count);
        found
    };
    let columns = metrics.get("columnMetrics").and_then(Value::as_object);
    let whole = std::iter::once(one(metrics, None));
    let each = columns.into_iter().flatten().map(|(column, numbers)| one(numbers, Some(column)));
    whole.chain(each).filter(|found| !found.measured.is_empty()).collect()
}
