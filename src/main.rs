//! The `cadastre` binary.
fn main() {}
