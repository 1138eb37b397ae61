//! OpenLineage: events of outside tools become pipelines, tasks, runs, data sets and declared edges.
//!
//! In reading order: `event` (what a tool sent, checked), `identity` (which asset a data set is), `job` (which pipeline
//! or task a job is), `schema` (the columns a data set is said to have), `columns` (which columns go into which), `io`
//! (what a job reads and writes, added up over the events of its runs), `query`
//! (SQL whose rows a job writes), `run` (what happened), `details` (what is said of assets), `raw` (the event as it is kept), `take` (all of it together), [`read`]
//! and [`kept`] (what clients ask for).
//!
//! Events of one run come in any order and more than once; what they add up to does not depend on that. An event that
//! cannot be read is answered alone. Facets that nobody here knows are kept, and so are the events
//! themselves for a while.

pub mod event;
pub mod identity;
pub mod kept;
pub mod read;

mod columns;
mod details;
mod io;
mod job;
mod known;
mod query;
mod raw;
mod run;
pub(crate) mod schema;
mod take;

#[cfg(test)]
mod tests;

pub use take::{OpenLineage, Taken};

/// The tool that declares every edge of an event; which one it really is stands with the job.
pub(crate) const TOOL: &str = "openlineage";
