//! What can go wrong when people work together.

use catalog::{ErrorKind, Fault};

use crate::{access, sources};

/// An error of working together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// What the doorkeeper says.
    #[error(transparent)]
    Access(#[from] access::Error),
    /// What a source says, or keeps from being asked.
    #[error(transparent)]
    Source(#[from] sources::Error),
}

/// A result of working together.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input field that is wrong.
    pub(super) fn invalid(field: &str, problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::invalid(field, problem))
    }

    /// A state that does not allow the call.
    pub(super) fn conflict(problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::conflict(problem))
    }

    /// Something that whoever asks may not.
    pub(super) fn forbidden(action: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::Forbidden { action: action.into() })
    }

    /// A thing that is not there, or not for whoever asks.
    pub(super) fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::Catalog(catalog::Error::not_found(what, name))
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(cause) => cause.kind(),
            Self::Access(cause) => cause.kind(),
            Self::Source(cause) => cause.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(cause) => cause.field(),
            Self::Access(cause) => cause.field(),
            Self::Source(cause) => cause.field(),
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
