//! What only domains and data products have.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// Whose data a domain has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum DomainType {
    /// Data as the systems have them in which they arise.
    SourceAligned,
    /// Data made ready for those who use them.
    ConsumerAligned,
    /// Data put together from several others.
    #[default]
    Aggregate,
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct DomainDetails {
    /// Whose data it has.
    pub domain_type: DomainType,
    /// Who knows about it, by account name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experts: Vec<String>,
}

/// How far a data product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum ProductStage {
    /// It is thought about.
    #[default]
    Idea,
    /// It is being made.
    Development,
    /// It can be relied on.
    Production,
    /// It goes; nobody should begin to use it.
    Retired,
}

/// One way to get at a data product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ProductPort {
    /// What it is called.
    pub name: String,
    /// Whether data come in by it; else they go out.
    pub is_input: bool,
    /// What one finds there, such as `table` or `topic`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Where it is: an address or the name of an asset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

/// A data product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct DataProductDetails {
    /// How far it is.
    pub stage: ProductStage,
    /// How to get at it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<ProductPort>,
    /// Who knows about it, by account name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experts: Vec<String>,
}
