//! What can keep the application from opening.

use std::path::PathBuf;

use catalog::{ErrorKind, Fault};

use crate::{access, config};

/// An error of opening the application.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The data directory cannot be made, read or written.
    #[error("the data directory `{path}` cannot be used: {cause}")]
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Another process works on the data directory.
    #[error("another Cadastre works on `{path}`; stop it, or talk to it with `--server URL`")]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// The store was written by a newer version.
    #[error(
        "the store was written by a newer version of Cadastre (it has `{migration}`); run that version, or restore a backup"
    )]
    NewerStore {
        /// The first migration this version does not know.
        migration: String,
    },
    /// Something of access: the key file, random numbers.
    #[error(transparent)]
    Access(#[from] access::Error),
    /// The store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// A part that reports its own errors.
    #[error("{0}")]
    Part(Box<dyn Fault>),
}

/// A result of opening the application.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The error of a part.
    pub(super) fn part(fault: impl Fault) -> Self {
        Self::Part(Box::new(fault))
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Config(error) => error.kind(),
            Self::Directory { .. } => ErrorKind::Unavailable,
            Self::InUse { .. } | Self::NewerStore { .. } => ErrorKind::Conflict,
            Self::Access(error) => error.kind(),
            Self::Catalog(error) => error.kind(),
            Self::Part(fault) => fault.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Config(error) => error.field(),
            Self::Directory { .. } => Some("data"),
            Self::Access(error) => error.field(),
            Self::Catalog(error) => error.field(),
            Self::Part(fault) => fault.field(),
            Self::InUse { .. } | Self::NewerStore { .. } => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
