//! Is it good: checks, profiles, incidents, and what a change of a schema breaks.

pub mod detect;
pub mod drift;
pub mod error;
pub mod mask;
pub mod words;

pub use error::{Error, Result};
pub use words::Words;
