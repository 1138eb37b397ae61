//! What can go wrong with data standards.

use catalog::{ErrorKind, Fault};

use crate::{collab, sources};

/// An error of data standards.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// What keeps a source from being asked.
    #[error(transparent)]
    Collab(#[from] collab::Error),
    /// What a source says.
    #[error(transparent)]
    Source(#[from] sources::Error),
}

/// A result about data standards.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input field that is wrong.
    pub(super) fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::invalid(field, problem))
    }

    /// A state that does not allow the call.
    pub(super) fn conflict(problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::conflict(problem))
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(cause) => cause.kind(),
            Self::Collab(cause) => cause.kind(),
            Self::Source(cause) => cause.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(cause) => cause.field(),
            Self::Collab(cause) => cause.field(),
            Self::Source(cause) => cause.field(),
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
