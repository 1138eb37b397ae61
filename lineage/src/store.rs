//! PRIVATE: lineage's tables. Rows never leave it; no other module speaks SQL.
//!
//! Every statement works on sets, in pieces of [`PIECE`] values, so that a commit costs a fixed number of statements
//! for each thousand things that it touches. Identifiers are counted up from the greatest one inside the write
//! transaction, which is the store's only one at a time.

pub(crate) mod cursor;
pub(crate) mod declare;
pub(crate) mod dump;
pub(crate) mod event;
pub(crate) mod load;
pub(crate) mod look;
mod nodes;
mod numbering;
pub(crate) mod openlineage;
pub(crate) mod propagation;
mod reconcile;
pub(crate) mod tables;
pub(crate) mod yardstick;

/// How many values one statement carries in a list.
const PIECE: usize = 1000;
/// How many rows one statement inserts.
const ROWS: usize = 500;

#[cfg(test)]
mod tests;
