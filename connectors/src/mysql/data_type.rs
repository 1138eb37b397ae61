//! MySQL's and MariaDB's types as [`DataType`]s. The text is the server's own (`COLUMN_TYPE`).
//!
//! | types | class |
//! |---|---|
//! | `tinyint(1)` | boolean, which is what it is used for |
//! | other `tinyint` `smallint` `mediumint` `int` `bigint` `year` | integer |
//! | `decimal` | decimal, with precision and scale |
//! | `float` `double` | float |
//! | `char` `varchar` (with length) `tinytext` `text` `mediumtext` `longtext` `inet4` `inet6` | text |
//! | `binary` `varbinary` (with length) `bit` (length in bits) and the blobs | binary |
//! | `date`; `time`; `datetime` `timestamp` | date; time; timestamp, with precision |
//! | `json` | document |
//! | `uuid` | uuid |
//! | `enum` | enumeration, with values |
//! | `set` | array, with values |
//! | `geometry`, `point` and the other shapes | geometry |
//! | anything else | other |

use catalog::{DataType, TypeClass};

/// What the server says about the type of a column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RawType<'a> {
    /// Its name without arguments.
    pub(super) name: &'a str,
    /// Its spelling with arguments.
    pub(super) text: &'a str,
    pub(super) characters: Option<u32>,
    pub(super) precision: Option<u32>,
    pub(super) scale: Option<u32>,
    pub(super) time_precision: Option<u32>,
}

pub(super) fn data_type(raw: RawType<'_>) -> DataType {
    let name = raw.name.to_ascii_lowercase();
    let class = if raw.text.eq_ignore_ascii_case("tinyint(1)") { TypeClass::Boolean } else { class_of(&name) };
    let mut data_type = DataType::new(raw.text, class);
    match name.as_str() {
        "char" | "varchar" | "binary" | "varbinary" => data_type.length = raw.characters,
        "bit" => data_type.length = raw.precision,
        "decimal" => {
            data_type.precision = raw.precision;
            data_type.scale = raw.scale.and_then(|digits| i32::try_from(digits).ok());
        }
        "time" | "datetime" | "timestamp" => data_type.precision = raw.time_precision.filter(|&digits| digits > 0),
        "enum" | "set" => data_type.values = values(raw.text),
        _ => {}
    }
    data_type
}

fn class_of(name: &str) -> TypeClass {
    match name {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => TypeClass::Integer,
        "decimal" => TypeClass::Decimal,
        "float" | "double" => TypeClass::Float,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "inet4" | "inet6" => TypeClass::Text,
        "binary" | "varbinary" | "bit" | "tinyblob" | "blob" | "mediumblob" | "longblob" => TypeClass::Binary,
        "date" => TypeClass::Date,
        "time" => TypeClass::Time,
        "datetime" | "timestamp" => TypeClass::Timestamp,
        "json" => TypeClass::Document,
        "uuid" => TypeClass::Uuid,
        "enum" => TypeClass::Enumeration,
        "set" => TypeClass::Array,
        "geometry" | "point" | "linestring" | "polygon" | "multipoint" | "multilinestring" | "multipolygon"
        | "geometrycollection" | "geomcollection" => TypeClass::Geometry,
        _ => TypeClass::Other,
    }
}

/// The values in `enum('a','it''s')`.
fn values(text: &str) -> Vec<String> {
    let (mut found, mut value, mut is_inside) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (is_inside, character) {
            (true, '\'') if characters.next_if_eq(&'\'').is_some() => value.push('\''),
            (true, '\'') => {
                found.push(std::mem::take(&mut value));
                is_inside = false;
            }
            (true, _) => value.push(character),
            (false, '\'') => is_inside = true,
            (false, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_classed_as_documented() {
        for (name, text, class) in [
            ("tinyint", "tinyint(1)", TypeClass::Boolean),
            ("tinyint", "tinyint(4)", TypeClass::Integer),
            ("bigint", "bigint(20) unsigned", TypeClass::Integer),
            ("double", "double", TypeClass::Float),
            ("longtext", "longtext", TypeClass::Text),
            ("blob", "blob", TypeClass::Binary),
            ("date", "date", TypeClass::Date),
            ("json", "json", TypeClass::Document),
            ("uuid", "uuid", TypeClass::Uuid),
            ("point", "point", TypeClass::Geometry),
            ("vector", "vector(3)", TypeClass::Other),
        ] {
            assert_eq!(data_type(RawType { name, text, ..RawType::default() }), DataType::new(text, class));
        }
    }

    #[test]
    fn arguments_go_where_they_belong() {
        let raw = RawType { precision: Some(10), scale: Some(2), ..RawType::default() };
        let decimal = data_type(RawType { name: "decimal", text: "decimal(10,2)", ..raw });
        assert_eq!((decimal.precision, decimal.scale), (Some(10), Some(2)));
        let int = data_type(RawType { name: "int", text: "int(11)", ..raw });
        assert_eq!((int.precision, int.scale), (None, None));
        let text = RawType { name: "varchar", text: "varchar(40)", characters: Some(40), ..RawType::default() };
        assert_eq!(data_type(text).length, Some(40));
        let time = RawType { name: "datetime", text: "datetime(3)", time_precision: Some(3), ..RawType::default() };
        assert_eq!(data_type(time).precision, Some(3));
    }

    #[test]
    fn values_may_hold_quotes_commas_and_parentheses() {
        let raw = RawType { name: "enum", text: "enum('a','it''s','x,(y)','','中')", ..RawType::default() };
        assert_eq!(data_type(raw).values, ["a", "it's", "x,(y)", "", "中"]);
    }
}
