//! The application.
pub mod jobs;
