//! From a document to what it promises; the first thing that is not as the standard has it is named by its path.

use super::{
    agreed::{Agreed, AgreedColumn, AgreedTable, Bound, LogicalType, Rule, RuleKind, Service, Status},
    node::Node,
};
use crate::error::{Error, Result};

/// Everything that can be held to.
pub(super) fn agreed(document: &Node) -> Result<Agreed> {
    if !matches!(document, Node::Map(_)) {
        return Err(Error::invalid("document", "is no data contract; it has to be a map with `kind: DataContract`"));
    }
    let kind = needed(document, "", "kind")?;
    if kind != "DataContract" {
        return Err(Error::invalid("kind", format!("is `{kind}`; only `DataContract` is read here")));
    }
    let api_version = needed(document, "", "apiVersion")?;
    if !api_version.starts_with("v3.") {
        return Err(Error::invalid("apiVersion", format!("is `{api_version}`; versions 3 of the standard are read")));
    }
    Ok(Agreed {
        api_version: api_version.to_owned(),
        id: needed(document, "", "id")?.to_owned(),
        name: text(document, "", "name")?,
        version: needed(document, "", "version")?.to_owned(),
        status: status(needed(document, "", "status")?),
        domain: text(document, "", "domain")?,
        data_product: text(document, "", "dataProduct")?,
        tables: each(document, "", "schema", table)?,
        services: each(document, "", "slaProperties", service)?,
    })
}

pub(crate) fn status(text: &str) -> Status {
    match text.to_ascii_lowercase().as_str() {
        "proposed" => Status::Proposed,
        "draft" => Status::Draft,
        "active" => Status::Active,
        "deprecated" => Status::Deprecated,
        "retired" => Status::Retired,
        _ => Status::Other(text.to_owned()),
    }
}

fn table(node: &Node, path: &str) -> Result<AgreedTable> {
    let columns: Vec<AgreedColumn> = each(node, path, "properties", column)?;
    let mut names = std::collections::HashSet::new();
    if let Some(twice) = columns.iter().find(|column| !names.insert(column.name.as_str())) {
        return Err(Error::invalid(format!("{}.name", twice.path), format!("`{}` is there twice", twice.name)));
    }
    Ok(AgreedTable {
        path: path.to_owned(),
        id: text(node, path, "id")?,
        name: needed(node, path, "name")?.to_owned(),
        physical_name: text(node, path, "physicalName")?,
        columns,
        rules: each(node, path, "quality", rule)?,
    })
}

fn column(node: &Node, path: &str) -> Result<AgreedColumn> {
    let name = needed(node, path, "name")?.to_owned();
    column_named(node, path, name)
}

fn column_named(node: &Node, path: &str, name: String) -> Result<AgreedColumn> {
    let logical_type = match text(node, path, "logicalType")? {
        Some(said) => Some(logical(&said).ok_or_else(|| {
            let known = "string, date, timestamp, time, number, integer, object, array, map, boolean";
            Error::invalid(at(path, "logicalType"), format!("`{said}` is no logical type; there are {known}"))
        })?),
        None => None,
    };
    let mut columns = each(node, path, "properties", column)?;
    if let Some(items) = node.get("items") {
        columns.push(column_named(items, &at(path, "items"), String::new())?);
    }
    let is_key = truth(node, path, "primaryKey")?;
    let position = node.get("primaryKeyPosition").and_then(Node::number).filter(|position| *position >= 1.0);
    #[expect(clippy::cast_possible_truncation, reason = "positions are small; what is not saturates")]
    let key_position = is_key.then(|| position.unwrap_or(1.0) as i64);
    Ok(AgreedColumn {
        path: path.to_owned(),
        id: text(node, path, "id")?,
        name,
        physical_name: text(node, path, "physicalName")?,
        logical_type,
        physical_type: text(node, path, "physicalType")?,
        required: truth(node, path, "required")?,
        unique: truth(node, path, "unique")?,
        key_position,
        values: values(node, path)?,
        options: node.get("logicalTypeOptions").map(|options| options.fields().to_vec()).unwrap_or_default(),
        rules: each(node, path, "quality", rule)?,
        columns,
    })
}

/// The values of `enum`: each by itself, or as the `value` of an entry.
fn values(node: &Node, path: &str) -> Result<Option<Vec<Node>>> {
    let Some(list) = node.get("enum") else {
        return Ok(None);
    };
    let Node::List(items) = list else {
        return Err(Error::invalid(at(path, "enum"), "is no list of values"));
    };
    Ok(Some(items.iter().map(|item| item.get("value").unwrap_or(item).clone()).collect()))
}

fn logical(text: &str) -> Option<LogicalType> {
    Some(match text {
        "string" => LogicalType::String,
        "date" => LogicalType::Date,
        "timestamp" => LogicalType::Timestamp,
        "time" => LogicalType::Time,
        "number" => LogicalType::Number,
        "integer" => LogicalType::Integer,
        "object" => LogicalType::Object,
        "array" => LogicalType::Array,
        "map" => LogicalType::Map,
        "boolean" => LogicalType::Boolean,
        _ => return None,
    })
}

