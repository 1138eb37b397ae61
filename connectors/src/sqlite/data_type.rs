//! SQLite's declared types as [`DataType`]s.
//!
//! SQLite stores any value in any column; a declared type is any words. The words that other engines gave a meaning keep
//! it (`boolean`, `date`, `decimal(10,2)`, `json`, `uuid` …); the rest follows SQLite's own rules of affinity, in
//! SQLite's order: `int` → integer, `char`/`clob`/`text` → text, `blob` → binary, `real`/`floa`/`doub` → float. What
//! fits none, an absent type included, is `Other`.

use catalog::{DataType, TypeClass};

/// The type that a column was declared with.
pub(crate) fn data_type(declared: &str) -> DataType {
    let lower = declared.to_ascii_lowercase();
    let (word, arguments) = match lower.split_once('(') {
        Some((word, rest)) => (word.trim(), rest.split(')').next().unwrap_or_default()),
        None => (lower.trim(), ""),
    };
    let class = class_of(word);
    let mut numbers = arguments.split(',').map(|number| number.trim().parse::<u32>().ok());
    let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
    let mut data_type = DataType::new(declared, class);
    match class {
        TypeClass::Text | TypeClass::Binary => data_type.length = first,
        TypeClass::Decimal => {
            data_type.precision = first;
            data_type.scale = first.map(|_| second.and_then(|digits| i32::try_from(digits).ok()).unwrap_or(0));
        }
        _ => {}
    }
    data_type
}

fn class_of(word: &str) -> TypeClass {
    let exact = match word {
        "boolean" | "bool" => Some(TypeClass::Boolean),
        "date" => Some(TypeClass::Date),
        "time" => Some(TypeClass::Time),
        "datetime" | "timestamp" | "timestamptz" => Some(TypeClass::Timestamp),
        "decimal" | "numeric" | "number" | "money" => Some(TypeClass::Decimal),
        "json" | "jsonb" | "xml" => Some(TypeClass::Document),
        "uuid" | "guid" => Some(TypeClass::Uuid),
        "binary" | "varbinary" | "bytea" => Some(TypeClass::Binary),
        _ => None,
    };
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    exact.unwrap_or_else(|| match word {
        _ if has(&["int"]) => TypeClass::Integer,
        _ if has(&["char", "clob", "text"]) => TypeClass::Text,
        _ if has(&["blob"]) => TypeClass::Binary,
        _ if has(&["real", "floa", "doub"]) => TypeClass::Float,
        _ => TypeClass::Other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_are_classed_as_documented() {
        for (declared, class, length, precision, scale) in [
            ("INTEGER", TypeClass::Integer, None, None, None),
            ("UNSIGNED BIG INT", TypeClass::Integer, None, None, None),
            ("VARCHAR(40)", TypeClass::Text, Some(40), None, None),
            ("NATIVE CHARACTER(70)", TypeClass::Text, Some(70), None, None),
            ("clob", TypeClass::Text, None, None, None),
            ("BLOB", TypeClass::Binary, None, None, None),
            ("double precision", TypeClass::Float, None, None, None),
            ("DECIMAL(10, 2)", TypeClass::Decimal, None, Some(10), Some(2)),
            ("numeric(5)", TypeClass::Decimal, None, Some(5), Some(0)),
            ("BOOLEAN", TypeClass::Boolean, None, None, None),
            ("datetime", TypeClass::Timestamp, None, None, None),
            ("DATE", TypeClass::Date, None, None, None),
            ("json", TypeClass::Document, None, None, None),
            ("uuid", TypeClass::Uuid, None, None, None),
            ("ANY", TypeClass::Other, None, None, None),
            ("", TypeClass::Other, None, None, None),
            ("POINT", TypeClass::Integer, None, None, None),
        ] {
            let found = data_type(declared);
            assert_eq!(
                (found.text.as_str(), found.class, found.length, found.precision, found.scale),
                (declared, class, length, precision, scale)
            );
        }
    }
}
