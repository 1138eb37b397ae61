//! Find it: documents, the index and the query language.

pub mod error;
mod words;

mod analyzer;
mod document;
mod rank;
mod schema;

mod index;

mod collect;
mod count;
mod highlight;
pub mod query;
mod search;
mod suggest;

#[cfg(test)]
mod testing;

pub use count::{Facet, FacetCounts, FacetValue, Filters};
pub use document::Entry;
pub use error::{Error, Result};
pub use highlight::{Fragment, Highlight, HighlightField, MatchedColumn, MatchedColumns, Span};
pub use index::{Degraded, Index, Status};
pub use query::complete::Completion;
pub use search::{Hit, SearchAnswer, SearchRequest, Sort};
pub use suggest::Suggestion;
