//! What only a query has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A saved or observed query.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct QueryDetails {
    /// Its SQL; empty where it is none.
    pub definition: String,
    /// The dialect of the SQL.
    pub dialect: Option<String>,
    /// The platform namespace in which the tables that the SQL names live, such as `postgres://shop.example:5432`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The leading parts, outermost first, that complete a shorter name in the SQL, such as database and schema.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
    /// The metrics that it asks for, where it is no SQL but a question to a semantic layer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// What they are divided by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<String>,
    /// Which rows alone count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
}
