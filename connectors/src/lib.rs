//! How to read outside systems: connectors that yield records.
