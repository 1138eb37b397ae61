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
    #[error(transparent)]
    Part(Part),
}

/// An error of a part, with what caused it.
#[derive(Debug)]
pub struct Part(Box<dyn Fault>);

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Part {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl From<Box<dyn Fault>> for Error {
    fn from(fault: Box<dyn Fault>) -> Self {
        Self::Part(Part(fault))
    }
}

/// A result of opening the application.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The error of a part.
    pub(super) fn part(fault: impl Fault) -> Self {
        Self::Part(Part(Box::new(fault)))
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
            Self::Part(Part(fault)) => fault.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Config(error) => error.field(),
            Self::Directory { .. } => Some("data"),
            Self::Access(error) => error.field(),
            Self::Catalog(error) => error.field(),
            Self::Part(Part(fault)) => fault.field(),
            Self::InUse { .. } | Self::NewerStore { .. } => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
