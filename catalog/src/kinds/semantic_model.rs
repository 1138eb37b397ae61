//! What only a semantic model has: the entities, dimensions and measures that it gives the rows of a table. Each of them is
//! an asset inside it, too, so that lineage can end there.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// What a part of a semantic model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum SemanticRole {
    /// Tells what a row is about, and joins models.
    Entity,
    /// Divides rows.
    Dimension,
    /// Is aggregated.
    #[default]
    Measure,
}

/// An entity, dimension or measure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct SemanticPart {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub role: SemanticRole,
    /// Which sort of it: `primary` or `foreign` for an entity, `time` or `categorical` for a dimension, the aggregation,
    /// such as `sum`, for a measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// What it is in SQL; a column of its own name when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// How finely a dimension tells the time, such as `day`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granularity: Option<String>,
}

/// A semantic model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct SemanticModelDetails {
    /// The relation whose rows it describes, as its tool spells it.
    pub model: Option<String>,
    /// The dimension that tells the time of a row where a measure names no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_dimension: Option<String>,
    /// Its entities, dimensions and measures, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<SemanticPart>,
}
