//! The application: the crates wired together and put behind HTTP, GraphQL and the command line.

pub mod access;
pub mod config;
pub mod jobs;
pub mod telemetry;
