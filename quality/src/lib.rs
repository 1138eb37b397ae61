//! Is it good: what a change of a schema breaks.

pub mod drift;
pub mod words;
