//! Is it good: checks, profiles, incidents, and what a change of a schema breaks.
//!
//! Of checks, read [`check`] first (what one is and how it is asked for), then [`plan`](mod@plan) (all questions about a
//! table in the fewest statements), [`execute`](mod@execute) (asking them), [`judge`](mod@judge) (what the answers mean) and
//! one file of [`checks`]. A new check is one file there and one line in its list; a new engine is one file of `dialect`.
//! Nothing there but [`execute`](mod@execute), [`failing`] and
//! [`profile`](mod@profile) asks a source, and nothing knows the time or a store. What is
//! kept — [`suite`]s, results, [`incident`]s — is behind [`service`].

pub mod anomaly;
pub mod check;
pub mod checks;
pub mod compare;
pub mod contract;
pub mod detect;
pub mod drift;
pub mod error;
pub mod execute;
pub mod failing;
pub mod import;
pub mod incident;
pub mod judge;
pub mod junit;
pub mod mask;
pub mod measure;
pub mod outcome;
pub mod plan;
pub mod product;
pub mod profile;
pub mod service;
pub mod suggest;
pub mod suite;
pub mod table;
pub mod words;

mod dialect;
mod settings;
mod store;

pub use check::{Asked, Definition, Level, Tolerance, validate};
pub use error::{Error, Result};
pub use execute::{Answers, Limits, execute};
pub use judge::{History, Point, judge};
pub use outcome::{Dimension, Finding, Outcome};
pub use plan::{Plan, Sampling, Statement, Wish, plan};
pub use profile::{ColumnProfile, Profile, ProfileWish, profile};
pub use table::{Column, Engine, Table};
pub use words::Words;
