//! The SQL lineage engine from outside: cases with their edges, hostile text, and properties of any text.

#[path = "sql/cases.rs"]
mod cases;
#[path = "sql/differential.rs"]
mod differential;
#[path = "sql/hard.rs"]
mod hard;
#[path = "sql/hostile.rs"]
mod hostile;
#[path = "sql/properties.rs"]
mod properties;
#[path = "sql/support.rs"]
mod support;
