//! Where data comes from: SQL lineage, edges and the graph.
//!
//! In reading order: [`edge`] (what is said: from where to where, how, and who says so), [`sql`] (what a view's SQL says),
//! `declare` (everything that one tool says about one scope), `follow` (the change log becomes declarations), `store`
//! (declarations become rows, with the changes from which and until which they hold), `graph` and `memory` (the rows as
//! a graph that is searched), [`Lineage`] with [`scene`] (questions and their answers, trimmed to what the viewer may
//! see), `understanding` (what SQL was not understood, and why), [`doctor`] (rows and graph against the log),
//! [`mod@bench`] (figures), [`whatif`] (what a proposal breaks), [`propagation`] (tags that follow columns); beside them
//! [`mod@openlineage`] (events of outside tools).
//!
//! Everything here but what is remembered of events, and the rules by which tags follow, comes from the catalog's change
//! log and can be made anew from it.

pub mod bench;
pub mod doctor;
pub mod edge;
pub mod openlineage;
pub mod propagation;
pub mod scene;
pub mod sql;
pub mod whatif;

mod declare;
mod error;
mod follow;
mod graph;
mod lineage;
mod memory;
mod notes;
mod store;
#[cfg(test)]
mod testing;
mod understanding;

pub use declare::Status;
pub use doctor::Examination;
pub use edge::{Assertion, Edge, Flow, Span, Subtype, Transformation};
pub use error::{Error, Result};
pub use follow::{
    LineageFollower,
    foresee::{Speaker, unknown_tables},
    observe::{Meaning, Touched, meanings},
};
pub use graph::view::{Influence, Level};
pub use lineage::{Lineage, said::DeclaredSql};
pub use scene::{
    Beside, BesidePage, Direction, Impact, Impacted, Moment, Node, Route, RouteAnswer, Scene, SceneEdge,
    StatementReading, Traversal,
};
pub use understanding::{Gap, GapFilter, Understanding};
