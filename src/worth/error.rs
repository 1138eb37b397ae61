//! What can go wrong while worth is worked out.

use catalog::{ErrorKind, Fault};

use crate::{access, sources};

/// An error of working out what the catalog is worth.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What the catalog says.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// What KPIs, prices and plans say.
    #[error(transparent)]
    Kpi(#[from] kpi::Error),
    /// What the doorkeeper says.
    #[error(transparent)]
    Access(#[from] access::Error),
    /// What checks say.
    #[error(transparent)]
    Quality(#[from] quality::Error),
    /// What sources say.
    #[error(transparent)]
    Source(#[from] sources::Error),
}

/// A result of working out what the catalog is worth.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    fn cause(&self) -> &dyn Fault {
        match self {
            Self::Catalog(cause) => cause,
            Self::Kpi(cause) => cause,
            Self::Access(cause) => cause,
            Self::Quality(cause) => cause,
            Self::Source(cause) => cause,
        }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        self.cause().kind()
    }

    fn field(&self) -> Option<&str> {
        self.cause().field()
    }
}
