//! What only a stored procedure or function has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A stored procedure or function. Its name carries the argument types where the platform allows overloading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ProcedureDetails {
    /// `procedure`, `function`, `aggregate`, `window` or `trigger`.
    pub procedure_type: String,
    /// The language of the body.
    pub language: Option<String>,
    /// The arguments, as the platform writes them.
    pub arguments: String,
    /// What it returns, as the platform writes it.
    pub returns: Option<String>,
    /// The body.
    pub definition: Option<String>,
    /// The dialect of the SQL in the body: `postgres`, `mysql` or `sqlite`; nothing where the body is not SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
}
