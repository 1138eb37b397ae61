//! What only a schema has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A schema of a database.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct SchemaDetails {
    /// The account that the server says owns it.
    pub owner_account: Option<String>,
}
