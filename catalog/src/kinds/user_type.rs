//! What only a type that a database defines has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use crate::data_type::DataType;

/// An enumeration, composite type or domain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct UserTypeDetails {
    /// What it consists of: enumeration values, struct fields, or the type a domain narrows.
    pub data_type: DataType,
    /// The condition of a domain, in SQL.
    pub check: Option<String>,
}
