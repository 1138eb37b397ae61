//! What can go wrong when somebody asks to be let in, or to change who may.

use std::{path::PathBuf, time::Duration};

use catalog::{ErrorKind, Fault};

/// An error of access.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is signed in, or the session or token has ended.
    #[error("not signed in")]
    NotSignedIn,
    /// Name and password do not belong together; which of them is wrong is not told.
    #[error("name or password is wrong")]
    WrongCredentials,
    /// Somebody proved elsewhere who they are, and has no account here that they could use.
    #[error("there is no account here for you; ask an administrator for one")]
    NoAccount,
    /// A sign-in elsewhere was not begun in this browser, has ended, or was used already.
    #[error("this sign-in was not begun here, took too long, or was used already; begin again")]
    SignInOver,
    /// What another system says of somebody does not hold; what exactly is for the log.
    #[error("`{provider}` could not prove who you are; begin again")]
    NotProven {
        /// The system.
        provider: String,
        /// Why, for the log.
        problem: String,
    },
    /// A system that knows who people are cannot be asked now; why is for the log.
    #[error("`{name}` cannot sign anybody in now; try again later, or tell an administrator")]
    Provider {
        /// The system.
        name: String,
        /// Why, for the log.
        problem: String,
    },
    /// Too many attempts.
    #[error("too many attempts; try again in {} s", .after.as_secs())]
    Throttled {
        /// How long to wait.
        after: Duration,
    },
    /// The one-time link was used, has ended, or never was.
    #[error(
        "`token`: this link was used or has ended; start the server again for a new one, or run `cadastre user create --admin`"
    )]
    SetupOver,
    /// The file of the key that seals secrets cannot be used.
    #[error("the key file `{path}` cannot be used: {problem}")]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Why, and what helps.
        problem: String,
    },
    /// Something sealed does not open with this key.
    #[error(
        "a sealed secret does not open; the key file is not the one it was sealed with, or the secret was changed from outside"
    )]
    WrongKey,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness(#[source] getrandom::Error),
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Hash(#[source] argon2::password_hash::Error),
    /// The thread that hashes passwords ended early.
    #[error("the work was stopped")]
    Stopped,
    /// What the catalog says: wrong input, nothing found, a conflict, the store.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
}

/// A result of access.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An input field that is wrong.
    pub fn invalid(field: &str, problem: impl Into<String>) -> Self {
        Self::Catalog(catalog::Error::invalid(field, problem))
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotSignedIn
            | Self::WrongCredentials
            | Self::SetupOver
            | Self::NoAccount
            | Self::SignInOver
            | Self::NotProven { .. } => ErrorKind::Forbidden,
            Self::Throttled { .. } | Self::Stopped | Self::Provider { .. } => ErrorKind::Unavailable,
            Self::KeyFile { .. } | Self::WrongKey => ErrorKind::Conflict,
            Self::NoRandomness(_) | Self::Hash(_) => ErrorKind::Internal,
            Self::Catalog(error) => error.kind(),
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Catalog(error) => error.field(),
            Self::SetupOver => Some("token"),
            _ => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Catalog(cause.into())
    }
}
