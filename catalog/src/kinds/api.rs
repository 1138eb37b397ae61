//! What only APIs have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A collection of API endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ApiCollectionDetails {
    /// Where it is served.
    pub url: Option<String>,
}

/// An endpoint of an API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ApiEndpointDetails {
    /// The request method, such as `GET`.
    pub method: Option<String>,
    /// The path template.
    pub path: Option<String>,
}
