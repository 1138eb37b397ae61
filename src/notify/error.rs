//! What can go wrong with telling.

use catalog::{ErrorKind, Fault};

/// An error of telling.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// An account could not be read, or a secret could not be sealed or opened.
    #[error(transparent)]
    Access(#[from] crate::access::Error),
}

/// A result of telling.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(cause) => cause.kind(),
            Self::Access(cause) => cause.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(cause) => cause.field(),
            Self::Access(cause) => cause.field(),
        }
    }
}

impl Error {
    /// An input field that is wrong.
    pub(super) fn invalid(field: &str, problem: impl Into<String>) -> Self {
        catalog::Error::invalid(field, problem).into()
    }
}

impl From<Error> for catalog::change::follow::FollowError {
    fn from(error: Error) -> Self {
        Box::new(error)
    }
}
