//! Whether a column that gets another type still takes everything that it held, so that nobody breaks over it. Pure.
//!
//! The rules are named in the guide "What breaks if I change this". Where it cannot be told, the type counts as narrower.

use catalog::{DataType, TypeClass};

use crate::openlineage::schema::class;

/// A type as SQL or dbt spells it.
pub(super) fn read(text: &str) -> DataType {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let class = class(&text);
    let arguments: Vec<u32> = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inside, _)| inside.split(',').filter_map(|number| number.trim().parse().ok()).collect())
        .unwrap_or_default();
    let first = arguments.first().copied();
    let mut read = DataType::new(text, class);
    match class {
        TypeClass::Text | TypeClass::Binary => read.length = first,
        TypeClass::Decimal => {
            read.precision = first;
            read.scale = first.map(|_| arguments.get(1).and_then(|scale| i32::try_from(*scale).ok()).unwrap_or(0));
        }
        TypeClass::Timestamp | TypeClass::Time => read.precision = first,
        _ => {}
    }
    read
}

/// Whether values or comparisons that were fine with `before` may not be with `after`.
pub(super) fn narrows(before: &DataType, after: &DataType) -> bool {
    if spelled(before) == spelled(after) {
        return false;
    }
    match (before.class, after.class) {
        (TypeClass::Integer, TypeClass::Integer) => {
            is_unsigned(before) != is_unsigned(after) || width(before) > width(after)
        }
        (TypeClass::Integer, TypeClass::Decimal) => {
            let room = after.precision.map(|precision| i64::from(precision) - i64::from(after.scale.unwrap_or(0)));
            room.is_some_and(|room| room < digits(before))
        }
        (TypeClass::Integer, TypeClass::Float) => width(before) > 4,
        (TypeClass::Decimal, TypeClass::Decimal) => narrows_decimal(before, after),
        (TypeClass::Float, TypeClass::Float) => float_width(before) > float_width(after),
        (TypeClass::Text | TypeClass::Binary, class) if class == before.class => match (before.length, after.length) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(before), Some(after)) => before > after,
        },
        (TypeClass::Timestamp | TypeClass::Time, class) if class == before.class => {
            has_zone(before) != has_zone(after) || fraction(before) > fraction(after)
        }
        (TypeClass::Boolean | TypeClass::Date | TypeClass::Uuid | TypeClass::Interval, class) => class != before.class,
        (TypeClass::Enumeration, TypeClass::Enumeration) => {
            !before.values.iter().all(|value| after.values.contains(value))
        }
        _ => true,
    }
}

/// The spelling without case, and without the words that change nothing.
fn spelled(data_type: &DataType) -> String {
    let text = data_type.text.to_ascii_lowercase();
    let text = text.replace(" without time zone", "").replace(", ", ",").replace(" (", "(");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unsigned(data_type: &DataType) -> bool {
    data_type.text.to_ascii_lowercase().contains("unsigned")
}

/// The bytes of a whole number; most, where that is not known.
fn width(data_type: &DataType) -> u8 {
    let text = data_type.text.to_ascii_lowercase();
    match text.split(['(', ' ']).next().unwrap_or_default() {
        "tinyint" | "int1" | "byteint" => 1,
        "smallint" | "int2" | "short" | "smallserial" => 2,
        "mediumint" => 3,
        "int" | "integer" | "int4" | "int32" | "serial" => 4,
        _ => 8,
    }
}

fn digits(data_type: &DataType) -> i64 {
    match width(data_type) {
        1 => 3,
        2 => 5,
        3 => 7,
        4 => 10,
        _ => 19,
    }
}

fn narrows_decimal(before: &DataType, after: &DataType) -> bool {
    let Some(room) = after.precision else { return false };
    let Some(had) = before.precision else { return true };
    let (scale, had_scale) = (after.scale.unwrap_or(0), before.scale.unwrap_or(0));
    scale < had_scale || i64::from(room) - i64::from(scale) < i64::from(had) - i64::from(had_scale)
}

fn float_width(data_type: &DataType) -> u8 {
    let text = data_type.text.to_ascii_lowercase();
    if ["real", "float4", "float32"].iter().any(|name| text.starts_with(name)) { 4 } else { 8 }
}

fn has_zone(data_type: &DataType) -> bool {
    let text = data_type.text.to_ascii_lowercase();
    ["with time zone", "with local time zone", "tz"].iter().any(|word| text.contains(word)) && !text.contains("_ntz")
}

/// The digits behind the second; as many as there can be, where none are told.
fn fraction(data_type: &DataType) -> u32 {
    data_type.precision.unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j9_wider_types_are_no_break_and_narrower_ones_are() {
        for (before, after) in [
            ("int", "bigint"),
            ("INTEGER", "int4"),
            ("smallint", "numeric(7,2)"),
            ("integer", "double precision"),
            ("varchar(20)", "character varying(40)"),
            ("varchar(20)", "text"),
            ("numeric(10,2)", "numeric(12, 4)"),
            ("numeric(10,2)", "numeric"),
            ("timestamp", "timestamp without time zone"),
            ("timestamp(3)", "timestamp(6)"),
            ("real", "double precision"),
            ("bool", "boolean"),
        ] {
            assert!(!narrows(&read(before), &read(after)), "{before} to {after}");
        }
        for (before, after) in [
            ("bigint", "int"),
            ("int", "int unsigned"),
            ("bigint", "double precision"),
            ("integer", "numeric(7,2)"),
            ("text", "varchar(20)"),
            ("varchar(40)", "varchar(20)"),
            ("numeric(10,2)", "numeric(10,4)"),
            ("numeric(10,2)", "numeric(12,1)"),
            ("timestamp", "timestamptz"),
            ("double precision", "real"),
            ("integer", "text"),
            ("date", "timestamp"),
            ("geography", "geometry"),
        ] {
            assert!(narrows(&read(before), &read(after)), "{before} to {after}");
        }
    }
}
