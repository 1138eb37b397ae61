//! Types of columns as the catalog spells them, in the words that engines over files share.

use catalog::{DataType as CatalogType, TypeClass, data_type::NestedField};
use datafusion::arrow::datatypes::{DataType, Field, TimeUnit};

/// How deep types may be inside one another; what is deeper is not told.
const MOST_DEPTH: usize = 24;

/// A type as the catalog has it.
pub(super) fn data_type(of: &DataType) -> CatalogType {
    at_depth(of, 0)
}

/// A type as people read it.
pub(super) fn spelled(of: &DataType) -> String {
    data_type(of).text
}

fn at_depth(of: &DataType, depth: usize) -> CatalogType {
    if depth > MOST_DEPTH {
        return CatalogType::new("…", TypeClass::Other);
    }
    match of {
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::ListView(element)
        | DataType::LargeListView(element)
        | DataType::FixedSizeList(element, _) => {
            let inner = NestedField { name: "element".to_owned(), ..field(element, depth) };
            nested(format!("array<{}>", inner.data_type.text), TypeClass::Array, vec![inner])
        }
        DataType::Struct(fields) => {
            let fields: Vec<NestedField> = fields.iter().map(|inner| field(inner, depth)).collect();
            let inside: Vec<String> =
                fields.iter().map(|inner| format!("{}: {}", inner.name, inner.data_type.text)).collect();
            nested(format!("struct<{}>", inside.join(", ")), TypeClass::Struct, fields)
        }
        DataType::Map(entries, _) => {
            let fields = match entries.data_type() {
                DataType::Struct(fields) => fields.iter().map(|inner| field(inner, depth)).collect(),
                _ => Vec::new(),
            };
            let inside: Vec<&str> = fields.iter().map(|inner: &NestedField| inner.data_type.text.as_str()).collect();
            nested(format!("map<{}>", inside.join(", ")), TypeClass::Map, fields)
        }
        DataType::Dictionary(_, values) => at_depth(values, depth + 1),
        DataType::RunEndEncoded(_, values) => at_depth(values.data_type(), depth + 1),
        plain => flat(plain),
    }
}

fn nested(text: String, class: TypeClass, fields: Vec<NestedField>) -> CatalogType {
    CatalogType { fields, ..CatalogType::new(text, class) }
}

fn field(of: &Field, depth: usize) -> NestedField {
    let data_type = at_depth(of.data_type(), depth + 1);
    NestedField { name: of.name().clone(), data_type, is_nullable: of.is_nullable() }
}

fn flat(of: &DataType) -> CatalogType {
    let (text, class) = match of {
        DataType::Boolean => ("boolean", TypeClass::Boolean),
        DataType::Int8 => ("tinyint", TypeClass::Integer),
        DataType::Int16 => ("smallint", TypeClass::Integer),
        DataType::Int32 => ("integer", TypeClass::Integer),
        DataType::Int64 => ("bigint", TypeClass::Integer),
        DataType::UInt8 => ("tinyint unsigned", TypeClass::Integer),
        DataType::UInt16 => ("smallint unsigned", TypeClass::Integer),
        DataType::UInt32 => ("integer unsigned", TypeClass::Integer),
        DataType::UInt64 => ("bigint unsigned", TypeClass::Integer),
        DataType::Float16 => ("half", TypeClass::Float),
        DataType::Float32 => ("float", TypeClass::Float),
        DataType::Float64 => ("double", TypeClass::Float),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => ("string", TypeClass::Text),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => ("binary", TypeClass::Binary),
        DataType::Date32 | DataType::Date64 => ("date", TypeClass::Date),
        DataType::Interval(_) => ("interval", TypeClass::Interval),
        DataType::Duration(_) => ("duration", TypeClass::Interval),
        DataType::Null => ("unknown", TypeClass::Other),
        other => return measured(other),
    };
    CatalogType::new(text, class)
}

/// Types with arguments.
fn measured(of: &DataType) -> CatalogType {
    match of {
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => CatalogType {
            precision: Some(u32::from(*precision)),
            scale: Some(i32::from(*scale)),
            ..CatalogType::new(format!("decimal({precision},{scale})"), TypeClass::Decimal)
        },
        DataType::FixedSizeBinary(length) => CatalogType {
            length: u32::try_from(*length).ok(),
            ..CatalogType::new(format!("binary({length})"), TypeClass::Binary)
        },
        DataType::Timestamp(unit, zone) => {
            let digits = second_digits(*unit);
            let zone = if zone.is_some() { " with time zone" } else { "" };
            CatalogType {
                precision: Some(digits),
                ..CatalogType::new(format!("timestamp({digits}){zone}"), TypeClass::Timestamp)
            }
        }
        DataType::Time32(unit) | DataType::Time64(unit) => {
            let digits = second_digits(*unit);
            CatalogType { precision: Some(digits), ..CatalogType::new(format!("time({digits})"), TypeClass::Time) }
        }
        other => CatalogType::new(other.to_string().to_lowercase(), TypeClass::Other),
    }
}

/// The digits behind the second.
const fn second_digits(unit: TimeUnit) -> u32 {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_types_have_the_words_of_engines_over_files() {
        let tags = DataType::List(Field::new("item", DataType::Utf8, true).into());
        let address =
            DataType::Struct(vec![Field::new("zip", DataType::Int32, true), Field::new("tags", tags, true)].into());
        for (of, text, class) in [
            (DataType::Int64, "bigint", TypeClass::Integer),
            (DataType::Decimal128(10, 2), "decimal(10,2)", TypeClass::Decimal),
            (
                DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                "timestamp(6) with time zone",
                TypeClass::Timestamp,
            ),
            (address, "struct<zip: integer, tags: array<string>>", TypeClass::Struct),
        ] {
            let found = data_type(&of);
            assert_eq!((found.text.as_str(), found.class), (text, class));
        }
    }

    #[test]
    fn threat_20_types_inside_types_end() {
        let mut deep = DataType::Int8;
        for _ in 0..100 {
            deep = DataType::List(Field::new("item", deep, true).into());
        }
        assert!(spelled(&deep).len() < 500);
    }
}
