//! What only models and notebooks have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A machine-learning model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct MlModelDetails {
    /// How it learns.
    pub algorithm: Option<String>,
    /// What it predicts.
    pub target: Option<String>,
    /// Where its versions are kept.
    pub store: Option<String>,
}

/// A notebook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct NotebookDetails {
    /// The language of its cells.
    pub language: Option<String>,
    /// Where it can be opened.
    pub url: Option<String>,
}
