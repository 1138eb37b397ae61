//! Where data comes from: SQL lineage, edges and the graph.

pub mod edge;
pub mod error;
mod graph;
pub mod sql;

pub use error::{Error, Result};
pub use graph::view::{Influence, Level};
