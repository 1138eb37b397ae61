//! Whether a table as it stands in its source is what a contract says it is.

use std::collections::HashMap;

use catalog::{DataType, TypeClass};
use serde::{Deserialize, Serialize};

use super::{
    agreed::{AgreedColumn, AgreedTable, LogicalType},
    physical,
};
use crate::words::Words;

/// A column as the source has it.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub data_type: &'a DataType,
    /// Whether it may be absent.
    pub is_nullable: bool,
}

/// One thing that is not as the contract says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Where the contract says it: `schema[0].properties[1]`.
    pub path: String,
    /// The column, by the name the contract gives the source's.
    pub column: String,
    /// What is wrong.
    pub why: Words,
}

/// A column as it was promised, by its name in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// Its name in the source.
    pub name: String,
    /// What it holds, whatever holds it.
    pub logical_type: Option<LogicalType>,
    /// The type in the source.
    pub physical_type: Option<String>,
}

impl Promised {
    /// What a contract promises of the shape of a column.
    #[must_use]
    pub fn of(column: &AgreedColumn) -> Self {
        Self {
            name: column.source_name().to_owned(),
            logical_type: column.logical_type,
            physical_type: column.physical_type.clone(),
        }
    }
}

/// Everything about the shape of a table that is not as the contract says; what the table has besides is no breach. A column
/// that may be absent breaks no promise by itself: whether values are is a check's matter.
#[must_use]
pub fn compare_with_table(agreed: &AgreedTable, columns: &[Held<'_>]) -> Vec<Breach> {
    let wanted: Vec<Promised> = agreed.columns.iter().map(Promised::of).collect();
    let breach = |(index, why): (usize, Words)| Breach {
        path: agreed.columns[index].path.clone(),
        column: wanted[index].name.clone(),
        why,
    };
    compare_columns_with_table(&wanted, columns).into_iter().map(breach).collect()
}

/// The same of columns: the place of each that is not as promised, and why.
#[must_use]
pub fn compare_columns_with_table(wanted: &[Promised], columns: &[Held<'_>]) -> Vec<(usize, Words)> {
    let exact: HashMap<&str, &Held<'_>> = columns.iter().map(|column| (column.name, column)).collect();
    let folded: HashMap<String, &Held<'_>> =
        columns.iter().map(|column| (column.name.to_lowercase(), column)).collect();
    let mut breaches = Vec::new();
    for (index, wanted) in wanted.iter().enumerate() {
        let name = wanted.name.as_str();
        let held = exact.get(name).or_else(|| folded.get(&name.to_lowercase()));
        let mut breach = |en: String, zh: String| breaches.push((index, Words::new(en, zh)));
        let Some(held) = held else {
            breach(format!("there is no column `{name}`"), format!("没有字段 `{name}`"));
            continue;
        };
        let is = &held.data_type.text;
        if let Some(logical) = wanted.logical_type.filter(|logical| !can_hold(held.data_type.class, *logical)) {
            let word = format!("{logical:?}").to_lowercase();
            breach(
                format!("`{name}` has to hold {word}, its type is `{is}`"),
                format!("`{name}` 应为 {word}，实际类型为 `{is}`"),
            );
        } else if let Some(was) = differing(wanted, held.data_type) {
            breach(format!("`{name}` has to be `{was}`, is `{is}`"), format!("`{name}` 应为 `{was}`，实际为 `{is}`"));
        }
    }
    breaches
}

/// The physical type that is promised, when the table's is neither it nor one that fits in it.
fn differing<'a>(wanted: &'a Promised, held: &DataType) -> Option<&'a str> {
    let physical = wanted.physical_type.as_deref()?;
    let is_fine = physical::is_same(physical, &held.text) || physical::fits_in(&held.text, physical);
    (!is_fine).then_some(physical)
}

/// Whether columns of a class hold such values. Where nothing is known of the class, nothing speaks against it.
fn can_hold(class: TypeClass, logical: LogicalType) -> bool {
    match logical {
        LogicalType::String => {
            matches!(class, TypeClass::Text | TypeClass::Uuid | TypeClass::Enumeration | TypeClass::Other)
        }
        LogicalType::Integer => matches!(class, TypeClass::Integer | TypeClass::Decimal | TypeClass::Other),
        LogicalType::Number => {
            matches!(class, TypeClass::Integer | TypeClass::Decimal | TypeClass::Float | TypeClass::Other)
        }
        LogicalType::Boolean => matches!(class, TypeClass::Boolean | TypeClass::Integer | TypeClass::Other),
        LogicalType::Date => matches!(class, TypeClass::Date | TypeClass::Timestamp | TypeClass::Other),
        LogicalType::Timestamp => matches!(class, TypeClass::Timestamp | TypeClass::Other),
        LogicalType::Time => matches!(class, TypeClass::Time | TypeClass::Other),
        LogicalType::Object | LogicalType::Map => {
            matches!(
                class,
                TypeClass::Struct | TypeClass::Map | TypeClass::Document | TypeClass::Text | TypeClass::Other
            )
        }
        LogicalType::Array => {
            matches!(class, TypeClass::Array | TypeClass::Document | TypeClass::Text | TypeClass::Other)
        }
    }
}
