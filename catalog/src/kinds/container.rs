//! What only buckets, folders and files have.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use crate::count::Count;

/// A bucket or folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct ContainerDetails {
    /// The path from the root of its store.
    pub path: String,
    /// The formats of the files in it.
    pub formats: Vec<String>,
    /// Columns that the folder names encode, such as `dt`.
    pub partition_keys: Vec<String>,
    /// The number of files.
    pub files: Option<Count>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct FileDetails {
    /// The path from the root of its store.
    pub path: String,
    /// Its format, such as `parquet` or `csv`.
    pub format: Option<String>,
    /// Its size in bytes.
    pub size_bytes: Option<Count>,
}
