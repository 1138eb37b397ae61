//! What only a topic has.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use crate::count::Count;

/// A topic of a message queue; the fields of its messages are columns below it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, SimpleObject)]
#[serde(default)]
pub struct TopicDetails {
    /// The number of partitions.
    pub partitions: Option<u32>,
    /// The number of copies of each.
    pub replication: Option<u32>,
    /// How long messages are kept, in milliseconds; none for ever.
    pub retention_ms: Option<Count>,
    /// `delete`, `compact`, or both.
    pub cleanup: Vec<String>,
    /// The schema of messages as registered, and its language (`avro`, `protobuf`, `json`).
    pub schema_text: Option<String>,
    /// The language of the schema.
    pub schema_type: Option<String>,
}
