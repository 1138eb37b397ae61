//! What can go wrong, in two layers: [`ErrorKind`] says what a caller can do about it, and every crate's own `Error`
//! says what happened. Turning a kind into an HTTP status, a GraphQL code or an exit code is the edge's work.

mod trouble;

use self::trouble::Trouble;
use crate::{id::AssetId, name::Name};

/// What the caller of a failed operation can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The input is wrong; change it and ask again.
    Invalid,
    /// The thing does not exist, or this viewer may not know of it.
    NotFound,
    /// The thing is in a state that does not allow this now.
    Conflict,
    /// Who asks is known, and may not.
    Forbidden,
    /// Something this depends on does not answer; the same call may work later.
    Unavailable,
    /// A fault of ours; the log has the chain of causes.
    Internal,
}

/// An error that knows what its caller can do about it.
pub trait Fault: std::error::Error + Send + Sync + 'static {
    /// What the caller can do.
    fn kind(&self) -> ErrorKind;

    /// The input field that has to change, when one field is to blame.
    fn field(&self) -> Option<&str> {
        None
    }
}

/// An error of the catalog.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the input is wrong.
    #[error("`{field}`: {problem}")]
    Invalid {
        /// The field to change, as the caller named it.
        field: String,
        /// What is wrong with it and what would be right.
        problem: String,
    },
    /// No such thing for this viewer.
    #[error("no {what} `{name}`")]
    NotFound {
        /// Which sort of thing was looked for.
        what: &'static str,
        /// How it was named.
        name: String,
    },
    /// A short name that fits several assets.
    #[error("`{name}` is ambiguous; it could be {}", .candidates.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    Ambiguous {
        /// The short name.
        name: String,
        /// The full names that it fits, at most ten.
        candidates: Vec<Name>,
    },
    /// The thing changed, or is in a state, that does not allow this.
    #[error("{problem}")]
    Conflict {
        /// Why not now.
        problem: String,
    },
    /// The viewer may not do this.
    #[error("not allowed to {action}")]
    Forbidden {
        /// What was attempted, as a verb phrase.
        action: String,
    },
    /// The store did not answer in time or is not reachable.
    #[error("the store does not answer")]
    StoreUnavailable(#[source] sea_orm::DbErr),
    /// There is no room left where the store writes.
    #[error(
        "the store cannot be written, there is no room left (or a limit on file sizes or a quota is reached); \
         make room and try again, nothing was half-written"
    )]
    StoreFull(#[source] sea_orm::DbErr),
    /// The store can be read and not written.
    #[error(
        "the store is read-only for this account; let it write the file and its directory (or the database), \
         then try again"
    )]
    StoreReadOnly(#[source] sea_orm::DbErr),
    /// The store refused a statement that should have worked.
    #[error("the store failed")]
    Store(#[source] sea_orm::DbErr),
    /// A stored value cannot be read; the store was changed from outside or by a newer version.
    #[error("stored {what} of `{asset}` cannot be read")]
    Corrupt {
        /// The column.
        what: &'static str,
        /// Whose it is.
        asset: AssetId,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
}

/// A result of the catalog.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input field that is wrong.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), problem: problem.into() }
    }

    /// A thing that is not there.
    pub fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }

    /// A state that does not allow the call.
    pub fn conflict(problem: impl Into<String>) -> Self {
        Self::Conflict { problem: problem.into() }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid { .. } | Self::Ambiguous { .. } => ErrorKind::Invalid,
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::Forbidden { .. } => ErrorKind::Forbidden,
            Self::StoreUnavailable(_) | Self::StoreFull(_) | Self::StoreReadOnly(_) => ErrorKind::Unavailable,
            Self::Store(_) | Self::Corrupt { .. } => ErrorKind::Internal,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        match Trouble::of(&cause) {
            Trouble::Gone => Self::StoreUnavailable(cause),
            Trouble::Full => Self::StoreFull(cause),
            Trouble::ReadOnly => Self::StoreReadOnly(cause),
            Trouble::Other => Self::Store(cause),
        }
    }
}
