//! What only a query has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A saved or observed query.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct QueryDetails {
    /// Its SQL.
    pub definition: String,
    /// The dialect of the SQL.
    pub dialect: Option<String>,
    /// The platform namespace in which the tables that the SQL names live, such as `postgres://shop.example:5432`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The leading parts, outermost first, that complete a shorter name in the SQL, such as database and schema.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defaults: Vec<String>,
}
