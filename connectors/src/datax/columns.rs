//! Columns as jobs write them: names, constants, expressions, or `*` for all.

use serde_json::Value;

use crate::jdbc::{Place, spelled_parts};

/// The columns of one side, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Columns {
    /// The job does not say.
    #[default]
    Unknown,
    /// All that the table has.
    All,
    /// These.
    Listed(Vec<Field>),
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    /// A column of this name.
    Name(String),
    /// A value that comes from no column.
    Constant,
    /// SQL that has to be read.
    Expression(String),
    /// A place in a file or row that has no name.
    Place,
}

impl Columns {
    /// Whether every column is known without reading SQL or a schema.
    pub(super) fn plain(&self) -> Option<&[Field]> {
        match self {
            Self::Listed(fields) if !fields.iter().any(|field| matches!(field, Field::Expression(_))) => Some(fields),
            _ => None,
        }
    }

    /// The names of a writer's columns; `None` where they are not all named.
    pub(super) fn names(&self) -> Option<Vec<&str>> {
        let Self::Listed(fields) = self else { return None };
        fields.iter().map(Field::name).collect()
    }
}

impl Field {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// The columns of a relational reader or writer; `place` tells what an unquoted name means.
pub(super) fn of_table(value: &Value, place: Option<&Place>) -> Columns {
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::String(list) => list.split(',').map(|item| item.trim().to_owned()).collect(),
        _ => return Columns::Unknown,
    };
    match texts.as_slice() {
        [] => Columns::Unknown,
        [star] if star.trim() == "*" => Columns::All,
        _ => Columns::Listed(texts.iter().map(|text| field(text, place)).collect()),
    }
}

fn field(text: &str, place: Option<&Place>) -> Field {
    let text = text.trim();
    let is_literal = text.len() > 1 && text.starts_with('\'') && !text[1..text.len() - 1].contains('\'');
    let word = text.to_ascii_lowercase();
    if (is_literal && text.ends_with('\''))
        || text.parse::<f64>().is_ok()
        || ["null", "true", "false"].contains(&&*word)
    {
        return Field::Constant;
    }
    let mut parts = spelled_parts(text);
    let is_name = |(part, is_quoted): &(String, bool)| {
        let letter = |letter: char| letter.is_alphanumeric() || "_$#@{}".contains(letter);
        !part.is_empty() && (*is_quoted || part.chars().all(letter))
    };
    if !parts.iter().all(is_name) || rejoined_length(&parts) != text.len() {
        return Field::Expression(text.to_owned());
    }
    let meant = |part: (String, bool)| match place {
        Some(place) => place.meant(part),
        None => part.0,
    };
    // A nested column of ClickHouse has a dot in its name.
    if place.is_some_and(|place| place.platform.dialect == "clickhouse") {
        let parts: Vec<String> = parts.into_iter().map(meant).collect();
        return Field::Name(parts.join("."));
    }
    parts.pop().map_or(Field::Constant, |part| Field::Name(meant(part)))
}

/// How long the parts are with their quotes and dots: text that is longer has something else in it.
fn rejoined_length(parts: &[(String, bool)]) -> usize {
    parts.len() - 1 + parts.iter().map(|(part, is_quoted)| part.len() + if *is_quoted { 2 } else { 0 }).sum::<usize>()
}

/// Columns given as objects with a `name`, a constant `value`, or only an `index`.
pub(super) fn of_objects(value: &Value) -> Columns {
    let Value::Array(items) = value else { return Columns::Unknown };
    let is_star = |item: &Value| item.as_str().is_some_and(|text| text.trim() == "*");
    match items.as_slice() {
        [] => Columns::Unknown,
        [only] if is_star(only) => Columns::All,
        _ => Columns::Listed(items.iter().map(object).collect()),
    }
}

fn object(item: &Value) -> Field {
    let name = item.as_str().or_else(|| ["name", "key", "columnName"].iter().find_map(|key| item[key].as_str()));
    match name.map(str::trim).filter(|name| !name.is_empty() && !name.contains('\0')) {
        Some(name) => Field::Name(name.to_owned()),
        None if item.get("index").is_some() => Field::Place,
        None => Field::Constant,
    }
}

/// A column that is written as text, number or object.
fn text_of(item: &Value) -> String {
    match item {
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            let name = fields.get("name").or_else(|| fields.get("value"));
            name.and_then(Value::as_str).unwrap_or("null").to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field_of(text: &str, address: &str) -> Field {
        field(text, Place::of_jdbc(address).as_ref())
    }

    #[test]
    fn c3_names_constants_and_expressions_are_told_apart() {
        let mysql = |text: &str| field_of(text, "jdbc:mysql://h/d");
        for text in ["'x'", "1", "-2.5", "null", "TRUE", "''"] {
            assert_eq!(mysql(text), Field::Constant, "{text}");
        }
        for (text, name) in [("id", "id"), ("`a b`", "a b"), ("t.id", "id"), ("列", "列"), ("${c}", "${c}")] {
            assert_eq!(mysql(text), Field::Name(name.into()), "{text}");
        }
        for text in ["now()", "a + 1", "concat('a', b)", "'a' || 'b'", "`a`x", "*"] {
            assert_eq!(mysql(text), Field::Expression(text.into()), "{text}");
        }
    }

    #[test]
    fn unquoted_name_means_what_the_platform_says() {
        assert_eq!(field_of("Id", "jdbc:postgresql://h/d"), Field::Name("id".into()));
        assert_eq!(field_of("\"Id\"", "jdbc:postgresql://h/d"), Field::Name("Id".into()));
        assert_eq!(field_of("id", "jdbc:oracle:thin:@h:1:s"), Field::Name("ID".into()));
        assert_eq!(field_of("nested.id", "jdbc:clickhouse://h/d"), Field::Name("nested.id".into()));
    }

    #[test]
    fn star_alone_means_all_columns() {
        assert_eq!(of_table(&json!(["*"]), None), Columns::All);
        assert_eq!(of_table(&json!("*"), None), Columns::All);
        assert_eq!(of_table(&json!([]), None), Columns::Unknown);
        assert_eq!(of_objects(&json!(["*"])), Columns::All);
    }

    #[test]
    fn columns_of_files_have_places_values_or_names() {
        let columns =
            of_objects(&json!([{ "index": 0, "type": "long" }, { "value": "x" }, { "name": "cf:q" }, "plain"]));
        let name = |name: &str| Field::Name(name.into());
        assert_eq!(columns, Columns::Listed(vec![Field::Place, Field::Constant, name("cf:q"), name("plain")]));
        assert_eq!(columns.names(), None);
    }
}
