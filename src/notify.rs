//! Telling people and programs what happened.
//!
//! Whoever does something worth telling writes an [`Event`] in the same transaction ([`post`]). Events are numbered in the
//! order of commits; everything that tells reads on from its own place among them.

pub mod event;

#[allow(dead_code, reason = "events are written before anything reads them")]
pub(in crate::notify) mod store;

pub use self::event::{Event, EventKind, Told, post, post_all};
