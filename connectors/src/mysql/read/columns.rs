//! Columns of tables.

use catalog::{AssetRecord, Details, Name, TypeClass, kinds::column::ColumnDetails, kinds::table::ConstraintType};
use sqlx::mysql::MySqlRow;

use super::{
    super::{
        data_type::{RawType, data_type},
        row::{count, said, text, word},
    },
    Table,
};

/// Sorted by the bytes of the table's name: names that differ in case only are two tables.
pub(super) const COLUMNS: &str =
    "SELECT TABLE_NAME, COLUMN_NAME, CAST(ORDINAL_POSITION AS SIGNED), COLUMN_DEFAULT, IS_NULLABLE,
           DATA_TYPE, COLUMN_TYPE, CAST(CHARACTER_MAXIMUM_LENGTH AS SIGNED), CAST(NUMERIC_PRECISION AS SIGNED),
           CAST(NUMERIC_SCALE AS SIGNED), CAST(DATETIME_PRECISION AS SIGNED), COLLATION_NAME, EXTRA,
           GENERATION_EXPRESSION, COLUMN_COMMENT
    FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = ? AND CAST(TABLE_SCHEMA AS BINARY) = CAST(? AS BINARY)
    ORDER BY CAST(TABLE_NAME AS BINARY), ORDINAL_POSITION";

/// What columns need to know of their table.
pub(super) struct Owner {
    pub(super) name: Name,
    primary_key: Vec<String>,
    collation: Option<String>,
}

impl Owner {
    pub(super) fn of(name: Name, table: &Table) -> Self {
        let mut keys = table.details.constraints.iter();
        let primary = keys.find(|key| key.constraint_type == ConstraintType::PrimaryKey);
        let primary_key = primary.map(|key| key.columns.clone()).unwrap_or_default();
        Self { name, primary_key, collation: table.collation.clone() }
    }
}

pub(super) fn column(owner: &Owner, row: &MySqlRow, is_mariadb: bool) -> AssetRecord {
    let name = word(row, 1);
    let (type_name, type_text, extra) = (word(row, 5), word(row, 6), word(row, 12));
    let data_type = data_type(RawType {
        name: &type_name,
        text: &type_text,
        characters: count(row, 7),
        precision: count(row, 8),
        scale: count(row, 9),
        time_precision: count(row, 10),
    });
    let key = owner.primary_key.iter().position(|column| *column == name);
    let details = ColumnDetails {
        is_nullable: word(row, 4) == "YES",
        position: count(row, 2).unwrap_or_default(),
        default_value: text(row, 3).and_then(|value| default_value(value, data_type.class, &extra, is_mariadb)),
        generation: generation(&extra, said(row, 13)),
        primary_key_position: key.and_then(|place| u32::try_from(place + 1).ok()),
        // Views have no order of their own to compare with.
        collation: text(row, 11).filter(|order| owner.collation.as_ref().is_some_and(|table| table != order)),
        data_type,
    };
    AssetRecord::new(owner.name.child(name), Details::Column(details)).described(text(row, 14))
}

/// A default in SQL. MariaDB gives SQL; MySQL gives the bare value, and says in `extra` when it is an expression.
fn default_value(value: String, class: TypeClass, extra: &str, is_mariadb: bool) -> Option<String> {
    if is_mariadb {
        return (value != "NULL").then_some(value);
    }
    let is_number = matches!(class, TypeClass::Integer | TypeClass::Decimal | TypeClass::Float | TypeClass::Boolean);
    let is_expression = extra.contains("DEFAULT_GENERATED")
        || value.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP")
        || value.starts_with("b'");
    if is_number || is_expression { Some(value) } else { Some(format!("'{}'", value.replace('\'', "''"))) }
}

fn generation(extra: &str, expression: Option<String>) -> Option<String> {
    if let Some(expression) = expression {
        return Some(format!("generated: {expression}"));
    }
    let lower = extra.to_ascii_lowercase();
    if lower.contains("auto_increment") {
        return Some("auto_increment".to_owned());
    }
    lower.find("on update").map(|at| lower[at..].trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_sql_on_both_servers() {
        let of = |value: &str, class, extra, is_mariadb| default_value(value.to_owned(), class, extra, is_mariadb);
        assert_eq!(of("'it''s'", TypeClass::Text, "", true).as_deref(), Some("'it''s'"));
        assert_eq!(of("NULL", TypeClass::Text, "", true), None);
        assert_eq!(of("it's", TypeClass::Text, "", false).as_deref(), Some("'it''s'"));
        assert_eq!(of("5", TypeClass::Integer, "", false).as_deref(), Some("5"));
        assert_eq!(of("uuid()", TypeClass::Text, "DEFAULT_GENERATED", false).as_deref(), Some("uuid()"));
        let now = of("CURRENT_TIMESTAMP", TypeClass::Timestamp, "", false);
        assert_eq!(now.as_deref(), Some("CURRENT_TIMESTAMP"));
    }

    #[test]
    fn generation_is_told_from_extra() {
        assert_eq!(generation("STORED GENERATED", Some("a + 1".into())).as_deref(), Some("generated: a + 1"));
        assert_eq!(generation("auto_increment", None).as_deref(), Some("auto_increment"));
        let updated = generation("DEFAULT_GENERATED on update CURRENT_TIMESTAMP", None);
        assert_eq!(updated.as_deref(), Some("on update current_timestamp"));
        assert_eq!(generation("", None), None);
    }
}
