//! What can go wrong with checks, profiles and incidents.

use catalog::{ErrorKind, Fault};

/// An error of the crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// What a source says when it is asked.
    #[error(transparent)]
    Connector(#[from] connectors::Error),
}

/// A result of the crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input field that is wrong.
    pub(crate) fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::invalid(field, problem))
    }

    /// A state that does not allow the call.
    pub(crate) fn conflict(problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::conflict(problem))
    }

    /// A thing that is not there, or not for whoever asks.
    pub(crate) fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::Catalog(catalog::Error::not_found(what, name))
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(cause) => cause.kind(),
            Self::Connector(cause) => cause.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(cause) => cause.field(),
            Self::Connector(cause) => cause.field(),
        }
    }
}
