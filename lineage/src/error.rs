//! What can go wrong with lineage.

use catalog::{ChangeNumber, ErrorKind, Fault};

/// An error of lineage.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The catalog refused or failed.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// A field of the question is wrong.
    #[error("`{field}`: {problem}")]
    Invalid {
        /// The field to change, as the caller named it.
        field: &'static str,
        /// What is wrong with it and what would be right.
        problem: String,
    },
    /// A stored row contradicts another; the store was changed from outside.
    #[error("stored lineage is damaged: {problem}; `doctor --repair` makes it anew from the change log")]
    Damaged {
        /// Which rows do not fit.
        problem: String,
    },
    /// Another process moved the follower's position meanwhile.
    #[error("another process follows the change log at this moment")]
    Overtaken,
    /// The graph does not know of a change yet that an answer has to know of.
    #[error("lineage knows of changes up to {position} and not yet of {wanted}; ask again in a moment")]
    Behind {
        /// The change up to which it is complete.
        position: ChangeNumber,
        /// The change that was to be known.
        wanted: ChangeNumber,
    },
    /// A background computation was cut off.
    #[error("the computation was cut off")]
    CutOff(#[source] tokio::task::JoinError),
}

/// A result of lineage.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A field of the question that is wrong.
    pub(crate) fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid { field, problem: problem.into() }
    }

    /// Stored rows that contradict each other.
    pub(crate) fn damaged(problem: impl Into<String>) -> Self {
        Self::Damaged { problem: problem.into() }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(error) => error.kind(),
            Self::Invalid { .. } => ErrorKind::Invalid,
            Self::Damaged { .. } | Self::CutOff(_) => ErrorKind::Internal,
            Self::Overtaken | Self::Behind { .. } => ErrorKind::Unavailable,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(error) => error.field(),
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
