//! Column types of every platform, as one type: the platform's own spelling, and what it means.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// What sort of values a type holds, whatever the platform calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum TypeClass {
    /// Whole numbers.
    Integer,
    /// Exact numbers with a fixed scale.
    Decimal,
    /// Floating-point numbers.
    Float,
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day with a time.
    Timestamp,
    /// A length of time.
    Interval,
    /// JSON or XML documents.
    Document,
    /// Identifiers such as UUIDs.
    Uuid,
    /// Lists of one type.
    Array,
    /// Named fields.
    Struct,
    /// Keys with values.
    Map,
    /// One of a list of names.
    Enumeration,
    /// Shapes and places.
    Geometry,
    /// Anything else.
    #[default]
    Other,
}

/// The type of a column or of a nested field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
pub struct DataType {
    /// The platform's own spelling, with its arguments, such as `numeric(10,2)`.
    pub text: String,
    /// What sort of values it holds.
    pub class: TypeClass,
    /// The greatest length, in characters for text and bytes for binary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// The number of decimal digits, or of fractional-second digits for times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<u32>,
    /// The number of digits behind the point; negative on platforms that allow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<i32>,
    /// The allowed values of an enumeration, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The fields of a struct, or the one element of an array.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<NestedField>,
}

/// A field inside a nested type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct NestedField {
    /// Its name; `element` for the element of an array.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it may be absent.
    pub is_nullable: bool,
}

impl DataType {
    /// A type known by its spelling and class alone.
    pub fn new(text: impl Into<String>, class: TypeClass) -> Self {
        Self { text: text.into(), class, ..Self::default() }
    }

    /// Whether every value of `self` also fits `other`; false where that cannot be told.
    #[must_use]
    pub fn fits_in(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let grows = |mine: Option<u32>, theirs: Option<u32>| match (mine, theirs) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(mine), Some(theirs)) => mine <= theirs,
        };
        let values_kept = self.values.iter().all(|value| other.values.contains(value));
        match (self.class, other.class) {
            (TypeClass::Text | TypeClass::Binary, class) if class == self.class => grows(self.length, other.length),
            (TypeClass::Decimal, TypeClass::Decimal) => {
                self.scale == other.scale && grows(self.precision, other.precision)
            }
            (TypeClass::Integer, TypeClass::Integer) => integer_width(&self.text) <= integer_width(&other.text),
            (TypeClass::Enumeration, TypeClass::Enumeration) => values_kept,
            _ => false,
        }
    }
}

/// The bytes of an integer type, by its usual names; unknown ones count as widest to stay on the safe side only when
/// they are equal.
fn integer_width(text: &str) -> u8 {
    let head = text.split(['(', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    match head.as_str() {
        "tinyint" | "int1" => 1,
        "smallint" | "int2" | "smallserial" => 2,
        "mediumint" => 3,
        "integer" | "int" | "int4" | "serial" => 4,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(length: Option<u32>) -> DataType {
        DataType { length, ..DataType::new("varchar", TypeClass::Text) }
    }

    #[test]
    fn longer_text_takes_every_shorter_one() {
        assert!(text(Some(10)).fits_in(&text(Some(20))));
        assert!(text(Some(10)).fits_in(&text(None)));
        assert!(!text(None).fits_in(&text(Some(20))));
    }

    #[test]
    fn bigint_does_not_fit_integer() {
        let (big, int) = (DataType::new("bigint", TypeClass::Integer), DataType::new("integer", TypeClass::Integer));
        assert!(int.fits_in(&big));
        assert!(!big.fits_in(&int));
    }
}
