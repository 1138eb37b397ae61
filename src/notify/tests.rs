//! Telling without HTTP in between.
