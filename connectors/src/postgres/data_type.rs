//! PostgreSQL's types as [`DataType`]s. The text is the server's own (`format_type`).
//!
//! | types | class |
//! |---|---|
//! | `int2` `int4` `int8` `oid` | integer |
//! | `numeric` `money` | decimal, with precision and scale |
//! | `float4` `float8` | float |
//! | `text` `varchar` `bpchar` `"char"` `name` `citext` | text, with length |
//! | `bytea` `bit` `varbit` | binary (length in bits for the last two) |
//! | `bool` | boolean |
//! | `date`; `time` `timetz`; `timestamp` `timestamptz`; `interval` | date; time; timestamp; interval, with precision |
//! | `json` `jsonb` `xml` | document |
//! | `uuid` | uuid |
//! | `hstore` | map |
//! | `point` `line` `lseg` `box` `path` `polygon` `circle` `geometry` `geography` | geometry |
//! | enumerations | enumeration, with values |
//! | composite types | struct, with fields |
//! | arrays | array, with the element as its one field |
//! | domains | as the type they narrow |
//! | anything else | other |

use std::collections::HashMap;

use catalog::{DataType, TypeClass, data_type::NestedField};

/// What the server says about the type of a column or field.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawType<'a> {
    /// Its spelling, with arguments.
    pub(super) text: &'a str,
    /// Its oid, by which types that users made are known.
    pub(super) oid: i64,
    /// Its name in the dictionary, without arguments; that of the element for an array.
    pub(super) name: &'a str,
    /// Its arguments, packed; -1 for none.
    pub(super) modifier: i32,
    /// The oid of an array's element, 0 for anything else.
    pub(super) element: i64,
}

/// Types that users made, by oid.
#[derive(Debug, Default)]
pub(super) struct UserTypes(pub(super) HashMap<i64, DataType>);

impl UserTypes {
    /// The type of a column or field.
    pub(super) fn data_type(&self, raw: RawType<'_>) -> DataType {
        if raw.element != 0 {
            let text = raw.text.strip_suffix("[]").unwrap_or(raw.text);
            let element = self.data_type(RawType { text, oid: raw.element, element: 0, ..raw });
            let field = NestedField { name: "element".to_owned(), data_type: element, is_nullable: true };
            return DataType { fields: vec![field], ..DataType::new(raw.text, TypeClass::Array) };
        }
        match self.0.get(&raw.oid) {
            Some(known) => DataType { text: raw.text.to_owned(), ..known.clone() },
            None => built_in(raw.text, raw.name, raw.modifier),
        }
    }
}

/// A type that the server or an extension brings, by its name and packed arguments.
pub(super) fn built_in(text: &str, name: &str, modifier: i32) -> DataType {
    let mut data_type = DataType::new(text, class_of(name));
    if modifier < 0 {
        return data_type;
    }
    let unsigned = |number: i32| u32::try_from(number).ok();
    match name {
        "varchar" | "bpchar" => data_type.length = unsigned(modifier - 4),
        "bit" | "varbit" => data_type.length = unsigned(modifier),
        "numeric" if modifier >= 4 => {
            let packed = modifier - 4;
            data_type.precision = unsigned((packed >> 16) & 0xffff);
            // Eleven bits with a sign: scales may be negative since version 15.
            data_type.scale = Some(((packed & 0x7ff) ^ 1024) - 1024);
        }
        "time" | "timetz" | "timestamp" | "timestamptz" => data_type.precision = unsigned(modifier),
        "interval" if modifier & 0xffff != 0xffff => data_type.precision = unsigned(modifier & 0xffff),
        _ => {}
    }
    data_type
}

fn class_of(name: &str) -> TypeClass {
    match name {
        "int2" | "int4" | "int8" | "oid" => TypeClass::Integer,
        "numeric" | "money" => TypeClass::Decimal,
        "float4" | "float8" => TypeClass::Float,
        "text" | "varchar" | "bpchar" | "char" | "name" | "citext" => TypeClass::Text,
        "bytea" | "bit" | "varbit" => TypeClass::Binary,
        "bool" => TypeClass::Boolean,
        "date" => TypeClass::Date,
        "time" | "timetz" => TypeClass::Time,
        "timestamp" | "timestamptz" => TypeClass::Timestamp,
        "interval" => TypeClass::Interval,
        "json" | "jsonb" | "xml" => TypeClass::Document,
        "uuid" => TypeClass::Uuid,
        "hstore" => TypeClass::Map,
        "point" | "line" | "lseg" | "box" | "path" | "polygon" | "circle" | "geometry" | "geography" => {
            TypeClass::Geometry
        }
        _ => TypeClass::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_types_are_classed_as_documented() {
        for (name, modifier, class, length, precision, scale) in [
            ("int8", -1, TypeClass::Integer, None, None, None),
            ("numeric", -1, TypeClass::Decimal, None, None, None),
            ("numeric", (10 << 16) + 2 + 4, TypeClass::Decimal, None, Some(10), Some(2)),
            ("numeric", ((3 << 16) | (-2 & 0x7ff)) + 4, TypeClass::Decimal, None, Some(3), Some(-2)),
            ("varchar", 44, TypeClass::Text, Some(40), None, None),
            ("bpchar", 5, TypeClass::Text, Some(1), None, None),
            ("text", -1, TypeClass::Text, None, None, None),
            ("bit", 8, TypeClass::Binary, Some(8), None, None),
            ("timestamptz", 3, TypeClass::Timestamp, None, Some(3), None),
            ("interval", 0x7fff_ffff, TypeClass::Interval, None, None, None),
            ("interval", 0x7fff_0002, TypeClass::Interval, None, Some(2), None),
            ("jsonb", -1, TypeClass::Document, None, None, None),
            ("hstore", -1, TypeClass::Map, None, None, None),
            ("geometry", 1_107_460, TypeClass::Geometry, None, None, None),
            ("tsvector", -1, TypeClass::Other, None, None, None),
        ] {
            let found = built_in(name, name, modifier);
            assert_eq!(
                (found.class, found.length, found.precision, found.scale),
                (class, length, precision, scale),
                "{name} {modifier}"
            );
        }
    }

    #[test]
    fn array_has_its_element_with_the_elements_own_arguments() {
        let raw =
            RawType { text: "numeric(4,1)[]", oid: 1231, name: "numeric", modifier: (4 << 16) + 5, element: 1700 };
        let found = UserTypes::default().data_type(raw);
        assert_eq!((found.class, found.text.as_str()), (TypeClass::Array, "numeric(4,1)[]"));
        let element = &found.fields[0].data_type;
        assert_eq!((element.text.as_str(), element.precision, element.scale), ("numeric(4,1)", Some(4), Some(1)));
    }
}
