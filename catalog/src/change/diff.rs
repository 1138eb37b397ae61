//! Field-by-field differences of two states of an asset.
