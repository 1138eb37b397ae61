//! Find it: documents, the index and the query language.
//!
//! [`Index`] answers questions; [`SearchFollower`] keeps it in step with the catalog and compares the two. The past is
//! not here: a search as of a time is answered by the catalog itself, by names.

pub mod error;
mod words;

mod analyzer;
mod document;
mod rank;
mod rows;
mod schema;
mod values;

mod index;

mod doctor;
mod follow;
mod load;

mod clause;
mod collect;
mod count;
mod counted;
mod highlight;
pub mod query;
mod search;
mod sight;
mod suggest;

pub mod bench;

#[cfg(test)]
mod testing;

pub use count::{Facet, FacetCounts, FacetValue, Filters, MAX_FACET_VALUES};
pub use doctor::{Comparison, Difference, Differs};
pub use document::Entry;
pub use error::{Error, Result};
pub use follow::SearchFollower;
pub use highlight::{Fragment, Highlight, HighlightField, MAX_MATCHED_COLUMNS, MatchedColumn, MatchedColumns, Span};
pub use index::{Degraded, Index, Status};
pub use query::{
    complete::{Completion, MAX_COMPLETIONS},
    is_field,
};
pub use search::{Hit, MAX_FILTERS, SearchAnswer, SearchRequest, Sort};
pub use suggest::{MAX_SUGGESTIONS, Suggestion};
