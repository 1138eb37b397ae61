//! What only a database has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A database, as its server describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct DatabaseDetails {
    /// The engine, such as `postgres`, `mariadb` or `sqlite`.
    pub engine: String,
    /// The server's version as it states it.
    pub engine_version: Option<String>,
    /// The character encoding of text.
    pub encoding: Option<String>,
    /// The order of text.
    pub collation: Option<String>,
    /// The account that the server says owns it.
    pub owner_account: Option<String>,
}
