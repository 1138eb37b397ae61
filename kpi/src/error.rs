//! What can go wrong with KPIs, prices and plans.

use catalog::{ErrorKind, Fault};

/// What is wrong with one field of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field, as the caller named it.
    pub field: String,
    /// What is wrong with it and what would be right.
    pub problem: String,
}

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The catalog refused or failed.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// Fields of the input are wrong: all of them at once.
    #[error("{}", .0.iter().map(|each| format!("`{}`: {}", each.field, each.problem)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// No such thing for this viewer.
    #[error("no {what} `{name}`")]
    NotFound {
        /// Which sort of thing was looked for.
        what: &'static str,
        /// How it was named.
        name: String,
    },
    /// The thing changed, or is in a state, that does not allow this.
    #[error("{problem}")]
    Conflict {
        /// Why not now.
        problem: String,
    },
    /// A stored value cannot be read; the store was changed from outside or by a newer version.
    #[error("stored {what} `{name}` cannot be read")]
    Corrupt {
        /// The table.
        what: &'static str,
        /// Which row.
        name: String,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One field of the input is wrong.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem { field: field.into(), problem: problem.into() }])
    }

    /// What is wrong with each field, where fields are to blame.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) => problems,
            _ => &[],
        }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Catalog(error) => error.kind(),
            Self::Invalid(_) => ErrorKind::Invalid,
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::Corrupt { .. } => ErrorKind::Internal,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(error) => error.field(),
            Self::Invalid(problems) => problems.first().map(|each| each.field.as_str()),
            _ => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
