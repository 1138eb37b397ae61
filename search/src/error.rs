//! What can go wrong with finding.

use catalog::{ErrorKind, Fault};
use tantivy::TantivyError;

/// An error of search.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the request is wrong.
    #[error("`{field}`: {problem}")]
    Invalid {
        /// The field to change: `query`, `first`, `after` or `filters`.
        field: &'static str,
        /// What is wrong with it and what would be right.
        problem: String,
    },
    /// The index on disk can neither be opened nor made anew.
    #[error("the search index at `{path}` cannot be opened")]
    Unopenable {
        /// Where it should be.
        path: String,
        /// Why.
        #[source]
        cause: TantivyError,
    },
    /// The index's directory cannot be read or written.
    #[error("the search index's directory `{path}` cannot be used")]
    Directory {
        /// Where it is.
        path: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The index is written by another process.
    #[error("the search index at `{path}` is being written by another process")]
    Locked {
        /// Where it is.
        path: String,
    },
    /// The index failed while it was read or written; it may be damaged.
    #[error("the search index failed; if its disk is full, make room, and it catches up")]
    Index(#[from] TantivyError),
    /// The catalog did not give what a document is made from.
    #[error("the catalog did not answer search")]
    Catalog(#[source] catalog::Error),
    /// A thread of ours ended early.
    #[error("the search index's writer stopped")]
    Stopped,
}

/// A result of search.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn query(problem: impl Into<String>) -> Self {
        Self::Invalid { field: "query", problem: problem.into() }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid { .. } => ErrorKind::Invalid,
            Self::Unopenable { .. } | Self::Directory { .. } | Self::Locked { .. } => ErrorKind::Unavailable,
            Self::Catalog(error) => error.kind(),
            // A full or failing disk, also when a writing thread met it; the batch has not happened and is made again.
            Self::Index(
                TantivyError::IoError(_) | TantivyError::OpenWriteError(_) | TantivyError::ErrorInThread(_),
            ) => ErrorKind::Unavailable,
            Self::Index(_) | Self::Stopped => ErrorKind::Internal,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl From<catalog::Error> for Error {
    fn from(error: catalog::Error) -> Self {
        Self::Catalog(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_disk_is_worth_another_try() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(Error::Index(full.into()).kind(), ErrorKind::Unavailable);
    }
}
