//! Where data comes from: SQL lineage, edges and the graph.

pub mod bench;
pub mod doctor;
pub mod edge;
pub mod scene;
pub mod sql;

mod declare;
mod error;
mod follow;
mod graph;
mod lineage;
mod memory;
mod notes;
mod store;
#[cfg(test)]
mod testing;

pub use declare::Status;
pub use doctor::Examination;
pub use edge::{Assertion, Edge, Flow, Span, Subtype, Transformation};
pub use error::{Error, Result};
pub use follow::LineageFollower;
pub use graph::view::{Influence, Level};
pub use lineage::Lineage;
pub use scene::{Direction, Impact, Impacted, Node, Route, RouteAnswer, Scene, SceneEdge, StatementReading, Traversal};
