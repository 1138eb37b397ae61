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
}