fn rule(node: &Node, path: &str) -> Result<Rule> {
    // Before 3.1 a metric was called a rule.
    let metric = text(node, path, "metric")?.or(text(node, path, "rule")?);
    let said = text(node, path, "type")?;
    let kind = match said.as_deref().unwrap_or("library") {
        "text" => RuleKind::Text,
        "library" => {
            let metric = metric.ok_or_else(|| Error::invalid(at(path, "metric"), "is missing; name the metric"))?;
            RuleKind::Metric { metric, arguments: node.get("arguments").cloned().unwrap_or_default() }
        }
        "sql" => RuleKind::Sql { query: needed(node, path, "query")?.to_owned() },
        "custom" => RuleKind::Custom {
            engine: needed(node, path, "engine")?.to_owned(),
            implementation: node.get("implementation").cloned().unwrap_or_default(),
        },
        other => {
            let problem = format!("`{other}` is no type of rules; there are library, text, sql, custom");
            return Err(Error::invalid(at(path, "type"), problem));
        }
    };
    let unit = text(node, path, "unit")?.map(|unit| unit.to_ascii_lowercase());
    Ok(Rule {
        path: path.to_owned(),
        id: text(node, path, "id")?.or(text(node, path, "name")?),
        kind,
        bound: bound(node, path)?,
        is_percent: matches!(unit.as_deref(), Some("percent" | "percentage" | "%")),
        severity: text(node, path, "severity")?,
        description: text(node, path, "description")?,
    })
}

/// What the answer of a rule has to be. Several conditions on one end leave the last one.
fn bound(node: &Node, path: &str) -> Result<Option<Bound>> {
    if let Some(value) = node.get("mustBe") {
        return Ok(Some(Bound::Is(value.clone())));
    }
    if let Some(value) = node.get("mustNotBe") {
        return Ok(Some(Bound::IsNot(value.clone())));
    }
    if let Some(range) = node.get("mustNotBeBetween") {
        return pair(range, &at(path, "mustNotBeBetween")).map(|(least, most)| Some(Bound::NotIn(least, most)));
    }
    let (mut least, mut most) = (None, None);
    if let Some(range) = node.get("mustBeBetween") {
        let (from, to) = pair(range, &at(path, "mustBeBetween"))?;
        (least, most) = (Some((from, true)), Some((to, true)));
    }
    for (key, is_least, is_part) in [
        ("mustBeGreaterThan", true, false),
        ("mustBeGreaterOrEqualTo", true, true),
        ("mustBeGreaterThanOrEqualTo", true, true),
        ("mustBeLessThan", false, false),
        ("mustBeLessOrEqualTo", false, true),
        ("mustBeLessThanOrEqualTo", false, true),
    ] {
        if let Some(value) = node.get(key) {
            let number = value.number().ok_or_else(|| Error::invalid(at(path, key), "is no number"))?;
            let end = if is_least { &mut least } else { &mut most };
            *end = Some((number, is_part));
        }
    }
    Ok((least.is_some() || most.is_some()).then_some(Bound::In { least, most }))
}

fn pair(node: &Node, path: &str) -> Result<(f64, f64)> {
    match node.items() {
        [least, most] => match (least.number(), most.number()) {
            (Some(least), Some(most)) if least <= most => Ok((least, most)),
            _ => Err(Error::invalid(path, "has to be two numbers, the smaller one first")),
        },
        _ => Err(Error::invalid(path, "has to be two numbers, the smaller one first")),
    }
}

fn service(node: &Node, path: &str) -> Result<Service> {
    let said = needed(node, path, "property")?.to_ascii_lowercase();
    Ok(Service {
        path: path.to_owned(),
        property: super::service::spelled(&said).to_owned(),
        value: node.get("value").cloned().unwrap_or_default(),
        unit: text(node, path, "unit")?,
        element: text(node, path, "element")?,
        driver: text(node, path, "driver")?,
    })
}

/// Reads every item of a list.
pub(crate) fn each<T>(node: &Node, path: &str, key: &str, read: fn(&Node, &str) -> Result<T>) -> Result<Vec<T>> {
    let place = at(path, key);
    match node.get(key) {
        None => Ok(Vec::new()),
        Some(Node::List(items)) => {
            let numbered = items.iter().enumerate();
            numbered.map(|(number, item)| read(item, &format!("{place}[{number}]"))).collect()
        }
        Some(_) => Err(Error::invalid(place, "is no list")),
    }
}

/// A text that has to be there.
pub(crate) fn needed<'a>(node: &'a Node, path: &str, key: &str) -> Result<&'a str> {
    let place = at(path, key);
    match node.get(key) {
        Some(Node::Text(text)) if !text.trim().is_empty() => Ok(text),
        Some(Node::Whole(_) | Node::Number(_)) => {
            let problem = "is a number; put it in quotes, since `1.10` would be read as 1.1";
            Err(Error::invalid(place, problem))
        }
        Some(_) => Err(Error::invalid(place, "is no text")),
        None => Err(Error::invalid(place, "is missing")),
    }
}

/// A text that may be there.
pub(crate) fn text(node: &Node, path: &str, key: &str) -> Result<Option<String>> {
    match node.get(key) {
        None => Ok(None),
        Some(value @ (Node::Text(_) | Node::Whole(_) | Node::Number(_) | Node::Bool(_))) => Ok(Some(value.to_string())),
        Some(_) => Err(Error::invalid(at(path, key), "is no text")),
    }
}

fn truth(node: &Node, path: &str, key: &str) -> Result<bool> {
    match node.get(key) {
        None => Ok(false),
        Some(Node::Bool(truth)) => Ok(*truth),
        Some(_) => Err(Error::invalid(at(path, key), "has to be true or false")),
    }
}

pub(crate) fn at(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
