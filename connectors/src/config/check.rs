//! Checks the fields of a configuration against its schema, in words for the person who filled in the form.

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Checks that every field is known, every required one is there, and every value has its type, range and choice.
///
/// # Errors
/// `Invalid` naming the first field that is wrong and what would be right.
pub(crate) fn check(fields: &Map<String, Value>, schema: &Value) -> Result<()> {
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    for (field, value) in fields {
        let Some(property) = properties.get(field) else {
            let known = properties.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(Error::invalid(field, format!("is not a field of this configuration; known: {known}")));
        };
        check_value(value, property).map_err(|problem| Error::invalid(field, problem))?;
    }
    for field in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(field) {
            let title = properties.get(field).and_then(|property| property["title"].as_str()).unwrap_or(field);
            return Err(Error::invalid(field, format!("is missing ({title})")));
        }
    }
    Ok(())
}

fn check_value(value: &Value, property: &Value) -> Result<(), String> {
    let wanted = kind_wanted(property);
    if !wanted.is_empty() && !wanted.iter().any(|kind| has_kind(value, kind)) {
        return Err(format!("is {}; {} is expected", kind_given(value), wanted.join(" or ")));
    }
    if let Some(text) = value.as_str() {
        check_text(text, property)?;
    }
    if let Some(number) = value.as_f64() {
        check_range(number, property)?;
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check_value(item, &property["items"]).map_err(|problem| format!("entry {} {problem}", index + 1))?;
    }
    Ok(())
}

fn check_text(text: &str, property: &Value) -> Result<(), String> {
    if text.contains('\0') {
        return Err("contains a NUL character".to_owned());
    }
    let shortest = property["minLength"].as_u64().unwrap_or(0);
    if (text.chars().count() as u64) < shortest {
        return Err(if text.is_empty() {
            "is empty".to_owned()
        } else {
            format!("is shorter than {shortest} characters")
        });
    }
    let choices = choices(property);
    if !choices.is_empty() && !choices.contains(&text) {
        return Err(format!("is `{text}`; one of {} is expected", choices.join(", ")));
    }
    Ok(())
}

fn check_range(number: f64, property: &Value) -> Result<(), String> {
    let (least, most) = (property["minimum"].as_f64(), property["maximum"].as_f64());
    let fits = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    if fits {
        return Ok(());
    }
    Err(match (least, most) {
        (Some(least), Some(most)) => format!("is {number}; {least} to {most} are allowed"),
        (Some(least), None) => format!("is {number}; at least {least} is expected"),
        _ => format!("is {number}; at most {} is expected", most.unwrap_or_default()),
    })
}

/// The words for the types that a property takes.
fn kind_wanted(property: &Value) -> Vec<&'static str> {
    let mut names: Vec<&str> = match &property["type"] {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if names.is_empty() && !choices(property).is_empty() {
        names.push("string");
    }
    names
        .into_iter()
        .filter_map(|name| match name {
            "string" => Some("text"),
            "integer" => Some("a whole number"),
            "number" => Some("a number"),
            "boolean" => Some("true or false"),
            "array" => Some("a list"),
            _ => None,
        })
        .collect()
}

fn has_kind(value: &Value, kind: &str) -> bool {
    match kind {
        "text" => value.is_string(),
        "a whole number" => value.is_i64() || value.is_u64(),
        "a number" => value.is_number(),
        "true or false" => value.is_boolean(),
        _ => value.is_array(),
    }
}

fn kind_given(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The texts that a property allows, when it is a choice.
fn choices(property: &Value) -> Vec<&str> {
    let listed = property["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let described = property["oneOf"].as_array().into_iter().flatten().filter_map(|choice| choice["const"].as_str());
    listed.chain(described).collect()
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use secrecy::SecretString;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::config::{Tls, read};

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Config {
        /// Where.
        #[schemars(title = "Host", length(min = 1))]
        host: String,
        #[serde(default)]
        port: u16,
        #[serde(default)]
        #[schemars(with = "String", extend("writeOnly" = true))]
        password: SecretString,
        #[serde(default)]
        tls: Tls,
        #[serde(default)]
        databases: Vec<String>,
    }

    fn problem(config: Value) -> String {
        read::<Config>(config).unwrap_err().to_string()
    }

    #[test]
    fn each_wrong_field_is_named_with_what_would_be_right() {
        for (config, expected) in [
            (json!({ "hots": "h" }), "`hots`: is not a field of this configuration; known: "),
            (json!({}), "`host`: is missing (Host)"),
            (json!({ "host": "" }), "`host`: is empty"),
            (json!({ "host": "a\u{0}b" }), "`host`: contains a NUL character"),
            (json!({ "host": 5 }), "`host`: is a number; text is expected"),
            (json!({ "host": "h", "port": 70_000 }), "`port`: is 70000; 0 to 65535 are allowed"),
            (json!({ "host": "h", "port": "5432" }), "`port`: is text; a whole number is expected"),
            (
                json!({ "host": "h", "tls": "on" }),
                "`tls`: is `on`; one of disable, prefer, require, verify_full is expected",
            ),
            (json!({ "host": "h", "databases": "a" }), "`databases`: is text; a list is expected"),
            (json!({ "host": "h", "databases": ["a", 1] }), "`databases`: entry 2 is a number; text is expected"),
            (json!([]), "`config`: is not an object of fields and values"),
        ] {
            let problem = problem(config);
            assert!(problem.starts_with(expected), "{problem}");
        }
    }

    #[test]
    fn secret_of_the_wrong_type_is_not_repeated() {
        assert_eq!(problem(json!({ "host": "h", "password": 424_242 })), "`password`: is a number; text is expected");
    }

    #[test]
    fn secret_is_not_in_the_debug_text() {
        let config: Config =
            read(json!({ "host": "h", "password": "canary", "port": 1, "tls": "require", "databases": ["a"] }))
                .unwrap();
        assert!(!format!("{config:?}").contains("canary"));
        assert_eq!((config.host.as_str(), config.port, config.tls), ("h", 1, Tls::Require));
        assert_eq!(config.databases, ["a"]);
        drop(config.password);
    }

    #[test]
    fn field_left_empty_by_a_form_counts_as_absent() {
        let config: Config = read(json!({ "host": "h", "port": null })).unwrap();
        assert_eq!(config.port, 0);
    }
}
