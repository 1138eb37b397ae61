//! The store's tables, in one order for all crates.
