//! The columns that a data set is said to have: the schema facet, over what is known, and where that is not
//! all of them, the columns that others go into. Pure.
//!
//! What a crawl found is left alone; an event knows less. Inputs are often told with the columns only that were read,
//! so columns are added and never taken away.

use std::collections::HashMap;

use catalog::{Asset, AssetKind, AssetRecord, DataType, Details, Name, TypeClass, kinds::column::ColumnDetails};
use serde_json::Value;

use super::{
    columns,
    event::{Facets, text_in},
};

/// The most columns that are taken from one facet.
const MOST_COLUMNS: usize = 10_000;

/// The records of a data set's columns. `known` are the columns that it has, by identity key.
pub(super) fn columns(table: &Name, facets: &Facets, known: &HashMap<String, Asset>) -> Vec<AssetRecord> {
    let fields = facets.get("schema").and_then(|facet| facet.get("fields")).and_then(Value::as_array);
    let mut records = Vec::new();
    let mut said = std::collections::HashSet::new();
    let named = columns::named(facets);
    let fields = fields.into_iter().flatten().filter_map(Value::as_object).chain(&named);
    for (index, field) in fields.take(MOST_COLUMNS).enumerate() {
        let Some(name) = text_in(field, &["name"]) else { continue };
        let key = table.platform().identity_key(AssetKind::Column, name);
        let name = table.child(name);
        if name.validate().is_err() || !said.insert(key.clone()) {
            continue;
        }
        records.push(column(name, field, index, known.get(&key)));
    }
    records
}

fn column(name: Name, field: &Facets, index: usize, known: Option<&Asset>) -> AssetRecord {
    let real = known.filter(|column| !column.is_placeholder && column.removed.is_none());
    let mut details = match real.map(|column| &column.harvested.details) {
        Some(Details::Column(details)) => details.clone(),
        _ => ColumnDetails {
            position: u32::try_from(index + 1).unwrap_or(u32::MAX),
            is_nullable: true,
            ..ColumnDetails::default()
        },
    };
    if let Some(text) = text_in(field, &["type"])
        && details.data_type.text != text
    {
        details.data_type = DataType::new(text, class(text));
    }
    let known = real.and_then(|column| column.harvested.description.clone());
    let description = text_in(field, &["description"]).map(str::to_owned).or(known);
    AssetRecord::new(name, Details::Column(details)).described(description)
}

/// The usual words for types, by what sort of values they hold.
const KNOWN: [(&[&str], TypeClass); 15] = [
    (
        &[
            "int",
            "int2",
            "int4",
            "int8",
            "integer",
            "bigint",
            "smallint",
            "tinyint",
            "long",
            "short",
            "int32",
            "int64",
            "serial",
            "bigserial",
            "mediumint",
            "smallserial",
            "byteint",
            "int1",
        ],
        TypeClass::Integer,
    ),
    (&["numeric", "decimal", "number", "bignumeric"], TypeClass::Decimal),
    (&["float", "float4", "float8", "double", "real", "float64", "float32"], TypeClass::Float),
    (
        &[
            "text",
            "varchar",
            "char",
            "string",
            "character",
            "bpchar",
            "nvarchar",
            "nchar",
            "clob",
            "varchar2",
            "nvarchar2",
            "longtext",
            "mediumtext",
            "tinytext",
            "ntext",
        ],
        TypeClass::Text,
    ),
    (&["bytea", "binary", "varbinary", "bytes", "blob"], TypeClass::Binary),
    (&["bool", "boolean", "bit"], TypeClass::Boolean),
    (&["date"], TypeClass::Date),
    (&["time", "timetz"], TypeClass::Time),
    (
        &[
            "timestamp",
            "timestamptz",
            "datetime",
            "timestamp_ntz",
            "timestamp_ltz",
            "timestamp_tz",
            "datetime2",
            "smalldatetime",
        ],
        TypeClass::Timestamp,
    ),
    (&["interval"], TypeClass::Interval),
    (&["json", "jsonb", "xml", "variant"], TypeClass::Document),
    (&["uuid", "uniqueidentifier"], TypeClass::Uuid),
    (&["array", "list", "repeated"], TypeClass::Array),
    (&["struct", "record", "row"], TypeClass::Struct),
    (&["map"], TypeClass::Map),
];

/// What sort of values a type holds, by the usual words.
pub(crate) fn class(text: &str) -> TypeClass {
    let lower = text.to_ascii_lowercase();
    let word = lower.split(['(', '<', ' ', '[']).next().unwrap_or_default();
    let found = KNOWN.iter().find(|(words, _)| words.contains(&word)).map(|(_, class)| *class);
    match found {
        Some(_) if lower.ends_with("[]") => TypeClass::Array,
        found => found.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn i1_fields_become_columns_in_their_order() {
        let Value::Object(facets) = json!({ "schema": { "fields": [
            { "name": "id", "type": "int8" },
            { "name": "tags", "type": "text[]", "description": "Labels" },
            { "name": "id" }, { "name": "" }, 7 ] } })
        else {
            panic!("facets are an object")
        };
        let records = columns(&Name::new("postgres://h:1", ["t"]), &facets, &HashMap::new());
        let said: Vec<_> = records
            .iter()
            .map(|record| match &record.harvested.details {
                Details::Column(column) => (record.name.last(), column.data_type.class, column.position),
                other => panic!("a column is {other:?}"),
            })
            .collect();
        assert_eq!(said, [("id", TypeClass::Integer, 1), ("tags", TypeClass::Array, 2)]);
        assert_eq!(records[1].harvested.description.as_deref(), Some("Labels"));
    }
}
