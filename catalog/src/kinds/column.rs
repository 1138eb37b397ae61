//! What only a column has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use crate::data_type::DataType;

/// A column, as its table describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ColumnDetails {
    /// Its type.
    pub data_type: DataType,
    /// Whether a value may be absent.
    pub is_nullable: bool,
    /// Its place in the table, from 1.
    pub position: u32,
    /// The default value, in SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// How its values are made: `identity always`, `identity by default`, `auto_increment`, or `generated: <SQL>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<String>,
    /// Its place in the primary key, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_key_position: Option<u32>,
    /// The order of text, where it is not the database's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
}
