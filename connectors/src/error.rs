//! What can go wrong between us and an outside system, in words that hold no secret.

use catalog::{ErrorKind, Fault};

/// An error of a connector.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connector has this name.
    #[error("unknown connector `{name}`; known: {known}")]
    UnknownConnector {
        /// The name that was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
    /// No connector reads addresses of this scheme.
    #[error("`url`: no connector reads `{scheme}` addresses; known: {known}")]
    UnknownScheme {
        /// The scheme of the address.
        scheme: String,
        /// The schemes that exist, separated by commas.
        known: String,
    },
    /// A field of the configuration is wrong.
    #[error("`{field}`: {problem}")]
    Invalid {
        /// The field to change.
        field: String,
        /// What is wrong with it and what would be right.
        problem: String,
    },
    /// The system refuses this account or this password.
    #[error("`{address}` refuses the account: {answer}")]
    Refused {
        /// The system.
        address: String,
        /// What it answered.
        answer: String,
    },
    /// The account may connect, and may not do this.
    #[error("the account may not {action}: {answer}")]
    NotAllowed {
        /// What was attempted, as a verb phrase.
        action: String,
        /// What the system answered.
        answer: String,
    },
    /// The rules of this installation forbid connections to this address.
    #[error("`{address}` may not be connected to: {reason}")]
    AddressDenied {
        /// The field of the configuration that has the address.
        field: &'static str,
        /// The address as configured.
        address: String,
        /// Which rule forbids it.
        reason: String,
    },
    /// Nothing answers there, or it stopped answering.
    #[error("`{address}` does not answer: {reason}")]
    Unreachable {
        /// The system.
        address: String,
        /// What happened instead.
        reason: String,
    },
    /// The configured time passed.
    #[error("{action} took longer than {seconds} s")]
    TimedOut {
        /// What took too long, as a noun phrase.
        action: String,
        /// The allowed time in seconds.
        seconds: u64,
    },
    /// Somebody else keeps what has to be read locked.
    #[error("{what} cannot be read while somebody keeps them locked: {answer}")]
    Locked {
        /// What was being read.
        what: String,
        /// What the system answered.
        answer: String,
    },
    /// Something that the configuration names is not there.
    #[error("`{field}`: {answer}")]
    NotThere {
        /// The field of the configuration that names it.
        field: &'static str,
        /// What the system answered.
        answer: String,
    },
    /// The question that was asked is wrong.
    #[error("`sql`: {answer}")]
    BadQuery {
        /// What the engine answered.
        answer: String,
    },
    /// The system answered with something that this connector cannot read.
    #[error("cannot read {what}")]
    Unreadable {
        /// What was being read.
        what: String,
        /// Why.
        #[source]
        cause: sqlx::Error,
    },
}

/// A result of a connector.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A configuration field that is wrong.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), problem: problem.into() }
    }
}

impl Fault for Error {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::UnknownConnector { .. }
            | Self::UnknownScheme { .. }
            | Self::Invalid { .. }
            | Self::BadQuery { .. }
            | Self::AddressDenied { .. } => ErrorKind::Invalid,
            Self::Refused { .. } | Self::NotAllowed { .. } => ErrorKind::Forbidden,
            Self::Unreachable { .. } | Self::TimedOut { .. } | Self::Locked { .. } => ErrorKind::Unavailable,
            Self::NotThere { .. } => ErrorKind::NotFound,
            Self::Unreadable { .. } => ErrorKind::Internal,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            Self::UnknownConnector { .. } => Some("connector"),
            Self::UnknownScheme { .. } => Some("url"),
            Self::AddressDenied { field, .. } | Self::NotThere { field, .. } => Some(field),
            Self::BadQuery { .. } => Some("sql"),
            _ => None,
        }
    }
}
