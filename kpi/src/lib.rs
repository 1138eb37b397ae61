//! What it is worth: how well the catalog is looked after, in numbers.
//!
//! So far this is [`coverage`]: which share of the assets has what it should have. Nothing here reads a store or a
//! clock; counts come in and judgements go out.

pub mod coverage;

pub use coverage::Share;
